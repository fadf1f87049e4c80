/* SPDX-License-Identifier: BSD-2-Clause */
/* parse.c - The words after route's command: modifiers and addresses */

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/file.h"
#include "base/hosts.h"
#include "nl/bsdroute.h"
#include "base/util.h"
#include "route.h"

#define NO_LEN 999 /* no length of the destination was given */

struct parser {
	struct route_args *a;
	int family; /* of the next address */
	bool iface; /* the gateway is an interface */
	bool force_net, force_host;
	bool have_mask;
	bool lock, lock_rest; /* the next metric, all that follow */
	struct nl_inet mask;
	struct route_wrong *wrong;
	struct errbuf *eb;
};

enum modifier_kind {
	INET,
	INET6,
	NET,
	HOST,
	IFACE,
	GATEWAY,
	DST,
	NETMASK,
	PREFIXLEN,
	IFA,
	IFP,
	FIB,
	STATIC,
	NOSTATIC,
	PROTO1,
	PROTO2,
	REJECT,
	BLACKHOLE,
	LOCK,
	LOCKREST,
	MTU,
	HOPCOUNT,
	EXPIRE,
	NOSTICK,
	WEIGHT,
	REFUSED,
};

static const struct modifier {
	const char *name;
	enum modifier_kind kind;
	bool wants_word;
} modifiers[] = {
	{ "4", INET, false },
	{ "6", INET6, false },
	{ "blackhole", BLACKHOLE, false },
	{ "dst", DST, true },
	{ "expire", EXPIRE, true },
	{ "fib", FIB, true },
	{ "gateway", GATEWAY, true },
	{ "genmask", REFUSED, true },
	{ "hopcount", HOPCOUNT, true },
	{ "host", HOST, false },
	{ "iface", IFACE, false },
	{ "ifa", IFA, true },
	{ "ifp", IFP, true },
	{ "inet", INET, false },
	{ "inet6", INET6, false },
	{ "interface", IFACE, false },
	{ "link", REFUSED, false },
	{ "lock", LOCK, false },
	{ "lockrest", LOCKREST, false },
	{ "mtu", MTU, true },
	{ "net", NET, false },
	{ "netmask", NETMASK, true },
	{ "nostatic", NOSTATIC, false },
	{ "nostick", NOSTICK, false },
	{ "prefixlen", PREFIXLEN, true },
	{ "proto1", PROTO1, false },
	{ "proto2", PROTO2, false },
	{ "proxy", REFUSED, false },
	{ "recvpipe", REFUSED, true },
	{ "reject", REJECT, false },
	{ "rtt", REFUSED, true },
	{ "rttvar", REFUSED, true },
	{ "sendpipe", REFUSED, true },
	{ "ssthresh", REFUSED, true },
	{ "static", STATIC, false },
	{ "sticky", REFUSED, false },
	{ "weight", WEIGHT, true },
	{ "xresolve", REFUSED, false },
};

/* Fail with @status; the words are in the errbuf already. */
static int wrong(struct parser *p, int status)
{
	*p->wrong = (struct route_wrong){ .status = status };
	return -EINVAL;
}

static int wrong_usage(struct parser *p)
{
	*p->wrong = (struct route_wrong){ .status = EX_USAGE, .usage = true };
	return -EINVAL;
}

static int bad_address(struct parser *p, const char *word)
{
	if (p->family == AF_INET6) {
		errbuf_set(p->eb, EINVAL, "%s: Name does not resolve", word);
		return wrong(p, EX_OSERR);
	}
	errbuf_set(p->eb, EINVAL, "bad address: %s", word);
	return wrong(p, EX_NOHOST);
}

/* A whole number up to @max; false: it is none. */
static bool number(const char *word, unsigned long max, unsigned long *ret)
{
	unsigned long n;
	char *end;

	if (!*word || strspn(word, "0123456789") != strlen(word))
		return false;
	errno = 0;
	n = strtoul(word, &end, 10);
	if (errno || n > max)
		return false;
	*ret = n;
	return true;
}

static bool from_networks(const char *name, struct nl_inet *ret)
{
	cleanup_free char *text = NULL;
	struct in_addr net;

	if (file_read(AT_FDCWD, "/etc/networks", &text, NULL, NULL) < 0 ||
	    networks_addr(text, name, &net) < 0)
		return false;
	*ret = (struct nl_inet){ .family = AF_INET };
	memcpy(ret->b, &net, sizeof(net));
	return true;
}

/* Numbers, or a name from /etc/hosts.  "10" is 0.0.0.10, as everywhere. */
static bool address(const char *word, int family, struct nl_inet *ret)
{
	struct nl_inet ip = { .family = family };
	struct in_addr four;

	if (family == AF_INET && inet_aton(word, &four)) {
		memcpy(ip.b, &four, sizeof(four));
		*ret = ip;
		return true;
	}
	return nl_inet_parse(word, family, ret) == 0 ||
	       bsd_inet_from_hosts(word, family, ret) == 0;
}

/* The same, and with IPv6 "%IF" after it goes to a->scope. */
static bool scoped_address(struct parser *p, const char *word,
			   struct nl_inet *ret)
{
	cleanup_free char *copy = strdup(word);
	char *percent = copy ? strchr(copy, '%') : NULL;

	if (!copy)
		return false;
	if (p->family == AF_INET6 && percent) {
		*percent = '\0';
		if (!percent[1] || strlen(percent + 1) >= sizeof(p->a->scope))
			return false;
		(void)snprintf(p->a->scope, sizeof(p->a->scope), "%s",
			       percent + 1);
	}
	return address(copy, p->family, ret);
}

/* A.B.C.D/LEN, cut at the slash. */
static int dst_net4(struct parser *p, char *word, const char *len_word)
{
	struct nl_route *rt = &p->a->route;
	struct nl_inet net;
	unsigned long len;

	if (!address(word, AF_INET, &rt->dst))
		return bad_address(p, word);
	if (!number(len_word, 32, &len)) {
		errbuf_set(p->eb, EINVAL, "bad mask length: %s", len_word);
		return wrong(p, EX_NOHOST);
	}

	net = nl_inet_mask(AF_INET, (unsigned)len, &rt->dst);
	if (!nl_inet_same(&net, &rt->dst)) {
		char buf[INET6_ADDRSTRLEN];

		errbuf_set(
			p->eb, EINVAL,
			"malformed address, bits set after mask; %s means %s",
			word, nl_inet_format(&rt->dst, buf));
		return wrong(p, EX_NOHOST);
	}
	rt->dst_len = (unsigned)len;
	p->force_net = true;
	return 0;
}

static int dst4(struct parser *p, const char *word)
{
	struct route_args *a = p->a;
	char *slash = strchr(a->dest, '/');

	if (slash) {
		*slash = '\0';
		return dst_net4(p, a->dest, slash + 1);
	}
	if (address(word, AF_INET, &a->route.dst)) {
		a->host = true;
		return 0;
	}
	if (!from_networks(word, &a->route.dst))
		return bad_address(p, word);
	p->force_net = true;
	return 0;
}

static int dst6(struct parser *p, const char *word)
{
	struct route_args *a = p->a;
	cleanup_free char *copy = strdup(word);
	char *slash = copy ? strchr(copy, '/') : NULL;
	unsigned long len = 128;

	if (!copy)
		return bad_address(p, word);
	if (slash) {
		*slash = '\0';
		if (!number(slash + 1, 128, &len)) {
			errbuf_set(p->eb, EINVAL, "%s: invalid prefixlen",
				   slash + 1);
			return wrong(p, EX_USAGE);
		}
		a->route.dst_len = (unsigned)len;
	}
	if (!scoped_address(p, copy, &a->route.dst))
		return bad_address(p, copy);
	a->host = len == 128;
	return 0;
}

static int take_dst(struct parser *p, const char *word)
{
	struct route_args *a = p->a;
	size_t len = strlen(word);

	if (len >= sizeof(a->dest))
		return bad_address(p, word);
	memcpy(a->dest, word, len + 1);
	a->host = false;
	a->route.dst_len = NO_LEN;

	if (streq(word, "default")) {
		a->route.dst = (struct nl_inet){ .family = p->family };
		a->route.dst_len = 0;
		p->force_net = true;
		return 0;
	}
	return p->family == AF_INET6 ? dst6(p, word) : dst4(p, word);
}

static int take_gateway(struct parser *p, const char *word)
{
	p->a->gateway = word;
	if (p->iface) {
		p->a->iface = word;
		return 0;
	}
	if (!scoped_address(p, word, &p->a->route.gateway))
		return bad_address(p, word);
	return 0;
}

static int take_mask(struct parser *p, const char *word)
{
	if (!address(word, p->family, &p->mask) ||
	    nl_inet_prefixlen(&p->mask) < 0)
		return bad_address(p, word);
	p->have_mask = true;
	p->force_net = true;
	return 0;
}

static int take_prefixlen(struct parser *p, const char *word)
{
	unsigned max = 8 * nl_inet_len(p->family);
	unsigned long len;

	if (!number(word, max, &len)) {
		errbuf_set(p->eb, EINVAL, "%s: invalid prefixlen", word);
		return wrong(p, EX_USAGE);
	}
	p->have_mask = true;
	p->mask = nl_inet_mask(p->family, (unsigned)len, NULL);
	p->force_net = len != max;
	p->force_host = len == max;
	return 0;
}

static int take_fib(struct parser *p, const char *word)
{
	if (route_fibs_parse(&p->a->fibs, word, p->eb) < 0)
		return wrong(p, EX_USAGE);
	return 0;
}

static int take_number(struct parser *p, const char *word, uint32_t *ret)
{
	unsigned long n;

	if (!number(word, UINT32_MAX, &n)) {
		errbuf_set(p->eb, EINVAL, "%s: invalid number", word);
		return wrong(p, EX_USAGE);
	}
	*ret = (uint32_t)n;
	return 0;
}

/* A metric, locked where that was asked for. */
static int take_metric(struct parser *p, unsigned metric, const char *word,
		       uint32_t *ret)
{
	if (p->lock || p->lock_rest)
		p->a->route.locked |= 1U << metric;
	p->lock = false;
	return take_number(p, word, ret);
}

static void take_mark(struct parser *p, unsigned flag, bool on)
{
	struct route_args *a = p->a;

	a->marked = true;
	a->marks = on ? a->marks | flag : a->marks & ~flag;
}

static int take_ifa(struct parser *p, const char *word)
{
	if (!scoped_address(p, word, &p->a->route.prefsrc))
		return bad_address(p, word);
	return 0;
}

/* @word is the one after it, where it wants one. */
static int take_modifier(struct parser *p, const struct modifier *m,
			 const char *word)
{
	struct route_args *a = p->a;

	switch (m->kind) {
	case INET:
		p->family = AF_INET;
		return 0;
	case INET6:
		p->family = AF_INET6;
		return 0;
	case NET:
		p->force_net = true;
		return 0;
	case HOST:
		p->force_host = true;
		return 0;
	case IFACE:
		p->iface = true;
		return 0;
	case GATEWAY:
		return take_gateway(p, word);
	case DST:
		return take_dst(p, word);
	case NETMASK:
		return take_mask(p, word);
	case PREFIXLEN:
		return take_prefixlen(p, word);
	case IFA:
		return take_ifa(p, word);
	case IFP:
		a->ifp = word;
		return 0;
	case FIB:
		return take_fib(p, word);
	case STATIC:
	case NOSTATIC:
		take_mark(p, BSD_RTF_STATIC, m->kind == STATIC);
		return 0;
	case PROTO1:
		take_mark(p, BSD_RTF_PROTO1, true);
		return 0;
	case PROTO2:
		take_mark(p, BSD_RTF_PROTO2, true);
		return 0;
	case REJECT:
		a->route.type = RTN_UNREACHABLE;
		return 0;
	case BLACKHOLE:
		a->route.type = RTN_BLACKHOLE;
		return 0;
	case LOCK:
		p->lock = true;
		return 0;
	case LOCKREST:
		p->lock_rest = true;
		return 0;
	case MTU:
		return take_metric(p, RTAX_MTU, word, &a->route.mtu);
	case HOPCOUNT:
		return take_metric(p, RTAX_HOPLIMIT, word, &a->route.hoplimit);
	case EXPIRE:
		return take_number(p, word, &a->route.expires);
	case NOSTICK: /* no route is */
		return 0;
	case WEIGHT: /* one gateway has all of it */
		if (streq(word, "1"))
			return 0;
		break;
	case REFUSED:
		break;
	}
	errbuf_set(p->eb, EINVAL, "-%s: not supported on Linux", m->name);
	return wrong(p, EXIT_FAILURE);
}

static const struct modifier *find_modifier(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(modifiers); i++)
		if (streq(modifiers[i].name, name))
			return &modifiers[i];
	return NULL;
}

static int take_plain(struct parser *p, const char *word)
{
	if (!p->a->route.dst.family)
		return take_dst(p, word);
	if (!p->a->gateway)
		return take_gateway(p, word);
	return take_mask(p, word);
}

/* What -net alone means: the network's class, or half of an IPv6 address. */
static unsigned guessed_len(const struct nl_inet *dst)
{
	if (dst->family == AF_INET6)
		return 64;
	if (nl_inet_is_zero(dst))
		return 0;
	return dst->b[0] < 128 ? 8 : dst->b[0] < 192 ? 16 : 24;
}

static int finish_len(struct parser *p)
{
	struct nl_route *rt = &p->a->route;
	struct nl_inet net;

	if (p->have_mask && p->mask.family != rt->dst.family) {
		errbuf_set(
			p->eb, EINVAL,
			"destination and netmask family need to be the same");
		return wrong_usage(p);
	}

	if (p->a->host)
		rt->dst_len = 8 * nl_inet_len(rt->dst.family);
	else if (p->have_mask)
		rt->dst_len = (unsigned)nl_inet_prefixlen(&p->mask);
	else if (rt->dst_len == NO_LEN)
		rt->dst_len = guessed_len(&rt->dst);

	net = nl_inet_mask(rt->dst.family, rt->dst_len, &rt->dst);
	/* IPv4 only: FreeBSD leaves out an IPv6 address's bits itself. */
	if (rt->dst.family == AF_INET && !nl_inet_same(&net, &rt->dst) &&
	    !p->have_mask) {
		errbuf_set(p->eb, EINVAL,
			   "malformed address, bits set after mask; %s/%u",
			   p->a->dest, rt->dst_len);
		return wrong(p, EX_NOHOST);
	}
	rt->dst = net;
	return 0;
}

static int finish(struct parser *p)
{
	struct route_args *a = p->a;

	if (!a->route.dst.family) {
		errbuf_set(p->eb, EINVAL, "destination parameter required");
		return wrong_usage(p);
	}
	if (p->force_host)
		a->host = true;
	else if (p->force_net)
		a->host = false;
	if (a->route.expires && a->route.dst.family == AF_INET) {
		errbuf_set(p->eb, EINVAL,
			   "-expire: not supported for IPv4 on Linux");
		return wrong(p, EXIT_FAILURE);
	}
	return finish_len(p);
}

int route_parse(char *const *words, int family, struct route_args *ret,
		struct route_wrong *wrong_ret, struct errbuf *eb)
{
	struct parser p = {
		.a = ret, .family = family, .wrong = wrong_ret, .eb = eb
	};
	const struct modifier *m;
	int r = 0;

	ret->marks = BSD_RTF_STATIC;
	for (; r == 0 && *words; words++) {
		if (**words != '-') {
			r = take_plain(&p, *words);
			continue;
		}
		m = find_modifier(*words + 1);
		if (!m) {
			errbuf_set(eb, EINVAL, "bad keyword: %s", *words + 1);
			return wrong_usage(&p);
		}
		if (m->wants_word && !*++words)
			return wrong_usage(&p);
		r = take_modifier(&p, m, *words);
	}
	return r < 0 ? r : finish(&p);
}
