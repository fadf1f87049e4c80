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

#include "leave.h"

#include "bridge/bridge.bpf.h"
#include "echo/echo.bpf.h"
#include "hub/hub.bpf.h"
#include "macfilter/macfilter.bpf.h"
#include "one2many/one2many.bpf.h"
#include "patch/patch.bpf.h"
#include "source/source.bpf.h"
#include "split/split.bpf.h"
#include "tee/tee.bpf.h"
#include "vlan/vlan.bpf.h"

char LICENSE[] SEC("license") = "Dual BSD/GPL";

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
	case NG_KIND_ONE2MANY:
		one2many_recv(w, n, slot, h);
		break;
	case NG_KIND_VLAN:
		vlan_recv(w, n, slot, h);
		break;
	case NG_KIND_MACFILTER:
		macfilter_recv(w, n, slot, h);
		break;
	case NG_KIND_PATCH:
		patch_recv(w, n, slot, h);
		break;
	case NG_KIND_SOURCE:
		source_recv(w, n, slot, h);
		break;
	default:
		break;
	}
}

/* Take the next hook of the innermost open branch. */
static __always_inline void next_of_branch(struct walk *w)
{
	__u32 i = w->s->depth - 1;
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
		w->s->depth = i;
		return;
	}
	if (b->without & WALK_ONLY_ONE)
		w->s->depth = i;
	else
		b->cursor = h->next;
	if (slot == b->except || h->flags & b->without & ~WALK_ONLY_ONE)
		return;
	w->s->hops = b->hops;
	walk_out(w, slot);
	if (!w->s->hook || !walk_is_multicast(w))
		return;
	count_one(slot,
		  walk_is_broadcast(w) ? NG_XMIT_BROADCAST : NG_XMIT_MULTICAST);
}

static __always_inline void arrive(struct walk *w)
{
	__u32 slot = w->s->hook;
	struct ng_hook_rec *h = hook_get(slot);

	w->s->hook = 0;
	if (!h || !h->node)
		return;
	if (w->s->hops++ >= WALK_HOPS) {
		w->s->error = ELOOP;
		return;
	}
	if (h->leaf) {
		count_packet(slot, NG_RECV_OCTETS, walk_len(w));
		if (!leaf_takes(w, h))
			return;
		if (h->leaf == NG_LEAF_SOCKET) {
			socket_note(w, slot);
			return;
		}
		if (w->has && h->cross == w->has && h->leaf == w->has_leaf)
			return;
		if (w->s->leaf)
			leave_copy(w, w->s->leaf);
		w->s->leaf = slot;
		return;
	}
	receive(w, slot, h);
	if (w->s->again)
		w->s->again = 0;
	else if (!w->s->crossing)
		count_packet(slot, NG_RECV_OCTETS, walk_len(w));
}

static long step(__u32 i, void *ctx)
{
	struct walk *w = ctx;

	if (w->s->hook)
		arrive(w);
	else
		next_of_branch(w);
	return w->s->crossing || (!w->s->hook && !w->s->depth);
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

#define TEES 8 /* in a row, that are looked behind */

/* Where a packet that arrives at this hook comes to behind tees in its way */
static __always_inline __u32 behind_tees(__u32 slot)
{
	for (int i = 0; i < TEES; i++) {
		struct ng_hook_rec *h = hook_get(slot), *on;
		struct ng_node_rec *n = h ? node_get(h->node) : NULL;

		if (!n || n->kind != NG_KIND_TEE || h->num > NG_TEE_LEFT)
			return slot;
		on = hook_get(n->role[h->num == NG_TEE_LEFT ? NG_TEE_RIGHT
							    : NG_TEE_LEFT]);
		if (!on)
			return 0;
		slot = on->peer;
	}
	return 0;
}

/* The NIC's other hook is on the same bridge or hub: that is sure to send what
 * is for all there, too. */
static __always_inline bool goes_through(struct walk *w, __u32 slot,
					 const struct ng_hook_rec *other)
{
	struct ng_hook_rec *h = hook_get(behind_tees(slot));
	struct ng_hook_rec *far = hook_get(behind_tees(other->peer));
	struct ng_node_rec *n = h ? node_get(h->node) : NULL;

	if (!far || !n || far->node != h->node)
		return false;
	if (n->kind == NG_KIND_BRIDGE)
		return !(w->s->head[6] & 1) &&
		       h->muted <= bpf_ktime_get_coarse_ns();
	return n->kind == NG_KIND_HUB;
}

/*
 * What is for all and only passes the NIC's two hooks goes on as ever, and the
 * graph gets a copy: the other way round it would come in, or go out, there
 * once more, and everybody who looks on would see it twice.
 */
static __always_inline bool host_shares(struct walk *w)
{
	struct ng_node_rec *nic = w->nic ? node_get(w->nic) : NULL;
	struct ng_hook_rec *other;

	if (!nic || !walk_is_multicast(w))
		return false;
	other = hook_get(nic->role[w->at == AT_HOST_IN ? NG_ETHER_UPPER
						       : NG_ETHER_LOWER]);
	return other && !(other->flags & NG_HOOK_AUTOSRC) &&
	       goes_through(w, w->s->crossing, other);
}

static __always_inline int cross_as_copy(struct walk *w)
{
	w->skb->mark =
		NG_MARK | w->s->crossing |
		(w->at == AT_HOST_IN ? NG_MARK_HAS_UPPER : NG_MARK_HAS_LOWER);
	bpf_clone_redirect(w->skb, w->cross, BPF_F_INGRESS);
	w->skb->mark = 0;
	return w->at == AT_HOST_IN ? host_gets(w->skb, w->nic) : TCX_NEXT;
}

/* The frame's first octets; where they can be looked at at once that is cheaper
 * than to be given a copy. */
static __always_inline void load_head(struct walk *w)
{
	const walk_half *from = (void *)(long)w->skb->data;
	const void *end = (void *)(long)w->skb->data_end;
	walk_word *to = (void *)w->s->head;

	if (!w->s->wrap && (void *)from + ETH_HLEN <= end) {
		to[0] = walk_join(from[0], from[1]);
		to[1] = walk_join(from[2], from[3]);
		to[2] = walk_join(from[4], from[5]);
		to[3] = walk_join(from[6], 0);
	} else if (bpf_skb_load_bytes(w->skb, w->s->wrap, w->s->head,
				      ETH_HLEN) < 0) {
		__builtin_memset(w->s->head, 0, sizeof(w->s->head));
	}
}

/* Walk on from that hook, and do what it comes to with the packet. */
static __always_inline int walk(struct walk *w, __u32 hook, __u32 wrap,
				__u32 hops)
{
	int verdict = TC_ACT_SHOT;
	__u32 level = 0;

	w->s = scratch_take(&level);
	if (!w->s)
		return TC_ACT_SHOT;
	w->s->hook = hook;
	w->s->wrap = wrap;
	w->s->hops = hops;
	w->s->depth = w->s->leaf = 0;
	w->s->crossing = w->s->sockets = 0;
	w->s->error = w->s->again = 0;
	load_head(w);
	bpf_loop(WALK_STEPS, step, w, 0);
	w->error = w->s->error;
	if (w->s->crossing && host_shares(w))
		verdict = cross_as_copy(w);
	else if (w->s->crossing)
		verdict = cross_to(w, w->cross, w->s->crossing);
	else if (w->s->sockets)
		verdict = leave_sockets(w);
	else if (w->s->leaf)
		verdict = leave(w, w->s->leaf);
	else if (!w->error && (w->s->hook || w->s->depth))
		w->error = ELOOP;
	scratch_give(level);
	return verdict;
}

static __always_inline __u32 mark_slot(const struct __sk_buff *skb)
{
	__u32 mark = skb->mark;

	return (mark & NG_MARK_MASK) == NG_MARK
		       ? mark & ~(NG_MARK_MASK | NG_MARK_HAS | NG_MARK_AGAIN)
		       : 0;
}

#define NEAR_DEVS 1024

/* By the last bits of a device's number, what was looked up last: slot, number */
static __u64 near_devs[2][NEAR_DEVS];

/* The slot that was found last for this device, or 0.  It is still so if the
 * record there says that it stands for it. */
static __always_inline __u32 dev_near(__u32 place, __u32 ifindex)
{
	__u64 near = *(volatile __u64 *)&near_devs[place][ifindex % NEAR_DEVS];

	return (__u32)near == ifindex ? near >> 32 : 0;
}

static __always_inline __u32 dev_get(__u32 place, __u32 ifindex)
{
	const struct ng_dev_key key = { .place = place, .ifindex = ifindex };
	__u32 *slot = bpf_map_lookup_elem(&devs, &key);

	if (!slot)
		return 0;
	*(volatile __u64 *)&near_devs[place][ifindex % NEAR_DEVS] =
		(__u64)*slot << 32 | ifindex;
	return *slot;
}

/* The node of a NIC, and its slot; NULL: it has none */
static __always_inline struct ng_node_rec *dev_node(__u32 ifindex,
						    __u32 *ret_slot)
{
	__u32 slot = dev_near(NG_PLACE_HOST, ifindex);
	struct ng_node_rec *n = slot ? node_get(slot) : NULL;

	if (!n || n->kind != NG_KIND_ETHER || n->ifindex != ifindex) {
		slot = dev_get(NG_PLACE_HOST, ifindex);
		n = slot ? node_get(slot) : NULL;
	}
	*ret_slot = slot;
	return n;
}

/* The same for an interface's inner end, and the interface's hook */
static __always_inline struct ng_hook_rec *dev_hook(__u32 ifindex,
						    __u32 *ret_slot)
{
	__u32 slot = dev_near(NG_PLACE_CLOSET, ifindex);
	struct ng_hook_rec *h = slot ? hook_get(slot) : NULL;

	if (!h || !h->node || h->leaf != NG_LEAF_EIFACE ||
	    h->ifindex != ifindex) {
		slot = dev_get(NG_PLACE_CLOSET, ifindex);
		h = slot ? hook_get(slot) : NULL;
	}
	*ret_slot = slot;
	return h;
}

/* Leave the node whose hook this is: where to. */
static __always_inline __u32 begin(struct __sk_buff *skb, __u32 slot,
				   const struct ng_hook_rec *h, __u32 wrap)
{
	if (!h)
		return 0;
	count_packet(slot, NG_XMIT_OCTETS, skb->len - wrap);
	return h->peer;
}

/* Where to look an interface's address up; or, where nobody may, the one it
 * sends from. */
static __always_inline void learn_mac(struct __sk_buff *skb,
				      struct ng_hook_rec *h)
{
	const __u8 *from = (void *)(long)skb->data + 6;
	__u32 now;

	if (!h || h->leaf != NG_LEAF_EIFACE)
		return;
	if (peeks && !h->outer)
		h->outer = peek_outer(skb);
	if (h->outer)
		return;
	if ((void *)(from + 6) > (void *)(long)skb->data_end || from[0] & 1)
		return;
	if (!same_mac(from, h->mac))
		__builtin_memcpy(h->mac, from, 6);
	now = now_ms();
	if (h->seen != now)
		h->seen = now;
}

/* What the walk on the host found to be an interface's needs none here. */
static __always_inline struct ng_hook_rec *interface_at(struct __sk_buff *skb,
							__u32 slot)
{
	struct ng_hook_rec *h;

	if (!slot || skb->mark != (NG_MARK | slot))
		return NULL;
	h = hook_get(slot);
	return h && h->leaf == NG_LEAF_EIFACE ? h : NULL;
}

/* Ingress in the closet: an eiface's inner end, or a pair from the host */
SEC("tc")
int ng_closet_in(struct __sk_buff *skb)
{
	struct walk w = { .skb = skb, .at = AT_CLOSET_IN };
	__u32 hook = mark_slot(skb), was = 0;
	const __u8 *dest = (void *)(long)skb->data;
	struct ng_hook_rec *h = interface_at(skb, hook);

	if (h && (void *)(dest + ETH_ALEN) <= (void *)(long)skb->data_end) {
		skb->mark = 0;
		return hand_over(skb, dest, h);
	}
	if (skb->mark == NG_MARK_LOOK) {
		learn_mac(skb, dev_hook(skb->ifindex, &hook));
		return TC_ACT_SHOT;
	}
	w.copies = skb->ifindex;
	if (hook && skb->mark & NG_MARK_HAS) {
		w.has = skb->ifindex;
		w.has_leaf = skb->mark & NG_MARK_HAS_UPPER ? NG_LEAF_UPPER
							   : NG_LEAF_LOWER;
	}
	if (hook && skb->mark & NG_MARK_AGAIN)
		was = skb->tc_index;
	if (!hook) {
		h = dev_hook(skb->ifindex, &hook);
		learn_mac(skb, h);
		hook = begin(skb, hook, h, 0);
	}
	skb->mark = 0;
	skb->tc_index = 0;
	return hook ? walk(&w, hook, was & WALK_WRAPPED ? ETH_HLEN : 0,
			   was & WALK_HOPS_MASK)
		    : TC_ACT_SHOT;
}

/* A program stays on a device that is moved to another namespace.  There the
 * number of the pair to the closet is nobody's, or somebody else's. */
static __always_inline bool is_at_home(struct __sk_buff *skb,
				       const struct ng_node_rec *nic)
{
	__u32 mtu = 0;

	if (!nic->cross_host)
		return false;
	if (peeks)
		return peek_netns(skb) == home;
	return bpf_check_mtu(skb, nic->cross_host, &mtu, 0, 0) >= 0 &&
	       mtu == NG_CROSS_MTU;
}

static __always_inline void note_nic(struct __sk_buff *skb)
{
	__u32 node;
	struct ng_node_rec *n = dev_node(skb->ifindex, &node);

	if (peeks && n)
		n->kernel = peek_device(skb);
}

static __always_inline int nic(struct __sk_buff *skb, __u32 at, __u32 role)
{
	struct walk w = { .skb = skb, .at = at };
	struct ng_node_rec *n = dev_node(skb->ifindex, &w.nic);
	int verdict;
	__u32 hook;

	if (!n || !is_at_home(skb, n))
		return TCX_NEXT;
	if (!n->role[role])
		return at == AT_HOST_IN ? host_gets(skb, w.nic) : TCX_NEXT;
	w.cross = n->cross_host;
	hook = begin(skb, n->role[role], hook_get(n->role[role]), 0);
	if (!hook)
		return TCX_NEXT;
	verdict = walk(&w, hook, 0, 0);
	if (verdict != TC_ACT_SHOT || at != AT_HOST_OUT || w.error)
		return verdict;
	/* What a node takes for itself is no error of the host's: TCX knows no
	 * way to say so but to send it to where it is dropped. */
	skb->mark = NG_MARK_DROP;
	return bpf_redirect(w.cross, BPF_F_INGRESS);
}

/* Ingress on the host: a NIC, or the pair to the closet */
SEC("tc")
int ng_host_in(struct __sk_buff *skb)
{
	struct walk w = { .skb = skb, .at = AT_HOST_IN };
	__u32 slot = mark_slot(skb);
	struct ng_hook_rec *h;

	if (skb->mark == NG_MARK_DONE) {
		skb->mark = 0;
		(void)dev_node(skb->ifindex, &slot);
		return host_gets(skb, slot);
	}
	if (skb->mark == NG_MARK_DROP)
		return TC_ACT_SHOT;
	if (!slot)
		return nic(skb, AT_HOST_IN, NG_ETHER_LOWER);
	if (skb->mark == NG_MARK_LOOK) {
		note_nic(skb);
		return TC_ACT_SHOT;
	}
	h = hook_get(slot);
	if (!h || (h->leaf != NG_LEAF_LOWER && h->leaf != NG_LEAF_UPPER))
		return bpf_redirect_peer(skb->ifindex, 0);
	return leave_nic(&w, slot, h);
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

/* A program's packet, in front of it what NgSendData() wrote there: the hook's
 * slot, or nothing if the node has but one. */
static __always_inline __u32 socket_hook(struct __sk_buff *skb,
					 const struct ng_node_rec *n,
					 __u32 node)
{
	struct ng_hook_rec *h;
	__u8 head[ETH_HLEN];
	__u32 slot;

	if (bpf_skb_load_bytes(skb, 0, head, sizeof(head)) < 0)
		return 0;
	slot = (__u32)head[3] << 16 | (__u32)head[4] << 8 | head[5];
	if (!slot && n->nhooks == 1)
		slot = n->first;
	h = slot ? hook_get(slot) : NULL;
	return h && h->node == node ? slot : 0;
}

/* Egress of the sockets' device in the closet */
SEC("tc")
int ng_socket_out(struct __sk_buff *skb)
{
	struct walk w = { .skb = skb, .at = AT_CLOSET_OUT };
	__u32 node = mark_slot(skb), slot, hook;
	struct ng_node_rec *n = node ? node_get(node) : NULL;
	struct ng_hook_rec *h;
	int verdict;

	skb->mark = 0;
	skb->tc_index = 0;
	if (peeks && n)
		n->kernel = peek_socket(skb);
	slot = n ? socket_hook(skb, n, node) : 0;
	h = slot ? hook_get(slot) : NULL;
	hook = begin(skb, slot, h, ETH_HLEN);
	if (!n || !h || !hook)
		return TC_ACT_SHOT;
	w.copies = h->ifindex;
	verdict = walk(&w, hook, ETH_HLEN, 0);
	if (n->kind == NG_KIND_SOCKET)
		n->role[NG_SOCKET_ERROR] = w.error;
	if (verdict != TC_ACT_SHOT)
		return verdict;
	/* What a node takes for itself is no error of the sender's. */
	return w.error ? TC_ACT_SHOT : TC_ACT_STOLEN;
}
