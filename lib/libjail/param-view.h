/* SPDX-License-Identifier: BSD-2-Clause */
/* param-view.h - The parameters of a jail as jls(8) and jail_get() show them */
#pragma once

#include "base/strv.h"

struct errbuf;
struct jail_info;

/**
 * jail_view() - The value a parameter of this jail has now
 * @name:	In its positive form; or "meta.KEY", "env.KEY"
 * @ret:	Appended: one string in normal form; any number for lists; none
 *		for a key that is not there
 *
 * What was not given is the default, or what it is computed from: the host's
 * name and ids, the jid, the state.  The host name is the one in force, which
 * the jail's root may have changed, where the caller may look there.
 *
 * Return: 0, -ENOENT `unknown parameter: X`, or -ENOMEM
 */
int jail_view(const struct jail_info *info, const char *name, struct strv *ret,
	      struct errbuf *eb);
