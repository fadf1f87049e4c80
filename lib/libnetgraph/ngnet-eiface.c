/* SPDX-License-Identifier: BSD-2-Clause */
/* ngnet-eiface.c - Interfaces on bridges, wholly or not at all */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/file.h"
#include "base/paths.h"
#include "base/util.h"
#include "libnetgraph/ngnet.h"
#include "libnetgraph/remote.h"
#include "nl/ifname.h"
#include "nl/link.h"

#define PATH_SIZE 80
#define COUNTS 16 /* a hexadecimal digit of the address */
#define NOTE VJAIL_STATE_DIR "/ng-making" /* and the namespace's cookie */
#define HELD "link65535" /* on which nothing gets */
#define NOTE_IN_JAIL "/dev/.vjail.ng-making" /* it may have no /run */

/* What is to be made */
struct new_eiface {
	const char *name;
	const uint8_t *mac;
	bool alone;
};

/* Where a node is being made in this namespace, for who comes after a kill */
static int note_file(char buf[PATH_SIZE])
{
	cleanup_close int sk = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	uint64_t cookie = 0;
	socklen_t len = sizeof(cookie);

	if (sk < 0 ||
	    getsockopt(sk, SOL_SOCKET, SO_NETNS_COOKIE, &cookie, &len) < 0)
		return -errno;
	(void)snprintf(buf, PATH_SIZE, "%s.%ju",
		       remote_needed() ? NOTE_IN_JAIL : NOTE,
		       (uintmax_t)cookie);
	return 0;
}

int ngnet_making(struct ngnet *n, const char *path, struct errbuf *eb)
{
	char file[PATH_SIZE];
	int r = note_file(file);

	(void)n;
	if (r < 0)
		return errbuf_set(eb, -r, NOTE ": %s", strerror(-r));
	return file_replace(AT_FDCWD, file, path, 0600, eb);
}

/* Also the one that was being written */
static int drop_note(struct errbuf *eb)
{
	char file[PATH_SIZE], tmp[PATH_SIZE + 4];

	if (note_file(file) < 0)
		return 0;
	(void)snprintf(tmp, sizeof(tmp), "%s.tmp", file);
	if ((unlink(tmp) < 0 && errno != ENOENT) ||
	    (unlink(file) < 0 && errno != ENOENT))
		return errbuf_errno(eb, "%s", file);
	return 0;
}

int ngnet_made(struct ngnet *n, int r, struct errbuf *eb)
{
	int dropped = drop_note(r < 0 ? NULL : eb);

	(void)n;
	return r < 0 ? r : dropped;
}

int ngnet_finish(struct ngnet *n, struct errbuf *eb)
{
	cleanup_free struct hooklist *list = NULL;
	cleanup_free char *path = NULL;
	char file[PATH_SIZE];

	if (note_file(file) < 0)
		return 0;
	if (file_read(AT_FDCWD, file, &path, NULL, NULL) == 0 &&
	    ngnet_hooks(n, path, &list, NULL) == 0)
		(void)ngnet_shutdown(n, path, NULL);
	return drop_note(eb);
}

bool ngnet_there(struct ngnet *n, const char *path)
{
	cleanup_free struct hooklist *list = NULL;
	char ifname[IFNAMSIZ];

	if (ngnet_hooks(n, path, &list, NULL) < 0)
		return false;
	if (!streq(list->nodeinfo.type, NG_EIFACE_NODE_TYPE) ||
	    ngnet_ifname(n, path, ifname, NULL) != -ENXIO)
		return true;
	return ngnet_shutdown(n, path, NULL) < 0;
}

static int rename_if(struct ngnet *n, const char *from, const char *to,
		     struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	char cut[IFNAMSIZ];
	int r = nl_link_get(n->nl, from, 0, &l, eb);

	if (r == 0)
		r = ifname_rename(n->nl, l.index, to, eb);
	if (r < 0)
		return errbuf_in(eb, r, "%s", to);
	if (strlen(to) < IFNAMSIZ)
		return 0;
	/* Where FreeBSD cuts, its scripts look for what is left. */
	(void)snprintf(cut, sizeof(cut), "%.*s", IFNAMSIZ - 1, to);
	(void)nl_link_altname_add(n->nl, l.index, cut, NULL);
	return 0;
}

/* Name the eiface node at @path and its interface, give it the address, and set
 * it up. */
static int adopt(struct ngnet *n, const char *path, const char *name,
		 const uint8_t *mac, struct errbuf *eb)
{
	char ifname[IFNAMSIZ], at[PATH_SIZE], node[NG_NODESIZ], text[24];
	int r = ngnet_ifname(n, path, ifname, eb);

	if (r == 0)
		r = ngnet_name(n, path, ngnet_node(name, node), eb);
	if (r == 0)
		r = rename_if(n, ifname, name, eb);
	if (r == 0 && mac) {
		(void)snprintf(text, sizeof(text),
			       "%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1],
			       mac[2], mac[3], mac[4], mac[5]);
		(void)snprintf(at, sizeof(at), "%s:", node);
		r = ngnet_msg(n, at, "set", text, NULL, eb);
	}
	return r < 0 ? r : ngnet_up(n, name, eb);
}

/* An eiface at @link of the bridge, wholly or not at all; @alone: then off it,
 * since an eiface stays without a hook */
static int make_at(struct ngnet *n, const char *br, const char *link,
		   const struct new_eiface *new, struct errbuf *eb)
{
	char at[2 * PATH_SIZE];
	int r;

	(void)snprintf(at, sizeof(at), "%s%s", br, link);
	r = ngnet_making(n, at, eb);
	if (r < 0)
		return r;
	r = ngnet_mkpeer(n, br, "eiface", link, "ether", eb);
	if (r == 0) {
		r = adopt(n, at, new->name, new->mac, eb);
		if (r == 0 && new->alone)
			r = ngnet_rmhook(n, br, link, eb);
		if (r < 0)
			(void)ngnet_shutdown(n, at, NULL);
	}
	return ngnet_made(n, r, eb);
}

int ngnet_eiface(struct ngnet *n, const char *bridge, unsigned from,
		 const char *name, const uint8_t *mac, struct errbuf *eb)
{
	const struct new_eiface new = { .name = name, .mac = mac };
	char br[PATH_SIZE], link[NG_HOOKSIZ];
	unsigned num = 0;
	int r;

	(void)snprintf(br, sizeof(br), "%s:", bridge);
	r = ngnet_free_link(n, br, from, &num, eb);
	if (r < 0)
		return r;
	(void)snprintf(link, sizeof(link), "link%u", num);
	return make_at(n, br, link, &new, eb);
}

/* It is made on a bridge that has it found by whoever comes after a kill; a hook
 * of our own goes with us, before that. */
int ngnet_eiface_alone(struct ngnet *n, const char *name, const uint8_t *mac,
		       struct errbuf *eb)
{
	const struct new_eiface new = { .name = name,
					.mac = mac,
					.alone = true };
	char br[PATH_SIZE], bridge[NG_NODESIZ];
	int r = ngnet_mkpeer(n, ".", "bridge", "new", HELD, eb);

	if (r < 0)
		return r;
	(void)snprintf(bridge, sizeof(bridge), "new%d", (int)getpid());
	(void)snprintf(br, sizeof(br), "%s:", bridge);
	r = ngnet_name(n, ".:new", bridge, eb);
	if (r == 0)
		r = make_at(n, br, "link0", &new, eb);
	(void)ngnet_rmhook(n, ".", "new", NULL);
	return r;
}

/* sum(1)'s old checksum: turn right by one bit, add */
static unsigned bsd_sum(const char *s)
{
	unsigned sum = 0;

	for (; *s; s++)
		sum = ((sum >> 1 | (sum & 1) << 15) + (unsigned char)*s) &
		      0xffff;
	return sum;
}

static void derive(const uint8_t from[6], unsigned sum, unsigned count,
		   uint8_t ret[6])
{
	ret[0] = (uint8_t)((count & 0xf) << 4 |
			   ((from[0] & 0xf) == 0x2 ? 0xa : 0x2));
	ret[1] = (uint8_t)(sum >> 8);
	ret[2] = (uint8_t)sum;
	memcpy(ret + 3, from + 3, 3);
}

/* Two names can have the same sum. */
int ngnet_derive(struct ngnet *n, const uint8_t from[6], const char *name,
		 unsigned count, uint8_t ret[6], struct errbuf *eb)
{
	const unsigned sum = bsd_sum(name);
	cleanup_free uint8_t *taken = NULL;
	size_t ntaken = 0;
	int r = ngnet_macs(n, &taken, &ntaken, eb);

	for (unsigned i = 0; r == 0 && i < COUNTS; i++) {
		bool free_one = true;

		derive(from, sum, count + i, ret);
		for (size_t k = 0; k < ntaken && free_one; k++)
			free_one = memcmp(taken + 6 * k, ret, 6) != 0;
		if (free_one)
			return 0;
	}
	return r < 0 ? r
		     : errbuf_set(eb, EADDRINUSE, "%s: no free address", name);
}
