/* SPDX-License-Identifier: BSD-2-Clause */
/* test-ng-errors.c - What senders are told when a packet gets nowhere, and that
 * nobody hears of one that was only dropped */

#include <stdbool.h>

#include "ng-wire.h"

static const unsigned char text[] = "nowhere to go";

/* A chain of @n tees called t0 …, its left end at @in */
static void chain(struct port *in, int n)
{
	char path[24];

	node_make(in, "tee", "left", "t0");
	for (int i = 1; i < n; i++) {
		(void)snprintf(path, sizeof(path), "t%d:", i - 1);
		(void)ng_say(
			in->cs, path,
			"mkpeer { type=\"tee\" ourhook=\"right\" peerhook=\"left\" }");
		(void)snprintf(path, sizeof(path), "t%d:right", i - 1);
		must(NgNameNode(in->cs, path, "t%d", i), "NgNameNode");
	}
}

/* 256 hooks may be passed: 255 of tees, and the one where it is heard. */
static void too_long_a_way_is_a_loop(void **state)
{
	struct port in, out;

	(void)state;
	chain(&in, 255);
	port_open(&out, "t254:", "right");
	port_send(&in, text, sizeof(text));
	port_gets(&out, text, sizeof(text));
	port_close(&out);
	ng_settle();
	(void)ng_say(
		in.cs, "t254:",
		"mkpeer { type=\"tee\" ourhook=\"right\" peerhook=\"left\" }");
	port_open(&out, "t254:right", "right");
	assert_int_equal(port_refused(&in, text, sizeof(text)), ELOOP);
	port_silent(&out);
	assert_int_equal(port_refused(&out, text, sizeof(text)), ELOOP);
	port_silent(&in);
	port_close(&in);
	port_close(&out);
}

/* 16 hubs, each on the first hook of the one before: too many open branches */
static void too_many_branches_are_a_loop(void **state)
{
	struct port p[2];
	char path[24], cmd[100];

	(void)state;
	node_make(&p[0], "hub", "in", "h0");
	for (int i = 1; i < 18; i++) {
		(void)snprintf(path, sizeof(path), "h%d:", i - 1);
		(void)ng_say(
			p[0].cs, path,
			"mkpeer { type=\"hole\" ourhook=\"aside\" peerhook=\"x\" }");
		(void)snprintf(
			cmd, sizeof(cmd),
			"mkpeer { type=\"hub\" ourhook=\"on\" peerhook=\"in\" }");
		(void)ng_say(p[0].cs, path, cmd);
		(void)snprintf(path, sizeof(path), "h%d:on", i - 1);
		must(NgNameNode(p[0].cs, path, "h%d", i), "NgNameNode");
	}
	port_open(&p[1], "h14:", "out");
	assert_int_equal(port_refused(&p[0], text, sizeof(text)), ELOOP);
	port_gets(&p[1], text, sizeof(text));
	port_close(&p[0]);
	port_close(&p[1]);
}

/* The error is that of the packet that was sent, not of an earlier one. */
static void an_error_is_told_once(void **state)
{
	struct port in[2];

	(void)state;
	node_make(&in[0], "split", "out", "s");
	port_open(&in[1], "s:", "mixed");
	assert_int_equal(port_refused(&in[0], text, 4), EINVAL);
	port_send(&in[1], text, 4);
	port_gets(&in[0], text, 4);
	assert_int_equal(port_refused(&in[0], text, 4), EINVAL);
	/* send(2) knows one word only. */
	assert_int_equal(send(in[0].ds, text, 4, 0), -1);
	assert_int_equal(errno, ENOBUFS);
	assert_int_equal(send(in[1].ds, text, 4, 0), 4);
	port_close(&in[0]);
	port_close(&in[1]);
}

/* Errors of one copy among others are nobody's. */
static void copies_fail_in_silence(void **state)
{
	struct port p[2];

	(void)state;
	node_make(&p[0], "hub", "a", "hub");
	(void)ng_say(
		p[0].cs, "hub:",
		"mkpeer { type=\"split\" ourhook=\"s\" peerhook=\"out\" }");
	port_open(&p[1], "hub:", "b");
	port_send(&p[0], text, 4);
	port_gets(&p[1], text, 4);
	port_close(&p[0]);
	port_close(&p[1]);
}

/* Kernels before 6.2 let the walk look at nothing of theirs. */
static bool walk_may_look(void)
{
	char line[256];
	FILE *f = fopen("/proc/kallsyms", "re");
	bool found = false;

	assert_non_null(f);
	while (!found && fgets(line, sizeof(line), f))
		found = strstr(line, " bpf_rdonly_cast\n") != NULL;
	(void)fclose(f);
	return found;
}

/* Nothing is lost: what is not refused is in the queue. */
static void a_full_queue_is_told(void **state)
{
	static const unsigned char big[1000];
	struct port in, out;
	int taken = 0;

	(void)state;
	if (!walk_may_look()) {
		print_message(
			"this kernel lets BPF read none of its sockets\n");
		skip();
	}
	node_make(&in, "tee", "left", "t");
	port_open(&out, "t:", "right");
	assert_int_equal(setsockopt(out.ds, SOL_SOCKET, SO_RCVBUF,
				    &(int){ 20000 }, sizeof(int)),
			 0);
	while (NgSendData(in.ds, "p", big, sizeof(big)) == 0)
		assert_true(++taken < 1000);
	assert_int_equal(errno, ENOBUFS);
	assert_true(taken > 5);
	assert_int_equal(port_refused(&in, big, sizeof(big)), ENOBUFS);
	for (int i = 0; i < taken; i++)
		port_gets(&out, big, sizeof(big));
	port_silent(&out);
	port_send(&in, text, sizeof(text));
	port_gets(&out, text, sizeof(text));
	port_close(&in);
	port_close(&out);
}

static void set_link(const char *cmd)
{
	assert_int_equal(system(cmd), 0); /* NOLINT(cert-env33-c): fixed */
}

static void an_interface_that_is_down_is_told(void **state)
{
	struct ends e = ends_open();
	unsigned char f[64];
	struct port p, q;

	(void)state;
	if (!walk_may_look()) {
		print_message(
			"this kernel lets BPF read none of its devices\n");
		skip();
	}
	port_open(&p, "em0:", "lower");
	(void)frame(f, 2, 1, sizeof(f));
	port_send(&p, f, sizeof(f));
	tap_gets(e.wire, f, sizeof(f));
	set_link("/sbin/ip link set em0 down");
	assert_int_equal(port_refused(&p, f, sizeof(f)), ENETDOWN);
	set_link("/sbin/ip link set em0 up");
	up("em0");
	port_send(&p, f, sizeof(f));
	tap_gets(e.wire, f, sizeof(f));

	node_make(&q, "eiface", "ether", "i");
	assert_int_equal(port_refused(&q, f, sizeof(f)), ENETDOWN);
	set_link("/sbin/ip link set ngeth0 up");
	port_send(&q, f, sizeof(f));
	port_close(&p);
	port_close(&q);
	ends_close(&e);
}

static void frames_above(const struct port *p, const char *want)
{
	assert_string_equal(ng_say(p->cs, "em0:upper", "getstats \"x\""), want);
}

/* The host sends into a hole, and never learns of it. */
static void a_hole_above_is_no_error(void **state)
{
	struct ends e = ends_open();
	unsigned char f[64];
	struct port p;

	(void)state;
	assert_int_equal(NgMkSockNode(NULL, &p.cs, &p.ds), 0);
	(void)ng_say(
		p.cs, "em0:",
		"mkpeer { type=\"hole\" ourhook=\"upper\" peerhook=\"x\" }");
	for (int i = 0; i < 5; i++)
		tap_send(e.host, f, frame(f, 2, 1, sizeof(f)));
	frames_above(&p, "{ frames=5 octets=320 }");
	tap_silent(e.wire);
	(void)ng_say(p.cs, "em0:upper", "shutdown");
	tap_send(e.host, f, frame(f, 2, 1, sizeof(f)));
	tap_gets(e.wire, f, sizeof(f));
	port_close(&p);
	ends_close(&e);
}

/* What a node objects to the host is told, as far as the kernel has words. */
static void what_is_refused_above_is_told(void **state)
{
	struct ends e = ends_open();
	unsigned char f[64];
	struct port p;

	(void)state;
	assert_int_equal(NgMkSockNode(NULL, &p.cs, &p.ds), 0);
	(void)ng_say(
		p.cs, "em0:",
		"mkpeer { type=\"split\" ourhook=\"upper\" peerhook=\"out\" }");
	(void)frame(f, 2, 1, sizeof(f));
	assert_int_equal(send(e.host, f, sizeof(f), 0), -1);
	assert_int_equal(errno, ENOBUFS);
	tap_silent(e.wire);
	port_close(&p);
	ends_close(&e);
}

static size_t put_tag(unsigned char *f, size_t len, int type, int tci)
{
	memmove(f + 16, f + 12, len - 12);
	f[12] = (unsigned char)(type >> 8);
	f[13] = (unsigned char)type;
	f[14] = (unsigned char)(tci >> 8);
	f[15] = (unsigned char)tci;
	return len + 4;
}

/* The kernel keeps a tag beside the frame; a program has it where it was. */
static void programs_see_tags(void **state)
{
	struct ends e = ends_open();
	unsigned char f[72];
	struct port p;
	size_t len;

	(void)state;
	port_open(&p, "em0:", "lower");
	len = put_tag(f, frame(f, 1, 2, 64), 0x8100, 0x6064);
	tap_send(e.wire, f, len);
	port_gets(&p, f, len);
	len = put_tag(f, len, 0x88a8, 7);
	tap_send(e.wire, f, len);
	port_gets(&p, f, len);
	port_close(&p);
	ends_close(&e);
}

/* Tags that are kept beside frames come off and on there, too. */
static void vlans_of_an_interface(void **state)
{
	struct ends e = ends_open();
	unsigned char f[64], t[68];
	struct port p;
	size_t len;

	(void)state;
	assert_int_equal(NgMkSockNode(NULL, &p.cs, &p.ds), 0);
	(void)ng_say(
		p.cs, "em0:",
		"mkpeer { type=\"vlan\" ourhook=\"lower\" peerhook=\"downstream\" }");
	must(NgNameNode(p.cs, "em0:lower", "vlan"), "NgNameNode");
	(void)ng_say(
		p.cs, "em0:",
		"connect { path=\"vlan:\" ourhook=\"upper\" peerhook=\"v9\" }");
	(void)ng_say(p.cs, "vlan:", "addfilter { hook=\"v9\" vid=9 pcp=1 }");
	len = frame(f, 1, 2, sizeof(f));
	memcpy(t, f, len);
	tap_send(e.wire, t, put_tag(t, len, 0x8100, 9));
	tap_gets(e.host, f, len);
	tap_send(e.wire, f, len);
	tap_silent(e.host);
	/* Out it goes with the tag. */
	(void)close(e.wire);
	e.wire = tap_of("wire0", ETH_P_ALL);
	len = frame(f, 2, 1, sizeof(f));
	tap_send(e.host, f, len);
	tap_gets_tagged(e.wire, f, len, 0x8100, 0x2009);
	port_close(&p);
	ends_close(&e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ng_test(too_long_a_way_is_a_loop),
		ng_test(too_many_branches_are_a_loop),
		ng_test(an_error_is_told_once),
		ng_test(copies_fail_in_silence),
		ng_test(a_full_queue_is_told),
		cmocka_unit_test_setup(an_interface_that_is_down_is_told, wire),
		cmocka_unit_test_setup(a_hole_above_is_no_error, wire),
		cmocka_unit_test_setup(what_is_refused_above_is_told, wire),
		cmocka_unit_test_setup(programs_see_tags, wire),
		cmocka_unit_test_setup(vlans_of_an_interface, wire),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
