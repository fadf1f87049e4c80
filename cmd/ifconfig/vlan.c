/* SPDX-License-Identifier: BSD-2-Clause */
/* vlan.c - Make vlan interfaces, and what else is made or destroyed by words */

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <stdlib.h>
#include <string.h>

#include "base/bsderr.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "ifc.h"
#include "nl/ifname.h"
#include "nl/link.h"
#include "nl/request.h"
#include "vlan.h"
#include "words.h"

#define TAG_MIN 1
#define TAG_MAX 4094
#define UNITS 4096

struct vlan {
	unsigned tag; /* 0: not given */
	const char *parent;
	unsigned proto; /* ETH_P_8021Q or _AD */
	char parent_buf[IFNAME_LONG_MAX + 1];
};

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

static int check_pcp(const char *s, struct errbuf *eb)
{
	if (streq(s, "0"))
		return 0;
	return errbuf_set(eb, EOPNOTSUPP, "vlanpcp: not supported yet");
}

static int read_word(struct vlan *v, const char *word, const char *arg,
		     struct errbuf *eb)
{
	if (streq(word, "vlan"))
		return parse_tag(arg, &v->tag, eb);
	if (streq(word, "vlanproto"))
		return parse_proto(arg, &v->proto, eb);
	if (streq(word, "vlanpcp"))
		return check_pcp(arg, eb);
	v->parent = arg;
	return 0;
}

static int read_words(struct vlan *v, char *const **argv, struct errbuf *eb)
{
	static const char *const words[] = { "vlan", "vlandev", "vlanproto",
					     "vlanpcp" };

	while (**argv) {
		const char *word = **argv;
		size_t i = 0;
		int r;

		while (i < ARRAY_SIZE(words) && !streq(words[i], word))
			i++;
		if (i == ARRAY_SIZE(words))
			break;
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
static int read_name(struct vlan *v, const char *name, struct errbuf *eb)
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

static int check(const struct vlan *v, struct errbuf *eb)
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

static int add(const struct ifc *c, const struct vlan *v, const char *name,
	       int parent, struct errbuf *eb)
{
	cleanup_nl_msg struct nl_msg *msg = nlmsg_alloc();
	struct nl_link_new req = { .kind = "vlan",
				   .name = name,
				   .link = parent };

	if (!msg || nla_put_u16(msg, IFLA_VLAN_ID, (uint16_t)v->tag) < 0 ||
	    nla_put_u16(msg, IFLA_VLAN_PROTOCOL,
			htons((uint16_t)(v->proto ? v->proto : ETH_P_8021Q))) <
		    0)
		return -ENOMEM;
	req.info_data = nlmsg_data(nlmsg_hdr(msg));
	req.info_data_len = (unsigned)nlmsg_datalen(nlmsg_hdr(msg));
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
static int add_any(struct ifc *c, const struct vlan *v, int parent,
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
	struct vlan v = { 0 };
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

static int destroy(struct ifc *c, const struct word *w, char *const *arg,
		   struct errbuf *eb)
{
	int r = nl_link_del(c->nl, c->index, eb);

	(void)w;
	(void)arg;
	if (r == -EOPNOTSUPP)
		r = -EINVAL;
	if (r < 0)
		return errbuf_set(eb, -r, "SIOCIFDESTROY: %s",
				  bsd_strerror(-r));
	c->index = 0;
	return 0;
}

/* Linux fixes these when a vlan is made. */
static int fixed(struct ifc *c, const struct word *w, char *const *arg,
		 struct errbuf *eb)
{
	(void)c;
	(void)arg;
	return errbuf_set(eb, EOPNOTSUPP,
			  "%s: only with create; Linux cannot change it later",
			  w->name);
}

static const struct word words[] = {
	{ "destroy", 0, destroy, 0, NULL }, { "unplumb", 0, destroy, 0, NULL },
	{ "vlan", 1, fixed, 0, NULL },	    { "vlandev", 1, fixed, 0, NULL },
	{ "-vlandev", 0, fixed, 0, NULL },  { "vlanproto", 1, fixed, 0, NULL },
	{ "vlanpcp", 1, fixed, 0, NULL },
};

const struct words kind_words = { words, ARRAY_SIZE(words) };
