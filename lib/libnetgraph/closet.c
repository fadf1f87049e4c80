/* SPDX-License-Identifier: BSD-2-Clause */
/* closet.c - The hidden network namespace of a graph, and what is wired in it */

#include <bpf/bpf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/net_namespace.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/paths.h"
#include "base/util.h"
#include "libnetgraph/attach.h"
#include "libnetgraph/closet.h"
#include "libnetgraph/edit.h"
#include "libnetgraph/graph.h"
#include "nl/link.h"
#include "nl/nl.h"
#include "nl/request.h"

#define PATH_SIZE 128
#define RUNNING_TRIES 1000 /* of a millisecond each */

static void closet_path(const struct graph *g, char *buf)
{
	(void)snprintf(buf, PATH_SIZE, VJAIL_STATE_DIR "/ng/%llu/closet",
		       (unsigned long long)g->inode);
}

/* The name of one of the devices of node @id: n, c or x */
static const char *dev_name(char what, uint32_t id, char buf[IFNAMSIZ])
{
	(void)snprintf(buf, IFNAMSIZ, "%c%x", what, id);
	return buf;
}

/* What IPv6 would send by itself belongs in no graph. */
static void no_ipv6(const char *dev)
{
	char path[PATH_SIZE];

	(void)snprintf(path, sizeof(path),
		       "/proc/sys/net/ipv6/conf/%s/disable_ipv6", dev);
	(void)file_write(AT_FDCWD, path, "1", NULL);
}

static int pin_namespace(const char *path)
{
	cleanup_close int fd = -1;

	no_ipv6("default");
	(void)file_write(AT_FDCWD, "/proc/sys/net/unix/max_dgram_qlen", "512",
			 NULL);
	fd = open(path, O_RDONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0 ||
	    mount("/proc/thread-self/ns/net", path, NULL, MS_BIND, NULL) < 0)
		return -errno;
	return 0;
}

static int make(struct graph *g, const char *path)
{
	int r;

	if (unshare(CLONE_NEWNET) < 0)
		return -errno;
	r = pin_namespace(path);
	if (setns(g->home, CLONE_NEWNET) < 0)
		return -errno;
	return r;
}

/* A file on which nothing is mounted is what a killed editor left. */
static int look(const char *path)
{
	struct stat st, dir;
	int fd;

	if (stat(path, &st) < 0)
		return -errno;
	if (stat(VJAIL_STATE_DIR, &dir) < 0 || st.st_dev == dir.st_dev)
		return -ENOENT;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

static int look_closet(struct graph *g)
{
	char path[PATH_SIZE];

	if (g->closet >= 0)
		return 0;
	closet_path(g, path);
	g->closet = look(path);
	return g->closet < 0 ? g->closet : 0;
}

static int talk(struct graph *g)
{
	int r = 0;

	if (!g->nl_home)
		r = nl_open(&g->nl_home, NULL);
	if (r == 0 && !g->nl_closet)
		r = nl_open_at(g->closet, &g->nl_closet, NULL);
	return r;
}

int closet_open(struct graph *g)
{
	char path[PATH_SIZE];
	int r = look_closet(g);

	if (r == -ENOENT) {
		closet_path(g, path);
		r = make(g, path);
		if (r == 0)
			r = look_closet(g);
	}
	return r < 0 ? r : talk(g);
}

/* Opened, if there is one */
static bool have(struct graph *g)
{
	return look_closet(g) == 0 && talk(g) == 0;
}

static int ethtool_set(int ns, int home, const char *name, uint32_t cmd,
		       uint32_t value)
{
	struct ethtool_value v = { .cmd = cmd, .data = value };
	struct ifreq ifr = { .ifr_data = (void *)&v };
	cleanup_close int fd = -1;
	int r = 0;

	if (ns >= 0 && setns(ns, CLONE_NEWNET) < 0)
		return -errno;
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	memcpy(ifr.ifr_name, name, strlen(name) + 1);
	if (fd < 0 || ioctl(fd, SIOCETHTOOL, &ifr) < 0)
		r = -errno;
	if (ns >= 0 && setns(home, CLONE_NEWNET) < 0)
		return -errno;
	return r;
}

/*
 * With GRO on outside and no TSO inside, veth queues per device: a burst of
 * broadcasts to a thousand of them does not drown the one queue they share.
 */
static int tune(struct graph *g, const char *outer, const char *inner)
{
	int r = ethtool_set(-1, g->home, outer, ETHTOOL_SGRO, 1);

	return r < 0 ? r
		     : ethtool_set(g->closet, g->home, inner, ETHTOOL_STSO, 0);
}

static int link_up(struct nl *nl, int index)
{
	const struct nl_link_change up = { .flags = IFF_UP,
					   .flags_mask = IFF_UP };

	return nl_link_set(nl, index, &up, NULL);
}

/*
 * An address that an interface of this name has each time, and no other one
 * here: FreeBSD's prefix for made-up ones and a hash.
 */
static void derive_mac(const struct graph *g, const char *name, uint8_t mac[6])
{
	cleanup_free char *machine = NULL;
	uint64_t h = 14695981039346656037u ^ g->netns;

	mac[0] = 0x58;
	mac[1] = 0x9c;
	mac[2] = 0xfc;
	(void)file_read(AT_FDCWD, "/etc/machine-id", &machine, NULL, NULL);
	for (const char *p = machine ? machine : ""; *p; p++)
		h = (h ^ (uint8_t)*p) * 1099511628211u;
	for (const char *p = name; *p; p++)
		h = (h ^ (uint8_t)*p) * 1099511628211u;
	h = (h ^ h >> 32) * 0x9e3779b97f4a7c15u >> 32;
	for (int i = 3; i < 6; i++, h >>= 8)
		mac[i] = (uint8_t)h;
}

static int add_pair(struct graph *g, const char *here, const char *there)
{
	uint8_t mac[6];
	const struct nl_link_new req = {
		.kind = "veth",
		.name = here,
		.change = { .has = NL_LINK_HAS_ADDR,
			    .addr = mac,
			    .addr_len = sizeof(mac) },
		.peer_name = there,
		.peer_netns_fd = g->closet,
	};

	derive_mac(g, here, mac);
	return nl_link_add(g->nl_home, &req, NULL);
}

static int set_dev(struct graph *g, uint32_t place, uint32_t ifindex,
		   uint32_t slot)
{
	const struct ng_dev_key key = { .place = place, .ifindex = ifindex };

	if (g->devs_fd < 0)
		g->devs_fd = graph_map(g, "devs");
	if (g->devs_fd < 0)
		return g->devs_fd;
	if (slot)
		return bpf_map_update_elem(g->devs_fd, &key, &slot, BPF_ANY) < 0
			       ? -errno
			       : 0;
	return bpf_map_delete_elem(g->devs_fd, &key) < 0 ? -errno : 0;
}

static int wire_eiface(struct graph *g, const char *ifname, const char *inner,
		       struct closet_eiface *ret)
{
	cleanup_nl_link struct nl_link in = { 0 }, out = { 0 };
	int r = nl_link_get(g->nl_closet, inner, 0, &in, NULL);

	if (r == 0)
		r = nl_link_get(g->nl_home, ifname, 0, &out, NULL);
	if (r == 0)
		r = tune(g, ifname, inner);
	if (r == 0)
		r = attach(g, g->closet,
			   &(struct attachment){
				   .ifindex = (uint32_t)in.index,
				   .prog = "ng_closet_in",
				   .pin = inner,
			   });
	if (r < 0)
		return r;
	ret->inner = (uint32_t)in.index;
	memcpy(ret->mac, out.addr, sizeof(ret->mac));
	return 0;
}

int closet_eiface_add(struct graph *g, uint32_t id, const char *ifname,
		      struct closet_eiface *ret)
{
	char inner[IFNAMSIZ];
	int r = closet_open(g);

	if (r < 0)
		return r;
	r = add_pair(g, ifname, dev_name('n', id, inner));
	if (r < 0)
		return r;
	r = wire_eiface(g, ifname, inner, ret);
	if (r < 0)
		(void)closet_eiface_del(g, id);
	return r;
}

static int del_by_name(struct graph *g, const char *name)
{
	cleanup_nl_link struct nl_link l = { 0 };
	int r = nl_link_get(g->nl_closet, name, 0, &l, NULL);

	if (r < 0)
		return r;
	(void)set_dev(g, NG_PLACE_CLOSET, (uint32_t)l.index, 0);
	return nl_link_del(g->nl_closet, l.index, NULL);
}

int closet_eiface_del(struct graph *g, uint32_t id)
{
	char inner[IFNAMSIZ];

	if (!have(g))
		return -ENXIO;
	(void)dev_name('n', id, inner);
	return del_by_name(g, inner);
}

int closet_eiface_wire(struct graph *g, uint32_t inner, uint32_t hook)
{
	const struct nl_link_change change = { .flags = hook ? IFF_UP : 0,
					       .flags_mask = IFF_UP };
	int r = closet_open(g);

	if (r == 0)
		r = nl_link_set(g->nl_closet, (int)inner, &change, NULL);
	return r < 0 ? r : set_dev(g, NG_PLACE_CLOSET, inner, hook);
}

static int wire_nic(struct graph *g, uint32_t id, uint32_t ifindex,
		    struct closet_cross *c)
{
	char x[IFNAMSIZ], in[IFNAMSIZ], out[IFNAMSIZ], cl[IFNAMSIZ];
	const struct attachment all[] = {
		{ c->closet, "ng_closet_in", dev_name('c', id, cl), true,
		  false },
		{ c->host, "ng_host_in", dev_name('x', id, x), false, false },
		{ ifindex, "ng_host_in", dev_name('i', id, in), false, false },
		{ ifindex, "ng_host_out", dev_name('o', id, out), false, true },
	};
	int r = 0;

	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(all); i++)
		r = attach(g, all[i].closet ? g->closet : -1, &all[i]);
	return r;
}

static int up_cross(struct graph *g, const char *x, const char *c,
		    struct closet_cross *ret)
{
	cleanup_nl_link struct nl_link here = { 0 }, there = { 0 };
	int r = nl_link_get(g->nl_home, x, 0, &here, NULL);

	if (r == 0)
		r = nl_link_get(g->nl_closet, c, 0, &there, NULL);
	if (r < 0)
		return r;
	no_ipv6(x);
	ret->host = (uint32_t)here.index;
	ret->closet = (uint32_t)there.index;
	r = link_up(g->nl_home, here.index);
	return r < 0 ? r : link_up(g->nl_closet, there.index);
}

int closet_nic_add(struct graph *g, uint32_t id, uint32_t ifindex,
		   struct closet_cross *ret)
{
	struct ng_node_rec *n = node_by_id(g, id);
	char x[IFNAMSIZ], c[IFNAMSIZ];
	int r = closet_open(g);

	if (r < 0)
		return r;
	(void)dev_name('x', id, x);
	(void)dev_name('c', id, c);
	r = add_pair(g, x, c);
	if (r < 0)
		return r;
	r = up_cross(g, x, c, ret);
	if (r == 0)
		r = set_dev(g, NG_PLACE_HOST, ifindex, node_slot(g, n));
	if (r == 0)
		r = wire_nic(g, id, ifindex, ret);
	if (r < 0)
		closet_nic_del(g, id, ifindex);
	return r;
}

void closet_nic_del(struct graph *g, uint32_t id, uint32_t ifindex)
{
	char name[IFNAMSIZ];

	if (!have(g))
		return;
	detach(g, dev_name('i', id, name), ifindex, false);
	detach(g, dev_name('o', id, name), ifindex, true);
	/* That on the host's end of the pair goes with it. */
	detach(g, dev_name('x', id, name), 0, false);
	if (ifindex)
		(void)set_dev(g, NG_PLACE_HOST, ifindex, 0);
	(void)del_by_name(g, dev_name('c', id, name));
}

/* Ask about a link of another namespace, which this one knows by a number. */
static int name_there(struct nl *nl, int index, int nsid, char *buf,
		      unsigned size)
{
	const struct ifinfomsg ifi = { .ifi_index = index };
	cleanup_nl_reply struct nl_reply reply = { 0 };
	cleanup_nl_msg struct nl_msg *msg = NULL;
	struct nlmsghdr *h;
	int r;

	msg = nl_msg_new(RTM_GETLINK, 0, &ifi, sizeof(ifi), 0);
	if (!msg || (nsid >= 0 && nla_put_s32(msg, IFLA_TARGET_NETNSID, nsid)))
		return -ENOMEM;
	r = nl_do(nl, msg, &reply, NULL);
	if (r < 0)
		return r;
	nl_foreach (h, &reply) {
		struct nlattr *a = nlmsg_find_attr(h, sizeof(ifi), IFLA_IFNAME);

		nl_attr_str(a, buf, size);
		return *buf ? 0 : -ENXIO;
	}
	return -ENXIO;
}

int closet_outer_name(struct graph *g, uint32_t id, char *buf, unsigned size)
{
	cleanup_nl_link struct nl_link in = { 0 };
	char inner[IFNAMSIZ];
	int r;

	if (!have(g))
		return -ENXIO;
	r = nl_link_get(g->nl_closet, dev_name('n', id, inner), 0, &in, NULL);
	if (r < 0)
		return -ENXIO;
	return name_there(g->nl_closet, in.link, in.link_netnsid, buf, size);
}

/* The kernel changes no link of another namespace: this works at home only. */
int closet_outer_mac(struct graph *g, uint32_t id, const uint8_t *mac)
{
	const struct nl_link_change change = { .has = NL_LINK_HAS_ADDR,
					       .addr = mac,
					       .addr_len = 6 };
	cleanup_nl_link struct nl_link in = { 0 }, out = { 0 };
	char inner[IFNAMSIZ];
	int r;

	if (!have(g))
		return -ENXIO;
	r = nl_link_get(g->nl_closet, dev_name('n', id, inner), 0, &in, NULL);
	if (r == 0)
		r = nl_link_get(g->nl_home, NULL, in.link, &out, NULL);
	if (r < 0)
		return r;
	if (out.link != in.index || out.link_netnsid != closet_nsid(g))
		return -ENODEV;
	return nl_link_set(g->nl_home, out.index, &change, NULL);
}

static int make_sockets(struct graph *g)
{
	const struct nl_link_change end = {
		.has = NL_LINK_HAS_MTU,
		.mtu = 65535,
		.flags = IFF_NOARP,
		.flags_mask = IFF_NOARP,
	};
	const struct nl_link_new req = {
		.kind = "veth",
		.name = "s0",
		.peer_name = "s1",
		.change = end,
		.peer_change = end,
		.peer_netns_fd = -1,
	};
	static const uint32_t off[] = { ETHTOOL_STXCSUM, ETHTOOL_SSG,
					ETHTOOL_STSO };
	int r = nl_link_add(g->nl_closet, &req, NULL);

	if (r == -EEXIST)
		r = 0;
	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(off); i++)
		r = ethtool_set(g->closet, g->home, "s0", off[i], 0);
	return r;
}

/* The kernel drops what is sent before it has noticed that a pair is up, which
 * it tells nobody of at once; looking makes newer ones notice. */
static int wait_running(struct nl *nl, int index)
{
	const struct timespec tick = { .tv_nsec = 1000000 };

	for (int i = 0; i < RUNNING_TRIES; i++) {
		cleanup_nl_link struct nl_link l = { 0 };
		int r = nl_link_get(nl, NULL, index, &l, NULL);

		if (r < 0 || l.flags & IFF_RUNNING)
			return r;
		(void)nanosleep(&tick, NULL);
	}
	return -ETIMEDOUT;
}

/* The head learns of them last: a killed editor's are made use of. */
int closet_sockets(struct graph *g)
{
	cleanup_nl_link struct nl_link s0 = { 0 }, s1 = { 0 };
	int r = closet_open(g);

	if (r < 0 || g->head->sock_user)
		return r;
	r = make_sockets(g);
	if (r == 0)
		r = nl_link_get(g->nl_closet, "s0", 0, &s0, NULL);
	if (r == 0)
		r = nl_link_get(g->nl_closet, "s1", 0, &s1, NULL);
	if (r == 0)
		r = attach(g, g->closet,
			   &(struct attachment){
				   .ifindex = (uint32_t)s1.index,
				   .prog = "ng_socket_out",
				   .pin = "s1",
				   .egress = true,
			   });
	if (r == 0)
		r = link_up(g->nl_closet, s0.index);
	if (r == 0)
		r = link_up(g->nl_closet, s1.index);
	if (r == 0)
		r = wait_running(g->nl_closet, s0.index);
	if (r == 0)
		r = wait_running(g->nl_closet, s1.index);
	if (r < 0)
		return r;
	g->head->sock_graph = (uint32_t)s0.index;
	g->head->sock_user = (uint32_t)s1.index;
	return 0;
}

int closet_nsid(struct graph *g)
{
	const struct rtgenmsg gen = { .rtgen_family = AF_UNSPEC };
	cleanup_nl_reply struct nl_reply reply = { 0 };
	cleanup_nl_msg struct nl_msg *msg = NULL;
	struct nlmsghdr *h;

	if (!have(g))
		return -1;
	msg = nl_msg_new(RTM_GETNSID, 0, &gen, sizeof(gen), 0);
	if (!msg || nla_put_u32(msg, NETNSA_FD, (uint32_t)g->closet) < 0 ||
	    nl_do(g->nl_home, msg, &reply, NULL) < 0)
		return -1;
	nl_foreach (h, &reply)
		return (int)nl_attr_u32(
			nlmsg_find_attr(h, sizeof(gen), NETNSA_NSID),
			(uint32_t)-1);
	return -1;
}

/* Does a node with this number still need the device? */
static bool in_use(struct graph *g, const struct nl_link *l)
{
	char *end;
	uint32_t id = (uint32_t)strtoul(l->name + 1, &end, 16);
	const struct ng_node_rec *n = *end ? NULL : node_by_id(g, id);

	if (!n)
		return false;
	if (l->name[0] == 'c')
		return n->cross_closet == (uint32_t)l->index;
	return n->ifindex == (uint32_t)l->index;
}

static uint32_t n_ifindex(const struct graph *g, uint32_t id)
{
	const struct ng_node_rec *n = node_by_id(g, id);

	return n ? n->ifindex : 0;
}

void closet_sweep(struct graph *g)
{
	struct nl_link *links = NULL;
	size_t n = 0;

	if (!have(g) || nl_link_list(g->nl_closet, &links, &n, NULL) < 0)
		return;
	for (size_t i = 0; i < n; i++) {
		const struct nl_link *l = &links[i];
		uint32_t id = (uint32_t)strtoul(l->name + 1, NULL, 16);

		if (!strchr("nc", l->name[0]) || in_use(g, l))
			continue;
		if (l->name[0] == 'n')
			(void)closet_eiface_del(g, id);
		else
			closet_nic_del(g, id, n_ifindex(g, id));
	}
	nl_link_list_free(links, n);
}

void closet_remove(struct graph *g, const char *path)
{
	if (have(g))
		closet_sweep(g);
	(void)umount2(path, MNT_DETACH);
	(void)unlink(path);
	nl_free(g->nl_closet);
	g->nl_closet = NULL;
	close_fd(&g->closet);
	g->closet = -1;
}
