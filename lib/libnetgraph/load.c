/* SPDX-License-Identifier: BSD-2-Clause */
/* load.c - Load the walk and make the maps, once for each graph */

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "graph-abi.h"
#include "libnetgraph/graph.h"
#include "libnetgraph/load.h"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wcast-qual" /* bpftool's text, not ours */
#include "graph.skel.h"
#pragma GCC diagnostic pop

#define PATH_SIZE 128
#define BASES_MAX 65536 /* hooks whose counters were set to zero */

struct chunk_kind {
	const char *name;
	enum bpf_map_type type;
	uint32_t value_size;
	uint32_t entries;
	uint32_t flags;
};

static const struct chunk_kind chunk_kinds[] = {
	{ "nodes", BPF_MAP_TYPE_ARRAY, sizeof(struct ng_node_rec), NG_CHUNK,
	  BPF_F_MMAPABLE },
	{ "hooks", BPF_MAP_TYPE_ARRAY, sizeof(struct ng_hook_rec), NG_CHUNK,
	  BPF_F_MMAPABLE },
	{ "counts", BPF_MAP_TYPE_PERCPU_ARRAY, sizeof(struct ng_count_group),
	  NG_CHUNK / NG_COUNT_GROUP, 0 },
};

static const char *pin_path(const char *dir, const char *name, char *buf)
{
	(void)snprintf(buf, PATH_SIZE, "%s/%s", dir, name);
	return buf;
}

/* Descriptor of a pinned chunk: a killed editor's, or a new one. */
static int make_chunk(const char *dir, const struct chunk_kind *k, uint32_t i)
{
	LIBBPF_OPTS(bpf_map_create_opts, opts, .map_flags = k->flags);
	char name[BPF_OBJ_NAME_LEN], path[PATH_SIZE];
	int fd, saved;

	(void)snprintf(name, sizeof(name), "%s_%u", k->name, i);
	fd = bpf_obj_get(pin_path(dir, name, path));
	if (fd >= 0)
		return fd;
	fd = bpf_map_create(k->type, k->name, sizeof(uint32_t), k->value_size,
			    k->entries, &opts);
	if (fd < 0 || bpf_obj_pin(fd, path) == 0)
		return fd < 0 ? -errno : fd;
	saved = errno;
	(void)close(fd);
	return -saved;
}

/* All at once: each change of a map of maps waits for the walks that run. */
static int put_chunks(const char *dir, int outer, const struct chunk_kind *k,
		      uint32_t first, uint32_t n)
{
	uint32_t keys[LOAD_CHUNKS_MAX] = { 0 }, count = n, made = 0;
	int fds[LOAD_CHUNKS_MAX] = { 0 }, r = 0;

	for (; r == 0 && made < n; made += r == 0) {
		keys[made] = first + made;
		fds[made] = make_chunk(dir, k, first + made);
		r = fds[made] < 0 ? fds[made] : 0;
	}
	if (r == 0 && bpf_map_update_batch(outer, keys, fds, &count, NULL) < 0)
		r = -errno;
	for (uint32_t i = 0; i < made; i++)
		(void)close(fds[i]);
	return r;
}

int load_chunks(const char *dir, const char *name, unsigned first, unsigned n)
{
	cleanup_close int outer = -1;
	char path[PATH_SIZE];

	if (n > LOAD_CHUNKS_MAX)
		return -EINVAL;
	outer = bpf_obj_get(pin_path(dir, name, path));
	if (outer < 0)
		return -errno;
	for (size_t k = 0; k < ARRAY_SIZE(chunk_kinds); k++)
		if (streq(chunk_kinds[k].name, name))
			return put_chunks(dir, outer, &chunk_kinds[k], first,
					  n);
	return -EINVAL;
}

static int make_bases(const char *dir, struct errbuf *eb)
{
	LIBBPF_OPTS(bpf_map_create_opts, opts, .map_flags = BPF_F_NO_PREALLOC);
	cleanup_close int fd = -1;
	char path[PATH_SIZE];

	fd = bpf_map_create(BPF_MAP_TYPE_HASH, "bases", sizeof(uint32_t),
			    sizeof(struct ng_counts), BASES_MAX, &opts);
	if (fd < 0 || bpf_obj_pin(fd, pin_path(dir, "bases", path)) < 0)
		return errbuf_errno(eb, "map bases");
	return 0;
}

static int make_head(const char *dir, struct errbuf *eb)
{
	LIBBPF_OPTS(bpf_map_create_opts, opts, .map_flags = BPF_F_MMAPABLE);
	cleanup_close int fd = -1;
	char path[PATH_SIZE];

	fd = bpf_map_create(BPF_MAP_TYPE_ARRAY, "head", sizeof(uint32_t),
			    sizeof(struct graph_head), 1, &opts);
	if (fd < 0)
		return errbuf_errno(eb, "map head");
	if (bpf_obj_pin(fd, pin_path(dir, "head", path)) < 0)
		return errbuf_errno(eb, "%s", path);
	return 0;
}

static int pin_all(struct bpf_object *obj, const char *dir, struct errbuf *eb)
{
	struct bpf_program *prog;
	struct bpf_map *map;
	char path[PATH_SIZE];

	bpf_object__for_each_map(map, obj)
	{
		if (bpf_map__is_internal(map))
			continue;
		(void)pin_path(dir, bpf_map__name(map), path);
		if (bpf_obj_pin(bpf_map__fd(map), path) < 0)
			return errbuf_errno(eb, "%s", path);
	}
	bpf_object__for_each_program(prog, obj)
	{
		(void)pin_path(dir, bpf_program__name(prog), path);
		if (bpf_obj_pin(bpf_program__fd(prog), path) < 0)
			return errbuf_errno(eb, "%s", path);
	}
	return 0;
}

static struct graph_bpf *load(uint64_t netns, bool peeks)
{
	struct graph_bpf *skel = graph_bpf__open();
	int r;

	if (!skel)
		return NULL;
	skel->rodata->peeks = peeks;
	skel->rodata->home = netns;
	r = graph_bpf__load(skel);
	if (r == 0)
		return skel;
	graph_bpf__destroy(skel);
	errno = -r;
	return NULL;
}

int load_graph(const char *dir, uint64_t netns, struct errbuf *eb)
{
	struct graph_bpf *skel;
	int r;

	libbpf_set_print(NULL);
	skel = load(netns, true);
	if (!skel) /* an older kernel, or one that is locked down */
		skel = load(netns, false);
	if (!skel)
		return errbuf_errno(eb, "netgraph's programs");

	r = pin_all(skel->obj, dir, eb);
	for (size_t k = 0; r == 0 && k < ARRAY_SIZE(chunk_kinds); k++) {
		r = load_chunks(dir, chunk_kinds[k].name, 0, 1);
		if (r < 0)
			r = errbuf_set(eb, -r, "map %s: %s",
				       chunk_kinds[k].name, strerror(-r));
	}
	/* The head last: with it the graph is there. */
	if (r == 0)
		r = make_bases(dir, eb);
	if (r == 0)
		r = make_head(dir, eb);
	graph_bpf__destroy(skel);
	return r;
}
