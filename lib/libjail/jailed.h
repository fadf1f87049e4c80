/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * jailed.h - What a process can tell of the jail it is in
 *
 * From inside there is no registry to ask; these look at what the core gives
 * every jail.  A jail's root can change what its number and name are read
 * from, and then only misleads itself.
 */
#pragma once

#include <stdbool.h>

/* jailed() - Is the caller in a jail of ours?  (Our tools are mounted there) */
bool jailed(void);

/* jailed_vnet() - Has the caller's jail a network stack to configure?  Only
 * meaningful in a jail */
bool jailed_vnet(void);

/* jailed_jid() - The number of the caller's jail; 0 if it is not told */
int jailed_jid(void);

/* jailed_securelevel() - Its secure level; -1 if it is not told, or in no jail */
int jailed_securelevel(void);

/* jailed_name() - Its name, "-" if it is not told.  Caller frees; NULL when
 * out of memory */
char *jailed_name(void);
