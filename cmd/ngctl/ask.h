/* SPDX-License-Identifier: BSD-2-Clause */
/* ask.h - Send a message to a node and have its answer */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "netgraph/ng_message.h"

struct json_object;
struct ngctl;

/* ask() - Generic command @cmd; *ret: the answer or NULL, caller frees.  0 or
 * -errno, with errno set too */
int ask(struct ngctl *ng, const char *path, uint32_t cmd, const void *args,
	size_t len, struct ng_mesg **ret);

/* tell_message() - With -dd, on standard error, what is sent or received */
void tell_message(struct ngctl *ng, const char *what, const char *path,
		  const struct ng_mesg *m);

/* tell_failure() - With -d, that it could not be sent; sets errno.  Returns @r */
int tell_failure(struct ngctl *ng, const char *path, int r);

/* json_add(), … - End the program when memory is short */
void json_add(struct json_object *to, const char *key,
	      struct json_object *value);
void json_add_str(struct json_object *to, const char *key, const char *s);
void json_add_num(struct json_object *to, const char *key, int64_t n);
void json_add_item(struct json_object *list, struct json_object *item);

/* json_node(), json_hooks() - Of a node, and of its hooks */
struct json_object *json_node(const struct nodeinfo *n);
struct json_object *json_hooks(const struct hooklist *list);

/* json_print() - The document; takes @list over.  json_print_one() - Of one */
void json_print(const struct ngctl *ng, const char *what,
		struct json_object *list);
void json_print_one(const struct ngctl *ng, const char *what,
		    struct json_object *item);
