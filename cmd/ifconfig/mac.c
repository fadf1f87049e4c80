/* SPDX-License-Identifier: BSD-2-Clause */
/* mac.c - The hardware addresses that interfaces made by ifconfig(8) get */

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "mac.h"
#include "nl/link.h"

#define TRIES 64

/* Where a jail's range of user ids starts: no other jail has it.  0: the host, or
 * a jail without ids of its own */
static unsigned long first_id(void)
{
	cleanup_free char *map = NULL;
	unsigned long inside, outside;

	if (file_read(AT_FDCWD, "/proc/self/uid_map", &map, NULL, NULL) < 0 ||
	    sscanf(map, "%lu %lu", &inside, &outside) != 2)
		return 0;
	return outside;
}

char *mac_seed(void)
{
	cleanup_free char *id = NULL;
	struct utsname u = { 0 };
	char *seed = NULL, jail[32] = "";
	unsigned long first = first_id();

	if (first)
		(void)snprintf(jail, sizeof(jail), "/%lu", first);
	(void)file_read(AT_FDCWD, "/etc/machine-id", &id, NULL, NULL);
	(void)uname(&u);
	if (asprintf(&seed, "%s/%s%s", id ? id : "", u.nodename, jail) < 0)
		return NULL;
	return seed;
}

/* FNV-1a */
static uint64_t hash(uint64_t h, const char *s)
{
	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 0x100000001b3;
	return h;
}

static void from_hash(uint64_t h, bool pair, uint8_t ret[6])
{
	h ^= h >> 32;
	if (pair) {
		ret[0] = 0x02;
		for (unsigned i = 1; i < 5; i++, h >>= 8)
			ret[i] = (uint8_t)h;
		ret[5] = 0x0a;
		return;
	}
	ret[0] = 0x58;
	ret[1] = 0x9c;
	ret[2] = 0xfc;
	ret[3] = (uint8_t)(0x10 | (h >> 16 & 0x0f));
	ret[4] = (uint8_t)(h >> 8);
	ret[5] = (uint8_t)h;
}

/* Of a pair only the last byte differs. */
static bool is_taken(const uint8_t *mac, bool pair, const struct nl_link *links,
		     size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (links[i].addr_len == 6 &&
		    memcmp(links[i].addr, mac, pair ? 5 : 6) == 0)
			return true;
	return false;
}

void mac_derive(const char *seed, const char *name, bool pair,
		const struct nl_link *links, size_t n, uint8_t ret[6])
{
	uint64_t h = hash(0xcbf29ce484222325, seed);

	h = hash(h, "/");
	for (unsigned try = 0; try < TRIES; try++) {
		h = hash(h, name);
		from_hash(h, pair, ret);
		if (!is_taken(ret, pair, links, n))
			return;
	}
}

void mac_secret(const char *seed, const char *name, uint8_t ret[16])
{
	uint64_t h = hash(0xcbf29ce484222325, "secret/");

	h = hash(hash(hash(h, seed), "/"), name);
	for (unsigned i = 0; i < 16; i++) {
		ret[i] = (uint8_t)(h >> 32);
		h = hash(h, seed);
	}
}
