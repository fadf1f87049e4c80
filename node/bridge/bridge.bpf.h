/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* bridge.bpf.h - A learning bridge: the walk's part */
#pragma once

#include "walk.h"

#define BRIDGE_REFRESH (NSEC / 20) /* how often "last seen" is written … */
#define BRIDGE_NEAR (NSEC / 20) /* … or looked at */

/* What is known of an address, unless its link went or it is too old. */
static __always_inline struct ng_host *
bridge_host(const struct ng_node_rec *n, const struct ng_host_key *key,
	    __u64 now)
{
	struct ng_host *e = bpf_map_lookup_elem(&hosts, key);
	struct ng_hook_rec *h = e ? hook_get(e->hook) : NULL;

	if (!e || !h || h->node != key->node || h->gen != e->gen ||
	    n->gen != e->node_gen)
		return NULL;
	/* Another CPU, or movehost, may have a clock that is a tick ahead. */
	if (now > e->last &&
	    now - e->last >= n->cfg[NG_BRIDGE_MAXSTALENESS] * NSEC)
		return NULL;
	return e;
}

/* The place for what was found of an address on this CPU */
static __always_inline struct walk_near *
bridge_near(struct walk *w, const struct ng_host_key *key)
{
	const walk_word *addr = (const void *)key->addr;
	__u32 last = addr[1] << 16 | addr[0] >> 16;

	last = (last ^ key->node) * 0x9e3779b1u >> (32 - WALK_NEAR_BITS);
	return &w->s->near[last & (WALK_NEAR - 1)];
}

/* Is it this one's, and still so?  If what its hook is does not count */
static __always_inline bool near_knows(const struct walk_near *near,
				       const struct ng_node_rec *n,
				       const struct ng_host_key *key, __u64 now)
{
	return near->until > now && same_key(&near->key, key) &&
	       near->node_gen == n->gen && near->moves == n->moves;
}

/* @moves: from before it was looked up */
static __always_inline void near_note(struct walk_near *near,
				      const struct ng_host_key *key,
				      const struct ng_host *e, __u32 moves,
				      __u64 now)
{
	near->key = *key;
	near->hook = e->hook;
	near->gen = e->gen;
	near->node_gen = e->node_gen;
	near->moves = moves;
	near->until = now + BRIDGE_NEAR;
}

/* The hook an address is behind, and its slot; NULL: nobody knows */
static __always_inline struct ng_hook_rec *
bridge_find(struct walk *w, const struct ng_node_rec *n,
	    const struct ng_host_key *key, __u64 now, __u32 *ret_slot)
{
	struct walk_near *near = bridge_near(w, key);
	__u32 moves = n->moves;
	struct ng_hook_rec *h;
	struct ng_host *e;

	if (near_knows(near, n, key, now)) {
		*ret_slot = near->hook;
		h = hook_get(near->hook);
		if (h && h->node == key->node && h->gen == near->gen)
			return h;
	}
	e = bridge_host(n, key, now);
	if (!e)
		return NULL;
	near_note(near, key, e, moves, now);
	*ret_slot = e->hook;
	return hook_get(e->hook);
}

static __always_inline bool bridge_new(struct walk *w, struct ng_node_rec *n,
				       const struct ng_host_key *key,
				       __u32 slot, const struct ng_hook_rec *h,
				       __u64 now)
{
	const struct ng_host host = {
		.hook = slot,
		.gen = h->gen,
		.node_gen = n->gen,
		.first = now,
		.last = now,
	};

	if (bpf_map_update_elem(&hosts, key, &host, BPF_ANY) == 0) {
		__sync_fetch_and_add(&n->moves, 1);
		return true;
	}
	count_one(slot, NG_NO_MEMORY);
	walk_error(w, ENOMEM);
	return false;
}

/* Note where the sender is; false: it is on two links at once, a loop. */
static __always_inline bool bridge_learn(struct walk *w, struct ng_node_rec *n,
					 __u32 node, __u32 slot,
					 struct ng_hook_rec *h, __u64 now)
{
	struct ng_host_key key = mac_key(node, w->s->head + 6);
	struct walk_near *near = bridge_near(w, &key);
	__u32 moves = n->moves;
	struct ng_host *e;

	if (near_knows(near, n, &key, now) && near->hook == slot &&
	    near->gen == h->gen)
		return true;
	e = bridge_host(n, &key, now);
	if (!e)
		return bridge_new(w, n, &key, slot, h, now);
	if (e->hook == slot) {
		if (now - e->last > BRIDGE_REFRESH)
			e->last = now;
		near_note(near, &key, e, moves, now);
		return true;
	}
	if (now - e->first < n->cfg[NG_BRIDGE_MINSTABLEAGE] * NSEC) {
		h->muted = now + n->cfg[NG_BRIDGE_LOOPTIMEOUT] * NSEC;
		h->gen++;
		count_one(slot, NG_LOOP_DETECTS);
		count_one(slot, NG_LOOP_DROPS);
		walk_error(w, ELOOP);
		return false;
	}
	return bridge_new(w, n, &key, slot, h, now);
}

static __always_inline bool bridge_takes(struct walk *w, __u32 slot,
					 const struct ng_hook_rec *h, __u64 now)
{
	if (walk_len(w) < ETH_HLEN) {
		count_one(slot, NG_RECV_RUNTS);
		walk_error(w, EINVAL);
		return false;
	}
	if (w->s->head[6] & 1) {
		count_one(slot, NG_RECV_INVALID);
		walk_error(w, EINVAL);
		return false;
	}
	if (h->muted > now) {
		count_one(slot, NG_LOOP_DROPS);
		walk_error(w, ELOOP);
		return false;
	}
	return true;
}

static __always_inline void bridge_recv(struct walk *w, struct ng_node_rec *n,
					__u32 slot, struct ng_hook_rec *h)
{
	__u64 now = bpf_ktime_get_coarse_ns();
	struct ng_host_key key = mac_key(h->node, w->s->head);
	bool many = walk_is_multicast(w);
	struct ng_hook_rec *to = NULL;
	__u32 out = 0;

	if (!bridge_takes(w, slot, h, now))
		return;
	if (!many)
		to = bridge_find(w, n, &key, now, &out);
	if (!to && !walk_may_branch(w, slot))
		return;
	if (!(h->flags & NG_HOOK_UPLINK) &&
	    !bridge_learn(w, n, h->node, slot, h, now))
		return;

	if (many)
		count_one(slot, walk_is_broadcast(w) ? NG_RECV_BROADCAST
						     : NG_RECV_MULTICAST);
	if (to) {
		if (out != slot)
			walk_out_of(w, out, to);
		return;
	}
	if (!many)
		count_one(slot, NG_RECV_UNKNOWN);
	walk_flood(w, n, h->node, slot, many ? 0 : NG_HOOK_NOUNKNOWN);
}
