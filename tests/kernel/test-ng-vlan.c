/* SPDX-License-Identifier: BSD-2-Clause */
/* test-ng-vlan.c - Each VLAN has a hook, and tags come and go with it */

#include "netgraph/ng_vlan.h"
#include "ng.h"

#define DOWN 0
#define NOMATCH 1
#define V10 2
#define V20 3
#define N 4

static void vlan_make(struct port *p)
{
	node_make(&p[DOWN], "vlan", "downstream", "vlan");
	port_open(&p[NOMATCH], "vlan:", "nomatch");
	port_open(&p[V10], "vlan:", "v10");
	port_open(&p[V20], "vlan:", "v20");
	(void)ng_say(p[0].cs, "vlan:", "addfilter { hook=\"v10\" vid=10 }");
	(void)ng_say(p[0].cs,
		     "vlan:", "addfilter { hook=\"v20\" vlan=20 pcp=5 cfi=1 }");
}

static void vlan_end(struct port *p)
{
	for (int i = 0; i < N; i++)
		port_close(&p[i]);
}

/* The frame @f with a tag; its length */
static size_t tagged(unsigned char *to, const unsigned char *f, size_t len,
		     unsigned proto, unsigned tci)
{
	memcpy(to, f, 12);
	to[12] = (unsigned char)(proto >> 8);
	to[13] = (unsigned char)proto;
	to[14] = (unsigned char)(tci >> 8);
	to[15] = (unsigned char)tci;
	memcpy(to + 16, f + 12, len - 12);
	return len + 4;
}

struct bytes {
	const unsigned char *p;
	size_t len;
};

#define B(p_, len_) ((struct bytes){ (p_), (len_) })

/* What @from sends comes out of @to as @want, and nowhere else. */
static void turns_into(struct port *p, int from, struct bytes sent, int to,
		       struct bytes want)
{
	port_send(&p[from], sent.p, sent.len);
	if (to >= 0)
		port_gets(&p[to], want.p, want.len);
	for (int i = 0; i < N; i++)
		port_silent(&p[i]);
}

static const size_t lengths[] = { 14, 15, 17, 18, 19, 20, 21,  25,
				  33, 34, 35, 46, 60, 64, 999, 1500 };

static void tags_come_off_and_on(void **state)
{
	unsigned char f[FRAME_MAX], t[FRAME_MAX];
	struct port p[N];

	(void)state;
	vlan_make(p);
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		size_t len = frame(f, 1, 2, lengths[i]), n;

		n = tagged(t, f, len, 0x8100, 10);
		turns_into(p, DOWN, B(t, n), V10, B(f, len));
		turns_into(p, V10, B(f, len), DOWN, B(t, n));
		n = tagged(t, f, len, 0x8100, 0xb014);
		turns_into(p, V20, B(f, len), DOWN, B(t, n));
		turns_into(p, DOWN, B(t, n), V20, B(f, len));
		/* The tag's other bits do not matter on the way up. */
		n = tagged(t, f, len, 0x8100, 20);
		turns_into(p, DOWN, B(t, n), V20, B(f, len));
	}
	vlan_end(p);
}

static void what_matches_nothing_is_left_alone(void **state)
{
	unsigned char f[FRAME_MAX], t[FRAME_MAX];
	struct port p[N];
	size_t n;

	(void)state;
	vlan_make(p);
	(void)frame(f, 1, 2, 60);
	turns_into(p, DOWN, B(f, 60), NOMATCH, B(f, 60));
	turns_into(p, NOMATCH, B(f, 60), DOWN, B(f, 60));
	n = tagged(t, f, 60, 0x8100, 11);
	turns_into(p, DOWN, B(t, n), NOMATCH, B(t, n));
	turns_into(p, NOMATCH, B(t, n), DOWN, B(t, n));
	n = tagged(t, f, 60, 0x88a8, 10);
	turns_into(p, DOWN, B(t, n), NOMATCH, B(t, n));
	port_close(&p[NOMATCH]);
	ng_settle();
	assert_int_equal(port_refused(&p[DOWN], f, 60), ENETDOWN);
	assert_int_equal(port_refused(&p[DOWN], f, 13), EINVAL);
	port_open(&p[NOMATCH], "vlan:", "nomatch");
	vlan_end(p);
}

static void hooks_without_a_tag_are_shut(void **state)
{
	unsigned char f[60];
	struct port p[N], other;

	(void)state;
	vlan_make(p);
	port_open(&other, "vlan:", "other");
	(void)frame(f, 1, 2, 60);
	port_send(&other, f, 60);
	port_silent(&p[DOWN]);
	(void)ng_say(p[0].cs, "vlan:", "delfilter \"v10\"");
	turns_into(p, V10, B(f, 60), -1, B(NULL, 0));
	port_close(&other);
	vlan_end(p);
}

static void tags_stay_if_that_is_said(void **state)
{
	unsigned char f[60], t[64], tt[68];
	struct port p[N];
	size_t n;

	(void)state;
	vlan_make(p);
	(void)frame(f, 1, 2, 60);
	n = tagged(t, f, 60, 0x8100, 10);
	assert_string_equal(ng_say(p[0].cs, "vlan:", "getdecap"), "0x1");
	(void)ng_say(p[0].cs, "vlan:", "setdecap 0");
	assert_string_equal(ng_say(p[0].cs, "vlan:", "getdecap"), "0x0");
	turns_into(p, DOWN, B(t, n), V10, B(t, n));
	assert_string_equal(ng_say(p[0].cs, "vlan:", "getencap"), "0x1");
	(void)ng_say(p[0].cs, "vlan:", "setencap 0");
	turns_into(p, V10, B(t, n), DOWN, B(t, n));
	/* From nomatch: a tag of no VLAN, outside of those there are */
	(void)ng_say(p[0].cs, "vlan:", "setencap 3");
	assert_string_equal(ng_say(p[0].cs, "vlan:", "getencap"), "0x3");
	assert_int_equal(tagged(tt, t, n, 0x8100, 10), 68);
	turns_into(p, V10, B(t, n), DOWN, B(tt, 68));
	assert_int_equal(tagged(t, f, 60, 0x8100, 0), 64);
	turns_into(p, NOMATCH, B(f, 60), DOWN, B(t, 64));
	vlan_end(p);
}

static void tags_may_be_of_the_other_kind(void **state)
{
	unsigned char f[60], t[64];
	struct port p[N];

	(void)state;
	vlan_make(p);
	(void)frame(f, 1, 2, 60);
	assert_string_equal(ng_say(p[0].cs, "vlan:", "getencapproto"),
			    "0x8100");
	(void)ng_say(p[0].cs, "vlan:", "setencapproto 0x88a8");
	assert_string_equal(ng_say(p[0].cs, "vlan:", "getencapproto"),
			    "0x88a8");
	(void)tagged(t, f, 60, 0x88a8, 10);
	turns_into(p, V10, B(f, 60), DOWN, B(t, 64));
	turns_into(p, DOWN, B(t, 64), V10, B(f, 60));
	assert_int_equal(ng_refused(p[0].cs, "vlan:", "setencapproto 0x9100"),
			 EINVAL);
	vlan_end(p);
}

/* Others have the frame as it was, whichever comes first. */
static void copies_are_not_changed(void **state)
{
	unsigned char f[60], t[64];
	struct port p[N], before, after, hub;

	(void)state;
	vlan_make(p);
	port_close(&p[DOWN]);
	node_make(&hub, "hub", "a", "hub");
	port_open(&before, "hub:", "b");
	(void)ng_say(
		hub.cs, "hub:",
		"connect { path=\"vlan:\" ourhook=\"v\" peerhook=\"downstream\" }");
	port_open(&after, "hub:", "c");
	(void)frame(f, 1, 2, 60);
	(void)tagged(t, f, 60, 0x8100, 10);
	port_send(&hub, t, 64);
	port_gets(&before, t, 64);
	port_gets(&after, t, 64);
	port_gets(&p[V10], f, 60);
	port_send(&p[V10], f, 60);
	port_gets(&before, t, 64);
	port_gets(&after, t, 64);
	port_gets(&hub, t, 64);
	port_silent(&p[NOMATCH]);
	port_close(&hub);
	port_close(&before);
	port_close(&after);
	for (int i = 1; i < N; i++)
		port_close(&p[i]);
}

/* Round in circles with a change in each: it ends all the same. */
static void changing_circles_end(void **state)
{
	unsigned char f[60];
	struct port p[2];
	int n = 0;

	(void)state;
	node_make(&p[0], "hub", "a", "hub");
	(void)ng_say(p[0].cs, "hub:",
		     "mkpeer { type=\"vlan\" ourhook=\"x\" peerhook=\"v\" }");
	(void)ng_say(p[0].cs, "hub:x", "addfilter { hook=\"v\" vid=7 }");
	(void)ng_say(
		p[0].cs, "hub:x",
		"connect { path=\"hub:\" ourhook=\"downstream\" peerhook=\"y\" }");
	port_open(&p[1], "hub:", "b");
	(void)frame(f, 1, 2, 60);
	(void)NgSendData(p[0].ds, "p", f, 60);
	while (port_ready(&p[1], 0) && n < 1000) {
		unsigned char buf[65536];

		assert_true(NgRecvData(p[1].ds, buf, sizeof(buf), NULL) >= 60);
		n++;
	}
	assert_in_range(n, 2, 300);
	port_close(&p[0]);
	port_close(&p[1]);
}

static void table_tells_all(void **state)
{
	struct port p[N];

	(void)state;
	vlan_make(p);
	assert_string_equal(
		ng_say(p[0].cs, "vlan:", "gettable"),
		"{ n=2 filter=[ { hook=\"v10\" vlan=10 vid=10 } { hook=\"v20\" vlan=20 vid=20 pcp=5 cfi=1 } ] }");
	(void)ng_say(p[0].cs, "vlan:", "delvidflt 10");
	assert_string_equal(
		ng_say(p[0].cs, "vlan:", "gettable"),
		"{ n=1 filter=[ { hook=\"v20\" vlan=20 vid=20 pcp=5 cfi=1 } ] }");
	/* With its hook it goes. */
	port_close(&p[V20]);
	ng_settle();
	assert_string_equal(ng_say(p[0].cs, "vlan:", "gettable"), "{}");
	port_open(&p[V20], "vlan:", "v20");
	(void)ng_say(p[0].cs, "vlan:", "addfilter { hook=\"v20\" vid=10 }");
	(void)ng_say(p[0].cs, "vlan:", "addfilter { hook=\"v10\" vid=0 }");
	assert_string_equal(
		ng_say(p[0].cs, "vlan:", "gettable"),
		"{ n=2 filter=[ { hook=\"v10\" } { hook=\"v20\" vlan=10 vid=10 } ] }");
	vlan_end(p);
}

static void messages_are_checked(void **state)
{
	static const struct {
		const char *cmd;
		int why;
	} bad[] = {
		{ "addfilter { hook=\"nobody\" vid=30 }", ENOENT },
		{ "addfilter { hook=\"downstream\" vid=30 }", EINVAL },
		{ "addfilter { hook=\"nomatch\" vid=30 }", EINVAL },
		{ "addfilter { hook=\"v10\" vid=30 }", EEXIST },
		{ "addfilter { hook=\"free\" vid=20 }", EEXIST },
		{ "addfilter { hook=\"free\" vid=4096 }", EINVAL },
		{ "addfilter { hook=\"free\" vid=30 vlan=31 }", EINVAL },
		{ "addfilter { hook=\"free\" vid=30 pcp=8 }", EINVAL },
		{ "addfilter { hook=\"free\" vid=30 cfi=2 }", EINVAL },
		{ "addfilter", EINVAL },
		{ "delfilter \"free\"", ENOENT },
		{ "delfilter \"nobody\"", ENOENT },
		{ "delfilter \"downstream\"", ENOENT },
		{ "delvidflt 30", ENOENT },
		{ "delvidflt 4096", EINVAL },
		{ "setdecap 2", EINVAL },
		{ "setencap 4", EINVAL },
		{ "setencapproto 0", EINVAL },
		{ "gettable 1", EINVAL },
	};
	struct port p[N], free;

	(void)state;
	vlan_make(p);
	port_open(&free, "vlan:", "free");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(ng_refused(p[0].cs, "vlan:", bad[i].cmd),
				 bad[i].why);
	(void)ng_say(p[0].cs,
		     "vlan:", "addfilter { hook=\"free\" vid=30 vlan=30 }");
	port_close(&free);
	vlan_end(p);
}

static void all_tags_at_once(void **state)
{
	enum { VLANS = 200 };
	unsigned char f[60], t[64];
	struct port down, up;
	char cmd[100];

	(void)state;
	node_make(&down, "vlan", "downstream", "vlan");
	for (int i = 1; i <= VLANS; i++) {
		(void)snprintf(
			cmd, sizeof(cmd),
			"mkpeer { type=\"hub\" ourhook=\"h%d\" peerhook=\"x\" }",
			i);
		(void)ng_say(down.cs, "vlan:", cmd);
		(void)snprintf(cmd, sizeof(cmd),
			       "addfilter { hook=\"h%d\" vid=%d }", i, i * 20);
		(void)ng_say(down.cs, "vlan:", cmd);
	}
	port_open(&up, "vlan:h150", "me");
	(void)frame(f, 1, 2, 60);
	(void)tagged(t, f, 60, 0x8100, 3000);
	port_send(&down, t, 64);
	port_gets(&up, f, 60);
	port_send(&up, f, 60);
	port_gets(&down, t, 64);
	port_close(&up);
	port_close(&down);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ng_test(tags_come_off_and_on),
		ng_test(what_matches_nothing_is_left_alone),
		ng_test(hooks_without_a_tag_are_shut),
		ng_test(tags_stay_if_that_is_said),
		ng_test(tags_may_be_of_the_other_kind),
		ng_test(copies_are_not_changed),
		ng_test(changing_circles_end),
		ng_test(table_tells_all),
		ng_test(messages_are_checked),
		ng_test(all_tags_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
