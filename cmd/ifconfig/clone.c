/* SPDX-License-Identifier: BSD-2-Clause */
/* clone.c - Make interfaces: FreeBSD's cloners on Linux */

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_link.h>
#include <linux/if_tun.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "base/bsderr.h"
#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "clone.h"
#include "fib.h"
#include "half.h"
#include "ifc.h"
#include "lagg.h"
#include "mac.h"
#include "nl/bridge.h"
#include "nl/iffib.h"
#include "nl/ifname.h"
#include "nl/link.h"
#include "nl/nl.h"
#include "span.h"
#include "standin.h"
#include "view.h"
#include "vlan.h"
#include "words.h"

#define UNITS 32768

/* What is asked for, and what is there. */
struct request {
	struct ifc *c;
	const struct cloner *cloner;
	bool any_unit;
	char name[IFNAMSIZ]; /* with the unit that is tried */
	struct nl_link *links;
	size_t n_links;
	char *seed;
};

struct cloner {
	const char *name;
	/* Make rq->name; 0 or -errno */
	int (*make)(struct request *rq, struct errbuf *eb);
	unsigned first_unit;
	bool pair; /* NAMEa and NAMEb */
	const char *kind; /* that it is to become */
};

static int make_epair(struct request *rq, struct errbuf *eb)
{
	char a[IFNAMSIZ + 1], b[IFNAMSIZ + 1];
	uint8_t mac_a[6], mac_b[6];
	/* The kernel makes the peer first: "a" is to be the first in lists. */
	struct nl_link_new req = {
		.kind = "veth",
		.name = b,
		.peer_name = a,
		.peer_netns_fd = -1,
		.change = { .has = NL_LINK_HAS_ADDR,
			    .addr = mac_b,
			    .addr_len = sizeof(mac_b) },
		.peer_change = { .has = NL_LINK_HAS_ADDR,
				 .addr = mac_a,
				 .addr_len = sizeof(mac_a) },
	};

	(void)snprintf(a, sizeof(a), "%sa", rq->name);
	(void)snprintf(b, sizeof(b), "%sb", rq->name);
	mac_derive(rq->seed, rq->name, true, rq->links, rq->n_links, mac_a);
	memcpy(mac_b, mac_a, sizeof(mac_b));
	mac_b[5] = 0x0b;
	half_request(&req);
	return nl_link_add(rq->c->nl, &req, eb);
}

static int make_bridge(struct request *rq, struct errbuf *eb)
{
	/* FreeBSD's defaults; 49 is IFLA_BR_FDB_MAX_LEARNED, which older
	 * kernels do not have and pass over. */
	static const struct nl_bridge_opt opts[] = {
		{ IFLA_BR_STP_STATE, 0 },
		{ IFLA_BR_MCAST_SNOOPING, 0 },
		{ IFLA_BR_AGEING_TIME, 1200 * 100 },
		{ 49, 2000 },
		{ IFLA_BR_VLAN_DEFAULT_PVID, 0 },
	};
	cleanup_free void *data = NULL;
	uint8_t mac[6];
	struct nl_link_new req = {
		.kind = "bridge",
		.name = rq->name,
		.change = { .has = NL_LINK_HAS_ADDR,
			    .addr = mac,
			    .addr_len = sizeof(mac) },
	};
	int len = nl_bridge_data(opts, ARRAY_SIZE(opts), &data);

	if (len < 0)
		return len;
	req.info_data = data;
	req.info_data_len = (unsigned)len;
	mac_derive(rq->seed, rq->name, false, rq->links, rq->n_links, mac);
	half_request(&req);
	return nl_link_add(rq->c->nl, &req, eb);
}

/* Until it is told to stay it goes with the descriptor. */
static int make_tun_fd(struct request *rq, short flags, struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	cleanup_close int fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC);
	struct ifreq ifr = { .ifr_flags = (short)(flags | IFF_NO_PI |
						  IFF_TUN_EXCL) };
	int r;

	if (fd < 0)
		return errbuf_set(eb, ENOENT, "/dev/net/tun: %s",
				  bsd_strerror(errno));
	(void)snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%s", rq->name);
	if (ioctl(fd, TUNSETIFF, &ifr) < 0)
		return errno == EBUSY ? -EEXIST : -errno;
	r = nl_link_get(rq->c->nl, rq->name, 0, &l, eb);
	if (r == 0)
		r = half_mark(rq->c->nl, l.index, eb);
	if (r < 0)
		return r;
	if (ioctl(fd, TUNSETPERSIST, 1) < 0)
		return -errno;
	return 0;
}

static int make_tun(struct request *rq, struct errbuf *eb)
{
	return make_tun_fd(rq, IFF_TUN, eb);
}

static int make_tap(struct request *rq, struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	uint8_t mac[6];
	const struct nl_link_change change = {
		.has = NL_LINK_HAS_ADDR,
		.addr = mac,
		.addr_len = sizeof(mac),
	};
	int r = make_tun_fd(rq, IFF_TAP, eb);

	if (r == 0)
		r = nl_link_get(rq->c->nl, rq->name, 0, &l, eb);
	if (r < 0)
		return r;
	mac_derive(rq->seed, rq->name, false, rq->links, rq->n_links, mac);
	return nl_link_set(rq->c->nl, l.index, &change, eb);
}

static int make_wg(struct request *rq, struct errbuf *eb)
{
	struct nl_link_new req = { .kind = "wireguard", .name = rq->name };

	half_request(&req);
	return nl_link_add(rq->c->nl, &req, eb);
}

static int make_lagg(struct request *rq, struct errbuf *eb)
{
	return lagg_make(rq->c->nl, rq->name, eb);
}

/* Linux makes a gre0 of its own, of no use, wherever there are any. */
static void free_name(struct nl *nl, const char *name)
{
	cleanup_nl_link struct nl_link l = { 0 };
	char spare[IFNAMSIZ];
	const struct nl_link_change change = { .has = NL_LINK_HAS_NAME,
					       .name = spare };

	(void)snprintf(spare, sizeof(spare), TUNNEL_SPARE "%s", name);
	if (nl_link_get(nl, name, 0, &l, NULL) == 0 && tunnel_is_spare(&l))
		(void)nl_link_set(nl, l.index, &change, NULL);
}

static int stand_in(struct request *rq, const uint8_t *mac, struct errbuf *eb)
{
	const char *kind = rq->cloner->kind;

	if (kind && !standin_probe(rq->c->nl, kind))
		return -EOPNOTSUPP;
	free_name(rq->c->nl, rq->name);
	return standin_make(rq->c->nl, rq->name, rq->cloner->name, mac, eb);
}

/* Something of this name, until it is known what it leads to */
static int make_standin(struct request *rq, struct errbuf *eb)
{
	return stand_in(rq, NULL, eb);
}

static int make_vxlan(struct request *rq, struct errbuf *eb)
{
	uint8_t mac[6];

	mac_derive(rq->seed, rq->name, false, rq->links, rq->n_links, mac);
	return stand_in(rq, mac, eb);
}

static int never(struct request *rq, struct errbuf *eb)
{
	return errbuf_set(eb, ENOSYS, "%s: not supported on Linux",
			  rq->cloner->name);
}

/* A name that is longer than another one it begins with comes before it. */
static const struct cloner cloners[] = {
	{ "lo", make_standin, 1, false, NULL },
	{ "bridge", make_bridge, 0, false, NULL },
	{ "epair", make_epair, 0, true, NULL },
	{ "tap", make_tap, 0, false, NULL },
	{ "tun", make_tun, 0, false, NULL },
	{ "vlan", make_standin, 0, false, "vlan" },
	{ "vxlan", make_vxlan, 0, false, "vxlan" },
	{ "lagg", make_lagg, 0, false, NULL },
	{ "gif", make_standin, 0, false, "sit" },
	{ "gre", make_standin, 0, false, "gre" },
	{ "wg", make_wg, 0, false, NULL },
	{ "ipsec", never, 0, false, NULL },
	{ "stf", never, 0, false, NULL },
	{ "carp", never, 0, false, NULL },
	{ "vmnet", never, 0, false, NULL },
	{ "pflog", never, 0, false, NULL },
	{ "pfsync", never, 0, false, NULL },
	{ "enc", never, 0, false, NULL },
	{ "ovpn", never, 0, false, NULL },
	{ "me", never, 0, false, NULL },
	{ "disc", never, 0, false, NULL },
	{ "edsc", never, 0, false, NULL },
	{ "wlan", never, 0, false, NULL },
};

const char *clone_name(size_t nth)
{
	for (size_t i = 0; i < ARRAY_SIZE(cloners); i++)
		if (cloners[i].make != never && nth-- == 0)
			return cloners[i].name;
	return NULL;
}

/* Is @name that of @cl, with a unit (*@ret_any false) or without? */
static bool matches(const struct cloner *cl, const char *name, bool *ret_any)
{
	size_t n = strlen(cl->name);
	const char *unit = name + n;

	if (strncmp(name, cl->name, n) != 0)
		return false;
	*ret_any = !*unit;
	for (const char *d = unit; *d; d++)
		if (!isdigit((unsigned char)*d))
			return false;
	return unit[0] != '0' || !unit[1];
}

static const struct cloner *find(const char *name, bool *ret_any)
{
	for (size_t i = 0; i < ARRAY_SIZE(cloners); i++)
		if (matches(&cloners[i], name, ret_any))
			return &cloners[i];
	return NULL;
}

static int fail(const struct request *rq, int r, struct errbuf *eb)
{
	if (r == -EEXIST)
		return errbuf_set(eb, EEXIST, "interface %s already exists",
				  rq->c->name);
	if (r == -ENOSYS)
		return r;
	if (r == -EOPNOTSUPP)
		return errbuf_set(
			eb, EOPNOTSUPP,
			"SIOCIFCREATE2 (%s): this kernel has no %s interfaces",
			rq->c->name, rq->cloner->name);
	if (r == -ENOENT) /* /dev/net/tun */
		return errbuf_in(eb, r, "SIOCIFCREATE2 (%s)", rq->c->name);
	return errbuf_set(eb, -r, "SIOCIFCREATE2 (%s): %s", rq->c->name,
			  bsd_strerror(-r));
}

static bool has_link(const struct request *rq, const char *suffix)
{
	char name[IFNAMSIZ + 1];

	(void)snprintf(name, sizeof(name), "%s%s", rq->name, suffix);
	for (size_t i = 0; i < rq->n_links; i++)
		if ((streq(rq->links[i].name, name) &&
		     !tunnel_is_spare(&rq->links[i])) ||
		    strv_has(&rq->links[i].altnames, name))
			return true;
	return false;
}

static bool is_taken(const struct request *rq)
{
	if (rq->cloner->pair)
		return has_link(rq, "a") || has_link(rq, "b");
	return has_link(rq, "");
}

/* The first unit that is free, also against others who look for one now. */
static int make_any(struct request *rq, struct errbuf *eb)
{
	int r = -ENOSPC;

	for (unsigned u = rq->cloner->first_unit; u < UNITS; u++) {
		(void)snprintf(rq->name, sizeof(rq->name), "%s%u",
			       rq->cloner->name, u);
		if (is_taken(rq))
			continue;
		r = rq->cloner->make(rq, eb);
		if (r != -EEXIST)
			break;
	}
	return r;
}

static int make(struct request *rq, struct errbuf *eb)
{
	int r;

	if (rq->any_unit)
		r = make_any(rq, eb);
	else if (is_taken(rq))
		r = -EEXIST;
	else
		r = rq->cloner->make(rq, eb);
	return r < 0 ? fail(rq, r, eb) : 0;
}

static int set_defaults(struct ifc *c, const char *cloner, struct errbuf *eb)
{
	int r = half_finish(c, streq(cloner, "bridge"));

	fib_forget(c);
	if (r == 0)
		return 0;
	(void)nl_link_del(c->nl, c->index, NULL);
	return errbuf_set(eb, -r, "SIOCIFCREATE2 (%s): IPv6 defaults: %s",
			  c->name, bsd_strerror(-r));
}

/* The name that was made is the one to work on; tell it if it is another. */
static int take_name(struct request *rq, struct errbuf *eb)
{
	struct ifc *c = rq->c;
	char made[IFNAMSIZ + 1];
	int r;

	if (rq->cloner->pair) {
		(void)snprintf(made, sizeof(made), "%sb", rq->name);
		r = ifc_rename(c, made, eb);
		if (r == 0 && ifc_find(c, NULL) == 0)
			r = set_defaults(c, rq->cloner->name, eb);
		if (r < 0)
			return r;
	}
	(void)snprintf(made, sizeof(made), "%s%s", rq->name,
		       rq->cloner->pair ? "a" : "");
	r = ifc_rename(c, made, eb);
	if (r == 0)
		r = ifc_find(c, eb);
	return r < 0 ? r : set_defaults(c, rq->cloner->name, eb);
}

/* All there are; those that killed calls left are no longer. */
static int list_whole(struct request *rq, struct errbuf *eb)
{
	struct nl *nl = rq->c->nl;
	int r = nl_link_list(nl, &rq->links, &rq->n_links, eb);

	if (r < 0 || half_sweep(nl, rq->links, rq->n_links) == 0)
		return r;
	nl_link_list_free(rq->links, rq->n_links);
	rq->links = NULL;
	rq->n_links = 0;
	return nl_link_list(nl, &rq->links, &rq->n_links, eb);
}

static int create(struct request *rq, struct errbuf *eb)
{
	struct ifc *c = rq->c;
	bool other = rq->any_unit || rq->cloner->pair;
	int r;

	(void)snprintf(rq->name, sizeof(rq->name), "%s", c->name);
	rq->seed = mac_seed();
	if (!rq->seed)
		return errbuf_set(eb, ENOMEM, "out of memory");
	r = list_whole(rq, eb);
	if (r == 0)
		r = make(rq, eb);
	if (r == 0)
		r = take_name(rq, eb);
	if (r == 0 && other)
		c->tell_name = true;
	return r;
}

static int create_vlan(struct request *rq, char *const **argv,
		       struct errbuf *eb)
{
	int r = list_whole(rq, eb);

	if (r == 0)
		r = vlan_create(rq->c, argv, eb);
	return r < 0 ? r : set_defaults(rq->c, "vlan", eb);
}

static int create_locked(struct request *rq, char *const **argv,
			 struct errbuf *eb)
{
	struct ifc *c = rq->c;
	const struct cloner *cl = rq->cloner;

	if (strchr(c->name, '.') ||
	    (cl && streq(cl->name, "vlan") && vlan_is_said(c->name, **argv)))
		return create_vlan(rq, argv, eb);
	if (!cl)
		return errbuf_set(eb, EINVAL, "SIOCIFCREATE2 (%s): %s", c->name,
				  bsd_strerror(EINVAL));
	return create(rq, eb);
}

int clone_create(struct ifc *c, char *const **argv, struct errbuf *eb)
{
	struct request rq = { .c = c };
	cleanup_close int lock = -1;
	int r;

	rq.cloner = find(c->name, &rq.any_unit);
	r = nl_lock(c->nl, &lock, NULL);
	if (r == 0 || r == -EPERM) /* who may not, may not make any either */
		r = create_locked(&rq, argv, eb);
	else
		r = errbuf_set(eb, -r, "SIOCIFCREATE2 (%s): %s", c->name,
			       bsd_strerror(-r));
	nl_link_list_free(rq.links, rq.n_links);
	free(rq.seed);
	return r;
}

static int destroy(struct ifc *c, const struct word *w, char *const *arg,
		   struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	int r = ifc_look(c, &l, eb);

	(void)w;
	(void)arg;
	if (r < 0)
		return r;
	span_end(c);
	/* one that is netgraph's goes with its node */
	r = l.group == NL_LINK_GROUP_NETGRAPH || l.group == NL_LINK_GROUP_WAY
		    ? -EINVAL
		    : nl_link_del(c->nl, c->index, eb);
	if (r == -EOPNOTSUPP)
		r = -EINVAL;
	if (r < 0)
		return errbuf_set(eb, -r, "SIOCIFDESTROY: %s",
				  bsd_strerror(-r));
	(void)iffib_set(c->nl, l.name, 0, NULL);
	c->index = 0;
	return 0;
}

static const struct word words[] = {
	{ "destroy", 0, destroy, 0, NULL },
	{ "unplumb", 0, destroy, 0, NULL },
};

const struct words clone_words = { words, ARRAY_SIZE(words) };
