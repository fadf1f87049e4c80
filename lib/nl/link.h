/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * link.h - Network interfaces: look, make, change, move, delete
 *
 * Names are Linux's here ("lo", not "lo0").  Where a function takes a name, an
 * alternative name of any length is as good.  Errors: what was named in the
 * call stands before the kernel's words; where the call has only an index the
 * caller adds the name.
 */
#pragma once

#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/strv.h"

struct errbuf;
struct nl;
struct nlattr;
struct nlmsghdr;

#define NL_ADDR_MAX 32

#ifndef IFF_LOWER_UP /* of linux/if.h, which net/if.h does not bear */
#define IFF_LOWER_UP (1U << 16)
#endif

/* One interface as the kernel last told it.  nl_link_done() frees. */
struct nl_link {
	int index;
	char name[IFNAMSIZ];
	struct strv altnames;
	char kind[IFNAMSIZ]; /* "veth", "bridge", …; "" for hardware */
	char master_kind[IFNAMSIZ]; /* kind of the master, "" if none */
	unsigned type; /* ARPHRD_* */
	unsigned flags; /* IFF_*, and IFF_LOWER_UP … from net_device */
	unsigned operstate; /* IF_OPER_* */
	uint32_t mtu;
	uint32_t group;
	uint32_t promiscuity; /* how many want all frames */
	int master; /* ifindex, 0 if none */
	int link; /* ifindex of parent or veth peer, 0 if none */
	int link_netnsid; /* where @link is; -1: here */
	bool carrier;
	uint8_t addr[NL_ADDR_MAX];
	unsigned addr_len;
	uint8_t perm_addr[NL_ADDR_MAX];
	unsigned perm_addr_len; /* 0: the kernel knows none */
	char *alias; /* IFLA_IFALIAS: FreeBSD's description; or NULL */
	void *info_data; /* IFLA_INFO_DATA payload, or NULL */
	unsigned info_data_len;
	void *slave_data; /* IFLA_INFO_SLAVE_DATA payload, or NULL */
	unsigned slave_data_len;
	void *af_spec; /* IFLA_AF_SPEC payload, or NULL */
	unsigned af_spec_len;
	void *stats64; /* struct rtnl_link_stats64, or NULL */
};

#define cleanup_nl_link __attribute__((cleanup(nl_link_done)))

/* What to change: only what HAS_ says.  All-zero changes nothing. */
enum nl_link_has {
	NL_LINK_HAS_NAME = 1 << 0,
	NL_LINK_HAS_MTU = 1 << 1,
	NL_LINK_HAS_ADDR = 1 << 2,
	NL_LINK_HAS_MASTER = 1 << 3, /* master 0: leave it */
	NL_LINK_HAS_ALIAS = 1 << 4,
	NL_LINK_HAS_GROUP = 1 << 5,
	NL_LINK_HAS_TXQLEN = 1 << 6,
	NL_LINK_HAS_GSO4 = 1 << 7,
};

/* Group of interfaces that are netgraph's: no pair of anybody's */
#define NL_LINK_GROUP_NETGRAPH 0x6e660001u

/* … and of those that only lead its packets away: nobody else has a use for them.
 * The graph names them "x" and a number */
#define NL_LINK_GROUP_WAY 0x6e660002u

struct nl_link_change {
	unsigned has; /* NL_LINK_HAS_* */
	unsigned flags; /* IFF_UP and so on, new values … */
	unsigned flags_mask; /* … of these flags only */
	const char *name;
	uint32_t mtu;
	const uint8_t *addr;
	unsigned addr_len;
	int master;
	const char *alias;
	uint32_t group;
	uint32_t txqlen;
	uint32_t gso4; /* most that one IPv4 segment to be cut later holds */
};

/* An interface to make.  name NULL or "": the kernel or the caller's pattern
 * ("vj%d") decides. */
struct nl_link_new {
	const char *kind;
	const char *name;
	struct nl_link_change change; /* no name; an alias wants @name */
	int link; /* parent, 0 if none */
	/* veth: the other end */
	const char *peer_name;
	struct nl_link_change
		peer_change; /* no name, master, alias; cannot be up */
	int peer_netns_fd; /* made directly there; -1: here.  NB 0 is a descriptor */
	/* anything else the kind takes goes in IFLA_INFO_DATA as it is */
	const void *info_data;
	unsigned info_data_len;
};

/* nl_link_get() - By name (or alternative name) or, name NULL, by index.
 * Return: 0, -ENODEV or another -errno.  Caller: nl_link_done(@ret) */
int nl_link_get(struct nl *nl, const char *name, int index, struct nl_link *ret,
		struct errbuf *eb);

/* nl_link_get_in() - By index, in the namespace that @nl's knows as @nsid; -1:
 * @nl's own.  Otherwise as nl_link_get() */
int nl_link_get_in(struct nl *nl, int nsid, int index, struct nl_link *ret,
		   struct errbuf *eb);

/* nl_link_list() - All interfaces in the kernel's order.  Caller:
 * nl_link_list_free(@ret, @ret_n).  0 or -errno */
int nl_link_list(struct nl *nl, struct nl_link **ret, size_t *ret_n,
		 struct errbuf *eb);

/* nl_link_is_way() - Is it one of netgraph's ways?  FreeBSD has no such interface,
 * and tools in its syntax do not list it */
bool nl_link_is_way(const struct nl_link *l);

void nl_link_done(struct nl_link *l);
void nl_link_list_free(struct nl_link *links, size_t n);

/* nl_link_read() - What a message of nl_wait() tells of an interface; false: of
 * none.  Caller: nl_link_done() */
bool nl_link_read(struct nlmsghdr *h, struct nl_link *ret);

/* nl_link_add() - 0, -EEXIST, -EOPNOTSUPP (the kernel lacks @req->kind), … */
int nl_link_add(struct nl *nl, const struct nl_link_new *req,
		struct errbuf *eb);

/* nl_link_set() - Change @index; 0 or -errno */
int nl_link_set(struct nl *nl, int index, const struct nl_link_change *change,
		struct errbuf *eb);

/* nl_link_move() - To another network namespace, under the name it has; with
 * @pattern ("em%d") under a free name made from that where its own is taken
 * there, NULL: -EEXIST then.  A wireless one takes all that is on its hardware
 * along.  0 or -errno */
int nl_link_move(struct nl *nl, int index, int netns_fd, const char *pattern,
		 struct errbuf *eb);

/* nl_link_del() - 0, -ENODEV, -EOPNOTSUPP (hardware), … */
int nl_link_del(struct nl *nl, int index, struct errbuf *eb);

/* nl_link_del_group() - All interfaces of a group, together; -ENODEV if none */
int nl_link_del_group(struct nl *nl, uint32_t group, struct errbuf *eb);

/* nl_link_altname_add(), nl_link_altname_del() - 0, -EEXIST, … */
int nl_link_altname_add(struct nl *nl, int index, const char *altname,
			struct errbuf *eb);
int nl_link_altname_del(struct nl *nl, int index, const char *altname,
			struct errbuf *eb);
