/* SPDX-License-Identifier: BSD-2-Clause */
/* ethtool.c - What the hardware of an interface can do, and at what speed */

#include <errno.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "ethtool.h"
#include "view.h"

/* One answer for every offload, or one bit of the flags' answer. */
static const struct offload {
	unsigned cap;
	uint32_t get, set;
	uint32_t flag;
} offloads[] = {
	{ VIEW_RXCSUM | VIEW_RXCSUM_IPV6, ETHTOOL_GRXCSUM, ETHTOOL_SRXCSUM, 0 },
	{ VIEW_TXCSUM | VIEW_TXCSUM_IPV6, ETHTOOL_GTXCSUM, ETHTOOL_STXCSUM, 0 },
	{ VIEW_TSO4 | VIEW_TSO6, ETHTOOL_GTSO, ETHTOOL_STSO, 0 },
	{ VIEW_LRO, ETHTOOL_GFLAGS, ETHTOOL_SFLAGS, ETH_FLAG_LRO },
	{ VIEW_VLAN_HWTAGGING, ETHTOOL_GFLAGS, ETHTOOL_SFLAGS,
	  ETH_FLAG_RXVLAN | ETH_FLAG_TXVLAN },
};

int ethtool_ask(int fd, const char *name, void *data)
{
	struct ifreq ifr = { 0 };

	(void)snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%s", name);
	ifr.ifr_data = data;
	return ioctl(fd, SIOCETHTOOL, &ifr) < 0 ? -errno : 0;
}

int ethtool_socket(void)
{
	return socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
}

static bool is_on(int fd, const char *name, const struct offload *o)
{
	struct ethtool_value v = { .cmd = o->get };

	if (ethtool_ask(fd, name, &v) < 0)
		return false;
	return o->flag ? (v.data & o->flag) == o->flag : v.data != 0;
}

/* Which frames wake the machine */
static const struct {
	unsigned cap;
	uint32_t wake;
} wakes[] = {
	{ VIEW_WOL_UCAST, WAKE_UCAST },
	{ VIEW_WOL_MCAST, WAKE_MCAST },
	{ VIEW_WOL_MAGIC, WAKE_MAGIC },
};

static unsigned wake_caps(int fd, const char *name, bool possible)
{
	struct ethtool_wolinfo wol = { .cmd = ETHTOOL_GWOL };
	unsigned caps = 0;

	if (ethtool_ask(fd, name, &wol) < 0)
		return 0;
	for (size_t i = 0; i < ARRAY_SIZE(wakes); i++)
		if ((possible ? wol.supported : wol.wolopts) & wakes[i].wake)
			caps |= wakes[i].cap;
	return caps;
}

/* As with all offloads, what is not supported is left out. */
static int set_wake(int fd, const char *name, unsigned cap, bool on)
{
	struct ethtool_wolinfo wol = { .cmd = ETHTOOL_GWOL };
	uint32_t want;

	if (ethtool_ask(fd, name, &wol) < 0)
		return 0;
	want = wol.wolopts;
	for (size_t i = 0; i < ARRAY_SIZE(wakes); i++)
		if (cap & wakes[i].cap)
			want = on ? want | (wakes[i].wake & wol.supported)
				  : want & ~wakes[i].wake;
	if (want == wol.wolopts)
		return 0;
	wol.wolopts = want;
	wol.cmd = ETHTOOL_SWOL;
	return ethtool_ask(fd, name, &wol);
}

unsigned ethtool_caps(const char *name)
{
	cleanup_close int fd = ethtool_socket();
	unsigned caps = 0;

	if (fd < 0)
		return 0;
	for (size_t i = 0; i < ARRAY_SIZE(offloads); i++)
		if (is_on(fd, name, &offloads[i]))
			caps |= offloads[i].cap;
	return caps | wake_caps(fd, name, false);
}

/* Names the kernel gives to features, and what they are here */
static const struct {
	const char *feature;
	unsigned cap;
} features[] = {
	{ "rx-checksum", VIEW_RXCSUM | VIEW_RXCSUM_IPV6 },
	{ "tx-checksum-ip-generic", VIEW_TXCSUM | VIEW_TXCSUM_IPV6 },
	{ "tx-checksum-ipv4", VIEW_TXCSUM },
	{ "tx-checksum-ipv6", VIEW_TXCSUM_IPV6 },
	{ "tx-tcp-segmentation", VIEW_TSO4 },
	{ "tx-tcp6-segmentation", VIEW_TSO6 },
	{ "rx-lro", VIEW_LRO },
	{ "tx-vlan-hw-insert", VIEW_VLAN_HWTAGGING },
};

static unsigned cap_of(const char *feature)
{
	for (size_t i = 0; i < ARRAY_SIZE(features); i++)
		if (strncmp(features[i].feature, feature, ETH_GSTRING_LEN) == 0)
			return features[i].cap;
	return 0;
}

/* How many features this kernel knows */
static uint32_t count_features(int fd, const char *name)
{
	struct {
		struct ethtool_sset_info info;
		uint32_t n;
	} q = { .info = { .cmd = ETHTOOL_GSSET_INFO,
			  .sset_mask = 1ULL << ETH_SS_FEATURES } };

	return ethtool_ask(fd, name, &q) < 0 || !q.info.sset_mask ? 0 : q.n;
}

static bool can_change(const struct ethtool_gfeatures *f, uint32_t bit)
{
	return f->features[bit / 32].available & 1U << bit % 32;
}

unsigned ethtool_possible(const char *name)
{
	cleanup_free struct ethtool_gfeatures *f = NULL;
	cleanup_free struct ethtool_gstrings *s = NULL;
	cleanup_close int fd = ethtool_socket();
	uint32_t n = fd < 0 ? 0 : count_features(fd, name);
	size_t blocks = (n + 31) / 32;
	unsigned caps = 0;

	f = calloc(1, sizeof(*f) + blocks * sizeof(f->features[0]));
	s = calloc(1, sizeof(*s) + (size_t)n * ETH_GSTRING_LEN);
	if (!n || !f || !s)
		return 0;
	*f = (struct ethtool_gfeatures){ .cmd = ETHTOOL_GFEATURES,
					 .size = (uint32_t)blocks };
	*s = (struct ethtool_gstrings){ .cmd = ETHTOOL_GSTRINGS,
					.string_set = ETH_SS_FEATURES,
					.len = n };
	if (ethtool_ask(fd, name, s) < 0 || ethtool_ask(fd, name, f) < 0)
		return 0;
	for (uint32_t i = 0; i < n; i++)
		if (can_change(f, i))
			caps |= cap_of((const char *)s->data +
				       (size_t)i * ETH_GSTRING_LEN);
	return caps | wake_caps(fd, name, true);
}

int ethtool_set_cap(const char *name, unsigned cap, bool on)
{
	cleanup_close int fd = ethtool_socket();
	const struct offload *o = offloads;
	struct ethtool_value v = { .data = on };

	if (fd < 0)
		return -errno;
	if (cap & VIEW_WOL)
		return set_wake(fd, name, cap, on);
	while (o < offloads + ARRAY_SIZE(offloads) && !(o->cap & cap))
		o++;
	if (o == offloads + ARRAY_SIZE(offloads))
		return -EOPNOTSUPP;
	if (is_on(fd, name, o) == on)
		return 0;

	if (o->flag) {
		v.cmd = o->get;
		if (ethtool_ask(fd, name, &v) < 0)
			return -errno;
		v.data = on ? v.data | o->flag : v.data & ~o->flag;
	}
	v.cmd = o->set;
	return ethtool_ask(fd, name, &v);
}

int ethtool_driver(const char *name, char *ret, unsigned size)
{
	cleanup_close int fd = ethtool_socket();
	struct ethtool_drvinfo info = { .cmd = ETHTOOL_GDRVINFO };
	int r;

	if (fd < 0)
		return -errno;
	r = ethtool_ask(fd, name, &info);
	if (r == 0)
		(void)snprintf(ret, size, "%.31s", info.driver);
	return r;
}
