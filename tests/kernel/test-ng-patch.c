/* SPDX-License-Identifier: BSD-2-Clause */
/* test-ng-patch.c - Bytes are changed as was said, and checksums follow */

#include <netinet/in.h>

#include "netgraph/ng_patch.h"
#include "ng.h"

#define RAW 12
#define EN10MB 1

static void patch_make(struct port *in, struct port *out)
{
	node_make(in, "patch", "in", "patch");
	port_open(out, "patch:", "out");
}

static void patch_end(struct port *in, struct port *out)
{
	port_close(in);
	port_close(out);
}

static void configure(struct port *p, const char *conf)
{
	char cmd[400];

	(void)snprintf(cmd, sizeof(cmd), "setconfig { %s }", conf);
	(void)ng_say(p->cs, "patch:", cmd);
}

/* What mode and value make of 0x80…90 in as many bytes */
static const struct {
	int mode;
	const char *value;
	uint64_t of[4]; /* for 1, 2, 4, 8 bytes */
} modes[] = {
	{ 1,
	  "0x1122334455667788",
	  { 0x88, 0x7788, 0x55667788, 0x1122334455667788 } },
	{ 2, "0x11", { 0x91, 0x8091, 0x80000091, 0x8000000000000091 } },
	{ 3, "0x81", { 0xff, 0x7fff, 0x7fffffff, 0x7fffffffffffffff } },
	{ 4, "3", { 0x80, 0x8180, 0x80000180, 0x8000000000000180 } },
	{ 5, "16", { 0x08, 0x0808, 0x08000008, 0x0800000000000008 } },
	{ 6, "0", { 0x80, 0x7f80, 0x7fffff80, 0x7fffffffffffff80 } },
	{ 7, "0xc0", { 0x80, 0x0080, 0x00000080, 0x80 } },
	{ 8, "3", { 0x83, 0x8083, 0x80000083, 0x8000000000000083 } },
	{ 9, "0x81", { 0x01, 0x8001, 0x80000001, 0x8000000000000001 } },
	{ 10, "4", { 0x00, 0x0800, 0x00000800, 0x800 } },
	{ 11, "4", { 0x08, 0x0808, 0x08000008, 0x0800000000000008 } },
	{ 11, "70", { 0, 0, 0, 0 } },
};

static void put(unsigned char *p, uint64_t v, int len)
{
	for (int i = len - 1; i >= 0; i--, v >>= 8)
		p[i] = (unsigned char)v;
}

static void each_mode_does_its_sum(void **state)
{
	struct port in, out;
	char conf[200];

	(void)state;
	patch_make(&in, &out);
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		for (int j = 0; j < 4; j++) {
			unsigned char f[24] = { 0 }, want[24] = { 0 };
			int len = 1 << j;

			(void)snprintf(
				conf, sizeof(conf),
				"count=1 ops=[ { offset=5 length=%d mode=%d value=%s } ]",
				len, modes[i].mode, modes[i].value);
			configure(&in, conf);
			put(f + 5, 0x80, len);
			f[5] |= 0x80;
			put(want + 5, modes[i].of[j], len);
			port_send(&in, f, sizeof(f));
			port_gets(&out, want, sizeof(want));
		}
	}
	patch_end(&in, &out);
}

static void steps_are_taken_in_order(void **state)
{
	unsigned char f[4] = { 1, 2, 3, 4 };
	struct port in, out;

	(void)state;
	patch_make(&in, &out);
	configure(
		&in,
		"count=3 ops=[ { length=1 mode=2 value=1 } { length=1 mode=4 value=10 } { offset=2 length=2 mode=1 value=0xabcd } ]");
	port_send(&in, f, sizeof(f));
	port_gets(&out, "\x14\x02\xab\xcd", 4);
	/* What does not fit into the packet is left out. */
	port_send(&in, f, 3);
	port_gets(&out, "\x14\x02\x03", 3);
	configure(&in, "count=1 ops=[ { offset=4294967295 length=1 mode=6 } ]");
	port_send(&in, f, 4);
	port_gets(&out, f, 4);
	/* The other way nothing is changed. */
	port_send(&out, f, 4);
	port_gets(&in, f, 4);
	patch_end(&in, &out);
}

static void without_out_it_comes_back(void **state)
{
	struct port in;

	(void)state;
	node_make(&in, "patch", "in", "patch");
	port_send(&in, "ab", 2);
	port_gets(&in, "ab", 2);
	configure(&in, "count=1 ops=[ { length=1 mode=8 value=32 } ]");
	port_send(&in, "AB", 2);
	port_gets(&in, "aB", 2);
	port_close(&in);
	ng_settle();
	node_make(&in, "patch", "out", "patch");
	assert_int_equal(port_refused(&in, "ab", 2), ENETDOWN);
	port_close(&in);
}

static void offsets_from_behind_the_link(void **state)
{
	unsigned char f[40], want[40];
	struct port in, out;

	(void)state;
	patch_make(&in, &out);
	(void)ng_say(in.cs, "patch:", "setdlt 1");
	assert_string_equal(ng_say(in.cs, "patch:", "getdlt"), "1");
	configure(
		&in,
		"count=1 relative_offset=1 ops=[ { length=1 mode=1 value=0xee } ]");
	for (size_t tags = 0; tags < 3; tags++) {
		(void)frame(f, 1, 2, sizeof(f));
		for (size_t i = 0; i < tags; i++)
			put(f + 12 + i * 4, 0x81000005, 4);
		put(f + 12 + tags * 4, 0x0800, 2);
		memcpy(want, f, sizeof(f));
		want[14 + tags * 4] = 0xee;
		port_send(&in, f, sizeof(f));
		port_gets(&out, want, sizeof(want));
	}
	assert_int_equal(port_refused(&in, f, 13), EINVAL);
	assert_string_equal(ng_say(in.cs, "patch:", "getclrstats"),
			    "{ Received=4 Patched=3 Dropped=1 }");
	/* Not asked for, they count from the first byte. */
	configure(&in, "count=1 ops=[ { length=1 mode=1 value=0xee } ]");
	(void)frame(f, 1, 2, sizeof(f));
	memcpy(want, f, sizeof(f));
	want[0] = 0xee;
	port_send(&in, f, sizeof(f));
	port_gets(&out, want, sizeof(want));
	patch_end(&in, &out);
}

static uint32_t sum_add(uint32_t sum, const unsigned char *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		sum += i & 1 ? p[i] : (uint32_t)p[i] << 8;
	return sum;
}

static uint16_t sum_end(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

/* Set the checksums of a packet of IP as they are to be. */
static void sums(unsigned char *p, size_t len)
{
	int six = p[0] >> 4 == 6, proto = p[six ? 6 : 9];
	size_t l4 = six ? 40 : (size_t)(p[0] & 15) * 4;
	unsigned char *at = p + l4 + (proto == IPPROTO_UDP ? 6 : 16);
	uint32_t sum = (uint32_t)proto + (uint32_t)(len - l4);

	if (!six) {
		put(p + 10, 0, 2);
		put(p + 10, sum_end(sum_add(0, p, l4)), 2);
	}
	put(at, 0, 2);
	sum = sum_add(sum, p + (six ? 8 : 12), six ? 32 : 8);
	put(at, sum_end(sum_add(sum, p + l4, len - l4)), 2);
}

static void packet(unsigned char *p, int version, int words, int proto)
{
	for (int i = 0; i < 128; i++)
		p[i] = (unsigned char)(i * 7 + 1);
	p[0] = (unsigned char)(version << 4 | words);
	put(p + 6, 0, 2);
	p[version == 6 ? 6 : 9] = (unsigned char)proto;
}

#define SIZE 101 /* octets of a packet, no whole words */

/* Change @len bytes at @off by one, and see that the checksums are right. */
static void sums_follow(struct port *in, struct port *out,
			const unsigned char *ip, int dlt, int off, int len)
{
	unsigned char f[160] = { 0 }, want[160] = { 0 };
	size_t l3 = dlt == EN10MB ? 14 : 0;
	char conf[200];

	(void)snprintf(
		conf, sizeof(conf),
		"count=1 csum_flags=0x607 relative_offset=1 ops=[ { offset=%d length=%d mode=9 value=0xffeeddccbbaa9988 } ]",
		off, len);
	configure(in, conf);
	if (l3)
		put(f + 12, 0x0800, 2);
	memcpy(f + l3, ip, SIZE);
	sums(f + l3, SIZE);
	memcpy(want, f, sizeof(f));
	for (int i = 0; i < len; i++)
		want[l3 + (size_t)off + (size_t)i] ^=
			(unsigned char)(0xffeeddccbbaa9988 >>
					((len - 1 - i) * 8));
	sums(want + l3, SIZE);
	port_send(in, f, l3 + SIZE);
	port_gets(out, want, l3 + SIZE);
}

static const struct {
	int version, words, proto;
	int first; /* byte of addresses, ports … that may be changed */
	int csum; /* not here */
} kinds[] = {
	{ 4, 5, IPPROTO_UDP, 12, 26 }, { 4, 7, IPPROTO_UDP, 12, 34 },
	{ 4, 5, IPPROTO_TCP, 12, 36 }, { 4, 15, IPPROTO_TCP, 12, 76 },
	{ 6, 0, IPPROTO_UDP, 8, 46 },  { 6, 0, IPPROTO_TCP, 8, 56 },
};

static void checksums_follow(void **state)
{
	static const int lens[] = { 1, 2, 4, 8 };
	struct port in, out;
	unsigned char p[128];

	(void)state;
	patch_make(&in, &out);
	for (int dlt = 0; dlt < 2; dlt++) {
		(void)ng_say(in.cs, "patch:", dlt ? "setdlt 1" : "setdlt 12");
		for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
			packet(p, kinds[k].version, kinds[k].words,
			       kinds[k].proto);
			for (int off = kinds[k].first; off < SIZE; off++) {
				int len = lens[off & 3];

				if (off + len > SIZE ||
				    (off + len > kinds[k].csum &&
				     off < kinds[k].csum + 2))
					continue;
				sums_follow(&in, &out, p, dlt ? EN10MB : RAW,
					    off, len);
			}
		}
	}
	patch_end(&in, &out);
}

/* Where nothing was asked for, and in what is no header, they stay. */
static void other_checksums_stay(void **state)
{
	unsigned char p[128], want[128];
	struct port in, out;

	(void)state;
	patch_make(&in, &out);
	packet(p, 4, 5, IPPROTO_UDP);
	sums(p, 100);
	memcpy(want, p, sizeof(p));
	/* Time to live: only the header's own */
	configure(
		&in,
		"count=1 csum_flags=1 ops=[ { offset=8 length=1 mode=3 value=1 } ]");
	want[8]--;
	put(want + 10, 0, 2);
	put(want + 10, sum_end(sum_add(0, want, 20)), 2);
	port_send(&in, p, 100);
	port_gets(&out, want, 100);
	/* Only a later fragment's bytes: there is no checksum in it. */
	packet(p, 4, 5, IPPROTO_UDP);
	p[7] = 9;
	memcpy(want, p, sizeof(p));
	configure(
		&in,
		"count=1 csum_flags=6 ops=[ { offset=50 length=1 mode=2 value=1 } ]");
	want[50]++;
	port_send(&in, p, 100);
	port_gets(&out, want, 100);
	/* A checksum of UDP that says "none" */
	packet(p, 4, 5, IPPROTO_UDP);
	put(p + 26, 0, 2);
	memcpy(want, p, sizeof(p));
	want[50]++;
	port_send(&in, p, 100);
	port_gets(&out, want, 100);
	patch_end(&in, &out);
}

static void config_is_checked(void **state)
{
	static const struct {
		const char *cmd;
		int why;
	} bad[] = {
		{ "setconfig { count=1 ops=[ { mode=1 } ] }", EINVAL },
		{ "setconfig { count=1 ops=[ { length=3 mode=1 } ] }", EINVAL },
		{ "setconfig { count=1 ops=[ { length=1 } ] }", EINVAL },
		{ "setconfig { count=1 ops=[ { length=1 mode=12 } ] }",
		  EINVAL },
		{ "setconfig { count=1 ops=[ { length=1 mode=5 value=256 } ] }",
		  EINVAL },
		{ "setconfig { ops=[ { length=1 mode=1 } ] }", E2BIG },
		{ "setconfig { count=65 }", EINVAL },
		{ "setconfig { count=4294967295 }", E2BIG },
		{ "setconfig { csum_flags=8 }", EOPNOTSUPP },
		{ "setconfig { csum_flags=0x10 }", EINVAL },
		{ "setconfig", EINVAL },
		{ "setdlt 2", EINVAL },
		{ "setdlt 256", EINVAL },
		{ "getstats 1", EINVAL },
	};
	struct port in, out;

	(void)state;
	patch_make(&in, &out);
	assert_string_equal(ng_say(in.cs, "patch:", "getconfig"), "{}");
	assert_string_equal(ng_say(in.cs, "patch:", "getdlt"), "12");
	configure(
		&in,
		"count=2 csum_flags=7 relative_offset=3 ops=[ { offset=8 length=1 mode=3 value=1 } { length=8 mode=6 } ]");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(ng_refused(in.cs, "patch:", bad[i].cmd),
				 bad[i].why);
	assert_string_equal(
		ng_say(in.cs, "patch:", "getconfig"),
		"{ count=2 csum_flags=7 relative_offset=3 ops=[ { offset=8 length=1 mode=3 value=1 } { length=8 mode=6 } ] }");
	configure(&in, "");
	assert_string_equal(ng_say(in.cs, "patch:", "getconfig"), "{}");
	port_send(&in, "x", 1);
	port_gets(&out, "x", 1);
	patch_end(&in, &out);
}

static void copies_are_not_changed(void **state)
{
	struct port hub, before, after, out;

	(void)state;
	node_make(&hub, "hub", "a", "hub");
	port_open(&before, "hub:", "b");
	(void)ng_say(hub.cs, "hub:",
		     "mkpeer { type=\"patch\" ourhook=\"x\" peerhook=\"in\" }");
	must(NgNameNode(hub.cs, "hub:x", "patch"), "NgNameNode");
	port_open(&out, "patch:", "out");
	port_open(&after, "hub:", "c");
	configure(&hub, "count=1 ops=[ { length=1 mode=2 value=1 } ]");
	port_send(&hub, "abc", 3);
	port_gets(&before, "abc", 3);
	port_gets(&after, "abc", 3);
	port_gets(&out, "bbc", 3);
	/* Another one of that name begins with nothing. */
	(void)ng_say(hub.cs, "patch:", "shutdown");
	(void)ng_say(hub.cs, "hub:",
		     "mkpeer { type=\"patch\" ourhook=\"x\" peerhook=\"in\" }");
	assert_string_equal(ng_say(hub.cs, "hub:x", "getconfig"), "{}");
	port_close(&hub);
	port_close(&before);
	port_close(&after);
	port_close(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ng_test(each_mode_does_its_sum),
		ng_test(steps_are_taken_in_order),
		ng_test(without_out_it_comes_back),
		ng_test(offsets_from_behind_the_link),
		ng_test(checksums_follow),
		ng_test(other_checksums_stay),
		ng_test(config_is_checked),
		ng_test(copies_are_not_changed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
