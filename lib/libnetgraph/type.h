/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * type.h - What a node type is for the tools: node/<type>/<type>.c fills one in
 *
 * Callbacks run with the lock held and inside an edit: what they change in the
 * maps goes through graph_set() and is undone if a later step fails.  All
 * return 0 or -errno, netgraph's own numbers.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "libnetgraph/edit.h"
#include "libnetgraph/ngparse.h"
#include "netgraph/ng_message.h"

struct ng_type;

/* A message on its way through a node */
struct ng_call {
	struct graph *g;
	struct ng_node_rec *node;
	struct ng_hook_rec *hook; /* by which it came, or NULL */
	const struct ng_mesg *msg;
	unsigned what; /* of the command */
	struct ng_mesg *reply; /* made by ng_call_reply(), or NULL */
};

struct ng_command {
	uint32_t cookie;
	uint32_t cmd;
	const char *name; /* NULL: no more commands */
	const struct ng_ptype *args; /* NULL: takes none */
	const struct ng_ptype *reply; /* NULL: has none */
	int (*run)(struct ng_call *c);
	unsigned what; /* which of several that have one run() */
};

/* NG_COMMAND() - A row of commands: NGM_<type>_<cmd> and the rest */
#define NG_COMMAND(type_, cmd_, name_, args_, reply_, run_)                    \
	NG_COMMAND_WHAT(type_, cmd_, name_, args_, reply_, run_, 0)
#define NG_COMMAND_WHAT(type_, cmd_, name_, args_, reply_, run_, what_)        \
	{                                                                      \
		.cookie = NGM_##type_##_COOKIE, .cmd = NGM_##type_##_##cmd_,   \
		.name = (name_), .args = (args_), .reply = (reply_),           \
		.run = (run_), .what = (what_),                                \
	}

/* NG_LINK_COMMANDS() - What a neighbour says of its link; what: is it up?  There
 * is no word for them that could be written: they are sent as numbers */
#define NG_LINK_COMMANDS(run_)                                                 \
	{                                                                      \
		.cookie = NGM_FLOW_COOKIE,                                     \
		.cmd = NGM_LINK_IS_UP,                                         \
		.name = "link is up",                                          \
		.run = (run_),                                                 \
		.what = 1,                                                     \
	},                                                                     \
	{                                                                      \
		.cookie = NGM_FLOW_COOKIE, .cmd = NGM_LINK_IS_DOWN,            \
		.name = "link is down", .run = (run_),                         \
	}

enum ng_type_flags {
	NG_TYPE_STAYS = 1, /* also without hooks */
	NG_TYPE_FIXED =
		2, /* shutdown only takes its hooks; not made by mkpeer */
	NG_TYPE_PROGRAM = 4, /* made by a program of itself, not by mkpeer */
};

struct ng_type {
	const char *name;
	enum ng_kind kind;
	unsigned flags; /* enum ng_type_flags */
	const struct ng_command *commands;
	/* Hooks that have a role each, by ng_hook_role(): without a newhook there
	 * are no others.  NULL at the end */
	const char *const *roles;
	/* A message that is none of them; NULL: refused with -EINVAL */
	int (*other)(struct ng_call *c);
	/* The hook by which it sends on what is said of a link by @h; NULL: it is
	 * for the node itself */
	struct ng_hook_rec *(*across)(const struct graph *g,
				      const struct ng_node_rec *n,
				      const struct ng_hook_rec *h);
	/* A new node: give it its name, devices, defaults */
	int (*make)(struct graph *g, struct ng_node_rec *n);
	/* May it have a hook @like->name?  Fill in the rest of @like */
	int (*newhook)(struct graph *g, struct ng_node_rec *n,
		       struct ng_hook_rec *like);
	/* @h is connected now */
	int (*joined)(struct graph *g, struct ng_node_rec *n,
		      struct ng_hook_rec *h);
	/* @h will go */
	void (*leaving)(struct graph *g, struct ng_node_rec *n,
			struct ng_hook_rec *h);
	/* Before a shutdown takes the hooks */
	void (*closing)(struct graph *g, struct ng_node_rec *n);
	/* Committed: @h's going, or the node's (@n is gone), leaves devices */
	void (*left)(struct graph *g, struct ng_node_rec *n);
	void (*gone)(struct graph *g, uint32_t id);
	/* Is it to be shut down, now that a hook has gone? */
	bool (*ends)(const struct ng_node_rec *n);
	/* Nobody else keeps it: 1 to stay without hooks */
	int (*stays)(const struct ng_node_rec *n);
};

/* ng_types - All of them, NULL at the end */
extern const struct ng_type *const ng_types[];

const struct ng_type *ng_type_of(const struct ng_node_rec *n);

/* ng_type_find() - By name, "ng_" in front or not; NULL if there is none */
const struct ng_type *ng_type_find(const char *name);

/* ng_hook_across() - Where that ends which is said of a link by @h, or NULL */
struct ng_hook_rec *ng_hook_across(const struct graph *g,
				   struct ng_hook_rec *h);

/* ng_command_find() - By number, or (cmd 0) by name; generic ones included.
 * NULL if there is none */
const struct ng_command *ng_command_find(const struct ng_type *t,
					 uint32_t cookie, uint32_t cmd);
const struct ng_command *ng_command_named(const struct ng_type *t,
					  const char *name);

extern const struct ng_command ng_generic_commands[];

/* ng_call_reply() - @len zeroed bytes to answer with, or NULL */
void *ng_call_reply(struct ng_call *c, size_t len);

/* ng_call_answer() - Answer with a copy of @len bytes; 0 or -ENOMEM */
int ng_call_answer(struct ng_call *c, const void *data, size_t len);

/* ng_call_args() - The arguments if they are @len bytes, else NULL */
const void *ng_call_args(const struct ng_call *c, size_t len);

/* ng_call_string() - The arguments if they are one string; else NULL */
const char *ng_call_string(const struct ng_call *c);

/* ng_hook_number() - For newhook: "7", as it would be printed, up to @max; 0 or
 * -EINVAL */
int ng_hook_number(const char *text, uint32_t max, uint32_t *ret);

/* ng_hook_role() - For newhook: names[i] is hook number i, once each; its slot
 * is put into the node's role by ng_role_joined().  -EINVAL, -EISCONN */
int ng_hook_role(const struct ng_node_rec *n, const char *const *names,
		 struct ng_hook_rec *like);
int ng_role_joined(struct graph *g, struct ng_node_rec *n,
		   struct ng_hook_rec *h);
void ng_role_leaving(struct graph *g, struct ng_node_rec *n,
		     struct ng_hook_rec *h);
