/* SPDX-License-Identifier: BSD-2-Clause */
/* test-ng-macfilter.c - Each host's frames go by the hook that was said */

#include "netgraph/ng_macfilter.h"
#include "ng.h"

#define ETHER 0
#define DEFAULT 1
#define A 2
#define B 3
#define N 4

static void filter_make(struct port *p)
{
	node_make(&p[ETHER], "macfilter", "ether", "mf");
	port_open(&p[DEFAULT], "mf:", "default");
	port_open(&p[A], "mf:", "a");
	port_open(&p[B], "mf:", "b");
}

static void filter_end(struct port *p)
{
	for (int i = 0; i < N; i++)
		port_close(&p[i]);
}

static void direct(struct port *p, int host, const char *hook)
{
	char cmd[100];

	(void)snprintf(cmd, sizeof(cmd),
		       "direct { ether=02:00:00:00:00:%02x hookname=\"%s\" }",
		       host, hook);
	(void)ng_say(p[0].cs, "mf:", cmd);
}

static void goes(struct port *p, int from, int dst, int src, int to)
{
	unsigned char f[60];

	port_send(&p[from], f, frame(f, dst, src, sizeof(f)));
	if (to >= 0)
		port_gets(&p[to], f, sizeof(f));
	for (int i = 0; i < N; i++)
		port_silent(&p[i]);
}

static void senders_decide(void **state)
{
	struct port p[N];

	(void)state;
	filter_make(p);
	goes(p, ETHER, 9, 1, DEFAULT);
	direct(p, 1, "a");
	direct(p, 2, "b");
	goes(p, ETHER, 9, 1, A);
	goes(p, ETHER, 1, 2, B);
	goes(p, ETHER, 1, 3, DEFAULT);
	/* All go down, from wherever. */
	for (int i = 1; i < N; i++)
		goes(p, i, 1, 9, ETHER);
	direct(p, 1, "b");
	goes(p, ETHER, 9, 1, B);
	direct(p, 1, "default");
	goes(p, ETHER, 9, 1, DEFAULT);
	filter_end(p);
}

static void a_hook_takes_its_hosts_along(void **state)
{
	struct port p[N];

	(void)state;
	filter_make(p);
	direct(p, 1, "a");
	direct(p, 2, "b");
	port_close(&p[A]);
	ng_settle();
	port_open(&p[A], "mf:", "a");
	goes(p, ETHER, 9, 1, DEFAULT);
	goes(p, ETHER, 9, 2, B);
	port_close(&p[DEFAULT]);
	ng_settle();
	port_open(&p[DEFAULT], "mf:", "c");
	goes(p, ETHER, 9, 1, -1);
	filter_end(p);
}

static void reset_forgets_all(void **state)
{
	struct port p[N];

	(void)state;
	filter_make(p);
	direct(p, 1, "a");
	(void)ng_say(p[0].cs, "mf:", "reset");
	assert_string_equal(ng_say(p[0].cs, "mf:", "getmacs"), "{}");
	goes(p, ETHER, 9, 1, DEFAULT);
	direct(p, 1, "a");
	goes(p, ETHER, 9, 1, A);
	filter_end(p);
}

static void hosts_are_counted(void **state)
{
	struct port p[N];

	(void)state;
	filter_make(p);
	direct(p, 2, "b");
	direct(p, 1, "a");
	for (int i = 0; i < 3; i++)
		goes(p, ETHER, 9, 1, A);
	goes(p, A, 1, 9, ETHER);
	goes(p, DEFAULT, 1, 9, ETHER);
	goes(p, B, 2, 9, ETHER);
	assert_string_equal(
		ng_say(p[0].cs, "mf:", "getmacs"),
		"{ n=2 macs=[ { packets_in=3 bytes_in=180 packets_out=2 bytes_out=120 ether=02:00:00:00:00:01 hookid=1 } { packets_out=1 bytes_out=60 ether=02:00:00:00:00:02 hookid=2 } ] }");
	(void)ng_say(p[0].cs, "mf:", "getclrmacs");
	goes(p, ETHER, 9, 1, A);
	assert_string_equal(
		ng_say(p[0].cs, "mf:", "getclrmacs"),
		"{ n=2 macs=[ { packets_in=1 bytes_in=60 ether=02:00:00:00:00:01 hookid=1 } { ether=02:00:00:00:00:02 hookid=2 } ] }");
	goes(p, B, 2, 9, ETHER);
	(void)ng_say(p[0].cs, "mf:", "clrmacs");
	assert_string_equal(
		ng_say(p[0].cs, "mf:", "getmacs"),
		"{ n=2 macs=[ { ether=02:00:00:00:00:01 hookid=1 } { ether=02:00:00:00:00:02 hookid=2 } ] }");
	/* One that is directed anew begins anew. */
	goes(p, B, 2, 9, ETHER);
	direct(p, 2, "a");
	assert_string_equal(
		ng_say(p[0].cs, "mf:", "getmacs"),
		"{ n=2 macs=[ { ether=02:00:00:00:00:01 hookid=1 } { ether=02:00:00:00:00:02 hookid=1 } ] }");
	filter_end(p);
}

static void hooks_have_numbers(void **state)
{
	struct port p[N];

	(void)state;
	filter_make(p);
	(void)ng_say(p[0].cs,
		     "mf:", "directi { ether=02:00:00:00:00:01 hookid=2 }");
	(void)ng_say(p[0].cs,
		     "mf:", "directi { ether=02:00:00:00:00:02 hookid=2 }");
	goes(p, ETHER, 9, 1, B);
	assert_string_equal(
		ng_say(p[0].cs, "mf:", "gethooks"),
		"{ n=3 hooks=[ { hookname=\"default\" } { hookname=\"a\" hookid=1 } { hookname=\"b\" hookid=2 maccnt=2 } ] }");
	/* The first free one is given next. */
	port_close(&p[A]);
	ng_settle();
	port_open(&p[A], "mf:", "again");
	assert_string_equal(
		ng_say(p[0].cs, "mf:", "gethooks"),
		"{ n=3 hooks=[ { hookname=\"default\" } { hookname=\"b\" hookid=2 maccnt=2 } { hookname=\"again\" hookid=1 } ] }");
	(void)ng_say(p[0].cs, "mf:", "directi { ether=02:00:00:00:00:01 }");
	goes(p, ETHER, 9, 1, DEFAULT);
	filter_end(p);
}

static void messages_are_checked(void **state)
{
	static const struct {
		const char *cmd;
		int why;
	} bad[] = {
		{ "direct { ether=02:00:00:00:00:01 hookname=\"x\" }", ENOENT },
		{ "direct { ether=02:00:00:00:00:01 hookname=\"ether\" }",
		  ENOENT },
		{ "direct { ether=02:00:00:00:00 hookname=\"a\" }", EINVAL },
		{ "direct { mac=02:00:00:00:00:01 hookname=\"a\" }", ENOENT },
		{ "direct", EINVAL },
		{ "directi { ether=02:00:00:00:00:01 hookid=3 }", EINVAL },
		{ "directi { ether=02:00:00:00:00:01 hookid=65536 }", EINVAL },
		{ "reset 1", EINVAL },
		{ "getmacs 1", EINVAL },
	};
	unsigned char f[13] = { 0 };
	struct port p[N];

	(void)state;
	filter_make(p);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(ng_refused(p[0].cs, "mf:", bad[i].cmd),
				 bad[i].why);
	assert_int_equal(port_refused(&p[ETHER], f, sizeof(f)), EINVAL);
	filter_end(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ng_test(senders_decide),
		ng_test(a_hook_takes_its_hosts_along),
		ng_test(reset_forgets_all),
		ng_test(hosts_are_counted),
		ng_test(hooks_have_numbers),
		ng_test(messages_are_checked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
