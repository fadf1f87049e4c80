/* SPDX-License-Identifier: BSD-2-Clause */
/* name.c - Names and addresses that follow from a jail's name */

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/errbuf.h"
#include "jib.h"

uint16_t jib_sum(const char *s)
{
	unsigned sum = 0;

	for (; *s; s++)
		sum = ((sum >> 1 | sum << 15) + (unsigned char)*s) & 0xffff;
	return (uint16_t)sum;
}

void jib_derive_mac(const uint8_t parent[MAC_LEN], const char *name, unsigned n,
		    uint8_t ret_a[MAC_LEN], uint8_t ret_b[MAC_LEN])
{
	unsigned nibble = parent[0] & 0xf;
	unsigned a = nibble == 0x2 ? 0xa : 0x2;
	unsigned b = nibble == 0xe ? 0x6 : 0xe;
	uint16_t sum = jib_sum(name);
	const uint8_t mac[MAC_LEN] = {
		0,	   (uint8_t)(sum >> 8), (uint8_t)sum,
		parent[3], parent[4],		parent[5],
	};

	memcpy(ret_a, mac, MAC_LEN);
	memcpy(ret_b, mac, MAC_LEN);
	ret_a[0] = (uint8_t)(n << 4 | a);
	ret_b[0] = (uint8_t)(n << 4 | b);
}

int jib_name_check(const char *name, struct errbuf *eb)
{
	const char *c = name;

	while (isalnum((unsigned char)*c) || *c == '_')
		c++;
	if (!*name || *c)
		return errbuf_set(
			eb, EINVAL,
			"%s: a name has letters, digits and \"_\" only", name);
	return 0;
}

const char *jib_pair_of(const char *ifname, unsigned *ret_n)
{
	unsigned long n;
	char *end;

	if (ifname[0] != 'e' || !isdigit((unsigned char)ifname[1]))
		return NULL;
	n = strtoul(ifname + 1, &end, 10);
	if (n >= JIB_PAIRS_MAX || end[0] != 'a' || end[1] != '_' || !end[2])
		return NULL;
	*ret_n = (unsigned)n;
	return end + 2;
}
