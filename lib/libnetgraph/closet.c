/* SPDX-License-Identifier: BSD-2-Clause */
/* closet.c - The hidden network namespace of a graph */

#include <errno.h>
#include <fcntl.h>
#include <linux/net_namespace.h>
#include <linux/rtnetlink.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/paths.h"
#include "base/proc.h"
#include "libnetgraph/closet-priv.h"
#include "libnetgraph/closet.h"
#include "libnetgraph/edit.h"
#include "libnetgraph/holder.h"
#include "nl/link.h"
#include "nl/nl.h"
#include "nl/request.h"

#define PATH_SIZE 128

static void closet_path(const struct graph *g, char *buf)
{
	(void)snprintf(buf, PATH_SIZE, VJAIL_STATE_DIR "/ng/%llu/closet",
		       (unsigned long long)g->inode);
}

void closet_no_ipv6(const char *dev)
{
	char path[PATH_SIZE];

	(void)snprintf(path, sizeof(path),
		       "/proc/sys/net/ipv6/conf/%s/disable_ipv6", dev);
	(void)file_write(AT_FDCWD, path, "1", NULL);
}

static int pin_namespace(const char *path)
{
	cleanup_close int fd = -1;

	closet_no_ipv6("default");
	(void)file_write(AT_FDCWD, "/proc/sys/net/unix/max_dgram_qlen", "512",
			 NULL);
	fd = open(path, O_RDONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0 ||
	    mount("/proc/thread-self/ns/net", path, NULL, MS_BIND, NULL) < 0)
		return -errno;
	return 0;
}

static int make(struct graph *g, const char *path)
{
	int r;

	if (unshare(CLONE_NEWNET) < 0)
		return -errno;
	r = pin_namespace(path);
	if (proc_return(g->home, CLONE_NEWNET) < 0)
		return -errno;
	return r;
}

/* A file on which nothing is mounted is what a killed editor left. */
static int look(const char *path)
{
	struct stat st, dir;
	int fd;

	if (stat(path, &st) < 0)
		return -errno;
	if (stat(VJAIL_STATE_DIR, &dir) < 0 || st.st_dev == dir.st_dev)
		return -ENOENT;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

static int look_closet(struct graph *g)
{
	char path[PATH_SIZE];

	if (g->closet >= 0)
		return 0;
	closet_path(g, path);
	g->closet = look(path);
	return g->closet < 0 ? g->closet : 0;
}

static int talk(struct graph *g)
{
	int r = 0;

	if (!g->nl_home)
		r = nl_open(&g->nl_home, NULL);
	if (r == 0 && !g->nl_closet)
		r = nl_open_at(g->closet, &g->nl_closet, NULL);
	return r;
}

int closet_open(struct graph *g)
{
	char path[PATH_SIZE];
	int r = look_closet(g);

	if (r == -ENOENT) {
		closet_path(g, path);
		r = make(g, path);
		if (r == 0)
			r = look_closet(g);
	}
	return r < 0 ? r : talk(g);
}

/* Opened, if there is one */
bool closet_have(struct graph *g)
{
	int r = look_closet(g);

	if (r == 0)
		r = talk(g);
	if (r < 0 && r != -ENOENT) /* there is one, but not for us, now */
		g->unswept = true;
	return r == 0;
}

int closet_nsid_of(struct nl *nl, int netns_fd)
{
	const struct rtgenmsg gen = { .rtgen_family = AF_UNSPEC };
	cleanup_nl_reply struct nl_reply reply = { 0 };
	cleanup_nl_msg struct nl_msg *msg = NULL;
	struct nlmsghdr *h;

	msg = nl_msg_new(RTM_GETNSID, 0, &gen, sizeof(gen), 0);
	if (!msg || nla_put_u32(msg, NETNSA_FD, (uint32_t)netns_fd) < 0 ||
	    nl_do(nl, msg, &reply, NULL) < 0)
		return CLOSET_NSID_UNKNOWN;
	nl_foreach (h, &reply)
		return (int)nl_attr_u32(
			nlmsg_find_attr(h, sizeof(gen), NETNSA_NSID),
			(uint32_t)-1);
	return -1;
}

int closet_nsid(struct graph *g)
{
	int r = look_closet(g);

	if (r == -ENOENT)
		return -1;
	if (r == 0)
		r = talk(g);
	return r < 0 ? CLOSET_NSID_UNKNOWN
		     : closet_nsid_of(g->nl_home, g->closet);
}

/* Does a node with this number still need the device? */
static bool in_use(struct graph *g, const struct nl_link *l)
{
	char *end;
	uint32_t id = (uint32_t)strtoul(l->name + 1, &end, 16);
	const struct ng_node_rec *n = *end ? NULL : node_by_id(g, id);

	if (!n)
		return false;
	if (l->name[0] == 'c')
		return n->cross_closet == (uint32_t)l->index;
	return n->ifindex == (uint32_t)l->index;
}

static uint32_t n_ifindex(const struct graph *g, uint32_t id)
{
	const struct ng_node_rec *n = node_by_id(g, id);

	return n ? n->ifindex : 0;
}

/* An eiface's hook may have gone, and nobody told the device. */
static void unwire(struct graph *g, const struct nl_link *l, uint32_t id)
{
	const struct ng_node_rec *n = node_by_id(g, id);

	if (l->name[0] == 'n' && !n->first)
		(void)closet_eiface_wire(g, n->ifindex, 0);
}

void closet_sweep(struct graph *g)
{
	struct nl_link *links = NULL;
	size_t n = 0;

	holder_sweep(g, &holder_ksocket, NULL);
	holder_sweep(g, &holder_source, NULL);
	holder_sweep(g, &holder_link, NULL);
	if (!closet_have(g))
		return;
	if (nl_link_list(g->nl_closet, &links, &n, NULL) < 0) {
		g->unswept = true;
		return;
	}
	for (size_t i = 0; i < n; i++) {
		const struct nl_link *l = &links[i];
		uint32_t id = (uint32_t)strtoul(l->name + 1, NULL, 16);

		if (!strchr("nc", l->name[0]))
			continue;
		if (in_use(g, l)) {
			unwire(g, l, id);
			continue;
		}
		if (l->name[0] == 'n')
			(void)closet_eiface_del(g, id);
		else
			closet_nic_del(g, id, n_ifindex(g, id));
	}
	nl_link_list_free(links, n);
}

void closet_remove(struct graph *g, const char *path)
{
	if (closet_have(g))
		closet_sweep(g);
	(void)umount2(path, MNT_DETACH);
	(void)unlink(path);
	nl_free(g->nl_closet);
	g->nl_closet = NULL;
	close_fd(&g->closet);
	g->closet = -1;
}
