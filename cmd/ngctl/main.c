/* SPDX-License-Identifier: BSD-2-Clause */
/* main.c - ngctl(8): look at and change a netgraph */

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/bsderr.h"
#include "base/errbuf.h"
#include "base/paths.h"
#include "base/util.h"
#include "base/whole.h"
#include "libjail/core.h"
#include "libnetgraph/hostfs.h"
#include "libnetgraph/session.h"
#include "ngctl.h"
#include "opts/opts.h"

struct options {
	const char *file; /* -f */
	const char *name; /* -n */
	const char *jail; /* -j */
	int debug;
	struct xo xo;
};

static const char usage_text[] =
	"usage: ngctl [--libxo json|text] [-d] [-f file] [-j jail] [-n name] [command ...]\n";

static const char help_text[] =
	"  -d         say more; again for more still\n"
	"  -f file    run the commands of a file; - is standard input\n"
	"  -j jail    the graph of a jail that has a network stack of its own\n"
	"  -n name    name of the program's own node (default ngctl and its pid)\n"
	"  --libxo F  what is listed as F: json, text; with pretty: json,pretty\n"
	"  --help, --version\n"
	"Without a command they are read from standard input; help shows them.\n";

#define AT(member) offsetof(struct options, member)

static const struct opt_tool tool = {
	.name = "ngctl",
	.usage = usage_text,
	.help = help_text,
	.usage_status = EX_USAGE,
	.opts = {
		{ 'd', OPT_COUNT, AT(debug) },
		{ 'f', OPT_TEXT, AT(file) },
		{ 'j', OPT_TEXT, AT(jail) },
		{ 'n', OPT_TEXT, AT(name) },
	},
};

/* The graph is that of the network namespace we are in. */
static void enter_jail(const char *name)
{
	struct errbuf eb = { 0 };
	int jid = jail_find(name, &eb), fd;
	char path[64];

	if (jid < 0)
		errx(EX_NOHOST, "%s", eb.msg);
	(void)snprintf(path, sizeof(path), VJAIL_STATE_DIR "/jails/%d/net",
		       jid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || setns(fd, CLONE_NEWNET) < 0)
		err(EX_OSERR, "jail \"%s\"", name);
	(void)close(fd);
}

static int exit_code(enum result r)
{
	static const int codes[] = {
		[CMD_OK] = EX_OK,
		[CMD_USAGE] = EX_USAGE,
		[CMD_ERROR] = EX_OSERR,
		[CMD_QUIT] = EX_OK,
	};

	return codes[r];
}

static void open_session(struct ngctl *ng, const char *name)
{
	struct errbuf eb = { 0 };
	char own[NG_NODESIZ];
	int r;

	(void)snprintf(own, sizeof(own), "ngctl%d", (int)getpid());
	if (!name)
		name = own;
	/* As on FreeBSD an empty name is none. */
	r = session_open(*name ? name : NULL, &ng->s, &eb);
	if (r == -EINVAL || r == -EADDRINUSE)
		errx(EX_OSERR, "can't create node: %s", bsd_strerror(-r));
	if (r < 0)
		errx(EX_OSERR, "can't create node: %s", eb.msg);
}

/* It is read when there is a node that can run what is in it. */
static void check_file(const char *name)
{
	struct stat st;

	if (streq(name, "-"))
		return;
	if (stat(name, &st) == 0 && S_ISDIR(st.st_mode))
		errno = EISDIR;
	else if (access(name, R_OK) == 0)
		return;
	err(EX_NOINPUT, "%s", name);
}

int main(int argc, char **argv)
{
	struct options o = { 0 };
	struct ngctl ng = { 0 };
	struct errbuf eb = { 0 };
	enum result r;
	int status;

	messages_whole();
	if (xo_take(&argc, argv, &o.xo, &eb) < 0)
		errx(EX_USAGE, "%s", eb.msg);
	status = opts_parse(&tool, argc, argv, &o);
	if (status >= 0)
		return status;
	argc -= optind;
	argv += optind;
	if (o.file && argc > 0)
		errx(EX_USAGE, "%s: a command beside -f: give one of them",
		     argv[0]);
	if (o.file)
		check_file(o.file);
	if (hostfs_enter(&eb) < 0)
		errx(EX_OSERR, "%s", eb.msg);
	if (o.jail)
		enter_jail(o.jail);
	ng.debug = o.debug;
	ng.xo = o.xo;
	open_session(&ng, o.name);
	if (o.file)
		r = command_file(&ng, o.file);
	else if (argc > 0)
		r = command_run(&ng, argc, argv);
	else
		r = interact(&ng);
	session_close(ng.s);
	if (fflush(stdout) != 0)
		err(EX_OSERR, "stdout");
	return exit_code(r);
}
