/* SPDX-License-Identifier: BSD-2-Clause */
/* test-ngtext.c - Messages' arguments: text to bytes, bytes to text, layouts */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/util.h"
#include "libnetgraph/ngparse.h"
#include "libnetgraph/type.h"
#include "test.h"

#define BUF 4096

struct pair {
	uint8_t a;
	uint32_t b;
};

static const struct ng_ptype pair_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "a", &ng_p_uint8 },
					      { "b", &ng_p_uint32 },
					      { NULL, NULL } },
};
static const struct ng_ptype four = { .kind = NG_P_FIXED,
				      .count = 4,
				      .elem = &ng_p_uint16 };
static const struct ng_ptype pairs3 = { .kind = NG_P_FIXED,
					.count = 3,
					.elem = &pair_type };

static uint32_t count_in_front(const uint8_t *buf, const uint8_t *array)
{
	uint32_t n;

	(void)array;
	memcpy(&n, buf, sizeof(n));
	return n;
}

static const struct ng_ptype counted = { .kind = NG_P_ARRAY,
					 .elem = &pair_type,
					 .length = count_in_front };
static const struct ng_ptype list_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "n", &ng_p_uint32 },
					      { "list", &counted },
					      { NULL, NULL } },
};
static const struct ng_ptype mixed = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "flag", &ng_p_uint8 },
					      { "mac", &ng_p_mac },
					      { "big", &ng_p_uint64 },
					      { "ip", &ng_p_ip },
					      { "name", &ng_p_name },
					      { "odd", &ng_p_int8 },
					      { "hint", &ng_p_hex16 },
					      { "arr", &four },
					      { NULL, NULL } },
};

struct c_mixed {
	uint8_t flag;
	uint8_t mac[6];
	uint64_t big;
	uint8_t ip[4];
	char name[32];
	int8_t odd;
	uint16_t hint;
	uint16_t arr[4];
};

static int parse(const struct ng_ptype *t, const char *text, uint8_t *buf,
		 size_t *ret_len)
{
	memset(buf, 0xaa, BUF);
	return ng_parse(t, text, buf, BUF, ret_len);
}

/* The text becomes @len bytes that are printed as @out. */
static void turns_into(const struct ng_ptype *t, const char *text, size_t len,
		       const char *out)
{
	char back[BUF];
	uint8_t buf[BUF];
	size_t got = 0;
	int r = parse(t, text, buf, &got);

	if (r < 0)
		fail_msg("'%s': %s", text, strerror(-r));
	assert_int_equal(got, len);
	r = ng_unparse(t, buf, got, back, sizeof(back));
	if (r < 0)
		fail_msg("'%s': back: %s", text, strerror(-r));
	assert_string_equal(back, out);
	/* And what was printed is read as the same. */
	assert_int_equal(parse(t, back, buf, &got), 0);
	assert_int_equal(got, len);
}

struct good {
	const struct ng_ptype *type;
	const char *text;
	size_t len;
	const char *out;
};

struct bad {
	const struct ng_ptype *type;
	const char *text;
	int error;
};

static void all_good(const struct good *g, size_t n)
{
	for (size_t i = 0; i < n; i++)
		turns_into(g[i].type, g[i].text, g[i].len, g[i].out);
}

static void all_bad(const struct bad *b, size_t n)
{
	uint8_t buf[BUF];
	size_t len = 4711;

	for (size_t i = 0; i < n; i++) {
		int r = parse(b[i].type, b[i].text, buf, &len);

		if (r != -b[i].error)
			fail_msg("'%s': %d, not %d", b[i].text, r, -b[i].error);
		assert_int_equal(len, 4711);
	}
}

static void numbers_of_each_size(void **state)
{
	static const struct good good[] = {
		{ &ng_p_uint8, "0", 1, "0" },
		{ &ng_p_uint8, "255", 1, "255" },
		{ &ng_p_uint8, "0xff", 1, "255" },
		{ &ng_p_uint8, "0377", 1, "255" },
		{ &ng_p_uint8, "  7  ", 1, "7" },
		{ &ng_p_int8, "-1", 1, "-1" },
		{ &ng_p_int8, "-128", 1, "-128" },
		{ &ng_p_int8, "127", 1, "127" },
		{ &ng_p_uint16, "65535", 2, "65535" },
		{ &ng_p_int16, "-32768", 2, "-32768" },
		{ &ng_p_uint32, "4294967295", 4, "4294967295" },
		{ &ng_p_uint32, "0XFFFFFFFF", 4, "4294967295" },
		{ &ng_p_int32, "-2147483648", 4, "-2147483648" },
		{ &ng_p_int32, "2147483647", 4, "2147483647" },
		{ &ng_p_uint64, "18446744073709551615", 8,
		  "18446744073709551615" },
		{ &ng_p_int64, "-9223372036854775808", 8,
		  "-9223372036854775808" },
		{ &ng_p_hex8, "255", 1, "0xff" },
		{ &ng_p_hex8, "0", 1, "0x0" },
		{ &ng_p_hex16, "0xBEEF", 2, "0xbeef" },
		{ &ng_p_hex32, "0xdeadbeef", 4, "0xdeadbeef" },
		{ &ng_p_hex32, "16", 4, "0x10" },
	};

	(void)state;
	all_good(good, ARRAY_SIZE(good));
}

static void numbers_that_are_none(void **state)
{
	static const struct bad bad[] = {
		{ &ng_p_uint8, "256", EINVAL },
		{ &ng_p_uint8, "-129", EINVAL },
		{ &ng_p_int8, "-129", EINVAL },
		{ &ng_p_uint16, "65536", EINVAL },
		{ &ng_p_int16, "-32769", EINVAL },
		{ &ng_p_uint32, "4294967296", EINVAL },
		{ &ng_p_int32, "-2147483649", EINVAL },
		{ &ng_p_uint64, "18446744073709551616", EINVAL },
		{ &ng_p_int64, "-9223372036854775809", EINVAL },
		{ &ng_p_uint32, "", EINVAL },
		{ &ng_p_uint32, "   ", EINVAL },
		{ &ng_p_uint32, "x", EINVAL },
		{ &ng_p_uint32, "0x", EINVAL },
		{ &ng_p_uint32, "1x", EINVAL },
		{ &ng_p_uint32, "1 2", EINVAL },
		{ &ng_p_uint32, "+1", EINVAL },
		{ &ng_p_uint32, "-", EINVAL },
		{ &ng_p_uint32, "\"1\"", EINVAL },
		{ &ng_p_uint32, "{ 1 }", EINVAL },
		{ &ng_p_uint32, "1.5", EINVAL },
		{ &ng_p_uint32, "09", EINVAL },
	};

	(void)state;
	all_bad(bad, ARRAY_SIZE(bad));
}

static void strings(void **state)
{
	static const struct good good[] = {
		{ &ng_p_name, "\"\"", 32, "\"\"" },
		{ &ng_p_name, "\"link0\"", 32, "\"link0\"" },
		{ &ng_p_name, "link0", 32, "\"link0\"" },
		{ &ng_p_name, "\"with blanks\"", 32, "\"with blanks\"" },
		{ &ng_p_name, "\"{ [ = ] }\"", 32, "\"{ [ = ] }\"" },
		{ &ng_p_name, "\"a\\\"b\\\\c\"", 32, "\"a\\\"b\\\\c\"" },
		{ &ng_p_name, "\"\\t\\n\\r\\v\\f\"", 32,
		  "\"\\t\\n\\r\\v\\f\"" },
		{ &ng_p_name, "\"\\x41\\102\"", 32, "\"AB\"" },
		{ &ng_p_name, "\"\\x01\\xff\"", 32, "\"\\x01\\xff\"" },
		{ &ng_p_name, "\"\\q\"", 32, "\"q\"" },
		{ &ng_p_name, "1234567890123456789012345678901", 32,
		  "\"1234567890123456789012345678901\"" },
		{ &ng_p_path, "\"em0:lower.link1\"", 512,
		  "\"em0:lower.link1\"" },
		{ &ng_p_text, "\"words\"", 1024, "\"words\"" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(good); i++)
		if (good[i].out)
			all_good(&good[i], 1);
}

static void strings_that_are_none(void **state)
{
	static const struct bad bad[] = {
		{ &ng_p_name, "", EINVAL },
		{ &ng_p_name, "\"", EINVAL },
		{ &ng_p_name, "\"abc", EINVAL },
		{ &ng_p_name, "\"abc\\", EINVAL },
		{ &ng_p_name, "\"abc\\\"", EINVAL },
		{ &ng_p_name, "\"a\" \"b\"", EINVAL },
		{ &ng_p_name, "a b", EINVAL },
		{ &ng_p_name, "{}", EINVAL },
		{ &ng_p_name, "=", EINVAL },
		{ &ng_p_name, "12345678901234567890123456789012", E2BIG },
		{ &ng_p_name, "\"12345678901234567890123456789012\"", E2BIG },
	};

	(void)state;
	all_bad(bad, ARRAY_SIZE(bad));
}

static void addresses(void **state)
{
	static const struct good good[] = {
		{ &ng_p_mac, "02:00:00:00:00:1a", 6, "02:00:00:00:00:1a" },
		{ &ng_p_mac, "2:0:0:0:0:1A", 6, "02:00:00:00:00:1a" },
		{ &ng_p_mac, "ff:ff:ff:ff:ff:ff", 6, "ff:ff:ff:ff:ff:ff" },
		{ &ng_p_mac, "0:0:0:0:0:0", 6, "00:00:00:00:00:00" },
		{ &ng_p_ip, "10.1.2.3", 4, "10.1.2.3" },
		{ &ng_p_ip, "0.0.0.0", 4, "0.0.0.0" },
		{ &ng_p_ip, "255.255.255.255", 4, "255.255.255.255" },
	};
	static const struct bad bad[] = {
		{ &ng_p_mac, "", EINVAL },
		{ &ng_p_mac, "02:00:00:00:00", EINVAL },
		{ &ng_p_mac, "02:00:00:00:00:00:00", EINVAL },
		{ &ng_p_mac, "02:00:00:00:00:100", EINVAL },
		{ &ng_p_mac, "02-00-00-00-00-00", EINVAL },
		{ &ng_p_mac, "02::00:00:00:00", EINVAL },
		{ &ng_p_mac, "-2:00:00:00:00:00", EINVAL },
		{ &ng_p_mac, "\"02:00:00:00:00:00\"", EINVAL },
		{ &ng_p_ip, "", EINVAL },
		{ &ng_p_ip, "1.2.3", EINVAL },
		{ &ng_p_ip, "1.2.3.4.5", EINVAL },
		{ &ng_p_ip, "1.2.3.256", EINVAL },
		{ &ng_p_ip, "1.2.3.x", EINVAL },
		{ &ng_p_ip, "1111111111111111111111111", EINVAL },
	};

	(void)state;
	all_good(good, ARRAY_SIZE(good));
	all_bad(bad, ARRAY_SIZE(bad));
}

static void structs_leave_out_what_is_zero(void **state)
{
	static const struct good good[] = {
		{ &pair_type, "{}", 8, "{}" },
		{ &pair_type, "{ }", 8, "{}" },
		{ &pair_type, "{ a=0 b=0 }", 8, "{}" },
		{ &pair_type, "{ a=1 }", 8, "{ a=1 }" },
		{ &pair_type, "{b=2}", 8, "{ b=2 }" },
		{ &pair_type, "{ b=2 a=1 }", 8, "{ a=1 b=2 }" },
		{ &pair_type, "{ b = 2   a= 1 }", 8, "{ a=1 b=2 }" },
		{ &pair_type, "{\n\ta=1\n\tb=2\n}", 8, "{ a=1 b=2 }" },
		{ &mixed, "{}", sizeof(struct c_mixed), "{}" },
		{ &mixed,
		  "{ odd=-1 name=\"x y\" ip=1.2.3.4 mac=2:0:0:0:0:3 arr=[ 0 5 ] big=9 hint=0x10 flag=1 }",
		  sizeof(struct c_mixed),
		  "{ flag=1 mac=02:00:00:00:00:03 big=9 ip=1.2.3.4 name=\"x y\" odd=-1 hint=0x10 arr=[ 1=5 ] }" },
		{ &mixed, "{ name=bare }", sizeof(struct c_mixed),
		  "{ name=\"bare\" }" },
		{ &mixed, "{ mac=00:00:00:00:00:00 ip=0.0.0.0 name=\"\" }",
		  sizeof(struct c_mixed), "{}" },
	};

	(void)state;
	all_good(good, ARRAY_SIZE(good));
}

static void structs_that_are_none(void **state)
{
	static const struct bad bad[] = {
		{ &pair_type, "", EINVAL },
		{ &pair_type, "{", EINVAL },
		{ &pair_type, "}", EINVAL },
		{ &pair_type, "{ a=1", EINVAL },
		{ &pair_type, "a=1", EINVAL },
		{ &pair_type, "{ a=1 } x", EINVAL },
		{ &pair_type, "{ a=1 }}", EINVAL },
		{ &pair_type, "{ a }", EINVAL },
		{ &pair_type, "{ =1 }", EINVAL },
		{ &pair_type, "{ 1 2 }", EINVAL },
		{ &pair_type, "{ a= }", EINVAL },
		{ &pair_type, "{ a=} }", EINVAL },
		{ &pair_type, "[ 1 2 ]", EINVAL },
		{ &pair_type, "{ a=1 ]", EINVAL },
		{ &pair_type, "{ c=1 }", ENOENT },
		{ &pair_type, "{ A=1 }", ENOENT },
		{ &pair_type, "{ aa=1 }", ENOENT },
		{ &pair_type, "{ 0=1 }", ENOENT },
		{ &pair_type, "{ a=1 c=1 }", ENOENT },
		{ &pair_type, "{ a=1 a=1 }", EALREADY },
		{ &pair_type, "{ a=1 b=2 a=3 }", EALREADY },
		{ &pair_type, "{ a=256 }", EINVAL },
		{ &pair_type, "{ a=\"1\" }", EINVAL },
		{ &pair_type, "{ a={ a=1 } }", EINVAL },
		{ &mixed, "{ mac=1:2:3 }", EINVAL },
		{ &mixed, "{ name=\"open }", EINVAL },
		{ &mixed, "{ arr=5 }", EINVAL },
		{ &mixed, "{ arr=[ 5 }", EINVAL },
	};

	(void)state;
	all_bad(bad, ARRAY_SIZE(bad));
}

static void arrays_count_on_from_what_was_given(void **state)
{
	static const struct good good[] = {
		{ &four, "[]", 8, "[]" },
		{ &four, "[ 1 2 3 4 ]", 8, "[ 1 2 3 4 ]" },
		{ &four, "[1 2 3 4]", 8, "[ 1 2 3 4 ]" },
		{ &four, "[ 1 ]", 8, "[ 1 ]" },
		{ &four, "[ 0 0 3 ]", 8, "[ 2=3 ]" },
		{ &four, "[ 2=3 ]", 8, "[ 2=3 ]" },
		{ &four, "[ 2=3 4 ]", 8, "[ 2=3 4 ]" },
		{ &four, "[ 3=4 0=1 2 ]", 8, "[ 1 2 3=4 ]" },
		{ &four, "[ 0x1=7 ]", 8, "[ 1=7 ]" },
		{ &four, "[ 1 0 3 0 ]", 8, "[ 1 2=3 ]" },
		{ &pairs3, "[ { a=1 } {} { b=3 } ]", 24,
		  "[ { a=1 } 2={ b=3 } ]" },
		{ &pairs3, "[ 2={ a=9 b=8 } ]", 24, "[ 2={ a=9 b=8 } ]" },
		{ &pairs3, "[ {} {} {} ]", 24, "[]" },
	};
	static const struct bad bad[] = {
		{ &four, "[ 1 2 3 4 5 ]", E2BIG },
		{ &four, "[ 4=1 ]", E2BIG },
		{ &four, "[ 99999=1 ]", E2BIG },
		{ &four, "[ 3=1 2 ]", E2BIG },
		{ &four, "[ 0=1 0=2 ]", EALREADY },
		{ &four, "[ 1 2 1=3 ]", EALREADY },
		{ &four, "[ 1=2 0=1 2 ]", EALREADY },
		{ &four, "[ x=1 ]", EINVAL },
		{ &four, "[ 1x=1 ]", EINVAL },
		{ &four, "[ 1", EINVAL },
		{ &four, "[ 65536 ]", EINVAL },
		{ &four, "{ 1 }", EINVAL },
		{ &pairs3, "[ { a=1 ]", EINVAL },
		{ &pairs3, "[ { c=1 } ]", ENOENT },
	};

	(void)state;
	all_good(good, ARRAY_SIZE(good));
	all_bad(bad, ARRAY_SIZE(bad));
}

/* The number of elements stands in front of them. */
static void arrays_of_a_length_that_is_told(void **state)
{
	static const struct good good[] = {
		{ &list_type, "{}", 4, "{}" },
		{ &list_type, "{ n=0 list=[] }", 4, "{}" },
		{ &list_type, "{ n=2 }", 20, "{ n=2 }" },
		{ &list_type, "{ n=2 list=[ { a=1 } { b=2 } ] }", 20,
		  "{ n=2 list=[ { a=1 } { b=2 } ] }" },
		{ &list_type, "{ list=[ 1={ b=2 } ] n=2 }", 20,
		  "{ n=2 list=[ 1={ b=2 } ] }" },
	};
	static const struct bad bad[] = {
		{ &list_type, "{ list=[ { a=1 } ] }", E2BIG },
		{ &list_type, "{ n=1 list=[ {} {} ] }", E2BIG },
		{ &list_type, "{ n=70000 }", E2BIG },
		{ &list_type, "{ n=4294967295 }", E2BIG },
		{ &list_type, "{ n=1000 }", ERANGE },
	};

	(void)state;
	all_good(good, ARRAY_SIZE(good));
	all_bad(bad, ARRAY_SIZE(bad));
}

static void layouts_are_the_compilers(void **state)
{
	struct c_mixed m;
	uint8_t buf[BUF];
	size_t len = 0;

	(void)state;
	assert_int_equal(
		parse(&mixed,
		      "{ flag=1 mac=2:0:0:0:0:3 big=0x1122334455667788 ip=1.2.3.4 name=\"n\" odd=-2 hint=0x1234 arr=[ 1 2 3 4 ] }",
		      buf, &len),
		0);
	assert_int_equal(len, sizeof(m));
	memcpy(&m, buf, sizeof(m));
	assert_int_equal(m.flag, 1);
	assert_memory_equal(m.mac, "\2\0\0\0\0\3", 6);
	assert_true(m.big == 0x1122334455667788ULL);
	assert_memory_equal(m.ip, "\1\2\3\4", 4);
	assert_string_equal(m.name, "n");
	assert_int_equal(m.odd, -2);
	assert_int_equal(m.hint, 0x1234);
	for (int i = 0; i < 4; i++)
		assert_int_equal(m.arr[i], i + 1);
}

/* The sizes that FreeBSD's programs send and expect */
static void messages_have_freebsds_sizes(void **state)
{
	(void)state;
	assert_int_equal(sizeof(struct ng_mesg), 56);
	assert_int_equal(sizeof(struct ngm_mkpeer), 96);
	assert_int_equal(sizeof(struct ngm_connect), 576);
	assert_int_equal(sizeof(struct ngm_name), 32);
	assert_int_equal(sizeof(struct ngm_rmhook), 32);
	assert_int_equal(sizeof(struct nodeinfo), 72);
	assert_int_equal(sizeof(struct linkinfo), 136);
	assert_int_equal(sizeof(struct hooklist), 72);
	assert_int_equal(sizeof(struct namelist), 4);
	assert_int_equal(sizeof(struct typeinfo), 36);
	assert_int_equal(NGM_NODEINFO, 0x30000006);
	assert_int_equal(NGM_LISTHOOKS, 0x30000007);
	assert_int_equal(NGM_ASCII2BINARY, 0x3000000d);
}

/* What each generic command reads is as long as its struct. */
static void generic_commands_read_whole_structs(void **state)
{
	static const struct {
		uint32_t cmd;
		size_t len;
	} sizes[] = {
		{ NGM_MKPEER, sizeof(struct ngm_mkpeer) },
		{ NGM_CONNECT, sizeof(struct ngm_connect) },
		{ NGM_NAME, sizeof(struct ngm_name) },
		{ NGM_RMHOOK, sizeof(struct ngm_rmhook) },
	};
	uint8_t buf[BUF];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		const struct ng_command *c = ng_command_find(
			ng_types[0], NGM_GENERIC_COOKIE, sizes[i].cmd);
		size_t len = 0;

		assert_non_null(c);
		assert_int_equal(parse(c->args, "{}", buf, &len), 0);
		assert_int_equal(len, sizes[i].len);
	}
}

/* Every type: its commands are found by name and by number, once each, and
 * their arguments' default can be printed and read. */
static void commands_of_all_types_are_sound(void **state)
{
	char text[BUF];
	uint8_t buf[BUF];

	(void)state;
	for (const struct ng_type *const *t = ng_types; *t; t++) {
		char prefixed[64];

		(void)snprintf(prefixed, sizeof(prefixed), "ng_%s", (*t)->name);
		assert_ptr_equal(ng_type_find((*t)->name), *t);
		assert_ptr_equal(ng_type_find(prefixed), *t);
		for (const struct ng_command *c = (*t)->commands; c && c->name;
		     c++) {
			size_t len = 0;

			assert_ptr_equal(ng_command_named(*t, c->name), c);
			assert_ptr_equal(ng_command_find(*t, c->cookie, c->cmd),
					 c);
			assert_non_null(c->run);
			if (!c->args || c->args->kind != NG_P_STRUCT)
				continue;
			assert_int_equal(parse(c->args, "{}", buf, &len), 0);
			assert_int_equal(ng_unparse(c->args, buf, len, text,
						    sizeof(text)),
					 0);
			assert_string_equal(text, "{}");
		}
	}
	assert_null(ng_type_find("nosuch"));
	assert_null(ng_type_find(""));
	assert_null(ng_type_find("ng_"));
	assert_null(ng_type_find("Hub"));
	assert_null(ng_command_find(ng_types[0], NGM_GENERIC_COOKIE, 0));
	assert_null(ng_command_find(ng_types[0], 1, NGM_MKPEER));
}

static void bytes_that_are_too_few(void **state)
{
	uint8_t buf[64] = { 1 };
	char text[BUF];

	(void)state;
	for (size_t len = 0; len < 8; len++)
		assert_int_equal(
			ng_unparse(&pair_type, buf, len, text, sizeof(text)),
			-EINVAL);
	assert_int_equal(ng_unparse(&pair_type, buf, 8, text, sizeof(text)), 0);
	assert_string_equal(text, "{ a=1 }");
	assert_int_equal(ng_unparse(&ng_p_mac, buf, 5, text, sizeof(text)),
			 -EINVAL);
	/* A list that says it is longer than it is */
	buf[0] = 3;
	assert_int_equal(
		ng_unparse(&list_type, buf, 4 + 16, text, sizeof(text)),
		-EINVAL);
	memset(buf, 0xff, 4);
	assert_int_equal(
		ng_unparse(&list_type, buf, sizeof(buf), text, sizeof(text)),
		-EINVAL);
}

static void text_that_has_no_room(void **state)
{
	static const char whole[] = "{ a=1 b=2 }";
	uint8_t buf[BUF];
	char text[64];
	size_t len = 0;

	(void)state;
	assert_int_equal(parse(&pair_type, whole, buf, &len), 0);
	for (size_t cap = 1; cap < sizeof(whole); cap++)
		assert_int_equal(ng_unparse(&pair_type, buf, len, text, cap),
				 -ERANGE);
	assert_int_equal(ng_unparse(&pair_type, buf, len, text, sizeof(whole)),
			 0);
	for (size_t cap = 0; cap < 8; cap++)
		assert_int_equal(ng_parse(&pair_type, whole, buf, cap, &len),
				 -ERANGE);
	assert_int_equal(ng_parse(&pair_type, whole, buf, 8, &len), 0);
}

/* Deep and long nonsense is refused and harms nobody. */
static void nonsense_is_refused(void **state)
{
	static char text[200000];
	uint8_t buf[BUF];
	size_t len;

	(void)state;
	for (const char *c = "{[=\"}]\\ a"; *c; c++) {
		memset(text, *c, sizeof(text) - 1);
		assert_true(parse(&mixed, text, buf, &len) < 0);
		text[0] = '{';
		assert_true(parse(&mixed, text, buf, &len) < 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_of_each_size),
		cmocka_unit_test(numbers_that_are_none),
		cmocka_unit_test(strings),
		cmocka_unit_test(strings_that_are_none),
		cmocka_unit_test(addresses),
		cmocka_unit_test(structs_leave_out_what_is_zero),
		cmocka_unit_test(structs_that_are_none),
		cmocka_unit_test(arrays_count_on_from_what_was_given),
		cmocka_unit_test(arrays_of_a_length_that_is_told),
		cmocka_unit_test(layouts_are_the_compilers),
		cmocka_unit_test(messages_have_freebsds_sizes),
		cmocka_unit_test(generic_commands_read_whole_structs),
		cmocka_unit_test(commands_of_all_types_are_sound),
		cmocka_unit_test(bytes_that_are_too_few),
		cmocka_unit_test(text_that_has_no_room),
		cmocka_unit_test(nonsense_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
