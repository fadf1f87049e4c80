/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * graph-abi.h - The graph as it lies in the maps: what tools and kernel share
 *
 * Nodes and hooks are records in arrays, known by their slot; slot 0 is
 * nobody.  The arrays come in chunks, so that a small graph is small.  Tools
 * map them into memory; the walk only reads, but for counters, what a bridge
 * learns and the words that say so below.
 *
 * Compiled for two machines: fixed-width types, no padding, nothing of libc.
 */
#pragma once

#include <linux/types.h>

#define NG_ABI_VERSION 3

#define NG_CHUNK_SHIFT 10
#define NG_CHUNK (1u << NG_CHUNK_SHIFT) /* records in a chunk */
#define NG_NODE_CHUNKS 80
#define NG_HOOK_CHUNKS 256
#define NG_NAME 32
#define NG_BUCKETS 16384 /* of each index in the head */
#define NG_HOSTS 16384 /* what all bridges of a graph know together */
#define NG_DEVS 131072
#define NG_PATCHES 4096 /* patch nodes that change something */
#define NG_RULES 65536 /* of all vlan and macfilter nodes together */

/* Whose receive function a node has */
enum ng_kind {
	NG_KIND_NONE,
	NG_KIND_SOCKET,
	NG_KIND_ETHER,
	NG_KIND_EIFACE,
	NG_KIND_BRIDGE,
	NG_KIND_HUB,
	NG_KIND_TEE,
	NG_KIND_HOLE,
	NG_KIND_ECHO,
	NG_KIND_SPLIT,
	NG_KIND_ONE2MANY,
	NG_KIND_VLAN,
	NG_KIND_MACFILTER,
	NG_KIND_PATCH,
	NG_KIND_SOURCE,
	NG_KIND_KSOCKET,
};

/* Where a packet leaves the graph */
enum ng_leaf {
	NG_LEAF_NONE, /* nowhere: the node passes it on */
	NG_LEAF_EIFACE,
	NG_LEAF_LOWER,
	NG_LEAF_UPPER,
	NG_LEAF_SOCKET,
};

/* ng_hook_rec.flags */
#define NG_HOOK_UPLINK 1u /* bridge: nothing is learned here */
#define NG_HOOK_NOUNKNOWN 2u /* bridge: gets no unknown unicast */
#define NG_HOOK_AUTOSRC 4u /* ether: lower writes the NIC's address */
#define NG_HOOK_DISABLED 8u /* one2many: not in use */

/* ng_node_rec.role of a NIC, tee, split … : slot of the hook that plays it */
#define NG_ETHER_LOWER 0
#define NG_ETHER_UPPER 1
#define NG_ETHER_ORPHANS 2
#define NG_TEE_RIGHT 0
#define NG_TEE_LEFT 1
#define NG_TEE_RIGHT2LEFT 2
#define NG_TEE_LEFT2RIGHT 3
#define NG_SPLIT_MIXED 0
#define NG_SPLIT_OUT 1
#define NG_SPLIT_IN 2
#define NG_O2M_ONE 0
#define NG_O2M_FIRST 1 /* of those in use, by their numbers */
#define NG_O2M_TURN 2 /* whose turn it is; written by the walk */
#define NG_VLAN_DOWNSTREAM 0
#define NG_VLAN_NOMATCH 1
#define NG_MACFILTER_ETHER 0
#define NG_MACFILTER_DEFAULT 1
#define NG_PATCH_IN 0
#define NG_PATCH_OUT 1
#define NG_SOURCE_INPUT 0
#define NG_SOURCE_OUTPUT 1
#define NG_SOURCE_COUNT 2 /* no hook: frames kept; written by the walk */
#define NG_SOCKET_ERROR 0 /* no hook: errno of a packet; written by the walk */

/* ng_node_rec.cfg */
#define NG_SOCKET_NOLINGER 4 /* in front of it what its socket is bound to */
#define NG_BRIDGE_LOOPTIMEOUT 0
#define NG_BRIDGE_MAXSTALENESS 1
#define NG_BRIDGE_MINSTABLEAGE 2
#define NG_BRIDGE_DEBUG 3
#define NG_BRIDGE_PERSISTENT 4
#define NG_BRIDGE_UPLINKED 5 /* the first hook was an uplink */
#define NG_O2M_XMITALG 0
#define NG_O2M_FAILALG 1
#define NG_O2M_ENABLED 2 /* a bit for each number */
#define NG_VLAN_DECAP 0
#define NG_VLAN_ENCAP 1
#define NG_VLAN_PROTO 2
#define NG_PATCH_DLT 0
#define NG_EIFACE_JAIL 0 /* made in this jail, and goes with it */

/* ng_node_rec.cfg[NG_O2M_XMITALG] */
#define NG_O2M_ROUNDROBIN 1
#define NG_O2M_ALL 2
#define NG_O2M_FAILOVER 3

/* ng_hook_rec.cfg */
#define NG_O2M_NEXT 0 /* slot of the next one in use, round and round */
#define NG_VLAN_TAG 0 /* what a tag on this hook is; 0: nothing was said */
#define NG_VLAN_TAG_SET 0x80000000u

/* The first two counters are what came in, the next what went out. */
enum ng_counter {
	NG_RECV_OCTETS,
	NG_RECV_PACKETS,
	NG_XMIT_OCTETS,
	NG_XMIT_PACKETS,
	NG_RECV_MULTICAST,
	NG_RECV_BROADCAST,
	NG_RECV_UNKNOWN,
	NG_RECV_RUNTS,
	NG_RECV_INVALID,
	NG_XMIT_MULTICAST,
	NG_XMIT_BROADCAST,
	NG_LOOP_DROPS,
	NG_LOOP_DETECTS,
	NG_NO_MEMORY,
	NG_PATCHED = NG_RECV_MULTICAST,
	NG_PATCH_DROPPED = NG_RECV_BROADCAST,
	NG_COUNTERS = 16,
};

struct ng_node_rec {
	__u32 id; /* 0: the slot is free */
	__u32 kind; /* enum ng_kind */
	__u32 flags; /* of the tools */
	__u32 first; /* its hooks, newest first */
	__u32 nhooks;
	__u32 id_next; /* chains of the indices in the head */
	__u32 name_next;
	__u32 ifindex; /* ether: the NIC; eiface: the inner end */
	__u32 cross_host; /* ether: the pair that joins host … */
	__u32 cross_closet; /* … and closet */
	__u32 unit; /* eiface: N of ngethN */
	__u32 gen;
	char name[NG_NAME]; /* "" if it has none */
	__u32 role[8];
	__u8 mac[8];
	__u64 cfg[8];
	__u64 kernel; /* ether: its device; a program's: its data socket;
			 written by the walk */
	__u32 sock_next; /* socket: the next one; of the tools */
	__u32 next; /* all nodes, in the order they were made */
	__u32 prev;
	__u32 moves; /* bridge: how often an address was found elsewhere than
			before; written by the walk */
	__u32 outer; /* node in the midst of whose shutdown its own began */
	__u32 spare[11];
};

struct ng_hook_rec {
	__u32 node; /* slot; 0: free */
	__u32 peer; /* slot of the hook it is connected to */
	__u32 next, prev; /* of its node */
	__u32 name_next;
	__u32 leaf; /* enum ng_leaf */
	__u32 num; /* N of linkN, or the role */
	__u32 flags;
	__u32 ifindex; /* where a leaf delivers: inner end or NIC */
	__u32 cross; /* ether: the closet's end of its pair */
	__u32 gen; /* what was learned for another one is void */
	__u32 seen; /* eiface: when it last sent, in ms; written by the walk */
	__u64 muted; /* bridge: deaf until then, in ns; written by the walk */
	__u64 outer; /* eiface: the kernel's outer end; written by the walk */
	__u8 mac[8];
	char name[NG_NAME];
	__u32 cfg[6];
};

struct ng_counts {
	__u64 c[NG_COUNTERS];
};

/* Hooks' counters lie in the map some together: what belongs to each CPU is
 * allocated value by value, which would take most of a large graph's time. */
#define NG_COUNT_GROUP 16u

struct ng_count_group {
	struct ng_counts hook[NG_COUNT_GROUP];
};

/* What a bridge knows of an address, or other nodes were told of one, or of a
 * tag */
struct ng_host_key {
	__u32 node;
	__u8 addr[8]; /* MAC and two zeros, or the tag in the first two */
};

struct ng_host {
	__u32 hook;
	__u32 gen; /* of that hook, and of the node */
	__u32 node_gen;
	__u32 spare;
	__u64 first, last; /* ns: learned, seen */
};

/* What a node was told of a tag or an address, in the "rules" map */
struct ng_rule {
	__u32 hook;
	__u32 gen; /* of that hook, and of the node */
	__u32 node_gen;
	__u32 spare;
	__u64 c[4]; /* packets and octets in, out */
};

/* What a patch node changes, in the "patches" map by the node's slot */
#define NG_PATCH_OPS 64

struct ng_patch_step {
	__u32 offset;
	__u16 length;
	__u16 mode; /* NG_PATCH_MODE_* of the messages */
	__u64 value;
};

struct ng_patches {
	__u32 node_gen;
	__u32 count;
	__u32 relative;
	__u32 csums; /* NG_CSUM_* */
	struct ng_patch_step ops[NG_PATCH_OPS];
};

#define NG_CSUM_IP 0x1u
#define NG_CSUM_UDP 0x2u
#define NG_CSUM_TCP 0x4u
#define NG_CSUM_UDP6 0x200u
#define NG_CSUM_TCP6 0x400u

/*
 * What a source node sends: an array of its own in the "frames" map, by the
 * node's slot.  Behind the frames is one record more, the job, which tools and
 * the process that sends write.
 */
#define NG_FRAMES 1024
#define NG_FRAME_MAX 2048
#define NG_SOURCES 1024
#define NG_SOURCE_COUNTERS 4

struct ng_frame {
	__u32 len;
	__u32 spare;
	__u8 data[NG_FRAME_MAX];
};

struct ng_source_counter {
	__u16 offset;
	__u8 flags;
	__u8 width;
	__u32 next, min, max;
	__s32 increment;
	__u32 spare;
};

struct ng_source_job {
	__u32 hook; /* slot of the output */
	__u32 pps; /* 0: as fast as can be */
	__u32 iface; /* ifindex it may be paced by, or 0 */
	__u32 frames;
	__u64 left; /* packets to send */
	__u64 octets, packets; /* that were sent */
	__u64 begun, ended; /* ns since 1970; 0: not yet */
	__u16 stamp_at;
	__u8 stamp_flags;
	__u8 spare[5];
	struct ng_source_counter counters[NG_SOURCE_COUNTERS];
};

/* Key of the "devs" map: which hook or node a device stands for */
struct ng_dev_key {
	__u32 place; /* enum ng_place */
	__u32 ifindex;
};

enum ng_place {
	NG_PLACE_CLOSET,
	NG_PLACE_HOST,
};

/* Of the pair between NIC and closet, that it is known by */
#define NG_CROSS_MTU 65329

/*
 * skb->mark between devices of one graph: the packet arrives at this hook; it
 * does, but the host has it already from the NIC; or it is done, and is the
 * device's.
 */
#define NG_MARK 0x4e000000u
#define NG_MARK_MASK 0xff000000u
#define NG_MARK_HAS_UPPER 0x00800000u
#define NG_MARK_HAS_LOWER 0x00400000u
#define NG_MARK_HAS 0x00c00000u
#define NG_MARK_AGAIN 0x00200000u /* skb->tc_index says how it is */
#define NG_MARK_DONE 0x4effffffu
#define NG_MARK_DROP 0x4efffffeu /* nobody takes it, which is no error */
#define NG_MARK_LOOK 0x4efffffdu /* no packet: note what device this is */

/* In a program's pseudo header: no packet, note what socket this is */
#define NG_SLOT_LOOK 0xffffffu

_Static_assert(sizeof(struct ng_node_rec) == 256, "no padding");
_Static_assert(sizeof(struct ng_hook_rec) == 128, "no padding");
_Static_assert(sizeof(struct ng_host_key) == 12, "no padding");
_Static_assert(sizeof(struct ng_host) == 32, "no padding");
_Static_assert(sizeof(struct ng_rule) == 48, "no padding");
