/* SPDX-License-Identifier: BSD-2-Clause */
/* test-ng-source.c - Packets that were given once are sent again and again */

#include <arpa/inet.h>
#include <glob.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "libnetgraph/source-job.h"
#include "netgraph/ng_source.h"
#include "ng.h"

static void source_make(struct port *in, struct port *out)
{
	node_make(in, "source", "input", "src");
	port_open(out, "src:", "output");
}

static void source_end(struct port *in, struct port *out)
{
	port_close(in);
	port_close(out);
	ng_settle();
}

static void say(const struct port *p, const char *cmd)
{
	assert_string_equal(ng_say(p->cs, "src:", cmd), "");
}

/* A number in what getstats says, 0 if it is not there */
static unsigned long long stat_of(const struct port *p, const char *name)
{
	const char *s = strstr(ng_say(p->cs, "src:", "getstats"), name);

	return s ? strtoull(s + strlen(name), NULL, 10) : 0;
}

static void has_ended(const struct port *p)
{
	const struct timespec tick = { .tv_nsec = 5000000 };

	for (int i = 0; i < 2000; i++) {
		if (stat_of(p, "endTime={ tv_sec="))
			return;
		(void)nanosleep(&tick, NULL);
	}
	fail_msg("it goes on and on");
}

static void packets_go_round(void **state)
{
	struct port in, out;

	(void)state;
	source_make(&in, &out);
	port_send(&in, "one", 3);
	port_send(&in, "two!", 4);
	port_send(&in, "3", 1);
	say(&in, "setpps 1000");
	say(&in, "start 7");
	for (int i = 0; i < 2; i++) {
		port_gets(&out, "one", 3);
		port_gets(&out, "two!", 4);
		port_gets(&out, "3", 1);
	}
	port_gets(&out, "one", 3);
	has_ended(&in);
	port_silent(&out);
	assert_int_equal(stat_of(&in, "outFrames="), 7);
	assert_int_equal(stat_of(&in, "outOctets="), 19);
	assert_int_equal(stat_of(&in, "queueFrames="), 3);
	assert_int_equal(stat_of(&in, "queueOctets="), 8);
	assert_int_equal(stat_of(&in, "maxPps="), 1000);
	/* Once more, from the first */
	say(&in, "start 1");
	port_gets(&out, "one", 3);
	source_end(&in, &out);
}

static void packets_of_any_length(void **state)
{
	static const size_t lens[] = { 1, 13, 14, 60, 1514, 2047, 2048 };
	unsigned char f[2049];
	struct port in, out;

	(void)state;
	source_make(&in, &out);
	(void)frame(f, 1, 2, sizeof(f));
	say(&in, "setpps 100000");
	for (size_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++)
		port_send(&in, f, lens[i]);
	assert_int_equal(port_refused(&in, f, 2049), EMSGSIZE);
	say(&in, "start 7");
	for (size_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++)
		port_gets(&out, f, lens[i]);
	has_ended(&in);
	say(&in, "clrdata");
	assert_int_equal(stat_of(&in, "queueFrames="), 0);
	for (int i = 0; i < 1024; i++)
		port_send(&in, f, 10);
	assert_int_equal(port_refused(&in, f, 10), ENOBUFS);
	assert_int_equal(stat_of(&in, "queueOctets="), 10240);
	/* What comes to the output is nobody's. */
	port_send(&out, f, 10);
	port_silent(&in);
	source_end(&in, &out);
}

/* What ends the process is that its file goes, and nothing else of it. */
static void touch_its_file(void)
{
	glob_t g;

	assert_int_equal(glob("/run/vjail/ng/*/src*", 0, NULL, &g), 0);
	assert_int_equal(chmod(g.gl_pathv[0], 0400), 0);
	globfree(&g);
}

static void the_rate_has_no_end(void **state)
{
	(void)state;
	assert_int_equal(source_due_ns(0, 7), 0);
	assert_int_equal(source_due_ns(7, 7), 1000000000);
	assert_int_equal(source_due_ns(10, 7), 1428571428);
	assert_int_equal(source_due_ns(7ULL << 32, 7), 1000000000ULL << 32);
	assert_int_equal(source_due_ns(UINT32_MAX - 1ULL, UINT32_MAX),
			 999999999);
}

static void the_rate_is_kept(void **state)
{
	struct port in, out;
	long from;

	(void)state;
	source_make(&in, &out);
	port_send(&in, "x", 1);
	say(&in, "setpps 100");
	from = now_ms();
	say(&in, "start 31");
	for (int i = 0; i < 31; i++) {
		port_gets(&out, "x", 1);
		if (i == 1)
			touch_its_file();
	}
	assert_in_range(now_ms() - from, 299, NEVER_MS);
	source_end(&in, &out);
}

static void it_can_be_stopped(void **state)
{
	struct port in, out;

	(void)state;
	source_make(&in, &out);
	port_send(&in, "x", 1);
	say(&in, "setpps 1");
	say(&in, "start 18446744073709551615");
	port_gets(&out, "x", 1);
	assert_int_equal(ng_refused(in.cs, "src:", "start 1"), EBUSY);
	say(&in, "stop");
	assert_true(stat_of(&in, "endTime={ tv_sec=") > 0);
	port_silent(&out);
	say(&in, "stop");
	say(&in, "clrstats");
	assert_string_equal(ng_say(in.cs, "src:", "getstats"),
			    "{ queueOctets=1 queueFrames=1 maxPps=1 }");
	say(&in, "start 1");
	port_gets(&out, "x", 1);
	source_end(&in, &out);
}

static void it_needs_a_pace_and_a_way_out(void **state)
{
	struct port in, out;

	(void)state;
	node_make(&in, "source", "input", "src");
	assert_int_equal(ng_refused(in.cs, "src:", "start 1"), EINVAL);
	port_open(&out, "src:", "output");
	assert_int_equal(ng_refused(in.cs, "src:", "start 1"), ENXIO);
	assert_int_equal(ng_refused(in.cs, "src:", "setiface \"nobody0\""),
			 EINVAL);
	assert_int_equal(ng_refused(in.cs, "src:", "start"), EINVAL);
	say(&in, "setiface \"lo\"");
	port_send(&in, "x", 1);
	say(&in, "start 3");
	for (int i = 0; i < 3; i++)
		port_gets(&out, "x", 1);
	source_end(&in, &out);
}

static void it_ends_with_its_output(void **state)
{
	struct port in, out;

	(void)state;
	source_make(&in, &out);
	port_send(&in, "x", 1);
	say(&in, "setpps 1");
	say(&in, "start 1000");
	port_gets(&out, "x", 1);
	port_close(&out);
	ng_settle();
	assert_int_equal(ng_refused(in.cs, "src:", "getstats"), ENOENT);
	assert_null(strstr(ng_say(in.cs, ".", "nodeinfo"), "hooks="));
	port_close(&in);
}

static void numbers_are_counted_in_packets(void **state)
{
	struct port in, out;

	(void)state;
	source_make(&in, &out);
	port_send(&in, "abcdefgh", 8);
	port_send(&in, "ABCDEFGH", 8);
	say(&in, "setpps 10000");
	say(&in,
	    "setcounter { offset=1 flags=1 width=2 next=65534 max=65535 min=7 increment=1 }");
	say(&in,
	    "setcounter { offset=4 flags=3 width=1 next=5 min=4 max=6 increment=-1 index=1 }");
	/* Not wholly in the packet: left out */
	say(&in,
	    "setcounter { offset=6 flags=1 width=4 max=9 increment=1 index=3 }");
	assert_string_equal(
		ng_say(in.cs, "src:", "getcounter 0"),
		"{ offset=0x1 flags=0x1 width=2 next=65534 min=7 max=65535 increment=1 }");
	say(&in, "start 7");
	port_gets(&out,
		  "a\xff\xfe"
		  "d\x05"
		  "fgh",
		  8);
	port_gets(&out,
		  "A\xff\xff"
		  "D\x05"
		  "FGH",
		  8);
	port_gets(&out,
		  "a\x00\x07"
		  "d\x04"
		  "fgh",
		  8);
	port_gets(&out,
		  "A\x00\x08"
		  "D\x04"
		  "FGH",
		  8);
	port_gets(&out,
		  "a\x00\x09"
		  "d\x06"
		  "fgh",
		  8);
	port_gets(&out,
		  "A\x00\x0a"
		  "D\x06"
		  "FGH",
		  8);
	port_gets(&out,
		  "a\x00\x0b"
		  "d\x05"
		  "fgh",
		  8);
	has_ended(&in);
	assert_string_equal(
		ng_say(in.cs, "src:", "getcounter 1"),
		"{ offset=0x4 flags=0x3 width=1 next=5 min=4 max=6 increment=-1 index=1 }");
	source_end(&in, &out);
}

static void the_time_is_in_packets(void **state)
{
	unsigned char f[40] = { 0 };
	struct port in, out;
	uint32_t w[4];

	(void)state;
	source_make(&in, &out);
	port_send(&in, f, sizeof(f));
	say(&in, "setpps 10");
	say(&in, "settimestamp { offset=20 flags=1 }");
	assert_string_equal(ng_say(in.cs, "src:", "gettimestamp"),
			    "{ offset=0x14 flags=0x1 }");
	say(&in, "start 1");
	assert_true(port_ready(&out, 5));
	assert_int_equal(NgRecvData(out.ds, f, sizeof(f), NULL), sizeof(f));
	memcpy(w, f + 20, sizeof(w));
	assert_in_range(ntohl(w[0]), time(NULL) - 10, time(NULL));
	assert_in_range(ntohl(w[2]), 0, 999999);
	assert_int_equal(w[1] | w[3], 0);
	source_end(&in, &out);
}

static void messages_are_checked(void **state)
{
	static const char *const bad[] = {
		"setpps",
		"settimestamp { flags=2 }",
		"setcounter { width=3 }",
		"setcounter { width=1 index=4 }",
		"setcounter { width=1 flags=4 }",
		"setcounter { width=1 min=2 max=1 }",
		"getcounter 4",
		"getcounter",
		"stop 1",
		"clrdata 1",
		"setiface \"\"",
	};
	struct port in, out;

	(void)state;
	source_make(&in, &out);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(ng_refused(in.cs, "src:", bad[i]), EINVAL);
	source_end(&in, &out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ng_test(packets_go_round),
		ng_test(packets_of_any_length),
		cmocka_unit_test(the_rate_has_no_end),
		ng_test(the_rate_is_kept),
		ng_test(it_can_be_stopped),
		ng_test(it_needs_a_pace_and_a_way_out),
		ng_test(it_ends_with_its_output),
		ng_test(numbers_are_counted_in_packets),
		ng_test(the_time_is_in_packets),
		ng_test(messages_are_checked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
