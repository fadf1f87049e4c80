/* SPDX-License-Identifier: BSD-2-Clause */
/* test-ngpath.c - Records of a graph in plain memory: paths, names, undoing */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/util.h"
#include "libnetgraph/edit.h"
#include "libnetgraph/path.h"
#include "netgraph/ng_message.h"
#include "test.h"

#define CHUNKS 4

static int setup(void **state)
{
	struct graph *g = calloc(1, sizeof(*g));

	if (!g)
		return -1;
	g->head = calloc(1, sizeof(*g->head));
	g->nodes = calloc((size_t)CHUNKS * NG_CHUNK, sizeof(*g->nodes));
	g->hooks = calloc((size_t)CHUNKS * NG_CHUNK, sizeof(*g->hooks));
	if (!g->head || !g->nodes || !g->hooks)
		return -1;
	g->head->next_id = 1;
	g->head->node_cursor = g->head->hook_cursor = 1;
	g->head->node_chunks = g->head->hook_chunks = CHUNKS;
	g->node_chunks = g->hook_chunks = CHUNKS;
	*state = g;
	return 0;
}

static int teardown(void **state)
{
	struct graph *g = *state;

	free(g->hooks);
	free(g->nodes);
	free(g->head);
	free(g);
	return 0;
}

static struct ng_node_rec *node(struct graph *g, const char *name)
{
	struct ng_node_rec *n = NULL;

	assert_int_equal(node_new(g, NG_KIND_HUB, &n), 0);
	if (*name)
		node_rename(g, n, name);
	return n;
}

static struct ng_hook_rec *hook(struct graph *g, struct ng_node_rec *n,
				const char *name)
{
	struct ng_hook_rec like = { 0 }, *h = NULL;

	(void)snprintf(like.name, sizeof(like.name), "%s", name);
	assert_int_equal(hook_new(g, n, &like, &h), 0);
	return h;
}

static void join(struct graph *g, struct ng_node_rec *a, const char *ha,
		 struct ng_node_rec *b, const char *hb)
{
	struct ng_hook_rec *x = hook(g, a, ha);

	hook_join(g, x, hook(g, b, hb));
}

/* a -next/back- b -next/back- c, and d by itself */
struct row {
	struct ng_node_rec *a, *b, *c, *d;
};

static struct row row(struct graph *g)
{
	struct row r = { node(g, "a"), node(g, "b"), node(g, ""),
			 node(g, "d d") };

	join(g, r.a, "next", r.b, "back");
	join(g, r.b, "next", r.c, "back");
	graph_commit(g);
	return r;
}

static void leads(struct graph *g, struct ng_node_rec *here, const char *path,
		  const struct ng_node_rec *to)
{
	struct ng_node_rec *n = NULL;
	int r = path_find(g, here, path, &n);

	if (r < 0)
		fail_msg("%s: %d", path, r);
	assert_ptr_equal(n, to);
}

static void paths_lead_to_nodes(void **state)
{
	struct graph *g = *state;
	struct row r = row(g);

	leads(g, r.a, ".", r.a);
	leads(g, r.a, ".:", r.a);
	leads(g, r.a, "", r.a);
	leads(g, r.a, "a:", r.a);
	leads(g, r.a, "b:", r.b);
	leads(g, r.a, "d d:", r.d);
	leads(g, r.a, "[1]:", r.a);
	leads(g, r.a, "[2]:", r.b);
	leads(g, r.a, "[003]:", r.c);
	leads(g, r.a, "next", r.b);
	leads(g, r.a, ".next", r.b);
	leads(g, r.a, "next.", r.b);
	leads(g, r.a, ".:next", r.b);
	leads(g, r.a, "next.next", r.c);
	leads(g, r.a, "next.next.back.back", r.a);
	leads(g, r.d, "a:next.next", r.c);
	leads(g, r.d, "a:.next.next.", r.c);
	leads(g, r.c, "[2]:next", r.c);
	leads(g, r.d, "a:.", r.a);
}

static void paths_that_lead_nowhere(void **state)
{
	static const struct {
		const char *path;
		int error;
	} bad[] = {
		{ "c:", ENOENT },     { "A:", ENOENT },
		{ "next.x", ENOENT }, { "x", ENOENT },
		{ "a", ENOENT },      { "b:next.next", ENOENT },
		{ "[9]:", ENOENT },   { "[0]:", ENOENT },
		{ "[x]:", ENOENT },   { "[1:", ENOENT },
		{ "[1]x:", ENOENT },  { "[100000000]:", ENOENT },
		{ ":", EINVAL },      { ":next", EINVAL },
		{ "..", EINVAL },     { "a:..", EINVAL },
		{ "a:x..y", EINVAL }, { "a:b:c", EINVAL },
		{ "a::", EINVAL },    { "a.b:", EINVAL },
		{ ".a:", EINVAL },    { "a.:", EINVAL },
	};
	struct graph *g = *state;
	struct row r = row(g);
	struct ng_node_rec *n = r.d;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		int e = path_find(g, r.a, bad[i].path, &n);

		if (e != -bad[i].error)
			fail_msg("'%s': %d, not %d", bad[i].path, e,
				 -bad[i].error);
		assert_ptr_equal(n, r.d);
	}
}

static void paths_have_a_greatest_length(void **state)
{
	struct graph *g = *state;
	struct row r = row(g);
	char path[NG_PATHSIZ + 1] = "a:";
	struct ng_node_rec *n = NULL;

	for (size_t at = 2; at + strlen("next.back.") < NG_PATHSIZ;
	     at += strlen("next.back."))
		(void)snprintf(path + at, sizeof(path) - at, "next.back.");
	leads(g, r.d, path, r.a);
	memset(path, 'x', NG_PATHSIZ - 1);
	path[NG_PATHSIZ - 1] = '\0';
	assert_int_equal(path_find(g, r.a, path, &n), -ENOENT);
	path[NG_PATHSIZ - 1] = 'x';
	path[NG_PATHSIZ] = '\0';
	assert_int_equal(path_find(g, r.a, path, &n), -EINVAL);
}

static void names_that_nodes_may_have(void **state)
{
	static const char *const good[] = { "a",
					    "em0",
					    "with blanks",
					    "[",
					    "[x]",
					    "[1",
					    "1]",
					    "[]",
					    "[ 1]",
					    "[1]x",
					    "\xc3\xa4",
					    "a/b",
					    "1234567890123456789012345678901" };
	static const char *const bad[] = {
		"",	".",	     "a.b",
		"a:",	":",	     "[1]",
		"[fF]", "[0000001]", "12345678901234567890123456789012"
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(good); i++)
		assert_int_equal(path_name_check(good[i]), 0);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_int_equal(path_name_check(bad[i]), -EINVAL);
}

static void names_that_hooks_may_have(void **state)
{
	static const char *const good[] = { "a", "link0", "with blanks", "[1]",
					    "1234567890123456789012345678901" };
	static const char *const bad[] = {
		"",  ".",	 "a.b", "a:b",
		":", "a\033[2J", "a\n", "12345678901234567890123456789012"
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(good); i++)
		assert_int_equal(path_hook_check(good[i]), 0);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_int_equal(path_hook_check(bad[i]), -EINVAL);
}

static void nodes_are_found_by_name_and_number(void **state)
{
	struct graph *g = *state;
	char name[NG_NAME];

	for (uint32_t i = 1; i <= 2000; i++) {
		(void)snprintf(name, sizeof(name), "node%u", i);
		(void)node(g, name);
		graph_commit(g);
	}
	assert_int_equal(g->head->nodes, 2000);
	for (uint32_t i = 1; i <= 2000; i++) {
		struct ng_node_rec *n = node_by_id(g, i);

		(void)snprintf(name, sizeof(name), "node%u", i);
		assert_non_null(n);
		assert_string_equal(n->name, name);
		assert_ptr_equal(node_by_name(g, name), n);
	}
	assert_null(node_by_id(g, 2001));
	assert_null(node_by_name(g, "node2001"));
	/* Every other one goes. */
	for (uint32_t i = 1; i <= 2000; i += 2) {
		node_free(g, node_by_id(g, i));
		graph_commit(g);
	}
	assert_int_equal(g->head->nodes, 1000);
	for (uint32_t i = 1; i <= 2000; i++) {
		(void)snprintf(name, sizeof(name), "node%u", i);
		assert_int_equal(!node_by_id(g, i), i % 2);
		assert_int_equal(!node_by_name(g, name), i % 2);
	}
}

static void numbers_are_not_used_again(void **state)
{
	struct graph *g = *state;

	for (uint32_t i = 1; i < 100; i++) {
		struct ng_node_rec *n = node(g, "same");

		assert_int_equal(n->id, i);
		node_free(g, n);
		graph_commit(g);
		assert_null(node_by_name(g, "same"));
	}
	assert_int_equal(g->head->nodes, 0);
}

static void renaming_leaves_no_trace(void **state)
{
	struct graph *g = *state;
	struct ng_node_rec *n = node(g, "one"), *m = node(g, "other");

	node_rename(g, n, "two");
	graph_commit(g);
	assert_null(node_by_name(g, "one"));
	assert_ptr_equal(node_by_name(g, "two"), n);
	node_rename(g, n, "");
	graph_commit(g);
	assert_null(node_by_name(g, "two"));
	assert_string_equal(n->name, "");
	assert_ptr_equal(node_by_name(g, "other"), m);
	assert_ptr_equal(node_by_id(g, n->id), n);
}

static void hooks_are_listed_newest_first(void **state)
{
	static const char *const names[] = { "a", "b", "c", "d", "e" };
	struct graph *g = *state;
	struct ng_node_rec *n = node(g, "n");
	const struct ng_hook_rec *h;
	int i = 5;

	for (size_t k = 0; k < ARRAY_SIZE(names); k++)
		(void)hook(g, n, names[k]);
	graph_commit(g);
	assert_int_equal(n->nhooks, 5);
	hook_foreach (h, g, n)
		assert_string_equal(h->name, names[--i]);
	/* The one in the middle, the first and the last */
	hook_free(g, hook_find(g, n, "c"));
	hook_free(g, hook_find(g, n, "e"));
	hook_free(g, hook_find(g, n, "a"));
	graph_commit(g);
	assert_int_equal(n->nhooks, 2);
	h = hook_at(g, n->first);
	assert_string_equal(h->name, "d");
	h = hook_at(g, h->next);
	assert_string_equal(h->name, "b");
	assert_int_equal(h->next, 0);
	assert_null(hook_find(g, n, "c"));
	assert_int_equal(g->head->hooks, 2);
}

static void hooks_of_one_name_on_many_nodes(void **state)
{
	struct graph *g = *state;
	struct ng_node_rec *n[100];

	for (size_t i = 0; i < ARRAY_SIZE(n); i++) {
		n[i] = node(g, "");
		(void)hook(g, n[i], "same");
		graph_commit(g);
	}
	for (size_t i = 0; i < ARRAY_SIZE(n); i++) {
		struct ng_hook_rec *h = hook_find(g, n[i], "same");

		assert_non_null(h);
		assert_ptr_equal(hook_node(g, h), n[i]);
		assert_null(hook_find(g, n[i], "sam"));
	}
}

static void a_hook_that_goes_leaves_its_peer_alone(void **state)
{
	struct graph *g = *state;
	struct row r = row(g);
	struct ng_hook_rec *h = hook_find(g, r.a, "next");
	struct ng_hook_rec *peer = hook_peer(g, h);

	assert_string_equal(peer->name, "back");
	assert_ptr_equal(hook_node(g, peer), r.b);
	hook_free(g, h);
	graph_commit(g);
	assert_int_equal(peer->peer, 0);
	assert_int_equal(r.a->nhooks, 0);
	assert_int_equal(r.b->nhooks, 2);
}

/* All that an edit did is undone: byte for byte, but for the cursors, the
 * next number and what was in free records. */
static void what_is_not_committed_is_undone(void **state)
{
	struct graph *g = *state;
	struct row r = row(g);
	struct graph_head *before = malloc(sizeof(*before));
	struct ng_node_rec a = *r.a, b = *r.b, c = *r.c;
	struct ng_node_rec *extra;

	assert_non_null(before);
	*before = *g->head;
	extra = node(g, "extra");
	join(g, r.a, "more", extra, "end");
	node_rename(g, r.a, "other");
	hook_free(g, hook_find(g, r.b, "next"));
	assert_true(g->head->undos > 0);
	graph_abort(g);

	assert_int_equal(g->head->undos, 0);
	assert_int_equal(g->head->nodes, before->nodes);
	assert_int_equal(g->head->hooks, before->hooks);
	assert_int_equal(g->head->first, before->first);
	assert_int_equal(g->head->last, before->last);
	assert_memory_equal(g->head->by_id, before->by_id,
			    sizeof(before->by_id));
	assert_memory_equal(g->head->by_name, before->by_name,
			    sizeof(before->by_name));
	assert_memory_equal(g->head->by_hook, before->by_hook,
			    sizeof(before->by_hook));
	assert_int_equal(r.a->first, a.first);
	assert_int_equal(r.a->nhooks, a.nhooks);
	assert_int_equal(r.b->nhooks, b.nhooks);
	assert_int_equal(r.c->nhooks, c.nhooks);
	leads(g, r.d, "a:next.next.back.back", r.a);
	assert_null(node_by_name(g, "extra"));
	assert_null(node_by_name(g, "other"));
	free(before);
}

static void what_is_committed_stays(void **state)
{
	struct graph *g = *state;
	struct row r = row(g);

	node_rename(g, r.a, "other");
	graph_commit(g);
	graph_abort(g);
	assert_ptr_equal(node_by_name(g, "other"), r.a);
	assert_null(node_by_name(g, "a"));
}

static void single_words_are_undone_in_all_regions(void **state)
{
	struct graph *g = *state;
	struct row r = row(g);
	struct ng_hook_rec *h = hook_find(g, r.a, "next");
	uint32_t flags = h->flags, unit = r.a->unit, dying = g->head->dying;

	graph_set(g, &h->flags, 77);
	graph_set(g, &r.a->unit, 78);
	graph_set(g, &g->head->dying, 79);
	graph_set(g, &h->flags, 80);
	assert_int_equal(h->flags, 80);
	graph_abort(g);
	assert_int_equal(h->flags, flags);
	assert_int_equal(r.a->unit, unit);
	assert_int_equal(g->head->dying, dying);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(paths_lead_to_nodes),
		T(paths_that_lead_nowhere),
		T(paths_have_a_greatest_length),
		T(names_that_nodes_may_have),
		T(names_that_hooks_may_have),
		T(nodes_are_found_by_name_and_number),
		T(numbers_are_not_used_again),
		T(renaming_leaves_no_trace),
		T(hooks_are_listed_newest_first),
		T(hooks_of_one_name_on_many_nodes),
		T(a_hook_that_goes_leaves_its_peer_alone),
		T(what_is_not_committed_is_undone),
		T(what_is_committed_stays),
		T(single_words_are_undone_in_all_regions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
