/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * stats.c - Counters of hooks, since they were last set to zero
 *
 * Nothing writes the counters but the walk: what they were when somebody set
 * them to zero is kept beside them (map "bases") and taken off.
 */

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "libnetgraph/stats.h"

static int read_all(struct graph *g, uint32_t hook, struct ng_counts *ret)
{
	int cpus = libbpf_num_possible_cpus();
	cleanup_free struct ng_count_group *each = NULL;
	uint32_t i = (hook & (NG_CHUNK - 1)) / NG_COUNT_GROUP;
	cleanup_close int fd = -1;
	char name[32];

	each = calloc((size_t)cpus, sizeof(*each));
	if (!each)
		return -ENOMEM;
	(void)snprintf(name, sizeof(name), "counts_%u", hook >> NG_CHUNK_SHIFT);
	fd = graph_map(g, name);
	if (fd < 0)
		return fd;
	if (bpf_map_lookup_elem(fd, &i, each) < 0)
		return -errno;

	*ret = (struct ng_counts){ 0 };
	for (int c = 0; c < cpus; c++)
		for (size_t k = 0; k < NG_COUNTERS; k++)
			ret->c[k] += each[c].hook[hook % NG_COUNT_GROUP].c[k];
	return 0;
}

/* From now on @now is zero.  Where it is anyway nothing is kept: there is not
 * room for all hooks that can be. */
static int set_base(int bases, uint32_t hook, const struct ng_counts *now)
{
	static const struct ng_counts none;

	if (memcmp(now, &none, sizeof(none)) == 0)
		return bpf_map_delete_elem(bases, &hook) < 0 && errno != ENOENT
			       ? -errno
			       : 0;
	return bpf_map_update_elem(bases, &hook, now, BPF_ANY) < 0 ? -errno : 0;
}

int stats_take(struct graph *g, uint32_t hook, enum stats_do what,
	       struct ng_counts *ret)
{
	struct ng_counts now = { 0 }, base = { 0 };
	cleanup_close int bases = graph_map(g, "bases");
	int r = bases < 0 ? bases : read_all(g, hook, &now);

	if (r < 0)
		return r;
	if (bpf_map_lookup_elem(bases, &hook, &base) < 0 && errno != ENOENT)
		return -errno;
	if (what & STATS_CLEAR)
		r = set_base(bases, hook, &now);
	if (r < 0)
		return r;
	for (size_t k = 0; k < NG_COUNTERS; k++)
		ret->c[k] = now.c[k] - base.c[k];
	return 0;
}

int stats_row(const struct ng_call *c, uint32_t hook,
	      const enum ng_counter *order, size_t n, uint64_t *ret)
{
	struct ng_counts now = { 0 };
	int r = hook ? stats_take(c->g, hook, c->what, &now) : 0;

	for (size_t i = 0; r == 0 && i < n; i++)
		ret[i] = now.c[order[i]];
	return r;
}

int stats_answer(struct ng_call *c, uint32_t hook, const enum ng_counter *order,
		 size_t n)
{
	uint64_t row[NG_COUNTERS];
	int r = stats_row(c, hook, order, n, row);

	if (r < 0 || c->what == STATS_CLEAR)
		return r;
	return ng_call_answer(c, row, n * sizeof(row[0]));
}

void stats_new(struct graph *g, uint32_t hook)
{
	struct ng_counts old;

	(void)stats_take(g, hook, STATS_CLEAR, &old);
}
