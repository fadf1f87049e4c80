/* SPDX-License-Identifier: BSD-2-Clause */
/* link.c - Network interfaces: look, make, change, move, delete */

#include <errno.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <stdlib.h>
#include <string.h>

#include "base/errbuf.h"
#include "base/util.h"
#include "nl/link.h"
#include "nl/nl.h"
#include "nl/request.h"
#include "nl/wiphy.h"

#define ALTNAME_SIZE 128 /* ALTIFNAMSIZ, which the kernel keeps to itself */
#define GSO_IPV4_MAX_SIZE 63 /* IFLA_GSO_IPV4_MAX_SIZE: since Linux 6.3 */

static struct nl_msg *link_msg(int type, int flags, int index, size_t room)
{
	const struct ifinfomsg ifi = { .ifi_index = index };

	return nl_msg_new(type, flags, &ifi, sizeof(ifi), room);
}

static int no_memory(struct errbuf *eb)
{
	return errbuf_set(eb, ENOMEM, "out of memory");
}

static int read_altnames(const struct nlattr *list, struct strv *ret)
{
	const struct nlattr *a = list ? nla_data(list) : NULL;
	int left = list ? nla_len(list) : 0;
	char name[ALTNAME_SIZE];

	for (; a && nla_ok(a, left); a = nla_next(a, &left)) {
		if (nla_type(a) != IFLA_ALT_IFNAME)
			continue;
		nl_attr_str(a, name, sizeof(name));
		if (strv_add(ret, name) < 0)
			return -ENOMEM;
	}
	return 0;
}

/* Copy a payload if there is one. */
static int read_blob(const struct nlattr *a, void *ret, unsigned *ret_len)
{
	void *copy;

	if (!a)
		return 0;
	copy = nl_attr_dup(a, ret_len);
	if (!copy)
		return -ENOMEM;
	*(void **)ret = copy;
	return 0;
}

static unsigned read_addr(const struct nlattr *a, uint8_t *buf)
{
	if (!a || nla_len(a) > NL_ADDR_MAX)
		return 0;
	memcpy(buf, nla_data(a), (size_t)nla_len(a));
	return (unsigned)nla_len(a);
}

static int read_info(struct nlattr *info, struct nl_link *l)
{
	struct nlattr *tb[IFLA_INFO_MAX + 1] = { 0 };

	if (!info)
		return 0;
	if (nla_parse_nested(tb, IFLA_INFO_MAX, info, NULL) < 0)
		return -EBADMSG;
	nl_attr_str(tb[IFLA_INFO_KIND], l->kind, sizeof(l->kind));
	nl_attr_str(tb[IFLA_INFO_SLAVE_KIND], l->master_kind,
		    sizeof(l->master_kind));
	if (read_blob(tb[IFLA_INFO_DATA], &l->info_data, &l->info_data_len) < 0)
		return -ENOMEM;
	return read_blob(tb[IFLA_INFO_SLAVE_DATA], &l->slave_data,
			 &l->slave_data_len);
}

static int read_attrs(struct nlattr **tb, struct nl_link *l)
{
	nl_attr_str(tb[IFLA_IFNAME], l->name, sizeof(l->name));
	l->mtu = nl_attr_u32(tb[IFLA_MTU], 0);
	l->group = nl_attr_u32(tb[IFLA_GROUP], 0);
	l->promiscuity = nl_attr_u32(tb[IFLA_PROMISCUITY], 0);
	l->master = (int)nl_attr_u32(tb[IFLA_MASTER], 0);
	l->link = (int)nl_attr_u32(tb[IFLA_LINK], 0);
	l->link_netnsid = (int)nl_attr_u32(tb[IFLA_LINK_NETNSID], UINT32_MAX);
	if (tb[IFLA_OPERSTATE])
		l->operstate = nla_get_u8(tb[IFLA_OPERSTATE]);
	if (tb[IFLA_CARRIER])
		l->carrier = nla_get_u8(tb[IFLA_CARRIER]) != 0;
	l->addr_len = read_addr(tb[IFLA_ADDRESS], l->addr);
	l->perm_addr_len = read_addr(tb[IFLA_PERM_ADDRESS], l->perm_addr);

	if (read_altnames(tb[IFLA_PROP_LIST], &l->altnames) < 0 ||
	    read_blob(tb[IFLA_IFALIAS], &l->alias, NULL) < 0 ||
	    read_blob(tb[IFLA_AF_SPEC], &l->af_spec, &l->af_spec_len) < 0 ||
	    read_blob(tb[IFLA_STATS64], &l->stats64, NULL) < 0)
		return -ENOMEM;
	return read_info(tb[IFLA_LINKINFO], l);
}

/* @l is all zero, and to be given to nl_link_done() also on failure. */
static int read_link(struct nlmsghdr *h, struct nl_link *l, struct errbuf *eb)
{
	const struct ifinfomsg *ifi = nlmsg_data(h);
	struct nlattr *tb[IFLA_MAX + 1] = { 0 };
	int r;

	if (nlmsg_parse(h, sizeof(*ifi), tb, IFLA_MAX, NULL) < 0)
		return errbuf_set(eb, EBADMSG, "netlink: strange answer");
	l->index = ifi->ifi_index;
	l->type = ifi->ifi_type;
	l->flags = ifi->ifi_flags;
	r = read_attrs(tb, l);
	if (r == -ENOMEM)
		return no_memory(eb);
	if (r < 0)
		return errbuf_set(eb, -r, "netlink: strange answer");
	return 0;
}

bool nl_link_read(struct nlmsghdr *h, struct nl_link *ret)
{
	const struct ifinfomsg *ifi = nlmsg_data(h);
	struct nl_link l = { 0 };

	/* Bridges tell of their ports in a family of their own. */
	if (ifi->ifi_family != AF_UNSPEC || read_link(h, &l, NULL) < 0) {
		nl_link_done(&l);
		return false;
	}
	*ret = l;
	return true;
}

/* Which interface a request is about, where the index does not say. */
static int put_name(struct nl_msg *msg, const char *name)
{
	return nl_put_str(
		msg, strlen(name) < IFNAMSIZ ? IFLA_IFNAME : IFLA_ALT_IFNAME,
		name);
}

static int ask_link(struct nl *nl, int nsid, const char *name, int index,
		    struct nl_reply *ret, struct errbuf *eb)
{
	cleanup_nl_msg struct nl_msg *msg = NULL;
	int bad;

	/* The kernel would answer with EINVAL or ERANGE. */
	if (name ? !*name || strlen(name) >= ALTNAME_SIZE : index <= 0)
		return errbuf_set(eb, ENODEV, "%s", strerror(ENODEV));

	msg = link_msg(RTM_GETLINK, 0, name ? 0 : index, 0);
	if (!msg)
		return no_memory(eb);
	bad = nla_put_u32(msg, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
	if (nsid >= 0)
		bad |= nla_put_s32(msg, IFLA_TARGET_NETNSID, nsid);
	if (name)
		bad |= put_name(msg, name);
	if (bad < 0)
		return no_memory(eb);
	return nl_do(nl, msg, ret, eb);
}

static int first_link(const struct nl_reply *reply, struct nl_link *ret,
		      struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	struct nlmsghdr *h;

	nl_foreach (h, reply) {
		int r = read_link(h, &l, eb);

		if (r < 0)
			return r;
		*ret = l;
		l = (struct nl_link){ 0 };
		return 0;
	}
	return errbuf_set(eb, EBADMSG, "netlink: no answer");
}

int nl_link_get(struct nl *nl, const char *name, int index, struct nl_link *ret,
		struct errbuf *eb)
{
	cleanup_nl_reply struct nl_reply reply = { 0 };
	int r;

	if (!name)
		return nl_link_get_in(nl, -1, index, ret, eb);
	r = ask_link(nl, -1, name, 0, &reply, eb);
	if (r < 0)
		return errbuf_in(eb, r, "%s", name);
	return first_link(&reply, ret, eb);
}

int nl_link_get_in(struct nl *nl, int nsid, int index, struct nl_link *ret,
		   struct errbuf *eb)
{
	cleanup_nl_reply struct nl_reply reply = { 0 };
	int r = ask_link(nl, nsid, NULL, index, &reply, eb);

	if (r < 0)
		return errbuf_in(eb, r, "interface %d", index);
	return first_link(&reply, ret, eb);
}

bool nl_link_is_way(const struct nl_link *l)
{
	return l->group == NL_LINK_GROUP_WAY && streq(l->kind, "veth") &&
	       l->name[0] == 'x' &&
	       l->name[1 + strspn(l->name + 1, "0123456789abcdef")] == '\0';
}

int nl_link_list(struct nl *nl, struct nl_link **ret, size_t *ret_n,
		 struct errbuf *eb)
{
	cleanup_nl_reply struct nl_reply reply = { 0 };
	cleanup_nl_msg struct nl_msg *msg = NULL;
	struct nl_link *links;
	struct nlmsghdr *h;
	size_t n = 0;
	int r;

	msg = link_msg(RTM_GETLINK, NLM_F_DUMP, 0, 0);
	if (!msg ||
	    nla_put_u32(msg, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS) < 0)
		return no_memory(eb);
	r = nl_do(nl, msg, &reply, eb);
	if (r < 0)
		return r;

	links = calloc(nl_reply_count(&reply) + 1, sizeof(*links));
	if (!links)
		return no_memory(eb);
	nl_foreach (h, &reply) {
		r = read_link(h, &links[n++], eb);
		if (r < 0) {
			nl_link_list_free(links, n);
			return r;
		}
	}

	*ret = links;
	*ret_n = n;
	return 0;
}

void nl_link_done(struct nl_link *l)
{
	strv_done(&l->altnames);
	free(l->alias);
	free(l->info_data);
	free(l->slave_data);
	free(l->af_spec);
	free(l->stats64);
	*l = (struct nl_link){ 0 };
}

void nl_link_list_free(struct nl_link *links, size_t n)
{
	for (size_t i = 0; i < n; i++)
		nl_link_done(&links[i]);
	free(links);
}

static void set_flags(struct nl_msg *msg, const struct nl_link_change *c)
{
	struct ifinfomsg *ifi = nlmsg_data(nlmsg_hdr(msg));

	ifi->ifi_flags = c->flags;
	ifi->ifi_change = c->flags_mask;
}

/* All attributes of @c but name and alias, which not every request takes. */
static int put_change(struct nl_msg *msg, const struct nl_link_change *c)
{
	int bad = 0;

	if (c->has & NL_LINK_HAS_MTU)
		bad |= nla_put_u32(msg, IFLA_MTU, c->mtu);
	if (c->has & NL_LINK_HAS_ADDR)
		bad |= nla_put(msg, IFLA_ADDRESS, (int)c->addr_len, c->addr);
	if (c->has & NL_LINK_HAS_MASTER)
		bad |= nla_put_u32(msg, IFLA_MASTER, (uint32_t)c->master);
	if (c->has & NL_LINK_HAS_GROUP)
		bad |= nla_put_u32(msg, IFLA_GROUP, c->group);
	if (c->has & NL_LINK_HAS_TXQLEN)
		bad |= nla_put_u32(msg, IFLA_TXQLEN, c->txqlen);
	if (c->has & NL_LINK_HAS_GSO4)
		bad |= nla_put_u32(msg, GSO_IPV4_MAX_SIZE, c->gso4);
	return bad;
}

static int put_peer(struct nl_msg *msg, const struct nl_link_new *req)
{
	struct ifinfomsg ifi = {
		.ifi_flags = req->peer_change.flags,
		.ifi_change = req->peer_change.flags_mask,
	};
	struct nlattr *data = nla_nest_start(msg, IFLA_INFO_DATA);
	struct nlattr *peer = nla_nest_start(msg, VETH_INFO_PEER);
	int bad;

	if (!data || !peer)
		return -ENOMEM;
	bad = nlmsg_append(msg, &ifi, sizeof(ifi), NLMSG_ALIGNTO);
	if (req->peer_name && *req->peer_name)
		bad |= nl_put_str(msg, IFLA_IFNAME, req->peer_name);
	if (req->peer_netns_fd >= 0)
		bad |= nla_put_u32(msg, IFLA_NET_NS_FD,
				   (uint32_t)req->peer_netns_fd);
	bad |= put_change(msg, &req->peer_change);
	(void)nla_nest_end(msg, peer);
	(void)nla_nest_end(msg, data);
	return bad;
}

static int put_new(struct nl_msg *msg, const struct nl_link_new *req)
{
	struct nlattr *info;
	int bad = 0;

	if (req->name && *req->name)
		bad |= nl_put_str(msg, IFLA_IFNAME, req->name);
	if (req->link)
		bad |= nla_put_u32(msg, IFLA_LINK, (uint32_t)req->link);
	bad |= put_change(msg, &req->change);

	info = nla_nest_start(msg, IFLA_LINKINFO);
	if (!info)
		return -ENOMEM;
	bad |= nl_put_str(msg, IFLA_INFO_KIND, req->kind);
	if (streq(req->kind, "veth"))
		bad |= put_peer(msg, req);
	else if (req->info_data_len)
		bad |= nla_put(msg, IFLA_INFO_DATA | NLA_F_NESTED,
			       (int)req->info_data_len, req->info_data);
	(void)nla_nest_end(msg, info);
	return bad;
}

/* What cannot be given to a new interface in its first request. */
static int new_check(const struct nl_link_new *req, struct errbuf *eb)
{
	const unsigned never = NL_LINK_HAS_NAME;
	const unsigned peer = never | NL_LINK_HAS_MASTER | NL_LINK_HAS_ALIAS;

	if (req->name && strlen(req->name) >= IFNAMSIZ)
		return errbuf_set(eb, ENAMETOOLONG, "%s: %s", req->name,
				  strerror(ENAMETOOLONG));
	if (req->peer_name && strlen(req->peer_name) >= IFNAMSIZ)
		return errbuf_set(eb, ENAMETOOLONG, "%s: %s", req->peer_name,
				  strerror(ENAMETOOLONG));
	if (req->change.has & never || req->peer_change.has & peer ||
	    req->peer_change.flags & IFF_UP)
		return errbuf_set(eb, EINVAL,
				  "%s: not for a new interface or its peer",
				  req->kind);
	if (req->change.has & NL_LINK_HAS_ALIAS &&
	    (!req->name || !*req->name || strchr(req->name, '%')))
		return errbuf_set(eb, EINVAL, "%s: an alias wants a name",
				  req->kind);
	return 0;
}

/* The kernel takes no alias while it makes an interface. */
static int alias_new(struct nl *nl, const struct nl_link_new *req,
		     struct errbuf *eb)
{
	const struct nl_link_change alias = { .has = NL_LINK_HAS_ALIAS,
					      .alias = req->change.alias };
	cleanup_nl_link struct nl_link l = { 0 };
	int r;

	r = nl_link_get(nl, req->name, 0, &l, eb);
	if (r < 0)
		return r;
	r = nl_link_set(nl, l.index, &alias, eb);
	if (r < 0) {
		(void)nl_link_del(nl, l.index, NULL);
		return r;
	}
	return 0;
}

int nl_link_add(struct nl *nl, const struct nl_link_new *req, struct errbuf *eb)
{
	const char *what = req->name && *req->name ? req->name : req->kind;
	cleanup_nl_msg struct nl_msg *msg = NULL;
	int r;

	r = new_check(req, eb);
	if (r < 0)
		return r;

	msg = link_msg(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, 0,
		       req->info_data_len);
	if (!msg || put_new(msg, req) < 0)
		return no_memory(eb);
	set_flags(msg, &req->change);
	r = nl_do(nl, msg, NULL, eb);
	if (r < 0)
		return errbuf_in(eb, r, "%s", what);

	if (req->change.has & NL_LINK_HAS_ALIAS)
		return alias_new(nl, req, eb);
	return 0;
}

int nl_link_set(struct nl *nl, int index, const struct nl_link_change *change,
		struct errbuf *eb)
{
	bool alias = change->has & NL_LINK_HAS_ALIAS;
	size_t room = alias ? strlen(change->alias) : 0;
	cleanup_nl_msg struct nl_msg *msg = NULL;
	int bad;

	if (change->has & NL_LINK_HAS_NAME && strlen(change->name) >= IFNAMSIZ)
		return errbuf_set(eb, ENAMETOOLONG, "%s: %s", change->name,
				  strerror(ENAMETOOLONG));

	msg = link_msg(RTM_SETLINK, 0, index, room);
	if (!msg)
		return no_memory(eb);
	bad = put_change(msg, change);
	if (change->has & NL_LINK_HAS_NAME)
		bad |= nl_put_str(msg, IFLA_IFNAME, change->name);
	if (alias)
		bad |= nla_put(msg, IFLA_IFALIAS, (int)room, change->alias);
	if (bad < 0)
		return no_memory(eb);
	set_flags(msg, change);
	return nl_do(nl, msg, NULL, eb);
}

static int move(struct nl *nl, int index, int netns_fd, const char *name,
		struct errbuf *eb)
{
	cleanup_nl_msg struct nl_msg *msg = NULL;
	int bad;

	msg = link_msg(RTM_SETLINK, 0, index, 0);
	if (!msg)
		return no_memory(eb);
	bad = nla_put_u32(msg, IFLA_NET_NS_FD, (uint32_t)netns_fd);
	if (name)
		bad |= nl_put_str(msg, IFLA_IFNAME, name);
	if (bad < 0)
		return no_memory(eb);
	return nl_do(nl, msg, NULL, eb);
}

int nl_link_move(struct nl *nl, int index, int netns_fd, const char *pattern,
		 struct errbuf *eb)
{
	int r = move(nl, index, netns_fd, NULL, eb);

	/* Given a name, the kernel would rename what keeps its own, too. */
	if (r == -EEXIST && pattern)
		r = move(nl, index, netns_fd, pattern, eb);
	/* What the kernel does not move alone may move with its hardware. */
	if (r == -EINVAL && nl_wiphy_move(nl, index, netns_fd, NULL) == 0)
		r = 0;
	return r;
}

int nl_link_del(struct nl *nl, int index, struct errbuf *eb)
{
	cleanup_nl_msg struct nl_msg *msg = NULL;

	if (index <= 0)
		return errbuf_set(eb, ENODEV, "%s", strerror(ENODEV));
	msg = link_msg(RTM_DELLINK, 0, index, 0);
	if (!msg)
		return no_memory(eb);
	return nl_do(nl, msg, NULL, eb);
}

int nl_link_del_group(struct nl *nl, uint32_t group, struct errbuf *eb)
{
	cleanup_nl_msg struct nl_msg *msg = link_msg(RTM_DELLINK, 0, 0, 0);

	if (!msg || nla_put_u32(msg, IFLA_GROUP, group) < 0)
		return no_memory(eb);
	return nl_do(nl, msg, NULL, eb);
}

static int altname_do(struct nl *nl, int type, int flags, int index,
		      const char *altname, struct errbuf *eb)
{
	cleanup_nl_msg struct nl_msg *msg = NULL;
	struct nlattr *list;
	int r;

	if (strlen(altname) >= ALTNAME_SIZE)
		return errbuf_set(eb, ENAMETOOLONG, "%s: %s", altname,
				  strerror(ENAMETOOLONG));

	msg = link_msg(type, flags, index, 0);
	list = msg ? nla_nest_start(msg, IFLA_PROP_LIST | NLA_F_NESTED) : NULL;
	if (!list || nl_put_str(msg, IFLA_ALT_IFNAME, altname) < 0)
		return no_memory(eb);
	(void)nla_nest_end(msg, list);

	r = nl_do(nl, msg, NULL, eb);
	return r < 0 ? errbuf_in(eb, r, "%s", altname) : 0;
}

int nl_link_altname_add(struct nl *nl, int index, const char *altname,
			struct errbuf *eb)
{
	return altname_do(nl, RTM_NEWLINKPROP,
			  NLM_F_CREATE | NLM_F_EXCL | NLM_F_APPEND, index,
			  altname, eb);
}

int nl_link_altname_del(struct nl *nl, int index, const char *altname,
			struct errbuf *eb)
{
	return altname_do(nl, RTM_DELLINKPROP, 0, index, altname, eb);
}
