/* SPDX-License-Identifier: BSD-2-Clause */
/* announce.h - Tell neighbours that an interface has another address */
#pragma once

#include <stdint.h>

struct nl;

/* announce_mac() - ARP for each IPv4 address of the interface @index of the
 * namespace @netns, which @nl talks to, that it is at @mac now; one that is down
 * says nothing.  The caller is in @home.  0, or -errno when there is no way
 * back to it */
int announce_mac(struct nl *nl, int netns, int home, int index,
		 const uint8_t mac[6]);
