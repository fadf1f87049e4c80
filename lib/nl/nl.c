/* SPDX-License-Identifier: BSD-2-Clause */
/* nl.c - A conversation with the kernel over rtnetlink */

#include <errno.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <poll.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/proc.h"
#include "base/util.h"
#include "nl/nl.h"
#include "nl/request.h"

/* The kernel's largest dump answer, so that few of them are needed. */
#define BUF_MIN 32768

/* How often a list that changes while it is told is asked for again. */
#define DUMP_TRIES 100

#define MSG_ROOM 512

struct nl {
	int fd;
	uint32_t seq;
	char *buf;
	size_t cap;
};

/* What reading one datagram came to. */
enum progress {
	MORE,
	FINISHED,
	INTERRUPTED, /* finished, but the list changed meanwhile */
};

static int socket_open(int protocol, int *ret, struct errbuf *eb)
{
	static const int opts[] = { NETLINK_GET_STRICT_CHK, NETLINK_EXT_ACK,
				    NETLINK_CAP_ACK };
	cleanup_close int fd = -1;
	const int on = 1;

	fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
	if (fd < 0)
		return errbuf_errno(eb, "netlink");

	for (size_t i = 0; i < ARRAY_SIZE(opts); i++)
		if (setsockopt(fd, SOL_NETLINK, opts[i], &on, sizeof(on)) < 0)
			return errbuf_errno(eb, "netlink");

	*ret = TAKE_FD(fd);
	return 0;
}

static int open_here(int protocol, struct nl **ret, struct errbuf *eb)
{
	struct nl *nl = calloc(1, sizeof(*nl));
	int r;

	if (!nl)
		return errbuf_set(eb, ENOMEM, "out of memory");

	r = socket_open(protocol, &nl->fd, eb);
	if (r < 0) {
		free(nl);
		return r;
	}

	*ret = nl;
	return 0;
}

int nl_open(struct nl **ret, struct errbuf *eb)
{
	return open_here(NETLINK_ROUTE, ret, eb);
}

/* A descriptor of the calling thread's network namespace, /proc or not. */
static int netns_here(struct errbuf *eb)
{
	cleanup_close int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int ns;

	if (fd < 0)
		return errbuf_errno(eb, "socket");
	ns = ioctl(fd, SIOCGSKNS);
	if (ns < 0)
		return errbuf_errno(eb, "own network namespace");
	return ns;
}

static int open_at(int netns_fd, int protocol, struct nl **ret,
		   struct errbuf *eb)
{
	cleanup_close int home = netns_here(eb);
	struct nl *nl = NULL;
	int r;

	if (home < 0)
		return home;
	if (setns(netns_fd, CLONE_NEWNET) < 0)
		return errbuf_errno(eb, "network namespace");

	r = open_here(protocol, &nl, eb);

	if (proc_return(home, CLONE_NEWNET) < 0) {
		r = errbuf_errno(eb, "own network namespace");
		nl_free(nl);
		return r;
	}
	if (r < 0)
		return r;

	*ret = nl;
	return 0;
}

int nl_open_at(int netns_fd, struct nl **ret, struct errbuf *eb)
{
	return open_at(netns_fd, NETLINK_ROUTE, ret, eb);
}

int nl_open_generic(struct nl *where, struct nl **ret, struct errbuf *eb)
{
	cleanup_close int ns = ioctl(where->fd, SIOCGSKNS);

	if (ns < 0)
		return errbuf_errno(eb, "network namespace");
	return open_at(ns, NETLINK_GENERIC, ret, eb);
}

int nl_open_news(struct nl *where, unsigned groups, struct nl **ret,
		 struct errbuf *eb)
{
	const struct sockaddr_nl addr = { .nl_family = AF_NETLINK,
					  .nl_groups = groups };
	cleanup_close int ns = ioctl(where->fd, SIOCGSKNS);
	cleanup_nl struct nl *nl = NULL;
	int r;

	if (ns < 0)
		return errbuf_errno(eb, "network namespace");
	r = open_at(ns, NETLINK_ROUTE, &nl, eb);
	if (r < 0 || !nl)
		return r;
	if (bind(nl->fd, (const struct sockaddr *)&addr, sizeof(addr)) < 0)
		return errbuf_errno(eb, "netlink");
	*ret = TAKE_PTR(nl);
	return 0;
}

/* That there was more than the socket has room for is news as well. */
bool nl_news_wait(struct nl *news, int ms)
{
	struct pollfd p = { .fd = news->fd, .events = POLLIN };
	char c;

	if (poll(&p, 1, ms) <= 0)
		return false;
	while (recv(news->fd, &c, sizeof(c), MSG_DONTWAIT) >= 0 ||
	       errno == ENOBUFS)
		continue;
	return true;
}

int nl_lock(struct nl *nl, int *ret, struct errbuf *eb)
{
	cleanup_close int ns = ioctl(nl->fd, SIOCGSKNS);
	int r = ns;

	while (r >= 0 && (r = flock(ns, LOCK_EX)) < 0 && errno == EINTR)
		r = 0;
	if (r < 0)
		return errbuf_errno(eb, "network namespace");
	*ret = TAKE_FD(ns);
	return 0;
}

void nl_free(struct nl *nl)
{
	if (!nl)
		return;
	(void)close(nl->fd);
	free(nl->buf);
	free(nl);
}

struct nl_msg *nl_msg_new(int type, int flags, const void *hdr, size_t hdr_len,
			  size_t room)
{
	cleanup_nl_msg struct nl_msg *msg = NULL;
	struct nlmsghdr *h;

	msg = nlmsg_alloc_size(NLMSG_SPACE(hdr_len) + MSG_ROOM + room);
	if (!msg)
		return NULL;
	h = nlmsg_put(msg, 0, 0, type, (int)hdr_len, flags | NLM_F_REQUEST);
	if (!h)
		return NULL;
	memcpy(nlmsg_data(h), hdr, hdr_len);
	return TAKE_PTR(msg);
}

static int reply_add(struct nl_reply *reply, const struct nlmsghdr *h)
{
	size_t need = reply->len + NLMSG_ALIGN(h->nlmsg_len);
	char *buf;

	if (need > reply->cap || !reply->buf) {
		size_t cap = 2 * need + BUF_MIN;

		buf = realloc(reply->buf, cap);
		if (!buf)
			return -ENOMEM;
		reply->buf = buf;
		reply->cap = cap;
	}
	memcpy(reply->buf + reply->len, h, h->nlmsg_len);
	reply->len = need;
	return 0;
}

void nl_reply_done(struct nl_reply *reply)
{
	free(reply->buf);
	*reply = (struct nl_reply){ 0 };
}

static ssize_t recv_again(int fd, void *buf, size_t len, int flags,
			  struct sockaddr_nl *from)
{
	socklen_t from_len = sizeof(*from);
	ssize_t n;

	do
		n = recvfrom(fd, buf, len, flags, (struct sockaddr *)from,
			     &from_len);
	while (n < 0 && errno == EINTR);
	return n;
}

/* The next datagram from the kernel, in nl->buf; its length or -errno. */
static ssize_t receive(struct nl *nl)
{
	struct sockaddr_nl from = { 0 };
	ssize_t n;

	do {
		n = recv_again(nl->fd, NULL, 0, MSG_PEEK | MSG_TRUNC, &from);
		if (n < 0)
			return -errno;
		if ((size_t)n > nl->cap || !nl->buf) {
			size_t cap = (size_t)n > BUF_MIN ? (size_t)n : BUF_MIN;
			char *buf = realloc(nl->buf, cap);

			if (!buf)
				return -ENOMEM;
			nl->buf = buf;
			nl->cap = cap;
		}
		n = recv_again(nl->fd, nl->buf, nl->cap, 0, &from);
		if (n < 0)
			return -errno;
	} while (from.nl_pid != 0);
	return n;
}

/* The error in @h, NLMSG_ERROR or NLMSG_DONE, with the kernel's words. */
static int told_error(struct nlmsghdr *h, struct errbuf *eb)
{
	size_t skip = h->nlmsg_type == NLMSG_DONE ? sizeof(int)
						  : sizeof(struct nlmsgerr);
	struct nlmsgerr *e = nlmsg_data(h);
	struct nlattr *words = NULL;
	int code;

	if ((size_t)nlmsg_datalen(h) < sizeof(int))
		return h->nlmsg_type == NLMSG_DONE
			       ? 0
			       : errbuf_set(eb, EBADMSG,
					    "netlink: short answer");
	code = -e->error;
	if (code <= 0)
		return 0;

	if (h->nlmsg_type == NLMSG_ERROR && !(h->nlmsg_flags & NLM_F_CAPPED))
		skip += e->msg.nlmsg_len - NLMSG_HDRLEN;
	if (h->nlmsg_flags & NLM_F_ACK_TLVS && (size_t)nlmsg_datalen(h) > skip)
		words = nlmsg_find_attr(h, (int)skip, NLMSGERR_ATTR_MSG);
	if (words)
		return errbuf_set(eb, code, "%.*s: %s", nla_len(words),
				  (char *)nla_data(words), strerror(code));
	return errbuf_set(eb, code, "%s", strerror(code));
}

/* Read one datagram of the answer to request nl->seq. */
static int read_some(struct nl *nl, bool dump, bool *interrupted,
		     struct nl_reply *reply, struct errbuf *eb)
{
	ssize_t n = receive(nl);
	int left = (int)n;
	int r = 0;

	if (n < 0)
		return errbuf_set(eb, (int)-n, "netlink: %s",
				  strerror((int)-n));

	for (struct nlmsghdr *h = (void *)nl->buf; nlmsg_ok(h, left);
	     h = nlmsg_next(h, &left)) {
		if (h->nlmsg_seq != nl->seq)
			continue;
		*interrupted |= dump && h->nlmsg_flags & NLM_F_DUMP_INTR;
		if (h->nlmsg_type == NLMSG_ERROR ||
		    h->nlmsg_type == NLMSG_DONE) {
			r = told_error(h, eb);
			return r < 0 ? r : FINISHED;
		}
		r = reply_add(reply, h);
		if (r < 0)
			return errbuf_set(eb, -r, "out of memory");
	}
	return MORE;
}

/* Send and collect once.  FINISHED, INTERRUPTED or -errno. */
static int talk(struct nl *nl, struct nlmsghdr *h, struct nl_reply *reply,
		struct errbuf *eb)
{
	bool dump = (h->nlmsg_flags & NLM_F_DUMP) == NLM_F_DUMP;
	bool interrupted = false;
	ssize_t n;
	int r;

	h->nlmsg_seq = ++nl->seq;
	do
		n = send(nl->fd, h, h->nlmsg_len, 0);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return errbuf_errno(eb, "netlink");

	do
		r = read_some(nl, dump, &interrupted, reply, eb);
	while (r == MORE);
	return r == FINISHED && interrupted ? INTERRUPTED : r;
}

int nl_do(struct nl *nl, struct nl_msg *msg, struct nl_reply *ret,
	  struct errbuf *eb)
{
	cleanup_nl_reply struct nl_reply reply = { 0 };
	struct nlmsghdr *h = nlmsg_hdr(msg);
	int r;

	if ((h->nlmsg_flags & NLM_F_DUMP) != NLM_F_DUMP)
		h->nlmsg_flags |= NLM_F_ACK;

	for (int try = 0; try < DUMP_TRIES; try++) {
		reply.len = 0;
		r = talk(nl, h, &reply, eb);
		if (r < 0)
			return r;
		if (r == FINISHED) {
			if (ret) {
				*ret = reply;
				reply = (struct nl_reply){ 0 };
			}
			return 0;
		}
	}
	return errbuf_set(eb, EAGAIN, "netlink: the list keeps changing");
}

int nl_join(struct nl *nl, const unsigned *groups, size_t n, struct errbuf *eb)
{
	const struct sockaddr_nl any = { .nl_family = AF_NETLINK };

	/* Without a number of its own a socket counts as the sender. */
	if (bind(nl->fd, (const struct sockaddr *)&any, sizeof(any)) < 0)
		return errbuf_errno(eb, "netlink");
	for (size_t i = 0; i < n; i++)
		if (setsockopt(nl->fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP,
			       &groups[i], sizeof(groups[i])) < 0)
			return errbuf_errno(eb, "netlink");
	return 0;
}

int nl_fd(const struct nl *nl)
{
	return nl->fd;
}

int nl_wait(struct nl *nl, void (*each)(struct nlmsghdr *h, void *arg),
	    void *arg, struct errbuf *eb)
{
	ssize_t n = receive(nl);
	int left = (int)n;

	if (n < 0)
		return errbuf_set(eb, (int)-n, "netlink: %s",
				  strerror((int)-n));
	for (struct nlmsghdr *h = (void *)nl->buf; nlmsg_ok(h, left);
	     h = nlmsg_next(h, &left))
		each(h, arg);
	return 0;
}

size_t nl_reply_count(const struct nl_reply *reply)
{
	struct nlmsghdr *h;
	size_t n = 0;

	nl_foreach (h, reply)
		n++;
	return n;
}

int nl_collect(struct nl *nl, struct nl_msg *msg,
	       const struct nl_reader *reader, void *ret, size_t *ret_n,
	       struct errbuf *eb)
{
	cleanup_nl_reply struct nl_reply reply = { 0 };
	struct nlmsghdr *h;
	size_t n = 0;
	char *items;
	int r;

	r = nl_do(nl, msg, &reply, eb);
	if (r < 0)
		return r;
	items = calloc(nl_reply_count(&reply) + 1, reader->size);
	if (!items)
		return errbuf_set(eb, ENOMEM, "out of memory");

	nl_foreach (h, &reply) {
		char *item = items + n * reader->size;

		memset(item, 0, reader->size);
		n += reader->read(h, reader->want, item);
	}

	*(void **)ret = items;
	*ret_n = n;
	return 0;
}

int nl_put_inet(struct nl_msg *msg, int type, const struct nl_inet *ip)
{
	unsigned len = nl_inet_len(ip->family);

	return len ? nla_put(msg, type, (int)len, ip->b) : 0;
}

struct nl_inet nl_attr_inet(const struct nlattr *a, int family)
{
	struct nl_inet ip = { 0 };

	if (a && nla_len(a) == (int)nl_inet_len(family)) {
		ip.family = family;
		memcpy(ip.b, nla_data(a), (size_t)nla_len(a));
	}
	return ip;
}

int nl_put_str(struct nl_msg *msg, int type, const char *s)
{
	return nla_put(msg, type, (int)strlen(s) + 1, s);
}

uint32_t nl_attr_u32(const struct nlattr *a, uint32_t fallback)
{
	if (!a || nla_len(a) < (int)sizeof(uint32_t))
		return fallback;
	return nla_get_u32(a);
}

void nl_attr_str(const struct nlattr *a, char *buf, size_t size)
{
	size_t n = a ? strnlen(nla_data(a), (size_t)nla_len(a)) : 0;

	if (n >= size)
		n = size - 1;
	if (n)
		memcpy(buf, nla_data(a), n);
	buf[n] = '\0';
}

void *nl_attr_dup(const struct nlattr *a, unsigned *ret_len)
{
	size_t n = a ? (size_t)nla_len(a) : 0;
	char *copy = a ? malloc(n + 1) : NULL;

	if (!copy)
		return NULL;
	memcpy(copy, nla_data(a), n);
	copy[n] = '\0';
	if (ret_len)
		*ret_len = (unsigned)n;
	return copy;
}
