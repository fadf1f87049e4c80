/* SPDX-License-Identifier: BSD-2-Clause */
/* json-kind.c - What only interfaces of one kind have, as JSON */

#include "base/util.h"
#include "bits.h"
#include "format-kind.h"
#include "json-kind.h"
#include "tunnel.h"
#include "view.h"
#include "vxlan.h"

static bool add_ip(struct json_object *to, const char *key,
		   const struct nl_inet *ip)
{
	char buf[INET6_ADDRSTRLEN];

	return !ip->family || xo_add_str(to, key, nl_inet_format(ip, buf));
}

bool json_tunnel(struct json_object *to, const struct view *v)
{
	struct json_object *o;
	bool ok;

	if (!v->tunnel)
		return true;
	o = json_object_new_object();
	ok = add_ip(o, "source", &v->tunnel->src) &&
	     add_ip(o, "destination", &v->tunnel->dst);
	if (v->tunnel->fib)
		ok = ok && xo_add_int(o, "fib", v->tunnel->fib);
	return xo_add(to, "tunnel", o) && ok;
}

static bool add_vlans(struct json_object *o, const struct view_bridge *b,
		      const struct view_member *m)
{
	char *text = NULL;
	size_t n = 0;
	FILE *f;
	bool ok;

	if (!m->has_vlans)
		return true;
	f = open_memstream(&text, &n);
	if (!f)
		return false;
	format_vlan_set(f, &m->vlans.tagged);
	ok = fclose(f) == 0 &&
	     xo_add_str(o, "vlan-protocol", b->qinq ? "802.1ad" : "802.1q");
	if (m->vlans.pvid)
		ok = ok && xo_add_int(o, "untagged", m->vlans.pvid);
	ok = ok && (!*text || xo_add_str(o, "tagged", text));
	free(text);
	return ok;
}

static struct json_object *member(const struct view_bridge *b,
				  const struct view_member *m)
{
	struct json_object *o = json_object_new_object();
	bool ok = xo_add_str(o, "name", m->name) &&
		  json_bits(o, "flags", &bits_member, m->flags) &&
		  xo_add_int(o, "port", m->port) &&
		  xo_add_int(o, "priority", m->priority) &&
		  xo_add_int(o, "path-cost", m->path_cost);

	if (m->stp)
		ok = ok && xo_add_str(o, "proto", b->proto) &&
		     xo_add_str(o, "role", m->role) &&
		     xo_add_str(o, "state", format_stp_state(m->state));
	if (ok && add_vlans(o, b, m))
		return o;
	json_object_put(o);
	return NULL;
}

static bool add_root(struct json_object *o, const struct view_bridge *b)
{
	struct json_object *root = json_object_new_object();
	bool ok = json_mac(root, "id", b->root_id, sizeof(b->root_id), ':') &&
		  xo_add_int(root, "priority", b->root_priority) &&
		  xo_add_int(root, "ifcost", b->root_cost) &&
		  xo_add_int(root, "port", b->root_port);

	return xo_add(o, "root", root) && ok;
}

static bool bridge(struct json_object *to, const struct view_bridge *b)
{
	struct json_object *o = json_object_new_object();
	struct json_object *members = json_object_new_array();
	bool ok = json_mac(o, "id", b->id, sizeof(b->id), ':') &&
		  xo_add_int(o, "priority", b->priority) &&
		  xo_add_int(o, "hellotime", b->hello) &&
		  xo_add_int(o, "fwddelay", b->fwd_delay) &&
		  xo_add_int(o, "maxage", b->max_age) &&
		  xo_add_int(o, "holdcnt", b->hold_count) &&
		  xo_add_str(o, "proto", b->proto) &&
		  xo_add_int(o, "maxaddr", b->max_addr) &&
		  xo_add_int(o, "timeout", b->timeout) && add_root(o, b) &&
		  json_bits(o, "flags", &bits_bridge, b->vlan_filter);

	if (b->def_untagged)
		ok = ok && xo_add_int(o, "defuntagged", b->def_untagged);
	for (size_t i = 0; ok && i < b->n_members; i++)
		ok = xo_append(members, member(b, &b->members[i]));
	ok = xo_add(o, "member", members) && ok;
	return xo_add(to, "bridge", o) && ok;
}

static bool lagg(struct json_object *to, const struct view_lagg *l)
{
	struct json_object *o = json_object_new_object();
	struct json_object *ports = json_object_new_array();
	bool ok = xo_add_str(o, "proto", l->proto) &&
		  (!l->hash || xo_add_str(o, "hash", l->hash));

	for (size_t i = 0; ok && i < l->n_ports; i++) {
		struct json_object *p = json_object_new_object();

		ok = xo_add_str(p, "name", l->ports[i].name) &&
		     json_bits(p, "flags", &bits_lagg, l->ports[i].flags);
		ok = xo_append(ports, p) && ok;
	}
	ok = xo_add(o, "port", ports) && ok;
	return xo_add(to, "lagg", o) && ok;
}

bool json_ports(struct json_object *to, const struct view *v)
{
	return (!v->lagg || lagg(to, v->lagg)) &&
	       (!v->bridge || bridge(to, v->bridge));
}

static bool gre(struct json_object *to, const struct tunnel_state *t)
{
	bool ok = true;

	if (t->key)
		ok = xo_add_int(to, "grekey", t->key);
	if (t->options)
		ok = ok && json_bits(to, "gre-options", &bits_gre, t->options);
	return ok;
}

static bool vxlan(struct json_object *to, const struct vxlan_want *x)
{
	struct json_object *o = json_object_new_object();
	bool ok = xo_add_int(o, "vni", x->vni) &&
		  add_ip(o, "local", &x->local) &&
		  xo_add_int(o, "local-port", x->local_port) &&
		  add_ip(o, "remote", &x->remote) &&
		  xo_add_int(o, "remote-port", x->remote_port) &&
		  xo_add(o, "learning", json_object_new_boolean(x->learn)) &&
		  xo_add_int(o, "portrange-low", x->range_low) &&
		  xo_add_int(o, "portrange-high", x->range_high) &&
		  xo_add_int(o, "ttl", x->ttl) &&
		  xo_add_int(o, "maxaddr", x->max_addr) &&
		  xo_add_int(o, "timeout", x->timeout);

	return xo_add(to, "vxlan", o) && ok;
}

static bool vlan(struct json_object *to, const struct view_vlan *s)
{
	struct json_object *o = json_object_new_object();
	bool ok = xo_add_int(o, "tag", s->tag) &&
		  xo_add_str(o, "proto", s->qinq ? "802.1ad" : "802.1q") &&
		  xo_add_int(o, "pcp", s->pcp) &&
		  (!s->parent || xo_add_str(o, "parent", s->parent));

	return xo_add(to, "vlan", o) && ok;
}

bool json_kind(struct json_object *to, const struct view *v)
{
	if (v->tunnel && v->gre && !gre(to, v->tunnel))
		return false;
	return (!v->vxlan || vxlan(to, v->vxlan)) &&
	       (!v->vlan || vlan(to, v->vlan));
}
