/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * advertise.c - advertise IF MO PREF LIFETIME [PREFIX LA VALID PREFERRED] ...
 *
 * One router advertisement to all on an interface: flags M and O or "-", the
 * preference (high, medium, low), seconds, and prefixes of 64 bits with their
 * flags.
 */

#include <arpa/inet.h>
#include <err.h>
#include <net/if.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define PREFIXES_MAX 8
#define HOP_LIMIT 64

static uint32_t seconds(const char *word)
{
	return htonl((uint32_t)strtoul(word, NULL, 10));
}

static size_t prefix(char *const *words, char *at)
{
	struct nd_opt_prefix_info pi = {
		.nd_opt_pi_type = ND_OPT_PREFIX_INFORMATION,
		.nd_opt_pi_len = sizeof(pi) / 8,
		.nd_opt_pi_prefix_len = 64,
		.nd_opt_pi_valid_time = seconds(words[2]),
		.nd_opt_pi_preferred_time = seconds(words[3]),
	};

	if (strchr(words[1], 'L'))
		pi.nd_opt_pi_flags_reserved |= ND_OPT_PI_FLAG_ONLINK;
	if (strchr(words[1], 'A'))
		pi.nd_opt_pi_flags_reserved |= ND_OPT_PI_FLAG_AUTO;
	if (inet_pton(AF_INET6, words[0], &pi.nd_opt_pi_prefix) != 1)
		errx(1, "%s: no prefix", words[0]);
	memcpy(at, &pi, sizeof(pi));
	return sizeof(pi);
}

static struct nd_router_advert router(char *const *words)
{
	struct nd_router_advert ra = { .nd_ra_type = ND_ROUTER_ADVERT };

	ra.nd_ra_curhoplimit = HOP_LIMIT;
	ra.nd_ra_router_lifetime = htons((uint16_t)atoi(words[2]));
	if (strchr(words[0], 'M'))
		ra.nd_ra_flags_reserved |= ND_RA_FLAG_MANAGED;
	if (strchr(words[0], 'O'))
		ra.nd_ra_flags_reserved |= ND_RA_FLAG_OTHER;
	if (strcmp(words[1], "high") == 0)
		ra.nd_ra_flags_reserved |= 0x08;
	else if (strcmp(words[1], "low") == 0)
		ra.nd_ra_flags_reserved |= 0x18;
	return ra;
}

int main(int argc, char **argv)
{
	struct sockaddr_in6 to = { .sin6_family = AF_INET6 };
	char buf[sizeof(struct nd_router_advert) +
		 PREFIXES_MAX * sizeof(struct nd_opt_prefix_info)];
	struct nd_router_advert ra;
	size_t len = sizeof(ra);
	int fd, hops = 255, i;

	if (argc < 5 || (argc - 5) % 4 || (argc - 5) / 4 > PREFIXES_MAX)
		errx(2, "usage: see advertise.c");
	ra = router(argv + 2);
	memcpy(buf, &ra, sizeof(ra));
	for (i = 5; i < argc; i += 4)
		len += prefix(argv + i, buf + len);

	to.sin6_scope_id = if_nametoindex(argv[1]);
	if (!to.sin6_scope_id ||
	    inet_pton(AF_INET6, "ff02::1", &to.sin6_addr) != 1)
		err(1, "%s", argv[1]);
	fd = socket(AF_INET6, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMPV6);
	if (fd < 0 || setsockopt(fd, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, &hops,
				 sizeof(hops)) < 0)
		err(1, "socket");
	if (sendto(fd, buf, len, 0, (struct sockaddr *)&to, sizeof(to)) < 0)
		err(1, "sendto");
	return 0;
}
