/* SPDX-License-Identifier: BSD-2-Clause */
/* mirror.c - Copy all frames of an interface to another one */

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/pkt_cls.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <linux/tc_act/tc_mirred.h>
#include <string.h>

#include "base/errbuf.h"
#include "nl/mirror.h"
#include "nl/nl.h"
#include "nl/request.h"

/* Filters of ours: their preference says where the copies go.  Before those of
 * others, which may end the frame's way. */
#define PREF_FIRST 1000
#define PREFS 20000

static int no_memory(struct errbuf *eb)
{
	return errbuf_set(eb, ENOMEM, "out of memory");
}

static struct tcmsg header(int from, bool ingress, int to)
{
	uint32_t pref = PREF_FIRST + (uint32_t)to % PREFS;

	return (struct tcmsg){
		.tcm_family = AF_UNSPEC,
		.tcm_ifindex = from,
		.tcm_parent = TC_H_MAKE(TC_H_CLSACT, ingress ? TC_H_MIN_INGRESS
							     : TC_H_MIN_EGRESS),
		.tcm_info = TC_H_MAKE(pref << 16, htons(ETH_P_ALL)),
	};
}

/* Where filters hang; it may be there, and is left there. */
static int add_clsact(struct nl *nl, int from, struct errbuf *eb)
{
	const struct tcmsg tc = {
		.tcm_family = AF_UNSPEC,
		.tcm_ifindex = from,
		.tcm_handle = TC_H_MAKE(TC_H_CLSACT, 0),
		.tcm_parent = TC_H_CLSACT,
	};
	cleanup_nl_msg struct nl_msg *msg = nl_msg_new(
		RTM_NEWQDISC, NLM_F_CREATE | NLM_F_EXCL, &tc, sizeof(tc), 0);
	int r;

	if (!msg || nl_put_str(msg, TCA_KIND, "clsact") < 0)
		return no_memory(eb);
	r = nl_do(nl, msg, NULL, eb);
	return r == -EEXIST ? 0 : r;
}

static int put_action(struct nl_msg *msg, int to)
{
	const struct tc_mirred parm = {
		.action = TC_ACT_PIPE,
		.eaction = TCA_EGRESS_MIRROR,
		.ifindex = (uint32_t)to,
	};
	struct nlattr *list = nla_nest_start(msg, TCA_U32_ACT);
	struct nlattr *one = list ? nla_nest_start(msg, 1) : NULL;
	struct nlattr *options;
	int bad;

	if (!one)
		return -ENOMEM;
	bad = nl_put_str(msg, TCA_ACT_KIND, "mirred");
	options = nla_nest_start(msg, TCA_ACT_OPTIONS);
	if (!options)
		return -ENOMEM;
	bad |= nla_put(msg, TCA_MIRRED_PARMS, sizeof(parm), &parm);
	(void)nla_nest_end(msg, options);
	(void)nla_nest_end(msg, one);
	(void)nla_nest_end(msg, list);
	return bad;
}

/* One key that every frame has: none of its bits count.  (u32 is in more
 * kernels than matchall.) */
static int put_filter(struct nl_msg *msg, int to)
{
	const struct tc_u32_sel sel = { .flags = TC_U32_TERMINAL, .nkeys = 1 };
	uint8_t all[sizeof(sel) + sizeof(struct tc_u32_key)] = { 0 };
	struct nlattr *options;
	int bad = nl_put_str(msg, TCA_KIND, "u32");

	options = nla_nest_start(msg, TCA_OPTIONS);
	if (!options)
		return -ENOMEM;
	memcpy(all, &sel, sizeof(sel));
	bad |= nla_put(msg, TCA_U32_SEL, sizeof(all), all);
	bad |= put_action(msg, to);
	(void)nla_nest_end(msg, options);
	return bad;
}

int nl_mirror_add(struct nl *nl, int from, bool ingress, int to,
		  struct errbuf *eb)
{
	const struct tcmsg tc = header(from, ingress, to);
	cleanup_nl_msg struct nl_msg *msg = NULL;
	int r = add_clsact(nl, from, eb);

	if (r < 0)
		return r;
	msg = nl_msg_new(RTM_NEWTFILTER, NLM_F_CREATE | NLM_F_EXCL, &tc,
			 sizeof(tc), 0);
	if (!msg || put_filter(msg, to) < 0)
		return no_memory(eb);
	r = nl_do(nl, msg, NULL, eb);
	return r == -ENOENT ? -EOPNOTSUPP : r; /* no such filter or action */
}

int nl_mirror_del(struct nl *nl, int from, bool ingress, int to,
		  struct errbuf *eb)
{
	const struct tcmsg tc = header(from, ingress, to);
	cleanup_nl_msg struct nl_msg *msg =
		nl_msg_new(RTM_DELTFILTER, 0, &tc, sizeof(tc), 0);
	int r;

	if (!msg || nl_put_str(msg, TCA_KIND, "u32") < 0)
		return no_memory(eb);
	r = nl_do(nl, msg, NULL, eb);
	return r == -EINVAL ? -ENOENT : r; /* no clsact at all */
}
