/* SPDX-License-Identifier: BSD-2-Clause */
/* neigh.c - Neighbours (ARP, NDP) and the forwarding tables of bridges */

#include <errno.h>
#include <linux/rtnetlink.h>
#include <string.h>

#include "base/errbuf.h"
#include "nl/neigh.h"
#include "nl/nl.h"
#include "nl/request.h"

#define TICKS 100 /* USER_HZ, in which the kernel tells ages */

static int no_memory(struct errbuf *eb)
{
	return errbuf_set(eb, ENOMEM, "out of memory");
}

static uint32_t read_age(const struct nlattr *a, int family)
{
	struct nda_cacheinfo c = { 0 };

	if (a)
		(void)nla_memcpy(&c, a, sizeof(c));
	/* Bridges confirm nothing; an entry's time there is its update's. */
	return (family == AF_BRIDGE ? c.ndm_updated : c.ndm_confirmed) / TICKS;
}

static bool read_neigh(struct nlmsghdr *h, const void *want, void *item)
{
	const struct ndmsg *ndm = nlmsg_data(h);
	struct nlattr *tb[NDA_MAX + 1] = { 0 };
	const struct nl_neigh *wanted = want;
	struct nl_neigh *n = item;

	if (nlmsg_parse(h, sizeof(*ndm), tb, NDA_MAX, NULL) < 0)
		return false;
	n->family = ndm->ndm_family;
	n->index = ndm->ndm_ifindex;
	n->master = (int)nl_attr_u32(tb[NDA_MASTER], 0);
	if ((wanted->family && wanted->family != n->family) ||
	    (wanted->index && wanted->index != n->index) ||
	    (wanted->master && wanted->master != n->master &&
	     wanted->master != n->index))
		return false;

	n->ip = nl_attr_inet(tb[NDA_DST], n->family);
	if (tb[NDA_LLADDR] && nla_len(tb[NDA_LLADDR]) <= NL_ADDR_MAX) {
		n->addr_len = (unsigned)nla_len(tb[NDA_LLADDR]);
		memcpy(n->addr, nla_data(tb[NDA_LLADDR]), n->addr_len);
	}
	if (tb[NDA_VLAN] && nla_len(tb[NDA_VLAN]) >= 2)
		n->vlan = nla_get_u16(tb[NDA_VLAN]);
	n->state = ndm->ndm_state;
	n->flags = ndm->ndm_flags;
	n->type = ndm->ndm_type;
	n->age = read_age(tb[NDA_CACHEINFO], n->family);
	n->probes = nl_attr_u32(tb[NDA_PROBES], 0);
	return true;
}

bool nl_neigh_read(struct nlmsghdr *h, struct nl_neigh *ret)
{
	const struct nl_neigh any = { 0 };

	*ret = any;
	return read_neigh(h, &any, ret);
}

int nl_neigh_list(struct nl *nl, int family, int index, struct nl_neigh **ret,
		  size_t *ret_n, struct errbuf *eb)
{
	bool fdb = family == AF_BRIDGE;
	const struct nl_neigh want = { .family = family,
				       .index = fdb ? 0 : index,
				       .master = fdb ? index : 0 };
	const struct nl_reader reader = { .size = sizeof(want),
					  .read = read_neigh,
					  .want = &want };
	const struct ndmsg ndm = { .ndm_family = (uint8_t)family };
	cleanup_nl_msg struct nl_msg *msg = NULL;

	msg = nl_msg_new(RTM_GETNEIGH, NLM_F_DUMP, &ndm, sizeof(ndm), 0);
	if (!msg || (index && nla_put_u32(msg, fdb ? NDA_MASTER : NDA_IFINDEX,
					  (uint32_t)index) < 0))
		return no_memory(eb);
	return nl_collect(nl, msg, &reader, ret, ret_n, eb);
}

int nl_neigh_list_proxies(struct nl *nl, int family, struct nl_neigh **ret,
			  size_t *ret_n, struct errbuf *eb)
{
	const struct nl_neigh want = { .family = family };
	const struct nl_reader reader = { .size = sizeof(want),
					  .read = read_neigh,
					  .want = &want };
	const struct ndmsg ndm = { .ndm_family = (uint8_t)family,
				   .ndm_flags = NTF_PROXY };
	cleanup_nl_msg struct nl_msg *msg = NULL;

	msg = nl_msg_new(RTM_GETNEIGH, NLM_F_DUMP, &ndm, sizeof(ndm), 0);
	if (!msg)
		return no_memory(eb);
	return nl_collect(nl, msg, &reader, ret, ret_n, eb);
}

static int send_neigh(struct nl *nl, int type, int flags,
		      const struct nl_neigh *n, struct errbuf *eb)
{
	const struct ndmsg ndm = {
		.ndm_family = (uint8_t)n->family,
		.ndm_ifindex = n->index,
		.ndm_state = (uint16_t)(n->state ? n->state : NUD_PERMANENT),
		.ndm_flags = (uint8_t)n->flags,
	};
	cleanup_nl_msg struct nl_msg *msg = NULL;
	int bad;

	msg = nl_msg_new(type, flags, &ndm, sizeof(ndm), 0);
	if (!msg)
		return no_memory(eb);
	bad = nl_put_inet(msg, NDA_DST, &n->ip);
	if (n->addr_len)
		bad |= nla_put(msg, NDA_LLADDR, (int)n->addr_len, n->addr);
	if (n->vlan)
		bad |= nla_put_u16(msg, NDA_VLAN, (uint16_t)n->vlan);
	if (bad < 0)
		return no_memory(eb);
	return nl_do(nl, msg, NULL, eb);
}

int nl_neigh_add(struct nl *nl, const struct nl_neigh *n, struct errbuf *eb)
{
	return send_neigh(nl, RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_REPLACE, n,
			  eb);
}

int nl_neigh_del(struct nl *nl, const struct nl_neigh *n, struct errbuf *eb)
{
	return send_neigh(nl, RTM_DELNEIGH, 0, n, eb);
}
