/* SPDX-License-Identifier: BSD-2-Clause */
/* iface.c - Interfaces of a jail: made in it, moved in, and brought home */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/file.h"
#include "base/proc.h"
#include "base/util.h"
#include "libjail/build.h"
#include "libjail/core.h"
#include "libjail/eiface.h"
#include "libjail/pin.h"
#include "libjail/registry.h"
#include "nl/gone.h"
#include "nl/ifname.h"
#include "nl/link.h"
#include "nl/nl.h"

#define LINK_GROUP_BASE 0x766a0000u /* "vj": ours, by number of the jail */
#define HOST_END "vj%d_%zu" /* by number of the jail, and in it */
#define MAC_LEN 6

static unsigned link_group(int jid)
{
	return LINK_GROUP_BASE + (unsigned)jid;
}

/* FNV-1a, good enough to spread names over addresses. */
static uint64_t hash(uint64_t h, const char *s)
{
	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 0x100000001b3ull;
	return (h ^ 0xff) * 0x100000001b3ull;
}

/* Stable over restarts and different on every host: from the machine's id, the
 * jail's name and the interface's. */
static void derive_mac(const char *jail, const char *name,
		       uint8_t mac[static MAC_LEN])
{
	cleanup_free char *id = NULL;
	uint64_t h = 0xcbf29ce484222325ull;

	if (file_read(AT_FDCWD, "/etc/machine-id", &id, NULL, NULL) == 0)
		h = hash(h, id);
	h = hash(hash(h, jail), name);
	mac[0] = 0x02; /* locally administered, unicast */
	for (int i = 1; i < MAC_LEN; i++)
		mac[i] = (uint8_t)(h >> (8 * i));
}

static int parse_mac(const char *text, uint8_t mac[static MAC_LEN])
{
	unsigned b[MAC_LEN];
	int end = 0;

	if (sscanf(text, "%2x:%2x:%2x:%2x:%2x:%2x%n", &b[0], &b[1], &b[2],
		   &b[3], &b[4], &b[5], &end) != MAC_LEN ||
	    text[end] != '\0' || (b[0] & 1))
		return -EINVAL;
	for (int i = 0; i < MAC_LEN; i++)
		mac[i] = (uint8_t)b[i];
	return 0;
}

/* A name that the kernel's is too short for is one more name. */
static int add_long_name(int netns_fd, const char *inner, const char *name,
			 struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	cleanup_nl struct nl *nl = NULL;
	int r;

	if (streq(inner, name))
		return 0;
	r = nl_open_at(netns_fd, &nl, eb);
	if (r == 0)
		r = nl_link_get(nl, inner, 0, &l, eb);
	return r < 0 ? r : nl_link_altname_add(nl, l.index, name, eb);
}

/* The jail that interfaces are being made for */
struct making {
	const struct jail_slot *slot;
	const struct jail_rec *rec;
	struct nl *nl;
	int netns;
};

/* An epair, its other end on a bridge.  -EEXIST without words */
static int make_pair(const struct making *m, size_t n, const struct eiface *e,
		     const char *inner, struct errbuf *eb)
{
	cleanup_nl_link struct nl_link bridge = { 0 };
	char host[2 * IFNAMSIZ];
	struct nl_link_new req = {
		.kind = "veth",
		.name = host,
		.change = { .has = NL_LINK_HAS_GROUP | NL_LINK_HAS_MASTER,
			    .flags = IFF_UP,
			    .flags_mask = IFF_UP,
			    .group = link_group(m->rec->jid) },
		.peer_name = inner,
		.peer_change = { .has = NL_LINK_HAS_ADDR,
				 .addr = e->mac,
				 .addr_len = MAC_LEN },
		.peer_netns_fd = m->netns,
	};
	int r = nl_link_get(m->nl, e->node, 0, &bridge, NULL);

	if (r < 0)
		return errbuf_set(eb, ENXIO, "%s: no such interface", e->node);
	if (!streq(bridge.kind, "bridge"))
		return errbuf_set(eb, EINVAL, "%s: not a bridge", e->node);
	req.change.master = bridge.index;
	(void)snprintf(host, sizeof(host), HOST_END, m->rec->jid, n);
	r = nl_link_add(m->nl, &req, eb);
	return r < 0 && r != -EEXIST ? errbuf_in(eb, r, "%s", e->name) : r;
}

/* `NAME BRIDGE [ether MAC]` */
static int make_one(const struct making *m, size_t n, const struct strv *w,
		    struct errbuf *eb)
{
	uint8_t mac[MAC_LEN];
	const struct eiface e = { .name = ifname_from_bsd(w->v[0]),
				  .node = w->v[1],
				  .mac = mac,
				  .jail = m->rec->name };
	char inner[IFNAMSIZ];
	int r;

	ifname_short(e.name, 0, inner);
	derive_mac(m->rec->name, e.name, mac);
	if (w->n == 4 && parse_mac(w->v[3], mac) < 0)
		return errbuf_set(eb, EINVAL, "%s: not an Ethernet address",
				  w->v[3]);
	r = eiface_is_node(e.node) ? eiface_make(m->slot, &e, m->netns, eb)
				   : make_pair(m, n, &e, inner, eb);
	if (r == -EEXIST)
		return errbuf_set(eb, EEXIST, "%s: the jail has one already",
				  w->v[0]);
	return r < 0 ? r : add_long_name(m->netns, inner, e.name, eb);
}

static int make_line(const struct making *m, size_t n, const char *line,
		     struct errbuf *eb)
{
	cleanup_strv struct strv w = { 0 };
	int r = strv_split(&w, line, " \t");

	if (r < 0)
		return r;
	if ((w.n != 2 && w.n != 4) || (w.n == 4 && !streq(w.v[2], "ether")))
		return errbuf_set(eb, EINVAL,
				  "\"%s\": NAME BRIDGE [ether MAC] is wanted",
				  line);
	r = ifname_check(w.v[0], eb);
	return r < 0 ? r : make_one(m, n, &w, eb);
}

int iface_make_all(const struct jail_slot *slot, const struct jail_rec *rec,
		   int netns_fd, struct errbuf *eb)
{
	const struct strv *lines =
		jail_params_get(&rec->params, "vjail.interface");
	cleanup_nl struct nl *nl = NULL;
	struct making m = { .slot = slot, .rec = rec, .netns = netns_fd };
	int r;

	if (!lines || lines->n == 0)
		return 0;
	r = nl_open(&nl, eb);
	m.nl = nl;
	for (size_t i = 0; i < lines->n && r == 0; i++)
		r = make_line(&m, i, lines->v[i], eb);
	return r < 0 ? errbuf_in(eb, r, "vjail.interface") : 0;
}

int iface_unmake_all(const struct jail_rec *rec, struct errbuf *eb)
{
	const struct strv *lines =
		jail_params_get(&rec->params, "vjail.interface");
	cleanup_strv struct strv names = { 0 };

	for (size_t i = 0; i < lines->n; i++)
		if (strv_addf(&names, HOST_END, rec->jid, i) < 0)
			return errbuf_set(eb, ENOMEM, "out of memory");
	return nl_link_gone(link_group(rec->jid), &names, eb);
}

static int own_netns(struct errbuf *eb)
{
	int fd = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);

	return fd < 0 ? errbuf_errno(eb, "/proc/self/ns/net") : fd;
}

/* A name that nobody has by chance, for what is in the way. */
static void spare_name(int index, char buf[static IFNAMSIZ])
{
	(void)snprintf(buf, IFNAMSIZ, "vjx%d", index);
}

/* The jail's root may have given the name to something else. */
static void free_name(struct nl *inside, const char *name, int index)
{
	cleanup_nl_link struct nl_link l = { 0 };
	char spare[IFNAMSIZ];

	if (nl_link_get(inside, name, 0, &l, NULL) < 0 || l.index == index)
		return;
	if (nl_link_altname_del(inside, l.index, name, NULL) == 0)
		return;
	spare_name(l.index, spare);
	(void)nl_link_set(inside, l.index,
			  &(struct nl_link_change){ .has = NL_LINK_HAS_NAME,
						    .flags_mask = IFF_UP,
						    .name = spare },
			  NULL);
}

/* Give an interface in the jail the names it came with and no other, and take
 * back what else the jail set. */
static int restore(struct nl *inside, struct nl_link *l,
		   const struct jail_rec_if *f, struct errbuf *eb)
{
	const unsigned flags = IFF_UP | IFF_PROMISC | IFF_ALLMULTI;
	struct nl_link_change down = { .flags_mask = flags };

	for (size_t i = 0; i < l->altnames.n; i++)
		(void)nl_link_altname_del(inside, l->index, l->altnames.v[i],
					  NULL);
	if (!streq(l->name, f->name)) {
		free_name(inside, f->name, l->index);
		down.has = NL_LINK_HAS_NAME;
		down.name = f->name;
	}
	if (f->mtu && f->mtu != l->mtu) {
		down.has |= NL_LINK_HAS_MTU;
		down.mtu = f->mtu;
	}
	if (!down.has && !(l->flags & flags))
		return 0;
	return nl_link_set(inside, l->index, &down, eb);
}

static void restore_altnames(struct nl *home, const struct jail_rec_if *f)
{
	cleanup_nl_link struct nl_link l = { 0 };

	if (f->altnames.n == 0 || nl_link_get(home, f->name, 0, &l, NULL) < 0)
		return;
	for (size_t i = 0; i < f->altnames.n; i++)
		(void)nl_link_altname_add(home, l.index, f->altnames.v[i],
					  NULL);
}

/* A bridge cannot move: the same again at the other side, without members. */
static int remake(struct nl *from, const struct nl_link *l, struct nl *to,
		  const char *name, struct errbuf *eb)
{
	struct nl_link_new req = {
		.kind = l->kind,
		.name = name,
		.change = { .has = NL_LINK_HAS_ADDR | NL_LINK_HAS_MTU,
			    .addr = l->addr,
			    .addr_len = l->addr_len,
			    .mtu = l->mtu },
		.peer_netns_fd = -1,
	};
	int r = nl_link_add(to, &req, eb);

	return r < 0 ? r : nl_link_del(from, l->index, eb);
}

static bool cannot_move(const struct nl_link *l)
{
	return streq(l->kind, "bridge") || streq(l->kind, "bond");
}

/* Should its name be taken at home by now, it comes under another one rather
 * than be lost: 1, and words that say so. */
static int move_home(struct nl *inside, struct nl *home, int home_fd,
		     const struct jail_rec_if *f, int index, struct errbuf *eb)
{
	cleanup_nl_link struct nl_link other = { 0 };
	char spare[IFNAMSIZ];
	int r;

	if (nl_link_get(home, f->name, 0, &other, NULL) < 0) {
		r = nl_link_move(inside, index, home_fd, NULL, eb);
		if (r == 0)
			restore_altnames(home, f);
		return r;
	}
	for (unsigned short n = 0;; n++) {
		cleanup_nl_link struct nl_link l = { 0 };

		(void)snprintf(spare, sizeof(spare), "vjhome%hu", n);
		if (nl_link_get(home, spare, 0, &l, NULL) < 0)
			break;
	}
	r = nl_link_move(inside, index, home_fd, spare, eb);
	if (r < 0)
		return r;
	(void)errbuf_set(eb, EEXIST,
			 "there is another one here: it came home as %s",
			 spare);
	return 1;
}

static int home_one(struct nl *inside, const struct jail_rec_if *f,
		    struct nl *home, int home_fd, struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	int r = f->index ? nl_link_get(inside, NULL, f->index, &l, eb)
			 : nl_link_get(inside, f->name, 0, &l, eb);

	/* destroyed in the meantime, another one in its place, or never moved */
	if (r == -ENODEV || (r == 0 && f->kind && !streq(f->kind, l.kind)))
		return 0;
	if (r == 0)
		r = restore(inside, &l, f, eb);
	if (r < 0)
		return r;
	if (f->remade)
		return remake(inside, &l, home, f->name, eb);
	return move_home(inside, home, home_fd, f, l.index, eb);
}

int iface_home_all(struct jail_rec *rec, int netns_fd, int home_fd,
		   struct errbuf *eb)
{
	cleanup_nl struct nl *inside = NULL, *home = NULL;
	int r = nl_open_at(netns_fd, &inside, eb), told = 0;

	if (r == 0)
		r = nl_open_at(home_fd, &home, eb);
	for (size_t i = 0; i < rec->nifs && r >= 0; i++) {
		struct errbuf one;

		r = home_one(inside, &rec->ifs[i], home, home_fd, &one);
		if (r == 0 || !eb)
			continue;
		*eb = one;
		told = errbuf_in(eb, r, "%s", rec->ifs[i].name);
	}
	return r < 0 ? r : told;
}

int iface_home_open(const struct jail_rec *rec, struct errbuf *eb)
{
	cleanup_close int fd = -1;
	char path[48];

	/* Its watcher has stayed where the jail was made.  Opened first: what is
	 * alive afterwards was who had the number. */
	(void)snprintf(path, sizeof(path), "/proc/%d/ns/net",
		       (int)rec->watch_pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0 && proc_alive(rec->watch_pid, rec->watch_start))
		return TAKE_FD(fd);
	return own_netns(eb);
}

/* With the jail's lock held. */
struct move {
	struct jail_slot slot;
	struct jail_rec rec;
	int netns;
	struct nl *inside;
};

static void move_done(struct move *m)
{
	nl_free(m->inside);
	close_fd(&m->netns);
	jail_rec_done(&m->rec);
	jail_slot_close(&m->slot);
}

#define cleanup_move __attribute__((cleanup(move_done)))

static int move_begin(int jid, struct move *m, struct errbuf *eb)
{
	int r = registry_lock(jid, &m->slot, eb);

	if (r == 0)
		r = registry_read(jid, &m->rec, eb);
	if (r < 0)
		return r;
	if (m->rec.state != JAIL_ACTIVE)
		return errbuf_set(eb, ENOENT, "jail %d not found", jid);
	if (!streq(jail_params_str(&m->rec.params, "vnet"), "new"))
		return errbuf_set(eb, EEXIST, "jail %d has no vnet", jid);
	m->netns = pin_open(&m->rec);
	if (m->netns < 0)
		return errbuf_set(eb, -m->netns, "network namespace: %s",
				  strerror(-m->netns));
	/* What is moved in must not be lost with the jail's processes. */
	r = pin_keep(jid, m->netns, eb);
	return r < 0 ? r : nl_open_at(m->netns, &m->inside, eb);
}

static int move_in(struct move *m, struct nl *here, const struct nl_link *l,
		   struct jail_rec_if *f, struct errbuf *eb)
{
	cleanup_nl_link struct nl_link moved = { 0 };
	int r;

	r = f->remade ? remake(here, l, m->inside, l->name, eb)
		      : nl_link_move(here, l->index, m->netns, NULL, eb);
	if (r < 0)
		return r;
	r = nl_link_get(m->inside, l->name, 0, &moved, eb);
	if (r == 0)
		f->index = moved.index;
	return r;
}

int jail_iface_in(int jid, const char *name, struct errbuf *eb)
{
	cleanup_move struct move m = { .slot = JAIL_SLOT_NONE, .netns = -1 };
	cleanup_nl_link struct nl_link l = { 0 }, other = { 0 };
	cleanup_nl struct nl *here = NULL;
	struct jail_rec_if *f;
	int r = move_begin(jid, &m, eb);

	if (r == 0)
		r = nl_open(&here, eb);
	if (r < 0)
		return r;
	if (nl_link_get(here, ifname_from_bsd(name), 0, &l, NULL) < 0)
		return errbuf_set(eb, ENXIO, "%s: no such interface", name);
	if (l.flags & IFF_LOOPBACK)
		return errbuf_set(eb, EINVAL, "%s: every vnet has its own",
				  name);
	if (nl_link_get(m.inside, l.name, 0, &other, NULL) == 0)
		return errbuf_set(eb, EEXIST, "%s: the jail has one already",
				  name);

	f = jail_rec_if_add(&m.rec, l.name);
	if (!f || strv_add_all(&f->altnames, &l.altnames) < 0)
		return errbuf_set(eb, ENOMEM, "out of memory");
	f->remade = cannot_move(&l);
	f->kind = strdup(l.kind);
	f->mtu = l.mtu;
	r = registry_write(&m.slot, &m.rec, eb); /* before the fact */
	if (r == 0)
		r = move_in(&m, here, &l, f, eb);
	if (r < 0)
		jail_rec_if_del(&m.rec, m.rec.nifs - 1);
	(void)registry_write(&m.slot, &m.rec, NULL);
	return r;
}

/* Which of those that were moved in does the jail call @name now? */
static int find_moved(struct move *m, const char *name, size_t *ret)
{
	cleanup_nl_link struct nl_link l = { 0 };

	if (nl_link_get(m->inside, name, 0, &l, NULL) < 0)
		return -ENXIO;
	for (size_t i = 0; i < m->rec.nifs; i++) {
		if (m->rec.ifs[i].index == l.index) {
			*ret = i;
			return 0;
		}
	}
	return -ENXIO;
}

/* One that was made in the jail has no home: it comes to the caller. */
static int take_out(struct move *m, const char *name, int home,
		    struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };

	if (nl_link_get(m->inside, name, 0, &l, NULL) < 0 ||
	    (l.flags & IFF_LOOPBACK))
		return errbuf_set(eb, ENXIO, "%s: not in jail %d", name,
				  m->rec.jid);
	return nl_link_move(m->inside, l.index, home, NULL, eb);
}

int jail_iface_out(int jid, const char *name, char **ret_name,
		   struct errbuf *eb)
{
	cleanup_move struct move m = { .slot = JAIL_SLOT_NONE, .netns = -1 };
	cleanup_nl struct nl *here = NULL;
	cleanup_close int home = -1;
	size_t i;
	int r = move_begin(jid, &m, eb);

	if (r < 0)
		return r;
	home = iface_home_open(&m.rec, eb);
	r = home < 0 ? home : nl_open_at(home, &here, eb);
	if (r < 0)
		return r;
	name = ifname_from_bsd(name);
	if (find_moved(&m, name, &i) < 0) {
		r = take_out(&m, name, home, eb);
		*ret_name = r < 0 ? NULL : strdup(name);
		return r;
	}
	r = home_one(m.inside, &m.rec.ifs[i], here, home, eb);
	if (r < 0)
		return r;
	*ret_name = TAKE_PTR(m.rec.ifs[i].name);
	jail_rec_if_del(&m.rec, i);
	if (r > 0) {
		(void)registry_write(&m.slot, &m.rec, NULL);
		return -EEXIST; /* with words: it is home, but called otherwise */
	}
	return registry_write(&m.slot, &m.rec, eb);
}
