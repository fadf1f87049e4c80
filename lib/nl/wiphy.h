/* SPDX-License-Identifier: BSD-2-Clause */
/* wiphy.h - Wireless hardware, whose interfaces move with all of it */
#pragma once

struct errbuf;
struct nl;

/**
 * nl_wiphy_move() - Move the hardware of an interface, and all that is on it
 * @nl:		Of the network namespace where it is
 * @index:	Of the interface
 * @netns_fd:	Where to
 *
 * Wireless interfaces do not move one by one.  Return: 0; -ENODEV it is not
 * wireless; another -errno
 */
int nl_wiphy_move(struct nl *nl, int index, int netns_fd, struct errbuf *eb);
