/* SPDX-License-Identifier: BSD-2-Clause */
/* rules.c - What nodes were told of addresses and tags: by which hook */

#include <bpf/bpf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "libnetgraph/rules.h"

/* Counters that were taken for zero; the walk goes on adding to its own. */
struct base {
	uint64_t c[4];
};

static struct ng_host_key key_of(struct graph *g, const struct ng_node_rec *n,
				 const uint8_t key[RULES_KEY])
{
	struct ng_host_key k = { .node = node_slot(g, n) };

	memcpy(k.addr, key, sizeof(k.addr));
	return k;
}

/* As the walk would decide */
static bool is_good(struct graph *g, const struct ng_host_key *key,
		    const struct ng_rule *e)
{
	const struct ng_hook_rec *h = hook_at(g, e->hook);

	return h && h->node == key->node && h->gen == e->gen &&
	       node_at(g, key->node)->gen == e->node_gen;
}

int rules_put(struct graph *g, const struct ng_node_rec *n,
	      const uint8_t key[RULES_KEY], const struct ng_hook_rec *h)
{
	const struct ng_rule e = { .hook = hook_slot(g, h),
				   .gen = h->gen,
				   .node_gen = n->gen };
	const struct ng_host_key k = key_of(g, n, key);
	cleanup_close int fd = graph_map(g, "rules");
	cleanup_close int bases = graph_map(g, "rule_bases");

	if (fd < 0 || bases < 0)
		return fd < 0 ? fd : bases;
	(void)bpf_map_delete_elem(bases, &k);
	if (bpf_map_update_elem(fd, &k, &e, BPF_ANY) == 0)
		return 0;
	if (errno != E2BIG)
		return -errno;
	rules_sweep(g);
	return bpf_map_update_elem(fd, &k, &e, BPF_ANY) < 0 ? -ENOSPC : 0;
}

int rules_del(struct graph *g, const struct ng_node_rec *n,
	      const uint8_t key[RULES_KEY])
{
	const struct ng_host_key k = key_of(g, n, key);
	cleanup_close int fd = graph_map(g, "rules");
	cleanup_close int bases = graph_map(g, "rule_bases");

	if (fd < 0 || bases < 0)
		return fd < 0 ? fd : bases;
	(void)bpf_map_delete_elem(bases, &k);
	return bpf_map_delete_elem(fd, &k) < 0 ? -errno : 0;
}

static int by_key(const void *a, const void *b)
{
	return memcmp(((const struct rule_told *)a)->key,
		      ((const struct rule_told *)b)->key, RULES_KEY);
}

static void tell(struct graph *g, int bases, const struct ng_host_key *key,
		 const struct ng_rule *e, struct rule_told *to)
{
	struct base b = { 0 };

	memcpy(to->key, key->addr, sizeof(to->key));
	to->hook = hook_at(g, e->hook);
	(void)bpf_map_lookup_elem(bases, key, &b);
	for (size_t i = 0; i < ARRAY_SIZE(b.c); i++)
		to->c[i] = e->c[i] - b.c[i];
}

int rules_list(struct graph *g, const struct ng_node_rec *n,
	       struct rule_told **ret, size_t *ret_n)
{
	cleanup_close int fd = graph_map(g, "rules");
	cleanup_close int bases = graph_map(g, "rule_bases");
	cleanup_free struct rule_told *list = NULL;
	struct ng_host_key key, *at = NULL;
	uint32_t node = node_slot(g, n);
	struct ng_rule e;
	size_t count = 0;

	if (fd < 0 || bases < 0)
		return fd < 0 ? fd : bases;
	list = calloc(NG_RULES, sizeof(*list));
	if (!list)
		return -ENOMEM;
	while (count < NG_RULES && bpf_map_get_next_key(fd, at, &key) == 0) {
		at = &key;
		if (key.node == node &&
		    bpf_map_lookup_elem(fd, &key, &e) == 0 &&
		    is_good(g, &key, &e))
			tell(g, bases, &key, &e, &list[count++]);
	}
	qsort(list, count, sizeof(*list), by_key);
	*ret = TAKE_PTR(list);
	*ret_n = count;
	return 0;
}

int rules_count_from_now(struct graph *g, const struct ng_node_rec *n,
			 const struct rule_told *list, size_t count)
{
	cleanup_close int bases = graph_map(g, "rule_bases");

	if (bases < 0)
		return bases;
	for (size_t i = 0; i < count; i++) {
		const struct ng_host_key k = key_of(g, n, list[i].key);
		struct base b = { 0 };

		(void)bpf_map_lookup_elem(bases, &k, &b);
		for (size_t j = 0; j < ARRAY_SIZE(b.c); j++)
			b.c[j] += list[i].c[j];
		if (bpf_map_update_elem(bases, &k, &b, BPF_ANY) < 0)
			return -errno;
	}
	return 0;
}

void rules_sweep(struct graph *g)
{
	cleanup_close int fd = graph_map(g, "rules");
	cleanup_close int bases = graph_map(g, "rule_bases");
	struct ng_host_key key, next;
	struct ng_rule e;
	int more;

	if (fd < 0 || bases < 0)
		return;
	for (more = bpf_map_get_next_key(fd, NULL, &key) == 0; more;
	     key = next) {
		more = bpf_map_get_next_key(fd, &key, &next) == 0;
		if (bpf_map_lookup_elem(fd, &key, &e) < 0 ||
		    is_good(g, &key, &e))
			continue;
		(void)bpf_map_delete_elem(bases, &key);
		(void)bpf_map_delete_elem(fd, &key);
	}
}

void rules_left(struct graph *g, struct ng_node_rec *n)
{
	(void)n;
	rules_sweep(g);
}

void rules_gone(struct graph *g, uint32_t id)
{
	(void)id;
	rules_sweep(g);
}
