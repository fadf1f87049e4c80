/* SPDX-License-Identifier: BSD-2-Clause */
/* api.c - Which node a program's descriptor belongs to, and errors */

#include <err.h>
#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "libnetgraph/api.h"
#include "libnetgraph/session.h"
#include "libnetgraph/trace.h"
#include "netgraph.h"

#define TRACE_BINARY 2 /* from this level on messages are told, above as text */

struct known {
	int fd;
	ino_t inode; /* of the socket */
	struct session *s;
	bool inherited; /* from a parent, who has it, too */
};

/* FreeBSD's interface has only descriptors: this must be the process's. */
static struct known *known;
static size_t n_known;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool forked; /* what is known is the parent's */
static int debug_level;
static void (*log_errno)(const char *fmt, ...) = warn;
static void (*log_words)(const char *fmt, ...) = warnx;

int NgSetDebug(int level)
{
	int was = debug_level;

	if (level >= 0)
		debug_level = level;
	return was;
}

void NgSetErrLog(void (*log)(const char *fmt, ...),
		 void (*logx)(const char *fmt, ...))
{
	log_errno = log;
	log_words = logx;
}

int api_fail(int r, const char *what)
{
	errno = -r;
	if (debug_level >= 1 && log_errno)
		log_errno("%s", what);
	errno = -r;
	return -1;
}

void api_debug(int level, const char *fmt, ...)
{
	char text[256];
	va_list ap;

	if (debug_level < level || !log_words)
		return;
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	log_words("%s", text);
}

void api_trace(int cs, const char *what, const char *path,
	       const struct ng_mesg *m)
{
	cleanup_free struct ng_mesg *text = NULL;
	struct session *s;

	if (debug_level < TRACE_BINARY || !log_words)
		return;
	s = debug_level > TRACE_BINARY ? api_session(cs) : NULL;
	if (s)
		(void)session_text_of(s, path, m, &text);
	trace_message(log_words, what, path, m, text);
}

static ino_t inode_of(int fd)
{
	struct stat st;

	return fstat(fd, &st) < 0 ? 0 : st.st_ino;
}

/* A session that nobody needs any more: both of its sockets are others'. */
static void forget(struct known *k)
{
	struct session *s = k->s;

	k->fd = -1;
	k->s = NULL;
	for (size_t i = 0; i < n_known; i++)
		if (known[i].s == s)
			return;
	session_leave(s);
}

static void before_fork(void)
{
	(void)pthread_mutex_lock(&lock);
}

static void after_fork(void)
{
	(void)pthread_mutex_unlock(&lock);
}

static void in_child(void)
{
	forked = true;
	after_fork();
}

static void watch_forks(void)
{
	(void)pthread_atfork(before_fork, after_fork, in_child);
}

static void begin(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	(void)pthread_once(&once, watch_forks);
	(void)pthread_mutex_lock(&lock);
	for (size_t i = 0; forked && i < n_known; i++)
		known[i].inherited = true;
	forked = false;
}

static int remember(int fd, struct session *s)
{
	struct known *k = NULL;

	for (size_t i = 0; i < n_known; i++) {
		if (known[i].s && known[i].inode != inode_of(known[i].fd))
			forget(&known[i]);
		if (!known[i].s)
			k = &known[i];
	}
	if (!k) {
		k = realloc(known, (n_known + 1) * sizeof(*known));
		if (!k)
			return -ENOMEM;
		known = k;
		k = &known[n_known++];
	}
	*k = (struct known){ .fd = fd, .inode = inode_of(fd), .s = s };
	return 0;
}

/* The session stays the caller's. */
static void unknow(const struct session *s)
{
	for (size_t i = 0; i < n_known; i++)
		if (known[i].s == s)
			known[i] = (struct known){ .fd = -1 };
}

int api_add(int cs, int ds, struct session *s)
{
	int r;

	begin();
	r = remember(cs, s);
	if (r == 0 && ds >= 0)
		r = remember(ds, s);
	if (r < 0)
		unknow(s);
	(void)pthread_mutex_unlock(&lock);
	return r < 0 ? api_fail(r, "remembering a socket") : 0;
}

static struct known *find(int fd)
{
	ino_t inode = inode_of(fd);

	for (size_t i = 0; i < n_known; i++)
		if (known[i].fd == fd && known[i].s && known[i].inode == inode)
			return &known[i];
	return NULL;
}

/* What we know nothing of came from another program. */
static int adopt(int fd, struct session **ret)
{
	socklen_t len = sizeof(int);
	int domain = 0;

	if (getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &len) < 0)
		return -errno;
	return domain == AF_UNIX ? session_adopt(fd, -1, ret)
				 : session_adopt(-1, fd, ret);
}

static int learn(int fd, struct session **ret)
{
	int r = adopt(fd, ret);

	if (r < 0)
		return r;
	r = remember(fd, *ret);
	if (r < 0)
		session_leave(*ret);
	return r;
}

/* A child takes its parent's descriptors over as any other program does, since
 * locks and connections would be shared; if it may no more, for packets. */
static struct session *renew(struct known *k)
{
	struct session *s = NULL;
	int fd = k->fd;

	k->inherited = false;
	if (adopt(fd, &s) < 0) {
		session_share(k->s);
		return k->s;
	}
	forget(k);
	k->fd = fd;
	k->s = s;
	return s;
}

struct session *api_session(int fd)
{
	struct session *s = NULL;
	struct known *k;
	int r = 0;

	begin();
	k = find(fd);
	if (!k)
		r = learn(fd, &s);
	else
		s = k->inherited ? renew(k) : k->s;
	(void)pthread_mutex_unlock(&lock);
	if (r < 0) {
		(void)api_fail(r, "not a netgraph socket");
		return NULL;
	}
	return s;
}
