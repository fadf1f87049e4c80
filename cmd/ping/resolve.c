/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * resolve.c - Names of hosts, without the libraries of the root it runs in
 *
 * A static program in any root cannot use getaddrinfo(3), which loads what
 * nsswitch.conf names.  The resolver below it needs no more than resolv.conf.
 */

#include <arpa/nameser.h>
#include <errno.h>
#include <net/if.h>
#include <resolv.h>
#include <stdio.h>
#include <string.h>

#include "base/errbuf.h"
#include "nl/bsdroute.h"
#include "nl/ifname.h"
#include "ping.h"

#define ANSWER_MAX 4096

static int from_dns(const char *host, int family, struct nl_inet *ret)
{
	const ns_type type = family == AF_INET ? ns_t_a : ns_t_aaaa;
	uint8_t answer[ANSWER_MAX];
	int len = res_search(host, ns_c_in, (int)type, answer, sizeof(answer));
	ns_msg msg;
	ns_rr rr;

	if (len < 0 || ns_initparse(answer, len, &msg) < 0)
		return -ENOENT;
	for (int i = 0; i < ns_msg_count(msg, ns_s_an); i++) {
		if (ns_parserr(&msg, ns_s_an, i, &rr) < 0 ||
		    ns_rr_type(rr) != type ||
		    ns_rr_rdlen(rr) != nl_inet_len(family))
			continue;
		*ret = (struct nl_inet){ .family = family };
		memcpy(ret->b, ns_rr_rdata(rr), nl_inet_len(family));
		return 0;
	}
	return -ENOENT;
}

/* Nobody is asked for a name that is an address, of whatever family. */
static int find(const char *host, int family, struct nl_inet *ret)
{
	const int other = family == AF_INET ? AF_INET6 : AF_INET;
	struct nl_inet ignored;

	if (nl_inet_parse(host, family, ret) == 0)
		return 0;
	if (nl_inet_parse(host, other, &ignored) == 0)
		return -ENOENT;
	if (bsd_inet_from_hosts(host, family, ret) == 0)
		return 0;
	return from_dns(host, family, ret);
}

int ping_resolve(const char *host, int family, struct nl_inet *ret,
		 uint32_t *ret_scope, struct errbuf *eb)
{
	const char *percent = strchr(host, '%');
	char name[NS_MAXDNAME];
	uint32_t scope = 0;

	(void)snprintf(name, sizeof(name), "%.*s",
		       (int)(percent ? (size_t)(percent - host) : strlen(host)),
		       host);
	if (percent) {
		scope = if_nametoindex(ifname_from_bsd(percent + 1));
		if (!scope)
			return errbuf_set(eb, ENOENT,
					  "interface %s does not exist",
					  percent + 1);
	}
	if ((family != AF_INET6 && find(name, AF_INET, ret) == 0) ||
	    (family != AF_INET && find(name, AF_INET6, ret) == 0)) {
		*ret_scope = scope;
		return 0;
	}
	return errbuf_set(eb, ENOENT, "%s: Unknown host", host);
}

const char *ping_address(const struct nl_inet *ip, uint32_t scope, bool names,
			 char *buf, size_t size)
{
	char numbers[INET6_ADDRSTRLEN], ifname[IF_NAMESIZE], host[NS_MAXDNAME];
	const char *percent = "";

	if (nl_inet_link_local(ip) && scope && if_indextoname(scope, ifname))
		percent = "%";
	else
		*ifname = '\0';
	(void)nl_inet_format(ip, numbers);
	(void)bsd_inet_name(ip, !names, host, sizeof(host));
	if (names && strcmp(host, numbers) != 0)
		(void)snprintf(buf, size, "%s (%s%s%s)", host, numbers, percent,
			       ifname_to_bsd(ifname));
	else
		(void)snprintf(buf, size, "%s%s%s", numbers, percent,
			       ifname_to_bsd(ifname));
	return buf;
}
