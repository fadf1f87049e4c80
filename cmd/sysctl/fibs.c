/* SPDX-License-Identifier: BSD-2-Clause */
/* fibs.c - net.fibs and net.my_fibnum: routing tables by number */

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/paths.h"
#include "base/proc.h"
#include "fibs.h"
#include "libjail/core.h"
#include "libjail/jailed.h"
#include "nl/fib.h"
#include "nl/nl.h"

static int number(unsigned n, char **ret)
{
	return asprintf(ret, "%u", n) < 0 ? -ENOMEM : 0;
}

int fibs_get(char **ret)
{
	cleanup_nl struct nl *nl = NULL;
	int r = nl_open(&nl, NULL);

	if (r == 0)
		r = fib_count(nl, NULL);
	return r < 0 ? r : number((unsigned)r, ret);
}

/* Only the host's root may have sockets marked; it says itself what is wrong. */
static int run_helper(char *what)
{
	cleanup_free char *path = paths_libexec("fibs");
	char *argv[] = { path, what, NULL };
	pid_t pid;
	int r;

	if (!path)
		return -ENOMEM;
	r = posix_spawn(&pid, path, NULL, NULL, argv, environ);
	if (r != 0)
		return -r;
	return proc_exit_code(proc_wait(pid)) == 0 ? 0 : -EOPNOTSUPP;
}

static int mark(void)
{
	int r;

	if (fib_is_marked())
		return 0;
	if (jailed() || geteuid() != 0)
		return -EPERM;
	r = run_helper("add");
	return r == 0 && !fib_is_marked() ? -EOPNOTSUPP : r;
}

/* A jail may have tables of its own, and does not tell when it has none. */
static int unmark(void)
{
	if (jailed() || jail_next(0, true, NULL) != 0)
		return 0;
	return run_helper("remove");
}

int fibs_set(const char *value)
{
	unsigned long n = strtoul(value, NULL, 10);
	cleanup_nl struct nl *nl = NULL;
	int r = nl_open(&nl, NULL);

	if (n < 1 || n > FIB_MAX + 1)
		return -EINVAL;
	if (r == 0 && n > 1)
		r = mark();
	if (r == 0)
		r = fib_set_count(nl, (unsigned)n, NULL);
	if (r == 0 && n == 1)
		r = unmark();
	return r;
}

int fibs_get_mine(char **ret)
{
	return number(fib_mine(), ret);
}
