/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rules.h - What nodes were told of addresses and tags: by which hook
 *
 * A rule is of the node and of the hook that were there when it was made: with
 * either of them it is void, and is taken away when somebody comes across it.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "libnetgraph/edit.h"

#define RULES_KEY 8 /* bytes of a tag or an address, zeros behind */

struct rule_told {
	uint8_t key[RULES_KEY];
	const struct ng_hook_rec *hook;
	uint64_t c[4]; /* packets and octets in, out */
};

/* rules_put() - What has @key goes by @h, instead of what was said before; 0,
 * -ENOSPC, … */
int rules_put(struct graph *g, const struct ng_node_rec *n,
	      const uint8_t key[RULES_KEY], const struct ng_hook_rec *h);

/* rules_del() - 0 or -ENOENT */
int rules_del(struct graph *g, const struct ng_node_rec *n,
	      const uint8_t key[RULES_KEY]);

/* rules_list() - Those of a node, in the order of their keys, with what was
 * counted since rules_count_from_now().  Caller frees @ret */
int rules_list(struct graph *g, const struct ng_node_rec *n,
	       struct rule_told **ret, size_t *ret_n);

/* rules_count_from_now() - Take @list's counters for zero; 0 or -errno */
int rules_count_from_now(struct graph *g, const struct ng_node_rec *n,
			 const struct rule_told *list, size_t count);

/* rules_sweep() - Take away the void ones of all nodes */
void rules_sweep(struct graph *g);

/* rules_left(), rules_gone() - The same, as ng_type.left and .gone */
void rules_left(struct graph *g, struct ng_node_rec *n);
void rules_gone(struct graph *g, uint32_t id);
