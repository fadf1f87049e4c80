/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * walk.h - What a node type's receive function has to work with
 *
 * A packet arrives at a hook.  The node's function looks at it and says where
 * it goes on: out of one of the node's hooks (walk_out), out of many
 * (walk_flood), or, if it says nothing, nowhere.  A walk that began on the host
 * must not branch there: where walk_may_branch() says no the function returns
 * at once, and is asked again in the closet.
 */
#pragma once

#include <linux/bpf.h>
#include <linux/errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/pkt_cls.h>
#include <stdbool.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "graph-abi.h"
#include "maps.h"

#define WALK_DEPTH WALK_MAX_DEPTH
#define WALK_HOPS 256 /* hooks a packet may pass */
#define WALK_STEPS 16384 /* for all its copies together */
#define WALK_LEVELS 4 /* walks within walks on one CPU */

#define NSEC 1000000000ULL

#ifndef TCX_NEXT
#define TCX_NEXT -1 /* also TC_ACT_UNSPEC */
#endif

enum walk_at {
	AT_CLOSET_IN, /* ingress in the closet */
	AT_CLOSET_OUT, /* egress in the closet: a socket's device */
	AT_HOST_IN,
	AT_HOST_OUT,
};

/* What changes on the way is in s, which the verifier does not follow: so each
 * step looks the same to it. */
struct walk {
	struct __sk_buff *skb;
	struct walk_scratch *s;
	__u32 at; /* enum walk_at */
	__u32 nic; /* node of the device whose program runs, or 0 */
	__u32 cross; /* on the host: the way to the closet */
	__u32 has; /* in the closet: this NIC's end, … */
	__u32 has_leaf; /* … which has it there already */
	__u32 copies; /* in the closet: a device that takes them in again */
	__u32 error; /* afterwards: what the sender is told, or 0 */
};

/*
 * Addresses are moved by such parts: what was written octet by octet is slow to
 * be read as a word.  They are as well aligned as every kernel wants them.
 */
typedef __u16 __attribute__((may_alias)) walk_half;
typedef __u32 __attribute__((may_alias)) walk_word;

static __always_inline __u32 walk_join(__u16 first, __u16 second)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	return first | (__u32)second << 16;
#else
	return (__u32)first << 16 | second;
#endif
}

static __always_inline bool same_mac(const __u8 *a, const __u8 *b)
{
	const walk_half *p = (const void *)a, *q = (const void *)b;

	return ((p[0] ^ q[0]) | (p[1] ^ q[1]) | (p[2] ^ q[2])) == 0;
}

static __always_inline struct ng_host_key mac_key(__u32 node, const __u8 *mac)
{
	const walk_half *from = (const void *)mac;
	struct ng_host_key key = { .node = node };
	walk_word *to = (void *)key.addr;

	to[0] = walk_join(from[0], from[1]);
	to[1] = walk_join(from[2], 0);
	return key;
}

static __always_inline bool same_key(const struct ng_host_key *a,
				     const struct ng_host_key *b)
{
	const walk_word *p = (const void *)a, *q = (const void *)b;

	return ((p[0] ^ q[0]) | (p[1] ^ q[1]) | (p[2] ^ q[2])) == 0;
}

/* Octets of the frame */
static __always_inline __u32 walk_len(const struct walk *w)
{
	return w->skb->len - w->s->wrap;
}

static __always_inline bool walk_on_host(const struct walk *w)
{
	return w->at == AT_HOST_IN || w->at == AT_HOST_OUT;
}

/* Send it out of a hook, that in @slot. */
static __always_inline void walk_out_of(struct walk *w, __u32 slot,
					const struct ng_hook_rec *out)
{
	if (!out || !out->peer)
		return;
	count_packet(slot, NG_XMIT_OCTETS, walk_len(w));
	w->s->hook = out->peer;
}

static __always_inline void walk_out(struct walk *w, __u32 slot)
{
	walk_out_of(w, slot, hook_get(slot));
}

/* The packet goes nowhere, and its sender is told why: as long as it is the
 * only copy. */
static __always_inline void walk_error(struct walk *w, __u32 error)
{
	if (!w->s->depth)
		w->s->error = error;
}

/* skb->tc_index of a copy that is taken in again */
#define WALK_WRAPPED 0x8000u
#define WALK_HOPS_MASK 0x7fffu

/* May this function change the packet?  Not while other copies of it are still
 * to go out: then it is called again, with one of its own. */
static __always_inline bool walk_may_change(struct walk *w, __u32 slot)
{
	struct walk_scratch *s = w->s;

	if (!w->copies || (!s->depth && !s->leaf && !s->sockets))
		return true;
	w->skb->mark = NG_MARK | NG_MARK_AGAIN | slot;
	if (w->has)
		w->skb->mark |= w->has_leaf == NG_LEAF_UPPER
					? NG_MARK_HAS_UPPER
					: NG_MARK_HAS_LOWER;
	w->skb->tc_index = s->hops | (s->wrap ? WALK_WRAPPED : 0);
	bpf_clone_redirect(w->skb, w->copies, BPF_F_INGRESS);
	w->skb->mark = 0;
	w->skb->tc_index = 0;
	s->again = 1;
	return false;
}

/* May this function branch here?  If not it is called again in the closet. */
static __always_inline bool walk_may_branch(struct walk *w, __u32 slot)
{
	if (!walk_on_host(w))
		return true;
	w->s->crossing = slot;
	return false;
}

static __always_inline bool walk_is_multicast(const struct walk *w)
{
	return w->s->head[0] & 1;
}

static __always_inline bool walk_is_broadcast(const struct walk *w)
{
	const __u8 *d = w->s->head;

	return (d[0] & d[1] & d[2] & d[3] & d[4] & d[5]) == 0xff;
}

/* A copy out of each of the node's hooks but @except and those @without. */
static __always_inline void walk_flood(struct walk *w,
				       const struct ng_node_rec *n, __u32 node,
				       __u32 except, __u32 without)
{
	__u32 i = w->s->depth;
	struct walk_branch *b;

	if (i >= WALK_DEPTH) {
		w->s->error = ELOOP;
		return;
	}
	b = &w->s->branch[i];
	b->node = node;
	b->cursor = n->first;
	b->except = except;
	b->without = without;
	b->hops = w->s->hops;
	w->s->depth = i + 1;
}

/* A copy out of one hook; what the function says afterwards comes on top. */
static __always_inline void walk_copy(struct walk *w, __u32 node, __u32 slot)
{
	__u32 i = w->s->depth;
	struct walk_branch *b;

	if (i >= WALK_DEPTH)
		w->s->error = ELOOP;
	if (i >= WALK_DEPTH || !slot)
		return;
	b = &w->s->branch[i];
	b->node = node;
	b->cursor = slot;
	b->except = 0;
	b->without = WALK_ONLY_ONE;
	b->hops = w->s->hops;
	w->s->depth = i + 1;
}
