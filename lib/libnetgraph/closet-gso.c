/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * closet-gso.c - How long the segments are that an interface takes in one piece
 *
 * The longer, the faster is a stream: the kernel cuts it late, or never.  But
 * what goes out of a NIC that takes less is cut by the sender's CPU, which is
 * slower than short ones were.  So they are long until there is a NIC.
 */

#include <fcntl.h>
#include <glob.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/paths.h"
#include "base/util.h"
#include "libnetgraph/closet-priv.h"
#include "libnetgraph/closet.h"
#include "libnetgraph/edit.h"
#include "libnetgraph/graph.h"
#include "nl/link.h"
#include "nl/nl.h"

#define AMONG_US 196608
#define WITH_NICS 65536

static bool has_nics(const struct graph *g)
{
	const struct ng_node_rec *n;

	node_foreach (n, g)
		if (n->kind == NG_KIND_ETHER && n->cross_closet)
			return true;
	return false;
}

/* Kernels before 6.3 take no notice. */
static void set(struct nl *nl, int index, uint32_t size)
{
	const struct nl_link_change change = { .has = NL_LINK_HAS_GSO4,
					       .gso4 = size };

	(void)nl_link_set(nl, index, &change, NULL);
}

void closet_gso_new(struct graph *g, struct nl *nl, int index)
{
	if (!has_nics(g))
		set(nl, index, AMONG_US);
}

/* Those of @inner, the closet's, whose other ends are in @netns */
static void shorten_in(struct graph *g, int netns, const struct nl_link *inner,
		       size_t n)
{
	int nsid = closet_nsid_of(g->nl_closet, netns);
	cleanup_nl struct nl *nl = NULL;

	if (nsid < 0)
		return;
	for (size_t i = 0; i < n; i++) {
		if (inner[i].name[0] != 'n' || inner[i].link_netnsid != nsid)
			continue;
		if (!nl && nl_open_at(netns, &nl, NULL) < 0)
			return;
		set(nl, inner[i].link, WITH_NICS);
	}
}

void closet_gso_meet_nic(struct graph *g)
{
	static const char *const patterns[] = {
		"/proc/thread-self/ns/net",
		VJAIL_STATE_DIR "/jails/*/net",
		"/run/netns/*",
	};
	struct nl_link *inner = NULL;
	size_t n = 0;

	if (has_nics(g) || nl_link_list(g->nl_closet, &inner, &n, NULL) < 0)
		return;
	for (size_t p = 0; p < ARRAY_SIZE(patterns); p++) {
		glob_t found = { 0 };

		if (glob(patterns[p], GLOB_NOSORT, NULL, &found) != 0)
			continue;
		for (size_t i = 0; i < found.gl_pathc; i++) {
			cleanup_close int fd =
				open(found.gl_pathv[i], O_RDONLY | O_CLOEXEC);

			if (fd >= 0)
				shorten_in(g, fd, inner, n);
		}
		globfree(&found);
	}
	nl_link_list_free(inner, n);
}
