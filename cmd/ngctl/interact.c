/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * interact.c - Commands from standard input, and what comes meanwhile
 *
 * On a terminal that can do it lines are edited, and remembered.  While we wait
 * for what is typed, messages and packets that come to our node are shown.
 */

#include <errno.h>
#include <histedit.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arrive.h"
#include "base/util.h"
#include "libnetgraph/session.h"
#include "ngctl.h"

#define PROMPT "+ "
#define REMEMBERED 100

/* libedit asks these without telling them whom for. */
struct editor {
	struct ngctl *ng;
	EditLine *el;
	History *history;
};

static void show_arrived(struct ngctl *ng, const struct pollfd *p)
{
	if (p[1].revents & POLLIN)
		read_message(ng);
	if (p[2].revents & POLLIN)
		read_packet(ng);
	(void)fflush(stdout);
}

/* What came while a command ran */
static void show_pending(struct ngctl *ng)
{
	struct pollfd p[] = {
		{ .fd = -1 },
		{ .fd = session_cs(ng->s), .events = POLLIN },
		{ .fd = session_ds(ng->s), .events = POLLIN },
	};

	while (poll(p, ARRAY_SIZE(p), 0) > 0 &&
	       (p[1].revents | p[2].revents) & POLLIN)
		show_arrived(ng, p);
}

/* Wait for input; true as soon as there is some. */
static bool wait_input(struct ngctl *ng, bool *ret_shown)
{
	struct pollfd p[] = {
		{ .fd = STDIN_FILENO, .events = POLLIN },
		{ .fd = session_cs(ng->s), .events = POLLIN },
		{ .fd = session_ds(ng->s), .events = POLLIN },
	};

	if (poll(p, ARRAY_SIZE(p), -1) < 0)
		return errno != EINTR;
	if ((p[1].revents | p[2].revents) & POLLIN) {
		if (isatty(STDIN_FILENO)) /* Not behind the prompt. */
			printf("\n");
		show_arrived(ng, p);
		*ret_shown = true;
	}
	return p[0].revents != 0;
}

static char *prompt(EditLine *el)
{
	static char text[] = PROMPT;

	(void)el;
	return text;
}

static int next_char(EditLine *el, wchar_t *ret)
{
	struct editor *e = NULL;
	bool shown = false;
	unsigned char c;

	(void)el_get(el, EL_CLIENTDATA, &e);
	while (!wait_input(e->ng, &shown)) {
		if (shown)
			(void)el_set(el, EL_REFRESH);
		shown = false;
	}
	if (read(STDIN_FILENO, &c, 1) != 1)
		return 0;
	*ret = c;
	return 1;
}

static bool editor_open(struct editor *e)
{
	HistEvent ev;

	e->el = el_init("ngctl", stdin, stdout, stderr);
	e->history = history_init();
	if (!e->el || !e->history)
		return false;
	(void)el_set(e->el, EL_CLIENTDATA, e);
	(void)el_set(e->el, EL_PROMPT, prompt);
	(void)el_set(e->el, EL_EDITOR, "emacs");
	(void)el_set(e->el, EL_SIGNAL, 1);
	(void)el_set(e->el, EL_BIND, "\\e[3~", "ed-delete-next-char", NULL);
	(void)el_set(e->el, EL_GETCFN, next_char);
	(void)history(e->history, &ev, H_SETSIZE, REMEMBERED);
	(void)history(e->history, &ev, H_SETUNIQUE, 1);
	(void)el_set(e->el, EL_HIST, history, e->history);
	(void)el_source(e->el, NULL);
	return true;
}

static void editor_close(struct editor *e)
{
	if (e->history)
		history_end(e->history);
	if (e->el)
		el_end(e->el);
}

static enum result run_copy(struct ngctl *ng, const char *line)
{
	char *copy = strdup(line);
	enum result r;

	if (!copy)
		return CMD_ERROR;
	r = command_line(ng, copy);
	free(copy);
	(void)fflush(stdout);
	return r;
}

static void with_editor(struct editor *e)
{
	const char *line;
	HistEvent ev;
	int n = 0;

	for (;;) {
		show_pending(e->ng);
		line = el_gets(e->el, &n);
		if (!line || n <= 0)
			break;
		if (line[strspn(line, " \t\n")])
			(void)history(e->history, &ev, H_ENTER, line);
		if (run_copy(e->ng, line) == CMD_QUIT)
			return;
	}
	printf("\n");
}

static void without_editor(struct ngctl *ng)
{
	bool ask = isatty(STDIN_FILENO);
	enum result r = CMD_OK;
	char *line = NULL;
	size_t size = 0;

	/* One byte at a time: poll(2) sees nothing of what stdio holds. */
	(void)setvbuf(stdin, NULL, _IONBF, 0);
	while (r != CMD_QUIT) {
		bool shown = true;

		show_pending(ng);
		do {
			if (ask && shown)
				printf("%s", PROMPT);
			(void)fflush(stdout);
			shown = false;
		} while (!wait_input(ng, &shown));
		if (getline(&line, &size, stdin) < 0) {
			printf("\n");
			break;
		}
		r = command_line(ng, line);
	}
	free(line);
}

/* A terminal that cannot move its cursor gets no editor. */
static bool can_edit(void)
{
	const char *term = getenv("TERM");

	return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && term && *term &&
	       !streq(term, "dumb");
}

enum result interact(struct ngctl *ng)
{
	char *help[] = { (char[]){ "help" }, NULL };
	struct editor e = { .ng = ng };

	(void)command_run(ng, 1, help);
	if (can_edit() && editor_open(&e))
		with_editor(&e);
	else
		without_editor(ng);
	editor_close(&e);
	return CMD_QUIT;
}
