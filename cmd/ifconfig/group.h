/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * group.h - Groups of interfaces
 *
 * Linux keeps one number where FreeBSD keeps any number of names.  The name
 * of its kind ("epair") comes with an interface; others live in the kernel as
 * alternative names "group:NAME:RANDOM", which go with it, in a jail too.  No
 * interface can be called so.
 */
#pragma once

#include "base/strv.h"

struct errbuf;
struct ifc;
struct nl_link;

/* group_of_kind() - That of the driver, as FreeBSD calls it; NULL: none */
const char *group_of_kind(const struct nl_link *l);

/* group_list() - Append all groups of @l; 0 or -ENOMEM */
int group_list(const struct nl_link *l, struct strv *ret);

/* group_match() - Is @l in a group that matches the shell pattern? */
bool group_match(const struct nl_link *l, const char *pattern);

/* group_add(), group_del() - 0 also when nothing changes */
int group_add(const struct ifc *c, const char *group, struct errbuf *eb);
int group_del(const struct ifc *c, const char *group, struct errbuf *eb);
