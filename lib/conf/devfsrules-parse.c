/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * devfsrules-parse.c - devfs.rules(5): text to rulesets
 *
 * Lines are shell words, as FreeBSD's rc evaluates them: quotes keep blanks and
 * globs together, $name stands for the number of a ruleset.  A line is parsed
 * into a rule by a table of its words.
 */

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/strv.h"
#include "base/util.h"
#include "conf/devfsrules-set.h"
#include "conf/devfsrules.h"
#include "conf/problem.h"
#include "conf/textbuf.h"

struct parser {
	struct devfs_rules *rules;
	const char *file;
	unsigned line;
	struct strv *errs;
	int set; /* the number of the one that lines go to; 0: none yet */
	bool kept; /* the file is one of our own making */
};

#define problem(p, ...)                                                        \
	problem_add((p)->errs, (p)->file, (p)->line, __VA_ARGS__)

/* A decimal number from 1 to @max, or 0. */
static unsigned number_parse(const char *s, unsigned max)
{
	unsigned n = 0;

	for (; *s; s++) {
		if (!isdigit((unsigned char)*s))
			return 0;
		n = n * 10 + (unsigned)(*s - '0');
		if (n > max)
			return 0;
	}
	return n;
}

/* Words */

struct words {
	struct parser *p;
	const char *s; /* what is left of the line */
	struct textbuf word;
	char quote; /* the one that is open */
	bool in_word;
};

static int word_expand(struct words *w)
{
	size_t len = 0;
	cleanup_free char *name = NULL;
	char digits[16];
	int number, n;

	while (isalnum((unsigned char)w->s[len]) || w->s[len] == '_')
		len++;
	if (len == 0)
		return textbuf_addc(&w->word, '$');

	name = strndup(w->s, len);
	if (!name)
		return -ENOMEM;
	w->s += len;
	number = devfs_name_find(w->p->rules, name);
	if (number == 0)
		return problem(w->p, "$%s: no such ruleset", name);

	n = snprintf(digits, sizeof(digits), "%d", number);
	return textbuf_add(&w->word, digits, (size_t)n);
}

static int word_end(struct words *w, struct strv *ret)
{
	cleanup_free char *word = NULL;

	if (!w->in_word)
		return 0;
	w->in_word = false;
	word = textbuf_take(&w->word);
	return word ? strv_add(ret, word) : -ENOMEM;
}

static int word_char(struct words *w)
{
	char c = *w->s++;

	w->in_word = true;
	if (c == w->quote) {
		w->quote = '\0';
		return 0;
	}
	if (!w->quote && (c == '\'' || c == '"')) {
		w->quote = c;
		return 0;
	}
	if (c == '$' && w->quote != '\'')
		return word_expand(w);
	if (c == '\\' && w->quote != '\'' && *w->s)
		c = *w->s++;
	return textbuf_addc(&w->word, c);
}

static int words_read(struct words *w, struct strv *ret)
{
	while (*w->s) {
		int r;

		if (!w->quote && isspace((unsigned char)*w->s)) {
			r = word_end(w, ret);
			w->s++;
		} else if (!w->quote && !w->in_word && *w->s == '#') {
			break;
		} else {
			r = word_char(w);
		}
		if (r < 0)
			return r;
	}
	if (w->quote)
		return problem(w->p, "unterminated string");
	return word_end(w, ret);
}

static int words_split(struct parser *p, const char *line, struct strv *ret)
{
	struct words w = { .p = p, .s = line };
	int r = words_read(&w, ret);

	textbuf_done(&w.word);
	return r;
}

/* Rules.  Each setter says what is wrong with its argument, or NULL. */

static const char *set_hide(struct devfs_rule *rule, const char *arg)
{
	(void)arg;
	rule->hide = true;
	return NULL;
}

static const char *set_unhide(struct devfs_rule *rule, const char *arg)
{
	(void)arg;
	rule->unhide = true;
	return NULL;
}

static const char *copy_checked(char *to, size_t size, const char *arg)
{
	if (arg[0] == '\0')
		return "is empty";
	if (strlen(arg) >= size)
		return "is too long";
	for (const char *s = arg; *s; s++)
		if (iscntrl((unsigned char)*s))
			return "has control characters";
	(void)snprintf(to, size, "%s", arg);
	return NULL;
}

static const char *set_path(struct devfs_rule *rule, const char *arg)
{
	if (arg[0] == '/')
		return "must be relative to /dev";
	return copy_checked(rule->path, sizeof(rule->path), arg);
}

static const char *set_type(struct devfs_rule *rule, const char *arg)
{
	static const char *const types[] = { "disk", "mem", "tape", "tty" };

	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (streq(arg, types[i]))
			return copy_checked(rule->type, sizeof(rule->type),
					    arg);
	return "is not disk, mem, tape or tty";
}

static const char *set_user(struct devfs_rule *rule, const char *arg)
{
	rule->has_user = true;
	return copy_checked(rule->user, sizeof(rule->user), arg);
}

static const char *set_group(struct devfs_rule *rule, const char *arg)
{
	rule->has_group = true;
	return copy_checked(rule->group, sizeof(rule->group), arg);
}

static const char *set_mode(struct devfs_rule *rule, const char *arg)
{
	if (arg[0] == '\0' || strlen(arg) > 5 ||
	    arg[strspn(arg, "01234567")] != '\0' ||
	    strtoul(arg, NULL, 8) > 07777)
		return "is not an octal mode";
	rule->has_mode = true;
	rule->mode = (mode_t)strtoul(arg, NULL, 8);
	return NULL;
}

static const char *set_include(struct devfs_rule *rule, const char *arg)
{
	rule->include = (int)number_parse(arg, DEVFS_SET_MAX);
	return rule->include ? NULL : "is not the number of a ruleset";
}

static const struct rule_word {
	const char *word;
	bool has_arg, acts;
	const char *(*set)(struct devfs_rule *rule, const char *arg);
} rule_words[] = {
	{ "type", true, false, set_type },
	{ "path", true, false, set_path },
	{ "hide", false, true, set_hide },
	{ "unhide", false, true, set_unhide },
	{ "user", true, true, set_user },
	{ "group", true, true, set_group },
	{ "mode", true, true, set_mode },
	{ "include", true, true, set_include },
};

static const struct rule_word *rule_word_find(const char *word)
{
	for (size_t i = 0; i < ARRAY_SIZE(rule_words); i++)
		if (streq(rule_words[i].word, word))
			return &rule_words[i];
	return NULL;
}

int devfs_rule_parse(const struct strv *words, size_t first,
		     struct devfs_rule *rule, struct errbuf *eb)
{
	size_t i = first;
	bool acts = false;

	while (i < words->n) {
		const struct rule_word *w = rule_word_find(words->v[i++]);
		const char *arg = NULL, *why;

		if (!w)
			return errbuf_set(eb, EINVAL, "unknown argument: %s",
					  words->v[i - 1]);
		if (w->has_arg) {
			if (i == words->n)
				return errbuf_set(eb, EINVAL,
						  "%s: expects an argument",
						  w->word);
			arg = words->v[i++];
		}
		why = w->set(rule, arg);
		if (why)
			return errbuf_set(eb, EINVAL, "%s: \"%s\" %s", w->word,
					  arg, why);
		acts |= w->acts;
	}
	return acts ? 0 : errbuf_set(eb, EINVAL, "rule without an action");
}

int devfs_rule_add_parse(const struct strv *words, struct devfs_rule *rule,
			 struct errbuf *eb)
{
	size_t i = 1;

	if (words->n > 1 && isdigit((unsigned char)words->v[1][0])) {
		rule->number = number_parse(words->v[1], DEVFS_RULE_MAX);
		if (rule->number == 0)
			return errbuf_set(eb, EINVAL, "%s: no number of a rule",
					  words->v[1]);
		i = 2;
	}
	return devfs_rule_parse(words, i, rule, eb);
}

static int command_add(struct parser *p, const struct strv *words)
{
	struct devfs_rule rule = { .line = p->line };
	struct errbuf eb;
	int r = devfs_rule_add_parse(words, &rule, &eb);

	if (r < 0)
		return problem(p, "%s", eb.msg);
	r = devfs_set_add_rule(devfs_set_find(p->rules, p->set), &rule);
	if (r == -EEXIST)
		return problem(p, "rule %u: already there", rule.number);
	if (r == -ERANGE)
		return problem(p, "no number left for a rule");
	return r;
}

static int command_del(struct parser *p, const struct strv *words)
{
	unsigned number = 0;

	if (words->n == 2)
		number = number_parse(words->v[1], DEVFS_RULE_MAX);
	if (number == 0)
		return problem(p, "del: expects the number of a rule");
	if (devfs_set_del_rule(devfs_set_find(p->rules, p->set), number) < 0)
		return problem(p, "rule %u: not there", number);
	return 0;
}

static int command_delset(struct parser *p, const struct strv *words)
{
	if (words->n != 1)
		return problem(p, "unknown argument: %s", words->v[1]);
	return devfs_set_add(p->rules, p->set);
}

static int command_refuse(struct parser *p, const struct strv *words)
{
	return problem(p, "%s: not in a file of rulesets", words->v[0]);
}

static const struct {
	const char *word;
	int (*run)(struct parser *p, const struct strv *words);
} commands[] = {
	{ "add", command_add },		{ "del", command_del },
	{ "delset", command_delset },	{ "apply", command_refuse },
	{ "applyset", command_refuse }, { "show", command_refuse },
	{ "showsets", command_refuse },
};

static int command_parse(struct parser *p, const char *line)
{
	cleanup_strv struct strv words = { 0 };
	int r = words_split(p, line, &words);

	if (r < 0 || words.n == 0)
		return r;
	if (p->set == 0)
		return problem(p, "%s: outside of a ruleset", words.v[0]);
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		if (streq(commands[i].word, words.v[0]))
			return commands[i].run(p, &words);
	return problem(p, "unknown command: %s", words.v[0]);
}

/* "[name=number]", @line being behind the bracket. */
static int header_parse(struct parser *p, const char *line)
{
	char name[64], digits[8], end = '\0';
	unsigned number;
	int len = 0, r;

	if (sscanf(line, " %63[A-Za-z0-9_] = %7[0-9] %c %n", name, digits, &end,
		   &len) != 3 ||
	    end != ']' || (line[len] != '\0' && line[len] != '#'))
		return problem(p, "a ruleset starts with [name=number]");

	number = number_parse(digits, DEVFS_SET_MAX);
	if (number == 0)
		return problem(p, "%s: \"%s\" is not the number of a ruleset",
			       name, digits);

	r = devfs_set_add(p->rules, (int)number);
	if (r < 0)
		return r;
	p->set = (int)number;
	if (p->kept) {
		devfs_set_find(p->rules, p->set)->kept = true;
		devfs_set_find(p->rules, p->set)->fresh = false;
		return 0;
	}
	return devfs_name_put(p->rules, name, (int)number);
}

/* Lines that end in a backslash go on in the next. */
static int line_read(struct parser *p, const char **text, const char *end,
		     struct textbuf *ret)
{
	bool more = true;
	int r = 0;

	while (more && *text < end && r == 0) {
		const char *nl = memchr(*text, '\n', (size_t)(end - *text));
		size_t len = (size_t)((nl ? nl : end) - *text);

		more = nl && len > 0 && (*text)[len - 1] == '\\';
		r = textbuf_add(ret, *text, len - more);
		*text += len + (nl != NULL);
		p->line++;
	}
	return r;
}

static int line_parse(struct parser *p, const char *line, size_t len)
{
	if (strlen(line) != len)
		return problem(p, "a zero byte");
	line += strspn(line, " \t\r");
	if (*line == '[')
		return header_parse(p, line + 1);
	return command_parse(p, line);
}

/* Does set @from include set @to, at any depth? */
static bool includes(const struct devfs_rules *rules, int from, int to)
{
	struct devfs_set *set = devfs_set_find(rules, from);

	if (from == to)
		return true;
	if (!set || set->seen)
		return false;
	set->seen = true;
	for (size_t i = 0; i < set->n; i++)
		if (set->rules[i].include &&
		    includes(rules, set->rules[i].include, to))
			return true;
	return false;
}

bool devfs_set_includes(struct devfs_rules *rules, int from, int to)
{
	for (size_t i = 0; i < rules->nsets; i++)
		rules->sets[i].seen = false;
	return includes(rules, from, to);
}

static int include_check(struct parser *p, const struct devfs_set *set,
			 const struct devfs_rule *rule)
{
	p->line = rule->line;
	if (!devfs_rules_has(p->rules, rule->include))
		return problem(p, "include %d: no such ruleset", rule->include);
	if (devfs_set_includes(p->rules, rule->include, set->number))
		return problem(p, "include %d: ruleset %d includes itself",
			       rule->include, set->number);
	return 0;
}

/* Once all is read, as a set may include one that is written below it. */
static int includes_check(struct parser *p)
{
	for (size_t i = 0; i < p->rules->nsets; i++) {
		struct devfs_set *set = &p->rules->sets[i];

		for (size_t j = 0; set->fresh && j < set->n; j++) {
			int r = 0;

			if (set->rules[j].include)
				r = include_check(p, set, &set->rules[j]);
			if (r == -ENOMEM)
				return r;
		}
		set->fresh = false;
	}
	return 0;
}

static int parse(struct parser *p, const char *text, size_t len)
{
	size_t before = p->errs->n;
	const char *end = text + len;

	while (text < end) {
		cleanup_textbuf struct textbuf line = { 0 };
		int r = line_read(p, &text, end, &line);

		if (r == 0)
			r = line_parse(p, line.s ? line.s : "", line.n);
		if (r == -ENOMEM)
			return r;
	}
	if (includes_check(p) < 0)
		return -ENOMEM;
	return p->errs->n > before ? -EINVAL : 0;
}

int devfs_rules_parse(struct devfs_rules *rules, const char *file,
		      const char *text, size_t len, struct strv *errs)
{
	struct parser p = { .rules = rules, .file = file, .errs = errs };

	return parse(&p, text, len);
}

int devfs_rules_parse_kept(struct devfs_rules *rules, const char *file,
			   const char *text, size_t len, struct strv *errs)
{
	struct parser p = {
		.rules = rules, .file = file, .errs = errs, .kept = true
	};

	return parse(&p, text, len);
}

int devfs_rules_words(struct devfs_rules *rules, const char *file,
		      unsigned line_number, const char *line, struct strv *ret,
		      struct strv *errs)
{
	struct parser p = {
		.rules = rules, .file = file, .line = line_number, .errs = errs
	};

	return words_split(&p, line, ret);
}
