/* SPDX-License-Identifier: BSD-2-Clause */
/* rule.h - Rules that lead packets to routing tables: list, add, delete */
#pragma once

#include <linux/fib_rules.h>
#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct errbuf;
struct nl;

/* One of ours, BSD_RTPROT.  To be deleted, what is zero or empty matches any,
 * but for the mark. */
struct nl_rule {
	int family;
	uint32_t priority;
	uint32_t table; /* 0: nothing is reachable */
	bool marked; /* it looks at the mark */
	bool invert;
	uint32_t mark, mask;
	char iif[IFNAMSIZ]; /* comes in there; "": anywhere */
};

/* nl_rule_list() - Ours of a family, 0: of both, in the kernel's order.  Caller frees @ret.
 * 0 or -errno */
int nl_rule_list(struct nl *nl, int family, struct nl_rule **ret, size_t *ret_n,
		 struct errbuf *eb);

/* nl_rule_add() - For IPv6 and, last, IPv4, whatever its family says; one that is
 * there, or a kernel without IPv6, is no failure.  0 or -errno */
int nl_rule_add(struct nl *nl, const struct nl_rule *rule, struct errbuf *eb);

/* nl_rule_del() - The same, of one that is not there */
int nl_rule_del(struct nl *nl, const struct nl_rule *rule, struct errbuf *eb);
