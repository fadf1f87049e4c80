/* SPDX-License-Identifier: BSD-2-Clause */
/* format-kind.c - The lines that only interfaces of one kind have */

#include <linux/if_bridge.h>

#include "base/util.h"
#include "bits.h"
#include "format-kind.h"
#include "style.h"
#include "tunnel.h"
#include "view.h"
#include "vxlan.h"

#define MEMBER_INDENT "\t        "

void format_mac(FILE *out, const uint8_t *mac, unsigned len, char sep)
{
	for (unsigned i = 0; i < len; i++) {
		if (i > 0)
			fputc(sep, out);
		fprintf(out, "%02x", mac[i]);
	}
}

const char *format_stp_state(unsigned state)
{
	static const char *const words[] = {
		[BR_STATE_DISABLED] = "disabled",
		[BR_STATE_LISTENING] = "listening",
		[BR_STATE_LEARNING] = "learning",
		[BR_STATE_FORWARDING] = "forwarding",
		[BR_STATE_BLOCKING] = "blocking",
	};

	return state < ARRAY_SIZE(words) ? words[state] : "disabled";
}

void format_vlan_set(FILE *out, const struct nl_vlans *v)
{
	const char *sep = "";

	for (unsigned vid = NL_VLAN_MIN; vid <= NL_VLAN_MAX; vid++) {
		unsigned from = vid;

		while (vid < NL_VLAN_MAX && nl_vlans_has(v, vid) &&
		       nl_vlans_has(v, vid + 1))
			vid++;
		if (!nl_vlans_has(v, vid))
			continue;
		fprintf(out, "%s%u", sep, from);
		if (vid > from)
			fprintf(out, "-%u", vid);
		sep = ",";
	}
}

static void print_vlans(FILE *out, const struct view_bridge *b,
			const struct nl_port_vlans *v)
{
	fprintf(out, " vlan protocol %s", b->qinq ? "802.1ad" : "802.1q");
	if (v->pvid)
		fprintf(out, " untagged %u", v->pvid);
	for (unsigned vid = NL_VLAN_MIN; vid <= NL_VLAN_MAX; vid++) {
		if (!nl_vlans_has(&v->tagged, vid))
			continue;
		fprintf(out, " tagged ");
		format_vlan_set(out, &v->tagged);
		break;
	}
}

static void print_member(FILE *out, const struct view_bridge *b,
			 const struct view_member *m)
{
	fprintf(out, "\tmember: %s flags=", m->name);
	bits_print(out, &bits_member, m->flags);
	fprintf(out, "\n" MEMBER_INDENT);
	if (m->max_addr)
		fprintf(out, "ifmaxaddr %u ", m->max_addr);
	fprintf(out, "port %u priority %u path cost %u", m->port, m->priority,
		m->path_cost);
	if (m->stp)
		fprintf(out, " proto %s\n" MEMBER_INDENT "role %s state %s",
			b->proto, m->role, format_stp_state(m->state));
	if (m->has_vlans)
		print_vlans(out, b, &m->vlans);
	fputc('\n', out);
}

static void print_bridge(FILE *out, const struct view_bridge *b)
{
	fprintf(out, "\tid ");
	format_mac(out, b->id, sizeof(b->id), ':');
	fprintf(out, " priority %u hellotime %u fwddelay %u\n", b->priority,
		b->hello, b->fwd_delay);
	fprintf(out, "\tmaxage %u holdcnt %u proto %s maxaddr %u timeout %u\n",
		b->max_age, b->hold_count, b->proto, b->max_addr, b->timeout);
	fprintf(out, "\troot id ");
	format_mac(out, b->root_id, sizeof(b->root_id), ':');
	fprintf(out, " priority %u ifcost %u port %u\n", b->root_priority,
		b->root_cost, b->root_port);
	fprintf(out, "\tbridge flags=");
	bits_print(out, &bits_bridge, b->vlan_filter ? 1 : 0);
	if (b->def_untagged)
		fprintf(out, " defuntagged=%u", b->def_untagged);
	fputc('\n', out);
	for (size_t i = 0; i < b->n_members; i++)
		print_member(out, b, &b->members[i]);
}

static void print_lagg(FILE *out, const struct view_lagg *l)
{
	fprintf(out, "\tlaggproto %s", l->proto);
	if (l->hash)
		fprintf(out, " lagghash %s", l->hash);
	fputc('\n', out);
	for (size_t i = 0; i < l->n_ports; i++) {
		fprintf(out, "\tlaggport: %s flags=", l->ports[i].name);
		bits_print(out, &bits_lagg, l->ports[i].flags);
		fputc('\n', out);
	}
}

void format_ports(FILE *out, const struct view *v)
{
	if (v->lagg)
		print_lagg(out, v->lagg);
	if (v->bridge)
		print_bridge(out, v->bridge);
}

void format_tunnel(FILE *out, const struct view *v)
{
	char src[INET6_ADDRSTRLEN], dst[INET6_ADDRSTRLEN];
	const struct tunnel_state *t = v->tunnel;

	if (t)
		fprintf(out, "\ttunnel %s %s --> %s\n",
			t->src.family == AF_INET ? "inet" : "inet6",
			nl_inet_format(&t->src, src),
			nl_inet_format(&t->dst, dst));
}

static void print_gre(FILE *out, const struct tunnel_state *t)
{
	if (t->key)
		fprintf(out, "\tgrekey: 0x%x (%u)\n", t->key, t->key);
	if (t->options) {
		fprintf(out, "\toptions=");
		bits_print(out, &bits_gre, t->options);
		fputc('\n', out);
	}
}

static void print_end(FILE *out, const struct nl_inet *ip, int family,
		      uint16_t port)
{
	const struct nl_inet any = { .family = family };
	bool six = family == AF_INET6;
	char buf[INET6_ADDRSTRLEN];

	fprintf(out, " %s%s%s:%u", six ? "[" : "",
		nl_inet_format(ip->family ? ip : &any, buf), six ? "]" : "",
		port);
}

static bool is_group(const struct nl_inet *ip)
{
	return ip->family == AF_INET6 ? ip->b[0] == 0xff
				      : (ip->b[0] & 0xf0) == 0xe0;
}

static void print_vxlan(FILE *out, const struct vxlan_want *x, bool verbose)
{
	int family = x->local.family	? x->local.family
		     : x->remote.family ? x->remote.family
					: AF_INET;

	fprintf(out, "\tvxlan vni %u local", x->vni);
	print_end(out, &x->local, family, x->local_port);
	fprintf(out, " %s", is_group(&x->remote) ? "group" : "remote");
	print_end(out, &x->remote, family, x->remote_port);
	if (verbose)
		fprintf(out,
			"\n\t\tconfig: %slearning portrange %u-%u ttl %u\n"
			"\t\tftable: max %u timeout %u",
			x->learn ? "" : "no", x->range_low, x->range_high,
			x->ttl, x->max_addr, x->timeout);
	fputc('\n', out);
}

static void print_vlan(FILE *out, const struct view_vlan *vlan)
{
	fprintf(out,
		"\tvlan: %u vlanproto: %s vlanpcp: %u parent interface: %s\n",
		vlan->tag, vlan->qinq ? "802.1ad" : "802.1q", vlan->pcp,
		vlan->parent ? vlan->parent : "<none>");
}

void format_kind(FILE *out, const struct view *v, const struct style *st)
{
	if (v->tunnel && v->gre)
		print_gre(out, v->tunnel);
	if (v->vxlan)
		print_vxlan(out, v->vxlan, st->driver);
	if (v->vlan)
		print_vlan(out, v->vlan);
}
