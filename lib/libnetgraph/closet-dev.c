/* SPDX-License-Identifier: BSD-2-Clause */
/* closet-dev.c - Devices in the closet and pairs that lead there */

#include <bpf/bpf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/proc.h"
#include "libnetgraph/closet-priv.h"
#include "libnetgraph/graph.h"
#include "nl/link.h"
#include "nl/nl.h"

const char *closet_dev_name(char what, uint32_t id, char buf[IFNAMSIZ])
{
	(void)snprintf(buf, IFNAMSIZ, "%c%x", what, id);
	return buf;
}

int closet_ethtool(int ns, int home, const char *name, uint32_t cmd,
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
	if (ns >= 0 && proc_return(home, CLONE_NEWNET) < 0)
		return -errno;
	return r;
}

int closet_link_up(struct nl *nl, int index)
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

int closet_add_pair(struct graph *g, const char *here, const char *there,
		    bool way)
{
	uint8_t mac[6];
	const struct nl_link_new req = {
		.kind = "veth",
		.name = here,
		.change = { .has = NL_LINK_HAS_ADDR | NL_LINK_HAS_GROUP |
				   (way ? NL_LINK_HAS_MTU : 0),
			    .mtu = NG_CROSS_MTU,
			    .group = way ? NL_LINK_GROUP_WAY
					 : NL_LINK_GROUP_NETGRAPH,
			    .addr = mac,
			    .addr_len = sizeof(mac) },
		.peer_name = there,
		.peer_change = { .has = NL_LINK_HAS_MTU, .mtu = CLOSET_MTU },
		.peer_netns_fd = g->closet,
	};

	derive_mac(g, here, mac);
	return nl_link_add(g->nl_home, &req, NULL);
}

int closet_set_dev(struct graph *g, enum ng_place place, uint32_t ifindex,
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
	if (bpf_map_delete_elem(g->devs_fd, &key) < 0 && errno != ENOENT)
		return -errno;
	return 0;
}

int closet_del_dev(struct graph *g, const char *name)
{
	cleanup_nl_link struct nl_link l = { 0 };
	int r = nl_link_get(g->nl_closet, name, 0, &l, NULL);

	if (r < 0)
		return r;
	r = closet_set_dev(g, NG_PLACE_CLOSET, (uint32_t)l.index, 0);
	return r < 0 ? r : nl_link_del(g->nl_closet, l.index, NULL);
}
