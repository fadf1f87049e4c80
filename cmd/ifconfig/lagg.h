/* SPDX-License-Identifier: BSD-2-Clause */
/* lagg.h - lagg interfaces: Linux's bond */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct errbuf;
struct nl;
struct nl_link;
struct view_lagg;

/* lagg_make() - As FreeBSD makes one: failover, no ports; 0 or -errno */
int lagg_make(struct nl *nl, const char *name, struct errbuf *eb);

/* lagg_view() - What a listing tells of the bond @l, whose ports are among
 * @links; 0 or -ENOMEM */
int lagg_view(const struct nl_link *l, const struct nl_link *links, size_t n,
	      struct view_lagg *ret);
