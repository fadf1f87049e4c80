/* SPDX-License-Identifier: BSD-2-Clause */
/* xo.c - `--libxo json`, as FreeBSD's tools have it: the option, the document */

#include <errno.h>
#include <string.h>

#include "base/errbuf.h"
#include "base/strv.h"
#include "base/text.h"
#include "base/util.h"
#include "xo/xo.h"

#define OPTION "--libxo"

static int read_word(const char *w, struct xo *ret, struct errbuf *eb)
{
	if (streq(w, "json") || streq(w, "J"))
		ret->json = true;
	else if (streq(w, "text") || streq(w, "T"))
		ret->json = false;
	else if (streq(w, "pretty") || streq(w, "P"))
		ret->pretty = true;
	else
		return errbuf_set(eb, EINVAL,
				  OPTION ": form %s is not supported", w);
	return 0;
}

static int read_form(const char *form, struct xo *ret, struct errbuf *eb)
{
	cleanup_strv struct strv words = { 0 };
	int r = strv_split(&words, form, ",");

	for (size_t i = 0; i < words.n && r == 0; i++)
		r = read_word(words.v[i], ret, eb);
	return r;
}

static int read_letters(const char *p, struct xo *ret, struct errbuf *eb)
{
	int r = 0;

	for (; *p && r == 0; p++)
		r = read_word((const char[]){ *p, '\0' }, ret, eb);
	return r;
}

/* How many words the option takes, or -EINVAL. */
static int read_option(char *const *argv, struct xo *ret, struct errbuf *eb)
{
	const char *rest = argv[0] + strlen(OPTION);
	int r;

	if (*rest == ':') {
		r = read_letters(rest + 1, ret, eb);
		return r < 0 ? r : 1;
	}
	if (*rest == '=') {
		r = read_form(rest + 1, ret, eb);
		return r < 0 ? r : 1;
	}
	if (!argv[1])
		return errbuf_set(eb, EINVAL, OPTION ": a form is wanted");
	r = read_form(argv[1], ret, eb);
	return r < 0 ? r : 2;
}

static bool is_option(const char *word)
{
	size_t len = strlen(OPTION);

	return strncmp(word, OPTION, len) == 0 &&
	       (!word[len] || word[len] == ':' || word[len] == '=');
}

int xo_take(int *argc, char **argv, struct xo *ret, struct errbuf *eb)
{
	int i = 1;

	while (i < *argc) {
		int n;

		if (!is_option(argv[i])) {
			i++;
			continue;
		}
		n = read_option(argv + i, ret, eb);
		if (n < 0)
			return n;
		memmove(argv + i, argv + i + n,
			(size_t)(*argc - i - n + 1) * sizeof(*argv));
		*argc -= n;
	}
	return 0;
}

bool xo_add(struct json_object *to, const char *key, struct json_object *value)
{
	if (to && value && json_object_object_add(to, key, value) == 0)
		return true;
	json_object_put(value);
	return false;
}

bool xo_add_str(struct json_object *to, const char *key, const char *s)
{
	return xo_add(to, key, json_object_new_string(s));
}

bool xo_add_int(struct json_object *to, const char *key, int64_t n)
{
	return xo_add(to, key, json_object_new_int64(n));
}

bool xo_append(struct json_object *array, struct json_object *value)
{
	if (array && value && json_object_array_add(array, value) == 0)
		return true;
	json_object_put(value);
	return false;
}

struct json_object *xo_words(const struct strv *words)
{
	struct json_object *a = json_object_new_array();

	for (size_t i = 0; a && i < words->n; i++) {
		if (!xo_append(a, json_object_new_string(words->v[i]))) {
			json_object_put(a);
			return NULL;
		}
	}
	return a;
}

static bool holds_others(const struct json_object *o)
{
	return json_object_is_type(o, json_type_object) ||
	       json_object_is_type(o, json_type_array);
}

/* What is no UTF-8 would make all of the document unreadable. */
static void put_utf8(FILE *out, const char *s)
{
	while (*s) {
		size_t len = text_char(s);

		if (len)
			(void)fwrite(s, 1, len, out);
		else
			fputs("\\ufffd", out);
		s += len ? len : 1;
	}
}

static void print_value(FILE *out, struct json_object *o)
{
	put_utf8(out, json_object_to_json_string_ext(
			      o, JSON_C_TO_STRING_NOSLASHESCAPE));
}

/* A list of containers has a blank after its commas, one of values has not. */
static void print_plain(FILE *out, struct json_object *o);

static void print_array(FILE *out, struct json_object *o)
{
	size_t n = json_object_array_length(o);

	fputc('[', out);
	for (size_t i = 0; i < n; i++) {
		struct json_object *item = json_object_array_get_idx(o, i);

		if (i)
			fputs(holds_others(item) ? ", " : ",", out);
		print_plain(out, item);
	}
	fputc(']', out);
}

/* libxo puts a blank after the colon and comma of what holds others, and none
 * at a plain value: no flag of json-c says that. */
static void print_object(FILE *out, struct json_object *o)
{
	bool first = true;

	fputc('{', out);
	json_object_object_foreach(o, key, value)
	{
		struct json_object *k = json_object_new_string(key);
		bool deep = holds_others(value);

		if (!first)
			fputs(deep ? ", " : ",", out);
		first = false;
		print_value(out, k);
		json_object_put(k);
		fputs(deep ? ": " : ":", out);
		print_plain(out, value);
	}
	fputc('}', out);
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as what the tool built */
static void print_plain(FILE *out, struct json_object *o)
{
	if (json_object_is_type(o, json_type_array))
		print_array(out, o);
	else if (json_object_is_type(o, json_type_object))
		print_object(out, o);
	else
		print_value(out, o);
}

static int print_pretty(FILE *out, const char *version, const char *name,
			struct json_object *body)
{
	struct json_object *doc = json_object_new_object();
	const char *text = NULL;

	if ((!version || xo_add_str(doc, "__version", version)) &&
	    xo_add(doc, name, json_object_get(body)))
		text = json_object_to_json_string_ext(
			doc, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED |
				     JSON_C_TO_STRING_NOSLASHESCAPE);
	if (text) {
		put_utf8(out, text);
		fputc('\n', out);
	}
	json_object_put(doc);
	return text ? 0 : -ENOMEM;
}

int xo_print(FILE *out, const struct xo *xo, const char *version,
	     const char *name, struct json_object *body)
{
	int r = 0;

	if (!body)
		return -ENOMEM;
	if (xo->pretty) {
		r = print_pretty(out, version, name, body);
	} else {
		fputc('{', out);
		if (version)
			fprintf(out, "\"__version\": \"%s\", ", version);
		fprintf(out, "\"%s\": ", name);
		print_plain(out, body);
		fputs("}\n", out);
	}
	json_object_put(body);
	return r;
}
