/* SPDX-License-Identifier: BSD-2-Clause */
/* format.c - Write an interface down as FreeBSD 15's ifconfig(8) does */

#include <arpa/inet.h>
#include <string.h>

#include "base/hosts.h"
#include "base/util.h"
#include "bits.h"
#include "format.h"
#include "format-kind.h"
#include "style.h"
#include "tunnel.h"
#include "view.h"

static void print_head(FILE *out, const struct view *v, const struct style *st)
{
	fprintf(out, "%s: flags=", v->name);
	bits_print(out, &bits_flags, v->flags);
	fprintf(out, " metric 0 mtu %u\n", v->mtu);

	if (v->description)
		fprintf(out, "\tdescription: %s\n", v->description);
	if (v->has_options) {
		fprintf(out, "\toptions=");
		bits_print(out, &bits_caps, v->options);
		fputc('\n', out);
		if (st->capabilities && v->capabilities) {
			fprintf(out, "\tcapabilities=");
			bits_print(out, &bits_caps, v->capabilities);
			fputc('\n', out);
		}
	}
}

static void print_lladdr(FILE *out, const struct view *v,
			 const struct style *st)
{
	char sep = st->ether == STYLE_DASH ? '-' : ':';

	if (!v->addr_len)
		return;
	fprintf(out, "\t%s ", v->ether ? "ether" : "lladdr");
	format_mac(out, v->lladdr, v->addr_len, v->ether ? sep : ':');
	fputc('\n', out);

	if (v->has_hwaddr) {
		fprintf(out, "\thwaddr ");
		format_mac(out, v->hwaddr, sizeof(v->hwaddr), sep);
		fputc('\n', out);
	}
}

/* The name -f asked for, if the address has one. */
static bool print_name(FILE *out, int family, const void *addr,
		       const struct style *st)
{
	char name[256];

	if (st->addr == STYLE_NUMERIC || !st->hosts ||
	    hosts_name(st->hosts, family, addr, name, sizeof(name)) < 0)
		return false;
	if (st->addr == STYLE_HOST)
		name[strcspn(name, ".")] = '\0';
	fputs(name, out);
	return true;
}

static void print_in(FILE *out, const struct in_addr *in,
		     const struct style *st)
{
	char buf[INET_ADDRSTRLEN];

	if (!print_name(out, AF_INET, in, st))
		fputs(inet_ntop(AF_INET, in, buf, sizeof(buf)), out);
}

static void print_in6(FILE *out, const struct in6_addr *in6,
		      const struct view *v, const struct style *st)
{
	char buf[INET6_ADDRSTRLEN];

	if (print_name(out, AF_INET6, in6, st))
		return;
	fputs(inet_ntop(AF_INET6, in6, buf, sizeof(buf)), out);
	if (IN6_IS_ADDR_LINKLOCAL(in6))
		fprintf(out, "%%%s", v->name);
}

static void print_netmask(FILE *out, unsigned prefix, const struct style *st)
{
	uint32_t mask = prefix ? UINT32_MAX << (32 - prefix) : 0;
	struct in_addr in = { htonl(mask) };
	char buf[INET_ADDRSTRLEN];

	switch (st->inet) {
	case STYLE_HEX:
		fprintf(out, " netmask 0x%x", mask);
		break;
	case STYLE_CIDR:
		fprintf(out, "/%u", prefix);
		break;
	case STYLE_DOTTED:
		fprintf(out, " netmask %s",
			inet_ntop(AF_INET, &in, buf, sizeof(buf)));
		break;
	}
}

static void print_inet(FILE *out, const struct view *v,
		       const struct view_addr *a, const struct style *st)
{
	fputs("\tinet ", out);
	print_in(out, &a->addr.in, st);
	if (a->has_dest) {
		fputs(" --> ", out);
		print_in(out, &a->dest.in, st);
	}
	print_netmask(out, a->prefix, st);
	if (a->has_bcast && v->flags & VIEW_BROADCAST && a->prefix) {
		char buf[INET_ADDRSTRLEN];

		fprintf(out, " broadcast %s",
			inet_ntop(AF_INET, &a->bcast.in, buf, sizeof(buf)));
	}
	fputc('\n', out);
}

static void print_in6_flags(FILE *out, unsigned flags)
{
	for (size_t i = 0; i < bits_in6.n; i++)
		if (flags & bits_in6.bit[i].value)
			fprintf(out, " %s", bits_in6.bit[i].name);
}

/* One that lasts for ever beside one that does not is told as 0. */
static void print_lifetimes(FILE *out, const struct view_addr *a)
{
	if (a->pltime == VIEW_FOREVER && a->vltime == VIEW_FOREVER)
		return;
	fprintf(out, " pltime %u vltime %u",
		a->pltime == VIEW_FOREVER ? 0 : a->pltime,
		a->vltime == VIEW_FOREVER ? 0 : a->vltime);
}

static void print_inet6(FILE *out, const struct view *v,
			const struct view_addr *a, const struct style *st)
{
	fputs("\tinet6 ", out);
	print_in6(out, &a->addr.in6, v, st);
	if (a->has_dest) {
		fputs(" --> ", out);
		print_in6(out, &a->dest.in6, v, st);
	}
	fprintf(out, st->inet6_cidr ? "/%u" : " prefixlen %u", a->prefix);
	print_in6_flags(out, a->in6_flags);
	if (a->scope_id)
		fprintf(out, " scopeid 0x%x", a->scope_id);
	print_lifetimes(out, a);
	fputc('\n', out);
}

static bool wants(const struct style *st, enum style_family family)
{
	return st->family == STYLE_ALL || st->family == family;
}

static void print_addrs(FILE *out, const struct view *v, const struct style *st)
{
	for (size_t i = 0; i < v->n_addrs; i++)
		if (v->addrs[i].family == AF_INET && wants(st, STYLE_INET))
			print_inet(out, v, &v->addrs[i], st);
	for (size_t i = 0; i < v->n_addrs; i++)
		if (v->addrs[i].family == AF_INET6 && wants(st, STYLE_INET6))
			print_inet6(out, v, &v->addrs[i], st);
}

static void print_groups(FILE *out, const struct strv *groups)
{
	if (!groups->n)
		return;
	fprintf(out, "\tgroups:");
	for (size_t i = 0; i < groups->n; i++)
		fprintf(out, " %s", groups->v[i]);
	fputc('\n', out);
}

static void print_media(FILE *out, const struct view_media *m,
			const struct style *st)
{
	const char *duplex = m->full_duplex ? " <full-duplex>" : "";

	if (m->current) {
		fprintf(out, "\tmedia: Ethernet %s%s", m->current,
			m->current_duplex ? duplex : "");
		if (m->active)
			fprintf(out, " (%s%s)", m->active, duplex);
		fputc('\n', out);
	}
	if (m->status)
		fprintf(out, "\tstatus: %s\n", m->status);
	if (!st->capabilities || !m->supported.n)
		return;
	fprintf(out, "\tsupported media:\n");
	for (size_t i = 0; i < m->supported.n; i++)
		fprintf(out, "\t\tmedia %s\n", m->supported.v[i]);
}

void format_view(FILE *out, const struct view *v, const struct style *st)
{
	bool all = st->family == STYLE_ALL;

	print_head(out, v, st);
	format_tunnel(out, v);
	if (wants(st, STYLE_LINK))
		print_lladdr(out, v, st);
	print_addrs(out, v, st);
	if (all) {
		format_ports(out, v);
		print_groups(out, &v->groups);
		format_kind(out, v, st);
		if (v->fib)
			fprintf(out, "\tfib: %u\n", v->fib);
		if (v->tunnel && v->tunnel->fib)
			fprintf(out, "\ttunnelfib: %u\n", v->tunnel->fib);
		print_media(out, &v->media, st);
	}
	if (v->has_nd6 && v->nd6 && wants(st, STYLE_INET6)) {
		fprintf(out, "\tnd6 options=");
		bits_print(out, &bits_nd6, v->nd6);
		fputc('\n', out);
	}
	for (size_t i = 0; i < v->n_opened_by; i++)
		fprintf(out, "\tOpened by PID %d\n", (int)v->opened_by[i]);
	if (st->driver && v->driver)
		fprintf(out, "\tdrivername: %s\n", v->driver);
}
