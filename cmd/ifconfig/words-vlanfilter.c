/* SPDX-License-Identifier: BSD-2-Clause */
/* words-vlanfilter.c - The words about a bridge that tells VLANs apart */

#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <stdlib.h>
#include <string.h>

#include "base/errbuf.h"
#include "base/util.h"
#include "ifc.h"
#include "nl/bridge-vlan.h"
#include "nl/bridge.h"
#include "nl/ifname.h"
#include "nl/link.h"
#include "vlanfilter.h"
#include "words.h"

static int bad(const char *s, struct errbuf *eb)
{
	return errbuf_set(eb, EINVAL, "invalid value: %s", s);
}

/* Up to @end, which is moved behind it */
static bool parse_vid(const char *s, const char **end, unsigned *ret)
{
	char *e;
	unsigned long n = strtoul(s, &e, 10);

	if (e == s || *s < '0' || *s > '9' || n < NL_VLAN_MIN ||
	    n > NL_VLAN_MAX)
		return false;
	*end = e;
	*ret = (unsigned)n;
	return true;
}

static int parse_one(const char *s, unsigned *ret, struct errbuf *eb)
{
	const char *end;

	return parse_vid(s, &end, ret) && !*end ? 0 : bad(s, eb);
}

int vlanfilter_parse(const char *s, struct nl_vlans *ret, struct errbuf *eb)
{
	struct nl_vlans v = { 0 };
	const char *at = s;

	if (streq(s, "all"))
		at = "1-4094";
	if (streq(s, "none"))
		at = "";
	while (*at) {
		unsigned from = 0, to = 0;
		bool good = parse_vid(at, &at, &from);

		to = from;
		if (good && *at == '-')
			good = parse_vid(at + 1, &at, &to);
		if (!good || from > to || (*at && *at != ',') ||
		    (*at == ',' && !at[1]))
			return bad(s, eb);
		for (unsigned vid = from; vid <= to; vid++)
			nl_vlans_put(&v, vid, true);
		at += *at == ',';
	}
	if (!*s)
		return bad(s, eb);
	*ret = v;
	return 0;
}

static int fail(struct errbuf *eb, int r, const char *what, const char *name)
{
	if (r == -EOPNOTSUPP)
		return errbuf_set(eb, EOPNOTSUPP,
				  "%s %s: this kernel's bridges know no VLANs",
				  what, name);
	return ifc_fail(eb, r, "%s %s", what, name);
}

static int look(const struct ifc *c, struct nl_bridge *ret)
{
	cleanup_nl_link struct nl_link l = { 0 };
	int r = ifc_look(c, &l, NULL);

	return r < 0 ? r : nl_bridge_read(&l, ret);
}

static int member(const struct ifc *c, const char *name, const char *what,
		  int *ret, struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };

	if (ifname_find(c->nl, ifname_from_bsd(name), &l, NULL) < 0 ||
	    l.master != c->index)
		return fail(eb, -ENOENT, what, name);
	*ret = l.index;
	return 0;
}

/* The host is in every VLAN, with vlan interfaces on the bridge. */
static int host_in_all(const struct ifc *c, struct errbuf *eb)
{
	struct nl_port_vlans all = { 0 };

	for (unsigned vid = NL_VLAN_MIN; vid <= NL_VLAN_MAX; vid++)
		nl_vlans_put(&all.tagged, vid, true);
	return nl_port_vlans_set(c->nl, c->index, true, &all, eb);
}

/* Kernels that do not know this setting pass over it. */
static int filter(struct ifc *c, const struct word *w, char *const *arg,
		  struct errbuf *eb)
{
	const struct nl_bridge_opt opt = { IFLA_BR_VLAN_FILTERING,
					   (uint32_t)w->value };
	struct nl_bridge b = { 0 };
	int r = look(c, &b);

	(void)arg;
	if (r == 0)
		r = nl_bridge_set(c->nl, c->index, &opt, 1, eb);
	if (r == 0)
		r = look(c, &b);
	if (r == 0 && w->value && !b.vlan_filter)
		r = -EOPNOTSUPP;
	if (r == 0 && w->value)
		r = host_in_all(c, eb);
	return r < 0 ? fail(eb, r, "BRDGSFLAGS", w->name) : 0;
}

/* Linux puts what there is into a new default, too; FreeBSD only what comes. */
static int put_back(const struct ifc *c, const struct nl_link *links,
		    const struct nl_port_vlans *were, size_t n,
		    struct errbuf *eb)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < n; i++)
		if (links[i].master == c->index)
			r = nl_port_vlans_set(c->nl, links[i].index, false,
					      &were[i], eb);
	return r;
}

static int set_default(const struct ifc *c, unsigned vid, struct errbuf *eb)
{
	const struct nl_bridge_opt opt = { IFLA_BR_VLAN_DEFAULT_PVID, vid };
	struct nl_port_vlans *were = NULL;
	struct nl_link *links = NULL;
	struct nl_bridge b = { 0 };
	size_t n = 0;
	int r = nl_link_list(c->nl, &links, &n, eb);

	if (r < 0)
		return r;
	were = calloc(n + 1, sizeof(*were));
	r = were ? 0 : -ENOMEM;
	for (size_t i = 0; r == 0 && i < n; i++)
		if (links[i].master == c->index)
			r = nl_port_vlans_get(c->nl, links[i].index, &were[i],
					      eb);
	if (r == 0)
		r = nl_bridge_set(c->nl, c->index, &opt, 1, eb);
	if (r == 0)
		r = put_back(c, links, were, n, eb);
	nl_link_list_free(links, n);
	free(were);
	if (r == 0)
		r = look(c, &b);
	if (r == 0 && b.default_pvid != vid)
		r = -EOPNOTSUPP;
	if (r == 0 && b.vlan_filter)
		r = host_in_all(c, eb);
	return r;
}

static int def_untagged(struct ifc *c, const struct word *w, char *const *arg,
			struct errbuf *eb)
{
	struct nl_bridge b = { 0 };
	unsigned vid = 0;
	int r = w->n_args ? parse_one(arg[0], &vid, eb) : 0;

	if (r < 0)
		return r;
	r = look(c, &b);
	if (r == 0)
		r = set_default(c, vid, eb);
	return r < 0 ? fail(eb, r, "BRDGSDEFPVID", w->n_args ? arg[0] : "0")
		     : 0;
}

static int set_untagged(const struct ifc *c, const char *name, unsigned vid,
			struct errbuf *eb)
{
	struct nl_port_vlans v = { 0 };
	int index = 0;
	int r = member(c, name, "BRDGSIFPVID", &index, eb);

	if (r < 0)
		return r;
	r = nl_port_vlans_get(c->nl, index, &v, eb);
	v.pvid = vid;
	if (r == 0)
		r = nl_port_vlans_set(c->nl, index, false, &v, eb);
	return r < 0 ? fail(eb, r, "BRDGSIFPVID", name) : 0;
}

static int untagged(struct ifc *c, const struct word *w, char *const *arg,
		    struct errbuf *eb)
{
	unsigned vid = 0;
	int r = w->n_args > 1 ? parse_one(arg[1], &vid, eb) : 0;

	return r < 0 ? r : set_untagged(c, arg[0], vid, eb);
}

/* @how: 0 these, 1 these as well, -1 all but these */
static int set_tagged(const struct ifc *c, const char *name, const char *set,
		      int how, struct errbuf *eb)
{
	struct nl_port_vlans v = { 0 };
	struct nl_vlans said = { 0 };
	int index = 0;
	int r = vlanfilter_parse(set, &said, eb);

	if (r == 0)
		r = member(c, name, "BRDGSIFVLANSET", &index, eb);
	if (r < 0)
		return r;
	r = nl_port_vlans_get(c->nl, index, &v, eb);
	for (unsigned vid = NL_VLAN_MIN; r == 0 && vid <= NL_VLAN_MAX; vid++)
		if (how == 0 || nl_vlans_has(&said, vid))
			nl_vlans_put(&v.tagged, vid,
				     how >= 0 && nl_vlans_has(&said, vid));
	if (r == 0)
		r = nl_port_vlans_set(c->nl, index, false, &v, eb);
	return r < 0 ? fail(eb, r, "BRDGSIFVLANSET", name) : 0;
}

static int tagged(struct ifc *c, const struct word *w, char *const *arg,
		  struct errbuf *eb)
{
	return set_tagged(c, arg[0], arg[1], w->value, eb);
}

int vlanfilter_of_new(struct ifc *c, const struct word *w, char *const *arg,
		      struct errbuf *eb)
{
	unsigned vid = 0;
	int r;

	if (!c->new_member)
		return errbuf_set(eb, EINVAL, "%s: bad value", w->name);
	if (streq(w->name, "tagged"))
		return set_tagged(c, c->new_member, arg[0], 0, eb);
	r = parse_one(arg[0], &vid, eb);
	return r < 0 ? r : set_untagged(c, c->new_member, vid, eb);
}

/* Linux has one for a whole bridge. */
static int proto(struct ifc *c, const struct word *w, char *const *arg,
		 struct errbuf *eb)
{
	struct nl_bridge b = { 0 };
	unsigned want;
	int index = 0;
	int r = member(c, arg[0], "BRDGSIFVLANPROTO", &index, eb);

	if (r < 0)
		return r;
	if (strcasecmp(arg[1], "802.1q") == 0)
		want = ETH_P_8021Q;
	else if (strcasecmp(arg[1], "802.1ad") == 0)
		want = ETH_P_8021AD;
	else
		return bad(arg[1], eb);
	r = look(c, &b);
	if (r < 0 || want == (b.vlan_proto ? b.vlan_proto : ETH_P_8021Q))
		return r;
	return errbuf_set(eb, EOPNOTSUPP,
			  "%s: %s: not supported on Linux for one member alone",
			  w->name, arg[1]);
}

/* So it is, always. */
static int no_qinq(struct ifc *c, const struct word *w, char *const *arg,
		   struct errbuf *eb)
{
	struct nl_bridge b = { 0 };
	int index = 0;
	int r;

	if (w->n_args)
		return member(c, arg[0], "BRDGSIFFLGS", &index, eb);
	r = look(c, &b);
	return r < 0 ? fail(eb, r, "BRDGSFLAGS", w->name) : 0;
}

static const struct word words[] = {
	{ "vlanfilter", 0, filter, 1, NULL },
	{ "-vlanfilter", 0, filter, 0, NULL },
	{ "defuntagged", 1, def_untagged, 0, NULL },
	{ "-defuntagged", 0, def_untagged, 0, NULL },
	{ "ifuntagged", 2, untagged, 0, NULL },
	{ "-ifuntagged", 1, untagged, 0, NULL },
	{ "iftagged", 2, tagged, 0, NULL },
	{ "+iftagged", 2, tagged, 1, NULL },
	{ "-iftagged", 2, tagged, -1, NULL },
	{ "untagged", 1, vlanfilter_of_new, 0, NULL },
	{ "tagged", 1, vlanfilter_of_new, 0, NULL },
	{ "ifvlanproto", 2, proto, 0, NULL },
	{ "-qinq", 1, no_qinq, 0, NULL },
	{ "-defqinq", 0, no_qinq, 0, NULL },
};

const struct words vlanfilter_words = { words, ARRAY_SIZE(words) };
