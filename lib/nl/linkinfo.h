/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * linkinfo.h - What only interfaces of one kind have, or members of one
 *
 * Attributes of a kind are built in a struct nl_msg without a header of its
 * own (nlmsg_alloc_simple(0, 0)), with libnl's nla_put_*().
 */
#pragma once

#include <stdbool.h>

struct errbuf;
struct nl;
struct nl_link;
struct nl_link_new;
struct nl_msg;
struct nlattr;

enum nl_link_info {
	NL_LINK_INFO, /* of the interface itself: IFLA_INFO_DATA */
	NL_LINK_SLAVE_INFO, /* as a member: IFLA_INFO_SLAVE_DATA */
};

/* nl_link_info_set() - Change the interface @index, which is of @kind or, for
 * NL_LINK_SLAVE_INFO, a member of one; 0 or -errno */
int nl_link_info_set(struct nl *nl, int index, enum nl_link_info what,
		     const char *kind, struct nl_msg *data, struct errbuf *eb);

/* nl_link_info_new() - Give what @data holds to an interface to be made.
 * @data lives as long as @req is used */
void nl_link_info_new(struct nl_link_new *req, struct nl_msg *data);

/* nl_link_info_parse() - @l's, into @tb of @max + 1; false if it has none */
bool nl_link_info_parse(const struct nl_link *l, enum nl_link_info what,
			struct nlattr **tb, int max);
