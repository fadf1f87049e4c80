/* SPDX-License-Identifier: BSD-2-Clause */
/* map-text.c - What is said of a thing in the picture when one points at it */

#include <linux/if_link.h>
#include <net/if.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "map.h"
#include "vnet.h"

/* How many bytes of UTF-8 make the character, 0: none that can be shown */
static size_t character(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t n = *p < 0x80 ? 1 : *p >= 0xf0 ? 4 : *p >= 0xe0 ? 3 : 2;

	if (*p < 0x20 || *p == 0x7f || (*p >= 0x80 && *p < 0xc2) || *p > 0xf4)
		return 0;
	for (size_t i = 1; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	return n;
}

void map_put(FILE *f, const char *text, bool markup)
{
	static const struct {
		char c;
		const char *quoted, *markup;
	} special[] = {
		{ '&', "&amp;", "&amp;" },
		{ '<', "<", "&lt;" },
		{ '>', ">", "&gt;" },
		{ '"', "\\\"", "&quot;" },
		/* Graphviz would take what follows for a word of its own. */
		{ '\\', "\u2216", "\u2216" },
	};

	while (*text) {
		size_t n = character(text);
		const char *as = n ? NULL : "?";

		for (size_t i = 0; i < ARRAY_SIZE(special); i++)
			if (*text == special[i].c)
				as = markup ? special[i].markup
					    : special[i].quoted;
		if (as)
			fputs(as, f);
		else
			(void)fwrite(text, 1, n, f);
		text += n ? n : 1;
	}
}

static void lines(FILE *f, const struct strv *v)
{
	for (size_t i = 0; i < v->n; i++) {
		fputs("\\n", f);
		map_put(f, v->v[i], false);
	}
}

/* "1 packet, 60 bytes", the numbers in threes */
static void amount(FILE *f, const char *what, uint64_t packets, uint64_t bytes)
{
	fprintf(f, "\\n%s %ju packet%s, %ju bytes", what, (uintmax_t)packets,
		packets == 1 ? "" : "s", (uintmax_t)bytes);
}

static void tip_link_of(const struct nl_link *l, FILE *f)
{
	const struct rtnl_link_stats64 *s = l->stats64;

	if (l->addr_len == 6)
		fprintf(f, "\\n%02x:%02x:%02x:%02x:%02x:%02x", l->addr[0],
			l->addr[1], l->addr[2], l->addr[3], l->addr[4],
			l->addr[5]);
	fprintf(f, "\\n%s, mtu %u", l->flags & IFF_UP ? "up" : "down", l->mtu);
	if (!s)
		return;
	amount(f, "received", s->rx_packets, s->rx_bytes);
	amount(f, "sent", s->tx_packets, s->tx_bytes);
}

void map_tip_item(const struct map_item *i, FILE *f)
{
	const struct nodeinfo *node = i->hooks ? &i->hooks->nodeinfo : NULL;

	map_put(f, i->at ? place_name(i->at) : node->name, false);
	if (node)
		fprintf(f, "\\n%s node [%x], %u hook%s", node->type, node->id,
			node->hooks, node->hooks == 1 ? "" : "s");
	else
		fprintf(f, "\\nnot in the graph");
	if (!i->at)
		return;
	lines(f, &i->at->ip4);
	lines(f, &i->at->ip6);
	tip_link_of(&i->at->link, f);
}

/* What a bridge counted on a link; other than packets only what happened */
static void counters(struct ngnet *n, uint32_t bridge, const char *link,
		     FILE *f)
{
	uint64_t got[4] = { 0 }, v;
	static const char *const names[] = { "recvPackets", "recvOctets",
					     "xmitPackets", "xmitOctets" };
	cleanup_free char *text = NULL;
	const char *name;
	char *rest;

	if (ngnet_link_stats(n, bridge, link, &text, NULL) < 0)
		return;
	rest = text;
	while (ngnet_counter(&rest, &name, &v))
		for (size_t i = 0; i < ARRAY_SIZE(names); i++)
			if (streq(name, names[i]))
				got[i] = v;
	amount(f, "in", got[0], got[1]);
	amount(f, "out", got[2], got[3]);
}

void map_tip_link(const struct map_item *a, uint32_t peer, FILE *f)
{
	struct ngnet *n = a->graph->net;
	const struct nodeinfo *node = &a->hooks->nodeinfo;
	const char *lead = "";

	for (uint32_t i = 0; i < node->hooks; i++) {
		const struct linkinfo *l = &a->hooks->link[i];

		if (l->nodeinfo.id != peer)
			continue;
		fputs(lead, f);
		map_put(f, node->name, false);
		fprintf(f, " %s – %s ", l->ourhook, l->peerhook);
		map_put(f, l->nodeinfo.name, false);
		if (streq(l->nodeinfo.type, "bridge"))
			counters(n, peer, l->peerhook, f);
		else if (streq(node->type, "bridge"))
			counters(n, node->id, l->ourhook, f);
		lead = "\\n\\n";
	}
}
