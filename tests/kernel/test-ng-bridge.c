/* SPDX-License-Identifier: BSD-2-Clause */
/* test-ng-bridge.c - A bridge learns, floods, forgets and mutes loops */

#include <sched.h>
#include <stdbool.h>
#include <time.h>

#include "netgraph/ng_bridge.h"
#include "ng.h"

#define ALL 0xff

/* Ports 0.. on link0.. of a bridge called "br" */
static void bridge_make(struct port *p, int n)
{
	char hook[NG_HOOKSIZ];

	node_make(&p[0], "bridge", "link0", "br");
	for (int i = 1; i < n; i++) {
		(void)snprintf(hook, sizeof(hook), "link%d", i);
		port_open(&p[i], "br:", hook);
	}
}

static void say(const struct port *p, const char *cmd)
{
	(void)ng_say(p[0].cs, "br:", cmd);
}

static void bridge_end(struct port *p, int n)
{
	for (int i = 0; i < n; i++)
		port_close(&p[i]);
}

/* @from sends it: the ports in @to get it, as it was, the others nothing. */
static void crosses(struct port *p, int n, int from, const unsigned char *f,
		    size_t len, unsigned to)
{
	port_send(&p[from], f, len);
	for (int i = 0; i < n; i++) {
		if (to >> i & 1)
			port_gets(&p[i], f, len);
		port_silent(&p[i]);
	}
}

static void goes(struct port *p, int n, int from, int dst, int src, unsigned to)
{
	unsigned char f[64];

	crosses(p, n, from, f, frame(f, dst, src, sizeof(f)), to);
}

/* Nobody gets it, and the sender is told. */
static void is_refused(struct port *p, int n, int from, const unsigned char *f,
		       size_t len, int why)
{
	assert_int_equal(port_refused(&p[from], f, len), why);
	for (int i = 0; i < n; i++)
		port_silent(&p[i]);
}

static void loops(struct port *p, int n, int from, int dst, int src)
{
	unsigned char f[64];

	is_refused(p, n, from, f, frame(f, dst, src, sizeof(f)), ELOOP);
}

static void stats_are(struct port *p, int link, const char *wanted)
{
	char cmd[40];

	(void)snprintf(cmd, sizeof(cmd), "getstats %d", link);
	assert_string_equal(ng_say(p->cs, "br:", cmd), wanted);
}

static void known_hosts_get_what_is_theirs(void **state)
{
	struct port p[4];

	(void)state;
	bridge_make(p, 4);
	goes(p, 4, 0, 2, 1, 0xe); /* nobody knows 2 yet */
	goes(p, 4, 1, 1, 2, 0x1);
	goes(p, 4, 0, 2, 1, 0x2);
	goes(p, 4, 3, 2, 3, 0x2);
	goes(p, 4, 1, 3, 2, 0x8);
	goes(p, 4, 2, 1, 4, 0x1);
	bridge_end(p, 4);
}

static void unknown_broadcast_and_multicast_flood(void **state)
{
	unsigned char f[64];
	struct port p[4];

	(void)state;
	bridge_make(p, 4);
	for (int i = 0; i < 4; i++)
		goes(p, 4, i, ALL, i + 1, 0xfu & ~(1u << i));
	for (int i = 0; i < 4; i++)
		goes(p, 4, i, 0x77, i + 1, 0xfu & ~(1u << i));
	for (int i = 0; i < 4; i++) {
		(void)frame(f, 1, i + 1, sizeof(f));
		f[0] = 0x33; /* IPv6's */
		f[1] = 0x33;
		crosses(p, 4, i, f, sizeof(f), 0xfu & ~(1u << i));
	}
	bridge_end(p, 4);
}

/* A frame whose receiver is where it came from goes nowhere. */
static void nothing_goes_back(void **state)
{
	struct port p[3];

	(void)state;
	bridge_make(p, 3);
	goes(p, 3, 0, ALL, 1, 0x6);
	goes(p, 3, 0, ALL, 2, 0x6);
	goes(p, 3, 0, 2, 1, 0);
	goes(p, 3, 0, 1, 1, 0);
	stats_are(&p[0], 0, "{ recvOctets=256 recvPackets=4 recvBroadcast=2 }");
	bridge_end(p, 3);
}

static void runts_and_bad_senders_are_dropped(void **state)
{
	unsigned char f[64];
	struct port p[2];

	(void)state;
	bridge_make(p, 2);
	(void)frame(f, ALL, 1, sizeof(f));
	for (size_t len = 1; len < 14; len++)
		is_refused(p, 2, 0, f, len, EINVAL);
	crosses(p, 2, 0, f, 14, 0x2);
	crosses(p, 2, 0, f, 15, 0x2);
	f[6] |= 1;
	is_refused(p, 2, 0, f, 64, EINVAL);
	stats_are(
		&p[0], 0,
		"{ recvOctets=184 recvPackets=16 recvBroadcast=2 recvRunts=13 recvInvalid=1 }");
	stats_are(&p[0], 1, "{ xmitOctets=29 xmitPackets=2 xmitBroadcasts=2 }");
	bridge_end(p, 2);
}

static void frames_of_any_length_cross(void **state)
{
	static const size_t lengths[] = { 14,	15,   33,   34,	  35,  59,
					  60,	61,   64,   127,  128, 1000,
					  1513, 1514, 1515, 1518, 9014 };
	static unsigned char f[16384];
	struct port p[3];

	(void)state;
	bridge_make(p, 3);
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		crosses(p, 3, 0, f, frame(f, ALL, 1, lengths[i]), 0x6);
		crosses(p, 3, 1, f, frame(f, 1, 2, lengths[i]), 0x1);
		crosses(p, 3, 0, f, frame(f, 2, 1, lengths[i]), 0x2);
	}
	bridge_end(p, 3);
}

/* Tagged frames pass as they are. */
static void tags_are_kept(void **state)
{
	unsigned char f[68];
	struct port p[2];

	(void)state;
	bridge_make(p, 2);
	(void)frame(f, ALL, 1, sizeof(f));
	f[12] = 0x81;
	f[13] = 0;
	f[14] = 0x20;
	f[15] = 42;
	crosses(p, 2, 0, f, sizeof(f), 0x2);
	(void)frame(f, 1, 2, sizeof(f));
	f[12] = 0x88;
	f[13] = 0xa8;
	crosses(p, 2, 1, f, sizeof(f), 0x1);
	bridge_end(p, 2);
}

static void each_kind_is_counted(void **state)
{
	unsigned char f[64];
	struct port p[3];

	(void)state;
	bridge_make(p, 3);
	goes(p, 3, 0, ALL, 1, 0x6);
	goes(p, 3, 0, 0x55, 1, 0x6);
	goes(p, 3, 1, 1, 2, 0x1);
	(void)frame(f, 1, 1, sizeof(f));
	f[0] = 1;
	crosses(p, 3, 0, f, sizeof(f), 0x6);
	stats_are(
		&p[0], 0,
		"{ recvOctets=192 recvPackets=3 recvMulticast=1 recvBroadcast=1 recvUnknown=1 xmitOctets=64 xmitPackets=1 }");
	stats_are(
		&p[0], 1,
		"{ recvOctets=64 recvPackets=1 xmitOctets=192 xmitPackets=3 xmitMulticasts=1 xmitBroadcasts=1 }");
	stats_are(
		&p[0], 2,
		"{ xmitOctets=192 xmitPackets=3 xmitMulticasts=1 xmitBroadcasts=1 }");
	assert_string_equal(ng_say(p[0].cs, "br:", "clrstats 1"), "");
	stats_are(&p[0], 1, "{}");
	assert_string_equal(
		ng_say(p[0].cs, "br:", "getclrstats 2"),
		"{ xmitOctets=192 xmitPackets=3 xmitMulticasts=1 xmitBroadcasts=1 }");
	stats_are(&p[0], 2, "{}");
	say(p, "reset");
	stats_are(&p[0], 0, "{}");
	bridge_end(p, 3);
}

/* The table, as a struct */
static const struct ng_bridge_host_ary *table(const struct port *p)
{
	static struct answer a;
	char from[NG_PATHSIZ];

	must(NgSendMsg(p->cs, "br:", NGM_BRIDGE_COOKIE, NGM_BRIDGE_GET_TABLE,
		       NULL, 0),
	     "NgSendMsg");
	assert_true(NgRecvMsg(p->cs, &a.m, sizeof(a), from) > 0);
	return (const void *)a.m.data;
}

static const char *host_link(const struct port *p, int host)
{
	const struct ng_bridge_host_ary *t = table(p);

	for (uint32_t i = 0; i < t->numHosts; i++)
		if (t->hosts[i].addr[0] == 2 && t->hosts[i].addr[5] == host)
			return t->hosts[i].hook;
	return "nowhere";
}

static void table_has_all_and_each_once(void **state)
{
	struct port p[3];

	(void)state;
	bridge_make(p, 3);
	assert_int_equal(table(&p[0])->numHosts, 0);
	assert_string_equal(ng_say(p[0].cs, "br:", "gettable"), "{}");
	for (int i = 1; i <= 100; i++)
		goes(p, 3, i % 3, ALL, i, 0x7u & ~(1u << i % 3));
	for (int i = 1; i <= 100; i++)
		goes(p, 3, i % 3, ALL, i, 0x7u & ~(1u << i % 3));
	assert_int_equal(table(&p[0])->numHosts, 100);
	assert_string_equal(host_link(&p[0], 3), "link0");
	assert_string_equal(host_link(&p[0], 100), "link1");
	assert_string_equal(host_link(&p[0], 50), "link2");
	bridge_end(p, 3);
}

static void table_as_text(void **state)
{
	struct port p[2];

	(void)state;
	bridge_make(p, 2);
	goes(p, 2, 1, ALL, 0x1a, 0x1);
	assert_string_equal(
		ng_say(p[0].cs, "br:", "gettable"),
		"{ numHosts=1 hosts=[ { addr=02:00:00:00:00:1a hook=\"link1\" } ] }");
	bridge_end(p, 2);
}

static void what_was_on_a_link_goes_with_it(void **state)
{
	struct port p[3];

	(void)state;
	bridge_make(p, 3);
	goes(p, 3, 1, ALL, 2, 0x5);
	goes(p, 3, 2, ALL, 3, 0x3);
	port_close(&p[1]);
	ng_settle();
	assert_string_equal(host_link(&p[0], 2), "nowhere");
	assert_string_equal(host_link(&p[0], 3), "link2");
	/* And another on that link begins with nothing. */
	port_open(&p[1], "br:", "link1");
	assert_string_equal(host_link(&p[0], 2), "nowhere");
	goes(p, 3, 0, 2, 1, 0x6);
	goes(p, 3, 0, 3, 1, 0x4);
	stats_are(&p[0], 1, "{ xmitOctets=64 xmitPackets=1 }");
	bridge_end(p, 3);
}

static void reset_forgets_all(void **state)
{
	struct port p[3];

	(void)state;
	bridge_make(p, 3);
	goes(p, 3, 1, ALL, 2, 0x5);
	goes(p, 3, 0, 2, 1, 0x2);
	say(p, "reset");
	assert_int_equal(table(&p[0])->numHosts, 0);
	goes(p, 3, 0, 2, 1, 0x6);
	assert_int_equal(table(&p[0])->numHosts, 1);
	bridge_end(p, 3);
}

#define SOON_IS_A_MINUTE                                                       \
	"setconfig { debugLevel=1 loopTimeout=60 maxStaleness=900 minStableAge=60 }"

/* Seen on another link at once: a loop, and that link is deaf for a while. */
static void loops_are_muted(void **state)
{
	struct port p[3];

	(void)state;
	bridge_make(p, 3);
	say(p, SOON_IS_A_MINUTE);
	goes(p, 3, 0, ALL, 1, 0x6);
	loops(p, 3, 1, ALL, 1);
	stats_are(
		&p[0], 1,
		"{ recvOctets=64 recvPackets=1 xmitOctets=64 xmitPackets=1 xmitBroadcasts=1 loopDrops=1 loopDetects=1 }");
	/* Whatever comes there now */
	loops(p, 3, 1, ALL, 7);
	loops(p, 3, 1, 1, 8);
	stats_are(
		&p[0], 1,
		"{ recvOctets=192 recvPackets=3 xmitOctets=64 xmitPackets=1 xmitBroadcasts=1 loopDrops=3 loopDetects=1 }");
	assert_string_equal(host_link(&p[0], 1), "link0");
	assert_string_equal(host_link(&p[0], 7), "nowhere");
	/* The other links go on, and a reset opens it again. */
	goes(p, 3, 2, 1, 3, 0x1);
	say(p, "reset");
	goes(p, 3, 1, ALL, 7, 0x5);
	bridge_end(p, 3);
}

static void hosts_of_a_muted_link_are_forgotten(void **state)
{
	struct port p[3];

	(void)state;
	bridge_make(p, 3);
	say(p, SOON_IS_A_MINUTE);
	goes(p, 3, 1, ALL, 5, 0x5);
	goes(p, 3, 0, ALL, 1, 0x6);
	loops(p, 3, 1, ALL, 1);
	assert_string_equal(host_link(&p[0], 5), "nowhere");
	bridge_end(p, 3);
}

static void a_link_is_muted_as_long_as_is_set(void **state)
{
	const struct timespec tick = { .tv_nsec = 20000000 };
	unsigned char f[64];
	struct port p[3];
	bool heard = false;
	long from;

	(void)state;
	bridge_make(p, 3);
	say(p,
	    "setconfig { debugLevel=1 loopTimeout=1 maxStaleness=900 minStableAge=60 }");
	goes(p, 3, 0, ALL, 1, 0x6);
	from = now_ms();
	loops(p, 3, 1, ALL, 1);
	(void)frame(f, ALL, 9, sizeof(f));
	while (!heard && now_ms() - from < NEVER_MS) {
		(void)nanosleep(&tick, NULL);
		if (NgSendData(p[1].ds, "p", f, sizeof(f)) < 0)
			assert_int_equal(errno, ELOOP);
		heard = port_ready(&p[2], 0);
	}
	assert_in_range(now_ms() - from, 600, NEVER_MS);
	bridge_end(p, 3);
}

/* With minStableAge 0 a host may move at once. */
static void hosts_move_when_they_may(void **state)
{
	struct port p[3];

	(void)state;
	bridge_make(p, 3);
	say(p, "setconfig { debugLevel=1 loopTimeout=60 maxStaleness=900 }");
	goes(p, 3, 0, ALL, 1, 0x6);
	goes(p, 3, 1, ALL, 1, 0x5);
	assert_string_equal(host_link(&p[0], 1), "link1");
	goes(p, 3, 2, 1, 3, 0x2);
	goes(p, 3, 2, ALL, 1, 0x3);
	assert_string_equal(host_link(&p[0], 1), "link2");
	assert_int_equal(table(&p[0])->numHosts, 2);
	bridge_end(p, 3);
}

static void hosts_are_moved_by_hand(void **state)
{
	struct port p[3];

	(void)state;
	bridge_make(p, 3);
	goes(p, 3, 0, ALL, 1, 0x6);
	say(p, "movehost { addr=02:00:00:00:00:01 hook=\"link2\" }");
	assert_string_equal(host_link(&p[0], 1), "link2");
	goes(p, 3, 1, 1, 2, 0x4);
	/* Also one that nobody has seen */
	say(p, "movehost { hook=\"link1\" addr=02:00:00:00:00:09 }");
	goes(p, 3, 0, 9, 3, 0x2);
	assert_int_equal(
		ng_refused(
			p[0].cs, "br:",
			"movehost { addr=02:00:00:00:00:01 hook=\"link7\" }"),
		ENOENT);
	assert_int_equal(ng_refused(p[0].cs, "br:", "movehost { addr=2 }"),
			 EINVAL);
	bridge_end(p, 3);
}

/* Host 1 is at this port: perhaps it says so, and gets what is its. */
static void is_behind(struct port *p, int port, bool sends)
{
	if (sends)
		goes(p, 3, port, ALL, 1, 0x7 & ~(1u << port));
	goes(p, 3, 1, 1, 2, 1u << port);
}

/* Where a host was a moment ago is kept by each CPU: all is sent from one. */
static void who_moved_is_found_at_once(void **state)
{
	struct port p[3];
	cpu_set_t cpu;

	(void)state;
	CPU_ZERO(&cpu);
	CPU_SET((size_t)sched_getcpu(), &cpu);
	must(sched_setaffinity(0, sizeof(cpu), &cpu), "sched_setaffinity");
	bridge_make(p, 3);
	say(p, "setconfig { debugLevel=1 loopTimeout=60 maxStaleness=900 }");
	for (int i = 0; i < 20; i++) {
		is_behind(p, 0, true);
		is_behind(p, 2, true);
		say(p, "movehost { addr=02:00:00:00:00:01 hook=\"link0\" }");
		is_behind(p, 0, false);
	}
	bridge_end(p, 3);
}

static void silent_hosts_are_forgotten(void **state)
{
	const struct timespec tick = { .tv_nsec = 50000000 };
	struct port p[3];
	long from;

	(void)state;
	bridge_make(p, 3);
	say(p,
	    "setconfig { debugLevel=1 loopTimeout=60 maxStaleness=1 minStableAge=1 }");
	from = now_ms();
	goes(p, 3, 1, ALL, 2, 0x5);
	while (table(&p[0])->numHosts && now_ms() - from < NEVER_MS)
		(void)nanosleep(&tick, NULL);
	assert_in_range(now_ms() - from, 500, NEVER_MS);
	goes(p, 3, 0, 2, 1, 0x6);
	bridge_end(p, 3);
}

/* On an uplink nothing is learned, and what is unknown goes there. */
static void uplinks_learn_nothing(void **state)
{
	struct port p[3];

	(void)state;
	node_make(&p[0], "bridge", "link0", "br");
	port_open(&p[1], "br:", "link1");
	port_open(&p[2], "br:", "uplink1");
	goes(p, 3, 2, ALL, 9, 0x3);
	assert_int_equal(table(&p[0])->numHosts, 0);
	goes(p, 3, 0, 9, 1, 0x6);
	goes(p, 3, 2, 1, 9, 0x1);
	/* The same address may come from there at any time. */
	goes(p, 3, 2, ALL, 1, 0x3);
	goes(p, 3, 1, 1, 2, 0x1);
	stats_are(
		&p[0], -1,
		"{ recvOctets=192 recvPackets=3 recvBroadcast=2 xmitOctets=64 xmitPackets=1 }");
	bridge_end(p, 3);
}

/* If the first hook is an uplink, all that is unknown is behind it. */
static void a_first_uplink_has_the_unknown(void **state)
{
	struct port p[4];

	(void)state;
	node_make(&p[0], "bridge", "uplink1", "br");
	port_open(&p[1], "br:", "link1");
	port_open(&p[2], "br:", "link2");
	port_open(&p[3], "br:", "uplink2");
	goes(p, 4, 1, 0x50, 1, 0x9);
	goes(p, 4, 0, 0x50, 9, 0x8);
	goes(p, 4, 1, ALL, 1, 0xd);
	goes(p, 4, 0, ALL, 9, 0xe);
	goes(p, 4, 2, 1, 2, 0x2);
	goes(p, 4, 3, 2, 9, 0x4);
	bridge_end(p, 4);
}

static void two_bridges_know_their_own(void **state)
{
	struct port p[2], q[2];
	unsigned char f[64];

	(void)state;
	bridge_make(p, 2);
	node_make(&q[0], "bridge", "link0", "other");
	port_open(&q[1], "other:", "link1");
	goes(p, 2, 1, ALL, 2, 0x1);
	assert_string_equal(ng_say(q[0].cs, "other:", "gettable"), "{}");
	goes(q, 2, 0, ALL, 2, 0x2);
	assert_string_equal(host_link(&p[0], 2), "link1");
	/* Joined they carry from one's ports to the other's. */
	say(p,
	    "connect { path=\"other:\" ourhook=\"link9\" peerhook=\"link9\" }");
	(void)frame(f, ALL, 7, sizeof(f));
	port_send(&p[0], f, sizeof(f));
	port_gets(&q[0], f, sizeof(f));
	port_gets(&q[1], f, sizeof(f));
	port_gets(&p[1], f, sizeof(f));
	(void)frame(f, 7, 8, sizeof(f));
	port_send(&q[0], f, sizeof(f));
	port_gets(&p[0], f, sizeof(f));
	port_silent(&p[1]);
	port_silent(&q[1]);
	bridge_end(p, 2);
	bridge_end(q, 2);
}

/* A burst to many ports: all of them, all frames, none twice. */
static void bursts_reach_all(void **state)
{
	enum { PORTS = 15, BURST = 64 };
	struct port p[PORTS];
	unsigned char f[64];

	(void)state;
	bridge_make(p, PORTS);
	for (int i = 0; i < BURST; i++) {
		(void)frame(f, ALL, 1, sizeof(f));
		f[20] = (unsigned char)i;
		port_send(&p[0], f, sizeof(f));
	}
	for (int n = 1; n < PORTS; n++) {
		for (int i = 0; i < BURST; i++) {
			f[20] = (unsigned char)i;
			port_gets(&p[n], f, sizeof(f));
		}
		port_silent(&p[n]);
	}
	port_silent(&p[0]);
	bridge_end(p, PORTS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ng_test(known_hosts_get_what_is_theirs),
		ng_test(unknown_broadcast_and_multicast_flood),
		ng_test(nothing_goes_back),
		ng_test(runts_and_bad_senders_are_dropped),
		ng_test(frames_of_any_length_cross),
		ng_test(tags_are_kept),
		ng_test(each_kind_is_counted),
		ng_test(table_has_all_and_each_once),
		ng_test(table_as_text),
		ng_test(what_was_on_a_link_goes_with_it),
		ng_test(reset_forgets_all),
		ng_test(loops_are_muted),
		ng_test(hosts_of_a_muted_link_are_forgotten),
		ng_test(a_link_is_muted_as_long_as_is_set),
		ng_test(hosts_move_when_they_may),
		ng_test(hosts_are_moved_by_hand),
		ng_test(who_moved_is_found_at_once),
		ng_test(silent_hosts_are_forgotten),
		ng_test(uplinks_learn_nothing),
		ng_test(a_first_uplink_has_the_unknown),
		ng_test(two_bridges_know_their_own),
		ng_test(bursts_reach_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
