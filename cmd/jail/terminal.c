/* SPDX-License-Identifier: BSD-2-Clause */
/* terminal.c - Keep the host's terminal out of jails */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "job.h"
#include "terminal.h"

void terminal_stdio(struct terminal_stdio *ret)
{
	for (int i = 0; i < 3; i++) {
		char path[32];

		ret->fd[i] = i;
		ret->opened[i] = -1;
		if (!isatty(i))
			continue;
		ret->fd[i] = -1;
		if (i == STDIN_FILENO)
			continue;
		(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", i);
		ret->opened[i] = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
		ret->fd[i] = ret->opened[i];
	}
}

void terminal_stdio_done(struct terminal_stdio *s)
{
	for (int i = 0; i < 3; i++)
		close_fd(&s->opened[i]);
}

/* jexec beside the program that runs. */
static int add_jexec(struct strv *ret)
{
	char exe[PATH_MAX], *slash;
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);

	exe[n > 0 ? n : 0] = '\0';
	slash = strrchr(exe, '/');
	if (!slash)
		return strv_add(ret, "jexec");
	return strv_addf(ret, "%.*s/jexec", (int)(slash - exe), exe);
}

int terminal_argv(const struct job *job, const struct strv *argv,
		  struct strv *ret)
{
	const char *user = pseudo_str(&job->ps, P_EXEC_JAIL_USER);
	bool host = pseudo_bool(&job->ps, P_EXEC_SYSTEM_JAIL_USER);
	int r = add_jexec(ret);

	if (r == 0 && pseudo_bool(&job->ps, P_EXEC_CLEAN))
		r = strv_add(ret, "-l");
	if (r == 0 && user)
		r = strv_add(ret, host ? "-u" : "-U");
	if (r == 0 && user)
		r = strv_add(ret, user);
	if (r == 0)
		r = strv_addf(ret, "%d", job->jid);
	return r < 0 ? r : strv_add_all(ret, argv);
}
