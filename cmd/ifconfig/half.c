/* SPDX-License-Identifier: BSD-2-Clause */
/* half.c - Interfaces that are being made, and those that a killed call left */

#include <errno.h>
#include <string.h>

#include "base/errbuf.h"
#include "base/util.h"
#include "half.h"
#include "ifc.h"
#include "nd6.h"
#include "nl/link.h"
#include "nl/nl.h"
#include "view.h"

#define HALF_GROUP 0x76680000u /* "vh"; no jail's interfaces have it */

void half_request(struct nl_link_new *req)
{
	req->change.has |= NL_LINK_HAS_GROUP;
	req->change.group = HALF_GROUP;
	req->peer_change.has |= NL_LINK_HAS_GROUP;
	req->peer_change.group = HALF_GROUP;
}

static int set_group(struct nl *nl, int index, uint32_t group,
		     struct errbuf *eb)
{
	const struct nl_link_change change = { .has = NL_LINK_HAS_GROUP,
					       .group = group };

	return nl_link_set(nl, index, &change, eb);
}

int half_mark(struct nl *nl, int index, struct errbuf *eb)
{
	return set_group(nl, index, HALF_GROUP, eb);
}

bool half_is(const struct nl_link *l)
{
	return l->group == HALF_GROUP;
}

/* FreeBSD's interfaces take no router advertisements unless told to, and its
 * bridges make no link-local address.  Both only matter where there is IPv6. */
int half_finish(struct ifc *c, bool bridge)
{
	int r = nd6_set(c, NL_ND6_ACCEPT_RTADV, false);

	if (r == 0 && bridge)
		r = nd6_set(c, NL_ND6_AUTO_LINKLOCAL, false);
	if (r == -ENOENT) /* no IPv6 in this kernel */
		r = 0;
	return r < 0 ? r : set_group(c->nl, c->index, 0, NULL);
}

size_t half_sweep(struct nl *nl, const struct nl_link *links, size_t n)
{
	size_t found = 0;

	for (size_t i = 0; i < n; i++) {
		struct ifc c = { .nl = nl, .index = links[i].index };

		if (!half_is(&links[i]))
			continue;
		found++;
		if (links[i].flags & IFF_UP)
			(void)half_finish(&c, streq(links[i].kind, "bridge"));
		else
			(void)nl_link_del(nl, c.index, NULL);
	}
	return found;
}
