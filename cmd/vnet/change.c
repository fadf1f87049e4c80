/* SPDX-License-Identifier: BSD-2-Clause */
/* change.c - add, delete, eiface */

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "nl/addr.h"
#include "nl/ifname.h"
#include "nl/link.h"
#include "vnet.h"

#define HELD "link65535" /* on which no network gets */

int vnet_usage(void)
{
	return -NO_USAGE;
}

const char *vnet_bridge(const char *net, char buf[NAME_SIZE])
{
	char node[NG_NODESIZ];

	(void)snprintf(buf, NAME_SIZE, "%sbr:", ngnet_node(net, node));
	return buf;
}

static const char *node_path(const char *name, char buf[NAME_SIZE])
{
	char node[NG_NODESIZ];

	(void)snprintf(buf, NAME_SIZE, "%s:", ngnet_node(name, node));
	return buf;
}

/* "10.0.0.1/24" */
static int parse_address(const char *text, int family, struct nl_ifaddr *ret,
			 struct errbuf *eb)
{
	char ip[INET6_ADDRSTRLEN];
	const char *slash = strchr(text, '/');
	unsigned long v;
	char *end;

	(void)snprintf(ip, sizeof(ip), "%.*s",
		       (int)(slash ? slash - text : (long)strlen(text)), text);
	if (nl_inet_parse(ip, family, &ret->ip) < 0)
		return errbuf_set(eb, EINVAL, "%s: bad address", text);
	ret->prefixlen = nl_inet_len(family) * 8;
	if (!slash)
		return 0;
	v = strtoul(slash + 1, &end, 10);
	if (*end || end == slash + 1 || v > ret->prefixlen)
		return errbuf_set(eb, EINVAL, "%s: bad address", text);
	ret->prefixlen = (unsigned)v;
	return 0;
}

static int check_addresses(const struct options *o, struct errbuf *eb)
{
	struct nl_ifaddr a = { 0 };
	int r = o->ip4 ? parse_address(o->ip4, AF_INET, &a, eb) : 0;

	return r == 0 && o->ip6 ? parse_address(o->ip6, AF_INET6, &a, eb) : r;
}

/* On the interface, unless it is there. */
static int add_address(struct ngnet *n, const char *ifname, const char *text,
		       int family, struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	struct nl_ifaddr a = { 0 };
	int r;

	if (!text)
		return 0;
	r = parse_address(text, family, &a, eb);
	if (r == 0)
		r = ifname_find(n->nl, ifname, &l, eb);
	if (r < 0)
		return r;
	a.index = l.index;
	a.broadcast = nl_inet_broadcast(&a.ip, a.prefixlen);
	r = nl_ifaddr_add(n->nl, &a, eb);
	return r == -EEXIST ? 0 : r;
}

static int add_addresses(struct ngnet *n, const char *ifname,
			 const struct options *o, struct errbuf *eb)
{
	int r = add_address(n, ifname, o->ip4, AF_INET, eb);

	return r < 0 ? r : add_address(n, ifname, o->ip6, AF_INET6, eb);
}

/* What addresses on a network are derived from: the NIC's, or its name's. */
static void parent_mac(struct ngnet *n, const char *net, uint8_t mac[6])
{
	uint32_t h = 2166136261u;

	if (ngnet_mac(n, net, mac, NULL) == 0)
		return;
	for (const char *p = net; *p; p++)
		h = (h ^ (uint8_t)*p) * 16777619u;
	mac[0] = 0x58;
	mac[1] = 0x9c;
	mac[2] = 0xfc;
	mac[3] = (uint8_t)(h >> 16);
	mac[4] = (uint8_t)(h >> 8);
	mac[5] = (uint8_t)h;
}

static int derive(struct ngnet *n, const char *net, const char *name,
		  uint8_t mac[6], struct errbuf *eb)
{
	uint8_t parent[6];

	parent_mac(n, net, parent);
	return ngnet_derive(n, parent, name, 0, mac, eb);
}

/* An eiface @name on the network's bridge, which its first one brings with it:
 * until that is there we hold the bridge, by a link that goes when we end. */
static int add_eiface(struct ngnet *n, const char *net, const char *name,
		      struct errbuf *eb)
{
	char br[NAME_SIZE], bridge[NAME_SIZE];
	bool first = !ngnet_has(n, vnet_bridge(net, br));
	uint8_t mac[6];
	int r = derive(n, net, name, mac, eb);

	if (r < 0)
		return r;
	(void)snprintf(bridge, sizeof(bridge), "%.*s", (int)strlen(br) - 1, br);
	if (first)
		r = ngnet_mkpeer(n, ".", "bridge", "new", HELD, eb);
	if (r == 0 && first)
		r = ngnet_name(n, ".:new", bridge, eb);
	if (r == 0)
		r = ngnet_eiface(n, bridge, 0, name, mac, eb);
	if (first && r == 0)
		r = ngnet_rmhook(n, ".", "new", eb);
	else if (first)
		(void)ngnet_rmhook(n, ".", "new", NULL);
	return r;
}

/* One on no network */
static int add_alone(struct ngnet *n, const char *name, struct errbuf *eb)
{
	uint8_t mac[6];
	int r = derive(n, name, name, mac, eb);

	return r < 0 ? r : ngnet_eiface_alone(n, name, mac, eb);
}

static bool is_ether(struct ngnet *n, const char *name)
{
	cleanup_free struct hooklist *list = NULL;
	char path[NAME_SIZE];

	return ngnet_hooks(n, node_path(name, path), &list, NULL) == 0 &&
	       streq(list->nodeinfo.type, "ether");
}

/* The interface that is there, onto the bridge unless it is on one. */
static int join_host(struct ngnet *n, const char *net, struct errbuf *eb)
{
	cleanup_free struct hooklist *list = NULL;
	char path[NAME_SIZE], br[NAME_SIZE], at[NAME_SIZE + 8], link[16];
	unsigned num = 0;
	int r = ngnet_hooks(n, node_path(net, path), &list, eb);

	if (r < 0 || list->nodeinfo.hooks)
		return r;
	if (ngnet_has(n, vnet_bridge(net, br))) {
		r = ngnet_free_link(n, br, 0, &num, eb);
		(void)snprintf(link, sizeof(link), "link%u", num);
		return r < 0 ? r
			     : ngnet_connect(n, path, br, "ether", link, eb);
	}
	(void)snprintf(at, sizeof(at), "%sether", path);
	br[strlen(br) - 1] = '\0';
	r = ngnet_making(n, at, eb);
	if (r < 0)
		return r;
	r = ngnet_mkpeer(n, path, "bridge", "ether", "link0", eb);
	if (r == 0) {
		r = ngnet_name(n, at, br, eb);
		if (r < 0)
			(void)ngnet_shutdown(n, at, NULL);
	}
	return ngnet_made(n, r, eb);
}

/* The host's side of the network: its NIC, or an eiface of the same name */
static int add_host(struct ngnet *n, const char *net, const struct options *o,
		    struct errbuf *eb)
{
	char bridge[NAME_SIZE], path[NAME_SIZE];
	uint8_t mac[6];
	int r;

	(void)vnet_bridge(net, bridge);
	bridge[strlen(bridge) - 1] = '\0';
	if (is_ether(n, net)) {
		r = ngnet_nic(n, net, bridge, eb);
	} else if (ngnet_there(n, node_path(net, path))) {
		r = join_host(n, net, eb);
	} else if (ngnet_mac(n, net, mac, NULL) == 0) {
		r = errbuf_set(eb, EINVAL, "%s: an interface without a node",
			       net);
	} else {
		r = add_eiface(n, net, net, eb);
	}
	return r < 0 ? r : add_addresses(n, net, o, eb);
}

static int add_member(struct ngnet *n, const char *net, const char *name,
		      struct errbuf *eb)
{
	char path[NAME_SIZE];

	if (ngnet_there(n, node_path(name, path)))
		return errbuf_set(eb, EEXIST, "%s: already exists", name);
	return add_eiface(n, net, name, eb);
}

static int names_check(int argc, char **argv, struct errbuf *eb)
{
	int r = 0;

	for (int i = 0; r == 0 && i < argc; i++)
		r = ngnet_name_check(argv[i], eb);
	return r;
}

int vnet_add(struct ngnet *n, const struct options *o, int argc, char **argv,
	     struct errbuf *eb)
{
	int r = 0;

	if (argc < 1 || (o->bridge_only && argc < 2))
		return vnet_usage();
	r = names_check(argc, argv, eb);
	if (r == 0)
		r = check_addresses(o, eb);
	if (r == 0 && !o->bridge_only)
		r = add_host(n, argv[0], o, eb);
	for (int i = 1; r == 0 && i < argc; i++)
		r = add_member(n, argv[0], argv[i], eb);
	return r;
}

/* Unless the bridge has others than these links of the host's side. */
static int drop_host(struct ngnet *n, const char *net, struct errbuf *eb)
{
	cleanup_free struct hooklist *list = NULL;
	char path[NAME_SIZE], br[NAME_SIZE], node[NG_NODESIZ];
	int r;

	if (!ngnet_has(n, vnet_bridge(net, br)))
		return 0;
	(void)ngnet_node(net, node);
	r = ngnet_hooks(n, br, &list, eb);
	if (r < 0 || !list->nodeinfo.hooks)
		return r;
	for (uint32_t i = 0; i < list->nodeinfo.hooks; i++)
		if (!streq(list->link[i].nodeinfo.name, node))
			return 0;
	br[strlen(br) - 1] = '\0';
	if (is_ether(n, net))
		return ngnet_leave(n, net, br, eb);
	return ngnet_shutdown(n, node_path(net, path), eb);
}

/* An interface that is on no other network; one whose bridge has gone, or with
 * something in between, is taken for this one's */
static int delete_member(struct ngnet *n, const char *net, const char *name,
			 struct errbuf *eb)
{
	cleanup_free struct hooklist *list = NULL;
	char path[NAME_SIZE], br[NAME_SIZE];
	const struct nodeinfo *at;
	int r = ngnet_hooks(n, node_path(name, path), &list, eb);

	if (r < 0)
		return r;
	if (!streq(list->nodeinfo.type, NG_EIFACE_NODE_TYPE))
		return errbuf_set(eb, EINVAL, "%s: is not an eiface", name);
	(void)vnet_bridge(net, br);
	br[strlen(br) - 1] = '\0';
	at = list->nodeinfo.hooks ? &list->link[0].nodeinfo : NULL;
	if (at && streq(at->type, "bridge") && !streq(at->name, br))
		return errbuf_set(eb, EINVAL, "%s: is on %s, not on %s", name,
				  at->name, br);
	return ngnet_shutdown(n, path, eb);
}

int vnet_delete(struct ngnet *n, const struct options *o, int argc, char **argv,
		struct errbuf *eb)
{
	int r = 0;

	if (argc < 1)
		return vnet_usage();
	r = names_check(argc, argv, eb);
	for (int i = 1; r == 0 && i < argc; i++)
		r = delete_member(n, argv[0], argv[i], eb);
	return r < 0 || o->keep ? r : drop_host(n, argv[0], eb);
}

int vnet_eiface(struct ngnet *n, const struct options *o, int argc, char **argv,
		struct errbuf *eb)
{
	char path[NAME_SIZE];
	int r = 0;

	if (argc != 1)
		return vnet_usage();
	r = names_check(argc, argv, eb);
	if (r == 0)
		r = check_addresses(o, eb);
	if (r < 0)
		return r;
	if (o->drop)
		return ngnet_shutdown(n, node_path(argv[0], path), eb);
	if (!ngnet_there(n, node_path(argv[0], path)))
		r = add_alone(n, argv[0], eb);
	return r < 0 ? r : add_addresses(n, argv[0], o, eb);
}
