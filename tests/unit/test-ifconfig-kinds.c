/* SPDX-License-Identifier: BSD-2-Clause */
/* test-ifconfig-kinds.c - Lines that only interfaces of one kind have */

#include <stdio.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "ifconfig/format.h"
#include "ifconfig/style.h"
#include "ifconfig/tunnel.h"
#include "ifconfig/view.h"
#include "ifconfig/vlanfilter.h"
#include "ifconfig/vxlan.h"
#include "test.h"

#define HEAD "x0: flags=0 metric 0 mtu 1500\n"

static void check(const struct view *v, bool verbose, const char *want)
{
	const struct style st = { .driver = verbose };
	cleanup_free char *got = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&got, &n);

	assert_non_null(f);
	format_view(f, v, &st);
	assert_int_equal(fclose(f), 0);
	assert_string_equal(got, want);
}

static struct nl_inet ip(const char *text)
{
	struct nl_inet a = { 0 };

	assert_int_equal(nl_inet_parse(text, 0, &a), 0);
	return a;
}

static void a_lagg_tells_its_ports(void **state)
{
	char p[] = "em1", q[] = "em2", name[] = "x0";
	struct view_port ports[] = { { p, 0x1c }, { q, 0 } };
	struct view_lagg l = { "lacp", "l2,l3,l4", ports, 2 };
	struct view v = { .name = name, .mtu = 1500, .lagg = &l };

	(void)state;
	check(&v, false,
	      HEAD "\tlaggproto lacp lagghash l2,l3,l4\n"
		   "\tlaggport: em1 flags=1c<ACTIVE,COLLECTING,DISTRIBUTING>\n"
		   "\tlaggport: em2 flags=0<>\n");
	l.hash = NULL;
	l.n_ports = 0;
	check(&v, false, HEAD "\tlaggproto lacp\n");
}

static void a_vlan_tells_its_parent_or_none(void **state)
{
	char parent[] = "em0", name[] = "x0";
	struct view_vlan s = { .tag = 5, .qinq = true, .pcp = 3 };
	struct view v = { .name = name, .mtu = 1500, .vlan = &s };

	(void)state;
	check(&v, false,
	      HEAD
	      "\tvlan: 5 vlanproto: 802.1ad vlanpcp: 3 parent interface: <none>\n");
	s.parent = parent;
	s.qinq = false;
	check(&v, false,
	      HEAD
	      "\tvlan: 5 vlanproto: 802.1q vlanpcp: 3 parent interface: em0\n");
}

static void tunnels_tell_their_ends_before_all_else(void **state)
{
	char name[] = "x0";
	struct tunnel_state t = { .src = ip("192.0.2.1"),
				  .dst = ip("192.0.2.2"),
				  .key = 7,
				  .options = TUNNEL_OPT_CSUM | TUNNEL_OPT_SEQ };
	struct view v = { .name = name, .mtu = 1500, .tunnel = &t };

	(void)state;
	check(&v, false, HEAD "\ttunnel inet 192.0.2.1 --> 192.0.2.2\n");
	v.gre = true;
	check(&v, false,
	      HEAD "\ttunnel inet 192.0.2.1 --> 192.0.2.2\n"
		   "\tgrekey: 0x7 (7)\n"
		   "\toptions=3<ENABLE_CSUM,ENABLE_SEQ>\n");
	t = (struct tunnel_state){ .src = ip("2001:db8::1"),
				   .dst = ip("2001:db8::2") };
	check(&v, false, HEAD "\ttunnel inet6 2001:db8::1 --> 2001:db8::2\n");
}

static void a_vxlan_tells_more_to_v(void **state)
{
	char name[] = "x0";
	struct vxlan_want x = { .vni = 42,
				.local = ip("192.0.2.1"),
				.remote = ip("239.0.0.1"),
				.local_port = 4789,
				.remote_port = 4789,
				.ttl = 64,
				.timeout = 1200,
				.max_addr = 2000,
				.learn = true };
	struct view v = { .name = name, .mtu = 1500, .vxlan = &x };

	(void)state;
	check(&v, true,
	      HEAD "\tvxlan vni 42 local 192.0.2.1:4789 group 239.0.0.1:4789\n"
		   "\t\tconfig: learning portrange 0-0 ttl 64\n"
		   "\t\tftable: max 2000 timeout 1200\n");
	x.local = (struct nl_inet){ 0 };
	x.remote = ip("2001:db8::2");
	check(&v, false,
	      HEAD
	      "\tvxlan vni 42 local [::]:4789 remote [2001:db8::2]:4789\n");
}

static void sets_of_vlans_are_read_or_refused(void **state)
{
	static const struct {
		const char *text;
		bool good;
		unsigned in, out;
	} t[] = {
		{ "1,5,10-20", true, 15, 9 }, { "all", true, 4094, 0 },
		{ "none", true, 0, 1 },	      { "0", false, 0, 0 },
		{ "4095", false, 0, 0 },      { "5-", false, 0, 0 },
		{ "9-3", false, 0, 0 },	      { "5,", false, 0, 0 },
		{ "", false, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(t); i++) {
		struct nl_vlans v = { 0 };

		if (vlanfilter_parse(t[i].text, &v, NULL) != 0) {
			assert_false(t[i].good);
			continue;
		}
		assert_true(t[i].good);
		assert_true(!t[i].in || nl_vlans_has(&v, t[i].in));
		assert_false(nl_vlans_has(&v, t[i].out));
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_lagg_tells_its_ports),
		cmocka_unit_test(a_vlan_tells_its_parent_or_none),
		cmocka_unit_test(tunnels_tell_their_ends_before_all_else),
		cmocka_unit_test(a_vxlan_tells_more_to_v),
		cmocka_unit_test(sets_of_vlans_are_read_or_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
