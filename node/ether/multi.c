/* SPDX-License-Identifier: BSD-2-Clause */
/* multi.c - Groups that an interface receives because somebody asked for it */

#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "ether/ether.h"

#define LINE_SIZE 256
#define LIST "/proc/thread-self/net/dev_mcast"

/* Does it receive that group, whoever wants it? */
static bool receives(const char *ifname, const uint8_t *mac)
{
	char want[13], name[IFNAMSIZ + 1], addr[65], line[LINE_SIZE];
	FILE *f = fopen(LIST, "re");
	bool found = false;

	(void)snprintf(want, sizeof(want), "%02x%02x%02x%02x%02x%02x", mac[0],
		       mac[1], mac[2], mac[3], mac[4], mac[5]);
	while (f && !found && fgets(line, sizeof(line), f))
		found = sscanf(line, "%*d %16s %*d %*d %64s", name, addr) ==
				2 &&
			streq(name, ifname) && streq(addr, want);
	if (f)
		(void)fclose(f);
	return found;
}

static int change(const char *ifname, const uint8_t *mac, unsigned long how)
{
	cleanup_close int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct ifreq ifr = { 0 };

	memcpy(ifr.ifr_name, ifname, strnlen(ifname, IFNAMSIZ - 1));
	ifr.ifr_hwaddr.sa_family = AF_UNSPEC;
	memcpy(ifr.ifr_hwaddr.sa_data, mac, 6);
	return fd < 0 || ioctl(fd, how, &ifr) < 0 ? -errno : 0;
}

int ether_multi_add(const char *ifname, const uint8_t *mac)
{
	if (!(mac[0] & 1))
		return -EINVAL;
	if (receives(ifname, mac))
		return -EADDRINUSE;
	return change(ifname, mac, SIOCADDMULTI);
}

int ether_multi_del(const char *ifname, const uint8_t *mac)
{
	return change(ifname, mac, SIOCDELMULTI);
}
