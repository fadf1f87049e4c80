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

/* Words for one mask; the kernel's has had 3 or 4 for years. */
#define MASK_WORDS 16

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

static int ask(int fd, const char *name, void *data)
{
	struct ifreq ifr = { 0 };

	(void)snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%s", name);
	ifr.ifr_data = data;
	return ioctl(fd, SIOCETHTOOL, &ifr) < 0 ? -errno : 0;
}

static int open_socket(void)
{
	return socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
}

static bool is_on(int fd, const char *name, const struct offload *o)
{
	struct ethtool_value v = { .cmd = o->get };

	if (ask(fd, name, &v) < 0)
		return false;
	return o->flag ? (v.data & o->flag) == o->flag : v.data != 0;
}

unsigned ethtool_caps(const char *name)
{
	cleanup_close int fd = open_socket();
	unsigned caps = 0;

	if (fd < 0)
		return 0;
	for (size_t i = 0; i < ARRAY_SIZE(offloads); i++)
		if (is_on(fd, name, &offloads[i]))
			caps |= offloads[i].cap;
	return caps;
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

	return ask(fd, name, &q) < 0 || !q.info.sset_mask ? 0 : q.n;
}

static bool can_change(const struct ethtool_gfeatures *f, uint32_t bit)
{
	return f->features[bit / 32].available & 1U << bit % 32;
}

unsigned ethtool_possible(const char *name)
{
	cleanup_free struct ethtool_gfeatures *f = NULL;
	cleanup_free struct ethtool_gstrings *s = NULL;
	cleanup_close int fd = open_socket();
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
	if (ask(fd, name, s) < 0 || ask(fd, name, f) < 0)
		return 0;
	for (uint32_t i = 0; i < n; i++)
		if (can_change(f, i))
			caps |= cap_of((const char *)s->data +
				       (size_t)i * ETH_GSTRING_LEN);
	return caps;
}

int ethtool_set_cap(const char *name, unsigned cap, bool on)
{
	cleanup_close int fd = open_socket();
	const struct offload *o = offloads;
	struct ethtool_value v = { .data = on };

	if (fd < 0)
		return -errno;
	while (o < offloads + ARRAY_SIZE(offloads) && !(o->cap & cap))
		o++;
	if (o == offloads + ARRAY_SIZE(offloads))
		return -EOPNOTSUPP;
	if (is_on(fd, name, o) == on)
		return 0;

	if (o->flag) {
		v.cmd = o->get;
		if (ask(fd, name, &v) < 0)
			return -errno;
		v.data = on ? v.data | o->flag : v.data & ~o->flag;
	}
	v.cmd = o->set;
	return ask(fd, name, &v);
}

static const struct mode {
	unsigned bit; /* ETHTOOL_LINK_MODE_* */
	unsigned speed;
	const char *name; /* as FreeBSD calls it */
	bool full;
} modes[] = {
	{ ETHTOOL_LINK_MODE_10baseT_Half_BIT, 10, "10baseT/UTP", false },
	{ ETHTOOL_LINK_MODE_10baseT_Full_BIT, 10, "10baseT/UTP", true },
	{ ETHTOOL_LINK_MODE_100baseT_Half_BIT, 100, "100baseTX", false },
	{ ETHTOOL_LINK_MODE_100baseT_Full_BIT, 100, "100baseTX", true },
	{ ETHTOOL_LINK_MODE_1000baseT_Full_BIT, 1000, "1000baseT", true },
	{ ETHTOOL_LINK_MODE_1000baseX_Full_BIT, 1000, "1000baseSX", true },
	{ ETHTOOL_LINK_MODE_2500baseT_Full_BIT, 2500, "2500Base-T", true },
	{ ETHTOOL_LINK_MODE_5000baseT_Full_BIT, 5000, "5000Base-T", true },
	{ ETHTOOL_LINK_MODE_10000baseT_Full_BIT, 10000, "10Gbase-T", true },
	{ ETHTOOL_LINK_MODE_10000baseSR_Full_BIT, 10000, "10Gbase-SR", true },
	{ ETHTOOL_LINK_MODE_10000baseLR_Full_BIT, 10000, "10Gbase-LR", true },
	{ ETHTOOL_LINK_MODE_25000baseCR_Full_BIT, 25000, "25GBase-CR", true },
	{ ETHTOOL_LINK_MODE_25000baseSR_Full_BIT, 25000, "25GBase-SR", true },
	{ ETHTOOL_LINK_MODE_40000baseCR4_Full_BIT, 40000, "40Gbase-CR4", true },
	{ ETHTOOL_LINK_MODE_40000baseSR4_Full_BIT, 40000, "40Gbase-SR4", true },
	{ ETHTOOL_LINK_MODE_100000baseCR4_Full_BIT, 100000, "100GBase-CR4",
	  true },
	{ ETHTOOL_LINK_MODE_100000baseSR4_Full_BIT, 100000, "100GBase-SR4",
	  true },
};

struct settings {
	struct ethtool_link_settings s;
	uint32_t masks[3 * MASK_WORDS];
};

/* The kernel first tells how many words its masks have. */
static int get_settings(int fd, const char *name, struct settings *st)
{
	int words, r;

	st->s = (struct ethtool_link_settings){ .cmd = ETHTOOL_GLINKSETTINGS };
	r = ask(fd, name, st);
	if (r < 0)
		return r;
	words = -st->s.link_mode_masks_nwords;
	if (words <= 0 || words > MASK_WORDS)
		return -EOPNOTSUPP;
	st->s = (struct ethtool_link_settings){
		.cmd = ETHTOOL_GLINKSETTINGS,
		.link_mode_masks_nwords = (int8_t)words,
	};
	return ask(fd, name, st);
}

static bool supports(const struct settings *st, const struct mode *m)
{
	return st->masks[m->bit / 32] & 1U << m->bit % 32;
}

/* The mode of this speed, one that is supported before any other. */
static const struct mode *mode_of(const struct settings *st)
{
	const struct mode *any = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(modes); i++) {
		if (modes[i].speed != st->s.speed)
			continue;
		if (supports(st, &modes[i]))
			return &modes[i];
		if (!any || (!any->full && modes[i].full))
			any = &modes[i];
	}
	return any;
}

static void list_supported(const struct settings *st, struct strv *ret)
{
	if (st->s.autoneg)
		(void)strv_add(ret, "autoselect");
	for (size_t i = 0; i < ARRAY_SIZE(modes); i++)
		if (supports(st, &modes[i]))
			(void)strv_addf(ret, "%s%s", modes[i].name,
					modes[i].full ? " mediaopt full-duplex"
						      : "");
}

int ethtool_media(const char *name, struct view_media *m)
{
	cleanup_close int fd = open_socket();
	const struct mode *mode;
	struct settings st = { 0 };
	int r;

	if (fd < 0)
		return -errno;
	r = get_settings(fd, name, &st);
	if (r < 0)
		return r;

	mode = mode_of(&st);
	m->full_duplex = st.s.duplex == DUPLEX_FULL;
	m->active = mode ? mode->name : NULL;
	if (st.s.autoneg || !mode) {
		m->current = "autoselect";
	} else {
		m->current = mode->name;
		m->active = NULL;
		m->current_duplex = true;
	}
	list_supported(&st, &m->supported);
	return 0;
}

unsigned ethtool_speed(const char *name)
{
	cleanup_close int fd = open_socket();
	struct settings st = { 0 };

	if (fd < 0 || get_settings(fd, name, &st) < 0 ||
	    st.s.speed == (uint32_t)SPEED_UNKNOWN)
		return 0;
	return st.s.speed;
}

int ethtool_driver(const char *name, char *ret, unsigned size)
{
	cleanup_close int fd = open_socket();
	struct ethtool_drvinfo info = { .cmd = ETHTOOL_GDRVINFO };
	int r;

	if (fd < 0)
		return -errno;
	r = ask(fd, name, &info);
	if (r == 0)
		(void)snprintf(ret, size, "%.31s", info.driver);
	return r;
}
