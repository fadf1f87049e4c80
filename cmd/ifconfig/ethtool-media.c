/* SPDX-License-Identifier: BSD-2-Clause */
/* ethtool-media.c - What wire an interface has, and at what speed */

#include <errno.h>
#include <linux/ethtool.h>
#include <stdint.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "ethtool.h"
#include "view.h"

/* Words for one mask; the kernel's has had 3 or 4 for years. */
#define MASK_WORDS 16

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
	r = ethtool_ask(fd, name, st);
	if (r < 0)
		return r;
	words = -st->s.link_mode_masks_nwords;
	if (words <= 0 || words > MASK_WORDS)
		return -EOPNOTSUPP;
	st->s = (struct ethtool_link_settings){
		.cmd = ETHTOOL_GLINKSETTINGS,
		.link_mode_masks_nwords = (int8_t)words,
	};
	return ethtool_ask(fd, name, st);
}

static bool has(const uint32_t *mask, unsigned bit)
{
	return mask[bit / 32] & 1U << bit % 32;
}

static bool supports(const struct settings *st, const struct mode *m)
{
	return has(st->masks, m->bit);
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
	if (has(st->masks, ETHTOOL_LINK_MODE_Autoneg_BIT))
		(void)strv_add(ret, "autoselect");
	for (size_t i = 0; i < ARRAY_SIZE(modes); i++)
		if (supports(st, &modes[i]))
			(void)strv_addf(ret, "%s%s", modes[i].name,
					modes[i].full ? " mediaopt full-duplex"
						      : "");
}

int ethtool_media(const char *name, struct view_media *m)
{
	cleanup_close int fd = ethtool_socket();
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
	cleanup_close int fd = ethtool_socket();
	struct settings st = { 0 };

	if (fd < 0 || get_settings(fd, name, &st) < 0 ||
	    st.s.speed == (uint32_t)SPEED_UNKNOWN)
		return 0;
	return st.s.speed;
}

static const struct mode *find(const char *name, bool half)
{
	const struct mode *any = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(modes); i++) {
		if (!streq(modes[i].name, name))
			continue;
		if (modes[i].full == !half)
			return &modes[i];
		any = &modes[i];
	}
	return any;
}

bool ethtool_media_known(const char *type)
{
	return streq(type, "autoselect") || streq(type, "auto") ||
	       find(type, false);
}

int ethtool_set_media(const char *name, const char *type, bool half)
{
	cleanup_close int fd = ethtool_socket();
	const struct mode *m = find(type, half);
	struct settings st = { 0 };
	int r;

	if (fd < 0)
		return -errno;
	r = get_settings(fd, name, &st);
	if (r < 0)
		return r;
	st.s.cmd = ETHTOOL_SLINKSETTINGS;
	st.s.autoneg = m ? AUTONEG_DISABLE : AUTONEG_ENABLE;
	if (m) {
		st.s.speed = m->speed;
		st.s.duplex = m->full ? DUPLEX_FULL : DUPLEX_HALF;
	} else { /* offer all it can */
		size_t words = (size_t)st.s.link_mode_masks_nwords;

		memcpy(st.masks + words, st.masks, words * sizeof(st.masks[0]));
	}
	return ethtool_ask(fd, name, &st);
}
