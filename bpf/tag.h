/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * tag.h - VLAN tags, which are in a frame or, most of the time, kept beside it
 *
 * Frames of programs have theirs in them, behind the pseudo header.
 */
#pragma once

#include "walk.h"

#define TAG_LEN 4
#define TAG_MACS 12 /* octets in front of a tag */
#define TAG_MIN 34 /* less left, and the kernel will not take bytes off */

static __always_inline void tag_bytes(__u8 *to, __u16 proto, __u16 tci)
{
	to[0] = proto >> 8;
	to[1] = (__u8)proto;
	to[2] = tci >> 8;
	to[3] = (__u8)tci;
}

/* Is there one of kind @proto, and which? */
static __always_inline bool tag_get(struct walk *w, __u16 proto, __u16 *ret)
{
	__u8 b[TAG_LEN];

	if (!w->s->wrap && w->skb->vlan_present) {
		*ret = w->skb->vlan_tci;
		return true;
	}
	if (bpf_skb_load_bytes(w->skb, w->s->wrap + TAG_MACS, b, sizeof(b)) <
		    0 ||
	    (b[0] << 8 | b[1]) != proto)
		return false;
	*ret = (__u16)(b[2] << 8 | b[3]);
	return true;
}

static __always_inline void tag_refresh(struct walk *w)
{
	bpf_skb_load_bytes(w->skb, w->s->wrap, w->s->head, ETH_HLEN);
}

/* Take four octets out from behind the addresses, bytes by bytes: what follows
 * is too short for the kernel's own way. */
static __always_inline bool tag_cut_short(struct walk *w)
{
	__u32 len = w->skb->len, from = ETH_HLEN + TAG_MACS + TAG_LEN;
	__u8 *rest = w->s->bytes;
	__u64 n;

	if (len < from || len > from + 16)
		return false;
	n = len - from;
	/* Said once more, so that every verifier sees 1 to 16 */
	if (n) {
		n--;
		asm volatile("%0 &= 15" : "+r"(n));
		n++;
		if (bpf_skb_load_bytes(w->skb, from, rest, n) < 0 ||
		    bpf_skb_store_bytes(w->skb, from - TAG_LEN, rest, n, 0) < 0)
			return false;
	}
	return bpf_skb_change_tail(w->skb, len - TAG_LEN, 0) == 0;
}

static __always_inline bool tag_cut(struct walk *w)
{
	__u8 *macs = w->s->bytes;

	if (w->skb->len < TAG_MIN + TAG_LEN)
		return tag_cut_short(w);
	return bpf_skb_load_bytes(w->skb, ETH_HLEN, macs, TAG_MACS) == 0 &&
	       bpf_skb_adjust_room(w->skb, -TAG_LEN, BPF_ADJ_ROOM_MAC, 0) ==
		       0 &&
	       bpf_skb_store_bytes(w->skb, ETH_HLEN, macs, TAG_MACS, 0) == 0;
}

/* Take off the outer one, which is there. */
static __always_inline bool tag_off(struct walk *w)
{
	bool done = w->s->wrap ? tag_cut(w) : bpf_skb_vlan_pop(w->skb) == 0;

	tag_refresh(w);
	return done;
}

/* Write one behind the addresses, which end at @at. */
static __always_inline bool tag_insert(struct walk *w, __u16 proto, __u16 tci,
				       const __u32 at)
{
	__u8 *front = w->s->bytes, *tag = front + ETH_HLEN + TAG_MACS;

	tag_bytes(tag, proto, tci);
	return bpf_skb_change_head(w->skb, TAG_LEN, 0) == 0 &&
	       bpf_skb_load_bytes(w->skb, TAG_LEN, front, at) == 0 &&
	       bpf_skb_store_bytes(w->skb, 0, front, at, 0) == 0 &&
	       bpf_skb_store_bytes(w->skb, at, tag, TAG_LEN, 0) == 0;
}

/* Put one on, outside of those that are there. */
static __always_inline bool tag_on(struct walk *w, __u16 proto, __u16 tci)
{
	bool done = w->s->wrap ? tag_insert(w, proto, tci, ETH_HLEN + TAG_MACS)
			       : bpf_skb_vlan_push(w->skb, bpf_htons(proto),
						   tci) == 0;

	tag_refresh(w);
	return done;
}

/* Those that are kept beside a frame go into it: programs get bytes only. */
static __always_inline bool tags_in(struct walk *w)
{
	__u16 proto[2] = { 0 }, tci[2] = { 0 };

	for (int i = 0; i < 2; i++) {
		if (!w->skb->vlan_present)
			break;
		proto[i] = bpf_ntohs((__u16)w->skb->vlan_proto);
		tci[i] = w->skb->vlan_tci;
		/* The next one comes out of the frame. */
		if (bpf_skb_vlan_pop(w->skb) < 0)
			return false;
	}
	if (proto[1] && !tag_insert(w, proto[1], tci[1], TAG_MACS))
		return false;
	return !proto[0] || tag_insert(w, proto[0], tci[0], TAG_MACS);
}
