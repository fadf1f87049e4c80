/* SPDX-License-Identifier: BSD-2-Clause */
/* dump-params.c - The table of parameters as the part of jail.params(5) */

#include <stdio.h>
#include <string.h>

#include "base/util.h"
#include "libjail/param.h"

#define WIDTH 78

static const char *const type_words[] = {
	[JAIL_PARAM_INT] = "number",
	[JAIL_PARAM_UINT] = "number",
	[JAIL_PARAM_ULONG] = "number",
	[JAIL_PARAM_BOOL] = "boolean",
	[JAIL_PARAM_STRING] = "string",
	[JAIL_PARAM_JAILSYS] = "mode",
	[JAIL_PARAM_IP4] = "IPv4 addresses",
	[JAIL_PARAM_IP6] = "IPv6 addresses",
	[JAIL_PARAM_LIST] = "list",
	[JAIL_PARAM_KEYVALUE] = "lines",
};

static const struct {
	enum jail_param_fate fate;
	const char *heading;
} parts[] = {
	{ JAIL_PARAM_HONOURED, "Parameters that do something" },
	{ JAIL_PARAM_PERMITS_NOTHING,
	  "Parameters that are accepted and have nothing to do" },
	{ JAIL_PARAM_REFUSED, "Parameters that are refused" },
};

/* Words that fill lines, none of which mdoc(7) takes for a macro. */
struct out {
	int column;
};

static void print_word(struct out *o, const char *s, size_t len)
{
	if (o->column && o->column + 1 + (int)len > WIDTH) {
		putchar('\n');
		o->column = 0;
	} else if (o->column) {
		putchar(' ');
		o->column++;
	}
	if (!o->column && (*s == '.' || *s == '\''))
		printf("\\&");
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '`')
			printf("\\(ga");
		else if (s[i] == '\\')
			printf("\\e");
		else
			putchar(s[i]);
	}
	o->column += (int)len;
}

static void print_words(struct out *o, const char *s)
{
	for (;;) {
		size_t len;

		s += strspn(s, " ");
		len = strcspn(s, " ");
		if (len == 0)
			return;
		print_word(o, s, len);
		s += len;
	}
}

static void sentence_end(struct out *o, const char *mark)
{
	printf("%s\n", mark);
	o->column = 0;
}

static const char *default_of(const struct jail_param_desc *d)
{
	if (d->type == JAIL_PARAM_BOOL && d->def)
		return streq(d->def, "1") ? "on" : "off";
	return d->def && *d->def ? d->def : NULL;
}

static void print_param(const struct jail_param_desc *d)
{
	const char *def = default_of(d);
	char last = d->note[strlen(d->note) - 1];
	struct out o = { 0 };

	printf(".It Va %s Pq %s\n", d->name, type_words[d->type]);
	print_words(&o, d->note);
	sentence_end(&o, last == '?' ? "" : ".");
	if (def) {
		print_words(&o, "Default:");
		print_words(&o, def);
		sentence_end(&o, ".");
	}
	if (d->flags & JAIL_PARAM_RDONLY) {
		print_words(&o, "Only to be read");
		sentence_end(&o, ".");
	} else if (d->flags & JAIL_PARAM_CREATE_ONLY) {
		print_words(&o, "Not to be changed later");
		sentence_end(&o, ".");
	}
}

int main(void)
{
	size_t n;
	const struct jail_param_desc *table = jail_param_table(&n);

	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		printf(".Ss %s\n.Bl -tag -width indent\n", parts[i].heading);
		for (size_t j = 0; j < n; j++)
			if (table[j].fate == parts[i].fate &&
			    !(table[j].flags & JAIL_PARAM_INTERNAL))
				print_param(&table[j]);
		printf(".El\n");
	}
	return 0;
}
