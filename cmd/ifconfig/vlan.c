/* SPDX-License-Identifier: BSD-2-Clause */
/* vlan.c - Make vlan interfaces, and say what they lead to */

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/if_vlan.h>
#include <stdlib.h>
#include <string.h>

#include "base/bsderr.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "half.h"
#include "ifc.h"
#include "nl/ifname.h"
#include "nl/link.h"
#include "nl/linkinfo.h"
#include "nl/request.h"
#include "standin.h"
#include "vlan.h"
#include "words.h"

#define TAG_MIN 1
#define TAG_MAX 4094
#define UNITS 4096
#define PCP_MAX 7
#define PRIORITIES 8 /* of packets, that become one pcp */

static const char *const said[] = { "vlan", "vlandev", "vlanproto", "vlanpcp" };

static int parse_tag(const char *s, unsigned *ret, struct errbuf *eb)
{
	char *end;
	unsigned long n = strtoul(s, &end, 0);

	if (end == s || *end)
		return errbuf_set(eb, EINVAL, "invalid value for vlan");
	if (n < TAG_MIN || n > TAG_MAX)
		return errbuf_set(eb, EINVAL, "value for vlan out of range");
	*ret = (unsigned)n;
	return 0;
}

static int parse_proto(const char *s, unsigned *ret, struct errbuf *eb)
{
	if (strcasecmp(s, "802.1q") == 0)
		*ret = ETH_P_8021Q;
	else if (strcasecmp(s, "802.1ad") == 0)
		*ret = ETH_P_8021AD;
	else
		return errbuf_set(eb, EINVAL, "invalid value for vlanproto");
	return 0;
}

static int parse_pcp(const char *word, const char *s, struct vlan_want *v,
		     struct errbuf *eb)
{
	char *end;
	unsigned long n = strtoul(s, &end, 0);

	if (end == s || *end)
		return errbuf_set(eb, EINVAL, "invalid value for %s", word);
	if (n > PCP_MAX)
		return errbuf_set(eb, EINVAL, "value for %s out of range",
				  word);
	v->pcp = (unsigned)n;
	v->has_pcp = true;
	return 0;
}

static int read_word(struct vlan_want *v, const char *word, const char *arg,
		     struct errbuf *eb)
{
	if (streq(word, "vlan"))
		return parse_tag(arg, &v->tag, eb);
	if (streq(word, "vlanproto"))
		return parse_proto(arg, &v->proto, eb);
	if (streq(word, "vlanpcp"))
		return parse_pcp(word, arg, v, eb);
	v->parent = arg;
	return 0;
}

static bool is_said(const char *word)
{
	for (size_t i = 0; i < ARRAY_SIZE(said); i++)
		if (streq(said[i], word))
			return true;
	return false;
}

bool vlan_is_said(const char *name, const char *word)
{
	return strchr(name, '.') || (word && is_said(word));
}

static int read_words(struct vlan_want *v, char *const **argv,
		      struct errbuf *eb)
{
	while (**argv && is_said(**argv)) {
		const char *word = **argv;
		int r;

		if (!(*argv)[1])
			return errbuf_set(eb, EINVAL, "'%s' requires argument",
					  word);
		r = read_word(v, word, (*argv)[1], eb);
		if (r < 0)
			return r;
		*argv += 2;
	}
	return 0;
}

/* "em0.5" */
static int read_name(struct vlan_want *v, const char *name, struct errbuf *eb)
{
	const char *dot = strrchr(name, '.');
	size_t n = dot ? (size_t)(dot - name) : 0;

	if (!dot)
		return 0;
	if (n == 0 || n >= sizeof(v->parent_buf))
		return errbuf_set(eb, EINVAL, "SIOCIFCREATE2 (%s): %s", name,
				  bsd_strerror(EINVAL));
	memcpy(v->parent_buf, name, n);
	v->parent_buf[n] = '\0';
	v->parent = v->parent_buf;
	return parse_tag(dot + 1, &v->tag, eb);
}

static int check(const struct vlan_want *v, struct errbuf *eb)
{
	if (!v->tag && !v->parent)
		return errbuf_set(eb, EINVAL,
				  "both vlan and vlandev must be specified");
	if (!v->tag)
		return errbuf_set(eb, EINVAL,
				  "must specify a tag for vlan create");
	if (!v->parent)
		return errbuf_set(
			eb, EINVAL,
			"must specify a parent device for vlan create");
	return 0;
}

/* FreeBSD gives one value to all that goes out. */
static int put_pcp(struct nl_msg *msg, unsigned pcp)
{
	struct nlattr *map = nla_nest_start(msg, IFLA_VLAN_EGRESS_QOS);
	int bad = 0;

	if (!map)
		return -ENOMEM;
	for (unsigned i = 0; i < PRIORITIES; i++) {
		const struct ifla_vlan_qos_mapping m = { .from = i, .to = pcp };

		bad |= nla_put(msg, IFLA_VLAN_QOS_MAPPING, sizeof(m), &m);
	}
	(void)nla_nest_end(msg, map);
	return bad;
}

static int put(struct nl_msg *msg, const struct vlan_want *v)
{
	unsigned proto = v->proto ? v->proto : ETH_P_8021Q;
	int bad = nla_put_u16(msg, IFLA_VLAN_ID, (uint16_t)v->tag);

	bad |= nla_put_u16(msg, IFLA_VLAN_PROTOCOL, htons((uint16_t)proto));
	if (v->pcp)
		bad |= put_pcp(msg, v->pcp);
	return bad;
}

static int add(const struct ifc *c, const struct vlan_want *v, const char *name,
	       int parent, struct errbuf *eb)
{
	cleanup_nl_msg struct nl_msg *msg = nlmsg_alloc_simple(0, 0);
	struct nl_link_new req = { .kind = "vlan",
				   .name = name,
				   .link = parent };

	if (!msg || put(msg, v) < 0)
		return -ENOMEM;
	nl_link_info_new(&req, msg);
	half_request(&req);
	return ifname_link_add(c->nl, &req, eb);
}

static int fail(const char *name, int r, struct errbuf *eb)
{
	if (r == -EOPNOTSUPP)
		return errbuf_set(
			eb, EOPNOTSUPP,
			"SIOCIFCREATE2 (%s): this kernel has no vlan interfaces",
			name);
	return errbuf_set(eb, -r, "SIOCIFCREATE2 (%s): %s", name,
			  bsd_strerror(-r));
}

/* "vlan create": the first unit that is free */
static int add_any(struct ifc *c, const struct vlan_want *v, int parent,
		   struct errbuf *eb)
{
	char name[IFNAMSIZ];
	int r = -ENOSPC;

	for (unsigned u = 0; u < UNITS; u++) {
		(void)snprintf(name, sizeof(name), "vlan%u", u);
		if (ifc_other(c, name) > 0)
			continue;
		r = add(c, v, name, parent, eb);
		if (r != -EEXIST)
			break;
	}
	if (r < 0)
		return fail(c->name, r, eb);
	c->tell_name = true;
	return ifc_rename(c, name, eb);
}

int vlan_create(struct ifc *c, char *const **argv, struct errbuf *eb)
{
	struct vlan_want v = { 0 };
	int parent, r;

	r = read_name(&v, c->name, eb);
	if (r == 0)
		r = read_words(&v, argv, eb);
	if (r == 0)
		r = check(&v, eb);
	if (r < 0)
		return r;
	parent = ifc_other(c, v.parent);
	if (parent < 0)
		return fail(c->name, -ENXIO, eb);

	if (streq(c->name, "vlan")) {
		r = add_any(c, &v, parent, eb);
	} else {
		r = add(c, &v, c->name, parent, eb);
		if (r < 0)
			return fail(c->name, r, eb);
	}
	return r < 0 ? r : ifc_find(c, eb);
}

/* Of the first packets' priority, as all have the same */
static unsigned read_pcp(struct nlattr *map)
{
	struct ifla_vlan_qos_mapping m;
	struct nlattr *a = nla_data(map);
	int left = nla_len(map);

	for (; nla_ok(a, left); a = nla_next(a, &left)) {
		if (nla_len(a) < (int)sizeof(m))
			continue;
		memcpy(&m, nla_data(a), sizeof(m));
		if (m.from == 0)
			return m.to;
	}
	return 0;
}

bool vlan_read(const struct nl_link *l, struct vlan_state *ret)
{
	struct nlattr *tb[IFLA_VLAN_MAX + 1] = { 0 };

	if (!streq(l->kind, "vlan") ||
	    !nl_link_info_parse(l, NL_LINK_INFO, tb, IFLA_VLAN_MAX))
		return false;
	*ret = (struct vlan_state){ .parent = l->link, .proto = ETH_P_8021Q };
	if (tb[IFLA_VLAN_ID])
		ret->tag = nla_get_u16(tb[IFLA_VLAN_ID]);
	if (tb[IFLA_VLAN_PROTOCOL])
		ret->proto = ntohs(nla_get_u16(tb[IFLA_VLAN_PROTOCOL]));
	if (tb[IFLA_VLAN_EGRESS_QOS])
		ret->pcp = read_pcp(tb[IFLA_VLAN_EGRESS_QOS]);
	return true;
}

static int set_pcp(const struct ifc *c, unsigned pcp, struct errbuf *eb)
{
	cleanup_nl_msg struct nl_msg *msg = nlmsg_alloc_simple(0, 0);
	int r = -ENOMEM;

	if (msg && put_pcp(msg, pcp) >= 0)
		r = nl_link_info_set(c->nl, c->index, NL_LINK_INFO, "vlan", msg,
				     eb);
	return r < 0 ? ifc_fail(eb, r, "SIOCSVLANPCP") : 0;
}

/* It leads somewhere: only its pcp can change, as on FreeBSD. */
static int change(struct ifc *c, const struct vlan_state *is, struct errbuf *eb)
{
	const struct vlan_want *v = &c->vlan;

	if (!v->tag != !v->parent)
		return errbuf_set(eb, EINVAL,
				  "both vlan and vlandev must be specified");
	if ((v->tag && v->tag != is->tag) ||
	    (v->parent && ifc_other(c, v->parent) != is->parent) ||
	    (v->proto && v->proto != is->proto))
		return ifc_fail(eb, -EBUSY, "SIOCSETVLAN");
	return v->has_pcp ? set_pcp(c, v->pcp, eb) : 0;
}

static int connect_it(struct ifc *c, struct errbuf *eb)
{
	cleanup_nl_msg struct nl_msg *msg = nlmsg_alloc_simple(0, 0);
	const struct vlan_want *v = &c->vlan;
	struct nl_link_new req = { .kind = "vlan" };
	int r;

	if (!v->tag || !v->parent)
		return errbuf_set(eb, EINVAL,
				  "both vlan and vlandev must be specified");
	req.link = ifc_other(c, v->parent);
	if (req.link < 0)
		return ifc_fail(eb, -ENXIO, "SIOCSETVLAN");
	if (!msg || put(msg, v) < 0)
		return errbuf_set(eb, ENOMEM, "out of memory");
	nl_link_info_new(&req, msg);
	r = standin_replace(c, &req, eb);
	return r < 0 ? ifc_fail(eb, r, "SIOCSETVLAN") : 0;
}

static int finish(struct ifc *c, struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	struct vlan_state is;
	int r;

	if (!ifc_is(c, "vlan", &l))
		return ifc_fail(eb, -EINVAL, "SIOCSETVLAN");
	r = vlan_read(&l, &is) ? change(c, &is, eb) : connect_it(c, eb);
	c->vlan = (struct vlan_want){ 0 };
	return r;
}

static int collect(struct ifc *c, const struct word *w, char *const *arg,
		   struct errbuf *eb)
{
	c->collect = collect;
	c->finish = finish;
	return read_word(&c->vlan, w->name, arg[0], eb);
}

static int no_parent(struct ifc *c, const struct word *w, char *const *arg,
		     struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	struct vlan_state is;
	int r = 0;

	(void)w;
	(void)arg;
	if (!ifc_is(c, "vlan", &l))
		return ifc_fail(eb, -EINVAL, "SIOCSETVLAN");
	if (vlan_read(&l, &is))
		r = standin_return(c, "vlan", eb);
	return r < 0 ? ifc_fail(eb, r, "SIOCSETVLAN") : 0;
}

/* FreeBSD can have it on any Ethernet, Linux on a vlan. */
static int pcp(struct ifc *c, const struct word *w, char *const *arg,
	       struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	struct vlan_want v = { 0 };
	int r = w->n_args ? parse_pcp("pcp", arg[0], &v, eb) : 0;

	if (r < 0)
		return r;
	if (!ifc_is(c, "vlan", &l) || !streq(l.kind, "vlan")) {
		if (!w->n_args) /* it is off */
			return 0;
		return errbuf_set(eb, EOPNOTSUPP,
				  "%s: only of a vlan, on Linux", w->name);
	}
	return set_pcp(c, v.pcp, eb);
}

static const struct word words[] = {
	{ "vlan", 1, collect, 0, NULL },
	{ "vlandev", 1, collect, 0, NULL },
	{ "vlanproto", 1, collect, 0, NULL },
	{ "vlanpcp", 1, collect, 0, NULL },
	{ "-vlandev", 0, no_parent, 0, NULL },
	{ "pcp", 1, pcp, 0, NULL },
	{ "-pcp", 0, pcp, 0, NULL },
};

const struct words vlan_words = { words, ARRAY_SIZE(words) };
