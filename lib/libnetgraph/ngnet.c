/* SPDX-License-Identifier: BSD-2-Clause */
/* ngnet.c - Bridges with interfaces on them, for programs that make networks */

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/paths.h"
#include "base/proc.h"
#include "base/util.h"
#include "libnetgraph/graph.h"
#include "libnetgraph/hostfs.h"
#include "libnetgraph/msg.h"
#include "libnetgraph/ngnet.h"
#include "libnetgraph/remote.h"
#include "libnetgraph/session.h"
#include "netgraph/ng_eiface.h"
#include "netgraph/ng_ether.h"
#include "nl/ifname.h"
#include "nl/link.h"
#include "nl/nl.h"

#define PATH_SIZE 80
#define LOCK VJAIL_STATE_DIR "/ng-lock" /* of all graphs: calls are short */
#define LINKS_MAX 65536

int ngnet_open(const char *prog, struct ngnet *ret, struct errbuf *eb)
{
	char name[NG_NODESIZ];
	int r = hostfs_enter(eb);

	if (r < 0)
		return r;
	/* A jail may have nowhere to put a file. */
	ret->lock = remote_needed()
			    ? open("/", O_RDONLY | O_CLOEXEC)
			    : open(LOCK, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (ret->lock < 0 && errno == ENOENT &&
	    mkdir(VJAIL_STATE_DIR, 0755) == 0)
		ret->lock = open(LOCK, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (ret->lock < 0 || flock(ret->lock, LOCK_EX) < 0)
		return errbuf_errno(eb, LOCK);
	(void)snprintf(name, sizeof(name), "%s%d", prog, (int)getpid());
	r = session_open(name, &ret->s, eb);
	if (r == 0)
		r = nl_open(&ret->nl, eb);
	if (r == 0)
		r = ngnet_finish(ret, eb);
	return r;
}

static int look_here(const char *prog, struct ngnet *ret, struct errbuf *eb)
{
	char name[NG_NODESIZ];
	struct graph *g = NULL;
	int r = graph_open(false, &g, eb);

	graph_close(g);
	if (r < 0)
		return r;
	(void)snprintf(name, sizeof(name), "%s%d", prog, (int)getpid());
	return session_open(name, &ret->s, eb);
}

int ngnet_look(const char *prog, int netns, struct ngnet *ret,
	       struct errbuf *eb)
{
	cleanup_close int home =
		open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
	int r;

	*ret = (struct ngnet){ .lock = -1 };
	if (home < 0 || setns(netns, CLONE_NEWNET) < 0)
		return errbuf_errno(eb, "network namespace");
	r = look_here(prog, ret, eb);
	if (proc_return(home, CLONE_NEWNET) < 0)
		r = errbuf_errno(eb, "network namespace");
	if (r < 0)
		ngnet_close(ret);
	return r;
}

void ngnet_close(struct ngnet *n)
{
	session_close(n->s);
	nl_free(n->nl);
	close_fd(&n->lock);
	*n = (struct ngnet){ .lock = -1 };
}

/* @m is freed here; NULL: no memory */
static int deliver(struct ngnet *n, const char *path, struct ng_mesg *m,
		   struct ng_mesg **ret)
{
	cleanup_free struct ng_mesg *msg = m, *answer = NULL;
	uint32_t id = 0;
	int r = msg ? session_msg(n->s, path, msg, &answer, &id) : -ENOMEM;

	if (r == 0 && ret)
		*ret = TAKE_PTR(answer);
	return r;
}

static int ask(struct ngnet *n, const char *path, uint32_t cmd,
	       const void *args, size_t len, struct ng_mesg **ret)
{
	return deliver(n, path, msg_new(NGM_GENERIC_COOKIE, cmd, "", args, len),
		       ret);
}

/* What numbers say of nodes and hooks; the rest is the system's words */
static const struct {
	int code;
	const char *words;
} reasons[] = {
	{ ENOENT, "no such node or hook" },  { ENOTCONN, "no such hook" },
	{ EADDRINUSE, "the name is taken" }, { EEXIST, "the hook is in use" },
	{ EISCONN, "the hook is in use" },
};

/* The words for a failure at a path, which is named without its last colon. */
static int tell(int r, struct errbuf *eb, const char *path)
{
	size_t len = strlen(path);
	const char *words = r < 0 ? strerror(-r) : "";

	if (r >= 0)
		return 0;
	for (size_t i = 0; i < ARRAY_SIZE(reasons); i++)
		if (reasons[i].code == -r)
			words = reasons[i].words;
	if (len && path[len - 1] == ':')
		len--;
	(void)errbuf_set(eb, -r, "%.*s: %s", (int)len, path, words);
	return r;
}

const char *ngnet_node(const char *ifname, char buf[NG_NODESIZ])
{
	if (strlen(ifname) < NG_NODESIZ)
		(void)snprintf(buf, NG_NODESIZ, "%s", ifname);
	else
		ifname_short(ifname, 0, buf);
	for (char *p = buf; *p; p++)
		if (*p == '.' || *p == ':')
			*p = '_';
	return buf;
}

/* "em0_5:"; returns @buf */
static const char *nic_path(const char *ifname, char buf[PATH_SIZE])
{
	char node[NG_NODESIZ];

	(void)snprintf(buf, PATH_SIZE, "%s:", ngnet_node(ifname, node));
	return buf;
}

bool ngnet_has(struct ngnet *n, const char *path)
{
	return ask(n, path, NGM_NODEINFO, NULL, 0, NULL) == 0;
}

/* The payload of an answer, as a block of its own. */
static int payload(struct ngnet *n, const char *path, uint32_t cmd, void **ret,
		   struct errbuf *eb)
{
	cleanup_free struct ng_mesg *m = NULL;
	int r = ask(n, path, cmd, NULL, 0, &m);
	void *copy;

	if (r < 0 || !m)
		return tell(r < 0 ? r : -EPROTO, eb, path);
	copy = malloc(m->header.arglen + 1);
	if (!copy)
		return tell(-ENOMEM, eb, path);
	memcpy(copy, m->data, m->header.arglen);
	*ret = copy;
	return 0;
}

int ngnet_hooks(struct ngnet *n, const char *path, struct hooklist **ret,
		struct errbuf *eb)
{
	void *p = NULL;
	int r = payload(n, path, NGM_LISTHOOKS, &p, eb);

	if (r == 0)
		*ret = p;
	return r;
}

int ngnet_nodes(struct ngnet *n, struct namelist **ret, struct errbuf *eb)
{
	void *p = NULL;
	int r = payload(n, ".", NGM_LISTNODES, &p, eb);

	if (r == 0)
		*ret = p;
	return r;
}

/* A name goes into a message if it is not too long. */
static int put(char *to, size_t size, const char *from, struct errbuf *eb)
{
	if ((size_t)snprintf(to, size, "%s", from) < size)
		return 0;
	return errbuf_set(eb, EINVAL, "%s: longer than %zu characters", from,
			  size - 1);
}

int ngnet_mkpeer(struct ngnet *n, const char *path, const char *type,
		 const char *hook, const char *peerhook, struct errbuf *eb)
{
	struct ngm_mkpeer m = { 0 };

	if (put(m.type, sizeof(m.type), type, eb) < 0 ||
	    put(m.ourhook, sizeof(m.ourhook), hook, eb) < 0 ||
	    put(m.peerhook, sizeof(m.peerhook), peerhook, eb) < 0)
		return -EINVAL;
	return tell(ask(n, path, NGM_MKPEER, &m, sizeof(m), NULL), eb, path);
}

int ngnet_connect(struct ngnet *n, const char *path, const char *other,
		  const char *hook, const char *peerhook, struct errbuf *eb)
{
	struct ngm_connect m = { 0 };

	if (put(m.path, sizeof(m.path), other, eb) < 0 ||
	    put(m.ourhook, sizeof(m.ourhook), hook, eb) < 0 ||
	    put(m.peerhook, sizeof(m.peerhook), peerhook, eb) < 0)
		return -EINVAL;
	return tell(ask(n, path, NGM_CONNECT, &m, sizeof(m), NULL), eb, path);
}

int ngnet_name(struct ngnet *n, const char *path, const char *name,
	       struct errbuf *eb)
{
	struct ngm_name m = { 0 };

	if (put(m.name, sizeof(m.name), name, eb) < 0)
		return -EINVAL;
	return tell(ask(n, path, NGM_NAME, &m, sizeof(m), NULL), eb, name);
}

int ngnet_rmhook(struct ngnet *n, const char *path, const char *hook,
		 struct errbuf *eb)
{
	struct ngm_rmhook m = { 0 };

	if (put(m.ourhook, sizeof(m.ourhook), hook, eb) < 0)
		return -EINVAL;
	return tell(ask(n, path, NGM_RMHOOK, &m, sizeof(m), NULL), eb, path);
}

int ngnet_shutdown(struct ngnet *n, const char *path, struct errbuf *eb)
{
	return tell(ask(n, path, NGM_SHUTDOWN, NULL, 0, NULL), eb, path);
}

int ngnet_msg(struct ngnet *n, const char *path, const char *cmd,
	      const char *args, char **ret, struct errbuf *eb)
{
	cleanup_free struct ng_mesg *answer = NULL, *text = NULL;
	uint32_t id = 0;
	int r = session_text(n->s, path, cmd, args, &answer, &id);

	if (r == 0 && answer && ret)
		r = session_to_text(n->s, id, answer, &text);
	if (r < 0)
		return tell(r, eb, path);
	if (ret) {
		*ret = text ? strdup(text->data) : NULL;
		if (text && !*ret)
			return errbuf_set(eb, ENOMEM, "out of memory");
	}
	return 0;
}

int ngnet_free_link(struct ngnet *n, const char *bridge, unsigned from,
		    unsigned *ret, struct errbuf *eb)
{
	cleanup_free struct hooklist *list = NULL;
	char name[NG_HOOKSIZ];
	int r = ngnet_hooks(n, bridge, &list, eb);

	if (r < 0 || !list)
		return r;
	for (unsigned i = from; i < LINKS_MAX; i++) {
		bool taken = false;

		(void)snprintf(name, sizeof(name), "link%u", i);
		for (uint32_t k = 0; k < list->nodeinfo.hooks && !taken; k++)
			taken = streq(list->link[k].ourhook, name);
		if (!taken) {
			*ret = i;
			return 0;
		}
	}
	return errbuf_set(eb, ENOSPC, "%s no free link", bridge);
}

int ngnet_up(struct ngnet *n, const char *ifname, struct errbuf *eb)
{
	const struct nl_link_change up = { .flags = IFF_UP,
					   .flags_mask = IFF_UP };
	cleanup_nl_link struct nl_link l = { 0 };
	int r = ifname_find(n->nl, ifname, &l, eb);

	return r < 0 ? r : nl_link_set(n->nl, l.index, &up, eb);
}

int ngnet_mac(struct ngnet *n, const char *ifname, uint8_t mac[6],
	      struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	int r = ifname_find(n->nl, ifname, &l, eb);

	if (r == -ENODEV)
		return errbuf_set(eb, ENODEV, "interface %s does not exist",
				  ifname);
	if (r < 0)
		return r;
	if (l.addr_len != 6)
		return errbuf_set(eb, EINVAL, "%s: not Ethernet", ifname);
	memcpy(mac, l.addr, 6);
	return 0;
}

/* What is behind a hook, or NULL */
static const struct linkinfo *behind(const struct hooklist *list,
				     const char *hook)
{
	for (uint32_t i = 0; list && i < list->nodeinfo.hooks; i++)
		if (streq(list->link[i].ourhook, hook))
			return &list->link[i];
	return NULL;
}

/* A bridge at the NIC's lower, which is @at */
static int new_bridge(struct ngnet *n, const char *nic, const char *at,
		      const char *name, struct errbuf *eb)
{
	int r = ngnet_making(n, at, eb);

	if (r < 0)
		return r;
	r = ngnet_mkpeer(n, nic, "bridge", "lower", "link0", eb);
	if (r == 0) {
		r = ngnet_name(n, at, name, eb);
		if (r < 0)
			(void)ngnet_shutdown(n, at, NULL);
	}
	return ngnet_made(n, r, eb);
}

/* The bridge behind the NIC's lower or upper, made if neither has any: one
 * without a name was left by a killed call. */
static int nic_bridge(struct ngnet *n, const char *ifname, const char *bridge,
		      struct errbuf *eb)
{
	cleanup_free struct hooklist *list = NULL;
	char nic[PATH_SIZE], at[PATH_SIZE + NG_HOOKSIZ];
	const struct linkinfo *l;
	const char *hook = "lower";
	int r;

	(void)nic_path(ifname, nic);
	r = ngnet_hooks(n, nic, &list, eb);
	if (r < 0)
		return r;
	l = behind(list, "lower");
	if (!l) {
		l = behind(list, "upper");
		hook = l ? "upper" : "lower";
	}
	if (l && (!streq(l->nodeinfo.type, "bridge") || *l->nodeinfo.name))
		return errbuf_set(eb, EISCONN, "%s: is connected to %s", ifname,
				  l->nodeinfo.name);
	(void)snprintf(at, sizeof(at), "%s%s", nic, hook);
	return l ? ngnet_name(n, at, bridge, eb)
		 : new_bridge(n, nic, at, bridge, eb);
}

/* A hook of the NIC onto the bridge, if it is not there. */
static int nic_join(struct ngnet *n, const char *ifname, const char *hook,
		    const char *bridge, struct errbuf *eb)
{
	cleanup_free struct hooklist *list = NULL;
	char nic[PATH_SIZE], br[PATH_SIZE], link[NG_HOOKSIZ];
	const struct linkinfo *l;
	unsigned num = 0;
	int r;

	(void)nic_path(ifname, nic);
	(void)snprintf(br, sizeof(br), "%s:", bridge);
	r = ngnet_hooks(n, nic, &list, eb);
	if (r < 0)
		return r;
	l = behind(list, hook);
	if (l && streq(l->nodeinfo.name, bridge))
		return 0;
	if (l)
		return errbuf_set(eb, EISCONN, "%s: is connected to %s", ifname,
				  l->nodeinfo.name);
	r = ngnet_free_link(n, br, 0, &num, eb);
	(void)snprintf(link, sizeof(link), "link%u", num);
	return r < 0 ? r : ngnet_connect(n, nic, br, hook, link, eb);
}

/* Only an interface that is a node of type ether has the hooks for it. */
static int nic_check(struct ngnet *n, const char *ifname, struct errbuf *eb)
{
	cleanup_free struct hooklist *list = NULL;
	char nic[PATH_SIZE];

	if (ngnet_hooks(n, nic_path(ifname, nic), &list, NULL) < 0 || !list)
		return errbuf_set(eb, EINVAL, "%s: not Ethernet", ifname);
	if (streq(list->nodeinfo.type, NG_ETHER_NODE_TYPE))
		return 0;
	return errbuf_set(
		eb, EINVAL,
		"%s: a node of type %s: only one of type %s can be bridged",
		ifname, list->nodeinfo.type, NG_ETHER_NODE_TYPE);
}

int ngnet_nic(struct ngnet *n, const char *ifname, const char *bridge,
	      struct errbuf *eb)
{
	char nic[PATH_SIZE], br[PATH_SIZE];
	int r = ngnet_up(n, ifname, eb);

	(void)nic_path(ifname, nic);
	(void)snprintf(br, sizeof(br), "%s:", bridge);
	if (r == 0)
		r = nic_check(n, ifname, eb);
	if (r == 0)
		r = ngnet_msg(n, nic, "setpromisc", "1", NULL, eb);
	if (r == 0)
		r = ngnet_msg(n, nic, "setautosrc", "0", NULL, eb);
	if (r == 0 && !ngnet_has(n, br))
		r = nic_bridge(n, ifname, bridge, eb);
	if (r == 0)
		r = nic_join(n, ifname, "lower", bridge, eb);
	return r < 0 ? r : nic_join(n, ifname, "upper", bridge, eb);
}

int ngnet_leave(struct ngnet *n, const char *ifname, const char *bridge,
		struct errbuf *eb)
{
	static const char *const hooks[] = { "lower", "upper" };
	cleanup_free struct hooklist *list = NULL;
	char nic[PATH_SIZE];
	int r;

	(void)nic_path(ifname, nic);
	r = ngnet_hooks(n, nic, &list, eb);
	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(hooks); i++) {
		const struct linkinfo *l = behind(list, hooks[i]);

		if (l && streq(l->nodeinfo.name, bridge))
			r = ngnet_rmhook(n, nic, hooks[i], eb);
	}
	return r;
}

/* A name of @size that an eiface answers to @command with */
static int ask_name(struct ngnet *n, const char *path, int command, char *ret,
		    size_t size, struct errbuf *eb)
{
	cleanup_free struct ng_mesg *answer = NULL;
	int r = deliver(n, path,
			msg_new(NGM_EIFACE_COOKIE, command, "", NULL, 0),
			&answer);

	if (r == 0 && (!answer || answer->header.arglen < size))
		r = -EPROTO;
	if (r < 0)
		return tell(r, eb, path);
	(void)snprintf(ret, size, "%.*s", (int)size - 1, answer->data);
	return 0;
}

int ngnet_ifname(struct ngnet *n, const char *path, char ret[IFNAMSIZ],
		 struct errbuf *eb)
{
	return ask_name(n, path, NGM_EIFACE_GET_IFNAME, ret, IFNAMSIZ, eb);
}

int ngnet_longname(struct ngnet *n, const char *path,
		   char ret[NG_EIFACE_LONGNAME_SIZE], struct errbuf *eb)
{
	return ask_name(n, path, NGM_EIFACE_GET_LONGNAME, ret,
			NG_EIFACE_LONGNAME_SIZE, eb);
}

int ngnet_macs(struct ngnet *n, uint8_t **ret, size_t *ret_n, struct errbuf *eb)
{
	cleanup_free struct namelist *all = NULL;
	cleanup_free uint8_t *macs = NULL;
	int r = ngnet_nodes(n, &all, eb);
	size_t used = 0;

	if (r < 0)
		return r;
	macs = all ? calloc(all->numnames + 1, 6) : NULL;
	if (!macs)
		return tell(-ENOMEM, eb, "");
	for (uint32_t i = 0; i < all->numnames; i++) {
		cleanup_free struct ng_mesg *answer = NULL;
		char path[NG_NODESIZ];

		if (!streq(all->nodeinfo[i].type, NG_EIFACE_NODE_TYPE))
			continue;
		(void)snprintf(path, sizeof(path),
			       "[%x]:", all->nodeinfo[i].id);
		r = deliver(n, path,
			    msg_new(NGM_EIFACE_COOKIE, NGM_EIFACE_GET_ENADDR,
				    "", NULL, 0),
			    &answer);
		if (r == 0 && answer && answer->header.arglen == 6)
			memcpy(macs + 6 * used++, answer->data, 6);
	}

	*ret = TAKE_PTR(macs);
	*ret_n = used;
	return 0;
}

bool ngnet_counter(char **text, const char **ret_name, uint64_t *ret_value)
{
	char *word, *value;

	while ((word = strsep(text, " {}"))) {
		value = strchr(word, '=');
		if (!value)
			continue;
		*value++ = '\0';
		*ret_name = word;
		*ret_value = strtoull(value, NULL, 10);
		return true;
	}
	return false;
}

int ngnet_link_stats(struct ngnet *n, uint32_t bridge, const char *link,
		     char **ret, struct errbuf *eb)
{
	char path[NG_NODESIZ], num[NG_HOOKSIZ];

	if (str_starts(link, "link"))
		(void)snprintf(num, sizeof(num), "%s", link + 4);
	else if (str_starts(link, "uplink"))
		(void)snprintf(num, sizeof(num), "-%s", link + 6);
	else
		return errbuf_set(eb, EINVAL, "%s: not a link", link);
	(void)snprintf(path, sizeof(path), "[%x]:", bridge);
	return ngnet_msg(n, path, "getstats", num, ret, eb);
}

int ngnet_name_check(const char *name, struct errbuf *eb)
{
	if (!*name)
		return errbuf_set(eb, EINVAL, "an empty name");
	if (name[strcspn(name, ":[]/ \t")])
		return errbuf_set(eb, EINVAL, "%s: bad name", name);
	if (strlen(name) >= NG_NODESIZ)
		return errbuf_set(eb, EINVAL, "%s: longer than %d characters",
				  name, NG_NODESIZ - 1);
	return 0;
}
