/* SPDX-License-Identifier: BSD-2-Clause */
/* test-ng-ether.c - An interface's hooks: the wire below, the host above */

#include "ng-wire.h"

static void without_hooks_all_passes(void **state)
{
	struct ends e = ends_open();
	unsigned char f[64];

	(void)state;
	tap_send(e.wire, f, frame(f, 1, 2, sizeof(f)));
	tap_gets(e.host, f, sizeof(f));
	tap_send(e.host, f, frame(f, 2, 1, sizeof(f)));
	tap_gets(e.wire, f, sizeof(f));
	ends_close(&e);
}

/* Lower alone: what comes from the wire is the graph's, not the host's. */
static void lower_is_the_wire(void **state)
{
	static const int to[] = { 1, 9, ALL };
	struct ends e = ends_open();
	unsigned char f[64];
	struct port p;

	(void)state;
	port_open(&p, "em0:", "lower");
	for (size_t i = 0; i < 3; i++) {
		tap_send(e.wire, f, frame(f, to[i], 2, sizeof(f)));
		port_gets(&p, f, sizeof(f));
	}
	tap_silent(e.host);
	for (int i = 0; i < 3; i++) {
		port_send(&p, f, frame(f, 2, 7 + i, sizeof(f)));
		tap_gets(e.wire, f, sizeof(f));
	}
	/* The host still sends to the wire. */
	tap_send(e.host, f, frame(f, 2, 1, sizeof(f)));
	tap_gets(e.wire, f, sizeof(f));
	port_silent(&p);
	port_close(&p);
	ends_close(&e);
}

/* Upper alone: what the host sends is the graph's, not the wire's. */
static void upper_is_the_host(void **state)
{
	struct ends e = ends_open();
	unsigned char f[64];
	struct port p;

	(void)state;
	port_open(&p, "em0:", "upper");
	tap_send(e.host, f, frame(f, ALL, 1, sizeof(f)));
	port_gets(&p, f, sizeof(f));
	tap_silent(e.wire);
	port_send(&p, f, frame(f, 1, 9, sizeof(f)));
	tap_gets(e.host, f, sizeof(f));
	port_send(&p, f, frame(f, ALL, 9, sizeof(f)));
	tap_gets(e.host, f, sizeof(f));
	tap_send(e.wire, f, frame(f, 1, 2, sizeof(f)));
	tap_gets(e.host, f, sizeof(f));
	port_silent(&p);
	port_close(&p);
	ends_close(&e);
}

static void a_program_between_them_is_in_the_way(void **state)
{
	struct ends e = ends_open();
	struct port low, high;
	unsigned char f[64];

	(void)state;
	port_open(&low, "em0:", "lower");
	port_open(&high, "em0:", "upper");
	tap_send(e.wire, f, frame(f, 1, 2, sizeof(f)));
	port_gets(&low, f, sizeof(f));
	tap_silent(e.host);
	port_send(&high, f, sizeof(f));
	tap_gets(e.host, f, sizeof(f));
	tap_send(e.host, f, frame(f, 2, 1, sizeof(f)));
	port_gets(&high, f, sizeof(f));
	tap_silent(e.wire);
	port_send(&low, f, sizeof(f));
	tap_gets(e.wire, f, sizeof(f));
	port_silent(&low);
	port_silent(&high);
	port_close(&low);
	port_close(&high);
	ends_close(&e);
}

static void autosrc_writes_the_interfaces_address(void **state)
{
	struct ends e = ends_open();
	unsigned char f[64];
	struct port p;

	(void)state;
	port_open(&p, "em0:", "lower");
	(void)ng_say(p.cs, "em0:", "setautosrc 1");
	port_send(&p, f, frame(f, 2, 0x55, sizeof(f)));
	f[11] = 1;
	tap_gets(e.wire, f, sizeof(f));
	(void)ng_say(p.cs, "em0:", "setenaddr 02:00:00:00:00:33");
	port_send(&p, f, frame(f, 2, 0x55, sizeof(f)));
	f[11] = 0x33;
	tap_gets(e.wire, f, sizeof(f));
	(void)ng_say(p.cs, "em0:", "setautosrc 0");
	port_send(&p, f, frame(f, 2, 0x55, sizeof(f)));
	tap_gets(e.wire, f, sizeof(f));
	port_close(&p);
	ends_close(&e);
}

static void frames_of_any_length_pass(void **state)
{
	static const size_t lengths[] = { 14, 15,  33,	34,   35,  60,
					  64, 128, 500, 1513, 1514 };
	struct ends e = ends_open();
	unsigned char f[FRAME_MAX];
	struct port p;

	(void)state;
	port_open(&p, "em0:", "lower");
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		tap_send(e.wire, f, frame(f, 1, 2, lengths[i]));
		port_gets(&p, f, lengths[i]);
		port_send(&p, f, lengths[i]);
		tap_gets(e.wire, f, lengths[i]);
	}
	port_close(&p);
	ends_close(&e);
}

/* A hub on it: wire, host and program hear each other, none itself. */
static void a_hub_joins_wire_host_and_program(void **state)
{
	struct ends e = ends_open();
	unsigned char f[64];
	struct port p;

	(void)state;
	node_make(&p, "hub", "p", "hub");
	(void)ng_say(
		p.cs, "hub:",
		"connect { path=\"em0:\" ourhook=\"l\" peerhook=\"lower\" }");
	(void)ng_say(
		p.cs, "hub:",
		"connect { path=\"em0:\" ourhook=\"u\" peerhook=\"upper\" }");
	tap_send(e.wire, f, frame(f, ALL, 2, sizeof(f)));
	tap_gets(e.host, f, sizeof(f));
	port_gets(&p, f, sizeof(f));
	tap_silent(e.wire);
	tap_send(e.host, f, frame(f, ALL, 1, sizeof(f)));
	tap_gets(e.wire, f, sizeof(f));
	port_gets(&p, f, sizeof(f));
	tap_silent(e.host);
	port_send(&p, f, frame(f, ALL, 3, sizeof(f)));
	tap_gets(e.wire, f, sizeof(f));
	tap_gets(e.host, f, sizeof(f));
	port_silent(&p);
	port_close(&p);
	ends_close(&e);
}

static void when_the_program_ends_all_passes_again(void **state)
{
	struct ends e = ends_open();
	unsigned char f[64];
	struct port p;

	(void)state;
	port_open(&p, "em0:", "lower");
	tap_send(e.wire, f, frame(f, 1, 2, sizeof(f)));
	port_gets(&p, f, sizeof(f));
	port_close(&p);
	ng_settle();
	tap_send(e.wire, f, frame(f, 1, 2, sizeof(f)));
	tap_gets(e.host, f, sizeof(f));
	tap_send(e.host, f, frame(f, 2, 1, sizeof(f)));
	tap_gets(e.wire, f, sizeof(f));
	ends_close(&e);
}

static void both_on(struct port *p, const char *type, const char *a,
		    const char *b)
{
	char cmd[128];

	node_make(p, type, type[0] == 'h' ? "p" : "link0", "n");
	(void)snprintf(cmd, sizeof(cmd),
		       "connect { path=\"em0:\" ourhook=\"%s\""
		       " peerhook=\"lower\" }",
		       a);
	(void)ng_say(p->cs, "n:", cmd);
	(void)snprintf(cmd, sizeof(cmd),
		       "connect { path=\"em0:\" ourhook=\"%s\""
		       " peerhook=\"upper\" }",
		       b);
	(void)ng_say(p->cs, "n:", cmd);
}

/* As tcpdump sees it: before anything else looks at the frame */
static void a_broadcast_comes_in_once(const struct ends *e,
				      const struct port *p)
{
	int all = tap_of("em0", ETH_P_ALL);
	unsigned char f[64];

	for (int i = 0; i < 2; i++) {
		tap_send(e->wire, f, frame(f, ALL, 2, sizeof(f)));
		port_gets(p, f, sizeof(f));
		tap_gets(e->host, f, sizeof(f));
		tap_gets(all, f, sizeof(f));
		tap_silent(all);
		tap_silent(e->host);
		tap_silent(e->wire);
		port_silent(p);
	}
	(void)close(all);
}

static void by_a_bridge_a_broadcast_comes_in_once(void **state)
{
	struct ends e = ends_open();
	struct port p;

	(void)state;
	both_on(&p, "bridge", "link1", "link2");
	a_broadcast_comes_in_once(&e, &p);
	port_close(&p);
	ends_close(&e);
}

static void by_a_hub_a_broadcast_comes_in_once(void **state)
{
	struct ends e = ends_open();
	struct port p;

	(void)state;
	both_on(&p, "hub", "link1", "link2");
	a_broadcast_comes_in_once(&e, &p);
	port_close(&p);
	ends_close(&e);
}

/* Put a tee that somebody listens to between em0's hook and the bridge's. */
static void tap_in(const struct port *p, const char *hook, const char *link,
		   struct port *ret)
{
	char cmd[128];

	(void)snprintf(cmd, sizeof(cmd), "rmhook { hook=\"%s\" }", hook);
	(void)ng_say(p->cs, "em0:", cmd);
	(void)snprintf(
		cmd, sizeof(cmd),
		"mkpeer { type=\"tee\" ourhook=\"%s\" peerhook=\"left\" }",
		hook);
	(void)ng_say(p->cs, "em0:", cmd);
	(void)snprintf(
		cmd, sizeof(cmd),
		"connect { path=\"em0:%s\" ourhook=\"%s\" peerhook=\"right\" }",
		hook, link);
	(void)ng_say(p->cs, "n:", cmd);
	(void)snprintf(cmd, sizeof(cmd), "em0:%s", hook);
	port_open(ret, cmd, "left2right");
}

static void behind_tees_a_broadcast_comes_in_once(void **state)
{
	struct ends e = ends_open();
	struct port p, low, high;
	unsigned char f[64];

	(void)state;
	both_on(&p, "bridge", "link1", "link2");
	tap_in(&p, "lower", "link1", &low);
	tap_in(&p, "upper", "link2", &high);
	a_broadcast_comes_in_once(&e, &p);
	(void)frame(f, ALL, 2, sizeof(f));
	port_gets(&low, f, sizeof(f));
	port_gets(&low, f, sizeof(f));
	port_silent(&low);
	port_silent(&high);
	/* And the other way round */
	tap_send(e.host, f, frame(f, ALL, 1, sizeof(f)));
	tap_gets(e.wire, f, sizeof(f));
	port_gets(&p, f, sizeof(f));
	port_gets(&high, f, sizeof(f));
	tap_silent(e.wire);
	tap_silent(e.host);
	port_silent(&low);
	port_close(&low);
	port_close(&high);
	port_close(&p);
	ends_close(&e);
}

/* What the host knows, or is for others, is none; the host loses nothing. */
static void orphans_gets_what_the_host_does_not_know(void **state)
{
	static const uint16_t known[] = { ETH_P_IP, ETH_P_IPV6, ETH_P_ARP };
	struct ends e = ends_open();
	unsigned char f[64];
	struct port p;

	(void)state;
	port_open(&p, "em0:", "orphans");
	for (int i = 0; i < 2; i++) {
		tap_send(e.wire, f, frame(f, i ? ALL : 1, 2, sizeof(f)));
		port_gets(&p, f, sizeof(f));
		tap_gets(e.host, f, sizeof(f));
	}
	tap_send(e.wire, f, frame(f, 9, 2, sizeof(f)));
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		(void)frame(f, 1, 2, sizeof(f));
		f[12] = (unsigned char)(known[i] >> 8);
		f[13] = (unsigned char)known[i];
		tap_send(e.wire, f, sizeof(f));
	}
	/* The last of them, and so all before it, have come. */
	tap_send(e.wire, f, frame(f, 1, 7, sizeof(f)));
	port_gets(&p, f, sizeof(f));
	port_silent(&p);
	/* What is sent there is transmitted. */
	(void)ng_say(p.cs, "em0:", "setautosrc 1");
	port_send(&p, f, frame(f, 2, 0x55, sizeof(f)));
	f[11] = 1;
	tap_gets(e.wire, f, sizeof(f));
	port_close(&p);
	ends_close(&e);
}

static void upper_sends_on_to_orphans(void **state)
{
	struct ends e = ends_open();
	struct port lower, upper, orphans;
	unsigned char f[64];

	(void)state;
	port_open(&orphans, "em0:", "orphans");
	port_open(&upper, "em0:", "upper");
	port_send(&upper, f, frame(f, 1, 9, sizeof(f)));
	port_gets(&orphans, f, sizeof(f));
	tap_gets(e.host, f, sizeof(f));
	/* With lower connected nothing comes to the host that could be one. */
	port_open(&lower, "em0:", "divert");
	tap_send(e.wire, f, frame(f, 1, 2, sizeof(f)));
	port_gets(&lower, f, sizeof(f));
	port_silent(&orphans);
	tap_silent(e.host);
	assert_int_equal(ng_refused(lower.cs, "em0:",
				    "mkpeer { type=\"hole\""
				    " ourhook=\"lower\" peerhook=\"x\" }"),
			 EISCONN);
	port_close(&lower);
	port_close(&upper);
	port_close(&orphans);
	ends_close(&e);
}

#define T(f) cmocka_unit_test_setup(f, wire)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(without_hooks_all_passes),
		T(lower_is_the_wire),
		T(upper_is_the_host),
		T(a_program_between_them_is_in_the_way),
		T(autosrc_writes_the_interfaces_address),
		T(frames_of_any_length_pass),
		T(a_hub_joins_wire_host_and_program),
		T(when_the_program_ends_all_passes_again),
		T(by_a_bridge_a_broadcast_comes_in_once),
		T(by_a_hub_a_broadcast_comes_in_once),
		T(behind_tees_a_broadcast_comes_in_once),
		T(orphans_gets_what_the_host_does_not_know),
		T(upper_sends_on_to_orphans),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
