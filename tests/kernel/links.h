/* SPDX-License-Identifier: BSD-2-Clause */
/* links.h - A network of its own for each case, and what is in it */
#pragma once

#include "kernel/netns.h"
#include "nl/link.h"
#include "nl/nl.h"

static struct nl *nl;

/* here() - Set up: a fresh network namespace, and nl in it; 0 or -1 */
static inline int here(void **state)
{
	(void)state;
	return unshare(CLONE_NEWNET) < 0 || nl_open(&nl, NULL) < 0 ? -1 : 0;
}

/* gone() - Tear down */
static inline int gone(void **state)
{
	(void)state;
	nl_free(nl);
	nl = NULL;
	return 0;
}

/* index_at(), index_of() - An interface's, there or here; or -errno */
static inline int index_at(struct nl *where, const char *name)
{
	cleanup_nl_link struct nl_link l = { 0 };
	int r = nl_link_get(where, name, 0, &l, NULL);

	return r < 0 ? r : l.index;
}

static inline int index_of(const char *name)
{
	return index_at(nl, name);
}
