/* SPDX-License-Identifier: BSD-2-Clause */
/* main.c - jexec(8): run a command in a jail that exists */

#include <err.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/paths.h"
#include "base/proc.h"
#include "base/strv.h"
#include "base/util.h"
#include "base/whole.h"
#include "libjail/command.h"
#include "libjail/core.h"
#include "opts/opts.h"
#include "relay.h"

#define DEFAULT_PATH                                                           \
	"/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

struct options {
	bool clean; /* -l */
	const char *host_user; /* -u */
	const char *user; /* -U */
	const char *cwd; /* -d */
	struct strv env; /* -e */
	const char *jail;
	char **argv; /* NULL: a shell */
};

static const char usage_text[] =
	"usage: jexec [-l] [-d dir] [-e name=value] [-u user | -U user] jail\n"
	"             [command ...]\n";

static const char help_text[] =
	"  -d dir         start in this directory of the jail\n"
	"  -e name=value  set this in the environment\n"
	"  -l             in a clean environment, as after a login\n"
	"  -n             ignored\n"
	"  -u user        as this user of the host\n"
	"  -U user        as this user of the jail\n"
	"  --help, --version\n"
	"Without a command, a shell.\n";

#define AT(member) offsetof(struct options, member)

static const struct opt_tool tool = {
	.name = "jexec",
	.usage = usage_text,
	.help = help_text,
	.usage_status = EXIT_FAILURE,
	.opts = {
		{ 'd', OPT_TEXT, AT(cwd) },
		{ 'e', OPT_WORD, AT(env) },
		{ 'l', OPT_ON, AT(clean) },
		{ 'n', OPT_VOID },
		{ 'U', OPT_TEXT, AT(user) },
		{ 'u', OPT_TEXT, AT(host_user) },
	},
};

static void check_env(const struct strv *env)
{
	for (size_t i = 0; i < env->n; i++)
		if (env->v[i][0] == '=' || !strchr(env->v[i], '='))
			errx(EXIT_FAILURE, "-e %s: not name=value", env->v[i]);
}

/* -1, or an exit status */
static int parse_options(struct options *o, int argc, char **argv)
{
	int status = opts_parse(&tool, argc, argv, o);

	if (status >= 0)
		return status;
	check_env(&o->env);
	if (optind == argc || (o->user && o->host_user))
		return opts_usage(&tool);
	o->jail = argv[optind++];
	o->argv = optind < argc ? argv + optind : NULL;
	return -1;
}

/* Our environment, with PATH led by the FreeBSD-syntax tools */
static int make_env(struct strv *ret)
{
	const char *path = getenv("PATH");
	cleanup_free char *led =
		command_path(VJAIL_TOOLS_IN_JAIL, path ? path : DEFAULT_PATH);

	if (!led || strv_addf(ret, "PATH=%s", led) < 0)
		return -1;
	for (char **e = environ; *e; e++)
		if (!str_starts(*e, "PATH=") && strv_add(ret, *e) < 0)
			return -1;
	return 0;
}

/* Hands over what is no terminal; where there is one, the jail gets a terminal
 * of its own.  True if it does. */
static bool share_stdio(int stdio[3])
{
	bool pty = false;

	for (int fd = 0; fd < 3; fd++) {
		stdio[fd] = isatty(fd) ? -1 : fd;
		pty = pty || stdio[fd] < 0;
	}
	return pty;
}

static int first_terminal(void)
{
	for (int fd = 0; fd < 3; fd++)
		if (isatty(fd))
			return fd;
	return -1;
}

static int run(const struct options *o, struct errbuf *eb)
{
	cleanup_strv struct strv env = { 0 };
	struct jail_exec x = { .argv = o->argv,
			       .env_add = o->env.v,
			       .user = o->host_user ? o->host_user : o->user,
			       .host_user = o->host_user,
			       .clean = o->clean,
			       .cwd = o->cwd,
			       .new_session = true,
			       .tied = true,
			       .consolelog = -1 };
	cleanup_close int pty = -1;
	struct relay relay;
	pid_t pid;
	int r;

	x.jid = r = jail_find(o->jail, eb);
	if (r < 0)
		return r;
	if (make_env(&env) < 0)
		err(EXIT_FAILURE, NULL);
	x.envp = env.v;
	x.pty = share_stdio(x.stdio);
	x.pty_like = first_terminal();

	r = jail_spawn(&x, &pid, x.pty ? &pty : NULL, eb);
	if (r < 0)
		return r;

	relay = (struct relay){ .pid = pid, .pty = pty, .in = -1, .out = -1 };
	if (x.pty) {
		relay.in = x.stdio[STDIN_FILENO] < 0 ? STDIN_FILENO : -1;
		relay.out = isatty(STDOUT_FILENO)   ? STDOUT_FILENO
			    : isatty(STDERR_FILENO) ? STDERR_FILENO
						    : STDIN_FILENO;
	}
	r = relay_run(&relay);
	if (r < 0)
		return errbuf_set(eb, -r, "%s", strerror(-r));
	return proc_exit_code(r);
}

int main(int argc, char **argv)
{
	struct options o = { 0 };
	struct errbuf eb = { 0 };
	int r;

	messages_whole();
	r = parse_options(&o, argc, argv);
	if (r < 0)
		r = run(&o, &eb);
	strv_done(&o.env);
	if (r < 0)
		errx(EXIT_FAILURE, "%s", eb.msg);
	return r;
}
