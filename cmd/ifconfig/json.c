/* SPDX-License-Identifier: BSD-2-Clause */
/* json.c - Listings of ifconfig(8) as JSON */

#include <errno.h>
#include <string.h>

#include "bits.h"
#include "json-kind.h"
#include "json.h"
#include "nl/inet.h"
#include "style.h"
#include "view.h"

#define XO_VERSION "1"

/* "flags": 8843, "flags-pretty": ["UP", …] is libxo's way. */
bool json_bits(struct json_object *to, const char *key, const struct bits *b,
	       unsigned value)
{
	struct json_object *names = json_object_new_array();
	char pretty[64];
	bool ok = names != NULL;

	for (size_t i = 0; ok && i < b->n; i++)
		if (value & b->bit[i].value)
			ok = xo_append(names,
				       json_object_new_string(b->bit[i].name));
	(void)snprintf(pretty, sizeof(pretty), "%s-names", key);
	ok = ok && xo_add_int(to, key, value);
	return xo_add(to, pretty, names) && ok;
}

bool json_mac(struct json_object *to, const char *key, const uint8_t *mac,
	      unsigned len, char sep)
{
	char text[3 * sizeof(((struct view *)0)->lladdr)] = "";

	for (unsigned i = 0; i < len; i++) {
		char *at = text + (i ? 3 * i - 1 : 0);
		const char before[2] = { i ? sep : '\0', '\0' };

		(void)snprintf(at, 4, "%s%02x", before, mac[i]);
	}
	return xo_add_str(to, key, text);
}

static bool add_ip(struct json_object *to, const char *key, int family,
		   const void *addr)
{
	char buf[INET6_ADDRSTRLEN];
	struct nl_inet ip = { .family = family };

	memcpy(ip.b, addr, nl_inet_len(family));
	return xo_add_str(to, key, nl_inet_format(&ip, buf));
}

static struct json_object *json_inet(const struct view *v,
				     const struct view_addr *a)
{
	struct json_object *o = json_object_new_object();
	bool ok = add_ip(o, "address", AF_INET, &a->addr);

	if (a->has_dest)
		ok = ok && add_ip(o, "destination", AF_INET, &a->dest);
	ok = ok && xo_add_int(o, "prefixlen", a->prefix);
	if (a->has_bcast && v->flags & VIEW_BROADCAST && a->prefix)
		ok = ok && add_ip(o, "broadcast", AF_INET, &a->bcast);
	if (ok)
		return o;
	json_object_put(o);
	return NULL;
}

static bool add_lifetimes(struct json_object *o, const struct view_addr *a)
{
	bool ok = true;

	if (a->pltime != VIEW_FOREVER)
		ok = xo_add_int(o, "preferred-lifetime", a->pltime);
	if (a->vltime != VIEW_FOREVER)
		ok = ok && xo_add_int(o, "valid-lifetime", a->vltime);
	return ok;
}

static struct json_object *json_inet6(const struct view_addr *a)
{
	struct json_object *o = json_object_new_object();
	bool ok = add_ip(o, "address", AF_INET6, &a->addr);

	if (a->has_dest)
		ok = ok && add_ip(o, "destination", AF_INET6, &a->dest);
	ok = ok && xo_add_int(o, "prefixlen", a->prefix);
	if (a->in6_flags)
		ok = ok && json_bits(o, "state", &bits_in6, a->in6_flags);
	if (a->scope_id)
		ok = ok && xo_add_int(o, "scopeid", a->scope_id);
	if (ok && add_lifetimes(o, a))
		return o;
	json_object_put(o);
	return NULL;
}

static bool wants(const struct style *st, enum style_family family)
{
	return st->family == STYLE_ALL || st->family == family;
}

static bool add_addrs(struct json_object *to, const struct view *v, int family)
{
	bool four = family == AF_INET;
	struct json_object *list = json_object_new_array();
	bool ok = list != NULL, any = false;

	for (size_t i = 0; ok && i < v->n_addrs; i++) {
		const struct view_addr *a = &v->addrs[i];

		if (a->family != family)
			continue;
		any = true;
		ok = xo_append(list, four ? json_inet(v, a) : json_inet6(a));
	}
	if (any)
		return xo_add(to, four ? "inet" : "inet6", list) && ok;
	json_object_put(list);
	return ok;
}

static bool add_head(struct json_object *o, const struct view *v,
		     const struct style *st)
{
	bool ok = xo_add_str(o, "name", v->name) &&
		  json_bits(o, "flags", &bits_flags, v->flags) &&
		  xo_add_int(o, "metric", 0) && xo_add_int(o, "mtu", v->mtu);

	if (v->description)
		ok = ok && xo_add_str(o, "description", v->description);
	if (v->has_options)
		ok = ok && json_bits(o, "options", &bits_caps, v->options);
	if (st->capabilities && v->capabilities)
		ok = ok &&
		     json_bits(o, "capabilities", &bits_caps, v->capabilities);
	return ok && json_tunnel(o, v);
}

static bool add_lladdr(struct json_object *o, const struct view *v,
		       const struct style *st)
{
	char sep = st->ether == STYLE_DASH ? '-' : ':';
	bool ok = true;

	if (!wants(st, STYLE_LINK) || !v->addr_len)
		return true;
	ok = json_mac(o, v->ether ? "ether" : "lladdr", v->lladdr, v->addr_len,
		      sep);
	if (v->has_hwaddr)
		ok = ok &&
		     json_mac(o, "hwaddr", v->hwaddr, sizeof(v->hwaddr), sep);
	return ok;
}

static bool add_media(struct json_object *to, const struct view_media *m,
		      const struct style *st)
{
	struct json_object *o;
	bool ok = true;

	if (m->current) {
		o = json_object_new_object();
		ok = xo_add_str(o, "current", m->current);
		if (m->active)
			ok = ok && xo_add_str(o, "active", m->active);
		if (m->active || m->current_duplex)
			ok = ok &&
			     xo_add(o, "full-duplex",
				    json_object_new_boolean(m->full_duplex));
		if (st->capabilities && m->supported.n)
			ok = ok &&
			     xo_add(o, "supported", xo_words(&m->supported));
		ok = xo_add(to, "media", o) && ok;
	}
	return m->status ? ok && xo_add_str(to, "status", m->status) : ok;
}

static bool add_pids(struct json_object *to, const struct view *v)
{
	struct json_object *a = json_object_new_array();
	bool ok = a != NULL;

	for (size_t i = 0; ok && i < v->n_opened_by; i++)
		ok = xo_append(a, json_object_new_int(v->opened_by[i]));
	return xo_add(to, "opened-by", a) && ok;
}

static bool add_rest(struct json_object *o, const struct view *v,
		     const struct style *st)
{
	bool ok = true;

	if (st->family == STYLE_ALL) {
		ok = json_ports(o, v);
		if (v->groups.n)
			ok = ok && xo_add(o, "groups", xo_words(&v->groups));
		ok = ok && json_kind(o, v);
		if (v->fib)
			ok = ok && xo_add_int(o, "fib", v->fib);
		ok = ok && add_media(o, &v->media, st);
	}
	if (v->has_nd6 && v->nd6 && wants(st, STYLE_INET6))
		ok = ok && json_bits(o, "nd6-options", &bits_nd6, v->nd6);
	if (v->n_opened_by)
		ok = ok && add_pids(o, v);
	if (st->driver && v->driver)
		ok = ok && xo_add_str(o, "drivername", v->driver);
	return ok;
}

struct json_object *json_view(const struct view *v, const struct style *st)
{
	struct json_object *o = json_object_new_object();
	bool ok = add_head(o, v, st) && add_lladdr(o, v, st);

	if (wants(st, STYLE_INET))
		ok = ok && add_addrs(o, v, AF_INET);
	if (wants(st, STYLE_INET6))
		ok = ok && add_addrs(o, v, AF_INET6);
	if (ok && add_rest(o, v, st))
		return o;
	json_object_put(o);
	return NULL;
}

int json_print(const struct xo *xo, const char *key, struct json_object *list)
{
	struct json_object *body = json_object_new_object();

	if (!xo_add(body, key, list)) {
		json_object_put(body);
		return -ENOMEM;
	}
	return xo_print(stdout, xo, XO_VERSION, "ifconfig", body);
}
