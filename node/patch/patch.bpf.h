/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* patch.bpf.h - Change bytes of packets: the walk's part */
#pragma once

#include <linux/in.h>

#include "tag.h"
#include "walk.h"

#define PATCH_EN10MB 1 /* a data link's number; any other has no header */
#define PATCH_WINDOW 12 /* of whole words, wherever they lie in it */
#define PATCH_FRAGMENT 0x1fff

struct patching {
	struct __sk_buff *skb;
	const struct ng_patches *p;
	struct walk_patch *s;
	__u8 *bytes;
};

/* Octets of the link's header, and of tags in it */
static __always_inline __u32 patch_link(struct walk *w, __u32 dlt)
{
	__u8 type[2];
	__u32 len = ETH_HLEN;

	if (dlt != PATCH_EN10MB)
		return 0;
	for (int i = 0; i < 2; i++) {
		if (bpf_skb_load_bytes(w->skb, w->s->wrap + len - 2, type, 2) <
		    0)
			break;
		if ((type[0] << 8 | type[1]) != ETH_P_8021Q &&
		    (type[0] << 8 | type[1]) != ETH_P_8021AD)
			break;
		len += TAG_LEN;
	}
	return len;
}

static __always_inline void patch_sum_at(struct patching *c, __u32 l4,
					 __u8 proto, __u32 udp, __u32 tcp)
{
	if (proto == IPPROTO_UDP && c->p->csums & udp) {
		c->s->csum = l4 + 6;
		c->s->flags = BPF_F_MARK_MANGLED_0;
	} else if (proto == IPPROTO_TCP && c->p->csums & tcp) {
		c->s->csum = l4 + 16;
	} else {
		return;
	}
	c->s->l4 = l4;
}

/* Find the checksums that are to follow. */
static __always_inline void patch_find_sums(struct patching *c)
{
	__u8 *h = c->bytes;

	if (bpf_skb_load_bytes(c->skb, c->s->l3, h, 20) < 0)
		return;
	if (h[0] >> 4 == 6) {
		c->s->addrs = c->s->l3 + 8;
		c->s->addrs_end = c->s->l3 + 40;
		patch_sum_at(c, c->s->l3 + 40, h[6], NG_CSUM_UDP6,
			     NG_CSUM_TCP6);
	} else if (h[0] >> 4 == 4 && !((h[6] << 8 | h[7]) & PATCH_FRAGMENT)) {
		c->s->addrs = c->s->l3 + 12;
		c->s->addrs_end = c->s->l3 + 20;
		patch_sum_at(c, c->s->l3 + (h[0] & 15) * 4, h[9], NG_CSUM_UDP,
			     NG_CSUM_TCP);
	}
}

static __always_inline __u64 patch_compute(const struct ng_patch_step *op,
					   __u64 was, __u64 mask)
{
	__u64 v = op->value & mask;

	switch (op->mode) {
	case 1:
		return v;
	case 2:
		return was + v;
	case 3:
		return was - v;
	case 4:
		return was * v;
	case 5:
		return v ? was / v : 0;
	case 6:
		return -was;
	case 7:
		return was & v;
	case 8:
		return was | v;
	case 9:
		return was ^ v;
	case 10:
		return v < 64 ? was << v : 0;
	case 11:
		return v < 64 ? was >> v : 0;
	default:
		return was;
	}
}

/* Whole words from @at on, what is behind the packet's end zero; the fourth is
 * only room */
static __always_inline bool patch_window(struct patching *c, __u32 at,
					 __u32 *words)
{
	__u64 n = c->skb->len - at;

	words[0] = words[1] = words[2] = words[3] = 0;
	if (at >= c->skb->len)
		return false;
	if (n >= PATCH_WINDOW)
		return bpf_skb_load_bytes(c->skb, at, words, PATCH_WINDOW) == 0;
	/* Said once more, so that every verifier sees 1 to 16 */
	n--;
	asm volatile("%0 &= 15" : "+r"(n));
	n++;
	return bpf_skb_load_bytes(c->skb, at, words, n) == 0;
}

static __always_inline void patch_sum_word(struct patching *c, __u32 at,
					   __u32 was, __u32 is)
{
	__u64 pseudo = 0;
	__s64 diff;

	if (at < c->s->l4) {
		if (at < c->s->addrs || at >= c->s->addrs_end)
			return;
		pseudo = BPF_F_PSEUDO_HDR;
	}
	diff = bpf_csum_diff(&was, sizeof(was), &is, sizeof(is), 0);
	if (diff >= 0)
		bpf_l4_csum_replace(c->skb, c->s->csum, 0, diff,
				    c->s->flags | pseudo);
}

static __always_inline bool patch_store(struct patching *c, __u32 off,
					const __u8 *b, __u64 len)
{
	__u32 at = c->s->l3 + ((off - c->s->l3) & ~3u);
	bool sums =
		c->s->l4 && off >= c->s->l3 && patch_window(c, at, c->s->was);

	if (bpf_skb_store_bytes(c->skb, off, b, len,
				sums ? 0 : BPF_F_RECOMPUTE_CSUM) < 0)
		return false;
	if (!sums || !patch_window(c, at, c->s->is))
		return true;
	patch_sum_word(c, at, c->s->was[0], c->s->is[0]);
	patch_sum_word(c, at + 4, c->s->was[1], c->s->is[1]);
	patch_sum_word(c, at + 8, c->s->was[2], c->s->is[2]);
	return true;
}

static long patch_step(__u32 i, void *ctx)
{
	struct patching *c = ctx;
	const struct ng_patch_step *op;
	__u64 was = 0, is, len, shift;
	__u32 off;

	if (i >= NG_PATCH_OPS)
		return 1;
	op = &c->p->ops[i];
	off = c->s->base + op->offset;
	len = op->length - 1;
	/* Said once more, so that every verifier sees 1 to 8 */
	asm volatile("%0 &= 7" : "+r"(len));
	len++;
	shift = 64 - len * 8;
	/* What is not all in the packet is left alone. */
	if (bpf_skb_load_bytes(c->skb, off, &was, len) < 0)
		return 0;
	was = bpf_be64_to_cpu(was) >> shift;
	is = patch_compute(op, was, ~0ULL >> shift);
	is = bpf_cpu_to_be64(is << shift);
	if (patch_store(c, off, (const __u8 *)&is, len))
		c->s->patched = 1;
	return 0;
}

/* The header's own checksum, made anew */
static __always_inline void patch_ip_sum(struct patching *c)
{
	__u8 *h = c->bytes;
	__u64 len;
	__s64 sum;
	__u16 out;

	__builtin_memset(h, 0, WALK_BYTES);
	if (bpf_skb_load_bytes(c->skb, c->s->l3, h, 1) < 0 || h[0] >> 4 != 4)
		return;
	len = h[0] & 15;
	if (len < 5)
		return;
	len--;
	/* Said once more, so that every verifier sees 4 to 64 */
	asm volatile("%0 &= 15" : "+r"(len));
	len = len * 4 + 4;
	if (bpf_skb_load_bytes(c->skb, c->s->l3, h, len) < 0)
		return;
	h[10] = h[11] = 0;
	sum = bpf_csum_diff(NULL, 0, (__be32 *)c->bytes, WALK_BYTES, 0);
	if (sum < 0)
		return;
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	out = (__u16)~sum;
	bpf_skb_store_bytes(c->skb, c->s->l3 + 10, &out, sizeof(out), 0);
}

static __always_inline void patch_packet(struct walk *w, __u32 slot,
					 const struct ng_node_rec *n,
					 const struct ng_patches *p)
{
	struct patching c = {
		.skb = w->skb, .p = p, .s = &w->s->patch, .bytes = w->s->bytes
	};
	__u32 link = patch_link(w, (__u32)n->cfg[NG_PATCH_DLT]);

	*c.s = (struct walk_patch){ .l3 = w->s->wrap + link };
	c.s->base = p->relative ? c.s->l3 : w->s->wrap;
	if (p->csums & ~NG_CSUM_IP)
		patch_find_sums(&c);
	bpf_loop(p->count, patch_step, &c, 0);
	if (!c.s->patched)
		return;
	count_one(slot, NG_PATCHED);
	if (p->csums & NG_CSUM_IP)
		patch_ip_sum(&c);
	tag_refresh(w);
}

static __always_inline void patch_recv(struct walk *w, struct ng_node_rec *n,
				       __u32 slot, struct ng_hook_rec *h)
{
	__u32 node = h->node;
	struct ng_patches *p;

	if (slot != n->role[NG_PATCH_IN]) {
		if (!n->role[NG_PATCH_IN])
			walk_error(w, ENETDOWN);
		walk_out(w, n->role[NG_PATCH_IN]);
		return;
	}
	p = bpf_map_lookup_elem(&patches, &node);
	if (p && p->node_gen == n->gen && p->count) {
		if (p->relative && n->cfg[NG_PATCH_DLT] == PATCH_EN10MB &&
		    walk_len(w) < ETH_HLEN) {
			count_one(slot, NG_PATCH_DROPPED);
			walk_error(w, EINVAL);
			return;
		}
		if (!walk_may_change(w, slot))
			return;
		patch_packet(w, slot, n, p);
	}
	walk_out(w, n->role[NG_PATCH_OUT] ? n->role[NG_PATCH_OUT] : slot);
}
