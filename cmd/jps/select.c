/* SPDX-License-Identifier: BSD-2-Clause */
/* select.c - Which processes ps(1) shows, and in what order */

#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/errbuf.h"
#include "base/util.h"
#include "keyword.h"
#include "libjail/core.h"
#include "libjail/jailed.h"
#include "proc-list.h"
#include "select.h"

#define LIST_SEPARATORS ", \t"

static bool all_digits(const char *s)
{
	return *s && s[strspn(s, "0123456789")] == '\0';
}

/* Numbers of jails stay as they are, names become numbers. */
static int add_jails(struct selection *s, const char *arg)
{
	cleanup_strv struct strv words = { 0 };
	int r = strv_split(&words, arg, LIST_SEPARATORS);

	for (size_t i = 0; r == 0 && i < words.n; i++) {
		struct errbuf eb;
		int jid;

		if (all_digits(words.v[i])) {
			r = strv_add(&s->jails, words.v[i]);
			continue;
		}
		jid = jail_find(words.v[i], &eb);
		if (jid < 0) {
			warnx("%s", eb.msg);
			return -EINVAL;
		}
		r = strv_addf(&s->jails, "%d", jid);
	}
	return r;
}

static int add_pids(struct selection *s, const char *arg)
{
	size_t before = s->pids.n;
	int r = strv_split(&s->pids, arg, LIST_SEPARATORS);

	for (size_t i = before; r == 0 && i < s->pids.n; i++) {
		if (!all_digits(s->pids.v[i])) {
			warnx("Invalid process id: %s", s->pids.v[i]);
			return -EINVAL;
		}
	}
	return r;
}

/* Terminals by their short names: "/dev/pts/0" and "pts/0" are "0". */
static int add_terminals(struct selection *s, const char *arg)
{
	cleanup_strv struct strv words = { 0 };
	int r = strv_split(&words, arg, LIST_SEPARATORS);

	for (size_t i = 0; r == 0 && i < words.n; i++) {
		const char *w = words.v[i];

		if (str_starts(w, "/dev/"))
			w += strlen("/dev/");
		if (str_starts(w, "pts/"))
			w += strlen("pts/");
		else if (str_starts(w, "ttyS"))
			w += strlen("tty");
		r = str_starts(w, "tty")
			    ? strv_addf(&s->terminals, "v%s", w + 3)
			    : strv_add(&s->terminals, w);
	}
	return r;
}

int select_option(struct selection *s, int option, const char *arg)
{
	switch (option) {
	case 'A':
		s->all = s->without_terminal = true;
		return 0;
	case 'a':
		s->all = true;
		return 0;
	case 'G':
		return strv_split(&s->groups, arg, LIST_SEPARATORS);
	case 'J':
		return add_jails(s, arg);
	case 'p':
		return add_pids(s, arg);
	case 'T':
		s->this_terminal = true;
		return 0;
	case 't':
		return add_terminals(s, arg);
	case 'U':
		return strv_split(&s->users, arg, LIST_SEPARATORS);
	case 'x':
		s->without_terminal = true;
		return 0;
	default:
		return -EINVAL;
	}
}

void selection_done(struct selection *s)
{
	strv_done(&s->groups);
	strv_done(&s->jails);
	strv_done(&s->pids);
	strv_done(&s->terminals);
	strv_done(&s->users);
}

static bool has_number(const struct strv *list, long n)
{
	for (size_t i = 0; i < list->n; i++)
		if (strtol(list->v[i], NULL, 10) == n)
			return true;
	return false;
}

static bool has_user(const struct strv *list, const struct machine *m,
		     const struct process *p)
{
	for (size_t i = 0; i < list->n; i++)
		if (machine_uid(m, list->v[i]) == (long)p->uid)
			return true;
	return false;
}

static bool has_group(const struct strv *list, const struct machine *m,
		      const struct process *p)
{
	for (size_t i = 0; i < list->n; i++)
		if (machine_gid(m, list->v[i]) == (long)p->rgid)
			return true;
	return false;
}

static bool has_terminal(const struct selection *s, const struct process *p)
{
	struct stat st;
	char name[16];

	process_tty(p->tty, name, sizeof(name));
	if (strv_has(&s->terminals, name))
		return true;
	return s->this_terminal && p->tty && fstat(STDIN_FILENO, &st) == 0 &&
	       S_ISCHR(st.st_mode) && st.st_rdev == p->tty;
}

/* One list that names it is enough; without lists it is who and where. */
static bool is_wanted(const struct selection *s, const struct machine *m,
		      const struct process *p)
{
	bool lists = s->groups.n || s->jails.n || s->pids.n || s->terminals.n ||
		     s->users.n || s->this_terminal;

	if (lists)
		return has_number(&s->pids, p->pid) ||
		       has_number(&s->jails, p->jid) ||
		       has_user(&s->users, m, p) ||
		       has_group(&s->groups, m, p) || has_terminal(s, p);
	if (!s->without_terminal && !p->tty)
		return false;
	return s->all || p->uid == geteuid();
}

int select_check(const struct selection *s, const struct machine *m)
{
	for (size_t i = 0; i < s->users.n; i++) {
		if (machine_uid(m, s->users.v[i]) < 0) {
			warnx("%s: no such user", s->users.v[i]);
			return -ENOENT;
		}
	}
	for (size_t i = 0; i < s->groups.n; i++) {
		if (machine_gid(m, s->groups.v[i]) < 0) {
			warnx("%s: no such group", s->groups.v[i]);
			return -ENOENT;
		}
	}
	return 0;
}

static int by_terminal(const void *a, const void *b)
{
	const struct process *x = *(const struct process *const *)a;
	const struct process *y = *(const struct process *const *)b;

	if (x->tty != y->tty)
		return x->tty < y->tty ? -1 : 1;
	return (x->pid > y->pid) - (x->pid < y->pid);
}

static int by_memory(const void *a, const void *b)
{
	const struct process *x = *(const struct process *const *)a;
	const struct process *y = *(const struct process *const *)b;

	if (x->rss != y->rss)
		return x->rss > y->rss ? -1 : 1;
	return by_terminal(a, b);
}

static int by_cpu(const void *a, const void *b, void *arg)
{
	const struct process *x = *(const struct process *const *)a;
	const struct process *y = *(const struct process *const *)b;
	double cx = keyword_percent_cpu(arg, x);
	double cy = keyword_percent_cpu(arg, y);

	if (cx > cy)
		return -1;
	return cx < cy ? 1 : by_terminal(a, b);
}

size_t select_processes(const struct selection *s, struct machine *m,
			const struct process_list *all, enum sort_key sort,
			const struct process **ret)
{
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++)
		if (is_wanted(s, m, &all->v[i]))
			ret[n++] = &all->v[i];
	switch (sort) {
	case SORT_TERMINAL:
		qsort(ret, n, sizeof(void *), by_terminal);
		break;
	case SORT_CPU:
		qsort_r(ret, n, sizeof(void *), by_cpu, m);
		break;
	case SORT_MEMORY:
		qsort(ret, n, sizeof(void *), by_memory);
		break;
	}
	return n;
}
