/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * path.h - "name:hook.hook", "[id]:", ".:hook": which node is meant
 */
#pragma once

#include "libnetgraph/edit.h"

/* path_find() - From the node @here; 0, -EINVAL (not a path) or -ENOENT */
int path_find(struct graph *g, struct ng_node_rec *here, const char *path,
	      struct ng_node_rec **ret);

/* path_find_by() - And by which of its hooks; NULL if by none */
int path_find_by(struct graph *g, struct ng_node_rec *here, const char *path,
		 struct ng_node_rec **ret, struct ng_hook_rec **ret_hook);

/* path_name_check() - May a node be called so?  0 or -EINVAL */
int path_name_check(const char *name);

/* path_hook_check() - May a hook? */
int path_hook_check(const char *name);
