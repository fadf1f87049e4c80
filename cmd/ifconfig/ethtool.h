/* SPDX-License-Identifier: BSD-2-Clause */
/* ethtool.h - What the hardware of an interface can do, and at what speed */
#pragma once

#include <stdbool.h>

struct errbuf;
struct view_media;

/* ethtool_caps() - Offloads that are on, VIEW_RXCSUM …; 0 where none can be
 * told.  @name is the kernel's */
unsigned ethtool_caps(const char *name);

/* ethtool_possible() - Offloads that can be switched on */
unsigned ethtool_possible(const char *name);

/* ethtool_set_cap() - Switch one of VIEW_RXCSUM … on or off; 0 or -errno */
int ethtool_set_cap(const char *name, unsigned cap, bool on);

/* ethtool_media() - Fill current, active, duplex and supported from a NIC;
 * -errno where it has none of that */
int ethtool_media(const char *name, struct view_media *m);

/* ethtool_media_known() - Is it one of FreeBSD's words, "1000baseT"? */
bool ethtool_media_known(const char *type);

/* ethtool_set_media() - Fix it to one that is known, or "autoselect" again; 0
 * or -errno */
int ethtool_set_media(const char *name, const char *type, bool half);

/* ethtool_speed() - In Mbit/s; 0: not known, or no link */
unsigned ethtool_speed(const char *name);

/* ethtool_driver() - Name of the driver; 0 or -errno */
int ethtool_driver(const char *name, char *ret, unsigned size);

/* ethtool_ask() - One question to the driver of @name; 0 or -errno */
int ethtool_ask(int fd, const char *name, void *data);

/* ethtool_socket() - To ask with, or -1 and errno */
int ethtool_socket(void);
