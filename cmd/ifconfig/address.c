/* SPDX-License-Identifier: BSD-2-Clause */
/* address.c - What the address words of one call say */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "address.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "resolve.h"

#define IN6_PREFIX 64 /* where none is given */
#define WORD_SIZE 256
#define RANGE_MAX 2047 /* that follow the first, as in FreeBSD's rc.conf */

static int bad_value(struct errbuf *eb, const char *word)
{
	return errbuf_set(eb, EINVAL, "%s: bad value", word);
}

int address_family(const char *word)
{
	static const struct {
		const char *word;
		int family;
	} families[] = {
		{ "inet", AF_INET },	 { "inet6", AF_INET6 },
		{ "ether", AF_PACKET },	 { "link", AF_PACKET },
		{ "lladdr", AF_PACKET },
	};

	for (size_t i = 0; i < ARRAY_SIZE(families); i++)
		if (streq(families[i].word, word))
			return families[i].family;
	return 0;
}

void address_init(struct address *a, int family)
{
	*a = (struct address){
		.family = family,
		.pltime = UINT32_MAX,
		.vltime = UINT32_MAX,
	};
	if (family == AF_INET6)
		a->prefixlen = IN6_PREFIX;
}

static unsigned max_prefixlen(int family)
{
	return family == AF_INET ? 32 : 128;
}

/* As FreeBSD's strtonum(3) says it; NULL if it is good. */
static const char *parse_number(const char *s, unsigned max, unsigned *ret)
{
	char *end;
	long n;

	errno = 0;
	n = strtol(s, &end, 10);
	if (end == s || *end)
		return "invalid";
	if (n < 0)
		return "too small";
	if (errno == ERANGE || n > (long)max)
		return "too large";
	*ret = (unsigned)n;
	return NULL;
}

static int set_width(struct address *a, const char *word, const char *width,
		     struct errbuf *eb)
{
	const char *why =
		parse_number(width, max_prefixlen(a->family), &a->prefixlen);

	if (why && a->family == AF_INET)
		return errbuf_set(eb, EINVAL, "%s: bad value (width %s)", word,
				  why);
	if (why)
		return bad_value(eb, width);
	a->has_mask = true;
	return 0;
}

/* "10.0.0.1-5", "2001:db8::1-a": where it ends, in @host behind the address,
 * which is cut off there; false if it is no range */
static bool cut_range(int family, char *host, unsigned *ret)
{
	char *dash = strrchr(host, '-');
	char sep = family == AF_INET ? '.' : ':';
	char *last = dash ? dash : host, *end;
	unsigned long n, first;

	while (last > host && last[-1] != sep)
		last--;
	if (!dash || last == host || !dash[1])
		return false;
	n = strtoul(dash + 1, &end, family == AF_INET ? 10 : 16);
	first = strtoul(last, NULL, family == AF_INET ? 10 : 16);
	if (*end || !strchr("0123456789abcdefABCDEF", dash[1]) || n < first ||
	    n > (family == AF_INET ? 255 : 0xffff))
		return false;
	*dash = '\0';
	*ret = (unsigned)(n - first);
	return true;
}

static bool resolve_range(struct address *a, char *host, struct nl_inet *ret)
{
	unsigned more = 0;

	/* A name may have a "-" in it. */
	if (resolve_addr(a->family, host, ret) == 0)
		return true;
	if (!cut_range(a->family, host, &more) || more > RANGE_MAX ||
	    nl_inet_parse(host, a->family, ret) < 0)
		return false;
	a->more = more;
	return true;
}

bool address_next(struct address *a)
{
	if (!a->more)
		return false;
	a->more--;
	if (a->family == AF_INET) {
		a->prefixlen = 32;
		a->ip.b[3]++;
	} else if (++a->ip.b[15] == 0) {
		a->ip.b[14]++;
	}
	return true;
}

static int set_ip(struct address *a, const char *word, struct errbuf *eb)
{
	const char *slash = strrchr(word, '/');
	char host[WORD_SIZE];
	struct nl_inet ip;
	size_t len = strlen(word);
	int r;

	if (slash && a->alias != ADDRESS_REMOVE) {
		r = set_width(a, word, slash + 1, eb);
		if (r < 0)
			return r;
		len = (size_t)(slash - word);
	}
	if (len == 0 || len >= sizeof(host))
		return bad_value(eb, word);
	memcpy(host, word, len);
	host[len] = '\0';
	if (!resolve_range(a, host, &ip))
		return bad_value(eb, word);
	a->ip = ip;
	a->given = true;
	return 0;
}

int address_word(struct address *a, const char *word, struct errbuf *eb)
{
	if (a->family == AF_PACKET) {
		int r = address_mac(word, a->mac, sizeof(a->mac), &a->mac_len,
				    eb);

		a->given = r == 0;
		return r;
	}
	if (!a->given)
		return set_ip(a, word, eb);
	if (resolve_addr(a->family, word, &a->dest) < 0)
		return bad_value(eb, word);
	return 0;
}

void address_alias(struct address *a, enum address_alias alias)
{
	a->alias = alias;
}

static int no_link_mask(struct errbuf *eb)
{
	return errbuf_set(eb, EINVAL,
			  "can't set link-level netmask or broadcast");
}

int address_netmask(struct address *a, const char *word, struct errbuf *eb)
{
	struct nl_inet mask;
	int bits;

	if (a->family == AF_PACKET)
		return no_link_mask(eb);
	if (a->family == AF_INET6)
		return errbuf_set(eb, EINVAL,
				  "netmask: invalid option for inet6");
	if (resolve_addr(AF_INET, word, &mask) < 0)
		return bad_value(eb, word);
	bits = nl_inet_prefixlen(&mask);
	if (bits < 0)
		return bad_value(eb, word);
	a->prefixlen = (unsigned)bits;
	a->has_mask = true;
	return 0;
}

int address_broadcast(struct address *a, const char *word, struct errbuf *eb)
{
	if (a->family == AF_PACKET)
		return no_link_mask(eb);
	if (a->family == AF_INET6)
		return errbuf_set(eb, EINVAL,
				  "broadcast: invalid option for inet6");
	if (resolve_addr(AF_INET, word, &a->broadcast) < 0)
		return bad_value(eb, word);
	return 0;
}

int address_prefixlen(struct address *a, const char *word, struct errbuf *eb)
{
	if (a->family != AF_INET6)
		return errbuf_set(eb, EINVAL, "prefixlen: only with inet6");
	return set_width(a, word, word, eb);
}

int address_times(struct address *a, const char *word, bool preferred,
		  struct errbuf *eb)
{
	const char *name = preferred ? "pltime" : "vltime";
	unsigned long n;
	char *end;

	if (a->family != AF_INET6)
		return errbuf_set(eb, EINVAL, "%s: only with inet6", name);
	errno = 0;
	n = strtoul(word, &end, 0);
	if (streq(word, "infty"))
		n = UINT32_MAX;
	else if (end == word || *end || *word == '-' || errno || n > UINT32_MAX)
		return errbuf_set(eb, EINVAL, "invalid %s: %s", name, word);
	if (preferred)
		a->pltime = (uint32_t)n;
	else
		a->vltime = (uint32_t)n;
	a->has_times = true;
	return 0;
}

static int random_mac(uint8_t *ret, unsigned *ret_len, struct errbuf *eb)
{
	if (getrandom(ret, 6, 0) != 6)
		return errbuf_errno(eb, "random");
	ret[0] = (uint8_t)((ret[0] & 0xfc) | 2);
	*ret_len = 6;
	return 0;
}

int address_mac(const char *word, uint8_t *ret, unsigned size,
		unsigned *ret_len, struct errbuf *eb)
{
	const char *s = word;
	unsigned n = 0;

	if (streq(word, "random"))
		return random_mac(ret, ret_len, eb);
	for (;;) {
		char *end;
		unsigned long byte = strtoul(s, &end, 16);

		if (end == s || end - s > 2 || byte > 0xff ||
		    (*end && !strchr(":-.", *end)))
			return bad_value(eb, word);
		if (n >= size || n >= 14)
			return errbuf_set(eb, EINVAL,
					  "malformed link-level address");
		ret[n++] = (uint8_t)byte;
		if (!*end)
			break;
		s = end + 1;
	}
	*ret_len = n;
	return 0;
}

int address_check(const struct address *a, unsigned if_flags, struct errbuf *eb)
{
	if (a->dest.family && !(if_flags & IFF_POINTOPOINT))
		return errbuf_set(
			eb, EINVAL,
			"destination address: not a point-to-point interface");
	if (a->family == AF_INET && !a->has_mask &&
	    !(if_flags & (IFF_POINTOPOINT | IFF_LOOPBACK)))
		return errbuf_set(
			eb, EINVAL,
			"ERROR: setting interface address without mask is no longer supported.");
	return 0;
}
