/* SPDX-License-Identifier: BSD-2-Clause */
/* graph.c - A network namespace's graph: open, lock, undo, grow, remove */

#include <bpf/bpf.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/paths.h"
#include "libnetgraph/closet.h"
#include "libnetgraph/graph.h"
#include "libnetgraph/hostfs.h"
#include "libnetgraph/load.h"
#include "nl/nl.h"

#ifndef SO_NETNS_COOKIE
#define SO_NETNS_COOKIE 71
#endif

#define PATH_SIZE 128
#define NODES_MAX ((size_t)NG_NODE_CHUNKS * NG_CHUNK)
#define HOOKS_MAX ((size_t)NG_HOOK_CHUNKS * NG_CHUNK)

const char *graph_path(const struct graph *g, const char *name, char *buf,
		       size_t size)
{
	(void)snprintf(buf, size, BPFFS "/vjail/%llu%s%s",
		       (unsigned long long)g->inode, *name ? "/" : "", name);
	return buf;
}

int graph_map(struct graph *g, const char *name)
{
	char path[PATH_SIZE];
	int fd = bpf_obj_get(graph_path(g, name, path, sizeof(path)));

	return fd < 0 ? -errno : fd;
}

/* Which namespace this is: a descriptor, its inode and its cookie. */
static int look_at_home(struct graph *g, struct errbuf *eb)
{
	cleanup_close int sk = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	socklen_t len = sizeof(g->netns);
	struct stat st;

	if (sk < 0)
		return errbuf_errno(eb, "socket");
	g->home = ioctl(sk, SIOCGSKNS);
	if (g->home < 0 || fstat(g->home, &st) < 0 ||
	    getsockopt(sk, SOL_SOCKET, SO_NETNS_COOKIE, &g->netns, &len) < 0)
		return errno == EPERM
			       ? errbuf_set(eb, EPERM, "%s", strerror(EPERM))
			       : errbuf_errno(eb, "own network namespace");
	g->inode = st.st_ino;
	return 0;
}

static int make_dir(const char *path)
{
	return mkdir(path, 0700) < 0 && errno != EEXIST ? -errno : 0;
}

static const char *run_path(const struct graph *g, const char *suffix,
			    char *buf)
{
	(void)snprintf(buf, PATH_SIZE, VJAIL_STATE_DIR "/ng/%llu%s",
		       (unsigned long long)g->inode, suffix);
	return buf;
}

/* The lock file's directory entry can have gone while we waited for it. */
static int take_lock_file(const struct graph *g, int *ret, struct errbuf *eb)
{
	char path[PATH_SIZE];
	struct stat st;

	(void)mkdir(VJAIL_STATE_DIR, 0755); /* all may list jails */
	(void)make_dir(VJAIL_STATE_DIR "/ng");
	(void)make_dir(run_path(g, "", path));
	(void)run_path(g, "/lock", path);
	for (;;) {
		cleanup_close int fd =
			open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

		if (fd < 0)
			return errbuf_errno(eb, "%s", path);
		if (flock(fd, LOCK_EX) < 0 || fstat(fd, &st) < 0)
			return errbuf_errno(eb, "%s", path);
		if (st.st_nlink > 0) {
			*ret = TAKE_FD(fd);
			return 0;
		}
		(void)make_dir(run_path(g, "", path));
		(void)run_path(g, "/lock", path);
	}
}

static void *reserve(size_t len)
{
	void *p = mmap(NULL, len, PROT_NONE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	return p == MAP_FAILED ? NULL : p;
}

static int map_at(struct graph *g, const char *name, void *at, size_t len)
{
	cleanup_close int fd = graph_map(g, name);
	void *p;

	if (fd < 0)
		return fd;
	p = mmap(at, len, PROT_READ | PROT_WRITE,
		 MAP_SHARED | (at ? MAP_FIXED : 0), fd, 0);
	if (p == MAP_FAILED)
		return -errno;
	if (!at)
		g->head = p;
	return 0;
}

static int map_chunk(struct graph *g, const char *kind, void *base,
		     size_t record, uint32_t i)
{
	char name[32];

	(void)snprintf(name, sizeof(name), "%s_%u", kind, i);
	return map_at(g, name, (char *)base + (size_t)i * NG_CHUNK * record,
		      NG_CHUNK * record);
}

/* See the chunks that others have added, too. */
static int map_chunks(struct graph *g)
{
	int r = 0;

	for (; r == 0 && g->node_chunks < g->head->node_chunks;
	     g->node_chunks += r == 0)
		r = map_chunk(g, "nodes", g->nodes, sizeof(*g->nodes),
			      g->node_chunks);
	for (; r == 0 && g->hook_chunks < g->head->hook_chunks;
	     g->hook_chunks += r == 0)
		r = map_chunk(g, "hooks", g->hooks, sizeof(*g->hooks),
			      g->hook_chunks);
	return r;
}

bool graph_see_growth(struct graph *g)
{
	uint32_t had = g->node_chunks + g->hook_chunks;

	(void)map_chunks(g);
	return g->node_chunks + g->hook_chunks > had;
}

static int map_all(struct graph *g)
{
	int r = map_at(g, "head", NULL, sizeof(*g->head));

	if (r < 0)
		return r;
	g->nodes = reserve(NODES_MAX * sizeof(*g->nodes));
	g->hooks = reserve(HOOKS_MAX * sizeof(*g->hooks));
	if (!g->nodes || !g->hooks)
		return -ENOMEM;
	return map_chunks(g);
}

static int bpffs_ready(struct errbuf *eb)
{
	if (hostfs_has_bpf())
		return 0;
	if (hostfs_is_elsewhere())
		return errbuf_set(eb, EOPNOTSUPP,
				  BPFFS " is not the host's: use nsenter(1)");
	if (mount("bpf", BPFFS, "bpf", 0, "mode=700") < 0)
		return errbuf_errno(eb, BPFFS);
	return 0;
}

static int create(struct graph *g, struct errbuf *eb)
{
	char path[PATH_SIZE];
	int r = bpffs_ready(eb);

	if (r < 0)
		return r;
	if (make_dir(BPFFS "/vjail") < 0 ||
	    make_dir(graph_path(g, "", path, sizeof(path))) < 0)
		return errbuf_errno(eb, BPFFS "/vjail");
	r = load_graph(path, g->netns, eb);
	if (r < 0)
		return r;
	r = map_at(g, "head", NULL, sizeof(*g->head));
	if (r < 0 || !g->head)
		return errbuf_set(eb, -r, "map head: %s", strerror(-r));
	g->head->next_id = 1;
	g->head->node_cursor = g->head->hook_cursor = 1;
	g->head->node_chunks = g->head->hook_chunks = 1;
	g->head->netns = g->netns;
	g->head->abi = NG_ABI_VERSION;
	(void)munmap(g->head, sizeof(*g->head));
	g->head = NULL;
	return 0;
}

static void remove_dir(const char *path)
{
	DIR *d = opendir(path);
	struct dirent *e;

	if (!d)
		return;
	while ((e = readdir(d)))
		if (e->d_name[0] != '.')
			(void)unlinkat(dirfd(d), e->d_name, 0);
	(void)closedir(d);
	(void)rmdir(path);
}

static void remove_pins(struct graph *g)
{
	char path[PATH_SIZE];

	/* Without its head a graph is none. */
	(void)unlink(graph_path(g, "head", path, sizeof(path)));
	remove_dir(graph_path(g, "", path, sizeof(path)));
	(void)rmdir(BPFFS "/vjail");
}

void graph_destroy(struct graph *g)
{
	char path[PATH_SIZE];

	closet_remove(g, run_path(g, "/closet", path));
	remove_pins(g);
	remove_dir(run_path(g, "", path));
}

static void unmap(struct graph *g)
{
	if (g->head)
		(void)munmap(g->head, sizeof(*g->head));
	if (g->nodes)
		(void)munmap(g->nodes, NODES_MAX * sizeof(*g->nodes));
	if (g->hooks)
		(void)munmap(g->hooks, HOOKS_MAX * sizeof(*g->hooks));
	g->head = NULL;
	g->nodes = NULL;
	g->hooks = NULL;
	g->node_chunks = g->hook_chunks = 0;
}

/* What is left of one whose namespace is gone, its closet too */
static void remove_stale(struct graph *g)
{
	char path[PATH_SIZE];

	unmap(g);
	(void)umount2(run_path(g, "/closet", path), MNT_DETACH);
	(void)unlink(path);
	remove_pins(g);
}

/* A head of another namespace that had this inode, or never finished */
static bool is_ours(const struct graph *g)
{
	return g->head->abi == NG_ABI_VERSION && g->head->netns == g->netns;
}

/* Nobody has finished it, or it is laid out as another version has it.  Any
 * other failure is ours, and says nothing of the graph. */
static bool is_no_graph(int error)
{
	return error == -ENOENT || error == -EINVAL;
}

static int open_locked(struct graph *g, bool make, struct errbuf *eb)
{
	int r = map_all(g);

	if (r == 0 && is_ours(g))
		return 0;
	if (r < 0 && !is_no_graph(r))
		return errbuf_set(eb, -r, "netgraph: %s", strerror(-r));
	if (make || r != -ENOENT) /* of another time, or killed while made */
		remove_stale(g);
	if (!make)
		return errbuf_set(eb, ENOENT, "no graph");
	r = create(g, eb);
	if (r < 0)
		return r;
	r = map_all(g);
	return r < 0 ? errbuf_set(eb, -r, "maps: %s", strerror(-r)) : 0;
}

/* To look whether there is one leaves no files. */
static bool has_head(const struct graph *g)
{
	char path[PATH_SIZE];

	return access(graph_path(g, "head", path, sizeof(path)), F_OK) == 0;
}

int graph_open(bool create, struct graph **ret, struct errbuf *eb)
{
	struct graph *g = calloc(1, sizeof(*g));
	int r;

	if (!g)
		return errbuf_set(eb, ENOMEM, "out of memory");
	g->home = g->lock = g->dir = g->closet = -1;
	g->hosts_fd = g->devs_fd = -1;

	r = look_at_home(g, eb);
	if (r == 0 && !create && !has_head(g))
		r = errbuf_set(eb, ENOENT, "no graph");
	if (r == 0)
		r = take_lock_file(g, &g->lock, eb);
	if (r == 0)
		r = open_locked(g, create, eb);
	if (g->lock >= 0)
		(void)flock(g->lock, LOCK_UN);
	if (r < 0) {
		graph_close(g);
		return r;
	}
	*ret = g;
	return 0;
}

void graph_close(struct graph *g)
{
	if (!g)
		return;
	unmap(g);
	close_fd(&g->home);
	close_fd(&g->lock);
	close_fd(&g->closet);
	close_fd(&g->hosts_fd);
	close_fd(&g->devs_fd);
	nl_free(g->nl_home);
	nl_free(g->nl_closet);
	free(g);
}

static int see_all(struct graph *g)
{
	struct stat st;

	if (fstat(g->lock, &st) < 0 || st.st_nlink == 0)
		return -ESTALE;
	return map_chunks(g);
}

int graph_lock(struct graph *g)
{
	int r;

	while (flock(g->lock, LOCK_EX) < 0)
		if (errno != EINTR)
			return -errno;
	r = see_all(g);
	if (r < 0) {
		(void)flock(g->lock, LOCK_UN);
		return r;
	}
	g->unswept = false;
	if (g->head->busy) {
		graph_abort(g);
		closet_sweep(g);
	}
	__atomic_store_n(&g->head->busy, 1, __ATOMIC_SEQ_CST);
	return 0;
}

void graph_unlock(struct graph *g)
{
	graph_commit(g);
	/* To whoever comes next it is as if we had died. */
	__atomic_store_n(&g->head->busy, g->unswept, __ATOMIC_SEQ_CST);
	(void)flock(g->lock, LOCK_UN);
}

static uint32_t *region_base(const struct graph *g, uint32_t region)
{
	switch (region) {
	case GRAPH_NODES:
		return (uint32_t *)g->nodes;
	case GRAPH_HOOKS:
		return (uint32_t *)g->hooks;
	default:
		return (uint32_t *)g->head;
	}
}

static uint32_t region_of(const struct graph *g, const uint32_t *word)
{
	const char *p = (const char *)word;

	if (p >= (char *)g->nodes && p < (char *)(g->nodes + NODES_MAX))
		return GRAPH_NODES;
	if (p >= (char *)g->hooks && p < (char *)(g->hooks + HOOKS_MAX))
		return GRAPH_HOOKS;
	return GRAPH_HEAD;
}

void graph_set(struct graph *g, uint32_t *word, uint32_t value)
{
	struct graph_head *h = g->head;
	uint32_t region = region_of(g, word);

	/* No edit is that long: one is a few dozen words. */
	if (h->undos < GRAPH_JOURNAL) {
		h->undo[h->undos] = (struct graph_undo){
			.region = region,
			.word = (uint32_t)(word - region_base(g, region)),
			.old = *word,
		};
		__atomic_store_n(&h->undos, h->undos + 1, __ATOMIC_RELEASE);
	}
	__atomic_store_n(word, value, __ATOMIC_RELEASE);
}

void graph_set64(struct graph *g, __u64 *words, uint64_t value)
{
	uint32_t *word = (void *)words, half[2];

	memcpy(half, &value, sizeof(half));
	graph_set(g, word, half[0]);
	graph_set(g, word + 1, half[1]);
}

void graph_commit(struct graph *g)
{
	__atomic_store_n(&g->head->undos, 0, __ATOMIC_SEQ_CST);
}

void graph_abort(struct graph *g)
{
	struct graph_head *h = g->head;

	while (h->undos > 0 && h->undos <= GRAPH_JOURNAL) {
		const struct graph_undo *u = &h->undo[h->undos - 1];

		__atomic_store_n(region_base(g, u->region) + u->word, u->old,
				 __ATOMIC_SEQ_CST);
		__atomic_store_n(&h->undos, h->undos - 1, __ATOMIC_SEQ_CST);
	}
	h->undos = 0;
}

/* A chunk's free slots are used in turn, so that one is not used again while
 * the walk may still look at it: an eighth of them stays free. */
static bool room(uint32_t used, uint32_t chunks)
{
	return used + 2 < chunks * NG_CHUNK - chunks * NG_CHUNK / 8;
}

/* To four times what there is, so that a large graph grows seldom: each time
 * the kernel waits for all CPUs. */
static uint32_t growth(uint32_t chunks, uint32_t max)
{
	return chunks * 4 < max ? chunks * 3 : max - chunks;
}

static int grow_nodes(struct graph *g, const char *dir)
{
	uint32_t had = g->head->node_chunks;
	uint32_t n = growth(had, NG_NODE_CHUNKS);
	int r = n ? load_chunks(dir, "nodes", had, n) : -ENOMEM;

	if (r == 0)
		g->head->node_chunks = had + n;
	return r;
}

static int grow_hooks(struct graph *g, const char *dir)
{
	uint32_t had = g->head->hook_chunks;
	uint32_t n = growth(had, NG_HOOK_CHUNKS);
	int r = n ? load_chunks(dir, "counts", had, n) : -ENOMEM;

	if (r == 0)
		r = load_chunks(dir, "hooks", had, n);
	if (r == 0)
		g->head->hook_chunks = had + n;
	return r;
}

int graph_grow(struct graph *g, enum graph_region region)
{
	const struct graph_head *h = g->head;
	bool nodes = region == GRAPH_NODES;
	char dir[PATH_SIZE];
	int r;

	if (room(nodes ? h->nodes : h->hooks,
		 nodes ? h->node_chunks : h->hook_chunks))
		return 0;
	(void)graph_path(g, "", dir, sizeof(dir));
	r = nodes ? grow_nodes(g, dir) : grow_hooks(g, dir);
	return r < 0 ? r : map_chunks(g);
}
