/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dump-values.c - Every parameter of a subject with every kind of value
 *
 *	dump-values SUBJECT.txt
 *
 * `NAME=VALUE: ` and what becomes of it: the value in its normal form after
 * "= ", or the words that refuse it.  "| " begins the same for a jail that is
 * there already, where it differs.  How numbers, addresses, … may be written is
 * shown for the first parameter of each type.
 */

#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "libjail/param.h"

#define NO_VALUE "(none)"
#define SIXTY_FOUR                                                             \
	"a-name-of-sixty-four-characters.a-name-of-sixty-four-characters."

/* What may be written for a parameter of any type */
static const char *const any[] = { NO_VALUE, "", "0", "1", "-1", "word" };

/* … and what is of interest for one type, or for one parameter */
static const char *const integers[] = { "007",
					" 7",
					"+7",
					"7 ",
					"0x10",
					"1e3",
					"7.5",
					"2147483647",
					"2147483648",
					"-2147483648",
					"-2147483649",
					"65536",
					"99999999999999999999",
					NULL };
static const char *const booleans[] = { "true", "TRUE", "false", "yes", "on",
					"2",	"1x",	"no",	 NULL };
static const char *const jailsys[] = { "disable", "new", "inherit",  "NEW",
				       "2",	  "3",	 "inherits", NULL };
static const char *const ip4s[] = { "10.0.0.1",	    "10.0.0.1/24", "10.0.0",
				    "010.0.0.1",    "256.0.0.1",   "-",
				    "10.0.0.1 ",    "fd00::1",	   "0.0.0.0",
				    "em0|10.0.0.1", NULL };
static const char *const ip6s[] = {
	"fd00::1", "FD00:0::1",	      "fd00::1/64",  "::", "10.0.0.1",
	"-",	   "::ffff:10.0.0.1", "fe80::1%em0", NULL
};
static const char *const texts[] = {
	"a b", "/", "/nonexistent", "a/b", "a.b", "a..b", ".a", "42", "4a", NULL
};
static const char *const lists[] = { "em0 br0",
				     "em0 br0 ether 02:00:00:00:00:01",
				     "em0 br0 ether", "em0 br0 mac 0", NULL };
/* Where a parameter has rules of its own */
static const char *const own[][2] = {
	{ "jid", "999999" },
	{ "jid", "1000000" },
	{ "devfs_ruleset", "65535" },
	{ "devfs_ruleset", "65536" },
	{ "enforce_statfs", "2" },
	{ "enforce_statfs", "3" },
	{ "securelevel", "3" },
	{ "children.max", "-1" },
	{ "name", "42" },
	{ "name", "a.7" },
	{ "name", ".a" },
	{ "path", "/nonexistent" },
	{ "path", "relative/path" },
	{ "host", "disable" },
	{ "host", "new" },
	{ "linux", "disable" },
	{ "ip4", "inherit" },
	{ "ip6", "new" },
	{ "sysvmsg", "inherit" },
	{ "vnet", "disable" },
	{ "osrelease", "15.0-RELEASE" },
	{ "osrelease", "more-than-thirty-one-characters." },
	{ "host.hostname", SIXTY_FOUR },
	{ "host.hostname", SIXTY_FOUR "x" },
	{ "host.domainname", SIXTY_FOUR "x" },
	{ "vjail.root", "rw" },
	{ "vjail.root", "overlay" },
	{ "vjail.userns", "new" },
	{ "vjail.userns", "inherit" },
	{ "meta.key", "value" },
	{ "meta.", "value" },
	{ "meta.a=b", "value" },
	{ "env.A.B", "value" },
	{ "metal.key", "value" },
	{ "nosuch", "value" },
	{ "allow", "1" },
	{ "allow.", "1" },
	{ "noallow.mount", "1" },
	{ "allow.mount.nonullfs", "1" },
	{ "nonopersist", "1" },
	{ "exec.start", "true" },
	{ "PERSIST", "1" },
	{ "", "1" },
};

static const char *const keys[] = { "k=v", "k", "=v", "a=1\nb=2", NULL };

static const char *const *const more[] = {
	[JAIL_PARAM_INT] = integers,   [JAIL_PARAM_UINT] = integers,
	[JAIL_PARAM_ULONG] = integers, [JAIL_PARAM_BOOL] = booleans,
	[JAIL_PARAM_STRING] = texts,   [JAIL_PARAM_JAILSYS] = jailsys,
	[JAIL_PARAM_IP4] = ip4s,       [JAIL_PARAM_IP6] = ip6s,
	[JAIL_PARAM_LIST] = lists,     [JAIL_PARAM_KEYVALUE] = keys,
};

/* "= VALUE" or "WORDS" */
static char *outcome(const char *name, const char *value, bool update)
{
	cleanup_jail_params struct jail_params ps = { 0 };
	cleanup_strv struct strv words = { 0 };
	cleanup_free char *joined = NULL;
	struct errbuf eb;
	char *text = NULL;
	int r = streq(value, NO_VALUE) ? 0 : strv_add(&words, value);

	if (r == 0)
		r = jail_params_put(&ps, name, &words, &eb);
	if (r == 0)
		r = jail_params_check(&ps, update, &eb);
	if (r == 0 && ps.n == 1)
		joined = strv_join(&ps.p[0].value, ",");
	if (asprintf(&text, "%s%s", joined ? "= " : "",
		     joined ? joined : eb.msg) < 0)
		return NULL;
	return text;
}

/* On one line, whatever it says */
static void print(const char *s)
{
	for (; *s; s++) {
		if (*s == '\n')
			(void)fputs("\\n", stdout);
		else
			(void)putchar(*s);
	}
}

static void show(const char *name, const char *value)
{
	cleanup_free char *create = outcome(name, value, false);
	cleanup_free char *update = outcome(name, value, true);

	print(name);
	if (!streq(value, NO_VALUE)) {
		(void)putchar('=');
		print(value);
	}
	(void)fputs(": ", stdout);
	print(create ? create : "out of memory");
	if (create && update && !streq(create, update)) {
		(void)fputs(" | ", stdout);
		print(update);
	}
	(void)putchar('\n');
}

/* Is it the first of its type that can be written? */
static bool is_model(const struct jail_param_desc *table, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (table[k].type == table[i].type &&
		    !(table[k].flags & JAIL_PARAM_RDONLY))
			return false;
	return !(table[i].flags & JAIL_PARAM_RDONLY);
}

static void show_all(const struct jail_param_desc *table, size_t i)
{
	const char *const *v = more[table[i].type];

	for (size_t k = 0; k < ARRAY_SIZE(any); k++)
		show(table[i].name, any[k]);
	for (; is_model(table, i) && *v; v++)
		show(table[i].name, *v);
}

/* The no-form of a boolean */
static void show_no(const char *name)
{
	static const char *const values[] = { NO_VALUE, "0" };
	const char *dot = strrchr(name, '.');
	int lead = dot ? (int)(dot - name) + 1 : 0;
	char no[64];

	(void)snprintf(no, sizeof(no), "%.*sno%s", lead, name, name + lead);
	for (size_t i = 0; i < ARRAY_SIZE(values); i++)
		show(no, values[i]);
}

static bool is_core(const char *name)
{
	return strchr(name, '.') == NULL;
}

static bool is_allow(const char *name)
{
	return str_starts(name, "allow.");
}

/* Those of one subsystem: host.hostname, vjail.root */
static bool is_subsystem(const char *name)
{
	return !is_core(name) && !is_allow(name);
}

static void show_table(bool (*is_subject)(const char *name))
{
	size_t n;
	const struct jail_param_desc *table = jail_param_table(&n);

	for (size_t i = 0; i < n; i++) {
		if (!is_subject(table[i].name))
			continue;
		show_all(table, i);
		if (table[i].type == JAIL_PARAM_BOOL)
			show_no(table[i].name);
	}
}

static void show_own(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(own); i++)
		show(own[i][0], own[i][1]);
}

static const struct {
	const char *file;
	bool (*is_subject)(const char *name); /* NULL: rules of their own */
} subjects[] = {
	{ "core.txt", is_core },
	{ "allow.txt", is_allow },
	{ "subsystems.txt", is_subsystem },
	{ "own-rules.txt", NULL },
};

int main(int argc, char **argv)
{
	for (size_t i = 0; argc == 2 && i < ARRAY_SIZE(subjects); i++) {
		if (!streq(argv[1], subjects[i].file))
			continue;
		if (subjects[i].is_subject)
			show_table(subjects[i].is_subject);
		else
			show_own();
		return 0;
	}
	(void)fputs("usage: dump-values SUBJECT.txt\n", stderr);
	return 2;
}
