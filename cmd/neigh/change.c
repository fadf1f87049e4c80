/* SPDX-License-Identifier: BSD-2-Clause */
/* change.c - Hosts and addresses as typed, and changes to the neighbours */

#include <errno.h>
#include <net/if_arp.h>
#include <netinet/ether.h>
#include <stdio.h>
#include <string.h>

#include "base/bsderr.h"
#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "neigh.h"
#include "nl/addr.h"
#include "nl/bsdroute.h"
#include "nl/ifname.h"
#include "nl/link.h"
#include "nl/nl.h"

int neigh_ifindex(struct nl *nl, const char *name, struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };

	if (ifname_find(nl, ifname_from_bsd(name), &l, NULL) < 0)
		return errbuf_set(eb, ENODEV, "interface %s does not exist",
				  name);
	return l.index;
}

int neigh_host(struct nl *nl, int family, const char *word,
	       struct neigh_host *ret, struct errbuf *eb)
{
	struct neigh_host h = { .word = word };
	const char *percent = strchr(word, '%');
	char name[NAME_MAX_LEN];

	(void)snprintf(name, sizeof(name), "%.*s",
		       (int)(percent ? (size_t)(percent - word) : strlen(word)),
		       word);
	if (percent) {
		h.index = neigh_ifindex(nl, percent + 1, eb);
		if (h.index < 0)
			return h.index;
	}
	if (nl_inet_parse(name, family, &h.ip) < 0 &&
	    bsd_inet_from_hosts(name, family, &h.ip) < 0)
		return errbuf_set(eb, ENOENT, "%s: Unknown host", name);
	*ret = h;
	return 0;
}

int neigh_parse_mac(const char *word, uint8_t ret[static MAC_LEN],
		    struct errbuf *eb)
{
	struct ether_addr a;

	if (!ether_aton_r(word, &a))
		return errbuf_set(eb, EINVAL, "invalid Ethernet address '%s'",
				  word);
	memcpy(ret, a.ether_addr_octet, MAC_LEN);
	return 0;
}

const char *neigh_mac(const struct nl_neigh *n, char *buf, size_t size)
{
	size_t used = 0;

	if (!n->addr_len || n->state & NUD_INCOMPLETE)
		return "(incomplete)";
	for (unsigned i = 0; i < n->addr_len && used < size; i++)
		used += (size_t)snprintf(buf + used, size - used, "%s%02x",
					 i ? ":" : "", n->addr[i]);
	return buf;
}

const char *neigh_name(const struct neigh_entry *e, bool numeric,
		       const char *fallback, char buf[static NAME_MAX_LEN])
{
	char numbers[INET6_ADDRSTRLEN];
	size_t len;

	(void)bsd_inet_name(&e->n.ip, numeric, buf, NAME_MAX_LEN);
	if (fallback && streq(buf, nl_inet_format(&e->n.ip, numbers)))
		return fallback;
	len = strlen(buf);
	if (nl_inet_link_local(&e->n.ip))
		(void)snprintf(buf + len, NAME_MAX_LEN - len, "%%%s",
			       neigh_ifname(e));
	return buf;
}

static int neigh_locate(struct nl *nl, const struct neigh_host *h)
{
	struct nl_route rt = { 0 };

	if (h->index)
		return h->index;
	if (nl_route_get(nl, &h->ip, 0, &rt, NULL) < 0 || rt.gateway.family ||
	    rt.type != RTN_UNICAST || !rt.oif)
		return -ENOENT;
	return rt.oif;
}

/* A host that is answered for is routed elsewhere: what counts is who would
 * ask, those in the network that its address is of. */
static int locate_network(struct nl *nl, const struct neigh_host *h)
{
	cleanup_free struct nl_ifaddr *addrs = NULL;
	size_t n = 0;

	if (h->index)
		return h->index;
	if (nl_ifaddr_list(nl, h->ip.family, 0, &addrs, &n, NULL) < 0)
		return -ENOENT;
	for (size_t i = 0; i < n; i++) {
		const unsigned len = addrs[i].prefixlen;
		const struct nl_inet net =
			nl_inet_mask(h->ip.family, len, &addrs[i].ip);
		const struct nl_inet of =
			nl_inet_mask(h->ip.family, len, &h->ip);

		if (nl_inet_same(&net, &of))
			return addrs[i].index;
	}
	return -ENOENT;
}

static int locate(struct nl *nl, const struct neigh_host *h, bool published,
		  struct nl_link *ret, struct errbuf *eb)
{
	int index = published ? locate_network(nl, h) : neigh_locate(nl, h);

	if (index < 0)
		return errbuf_set(eb, ENETUNREACH, "cannot locate %s", h->word);
	return nl_link_get(nl, NULL, index, ret, eb);
}

static int add(struct nl *nl, const char *host, const struct nl_neigh *n,
	       struct errbuf *eb)
{
	int r = nl_neigh_add(nl, n, NULL);

	return r < 0 ? errbuf_set(eb, -r, "%s: %s", host, bsd_strerror(-r)) : 0;
}

static int publish(struct nl *nl, const struct neigh_new *new,
		   const struct nl_link *l, struct errbuf *eb)
{
	const struct nl_neigh n = { .family = new->host.ip.family,
				    .index = l->index,
				    .ip = new->host.ip,
				    .flags = NTF_PROXY };

	if (!new->own_mac &&
	    (l->addr_len != MAC_LEN || memcmp(l->addr, new->mac, MAC_LEN) != 0))
		return errbuf_set(
			eb, EOPNOTSUPP,
			"%s: Linux publishes only the interface's own address",
			new->host.word);
	return add(nl, new->host.word, &n, eb);
}

int neigh_set(struct nl *nl, const struct neigh_new *new, struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	struct nl_neigh n = { .family = new->host.ip.family,
			      .ip = new->host.ip,
			      .addr_len = MAC_LEN,
			      .state = new->temporary ? NUD_REACHABLE
						      : NUD_PERMANENT };
	int r = locate(nl, &new->host, new->publish, &l, eb);

	if (r < 0)
		return r;
	if (l.type != ARPHRD_ETHER || l.addr_len != MAC_LEN)
		return errbuf_set(eb, EINVAL, "%s: %s is no Ethernet interface",
				  new->host.word,
				  ifname_to_bsd(ifname_full(&l)));
	if (new->publish) {
		r = publish(nl, new, &l, eb);
		/* What is this host's own for others is no neighbour of it. */
		if (r < 0 || new->publish_only || new->own_mac)
			return r;
	}
	n.index = l.index;
	memcpy(n.addr, new->own_mac ? l.addr : new->mac, MAC_LEN);
	return add(nl, new->host.word, &n, eb);
}

int neigh_delete(struct nl *nl, const struct neigh_host *h, bool published,
		 struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	int r = locate(nl, h, published, &l, eb);
	const struct nl_neigh n = { .family = h->ip.family,
				    .index = l.index,
				    .ip = h->ip,
				    .flags = published ? NTF_PROXY : 0 };

	if (r < 0)
		return r;
	r = nl_neigh_del(nl, &n, NULL);
	return r < 0 ? errbuf_set(eb, -r, "%s: %s", h->word, bsd_strerror(-r))
		     : 0;
}
