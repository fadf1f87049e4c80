/* SPDX-License-Identifier: BSD-2-Clause */
/* announce.c - Tell neighbours that an interface has another address */

#include <arpa/inet.h>
#include <net/ethernet.h>
#include <net/if_arp.h>
#include <netinet/if_ether.h>
#include <netpacket/packet.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/cleanup.h"
#include "base/proc.h"
#include "libnetgraph/announce.h"
#include "nl/addr.h"

/* As arp(4) does it: a question for the own address, asked of all */
static void announce(int sk, int index, const uint8_t mac[6],
		     const uint8_t ip[4])
{
	struct sockaddr_ll to = { .sll_family = AF_PACKET,
				  .sll_protocol = htons(ETHERTYPE_ARP),
				  .sll_ifindex = index,
				  .sll_halen = ETHER_ADDR_LEN };
	struct ether_arp arp = { .ea_hdr = { .ar_hrd = htons(ARPHRD_ETHER),
					     .ar_pro = htons(ETHERTYPE_IP),
					     .ar_hln = ETHER_ADDR_LEN,
					     .ar_pln = 4,
					     .ar_op = htons(ARPOP_REQUEST) } };

	memset(to.sll_addr, 0xff, ETHER_ADDR_LEN);
	memcpy(arp.arp_sha, mac, sizeof(arp.arp_sha));
	memcpy(arp.arp_spa, ip, sizeof(arp.arp_spa));
	memcpy(arp.arp_tpa, ip, sizeof(arp.arp_tpa));
	(void)sendto(sk, &arp, sizeof(arp), MSG_DONTWAIT,
		     (const struct sockaddr *)&to, sizeof(to));
}

int announce_mac(struct nl *nl, int netns, int home, int index,
		 const uint8_t mac[6])
{
	cleanup_free struct nl_ifaddr *addrs = NULL;
	cleanup_close int sk = -1;
	size_t n = 0;
	int r;

	if (nl_ifaddr_list(nl, AF_INET, index, &addrs, &n, NULL) < 0 || n == 0)
		return 0;
	if (setns(netns, CLONE_NEWNET) < 0)
		return 0;
	sk = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	r = proc_return(home, CLONE_NEWNET);
	for (size_t i = 0; r == 0 && sk >= 0 && i < n; i++)
		announce(sk, index, mac, addrs[i].ip.b);
	return r;
}
