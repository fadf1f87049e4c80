/* SPDX-License-Identifier: BSD-2-Clause */
/* addr.c - The addresses of interfaces */

#include <errno.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "nl/addr.h"
#include "nl/nl.h"
#include "nl/request.h"

static int no_memory(struct errbuf *eb)
{
	return errbuf_set(eb, ENOMEM, "out of memory");
}

/* IFA_ADDRESS is the other end's where there is one, else the own. */
static void read_ips(struct nlattr **tb, int family, struct nl_ifaddr *a)
{
	struct nl_inet local = nl_attr_inet(tb[IFA_LOCAL], family);
	struct nl_inet prefix = nl_attr_inet(tb[IFA_ADDRESS], family);

	a->ip = local.family ? local : prefix;
	if (local.family && prefix.family && !nl_inet_same(&local, &prefix))
		a->peer = prefix;
	a->broadcast = nl_attr_inet(tb[IFA_BROADCAST], family);
}

static bool read_addr(struct nlmsghdr *h, const void *want, void *item)
{
	const struct ifaddrmsg *ifa = nlmsg_data(h);
	struct nlattr *tb[IFA_MAX + 1] = { 0 };
	const struct nl_ifaddr *wanted = want;
	struct nl_ifaddr *a = item;
	struct ifa_cacheinfo times = { .ifa_valid = NL_FOREVER,
				       .ifa_prefered = NL_FOREVER };

	if (nlmsg_parse(h, sizeof(*ifa), tb, IFA_MAX, NULL) < 0)
		return false;
	if (wanted->index && wanted->index != (int)ifa->ifa_index)
		return false;

	a->index = (int)ifa->ifa_index;
	a->prefixlen = ifa->ifa_prefixlen;
	a->scope = ifa->ifa_scope;
	a->flags = nl_attr_u32(tb[IFA_FLAGS], ifa->ifa_flags);
	read_ips(tb, ifa->ifa_family, a);
	if (tb[IFA_PROTO])
		a->protocol = nla_get_u8(tb[IFA_PROTO]);
	if (tb[IFA_CACHEINFO])
		(void)nla_memcpy(&times, tb[IFA_CACHEINFO], sizeof(times));
	a->valid = times.ifa_valid;
	a->preferred = times.ifa_prefered;
	return a->ip.family != 0;
}

bool nl_ifaddr_read(struct nlmsghdr *h, struct nl_ifaddr *ret)
{
	const struct nl_ifaddr any = { 0 };

	*ret = any;
	return read_addr(h, &any, ret);
}

int nl_ifaddr_list(struct nl *nl, int family, int index, struct nl_ifaddr **ret,
		   size_t *ret_n, struct errbuf *eb)
{
	const struct nl_ifaddr want = { .index = index };
	const struct nl_reader reader = { .size = sizeof(want),
					  .read = read_addr,
					  .want = &want };
	const struct ifaddrmsg ifa = { .ifa_family = (uint8_t)family,
				       .ifa_index = (uint32_t)index };
	cleanup_nl_msg struct nl_msg *msg = NULL;

	msg = nl_msg_new(RTM_GETADDR, NLM_F_DUMP, &ifa, sizeof(ifa), 0);
	if (!msg)
		return no_memory(eb);
	return nl_collect(nl, msg, &reader, ret, ret_n, eb);
}

static int put_addr(struct nl_msg *msg, const struct nl_ifaddr *a)
{
	const struct ifa_cacheinfo times = { .ifa_valid = a->valid,
					     .ifa_prefered = a->preferred };
	int bad;

	bad = nl_put_inet(msg, IFA_LOCAL, &a->ip);
	bad |= nl_put_inet(msg, IFA_ADDRESS,
			   a->peer.family ? &a->peer : &a->ip);
	bad |= nl_put_inet(msg, IFA_BROADCAST, &a->broadcast);
	if (a->flags)
		bad |= nla_put_u32(msg, IFA_FLAGS, a->flags);
	if (a->valid)
		bad |= nla_put(msg, IFA_CACHEINFO, sizeof(times), &times);
	return bad;
}

static struct nl_msg *addr_msg(int type, int flags, const struct nl_ifaddr *a)
{
	const struct ifaddrmsg ifa = {
		.ifa_family = (uint8_t)a->ip.family,
		.ifa_prefixlen = (uint8_t)a->prefixlen,
		.ifa_scope = (uint8_t)a->scope,
		.ifa_index = (uint32_t)a->index,
	};

	return nl_msg_new(type, flags, &ifa, sizeof(ifa), 0);
}

static int add(struct nl *nl, const struct nl_ifaddr *a, int flags,
	       struct errbuf *eb)
{
	cleanup_nl_msg struct nl_msg *msg = NULL;

	msg = addr_msg(RTM_NEWADDR, NLM_F_CREATE | flags, a);
	if (!msg || put_addr(msg, a) < 0)
		return no_memory(eb);
	return nl_do(nl, msg, NULL, eb);
}

int nl_ifaddr_add(struct nl *nl, const struct nl_ifaddr *a, struct errbuf *eb)
{
	return add(nl, a, NLM_F_EXCL, eb);
}

int nl_ifaddr_replace(struct nl *nl, const struct nl_ifaddr *a,
		      struct errbuf *eb)
{
	return add(nl, a, NLM_F_REPLACE, eb);
}

/* The kernel wants an IPv6 address's length told to delete it. */
static int find_prefixlen(struct nl *nl, struct nl_ifaddr *a, struct errbuf *eb)
{
	cleanup_free struct nl_ifaddr *all = NULL;
	size_t n = 0;
	int r;

	r = nl_ifaddr_list(nl, a->ip.family, a->index, &all, &n, eb);
	if (r < 0)
		return r;
	for (size_t i = 0; i < n; i++) {
		if (nl_inet_same(&all[i].ip, &a->ip)) {
			a->prefixlen = all[i].prefixlen;
			return 0;
		}
	}
	return errbuf_set(eb, EADDRNOTAVAIL, "%s", strerror(EADDRNOTAVAIL));
}

int nl_ifaddr_del(struct nl *nl, const struct nl_ifaddr *a, struct errbuf *eb)
{
	cleanup_nl_msg struct nl_msg *msg = NULL;
	struct nl_ifaddr this = *a;
	int bad, r;

	if (!this.prefixlen && this.ip.family == AF_INET6) {
		r = find_prefixlen(nl, &this, eb);
		if (r < 0)
			return r;
	}

	msg = addr_msg(RTM_DELADDR, 0, &this);
	if (!msg)
		return no_memory(eb);
	bad = nl_put_inet(msg, IFA_LOCAL, &this.ip);
	if (this.peer.family || this.prefixlen)
		bad |= nl_put_inet(msg, IFA_ADDRESS,
				   this.peer.family ? &this.peer : &this.ip);
	if (bad < 0)
		return no_memory(eb);
	return nl_do(nl, msg, NULL, eb);
}
