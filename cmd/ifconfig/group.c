/* SPDX-License-Identifier: BSD-2-Clause */
/* group.c - Groups of interfaces */

#include <ctype.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "base/errbuf.h"
#include "base/util.h"
#include "group.h"
#include "ifc.h"
#include "nl/link.h"
#include "standin.h"

#define MARK "group:"
#define GROUP_SIZE IFNAMSIZ

const char *group_of_kind(const struct nl_link *l)
{
	static const struct {
		const char *kind, *group;
	} kinds[] = {
		{ "veth", "epair" },  { "bridge", "bridge" },
		{ "vlan", "vlan" },   { "bond", "lagg" },
		{ "vxlan", "vxlan" }, { "wireguard", "wg" },
		{ "ipip", "gif" },    { "sit", "gif" },
		{ "ip6tnl", "gif" },  { "gre", "gre" },
		{ "ip6gre", "gre" },
	};

	if (streq(l->name, "lo"))
		return "lo";
	if (l->group == NL_LINK_GROUP_NETGRAPH || nl_link_is_way(l))
		return NULL;
	if (standin_for(l))
		return standin_for(l);
	/* lo1 and higher */
	if (streq(l->kind, "dummy") && str_starts(l->name, "lo") &&
	    isdigit((unsigned char)l->name[2]))
		return "lo";
	if (streq(l->kind, "tun"))
		return l->addr_len ? "tap" : "tun";
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (streq(kinds[i].kind, l->kind))
			return kinds[i].group;
	return NULL;
}

/* The group an alternative name stands for; false if it is an ordinary one. */
static bool group_in(const char *altname, char ret[GROUP_SIZE])
{
	const char *name, *end;

	if (!str_starts(altname, MARK))
		return false;
	name = altname + strlen(MARK);
	end = strchr(name, ':');
	if (!end || end == name || end - name >= GROUP_SIZE)
		return false;
	(void)snprintf(ret, GROUP_SIZE, "%.*s", (int)(end - name), name);
	return true;
}

int group_list(const struct nl_link *l, struct strv *ret)
{
	const char *kind = group_of_kind(l);
	char group[GROUP_SIZE];

	if (kind && strv_add(ret, kind) < 0)
		return -ENOMEM;
	for (size_t i = 0; i < l->altnames.n; i++)
		if (group_in(l->altnames.v[i], group) &&
		    !strv_has(ret, group) && strv_add(ret, group) < 0)
			return -ENOMEM;
	return 0;
}

bool group_match(const struct nl_link *l, const char *pattern)
{
	const char *kind = group_of_kind(l);
	char group[GROUP_SIZE];

	if (kind && fnmatch(pattern, kind, 0) == 0)
		return true;
	for (size_t i = 0; i < l->altnames.n; i++)
		if (group_in(l->altnames.v[i], group) &&
		    fnmatch(pattern, group, 0) == 0)
			return true;
	return false;
}

static int check(const char *what, const char *group, struct errbuf *eb)
{
	size_t n = strlen(group);

	if (n > 0 && isdigit((unsigned char)group[n - 1]))
		return errbuf_set(eb, EINVAL,
				  "%s: group names may not end in a digit",
				  what);
	if (n >= GROUP_SIZE)
		return errbuf_set(eb, ENAMETOOLONG, "%s: group name too long",
				  what);
	if (n == 0 || strchr(group, ':'))
		return errbuf_set(eb, EINVAL, "%s: %s: invalid group name",
				  what, group);
	return 0;
}

/* The alternative name that puts @l in @group, or NULL. */
static const char *find(const struct nl_link *l, const char *group)
{
	char here[GROUP_SIZE];

	for (size_t i = 0; i < l->altnames.n; i++)
		if (group_in(l->altnames.v[i], here) && streq(here, group))
			return l->altnames.v[i];
	return NULL;
}

int group_add(const struct ifc *c, const char *group, struct errbuf *eb)
{
	char altname[sizeof(MARK) + GROUP_SIZE + sizeof(":01234567")];
	cleanup_nl_link struct nl_link l = { 0 };
	uint32_t unique;
	int r = check("setifgroup", group, eb);

	if (r < 0)
		return r;
	r = ifc_look(c, &l, eb);
	if (r < 0)
		return ifc_fail(eb, r, "setifgroup");
	if (find(&l, group) ||
	    (group_of_kind(&l) && streq(group_of_kind(&l), group)))
		return 0;

	/* No two interfaces can have the same alternative name. */
	if (getrandom(&unique, sizeof(unique), 0) != sizeof(unique))
		return errbuf_errno(eb, "setifgroup");
	(void)snprintf(altname, sizeof(altname), MARK "%s:%08x", group, unique);
	r = nl_link_altname_add(c->nl, c->index, altname, eb);
	return r < 0 ? ifc_fail(eb, r, "setifgroup") : 0;
}

int group_del(const struct ifc *c, const char *group, struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	const char *altname;
	int r = check("unsetifgroup", group, eb);

	if (r < 0)
		return r;
	r = ifc_look(c, &l, eb);
	if (r < 0)
		return ifc_fail(eb, r, "unsetifgroup");
	if (group_of_kind(&l) && streq(group_of_kind(&l), group))
		return errbuf_set(eb, EOPNOTSUPP,
				  "unsetifgroup: %s: comes with the interface",
				  group);
	altname = find(&l, group);
	if (!altname)
		return 0;
	r = nl_link_altname_del(c->nl, c->index, altname, eb);
	return r < 0 ? ifc_fail(eb, r, "unsetifgroup") : 0;
}
