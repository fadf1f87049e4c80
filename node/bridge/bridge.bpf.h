/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* bridge.bpf.h - A learning bridge: the walk's part */
#pragma once

#include "walk.h"

#define BRIDGE_REFRESH (NSEC / 10) /* how exact "last seen" is */

static __always_inline struct ng_host_key bridge_key(__u32 node,
						     const __u8 *mac)
{
	struct ng_host_key key = { .node = node };

	__builtin_memcpy(key.addr, mac, 6);
	return key;
}

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

static __always_inline bool bridge_new(struct walk *w,
				       const struct ng_node_rec *n,
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

	if (bpf_map_update_elem(&hosts, key, &host, BPF_ANY) == 0)
		return true;
	count_one(slot, NG_NO_MEMORY);
	walk_error(w, ENOMEM);
	return false;
}

/* Note where the sender is; false: it is on two links at once, a loop. */
static __always_inline bool bridge_learn(struct walk *w,
					 const struct ng_node_rec *n,
					 __u32 node, __u32 slot,
					 struct ng_hook_rec *h, __u64 now)
{
	struct ng_host_key key = bridge_key(node, w->s->head + 6);
	struct ng_host *e = bridge_host(n, &key, now);

	if (!e)
		return bridge_new(w, n, &key, slot, h, now);
	if (e->hook == slot) {
		if (now - e->last > BRIDGE_REFRESH)
			e->last = now;
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
	struct ng_host_key key = bridge_key(h->node, w->s->head);
	bool many = walk_is_multicast(w);
	struct ng_host *to;
	__u32 out;

	if (!bridge_takes(w, slot, h, now))
		return;
	to = many ? NULL : bridge_host(n, &key, now);
	out = to ? to->hook : 0;
	if (!out && !walk_may_branch(w, slot))
		return;
	if (!(h->flags & NG_HOOK_UPLINK) &&
	    !bridge_learn(w, n, h->node, slot, h, now))
		return;

	if (many)
		count_one(slot, walk_is_broadcast(w) ? NG_RECV_BROADCAST
						     : NG_RECV_MULTICAST);
	if (out == slot)
		return;
	if (out) {
		walk_out(w, out);
		return;
	}
	if (!many)
		count_one(slot, NG_RECV_UNKNOWN);
	walk_flood(w, n, h->node, slot, many ? 0 : NG_HOOK_NOUNKNOWN);
}
