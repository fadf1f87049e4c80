/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * graph.bpf.c - The walk: from the device where a packet enters the graph,
 * hook by hook, to those where it leaves
 *
 * Copies leave as they are found, the last leaf gets the packet itself.  A leaf
 * in the other namespace is reached by the pair that joins host and closet,
 * with the hook in skb->mark.
 */

#include "walk.h"

#include "bridge/bridge.bpf.h"
#include "echo/echo.bpf.h"
#include "hub/hub.bpf.h"
#include "split/split.bpf.h"
#include "tee/tee.bpf.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

static __always_inline bool same_mac(const __u8 *a, const __u8 *b)
{
	return ((a[0] ^ b[0]) | (a[1] ^ b[1]) | (a[2] ^ b[2]) | (a[3] ^ b[3]) |
		(a[4] ^ b[4]) | (a[5] ^ b[5])) == 0;
}

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

static __always_inline int leave_eiface(struct walk *w, __u32 slot,
					const struct ng_hook_rec *h)
{
	if (walk_on_host(w))
		return cross_to(w, w->cross, slot);
	w->skb->mark = 0;
	if (w->at != AT_CLOSET_IN || !same_mac(w->s->head, h->mac))
		return bpf_redirect(h->ifindex, 0);
	bpf_skb_change_type(w->skb, 0); /* PACKET_HOST: old kernels forget */
	return bpf_redirect_peer(h->ifindex, 0);
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
		return TCX_NEXT;
	}
	w->skb->mark = NG_MARK_DONE;
	return bpf_redirect(h->ifindex, up ? BPF_F_INGRESS : 0);
}

/* The packet itself leaves: the last thing that is done with it. */
static __always_inline int leave(struct walk *w, __u32 slot)
{
	struct ng_hook_rec *h = hook_get(slot);

	if (!h)
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

	if (!h)
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

static __always_inline void receive(struct walk *w, __u32 slot,
				    struct ng_hook_rec *h)
{
	struct ng_node_rec *n = node_get(h->node);

	if (!n)
		return;
	switch (n->kind) {
	case NG_KIND_BRIDGE:
		bridge_recv(w, n, slot, h);
		break;
	case NG_KIND_HUB:
		hub_recv(w, n, slot, h);
		break;
	case NG_KIND_TEE:
		tee_recv(w, n, slot, h);
		break;
	case NG_KIND_SPLIT:
		split_recv(w, n, slot, h);
		break;
	case NG_KIND_ECHO:
		echo_recv(w, n, slot, h);
		break;
	default:
		break;
	}
}

/* Take the next hook of the innermost open branch. */
static __always_inline void next_of_branch(struct walk *w)
{
	__u32 i = w->depth - 1;
	struct walk_branch *b;
	struct ng_hook_rec *h;
	__u32 slot;

	if (i >= WALK_DEPTH)
		return;
	b = &w->s->branch[i];
	slot = b->cursor;
	h = slot ? hook_get(slot) : NULL;
	/* A hook that was taken away meanwhile ends it. */
	if (!h || h->node != b->node) {
		w->depth = i;
		return;
	}
	if (b->without & WALK_ONLY_ONE)
		w->depth = i;
	else
		b->cursor = h->next;
	if (slot == b->except || h->flags & b->without & ~WALK_ONLY_ONE)
		return;
	w->hops = b->hops;
	walk_out(w, slot);
	if (!w->hook || !walk_is_multicast(w))
		return;
	count_one(slot,
		  walk_is_broadcast(w) ? NG_XMIT_BROADCAST : NG_XMIT_MULTICAST);
}

static __always_inline void arrive(struct walk *w)
{
	__u32 slot = w->hook;
	struct ng_hook_rec *h = hook_get(slot);

	w->hook = 0;
	if (!h || !h->node || w->hops++ >= WALK_HOPS)
		return;
	if (h->leaf) {
		count_packet(slot, NG_RECV_OCTETS, w->skb->len);
		if (w->leaf)
			leave_copy(w, w->leaf);
		w->leaf = slot;
		return;
	}
	receive(w, slot, h);
	if (!w->crossing)
		count_packet(slot, NG_RECV_OCTETS, w->skb->len);
}

static long step(__u32 i, void *ctx)
{
	struct walk *w = ctx;

	if (w->hook) {
		arrive(w);
		return w->crossing != 0;
	}
	if (!w->depth)
		return 1;
	next_of_branch(w);
	return 0;
}

static __always_inline struct walk_scratch *scratch_take(__u32 *ret_level)
{
	__u32 zero = 0, level;
	struct walk_scratch *s = bpf_map_lookup_elem(&scratch, &zero);

	if (!s)
		return NULL;
	level = s->busy;
	if (level >= WALK_LEVELS)
		return NULL;
	s->busy = level + 1;
	*ret_level = level;
	return bpf_map_lookup_elem(&scratch, &level);
}

static __always_inline void scratch_give(__u32 level)
{
	__u32 zero = 0;
	struct walk_scratch *s = bpf_map_lookup_elem(&scratch, &zero);

	if (s)
		s->busy = level;
}

/* Walk from where w->hook says, and do what it came to with the packet. */
static __always_inline int walk(struct walk *w)
{
	int verdict = TC_ACT_SHOT;
	__u32 level = 0;

	w->s = scratch_take(&level);
	if (!w->s)
		return TC_ACT_SHOT;
	if (bpf_skb_load_bytes(w->skb, 0, w->s->head, ETH_HLEN) < 0)
		__builtin_memset(w->s->head, 0, sizeof(w->s->head));
	bpf_loop(WALK_STEPS, step, w, 0);
	if (w->crossing)
		verdict = cross_to(w, w->cross, w->crossing);
	else if (w->leaf)
		verdict = leave(w, w->leaf);
	scratch_give(level);
	return verdict;
}

static __always_inline __u32 mark_slot(const struct __sk_buff *skb)
{
	__u32 mark = skb->mark;

	return (mark & NG_MARK_MASK) == NG_MARK ? mark & ~NG_MARK_MASK : 0;
}

static __always_inline __u32 dev_get(__u32 place, __u32 ifindex)
{
	const struct ng_dev_key key = { .place = place, .ifindex = ifindex };
	__u32 *slot = bpf_map_lookup_elem(&devs, &key);

	return slot ? *slot : 0;
}

/* Leave the node whose hook is in @slot. */
static __always_inline void begin(struct walk *w, __u32 slot)
{
	struct ng_hook_rec *h = slot ? hook_get(slot) : NULL;

	if (!h)
		return;
	count_packet(slot, NG_XMIT_OCTETS, w->skb->len);
	w->hook = h->peer;
}

/* Ingress in the closet: an eiface's inner end, or a pair from the host */
SEC("tc")
int ng_closet_in(struct __sk_buff *skb)
{
	struct walk w = { .skb = skb, .at = AT_CLOSET_IN };

	w.hook = mark_slot(skb);
	skb->mark = 0;
	if (!w.hook)
		begin(&w, dev_get(NG_PLACE_CLOSET, skb->ifindex));
	return walk(&w);
}

static __always_inline int nic(struct __sk_buff *skb, __u32 at, __u32 role)
{
	struct walk w = { .skb = skb, .at = at };
	struct ng_node_rec *n;

	w.nic = dev_get(NG_PLACE_HOST, skb->ifindex);
	n = w.nic ? node_get(w.nic) : NULL;
	if (!n || !n->role[role])
		return TCX_NEXT;
	w.cross = n->cross_host;
	begin(&w, n->role[role]);
	if (!w.hook)
		return TCX_NEXT;
	return walk(&w);
}

/* Ingress on the host: a NIC, or the pair to the closet */
SEC("tc")
int ng_host_in(struct __sk_buff *skb)
{
	struct walk w = { .skb = skb, .at = AT_HOST_IN };
	struct ng_hook_rec *h;

	if (skb->mark == NG_MARK_DONE) {
		skb->mark = 0;
		return TCX_NEXT;
	}
	w.hook = mark_slot(skb);
	if (!w.hook)
		return nic(skb, AT_HOST_IN, NG_ETHER_LOWER);
	h = hook_get(w.hook);
	if (!h || (h->leaf != NG_LEAF_LOWER && h->leaf != NG_LEAF_UPPER))
		return bpf_redirect_peer(skb->ifindex, 0);
	return leave(&w, w.hook);
}

/* Egress on a NIC */
SEC("tc")
int ng_host_out(struct __sk_buff *skb)
{
	if (skb->mark == NG_MARK_DONE) {
		skb->mark = 0;
		return TCX_NEXT;
	}
	return nic(skb, AT_HOST_OUT, NG_ETHER_UPPER);
}
