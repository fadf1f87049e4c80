/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stepper.c - Run a command and strike at one of its system calls
 *
 *   stepper [-k N] [-s before|after|fail] [-e N] [-i N] [-t] [-a] [-x DIR]
 *           [-l FILE] [-T SECONDS] COMMAND [ARG ...]
 *
 * The command and whatever it starts is traced; the calls that change something
 * (calls.c) are counted over all of these processes.  At the Nth either who
 * makes it is killed with SIGKILL, before or after it, and with -t all the
 * others as well; or the call is not made and fails, once.
 *
 *   -e N        it fails in the Nth way that is plausible (as N of -k)
 *   -i N        with "after": only N instructions later, for what is changed in
 *               memory that is shared
 *   -x DIR      count only calls of programs under DIR
 *   -a          until the strike, follow it to the end of its last process, not
 *               only of the first
 *   -l FILE     what was counted, a line each; the one struck at begins with *
 *   -T SECONDS  it hangs if it takes longer (30): all of it is killed, exit 124
 *
 * Exits as the command does (128 + N for signal N), 125 for trouble of its own,
 * 77 on another machine than x86-64.
 */

#include <elf.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/ptrace.h>

#include "calls.h"

#define TRACEES_MAX 512
#define EXIT_HANGS 124
#define EXIT_TROUBLE 125
#define EXIT_SKIPPED 77
#define SYSCALL_STOP (SIGTRAP | 0x80)

enum side { SIDE_NONE, SIDE_BEFORE, SIDE_AFTER, SIDE_FAIL };

static const char *const side_names[] = {
	[SIDE_NONE] = "none",
	[SIDE_BEFORE] = "before",
	[SIDE_AFTER] = "after",
	[SIDE_FAIL] = "fail",
};

/* A process or thread that is traced. */
struct tracee {
	pid_t pid; /* 0: free */
	bool counted; /* its program is one of those looked at */
	bool struck; /* in the call that is struck at */
};

struct stepper {
	enum side side;
	unsigned at; /* strike at this call, from 1 */
	bool whole_tree, follow_all;
	const char *dir;
	FILE *log;
	struct tracee tracees[TRACEES_MAX];
	pid_t first; /* the command itself */
	unsigned n; /* calls counted */
	unsigned way; /* of failing */
	unsigned instructions; /* to go on for after the call */
	pid_t strolling; /* who does so; 0: nobody */
	int fail_with;
	bool runs; /* the command has been executed */
	bool killing; /* whoever still shows up is killed */
	int status; /* of the command, as waitpid(2) has it; -1: it runs */
};

static volatile sig_atomic_t too_long;

static void on_alarm(int sig)
{
	(void)sig;
	too_long = 1;
}

static struct tracee *find_tracee(struct stepper *s, pid_t pid)
{
	struct tracee *unused = NULL;

	for (size_t i = 0; i < TRACEES_MAX; i++) {
		if (s->tracees[i].pid == pid)
			return &s->tracees[i];
		if (!unused && s->tracees[i].pid == 0)
			unused = &s->tracees[i];
	}
	if (!unused)
		errx(EXIT_TROUBLE, "too many processes");
	*unused = (struct tracee){ .pid = pid };
	return unused;
}

/* Is the program that it runs one of those looked at? */
static bool is_counted(const struct stepper *s, pid_t pid)
{
	char path[48], exe[PATH_MAX];
	ssize_t n;

	(void)snprintf(path, sizeof(path), "/proc/%d/exe", (int)pid);
	n = readlink(path, exe, sizeof(exe) - 1);
	exe[n < 0 ? 0 : n] = '\0';
	return !s->dir || strncmp(exe, s->dir, strlen(s->dir)) == 0;
}

static void kill_all(struct stepper *s)
{
	s->killing = true;
	for (size_t i = 0; i < TRACEES_MAX; i++)
		if (s->tracees[i].pid)
			(void)kill(s->tracees[i].pid, SIGKILL);
}

static void strike_dead(struct stepper *s, pid_t pid)
{
	s->follow_all = false;
	if (s->whole_tree)
		kill_all(s);
	else
		(void)kill(pid, SIGKILL);
}

#ifdef __x86_64__
static bool get_regs(pid_t pid, struct user_regs_struct *regs)
{
	return ptrace(PTRACE_GETREGS, pid, NULL, regs) == 0;
}

/* At the entry: no call is made. */
static void drop_call(pid_t pid)
{
	struct user_regs_struct regs;

	if (!get_regs(pid, &regs))
		return;
	regs.orig_rax = (unsigned long long)-1;
	(void)ptrace(PTRACE_SETREGS, pid, NULL, &regs);
}

/* At the exit: this is what it returns. */
static void set_result(pid_t pid, long value)
{
	struct user_regs_struct regs;

	if (!get_regs(pid, &regs))
		return;
	regs.rax = (unsigned long long)value;
	(void)ptrace(PTRACE_SETREGS, pid, NULL, &regs);
}
#else
static void drop_call(pid_t pid)
{
	(void)pid;
}

static void set_result(pid_t pid, long value)
{
	(void)pid;
	(void)value;
}
#endif

static void note(struct stepper *s, const struct call *c,
		 const struct call_kind *kind, bool struck)
{
	char text[PATH_MAX + 64];

	if (!s->log)
		return;
	call_describe(c, kind, text, sizeof(text));
	(void)fprintf(s->log, "%s%u [%d] %s", struck ? "* " : "", s->n,
		      (int)c->pid, text);
	if (struck && s->side == SIDE_FAIL)
		(void)fprintf(s->log, " = %s", strerrorname_np(s->fail_with));
	(void)fputc('\n', s->log);
	(void)fflush(s->log);
}

static void call_entered(struct stepper *s, struct tracee *t,
			 const struct ptrace_syscall_info *info)
{
	struct call c = { .pid = t->pid, .nr = (long)info->entry.nr };
	const struct call_kind *kind;

	for (size_t i = 0; i < CALL_ARGS; i++)
		c.args[i] = info->entry.args[i];
	kind = t->counted ? call_kind(&c) : NULL;
	if (!kind)
		return;
	s->n++;
	t->struck = s->side != SIDE_NONE && s->n == s->at;
	if (t->struck)
		s->fail_with = call_errno(kind, s->way);
	note(s, &c, kind, t->struck);
	if (!t->struck || s->side == SIDE_AFTER)
		return;
	drop_call(t->pid);
	if (s->side == SIDE_BEFORE)
		strike_dead(s, t->pid);
}

static void call_left(struct stepper *s, struct tracee *t)
{
	if (!t->struck)
		return;
	t->struck = s->follow_all = false;
	if (s->side == SIDE_FAIL)
		set_result(t->pid, -s->fail_with);
	else if (s->side == SIDE_AFTER && s->instructions)
		s->strolling = t->pid;
	else if (s->side == SIDE_AFTER)
		strike_dead(s, t->pid);
}

static void stroll(struct stepper *s)
{
	if (--s->instructions > 0)
		return;
	strike_dead(s, s->strolling);
	s->strolling = 0;
}

static void at_call(struct stepper *s, struct tracee *t)
{
	struct ptrace_syscall_info info;

	if (ptrace(PTRACE_GET_SYSCALL_INFO, t->pid, sizeof(info), &info) <= 0)
		return;
	if (info.op == PTRACE_SYSCALL_INFO_ENTRY)
		call_entered(s, t, &info);
	else if (info.op == PTRACE_SYSCALL_INFO_EXIT)
		call_left(s, t);
}

/* One that stopped goes on. */
static void stopped(struct stepper *s, struct tracee *t, int status)
{
	int event = status >> 16, sig = WSTOPSIG(status);
	int how = PTRACE_SYSCALL, deliver = 0;

	if (s->killing)
		(void)kill(t->pid, SIGKILL);
	if (sig == SYSCALL_STOP && event == 0)
		at_call(s, t);
	else if (event == PTRACE_EVENT_EXEC) {
		s->runs = true;
		t->counted = is_counted(s, t->pid);
	} else if (event == PTRACE_EVENT_STOP && sig != SIGTRAP)
		how = PTRACE_LISTEN;
	else if (event == PTRACE_EVENT_STOP)
		t->counted = s->runs && is_counted(s, t->pid);
	else if (event == 0 && sig == SIGTRAP && s->strolling == t->pid)
		stroll(s);
	else if (event == 0)
		deliver = sig;
	if (s->strolling == t->pid && how == PTRACE_SYSCALL)
		how = PTRACE_SINGLESTEP;
	(void)ptrace(how, t->pid, NULL, (void *)(intptr_t)deliver);
}

static void ended(struct stepper *s, struct tracee *t, int status)
{
	if (t->pid == s->first)
		s->status = status;
	t->pid = 0;
}

static void trace(struct stepper *s)
{
	while (s->status < 0 || s->killing || s->follow_all) {
		int status;
		pid_t pid = waitpid(-1, &status, __WALL);

		if (too_long && !s->killing) {
			warnx("it hangs: killed");
			kill_all(s);
		}
		if (pid < 0 && errno == EINTR)
			continue;
		if (pid < 0)
			return;
		if (WIFSTOPPED(status))
			stopped(s, find_tracee(s, pid), status);
		else
			ended(s, find_tracee(s, pid), status);
	}
}

static void start(struct stepper *s, char **argv)
{
	const long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC |
			     PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
			     PTRACE_O_TRACECLONE;
	int go[2];
	char c;

	if (pipe2(go, O_CLOEXEC) < 0)
		err(EXIT_TROUBLE, "pipe");
	s->first = fork();
	if (s->first < 0)
		err(EXIT_TROUBLE, "fork");
	if (s->first == 0) {
		(void)close(go[1]);
		(void)!read(go[0], &c, 1);
		(void)execvp(argv[0], argv);
		err(EXIT_TROUBLE, "%s", argv[0]);
	}
	if (ptrace(PTRACE_SEIZE, s->first, NULL, (void *)options) < 0 ||
	    ptrace(PTRACE_INTERRUPT, s->first, NULL, NULL) < 0) {
		(void)kill(s->first, SIGKILL);
		err(EXIT_TROUBLE, "ptrace");
	}
	(void)find_tracee(s, s->first);
	(void)close(go[0]);
	(void)close(go[1]);
}

static enum side parse_side(const char *word)
{
	for (int i = SIDE_BEFORE; i <= SIDE_FAIL; i++)
		if (strcmp(word, side_names[i]) == 0)
			return (enum side)i;
	errx(EXIT_TROUBLE, "%s: before, after or fail", word);
}

static void parse(struct stepper *s, int argc, char **argv)
{
	const struct sigaction act = { .sa_handler = on_alarm };
	unsigned seconds = 30;
	const char *way = NULL;
	int c;

	while ((c = getopt(argc, argv, "+ae:i:k:l:s:tT:x:")) != -1) {
		if (c == 'a')
			s->follow_all = true;
		else if (c == 'k')
			s->at = (unsigned)atoi(optarg);
		else if (c == 'e')
			way = optarg;
		else if (c == 'i')
			s->instructions = (unsigned)atoi(optarg);
		else if (c == 'l')
			s->log = fopen(optarg, "we");
		else if (c == 's')
			s->side = parse_side(optarg);
		else if (c == 't')
			s->whole_tree = true;
		else if (c == 'T')
			seconds = (unsigned)atoi(optarg);
		else if (c == 'x')
			s->dir = optarg;
		else
			exit(EXIT_TROUBLE);
	}
	if (optind == argc)
		errx(EXIT_TROUBLE, "a command is missing");
	s->way = way ? (unsigned)atoi(way) : s->at;
	(void)sigaction(SIGALRM, &act, NULL);
	(void)alarm(seconds);
}

int main(int argc, char **argv)
{
	static struct stepper s = { .status = -1 };

#ifndef __x86_64__
	errx(EXIT_SKIPPED, "the stepper knows x86-64 only");
#endif
	parse(&s, argc, argv);
	start(&s, argv + optind);
	trace(&s);
	if (too_long)
		return EXIT_HANGS;
	if (WIFSIGNALED(s.status))
		return 128 + WTERMSIG(s.status);
	return WEXITSTATUS(s.status);
}
