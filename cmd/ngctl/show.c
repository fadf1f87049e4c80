/* SPDX-License-Identifier: BSD-2-Clause */
/* show.c - list, show, types, status, config */

#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <json-c/json.h>
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

/* Print it, or add it to @nodes. */
static enum result show_path(struct ngctl *ng, const char *path, bool hooks,
			     struct json_object *nodes)
{
	cleanup_free struct ng_mesg *m = NULL;
	const struct hooklist *list;
	struct json_object *o;

	if (ask(ng, path, NGM_LISTHOOKS, NULL, 0, &m) < 0) {
		complain("send msg");
		return CMD_ERROR;
	}
	list = (const void *)m->data;
	if (!ng->xo.json) {
		print_node(&list->nodeinfo);
		if (hooks)
			print_hooks(list);
		return CMD_OK;
	}
	o = json_node(&list->nodeinfo);
	if (hooks)
		json_add(o, "hook", json_hooks(list));
	json_add_item(nodes, o);
	return CMD_OK;
}

static enum result show(struct ngctl *ng, int argc, char **argv)
{
	struct json_object *nodes = NULL;
	bool hooks = true;
	enum result r;
	int c;

	optind = 0;
	while ((c = getopt(argc, argv, "+n")) >= 0) {
		if (c != 'n')
			return CMD_USAGE;
		hooks = false;
	}
	if (argc - optind != 1)
		return CMD_USAGE;
	if (ng->xo.json)
		nodes = json_object_new_array();
	r = show_path(ng, argv[optind], hooks, nodes);
	if (r == CMD_OK && nodes)
		json_print(ng, "node", nodes);
	else
		json_object_put(nodes);
	return r;
}

static void list_short(const struct ngctl *ng, const struct namelist *l,
		       struct json_object *nodes)
{
	for (uint32_t i = 0; i < l->numnames; i++)
		if (ng->xo.json)
			json_add_item(nodes, json_node(&l->nodeinfo[i]));
		else
			print_node(&l->nodeinfo[i]);
}

static void list_long(struct ngctl *ng, const struct namelist *l,
		      struct json_object *nodes)
{
	char path[NG_NODESIZ];

	for (uint32_t i = 0; i < l->numnames; i++) {
		(void)snprintf(path, sizeof(path), "[%x]:", l->nodeinfo[i].id);
		(void)show_path(ng, path, true, nodes);
		if (!ng->xo.json)
			printf("\n");
	}
}

static enum result list(struct ngctl *ng, int argc, char **argv)
{
	cleanup_free struct ng_mesg *m = NULL;
	struct json_object *nodes = NULL;
	bool named = false, hooks = false;
	const struct namelist *l;
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
	if (ng->xo.json)
		nodes = json_object_new_array();
	else
		printf("There are %d total %snodes:\n", (int)l->numnames,
		       named ? "named " : "");
	if (hooks)
		list_long(ng, l, nodes);
	else
		list_short(ng, l, nodes);
	if (nodes)
		json_print(ng, "node", nodes);
	return CMD_OK;
}

static void types_json(const struct ngctl *ng, const struct typelist *l)
{
	struct json_object *all = json_object_new_array();

	for (uint32_t i = 0; i < l->numtypes; i++) {
		struct json_object *o = json_object_new_object();

		json_add_str(o, "name", l->typeinfo[i].type_name);
		json_add_num(o, "nodes", l->typeinfo[i].numnodes);
		json_add_item(all, o);
	}
	json_print(ng, "type", all);
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
	if (ng->xo.json) {
		types_json(ng, l);
		return CMD_OK;
	}
	printf("There are %d total types:\n", (int)l->numtypes);
	printf("%15s   Number of living nodes\n", "Type name");
	printf("%15s   ----------------------\n", "---------");
	for (uint32_t i = 0; i < l->numtypes; i++)
		printf("%15s   %5d\n", l->typeinfo[i].type_name,
		       (int)l->typeinfo[i].numnodes);
	return CMD_OK;
}

static void print_text(const struct ngctl *ng, const char *path,
		       const char *what, const char *answer)
{
	struct json_object *o;

	if (!ng->xo.json) {
		if (answer)
			printf("%c%s for \"%s\":\n%s\n", *what - 'a' + 'A',
			       what + 1, path, answer);
		else
			printf("No %s available for \"%s\"\n", what, path);
		return;
	}
	o = json_object_new_object();
	json_add_str(o, "path", path);
	json_add(o, "text", answer ? json_object_new_string(answer) : NULL);
	json_print_one(ng, what, o);
}

static enum result text(struct ngctl *ng, const char *path, uint32_t cmd,
			const char *what, const char *args)
{
	cleanup_free struct ng_mesg *m = NULL;
	int r = ask(ng, path, cmd, args, strlen(args) + 1, &m);

	/* A type that has none says so with this. */
	if (r < 0 && r != -EINVAL) {
		complain("send msg");
		return CMD_ERROR;
	}
	print_text(ng, path, what, r == 0 && m ? m->data : NULL);
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
	NULL,
	(const char *const[]){ "ls", NULL },
	list,
};
const struct command cmd_show = {
	"show [-n] <path>",
	"Show the node at <path>; -n: without its hooks",
	NULL,
	(const char *const[]){ "inquire", "info", NULL },
	show,
};
const struct command cmd_types = {
	"types", "Show all node types", NULL, NULL, types,
};
const struct command cmd_status = {
	"status <path>",
	"Ask the node at <path> for its status as text",
	NULL,
	NULL,
	status,
};
const struct command cmd_config = {
	"config <path> [arguments]",
	"Ask for or set the configuration of the node at <path> as text",
	NULL,
	NULL,
	config,
};
