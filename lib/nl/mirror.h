/* SPDX-License-Identifier: BSD-2-Clause */
/* mirror.h - Copy all frames of an interface to another one */
#pragma once

#include <stdbool.h>

struct errbuf;
struct nl;

/**
 * nl_mirror_add() - Send a copy of each frame out of @to
 * @from:	ifindex of the one that is watched
 * @ingress:	What comes in there; else what goes out
 *
 * Return: 0, -EEXIST, -EOPNOTSUPP (this kernel cannot), …
 */
int nl_mirror_add(struct nl *nl, int from, bool ingress, int to,
		  struct errbuf *eb);

/* nl_mirror_del() - 0, or -ENOENT when there is none, … */
int nl_mirror_del(struct nl *nl, int from, bool ingress, int to,
		  struct errbuf *eb);
