/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * leave.h - How a packet, or a copy of it, leaves the graph
 *
 * A leaf in the other namespace is reached by the pair that joins host and
 * closet, with the hook in skb->mark.  Programs get it by the closet's pair of
 * devices for sockets, behind a pseudo header: the node's slot as destination,
 * the hook's as source, and a type by which the kernel lets it be taken off.
 */
#pragma once

#include "peek.h"
#include "tag.h"
#include "walk.h"

#define MAC_FRESH 20 /* ms, and at least the kernel's tick */

/*
 * Hand the packet to another device's receive side in the other namespace.
 * redirect_peer marks each frame as the receiver's own, so the last step must
 * not use it for others; and it only works where packets come in.
 */
static __always_inline int pass_over(struct walk *w, __u32 ifindex)
{
	if (w->at == AT_CLOSET_OUT || w->at == AT_HOST_OUT)
		return bpf_redirect(ifindex, BPF_F_INGRESS);
	return bpf_redirect_peer(ifindex, 0);
}

static __always_inline int cross_to(struct walk *w, __u32 ifindex, __u32 slot)
{
	w->skb->mark = NG_MARK | slot;
	return pass_over(w, ifindex);
}

#define SHORT 34 /* too short for the kernel's own way of taking bytes off */

/* Take off the pseudo header, for a device; false: that cannot be. */
static __always_inline bool unwrap(struct walk *w)
{
	__u32 len = walk_len(w);
	__u8 *frame = w->s->bytes;

	if (!w->s->wrap)
		return true;
	if (len < ETH_HLEN)
		return false;
	if (len < SHORT) {
		__u64 n = len - ETH_HLEN;

		/* Said once more, so that every verifier sees 14 to 45 */
		asm volatile("%0 &= 31" : "+r"(n));
		n += ETH_HLEN;
		if (bpf_skb_load_bytes(w->skb, ETH_HLEN, frame, n) < 0 ||
		    bpf_skb_store_bytes(w->skb, 0, frame, n, 0) < 0 ||
		    bpf_skb_change_tail(w->skb, len, 0) < 0)
			return false;
	} else {
		if (bpf_skb_load_bytes(w->skb, ETH_HLEN, frame, ETH_HLEN) < 0 ||
		    bpf_skb_adjust_room(w->skb, -ETH_HLEN, BPF_ADJ_ROOM_MAC,
					0) < 0 ||
		    bpf_skb_store_bytes(w->skb, 0, frame, ETH_HLEN, 0) < 0)
			return false;
	}
	w->s->wrap = 0;
	return true;
}

static __always_inline void put_slot(__u8 *to, __u32 slot)
{
	to[3] = slot >> 16;
	to[4] = slot >> 8;
	to[5] = slot;
}

/* Write the pseudo header for a hook of a socket node. */
static __always_inline bool wrap(struct walk *w, __u32 slot,
				 const struct ng_hook_rec *h)
{
	__u8 head[ETH_HLEN] = { 0 };

	if (!w->s->wrap &&
	    (!tags_in(w) || bpf_skb_change_head(w->skb, ETH_HLEN, 0) < 0))
		return false;
	w->s->wrap = ETH_HLEN;
	put_slot(head, h->node);
	put_slot(head + 6, slot);
	head[0] = 2; /* an address as it might be, and nobody's */
	head[6] = 2;
	head[12] = ETH_P_IP >> 8;
	return bpf_skb_store_bytes(w->skb, 0, head, sizeof(head), 0) == 0;
}

/* A program's packet that the last step would only lose: it is told. */
static __always_inline bool is_deaf(const struct walk *w,
				    const struct ng_hook_rec *h)
{
	struct ng_node_rec *n;
	__u64 device;

	if (!peeks || w->at != AT_CLOSET_OUT)
		return false;
	n = h->leaf == NG_LEAF_LOWER ? node_get(h->node) : NULL;
	device = n ? n->kernel : h->outer;
	return device && peek_is_down(device);
}

/* The packet arrives where it would leave; false: but it cannot. */
static __always_inline bool leaf_takes(struct walk *w,
				       const struct ng_hook_rec *h)
{
	struct ng_node_rec *n;

	if (h->leaf == NG_LEAF_SOCKET) {
		n = peeks ? node_get(h->node) : NULL;
		if (!n || !n->kernel || !peek_is_full(n->kernel))
			return true;
		walk_error(w, ENOBUFS);
		return false;
	}
	if (!is_deaf(w, h))
		return true;
	walk_error(w, ENETDOWN);
	return false;
}

static __always_inline void socket_note(struct walk *w, __u32 slot)
{
	__u32 i = w->s->sockets;

	if (i >= WALK_SOCKETS)
		return;
	w->s->socket[i] = slot;
	w->s->sockets = i + 1;
}

/* Time for the age of an address, in milliseconds or nearly */
static __always_inline __u32 now_ms(void)
{
	return bpf_ktime_get_coarse_ns() >> 20;
}

/*
 * Is the frame for the interface's own address?  Where that cannot be looked at
 * only what it has sent from lately is sure.
 */
static __always_inline bool is_own(const __u8 *dest,
				   const struct ng_hook_rec *h)
{
	__u64 mac;

	if (peeks && h->outer) {
		mac = peek_mac(h->outer);
		return same_mac(dest, (const __u8 *)&mac);
	}
	return same_mac(dest, h->mac) && now_ms() - h->seen < MAC_FRESH;
}

/* From where packets come in in the closet to an interface; @dest: the frame's */
static __always_inline int hand_over(struct __sk_buff *skb, const __u8 *dest,
				     const struct ng_hook_rec *h)
{
	if (!is_own(dest, h))
		return bpf_redirect(h->ifindex, 0);
	if (skb->pkt_type != PACKET_HOST) /* old kernels leave it so */
		bpf_skb_change_type(skb, PACKET_HOST);
	return bpf_redirect_peer(h->ifindex, 0);
}

static __always_inline int leave_eiface(struct walk *w, __u32 slot,
					const struct ng_hook_rec *h)
{
	if (walk_on_host(w))
		return cross_to(w, w->cross, slot);
	w->skb->mark = 0;
	if (w->at != AT_CLOSET_IN)
		return bpf_redirect(h->ifindex, 0);
	return hand_over(w->skb, w->s->head, h);
}

/* The next hook of a copy is in its mark; what the host knows is no orphan. */
static __always_inline void copy_orphan(struct __sk_buff *skb,
					const struct ng_node_rec *nic)
{
	__u32 slot = nic->role[NG_ETHER_ORPHANS];
	struct ng_hook_rec *h = slot ? hook_get(slot) : NULL;

	if (!h || !h->peer || skb->pkt_type == PACKET_OTHERHOST)
		return;
	if (skb->vlan_present && skb->vlan_tci & 0xfff)
		return;
	switch (bpf_ntohs(skb->protocol)) {
	case ETH_P_IP:
	case ETH_P_IPV6:
	case ETH_P_ARP:
		return;
	default:
		break;
	}
	count_packet(slot, NG_XMIT_OCTETS, skb->len);
	skb->mark = NG_MARK | h->peer;
	bpf_clone_redirect(skb, nic->cross_host, BPF_F_INGRESS);
	skb->mark = 0;
}

/* The host's stack takes it, or knows no such frames. */
static __always_inline int host_gets(struct __sk_buff *skb, __u32 node)
{
	const struct ng_node_rec *nic = node ? node_get(node) : NULL;

	if (nic && nic->role[NG_ETHER_ORPHANS])
		copy_orphan(skb, nic);
	return TCX_NEXT;
}

static __always_inline int leave_nic(struct walk *w, __u32 slot,
				     const struct ng_hook_rec *h)
{
	bool up = h->leaf == NG_LEAF_UPPER;

	if (!walk_on_host(w))
		return cross_to(w, h->cross, slot);
	if (h->flags & NG_HOOK_AUTOSRC && !up)
		bpf_skb_store_bytes(w->skb, 6, h->mac, 6, 0);
	/* From one of its hooks to the other: no detour for the NIC's own. */
	if (w->nic == h->node && (w->at == AT_HOST_IN) == up) {
		w->skb->mark = 0;
		return up ? host_gets(w->skb, w->nic) : TCX_NEXT;
	}
	w->skb->mark = NG_MARK_DONE;
	return bpf_redirect(h->ifindex, up ? BPF_F_INGRESS : 0);
}

/* The packet itself leaves: the last thing that is done with it. */
static __always_inline int leave(struct walk *w, __u32 slot)
{
	struct ng_hook_rec *h = hook_get(slot);

	if (!h || !unwrap(w))
		return TC_ACT_SHOT;
	switch (h->leaf) {
	case NG_LEAF_EIFACE:
		return leave_eiface(w, slot, h);
	case NG_LEAF_LOWER:
	case NG_LEAF_UPPER:
		return leave_nic(w, slot, h);
	default:
		return TC_ACT_SHOT;
	}
}

/* A copy leaves, which happens in the closet only. */
static __always_inline void leave_copy(struct walk *w, __u32 slot)
{
	struct ng_hook_rec *h = hook_get(slot);

	if (!h || !unwrap(w))
		return;
	switch (h->leaf) {
	case NG_LEAF_EIFACE:
		bpf_clone_redirect(w->skb, h->ifindex, 0);
		break;
	case NG_LEAF_LOWER:
	case NG_LEAF_UPPER:
		w->skb->mark = NG_MARK | slot;
		bpf_clone_redirect(w->skb, h->cross, BPF_F_INGRESS);
		w->skb->mark = 0;
		break;
	default:
		break;
	}
}

/* All programs' copies, after the devices': the frame grows for them. */
static __always_inline int leave_sockets(struct walk *w)
{
	__u32 last = w->s->sockets - 1;

	if (walk_on_host(w))
		return cross_to(w, w->cross, w->s->socket[0]);
	if (w->s->leaf)
		leave_copy(w, w->s->leaf);
	for (__u32 i = 0; i < WALK_SOCKETS; i++) {
		__u32 slot = w->s->socket[i];
		struct ng_hook_rec *h = hook_get(slot);

		if (!h || !wrap(w, slot, h))
			return TC_ACT_SHOT;
		if (i == last)
			return bpf_redirect(h->ifindex, 0);
		bpf_clone_redirect(w->skb, h->ifindex, 0);
	}
	return TC_ACT_SHOT;
}
