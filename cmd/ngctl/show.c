/* SPDX-License-Identifier: BSD-2-Clause */
/* show.c - list, show, types, status, config */

#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "base/cleanup.h"
#include "ngctl.h"

#define UNNAMED "<unnamed>"
#define ROW "  %-15s %-15s %-12s %-15s %-15s\n"

static void print_node(const struct nodeinfo *n)
{
	printf("  Name: %-15s Type: %-15s ID: %08x   Num hooks: %d\n",
	       *n->name ? n->name : UNNAMED, n->type, n->id, (int)n->hooks);
}

static void print_hooks(const struct hooklist *list)
{
	char id[16];

	if (!list->nodeinfo.hooks)
		return;
	printf(ROW, "Local hook", "Peer name", "Peer type", "Peer ID",
	       "Peer hook");
	printf(ROW, "----------", "---------", "---------", "-------",
	       "---------");
	for (uint32_t i = 0; i < list->nodeinfo.hooks; i++) {
		const struct linkinfo *l = &list->link[i];

		(void)snprintf(id, sizeof(id), "%08x", l->nodeinfo.id);
		printf(ROW, l->ourhook,
		       *l->nodeinfo.name ? l->nodeinfo.name : UNNAMED,
		       l->nodeinfo.type, id, l->peerhook);
	}
}

static enum result show_path(struct ngctl *ng, const char *path, bool hooks)
{
	cleanup_free struct ng_mesg *m = NULL;
	const struct hooklist *list;

	if (ask(ng, path, NGM_LISTHOOKS, NULL, 0, &m) < 0) {
		complain("send msg");
		return CMD_ERROR;
	}
	list = (const void *)m->data;
	print_node(&list->nodeinfo);
	if (hooks)
		print_hooks(list);
	return CMD_OK;
}

static enum result show(struct ngctl *ng, int argc, char **argv)
{
	bool hooks = true;
	int c;

	optind = 0;
	while ((c = getopt(argc, argv, "+n")) >= 0) {
		if (c != 'n')
			return CMD_USAGE;
		hooks = false;
	}
	if (argc - optind != 1)
		return CMD_USAGE;
	return show_path(ng, argv[optind], hooks);
}

static enum result list(struct ngctl *ng, int argc, char **argv)
{
	cleanup_free struct ng_mesg *m = NULL;
	bool named = false, hooks = false;
	const struct namelist *l;
	char path[NG_NODESIZ];
	int c;

	optind = 0;
	while ((c = getopt(argc, argv, "+ln")) >= 0) {
		if (c != 'l' && c != 'n')
			return CMD_USAGE;
		named |= c == 'n';
		hooks |= c == 'l';
	}
	if (argc != optind)
		return CMD_USAGE;
	if (ask(ng, ".", named ? NGM_LISTNAMES : NGM_LISTNODES, NULL, 0, &m) <
	    0) {
		complain("send msg");
		return CMD_ERROR;
	}
	l = (const void *)m->data;
	printf("There are %d total %snodes:\n", (int)l->numnames,
	       named ? "named " : "");
	for (uint32_t i = 0; i < l->numnames; i++) {
		if (!hooks) {
			print_node(&l->nodeinfo[i]);
			continue;
		}
		(void)snprintf(path, sizeof(path),
			       "[%lx]:", (unsigned long)l->nodeinfo[i].id);
		(void)show_path(ng, path, true);
		printf("\n");
	}
	return CMD_OK;
}

static enum result types(struct ngctl *ng, int argc, char **argv)
{
	cleanup_free struct ng_mesg *m = NULL;
	const struct typelist *l;

	(void)argv;
	if (argc != 1)
		return CMD_USAGE;
	if (ask(ng, ".", NGM_LISTTYPES, NULL, 0, &m) < 0) {
		complain("send msg");
		return CMD_ERROR;
	}
	l = (const void *)m->data;
	printf("There are %d total types:\n", (int)l->numtypes);
	printf("%15s   Number of living nodes\n", "Type name");
	printf("%15s   ----------------------\n", "---------");
	for (uint32_t i = 0; i < l->numtypes; i++)
		printf("%15s   %5d\n", l->typeinfo[i].type_name,
		       (int)l->typeinfo[i].numnodes);
	return CMD_OK;
}

/* No type that we have answers these; FreeBSD's says so in these words. */
static enum result text(struct ngctl *ng, const char *path, uint32_t cmd,
			const char *what, const char *args)
{
	cleanup_free struct ng_mesg *m = NULL;
	char title[16];

	(void)snprintf(title, sizeof(title), "%s", what);
	title[0] = (char)(title[0] - 'a' + 'A');
	if (ask(ng, path, cmd, args, strlen(args) + 1, &m) == 0 && m) {
		printf("%s for \"%s\":\n%s\n", title, path, m->data);
		return CMD_OK;
	}
	if (errno != EINVAL) {
		complain("send msg");
		return CMD_ERROR;
	}
	printf("No %s available for \"%s\"\n", what, path);
	return CMD_OK;
}

static enum result status(struct ngctl *ng, int argc, char **argv)
{
	if (argc != 2)
		return CMD_USAGE;
	return text(ng, argv[1], NGM_TEXT_STATUS, "status", "");
}

static enum result config(struct ngctl *ng, int argc, char **argv)
{
	char args[NG_TEXTRESPONSE] = "";
	size_t n = 0;

	if (argc < 2)
		return CMD_USAGE;
	for (int i = 2; i < argc && n < sizeof(args); i++)
		n += (size_t)snprintf(args + n, sizeof(args) - n, "%s%s",
				      i > 2 ? " " : "", argv[i]);
	if (n >= sizeof(args)) {
		warnx("arguments too long");
		return CMD_ERROR;
	}
	return text(ng, argv[1], NGM_TEXT_CONFIG, "config", args);
}

const struct command cmd_list = {
	"list [-ln]",
	"Show all nodes; -n: those with names, -l: and their hooks",
	(const char *const[]){ "ls", NULL },
	list,
};
const struct command cmd_show = {
	"show [-n] <path>",
	"Show the node at <path>; -n: without its hooks",
	(const char *const[]){ "inquire", "info", NULL },
	show,
};
const struct command cmd_types = {
	"types",
	"Show all node types",
	NULL,
	types,
};
const struct command cmd_status = {
	"status <path>",
	"Ask the node at <path> for its status as text",
	NULL,
	status,
};
const struct command cmd_config = {
	"config <path> [arguments]",
	"Ask for or set the configuration of the node at <path> as text",
	NULL,
	config,
};
