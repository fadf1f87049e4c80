/* SPDX-License-Identifier: BSD-2-Clause */
/* main.c - nghook(8): connect standard input and output to a hook */

#include <err.h>
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/errbuf.h"
#include "base/whole.h"
#include "libnetgraph/hostfs.h"
#include "libnetgraph/trace.h"
#include "netgraph.h"
#include "opts/opts.h"

#define OUR_HOOK "hook"
#define THEIR_HOOK "debug" /* if no other is given */
#define BUF_SIZE 65535 /* the longest packet there is */

struct options {
	bool ascii; /* -a */
	bool loop; /* -l */
	bool no_input; /* -n */
	bool swap_in; /* -S */
	bool swap_out; /* -s */
	int debug; /* -d */
	int in, out; /* descriptors */
	const char *msg; /* -m */
	const char *path, *hook;
};

static const char usage_text[] =
	"usage: nghook [-adlnsS] [-m msg] path [hookname]\n";

static const char help_text[] =
	"  -a         print packets as numbers and letters, not as they are\n"
	"  -d         say more of what goes wrong\n"
	"  -l         send what is received back, too\n"
	"  -m msg     send this message to the node first\n"
	"  -n         do not read standard input\n"
	"  -s         write to standard input's descriptor\n"
	"  -S         read from standard output's descriptor\n"
	"  --help, --version\n"
	"The hook of the node at path is \"debug\" unless another is named.\n";

#define AT(member) offsetof(struct options, member)

static const struct opt_tool tool = {
	.name = "nghook",
	.usage = usage_text,
	.help = help_text,
	.usage_status = EX_USAGE,
	.opts = {
		{ 'a', OPT_ON, AT(ascii) },
		{ 'd', OPT_COUNT, AT(debug) },
		{ 'l', OPT_ON, AT(loop) },
		{ 'm', OPT_TEXT, AT(msg) },
		{ 'n', OPT_ON, AT(no_input) },
		{ 'S', OPT_ON, AT(swap_in) },
		{ 's', OPT_ON, AT(swap_out) },
	},
};

/* -1, or an exit status */
static int parse_options(struct options *o, int argc, char **argv)
{
	int status = opts_parse(&tool, argc, argv, o);

	if (status >= 0)
		return status;
	if (argc - optind < 1 || argc - optind > 2)
		return opts_usage(&tool);
	o->in = o->swap_in ? STDOUT_FILENO : STDIN_FILENO;
	o->out = o->swap_out ? STDIN_FILENO : STDOUT_FILENO;
	(void)NgSetDebug(NgSetDebug(-1) + o->debug);
	o->path = argv[optind];
	o->hook = argv[optind + 1] ? argv[optind + 1] : THEIR_HOOK;
	return -1;
}

static void write_all(int fd, const unsigned char *buf, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, buf, len);

		if (n < 0 && errno != EINTR)
			err(EX_OSERR, "write(stdout)");
		if (n > 0) {
			buf += n;
			len -= (size_t)n;
		}
	}
}

static void dump(const unsigned char *p, size_t len)
{
	char line[TRACE_LINE];

	for (size_t at = 0; at < len; at += TRACE_PER_LINE)
		printf("%s\n", trace_bytes(p, len, at, line));
	printf("\n");
	(void)fflush(stdout);
}

static void receive(const struct options *o, int ds, unsigned char *buf)
{
	char hook[NG_HOOKSIZ];
	int n = NgRecvData(ds, buf, BUF_SIZE, hook);

	if (n < 0)
		err(EX_OSERR, "read(hook)");
	if (n == 0 && !*hook)
		errx(EX_OSERR, "the node was shut down");
	if (o->ascii)
		dump(buf, (size_t)n);
	else
		write_all(o->out, buf, (size_t)n);
	if (o->loop && NgSendData(ds, OUR_HOOK, buf, (size_t)n) < 0)
		err(EX_OSERR, "write(hook)");
}

/* False at the end of input. */
static bool take_input(int in, int ds, unsigned char *buf)
{
	ssize_t n = read(in, buf, BUF_SIZE);

	if (n < 0)
		err(EX_OSERR, "read(stdin)");
	if (n > 0 && NgSendData(ds, OUR_HOOK, buf, (size_t)n) < 0)
		err(EX_OSERR, "write(hook)");
	return n > 0;
}

static void shuttle(const struct options *o, int ds)
{
	struct pollfd fds[] = {
		{ .fd = ds, .events = POLLIN },
		{ .fd = o->no_input ? -1 : o->in, .events = POLLIN },
	};
	unsigned char *buf = malloc(BUF_SIZE);

	if (!buf)
		err(EX_OSERR, NULL);
	for (;;) {
		if (poll(fds, 2, -1) < 0) {
			if (errno == EINTR)
				continue;
			err(EX_OSERR, "poll");
		}
		/* An error, too, is there to be read. */
		if (fds[0].revents)
			receive(o, ds, buf);
		if (fds[1].revents && !take_input(o->in, ds, buf))
			break;
	}
	free(buf);
}

/* An answer goes where it does not mix with packets. */
static void send_message(const struct options *o, int cs)
{
	struct pollfd p = { .fd = cs, .events = POLLIN };
	struct ng_mesg *m = NULL;

	if (NgSendAsciiMsg(cs, o->path, "%s", o->msg) < 0)
		err(EX_OSERR, "send msg");
	if (poll(&p, 1, 0) != 1)
		return;
	if (NgAllocRecvAsciiMsg(cs, &m, NULL) < 0)
		err(EX_OSERR, "recv msg");
	warnx("%s: %s", (const char *)m->header.cmdstr, m->data);
	free(m);
}

int main(int argc, char **argv)
{
	struct options o = { 0 };
	struct ngm_connect m = { .ourhook = OUR_HOOK };
	struct errbuf eb = { 0 };
	char name[NG_NODESIZ];
	int cs, ds, status;

	messages_whole();
	status = parse_options(&o, argc, argv);
	if (status >= 0)
		return status;
	if (hostfs_enter(&eb) < 0)
		errx(EX_OSERR, "%s", eb.msg);
	(void)snprintf(name, sizeof(name), "nghook%d", (int)getpid());
	if (strlen(o.path) >= sizeof(m.path) ||
	    strlen(o.hook) >= sizeof(m.peerhook))
		errx(EX_USAGE, "%s: too long", o.path);
	memcpy(m.path, o.path, strlen(o.path));
	memcpy(m.peerhook, o.hook, strlen(o.hook));
	if (NgMkSockNode(name, &cs, &ds) < 0)
		err(EX_OSERR, "can't get sockets");
	if (NgSendMsg(cs, ".", NGM_GENERIC_COOKIE, NGM_CONNECT, &m, sizeof(m)) <
	    0)
		errx(EX_OSERR, "can't connect to node");
	if (o.msg)
		send_message(&o, cs);
	shuttle(&o, ds);
	return EX_OK;
}
