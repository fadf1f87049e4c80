/* SPDX-License-Identifier: BSD-2-Clause */
/* alias.c - The further addresses that rc.conf gives an interface */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "conf/rcconf.h"
#include "rc.h"

#define EXPAND_MAX 2048 /* netif_ipexpand_max */

/* "192.0.2.5-23/24 rest": the parts around the range. */
struct range {
	int head; /* length of "192.0.2." */
	unsigned first, last;
	const char *tail; /* "/24 rest" */
	const char *length_end; /* " rest" */
	bool six;
};

/* 1: there is a range, 0: there is none, -EINVAL */
static int range_parse(const char *addr, bool six, struct range *ret)
{
	size_t word = strcspn(addr, " \t");
	const char *dash = memchr(addr, '-', word);
	const char *start = dash;
	int base = six ? 16 : 10;
	char *end;

	if (!dash)
		return 0;
	while (start > addr && start[-1] != (six ? ':' : '.'))
		start--;
	ret->six = six;
	ret->head = (int)(start - addr);
	ret->first = (unsigned)strtoul(start, &end, base);
	if (end != dash || start == dash)
		return -EINVAL;
	ret->last = (unsigned)strtoul(dash + 1, &end, base);
	if (end == dash + 1 || (*end && !strchr("/ \t", *end)) ||
	    ret->last < ret->first || ret->last > (six ? 0xffffU : 255U))
		return -EINVAL;
	ret->tail = end;
	ret->length_end = end + strcspn(end, " \t");
	return 1;
}

/* Of a range of IPv4 only the first address has the network's length. */
static int range_add(const char *addr, const struct range *x, unsigned n,
		     struct strv *ret)
{
	if (x->six)
		return strv_addf(ret, "inet6 %.*s%x%s", x->head, addr, n,
				 x->tail);
	if (n == x->first)
		return strv_addf(ret, "inet %.*s%u%s", x->head, addr, n,
				 x->tail);
	return strv_addf(ret, "inet %.*s%u/32%s", x->head, addr, n,
			 x->length_end);
}

int rc_alias_expand(const char *value, unsigned max, struct strv *ret)
{
	const char *addr = value + strcspn(value, " \t");
	bool six = str_starts(value, "inet6");
	size_t family = (size_t)(addr - value);
	struct range x;
	int r;

	addr += strspn(addr, " \t");
	if (strncmp(value, "link", family) == 0 && family == 4)
		return strv_add(ret, value);
	if (family != (six ? 5 : 4) || !str_starts(value, "inet") || !*addr)
		return -EINVAL;
	r = range_parse(addr, six, &x);
	if (r == 0)
		return strv_addf(ret, "inet%s %s", six ? "6" : "", addr);
	if (r < 0 || x.last - x.first >= max)
		return -EINVAL;
	for (unsigned n = x.first; r >= 0 && n <= x.last; n++)
		r = range_add(addr, &x, n, ret);
	return r < 0 ? r : 0;
}

static int add_alias(const struct rc *rc, const char *what, const char *value,
		     struct strv *ret)
{
	const char *limit = rc_get(rc, "netif_ipexpand_max");
	unsigned max = *limit ? (unsigned)strtoul(limit, NULL, 10) : EXPAND_MAX;
	int r = rc_alias_expand(value, max, ret);

	if (r == -EINVAL) {
		rc_warn("%s: \"%s\" is no address", what, value);
		return 0;
	}
	return r;
}

/* Several in one value: each begins with the name of its family. */
static int add_list(const struct rc *rc, const char *what, const char *value,
		    struct strv *ret)
{
	cleanup_strv struct strv words = { 0 };
	int r = strv_split(&words, value, " \t\n");

	for (size_t i = 0; r == 0 && i < words.n;) {
		cleanup_strv struct strv one = { 0 };
		cleanup_free char *text = NULL;

		do {
			r = strv_add(&one, words.v[i++]);
		} while (r == 0 && i < words.n && !streq(words.v[i], "inet") &&
			 !streq(words.v[i], "inet6") &&
			 !streq(words.v[i], "link"));
		text = r < 0 ? NULL : strv_join(&one, " ");
		r = text ? add_alias(rc, what, text, ret) : -ENOMEM;
	}
	return r;
}

static int add_ipv4_addrs(const struct rc *rc, const char *value,
			  struct strv *ret)
{
	cleanup_strv struct strv words = { 0 };
	int r = strv_split(&words, value, " \t\n");

	for (size_t i = 0; r == 0 && i < words.n; i++) {
		cleanup_free char *text = NULL;

		if (asprintf(&text, "inet %s", words.v[i]) < 0) {
			text = NULL;
			return -ENOMEM;
		}
		r = add_alias(rc, "ipv4_addrs", text, ret);
	}
	return r;
}

static int by_number(const void *a, const void *b)
{
	const unsigned *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* The numbers N of the variables PREFIX + N, in order.  Caller frees. */
static int alias_numbers(const struct rc *rc, const char *prefix,
			 unsigned **ret, size_t *ret_n)
{
	unsigned *list = NULL;
	const char *name;
	size_t pos = 0, n = 0;

	while ((name = rcconf_next(rc->conf, prefix, &pos))) {
		const char *digits = name + strlen(prefix);
		unsigned *more;

		if (!*digits || digits[strspn(digits, "0123456789")])
			continue;
		more = reallocarray(list, n + 1, sizeof(*more));
		if (!more) {
			free(list);
			return -ENOMEM;
		}
		list = more;
		list[n++] = (unsigned)strtoul(digits, NULL, 10);
	}
	if (n)
		qsort(list, n, sizeof(*list), by_number);
	*ret = list;
	*ret_n = n;
	return 0;
}

static int add_numbered(const struct rc *rc, const char *ifn, struct strv *ret)
{
	cleanup_free char *prefix = NULL;
	cleanup_free unsigned *numbers = NULL;
	size_t n = 0;
	int r;

	if (asprintf(&prefix, "ifconfig_%s_alias", ifn) < 0) {
		prefix = NULL;
		return -ENOMEM;
	}
	for (char *s = prefix; *s; s++)
		if (strchr(".-/+", *s))
			*s = '_';
	r = alias_numbers(rc, prefix, &numbers, &n);
	for (size_t i = 0; r == 0 && i < n; i++) {
		char suffix[24];
		const char *value;

		(void)snprintf(suffix, sizeof(suffix), "_alias%u", numbers[i]);
		value = rc_get_if(rc, "ifconfig_", ifn, suffix);
		if (!value || !*value) /* an empty one ends the list */
			break;
		r = add_alias(rc, prefix, value, ret);
	}
	return r;
}

int rc_aliases(const struct rc *rc, const char *ifn, struct strv *ret)
{
	const char *list = rc_get_if(rc, "ifconfig_", ifn, "_aliases");
	const char *four = rc_get_if(rc, "ipv4_addrs_", ifn, "");
	int r = list ? add_list(rc, "ifconfig_aliases", list, ret) : 0;

	if (r == 0)
		r = add_numbered(rc, ifn, ret);
	return r == 0 && four ? add_ipv4_addrs(rc, four, ret) : r;
}
