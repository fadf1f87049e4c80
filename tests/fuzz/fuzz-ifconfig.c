/* SPDX-License-Identifier: BSD-2-Clause */
/* fuzz-ifconfig.c - What ifconfig reads is what it says, or refused in words */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../cmd/ifconfig/format-kind.h"
#include "../../cmd/ifconfig/ifc.h"
#include "../../cmd/ifconfig/style.h"
#include "../../cmd/ifconfig/vlanfilter.h"
#include "../../cmd/ifconfig/words.h"
#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/strv.h"
#include "base/util.h"
#include "nl/bridge-vlan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void want(bool good)
{
	if (!good)
		abort();
}

static bool is_in(const struct words *t, const struct word *w)
{
	return w >= t->w && w < t->w + t->n;
}

/* Words that only fill the struct ifc, and ask no kernel */
static bool is_pure(const struct word *w)
{
	if (is_in(&addr_words, w))
		return true;
	if (is_in(&vlan_words, w))
		return str_starts(w->name, "vlan");
	if (is_in(&vxlan_words, w))
		return w->n_args > 0 && !streq(w->name, "vxlandev");
	if (is_in(&tunnel_words, w))
		return w->n_args > 0;
	return is_in(&refused_words, w) && w->why;
}

/* A set of VLANs, printed and read again, is the same. */
static void check_set(const char *word)
{
	struct nl_vlans a, b;
	struct errbuf eb = { "" };
	cleanup_free char *text = NULL;
	size_t n = 0;
	FILE *f;

	if (vlanfilter_parse(word, &a, &eb) < 0) {
		want(*eb.msg);
		return;
	}
	f = open_memstream(&text, &n);
	want(f);
	format_vlan_set(f, &a);
	want(fclose(f) == 0);
	want(vlanfilter_parse(n ? text : "none", &b, NULL) == 0);
	want(memcmp(&a, &b, sizeof(a)) == 0);
}

/* Of a range the last address is in the network byte that the first is in. */
static void check_address(const struct address *a)
{
	struct address at = *a;
	unsigned n = 0;

	want(a->family != AF_INET || a->prefixlen <= 32);
	want(a->family != AF_INET6 || a->prefixlen <= 128);
	want(a->family != AF_PACKET || a->mac_len <= sizeof(a->mac));
	want(!a->given || a->family == AF_PACKET || a->ip.family == a->family);
	while (address_next(&at))
		n++;
	want(n == a->more && n < 2048);
	want(a->family != AF_INET || memcmp(at.ip.b, a->ip.b, 3) == 0);
	want(a->family != AF_INET6 || memcmp(at.ip.b, a->ip.b, 14) == 0);
}

static void ignore(const char *item)
{
	(void)item;
}

static void read_words(struct ifc *c, char *const *at)
{
	struct errbuf eb = { "" };
	const struct word *w = NULL;
	char *const *arg = NULL, *const *before = at;
	int r;

	while ((r = words_next(&at, &w, &arg, &eb)) > 0) {
		want(at > before);
		before = at;
		if (w && !is_pure(w))
			continue;
		r = w ? w->run(c, w, arg, &eb)
		      : address_word(&c->addr, arg[0], &eb);
		if (r < 0)
			break;
		check_address(&c->addr);
	}
	want(r >= 0 || *eb.msg);
}

/* The first word is what -f takes, and a set of VLANs; then as for a call */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_free char *text = strndup((const char *)data, size);
	cleanup_strv struct strv words = { 0 };
	struct style style = { 0 };
	struct ifc c = { 0 };
	int family;

	if (!text || strv_split(&words, text, " \n") < 0 || words.n < 2)
		return 0;
	style_parse(&style, words.v[0], ignore);
	check_set(words.v[0]);
	family = address_family(words.v[1]);
	address_init(&c.addr, family ? family : AF_INET);
	read_words(&c, words.v + 1 + (family != 0));
	return 0;
}
