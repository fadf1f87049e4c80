/* SPDX-License-Identifier: BSD-2-Clause */
/* rule.c - Rules that lead packets to routing tables: list, add, delete */

#include <net/if.h> /* before Linux's */

#include <errno.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>

#include "base/errbuf.h"
#include "nl/bsdroute.h"
#include "nl/nl.h"
#include "nl/request.h"
#include "nl/rule.h"

static int no_memory(struct errbuf *eb)
{
	return errbuf_set(eb, ENOMEM, "out of memory");
}

static bool read_rule(struct nlmsghdr *h, const void *want, void *item)
{
	const struct fib_rule_hdr *hdr = nlmsg_data(h);
	struct nlattr *tb[FRA_MAX + 1] = { 0 };
	const int *family = want;
	struct nl_rule *rule = item;

	if (nlmsg_parse(h, sizeof(*hdr), tb, FRA_MAX, NULL) < 0 ||
	    (*family ? hdr->family != *family
		     : hdr->family != AF_INET && hdr->family != AF_INET6) ||
	    !tb[FRA_PROTOCOL] || nla_get_u8(tb[FRA_PROTOCOL]) != BSD_RTPROT)
		return false;
	*rule = (struct nl_rule){
		.family = hdr->family,
		.priority = nl_attr_u32(tb[FRA_PRIORITY], 0),
		.table = hdr->action == FR_ACT_TO_TBL
				 ? nl_attr_u32(tb[FRA_TABLE], hdr->table)
				 : 0,
		.marked = tb[FRA_FWMASK] != NULL,
		.invert = hdr->flags & FIB_RULE_INVERT,
		.mark = nl_attr_u32(tb[FRA_FWMARK], 0),
		.mask = nl_attr_u32(tb[FRA_FWMASK], 0),
	};
	nl_attr_str(tb[FRA_IIFNAME], rule->iif, sizeof(rule->iif));
	return true;
}

int nl_rule_list(struct nl *nl, int family, struct nl_rule **ret, size_t *ret_n,
		 struct errbuf *eb)
{
	const struct nl_reader reader = { .size = sizeof(struct nl_rule),
					  .read = read_rule,
					  .want = &family };
	const struct fib_rule_hdr hdr = { .family = (uint8_t)family };
	cleanup_nl_msg struct nl_msg *msg = NULL;

	msg = nl_msg_new(RTM_GETRULE, NLM_F_DUMP, &hdr, sizeof(hdr), 0);
	if (!msg)
		return no_memory(eb);
	return nl_collect(nl, msg, &reader, ret, ret_n, eb);
}

static int put(struct nl_msg *msg, const struct nl_rule *rule)
{
	int bad = nla_put_u32(msg, FRA_PRIORITY, rule->priority);

	bad |= nla_put_u8(msg, FRA_PROTOCOL, BSD_RTPROT);
	if (rule->marked) {
		bad |= nla_put_u32(msg, FRA_FWMARK, rule->mark);
		bad |= nla_put_u32(msg, FRA_FWMASK, rule->mask);
	}
	if (*rule->iif)
		bad |= nl_put_str(msg, FRA_IIFNAME, rule->iif);
	if (rule->table)
		bad |= nla_put_u32(msg, FRA_TABLE, rule->table);
	return bad;
}

static int send_rule(struct nl *nl, int type, int family,
		     const struct nl_rule *rule, struct errbuf *eb)
{
	const struct fib_rule_hdr hdr = {
		.family = (uint8_t)family,
		.action = rule->table ? FR_ACT_TO_TBL : FR_ACT_UNREACHABLE,
		.flags = rule->invert ? FIB_RULE_INVERT : 0,
	};
	cleanup_nl_msg struct nl_msg *msg = NULL;

	msg = nl_msg_new(type,
			 type == RTM_NEWRULE ? NLM_F_CREATE | NLM_F_EXCL : 0,
			 &hdr, sizeof(hdr), 0);
	if (!msg || put(msg, rule) < 0)
		return no_memory(eb);
	return nl_do(nl, msg, NULL, eb);
}

/* IPv4's last: that is what counts. */
static int both(struct nl *nl, int type, int fine, const struct nl_rule *rule,
		struct errbuf *eb)
{
	int r = send_rule(nl, type, AF_INET6, rule, eb);

	if (r < 0 && r != fine && r != -EAFNOSUPPORT && r != -EOPNOTSUPP)
		return r;
	r = send_rule(nl, type, AF_INET, rule, eb);
	return r == fine ? 0 : r;
}

int nl_rule_add(struct nl *nl, const struct nl_rule *rule, struct errbuf *eb)
{
	return both(nl, RTM_NEWRULE, -EEXIST, rule, eb);
}

int nl_rule_del(struct nl *nl, const struct nl_rule *rule, struct errbuf *eb)
{
	return both(nl, RTM_DELRULE, -ENOENT, rule, eb);
}
