/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * main.c - libexec/vjail/eiface: the interfaces of a jail that are nodes
 *
 *	eiface make JID NODE: IFNAME MAC NAME	in the network namespace on 3
 *	eiface unmake JID
 *
 * 4 is the jail's slot, where a file "nodes" tells before the first one is made
 * that there may be some.
 *
 * Run by libjail, which knows no graphs, in the network namespace whose graph
 * is meant.  What it says is the error's words; it exits with the error's
 * number.
 */

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "libnetgraph/away.h"
#include "libnetgraph/closet.h"
#include "libnetgraph/hostfs.h"
#include "nl/ifname.h"
#include "nl/nl.h"

#define JAIL_NETNS 3
#define JAIL_SLOT 4
#define NODES_FLAG "nodes"
#define MAC_LEN 6

static bool parse_mac(const char *text, uint8_t mac[static MAC_LEN])
{
	return sscanf(text, "%2hhx:%2hhx:%2hhx:%2hhx:%2hhx:%2hhx", &mac[0],
		      &mac[1], &mac[2], &mac[3], &mac[4], &mac[5]) == MAC_LEN;
}

/* What cannot be seen here cannot be undone here either. */
static int see_graphs(struct errbuf *eb)
{
	int r = hostfs_enter(eb);

	if (r == 0 && !hostfs_has_bpf())
		return errbuf_set(eb, ENXIO,
				  "netgraph: no bpf file system on " BPFFS
				  " here");
	return r;
}

static int set_flag(struct errbuf *eb)
{
	cleanup_close int fd = openat(JAIL_SLOT, NODES_FLAG,
				      O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	return fd < 0 ? errbuf_errno(eb, NODES_FLAG) : 0;
}

static int run(int argc, char **argv, struct errbuf *eb)
{
	cleanup_nl struct nl *nl = NULL;
	char ifname[IFNAMSIZ];
	uint8_t mac[MAC_LEN];
	int r = see_graphs(eb);

	if (r < 0)
		return r;
	if (argc == 3 && streq(argv[1], "unmake"))
		return away_unmake(atoi(argv[2]), eb);
	if (argc != 7 || !streq(argv[1], "make") || !parse_mac(argv[5], mac))
		return errbuf_set(
			eb, EINVAL,
			"usage: eiface make jid node: interface mac name | unmake jid");
	r = set_flag(eb);
	if (r < 0)
		return r;
	r = nl_open_at(JAIL_NETNS, &nl, eb);
	if (r < 0)
		return r;
	ifname_short(argv[4], 0, ifname);
	return away_make(argv[3], argv[6],
			 &(struct closet_away){ .jid = atoi(argv[2]),
						.netns = JAIL_NETNS,
						.nl = nl,
						.ifname = ifname,
						.mac = mac },
			 eb);
}

int main(int argc, char **argv)
{
	struct errbuf eb = { 0 };
	int r = run(argc, argv, &eb);

	if (r < 0)
		(void)fputs(eb.msg, stderr);
	return -r;
}
