/* SPDX-License-Identifier: BSD-2-Clause */
/* edit.c - mkpeer, connect, name, rmhook, shutdown */

#include <err.h>
#include <string.h>

#include "ask.h"
#include "ngctl.h"

static bool put(char *to, size_t size, const char *from)
{
	size_t len = strnlen(from, size);

	if (len == size)
		return false;
	memcpy(to, from, len + 1);
	return true;
}

static enum result too_long(const char *what)
{
	warnx("%s: too long", what);
	return CMD_ERROR;
}

static enum result mkpeer(struct ngctl *ng, int argc, char **argv)
{
	struct ngm_mkpeer m = { 0 };
	const char *path = ".";

	if (argc == 5)
		path = *++argv;
	else if (argc != 4)
		return CMD_USAGE;
	if (!put(m.type, sizeof(m.type), argv[1]) ||
	    !put(m.ourhook, sizeof(m.ourhook), argv[2]) ||
	    !put(m.peerhook, sizeof(m.peerhook), argv[3]))
		return too_long("mkpeer");
	if (ask(ng, path, NGM_MKPEER, &m, sizeof(m), NULL) < 0) {
		complain("send msg");
		return CMD_ERROR;
	}
	return CMD_OK;
}

static enum result connect_nodes(struct ngctl *ng, int argc, char **argv)
{
	struct ngm_connect m = { 0 };
	const char *path = ".";

	if (argc == 5)
		path = *++argv;
	else if (argc != 4)
		return CMD_USAGE;
	if (!put(m.path, sizeof(m.path), argv[1]) ||
	    !put(m.ourhook, sizeof(m.ourhook), argv[2]) ||
	    !put(m.peerhook, sizeof(m.peerhook), argv[3]))
		return too_long("connect");
	if (ask(ng, path, NGM_CONNECT, &m, sizeof(m), NULL) < 0) {
		complain("send msg");
		return CMD_ERROR;
	}
	return CMD_OK;
}

static enum result name(struct ngctl *ng, int argc, char **argv)
{
	struct ngm_name m = { 0 };

	if (argc != 3)
		return CMD_USAGE;
	if (!put(m.name, sizeof(m.name), argv[2]))
		return too_long("name");
	if (ask(ng, argv[1], NGM_NAME, &m, sizeof(m), NULL) < 0) {
		complain("send msg");
		return CMD_ERROR;
	}
	return CMD_OK;
}

static enum result rmhook(struct ngctl *ng, int argc, char **argv)
{
	struct ngm_rmhook m = { 0 };
	const char *path = ".";

	if (argc == 3)
		path = *++argv;
	else if (argc != 2)
		return CMD_USAGE;
	if (!put(m.ourhook, sizeof(m.ourhook), argv[1]))
		return too_long("rmhook");
	if (ask(ng, path, NGM_RMHOOK, &m, sizeof(m), NULL) < 0) {
		complain("send msg");
		return CMD_ERROR;
	}
	return CMD_OK;
}

static enum result shut(struct ngctl *ng, int argc, char **argv)
{
	if (argc != 2)
		return CMD_USAGE;
	if (ask(ng, argv[1], NGM_SHUTDOWN, NULL, 0, NULL) < 0) {
		complain("shutdown");
		return CMD_ERROR;
	}
	return CMD_OK;
}

const struct command cmd_mkpeer = {
	"mkpeer [path] <type> <hook> <peerhook>",
	"Make a new node and connect it to the one at \"path\"",
	"The new node is connected by its <peerhook> to <hook> of the node at \"path\", or of this program's own.",
	NULL,
	mkpeer,
};
const struct command cmd_connect = {
	"connect [path] <relpath> <hook> <peerhook>",
	"Connect hook <peerhook> of the node at <relpath> to <hook>",
	"Without \"path\" the hook is one of this program's own node. <relpath> is seen from the node at \"path\".",
	(const char *const[]){ "join", NULL },
	connect_nodes,
};
const struct command cmd_name = {
	"name <path> <name>",
	"Give the node at <path> the name <name>",
	NULL,
	NULL,
	name,
};
const struct command cmd_rmhook = {
	"rmhook [path] <hook>",
	"Disconnect hook <hook> of the node at \"path\"",
	"Without \"path\" the hook is one of this program's own node.",
	(const char *const[]){ "disconnect", NULL },
	rmhook,
};
const struct command cmd_shutdown = {
	"shutdown <path>",
	"Shut down the node at <path>",
	"All its hooks are disconnected. What stands for an interface of the host stays, and begins anew.",
	(const char *const[]){ "kill", "rmnode", NULL },
	shut,
};
