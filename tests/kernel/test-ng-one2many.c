/* SPDX-License-Identifier: BSD-2-Clause */
/* test-ng-one2many.c - Packets are dealt out to many hooks, as was said */

#include "netgraph/ng_one2many.h"
#include "ng.h"

#define N 5 /* p[0] is the one, p[i] is many(i - 1) */

static const unsigned char text[] = "to be dealt out";

static void deal_make(struct port *p, int n)
{
	char hook[NG_HOOKSIZ];

	node_make(&p[0], "one2many", "one", "o2m");
	for (int i = 1; i < n; i++) {
		(void)snprintf(hook, sizeof(hook), "many%d", i - 1);
		port_open(&p[i], "o2m:", hook);
	}
}

static void deal_end(struct port *p, int n)
{
	for (int i = 0; i < n; i++)
		port_close(&p[i]);
}

/* What @from sends the ports in @to get, and no others. */
static void goes(struct port *p, int n, int from, unsigned to)
{
	port_send(&p[from], text, sizeof(text));
	for (int i = 0; i < n; i++) {
		if (to >> i & 1)
			port_gets(&p[i], text, sizeof(text));
		port_silent(&p[i]);
	}
}

static void configure(struct port *p, const char *conf)
{
	char cmd[400];

	(void)snprintf(cmd, sizeof(cmd), "setconfig { %s }", conf);
	(void)ng_say(p[0].cs, "o2m:", cmd);
}

static void one_after_the_other(void **state)
{
	struct port p[N];

	(void)state;
	deal_make(p, N);
	for (int round = 0; round < 3; round++)
		for (int i = 1; i < N; i++)
			goes(p, N, 0, 1u << i);
	deal_end(p, N);
}

static void all_come_to_the_one(void **state)
{
	struct port p[N];

	(void)state;
	deal_make(p, N);
	for (int i = 1; i < N; i++)
		goes(p, N, i, 1);
	deal_end(p, N);
}

static void all_get_a_copy(void **state)
{
	struct port p[N];

	(void)state;
	deal_make(p, N);
	configure(p, "xmitAlg=2 failAlg=1 enabledLinks=[ 1 1 1 1 ]");
	goes(p, N, 0, 0x1e);
	goes(p, N, 2, 1);
	configure(p, "xmitAlg=2 failAlg=1 enabledLinks=[ 1 2=1 ]");
	goes(p, N, 0, 0x0a);
	/* One that is not in use still has a way in. */
	goes(p, N, 2, 1);
	deal_end(p, N);
}

static void the_first_in_use_has_all(void **state)
{
	struct port p[N];

	(void)state;
	deal_make(p, N);
	configure(p, "xmitAlg=3 failAlg=1 enabledLinks=[ 1 1 1 1 ]");
	goes(p, N, 0, 0x02);
	goes(p, N, 0, 0x02);
	configure(p, "xmitAlg=3 failAlg=1 enabledLinks=[ 2=1 1 ]");
	goes(p, N, 0, 0x08);
	/* The next one steps in. */
	port_close(&p[3]);
	ng_settle();
	port_send(&p[0], text, 4);
	port_gets(&p[4], text, 4);
	/* And the number counts, not when it came. */
	port_open(&p[3], "o2m:", "many2");
	goes(p, N, 0, 0x08);
	deal_end(p, N);
}

static void turns_pass_over_what_is_not_in_use(void **state)
{
	struct port p[N];

	(void)state;
	deal_make(p, N);
	configure(p, "xmitAlg=1 failAlg=1 enabledLinks=[ 0 1 0 1 ]");
	for (int round = 0; round < 3; round++) {
		goes(p, N, 0, 0x04);
		goes(p, N, 0, 0x10);
	}
	port_close(&p[2]);
	ng_settle();
	port_send(&p[0], text, 4);
	port_gets(&p[4], text, 4);
	port_send(&p[0], text, 4);
	port_gets(&p[4], text, 4);
	/* A new one is in use at once. */
	port_open(&p[2], "o2m:", "many1");
	goes(p, N, 0, 0x04);
	goes(p, N, 0, 0x10);
	deal_end(p, N);
}

static void nobody_in_use_is_told(void **state)
{
	struct port p[2];

	(void)state;
	deal_make(p, 1);
	assert_int_equal(port_refused(&p[0], text, 4), ENOTCONN);
	port_open(&p[1], "o2m:", "many63");
	goes(p, 2, 0, 2);
	configure(p, "xmitAlg=2 failAlg=1");
	assert_int_equal(port_refused(&p[0], text, 4), ENOTCONN);
	goes(p, 2, 1, 1);
	port_close(&p[0]);
	ng_settle();
	port_send(&p[1], text, 4);
	port_close(&p[1]);
}

static void config_as_text(void **state)
{
	static const struct {
		const char *conf;
		int why;
	} bad[] = {
		{ "{}", EINVAL },
		{ "{ xmitAlg=4 failAlg=1 }", EINVAL },
		{ "{ xmitAlg=0 failAlg=1 }", EINVAL },
		{ "{ xmitAlg=1 failAlg=3 }", EINVAL },
		{ "{ xmitAlg=1 }", EINVAL },
		{ "{ xmitAlg=1 failAlg=1 enabledLinks=[ 64=1 ] }", E2BIG },
		{ "{ xmitAlg=1 failAlg=1 enabled=[ 1 ] }", ENOENT },
		{ "", EINVAL },
	};
	struct port p[3];
	char cmd[200];

	(void)state;
	deal_make(p, 3);
	assert_string_equal(ng_say(p[0].cs, "o2m:", "getconfig"),
			    "{ xmitAlg=1 failAlg=1 enabledLinks=[ 1 1 ] }");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		(void)snprintf(cmd, sizeof(cmd), "setconfig %s", bad[i].conf);
		assert_int_equal(ng_refused(p[0].cs, "o2m:", cmd), bad[i].why);
	}
	configure(p, "xmitAlg=3 failAlg=2 enabledLinks=[ 1=7 63=1 ]");
	assert_string_equal(
		ng_say(p[0].cs, "o2m:", "getconfig"),
		"{ xmitAlg=3 failAlg=2 enabledLinks=[ 1=1 63=1 ] }");
	goes(p, 3, 0, 4);
	deal_end(p, 3);
}

static void links_are_counted(void **state)
{
	struct port p[3];

	(void)state;
	deal_make(p, 3);
	for (int i = 0; i < 3; i++)
		port_send(&p[0], text, 10);
	port_send(&p[2], text, 3);
	assert_string_equal(
		ng_say(p[0].cs, "o2m:", "getstats -1"),
		"{ recvOctets=30 recvPackets=3 xmitOctets=3 xmitPackets=1 }");
	assert_string_equal(ng_say(p[0].cs, "o2m:", "getstats 0"),
			    "{ xmitOctets=20 xmitPackets=2 }");
	assert_string_equal(
		ng_say(p[0].cs, "o2m:", "getclrstats 1"),
		"{ recvOctets=3 recvPackets=1 xmitOctets=10 xmitPackets=1 }");
	assert_string_equal(ng_say(p[0].cs, "o2m:", "getstats 1"), "{}");
	assert_string_equal(ng_say(p[0].cs, "o2m:", "clrstats 0"), "");
	assert_string_equal(ng_say(p[0].cs, "o2m:", "getstats 0"), "{}");
	assert_string_equal(ng_say(p[0].cs, "o2m:", "getstats 63"), "{}");
	assert_int_equal(ng_refused(p[0].cs, "o2m:", "getstats 64"), EINVAL);
	assert_int_equal(ng_refused(p[0].cs, "o2m:", "getstats -2"), EINVAL);
	assert_int_equal(ng_refused(p[0].cs, "o2m:", "getstats"), EINVAL);
	deal_end(p, 3);
}

static void hooks_have_names_that_count(void **state)
{
	static const char *const bad[] = { "many64", "many",   "many01", "two",
					   "many-1", "many1x", "on",	 NULL };
	struct ngm_connect m = { .path = "o2m:", .ourhook = "x" };
	struct port p[2];

	(void)state;
	deal_make(p, 2);
	for (int i = 0; bad[i]; i++) {
		(void)snprintf(m.peerhook, sizeof(m.peerhook), "%s", bad[i]);
		assert_int_equal(NgSendMsg(p[0].cs, ".", NGM_GENERIC_COOKIE,
					   NGM_CONNECT, &m, sizeof(m)),
				 -1);
		assert_int_equal(errno, EINVAL);
	}
	(void)snprintf(m.peerhook, sizeof(m.peerhook), "one");
	assert_int_equal(NgSendMsg(p[0].cs, ".", NGM_GENERIC_COOKIE,
				   NGM_CONNECT, &m, sizeof(m)),
			 -1);
	assert_int_equal(errno, EEXIST);
	deal_end(p, 2);
}

static int flow(struct port *p, const char *path, int cmd)
{
	return NgSendMsg(p->cs, path, NGM_FLOW_COOKIE, cmd, NULL, 0);
}

/* A neighbour says that its link is down, and is believed if it may be. */
static void neighbours_say_what_is_down(void **state)
{
	struct port p[3];

	(void)state;
	deal_make(p, 3);
	configure(p, "xmitAlg=3 failAlg=1 enabledLinks=[ 1 1 ]");
	must(flow(&p[1], ".:p", NGM_LINK_IS_DOWN), "link down");
	goes(p, 3, 0, 2);
	configure(p, "xmitAlg=3 failAlg=2 enabledLinks=[ 1 1 ]");
	must(flow(&p[1], ".:p", NGM_LINK_IS_DOWN), "link down");
	goes(p, 3, 0, 4);
	must(flow(&p[1], ".:p", NGM_LINK_IS_UP), "link up");
	goes(p, 3, 0, 2);
	/* From nowhere, or from the one: of which link would that be? */
	assert_int_equal(flow(&p[1], "o2m:", NGM_LINK_IS_DOWN), -1);
	assert_int_equal(errno, EINVAL);
	assert_int_equal(flow(&p[0], ".:p", NGM_LINK_IS_DOWN), -1);
	assert_int_equal(errno, EINVAL);
	deal_end(p, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ng_test(one_after_the_other),
		ng_test(all_come_to_the_one),
		ng_test(all_get_a_copy),
		ng_test(the_first_in_use_has_all),
		ng_test(turns_pass_over_what_is_not_in_use),
		ng_test(nobody_in_use_is_told),
		ng_test(config_as_text),
		ng_test(links_are_counted),
		ng_test(hooks_have_names_that_count),
		ng_test(neighbours_say_what_is_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
