/* SPDX-License-Identifier: BSD-2-Clause */
/* test-ngparse.c - Arguments of messages: text to bytes and back */

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/util.h"
#include "libnetgraph/ngparse.h"

static const struct ng_ptype pair_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "small", &ng_p_uint8 },
					      { "big", &ng_p_int64 },
					      { NULL, NULL } },
};

static uint32_t count_of(const uint8_t *buf, const uint8_t *array)
{
	uint32_t n;

	(void)array;
	memcpy(&n, buf, sizeof(n));
	return n;
}

static const struct ng_ptype pairs_type = { .kind = NG_P_ARRAY,
					    .elem = &pair_type,
					    .length = count_of };
static const struct ng_ptype three_type = { .kind = NG_P_FIXED,
					    .elem = &ng_p_hex16,
					    .count = 3 };
static const struct ng_ptype all_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "n", &ng_p_uint32 },
					      { "name", &ng_p_name },
					      { "mac", &ng_p_mac },
					      { "ip", &ng_p_ip },
					      { "three", &three_type },
					      { "pairs", &pairs_type },
					      { NULL, NULL } },
};

/* What is written, and how it is printed again (NULL: the same) */
static const struct {
	const char *in, *out;
} good[] = {
	{ "{}", NULL },
	{ "{ n=0 }", "{}" },
	{ "{name=abc}", "{ name=\"abc\" }" },
	{ "{ name=\"a\\\"\\\\\\n\\x01z\" }",
	  "{ name=\"a\\\"\\\\\\n\\x01z\" }" },
	{ "{ mac=00:11:22:aa:bb:cc ip=10.0.0.1 }", NULL },
	{ "{ three=[ 0x1 0x2 0x3 ] }", NULL },
	{ "{ three=[ 2=7 ] }", "{ three=[ 2=0x7 ] }" },
	{ "{ three=[ 1 2=0xff ] }", "{ three=[ 0x1 2=0xff ] }" },
	{ "{ n=2 pairs=[ { small=1 big=-5 } { big=7 } ] }", NULL },
	{ "{ n=2 pairs=[ 1={ small=255 } ] }", NULL },
	{ "{ pairs=[ { small=1 } ] n=1 }", "{ n=1 pairs=[ { small=1 } ] }" },
	{ "{ n = 0x10 }", "{ n=16 }" },
	{ "{ name=\"\\x01f\\0011\" }", "{ name=\"\\x01f\\x011\" }" },
};

static const struct {
	const char *in;
	int error;
} bad[] = {
	{ "", -EINVAL },
	{ "{", -EINVAL },
	{ "{ n }", -EINVAL },
	{ "{ n=1 n=2 }", -EALREADY },
	{ "{ nix=1 }", -ENOENT },
	{ "{ n=x }", -EINVAL },
	{ "{ n=4294967296 }", -EINVAL },
	{ "{ n=1 } x", -EINVAL },
	{ "{ three=[ 1 2 3 4 ] }", -E2BIG },
	{ "{ three=[ 99999999999999999999=1 ] }", -E2BIG },
	{ "{ three=[ 4294967296=1 ] }", -E2BIG },
	{ "{ three=[ -2=1 ] }", -E2BIG },
	{ "{ pairs=[ { small=1 } ] }", -E2BIG },
	{ "{ n=1 pairs=[ { small=256 } ] }", -EINVAL },
	{ "{ name=\"unfinished }", -EINVAL },
	{ "{ name=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa }", -E2BIG },
	{ "{ name=\"a\\x00b\" }", -EINVAL },
	{ "{ mac=1:2:3:4:5 }", -EINVAL },
	{ "{ ip=1.2.3 }", -EINVAL },
};

static void text_survives_the_way(void **state)
{
	uint8_t buf[1024];
	char text[1024];
	size_t len;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		const char *want = good[i].out ? good[i].out : good[i].in;

		print_message("%s\n", good[i].in);
		assert_int_equal(
			ng_parse(&all_type, good[i].in, buf, sizeof(buf), &len),
			0);
		assert_int_equal(
			ng_unparse(&all_type, buf, len, text, sizeof(text)), 0);
		assert_string_equal(text, want);
	}
}

static void errors_are_netgraphs(void **state)
{
	uint8_t buf[1024];
	size_t len;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		print_message("%s\n", bad[i].in);
		assert_int_equal(
			ng_parse(&all_type, bad[i].in, buf, sizeof(buf), &len),
			bad[i].error);
	}
}

static void layout_is_a_c_structs(void **state)
{
	struct {
		uint8_t small;
		int64_t big;
	} pair;
	uint8_t buf[64];
	size_t len;

	(void)state;
	assert_int_equal(ng_parse(&pair_type, "{ small=7 big=-2 }", buf,
				  sizeof(buf), &len),
			 0);
	assert_int_equal(len, sizeof(pair));
	memcpy(&pair, buf, sizeof(pair));
	assert_int_equal(pair.small, 7);
	assert_int_equal(pair.big, -2);
}

/* Too little room, or too few bytes, is found out. */
static void limits_are_kept(void **state)
{
	uint8_t buf[1024] = { 200 };
	char text[1024];
	size_t len;

	(void)state;
	for (size_t cap = 0; cap < 52; cap++)
		assert_int_equal(ng_parse(&all_type, "{}", buf, cap, &len),
				 -ERANGE);
	buf[0] = 200;
	for (size_t n = 0; n < 300; n++)
		assert_int_equal(
			ng_unparse(&all_type, buf, n, text, sizeof(text)),
			-EINVAL);
}

static const struct ng_ptype rest_type = { .kind = NG_P_ARRAY,
					   .elem = &ng_p_uint8 };
static const struct ng_ptype value_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "n", &ng_p_uint32 },
					      { "value", &rest_type },
					      { NULL, NULL } },
};

static int through(const struct ng_ptype *t, const char *in, char *text,
		   size_t size, size_t *ret_len)
{
	uint8_t buf[1024];
	int r = ng_parse(t, in, buf, sizeof(buf), ret_len);

	return r < 0 ? r : ng_unparse(t, buf, *ret_len, text, size);
}

/* An array that nothing counts has as many elements as are given. */
static void an_array_may_go_to_the_end(void **state)
{
	char text[64];
	size_t len = 0;

	(void)state;
	assert_int_equal(through(&value_type, "{ value=[ 1 2 3 ] n=5 }", text,
				 sizeof(text), &len),
			 0);
	assert_string_equal(text, "{ n=5 value=[ 1 2 3 ] }");
	assert_int_equal(len, 8);
	assert_int_equal(through(&value_type, "{}", text, sizeof(text), &len),
			 0);
	assert_int_equal(len, 4);
	assert_int_equal(through(&value_type, "{ value=[ 1024=1 ] }", text,
				 sizeof(text), &len),
			 -E2BIG);
}

static void addresses_of_sockets(void **state)
{
	static const char *const right[] = { "inet/10.1.2.3:5000",
					     "inet/10.1.2.3",
					     "inet/0.0.0.0:65535" };
	static const char *const wrong[] = {
		"10.1.2.3:5000",
		"inet/",
		"inet/10.1.2.3:",
		"inet/10.1.2.3:-1",
		"inet/10.1.2.3:65536",
		"inet/10.1.2.3:1x",
		"inet6/::1",
		"inet/10.1.2",
		"local/x",
	};
	char text[64];
	size_t len = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(right); i++) {
		assert_int_equal(through(&ng_p_sockaddr, right[i], text,
					 sizeof(text), &len),
				 0);
		assert_int_equal(len, 16);
		assert_string_equal(text, right[i]);
	}
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		assert_int_equal(through(&ng_p_sockaddr, wrong[i], text,
					 sizeof(text), &len),
				 -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_survives_the_way),
		cmocka_unit_test(errors_are_netgraphs),
		cmocka_unit_test(layout_is_a_c_structs),
		cmocka_unit_test(limits_are_kept),
		cmocka_unit_test(an_array_may_go_to_the_end),
		cmocka_unit_test(addresses_of_sockets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
