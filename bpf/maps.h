/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/* maps.h - The maps a graph is made of, and how the walk reads them */
#pragma once

#include "graph-abi.h"

struct node_chunk {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, NG_CHUNK);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(struct ng_node_rec));
};

struct hook_chunk {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, NG_CHUNK);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(struct ng_hook_rec));
};

struct count_chunk {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, NG_CHUNK / NG_COUNT_GROUP);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(struct ng_count_group));
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, NG_NODE_CHUNKS);
	__uint(key_size, sizeof(__u32));
	__array(values, struct node_chunk);
} nodes SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, NG_HOOK_CHUNKS);
	__uint(key_size, sizeof(__u32));
	__array(values, struct hook_chunk);
} hooks SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, NG_HOOK_CHUNKS);
	__uint(key_size, sizeof(__u32));
	__array(values, struct count_chunk);
} counts SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, NG_HOSTS);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct ng_host_key);
	__type(value, struct ng_host);
} hosts SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, NG_DEVS);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct ng_dev_key);
	__type(value, __u32);
} devs SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, NG_RULES);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct ng_host_key);
	__type(value, struct ng_rule);
} rules SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, NG_PATCHES);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, __u32);
	__type(value, struct ng_patches);
} patches SEC(".maps");

struct frame_array {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1); /* those that are used have NG_FRAMES + 1 */
	__uint(map_flags, BPF_F_MMAPABLE | BPF_F_INNER_MAP);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(struct ng_frame));
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
	__uint(max_entries, NG_SOURCES);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(key_size, sizeof(__u32));
	__array(values, struct frame_array);
} frames SEC(".maps");

/* Of the tools only: counters of rules that were taken for zero */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, NG_RULES);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(key_size, sizeof(struct ng_host_key));
	__uint(value_size, 4 * sizeof(__u64));
} rule_bases SEC(".maps");

#define WALK_MAX_DEPTH 16
#define WALK_SOCKETS 16
#define WALK_BYTES 64
#define WALK_ONLY_ONE 0x80000000u /* in .without: no sisters follow */

/* A node some of whose hooks are still to get a copy */
struct walk_branch {
	__u32 node;
	__u32 cursor; /* the hook whose turn it is */
	__u32 except; /* where the packet came in */
	__u32 without; /* NG_HOOK_* that must not be set */
	__u32 hops;
	__u32 spare;
};

/* A packet that is being changed; here, since the stack is too small */
struct walk_patch {
	__u32 base; /* offsets count from here */
	__u32 l3, l4; /* l4 0: no checksum there */
	__u32 addrs; /* first octet of the addresses … */
	__u32 addrs_end; /* … that checksums take in */
	__u32 csum; /* where the checksum is */
	__u64 flags; /* of bpf_l4_csum_replace() */
	__u32 patched;
	__u32 spare;
	__u32 was[4], is[4];
};

/* Where an address was found to be a moment ago: looking it up takes long. */
#define WALK_NEAR_BITS 7
#define WALK_NEAR (1u << WALK_NEAR_BITS)

struct walk_near {
	struct ng_host_key key;
	__u32 hook;
	__u32 gen; /* of that hook, and of the node */
	__u32 node_gen;
	__u32 moves; /* of the node's addresses, until then */
	__u32 spare;
	__u64 until; /* ns: for so long it is believed */
};

/* A walk on its way */
struct walk_scratch {
	__u32 hook; /* where it arrives next; 0: nowhere */
	__u32 hops;
	__u32 depth; /* open branches */
	__u32 leaf; /* the one that gets the packet itself */
	__u32 crossing; /* hook to arrive at in the closet */
	__u32 sockets; /* how many in s->socket */
	__u32 wrap; /* bytes of pseudo header in front of the frame */
	__u32 error; /* what the sender is told, or 0 */
	__u32 again; /* the function is called again, for a copy */
	struct walk_branch branch[WALK_MAX_DEPTH];
	/* of the frame: destination, source, type */
	__u8 head[16] __attribute__((aligned(8)));
	__u32 busy; /* in the first: levels in use */
	__u32 socket[WALK_SOCKETS]; /* leaves that are programs' */
	struct walk_patch patch;
	__u8 bytes
		[WALK_BYTES]; /* of the frame, on their way to another place */
	struct walk_near near[WALK_NEAR]; /* stays for the next walks */
};

/* One for each level a CPU can be in */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct walk_scratch);
} scratch SEC(".maps");

static __always_inline struct ng_node_rec *node_get(__u32 slot)
{
	__u32 chunk = slot >> NG_CHUNK_SHIFT, i = slot & (NG_CHUNK - 1);
	void *map = bpf_map_lookup_elem(&nodes, &chunk);

	return map ? bpf_map_lookup_elem(map, &i) : NULL;
}

static __always_inline struct ng_hook_rec *hook_get(__u32 slot)
{
	__u32 chunk = slot >> NG_CHUNK_SHIFT, i = slot & (NG_CHUNK - 1);
	void *map = bpf_map_lookup_elem(&hooks, &chunk);

	return map ? bpf_map_lookup_elem(map, &i) : NULL;
}

/* A rule of the node in @key->node, unless its hook went. */
static __always_inline struct ng_rule *rule_get(const struct ng_node_rec *n,
						const struct ng_host_key *key)
{
	struct ng_rule *e = bpf_map_lookup_elem(&rules, key);
	struct ng_hook_rec *h = e ? hook_get(e->hook) : NULL;

	if (!h || h->node != key->node || h->gen != e->gen ||
	    n->gen != e->node_gen)
		return NULL;
	return e;
}

static __always_inline struct ng_counts *counts_get(__u32 slot)
{
	__u32 chunk = slot >> NG_CHUNK_SHIFT;
	__u32 i = (slot & (NG_CHUNK - 1)) / NG_COUNT_GROUP;
	void *map = bpf_map_lookup_elem(&counts, &chunk);
	struct ng_count_group *g = map ? bpf_map_lookup_elem(map, &i) : NULL;

	return g ? &g->hook[slot % NG_COUNT_GROUP] : NULL;
}

static __always_inline void count_one(__u32 slot, __u32 which)
{
	struct ng_counts *c = counts_get(slot);

	if (c)
		c->c[which & (NG_COUNTERS - 1)]++;
}

/* @which: NG_RECV_OCTETS or NG_XMIT_OCTETS; the packets stand behind. */
static __always_inline void count_packet(__u32 slot, __u32 which, __u32 len)
{
	struct ng_counts *c = counts_get(slot);

	if (!c)
		return;
	c->c[which] += len;
	c->c[which + 1]++;
}
