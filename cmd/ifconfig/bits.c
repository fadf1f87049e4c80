/* SPDX-License-Identifier: BSD-2-Clause */
/* bits.c - FreeBSD's names of bits */

#include <stdbool.h>

#include "base/util.h"
#include "bits.h"

static const struct bit flags[] = {
	{ 0x1, "UP" },
	{ 0x2, "BROADCAST" },
	{ 0x4, "DEBUG" },
	{ 0x8, "LOOPBACK" },
	{ 0x10, "POINTOPOINT" },
	{ 0x20, "NEEDSEPOCH" },
	{ 0x40, "RUNNING" },
	{ 0x80, "NOARP" },
	{ 0x100, "PROMISC" },
	{ 0x200, "ALLMULTI" },
	{ 0x400, "DRV_OACTIVE" },
	{ 0x800, "SIMPLEX" },
	{ 0x1000, "LINK0" },
	{ 0x2000, "LINK1" },
	{ 0x4000, "LINK2" },
	{ 0x8000, "MULTICAST" },
	{ 0x10000, "CANTCONFIG" },
	{ 0x20000, "PPROMISC" },
	{ 0x40000, "MONITOR" },
	{ 0x80000, "STATICARP" },
	{ 0x100000, "STICKYARP" },
	{ 0x200000, "DYING" },
	{ 0x400000, "RENAMING" },
	{ 0x800000, "PALLMULTI" },
	{ 0x1000000, "LOWER_UP" },
};

static const struct bit caps[] = {
	{ 0x1, "RXCSUM" },
	{ 0x2, "TXCSUM" },
	{ 0x4, "NETCONS" },
	{ 0x8, "VLAN_MTU" },
	{ 0x10, "VLAN_HWTAGGING" },
	{ 0x20, "JUMBO_MTU" },
	{ 0x40, "POLLING" },
	{ 0x80, "VLAN_HWCSUM" },
	{ 0x100, "TSO4" },
	{ 0x200, "TSO6" },
	{ 0x400, "LRO" },
	{ 0x800, "WOL_UCAST" },
	{ 0x1000, "WOL_MCAST" },
	{ 0x2000, "WOL_MAGIC" },
	{ 0x4000, "TOE4" },
	{ 0x8000, "TOE6" },
	{ 0x10000, "VLAN_HWFILTER" },
	{ 0x20000, "NV" },
	{ 0x40000, "VLAN_HWTSO" },
	{ 0x80000, "LINKSTATE" },
	{ 0x100000, "NETMAP" },
	{ 0x200000, "RXCSUM_IPV6" },
	{ 0x400000, "TXCSUM_IPV6" },
	{ 0x800000, "HWSTATS" },
	{ 0x1000000, "TXRTLMT" },
	{ 0x2000000, "HWRXTSTMP" },
	{ 0x4000000, "MEXTPG" },
	{ 0x8000000, "TXTLS4" },
	{ 0x10000000, "TXTLS6" },
	{ 0x20000000, "VXLAN_HWCSUM" },
	{ 0x40000000, "VXLAN_HWTSO" },
	{ 0x80000000, "TXTLS_RTLMT" },
};

static const struct bit nd6[] = {
	{ 0x1, "PERFORMNUD" },	      { 0x2, "ACCEPT_RTADV" },
	{ 0x4, "PREFER_SOURCE" },     { 0x8, "IFDISABLED" },
	{ 0x10, "DONT_SET_IFROUTE" }, { 0x20, "AUTO_LINKLOCAL" },
	{ 0x40, "NO_RADR" },	      { 0x80, "NO_PREFER_IFACE" },
	{ 0x100, "NO_DAD" },	      { 0x800, "STABLEADDR" },
	{ 0x8000, "DEFAULTIF" },
};

/* PRIVATE stands before EDGE, whatever its value. */
static const struct bit member[] = {
	{ 0x1, "LEARNING" },  { 0x2, "DISCOVER" },  { 0x4, "STP" },
	{ 0x8, "SPAN" },      { 0x10, "STICKY" },   { 0x800, "PRIVATE" },
	{ 0x20, "EDGE" },     { 0x40, "AUTOEDGE" }, { 0x80, "PTP" },
	{ 0x100, "AUTOPTP" },
};

static const struct bit bridge[] = { { 0x1, "VLANFILTER" } };
static const struct bit fdb[] = { { 0x1, "STATIC" }, { 0x2, "STICKY" } };

static const struct bit lagg[] = {
	{ 0x1, "MASTER" },     { 0x2, "STACK" },	 { 0x4, "ACTIVE" },
	{ 0x8, "COLLECTING" }, { 0x10, "DISTRIBUTING" },
};

static const struct bit gre[] = {
	{ 0x1, "ENABLE_CSUM" },
	{ 0x2, "ENABLE_SEQ" },
	{ 0x4, "UDPENCAP" },
};

/* enum view_in6 */
static const struct bit in6[] = {
	{ 0x1, "tentative" }, { 0x2, "duplicated" }, { 0x4, "deprecated" },
	{ 0x8, "autoconf" },  { 0x10, "temporary" }, { 0x20, "optimistic" },
};

const struct bits bits_flags = { flags, ARRAY_SIZE(flags), "IFF_", true };
const struct bits bits_caps = { caps, ARRAY_SIZE(caps), NULL, true };
const struct bits bits_nd6 = { nd6, ARRAY_SIZE(nd6), NULL, false };
const struct bits bits_in6 = { in6, ARRAY_SIZE(in6), NULL, false };
const struct bits bits_member = { member, ARRAY_SIZE(member), NULL, false };
const struct bits bits_bridge = { bridge, ARRAY_SIZE(bridge), NULL, false };
const struct bits bits_lagg = { lagg, ARRAY_SIZE(lagg), NULL, false };
const struct bits bits_gre = { gre, ARRAY_SIZE(gre), NULL, false };
const struct bits bits_fdb = { fdb, ARRAY_SIZE(fdb), NULL, false };

static void print_unnamed(FILE *out, const struct bits *b, unsigned rest,
			  const char *sep)
{
	for (unsigned i = 0; i < 32; i++) {
		if (!(rest & 1U << i))
			continue;
		fprintf(out, "%s%s%u", sep, b->unnamed, i);
		sep = ",";
	}
}

void bits_print(FILE *out, const struct bits *b, unsigned value)
{
	const char *sep = "";
	unsigned rest = value;

	fprintf(out, "%x", value);
	if (!value && b->bare_zero)
		return;

	fputc('<', out);
	for (size_t i = 0; i < b->n; i++) {
		if (!(value & b->bit[i].value))
			continue;
		fprintf(out, "%s%s", sep, b->bit[i].name);
		rest &= ~b->bit[i].value;
		sep = ",";
	}
	if (b->unnamed)
		print_unnamed(out, b, rest, sep);
	fputc('>', out);
}
