/* SPDX-License-Identifier: BSD-2-Clause */
/* test-ng-nodes.c - hub, tee, split, echo, hole: what comes in where, and out */

#include "ng.h"

static const unsigned char text[] = "a packet need not be a frame";

/* All ports but @but get what @from sends. */
static void reaches(struct port *p, int n, int from, unsigned out)
{
	port_send(&p[from], text, sizeof(text));
	for (int i = 0; i < n; i++)
		if (out >> i & 1)
			port_gets(&p[i], text, sizeof(text));
	for (int i = 0; i < n; i++)
		port_silent(&p[i]);
}

static void hub_repeats_to_all_but_the_sender(void **state)
{
	struct port p[5];

	(void)state;
	node_make(&p[0], "hub", "a", "hub");
	port_open(&p[1], "hub:", "b");
	port_open(&p[2], "hub:", "c");
	port_open(&p[3], "hub:", "a name with blanks");
	port_open(&p[4], "hub:", "4");
	for (int i = 0; i < 5; i++)
		reaches(p, 5, i, 0x1fu & ~(1u << i));
	/* One that went gets nothing, the others still do. */
	port_close(&p[2]);
	port_open(&p[2], "hub:", "again");
	reaches(p, 5, 0, 0x1e);
	for (int i = 0; i < 5; i++)
		port_close(&p[i]);
}

static void hub_with_one_hook_keeps_it(void **state)
{
	struct port p;

	(void)state;
	node_make(&p, "hub", "a", "hub");
	reaches(&p, 1, 0, 0);
	port_close(&p);
}

enum { RIGHT, LEFT, R2L, L2R };

static void tee_make(struct port *p, unsigned with)
{
	static const char *const hooks[] = { "right", "left", "right2left",
					     "left2right" };
	int first = -1;

	for (int i = 0; i < 4; i++) {
		if (!(with >> i & 1))
			continue;
		if (first < 0)
			node_make(&p[i], "tee", hooks[i], "tee");
		else
			port_open(&p[i], "tee:", hooks[i]);
		first = i;
	}
}

static void tee_end(struct port *p, unsigned with)
{
	for (int i = 0; i < 4; i++)
		if (with >> i & 1)
			port_close(&p[i]);
}

/* For each set of hooks that are connected: who gets what each sends. */
static void tee_passes_on_and_copies(void **state)
{
	static const unsigned to[4] = {
		[RIGHT] = 1u << LEFT | 1u << R2L,
		[LEFT] = 1u << RIGHT | 1u << L2R,
		[R2L] = 1u << RIGHT,
		[L2R] = 1u << LEFT,
	};
	struct port p[4];

	(void)state;
	for (unsigned with = 1; with < 16; with++) {
		tee_make(p, with);
		for (int from = 0; from < 4; from++) {
			if (!(with >> from & 1))
				continue;
			port_send(&p[from], text, sizeof(text));
			for (int i = 0; i < 4; i++) {
				if (!(with >> i & 1))
					continue;
				if (to[from] >> i & 1)
					port_gets(&p[i], text, sizeof(text));
				port_silent(&p[i]);
			}
		}
		tee_end(p, with);
	}
}

static void tee_counts(void **state)
{
	struct port p[4];

	(void)state;
	tee_make(p, 0xf);
	for (int i = 0; i < 3; i++)
		port_send(&p[RIGHT], text, 10);
	port_send(&p[LEFT], text, 7);
	port_send(&p[R2L], text, 5);
	assert_string_equal(
		ng_say(p[0].cs, "tee:", "getstats"),
		"{ right={ inOctets=30 inFrames=3 outOctets=12 outFrames=2 } left={ inOctets=7 inFrames=1 outOctets=30 outFrames=3 } right2left={ inOctets=5 inFrames=1 outOctets=30 outFrames=3 } left2right={ outOctets=7 outFrames=1 } }");
	assert_string_equal(ng_say(p[0].cs, "tee:", "clrstats"), "");
	assert_string_equal(ng_say(p[0].cs, "tee:", "getstats"), "{}");
	port_send(&p[L2R], text, 9);
	assert_string_equal(
		ng_say(p[0].cs, "tee:", "getclrstats"),
		"{ left={ outOctets=9 outFrames=1 } left2right={ inOctets=9 inFrames=1 } }");
	assert_string_equal(ng_say(p[0].cs, "tee:", "getclrstats"), "{}");
	assert_int_equal(ng_refused(p[0].cs, "tee:", "getstats 1"), EINVAL);
	tee_end(p, 0xf);
}

/* Its neighbours are joined, and those that listened are left alone. */
static void tee_leaves_its_neighbours_joined(void **state)
{
	struct port p[4];

	(void)state;
	tee_make(p, 0xf);
	(void)ng_say(p[0].cs, "tee:", "shutdown");
	port_send(&p[RIGHT], text, 20);
	port_gets(&p[LEFT], text, 20);
	port_send(&p[LEFT], text, 21);
	port_gets(&p[RIGHT], text, 21);
	port_silent(&p[R2L]);
	port_silent(&p[L2R]);
	tee_end(p, 0xf);
}

static void tee_with_one_side_joins_nothing(void **state)
{
	struct port p[4];

	(void)state;
	tee_make(p, 1u << RIGHT | 1u << R2L);
	(void)ng_say(p[0].cs, "tee:", "shutdown");
	assert_string_equal(ng_say(p[RIGHT].cs, ".", "listhooks") +
				    strlen("{ nodeinfo={ type=\"socket\" id="),
			    strchr(ng_say(p[RIGHT].cs, ".", "listhooks"), '0'));
	assert_null(strstr(ng_say(p[RIGHT].cs, ".", "nodeinfo"), "hooks="));
	tee_end(p, 1u << RIGHT | 1u << R2L);
}

enum { MIXED, OUT, IN };

static void split_is_two_streets(void **state)
{
	struct port p[3];

	(void)state;
	node_make(&p[MIXED], "split", "mixed", "split");
	port_open(&p[OUT], "split:", "out");
	port_open(&p[IN], "split:", "in");
	reaches(p, 3, IN, 1u << MIXED);
	reaches(p, 3, MIXED, 1u << OUT);
	assert_int_equal(port_refused(&p[OUT], text, sizeof(text)), EINVAL);
	for (int i = 0; i < 3; i++)
		port_close(&p[i]);
}

static void split_with_a_part_missing_drops(void **state)
{
	struct port p[3];

	(void)state;
	node_make(&p[MIXED], "split", "mixed", "split");
	reaches(p, 1, MIXED, 0);
	port_close(&p[MIXED]);
	node_make(&p[IN], "split", "in", "split");
	port_send(&p[IN], text, 3);
	port_silent(&p[IN]);
	port_close(&p[IN]);
}

static void echo_gives_back(void **state)
{
	unsigned char f[60];
	struct port p[2];

	(void)state;
	node_make(&p[0], "echo", "any", "echo");
	port_open(&p[1], "echo:", "other");
	reaches(p, 2, 0, 1);
	reaches(p, 2, 1, 2);
	port_send(&p[0], f, frame(f, 1, 2, sizeof(f)));
	port_gets(&p[0], f, sizeof(f));
	port_close(&p[0]);
	port_close(&p[1]);
}

static void hole_swallows_and_counts(void **state)
{
	struct port p[2];

	(void)state;
	node_make(&p[0], "hole", "a", "hole");
	port_open(&p[1], "hole:", "b");
	for (int i = 0; i < 4; i++)
		reaches(p, 2, 0, 0);
	port_send(&p[1], text, 1);
	assert_string_equal(ng_say(p[0].cs, "hole:", "getstats \"a\""),
			    "{ frames=4 octets=116 }");
	assert_string_equal(ng_say(p[0].cs, "hole:", "getclrstats \"b\""),
			    "{ frames=1 octets=1 }");
	assert_string_equal(ng_say(p[0].cs, "hole:", "getstats b"), "{}");
	assert_string_equal(ng_say(p[0].cs, "hole:", "clrstats a"), "");
	assert_string_equal(ng_say(p[0].cs, "hole:", "getstats a"), "{}");
	assert_int_equal(ng_refused(p[0].cs, "hole:", "getstats c"), ENOENT);
	assert_int_equal(ng_refused(p[0].cs, "hole:", "getstats"), EINVAL);
	port_close(&p[0]);
	port_close(&p[1]);
}

/* A chain of tees as long as may be, and one that has no end. */
static void long_chains_are_walked(void **state)
{
	enum { LONG = 100 };
	struct port in, out;
	char name[16], path[16];

	(void)state;
	node_make(&in, "tee", "left", "t0");
	for (int i = 1; i < LONG; i++) {
		char cmd[100];

		(void)snprintf(path, sizeof(path), "t%d:", i - 1);
		(void)snprintf(
			cmd, sizeof(cmd),
			"mkpeer { type=\"tee\" ourhook=\"right\" peerhook=\"left\" }");
		(void)ng_say(in.cs, path, cmd);
		(void)snprintf(path, sizeof(path), "t%d:right", i - 1);
		(void)snprintf(name, sizeof(name), "t%d", i);
		must(NgNameNode(in.cs, path, "%s", name), "NgNameNode");
	}
	(void)snprintf(path, sizeof(path), "t%d:", LONG - 1);
	port_open(&out, path, "right");
	port_send(&in, text, sizeof(text));
	port_gets(&out, text, sizeof(text));
	port_send(&out, text, sizeof(text));
	port_gets(&in, text, sizeof(text));
	assert_string_equal(
		ng_say(in.cs, "t50:", "getstats"),
		"{ right={ inOctets=29 inFrames=1 outOctets=29 outFrames=1 } left={ inOctets=29 inFrames=1 outOctets=29 outFrames=1 } }");
	port_close(&in);
	port_close(&out);
}

static void circles_end(void **state)
{
	struct port p[2];

	(void)state;
	node_make(&p[0], "hub", "a", "h1");
	port_open(&p[1], "h1:", "b");
	(void)ng_say(p[0].cs, "h1:",
		     "connect { path=\"h1:\" ourhook=\"x\" peerhook=\"y\" }");
	/* Round and round it goes; the test is that it comes back here. */
	assert_int_equal(port_refused(&p[0], text, 8), ELOOP);
	port_gets(&p[1], text, 8);
	(void)ng_say(p[0].cs, "h1:", "shutdown");
	port_close(&p[0]);
	port_close(&p[1]);
}

static void sixteen_programs_hear_one(void **state)
{
	enum { N = 16 };
	struct port p[N + 1];
	char hook[8];

	(void)state;
	node_make(&p[0], "hub", "0", "hub");
	for (int i = 1; i <= N; i++) {
		(void)snprintf(hook, sizeof(hook), "%d", i);
		port_open(&p[i], "hub:", hook);
	}
	reaches(p, N + 1, 0, 0x1fffe);
	reaches(p, N + 1, N, 0xffff);
	for (int i = 0; i <= N; i++)
		port_close(&p[i]);
}

static void packets_keep_their_order(void **state)
{
	enum { N = 50 };
	struct port p[2];

	(void)state;
	node_make(&p[0], "hub", "a", "hub");
	port_open(&p[1], "hub:", "b");
	for (int i = 1; i <= N; i++)
		port_send(&p[0], &(unsigned char){ (unsigned char)i }, 1);
	for (int i = 1; i <= N; i++)
		port_gets(&p[1], &(unsigned char){ (unsigned char)i }, 1);
	port_silent(&p[1]);
	port_close(&p[0]);
	port_close(&p[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ng_test(hub_repeats_to_all_but_the_sender),
		ng_test(hub_with_one_hook_keeps_it),
		ng_test(tee_passes_on_and_copies),
		ng_test(tee_counts),
		ng_test(tee_leaves_its_neighbours_joined),
		ng_test(tee_with_one_side_joins_nothing),
		ng_test(split_is_two_streets),
		ng_test(split_with_a_part_missing_drops),
		ng_test(echo_gives_back),
		ng_test(hole_swallows_and_counts),
		ng_test(long_chains_are_walked),
		ng_test(circles_end),
		ng_test(sixteen_programs_hear_one),
		ng_test(packets_keep_their_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
