/* SPDX-License-Identifier: BSD-2-Clause */
/* relay.c - Stand between our terminal and the one that a jail was given */

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "relay.h"

static const int forwarded[] = { SIGINT,  SIGTERM, SIGHUP,
				 SIGQUIT, SIGUSR1, SIGUSR2 };

/* How often, and after how many ms, to look whether we are in the foreground by
 * now: a shell may still be about to put us there when somebody types. */
#define LOOKS 10
#define LOOK_MS 100

/* Typed, but not taken by the jail's terminal yet */
struct pending {
	char buf[4096];
	size_t at, len;
};

struct loop {
	const struct relay *r;
	struct pending typed;
	bool in_open;
	int looks; /* that are left */
	int in_news; /* epoll: something was typed, while in the background */
	bool pty_open;
	bool raw;
	struct termios saved; /* of the terminal, while raw */
	bool ended;
	int status;
};

enum { AT_SIGNAL, AT_PTY, AT_IN, N_FDS };

static bool again(void)
{
	return errno == EAGAIN || errno == EINTR;
}

/* The terminal that tells the size: the one typed at, else printed on */
static int size_source(const struct relay *r)
{
	return r->in >= 0 && isatty(r->in) ? r->in : r->out;
}

static void copy_size(const struct relay *r)
{
	struct winsize ws;

	if (r->pty >= 0 && ioctl(size_source(r), TIOCGWINSZ, &ws) == 0)
		(void)ioctl(r->pty, TIOCSWINSZ, &ws);
}

static void write_all(int fd, const char *buf, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, buf, len);

		if (n < 0 && !again())
			return;
		if (n < 0) {
			struct pollfd p = { .fd = fd, .events = POLLOUT };

			(void)poll(&p, 1, -1);
			continue;
		}
		buf += n;
		len -= (size_t)n;
	}
}

/* One piece of what the jail printed; false when there is none now */
static bool copy_out(struct loop *l)
{
	char buf[4096];
	ssize_t n = read(l->r->pty, buf, sizeof(buf));

	if (n > 0) {
		if (l->r->out >= 0)
			write_all(l->r->out, buf, (size_t)n);
		return true;
	}
	/* EIO: nobody has the other side open any more. */
	if (n == 0 || !again())
		l->pty_open = false;
	return false;
}

static void take_typed(struct loop *l)
{
	ssize_t n = read(l->r->in, l->typed.buf, sizeof(l->typed.buf));

	if (n < 0 && again())
		return;
	if (n <= 0) {
		l->in_open = false;
		l->in_news = -1;
		return;
	}
	l->typed.at = 0;
	l->typed.len = (size_t)n;
}

static void give_typed(struct loop *l)
{
	struct pending *p = &l->typed;
	ssize_t n = write(l->r->pty, p->buf + p->at, p->len);

	if (n < 0 && again())
		return;
	if (n < 0) {
		p->len = 0;
		return;
	}
	p->at += (size_t)n;
	p->len -= (size_t)n;
}

/* What is typed is the business of the jail's terminal, which gets the modes
 * that ours had.  In the background the terminal is somebody else's. */
static void take_input(struct loop *l)
{
	const struct relay *r = l->r;
	struct termios raw;

	if (r->pty < 0 || r->in < 0)
		return;
	if (!isatty(r->in)) {
		l->in_open = true;
		return;
	}
	l->in_open = tcgetpgrp(r->in) == getpgrp();
	if (!l->in_open || tcgetattr(r->in, &raw) != 0)
		return;
	if (!l->raw) {
		l->saved = raw;
		(void)tcsetattr(r->pty, TCSANOW, &raw);
	}
	cfmakeraw(&raw);
	l->raw = tcsetattr(r->in, TCSADRAIN, &raw) == 0;
}

/* No event says that a shell put us in its foreground; that somebody types is
 * the first that shows it.  Edge-triggered, since what is typed until then is
 * not ours to take. */
static int watch_typing(const struct relay *r)
{
	struct epoll_event ev = { .events = EPOLLIN | EPOLLET };
	int fd;

	if (r->pty < 0 || r->in < 0 || !isatty(r->in))
		return -1;
	fd = epoll_create1(EPOLL_CLOEXEC);
	if (fd >= 0)
		(void)epoll_ctl(fd, EPOLL_CTL_ADD, r->in, &ev);
	return fd;
}

static void on_typing(struct loop *l)
{
	struct epoll_event ev;

	(void)epoll_wait(l->in_news, &ev, 1, 0);
	take_input(l);
	l->looks = l->in_open ? 0 : LOOKS;
}

static void look_again(struct loop *l)
{
	take_input(l);
	l->looks = l->in_open ? 0 : l->looks - 1;
}

static void give_back(const struct loop *l)
{
	if (l->raw && tcgetpgrp(l->r->in) == getpgrp())
		(void)tcsetattr(l->r->in, TCSADRAIN, &l->saved);
}

static void on_signal(struct loop *l, int sfd)
{
	struct signalfd_siginfo si;

	if (read(sfd, &si, sizeof(si)) != (ssize_t)sizeof(si))
		return;
	if (si.ssi_signo == SIGWINCH)
		copy_size(l->r);
	else if (si.ssi_signo == SIGCONT)
		take_input(l);
	else if (si.ssi_signo != SIGCHLD)
		(void)kill(l->r->pid, (int)si.ssi_signo);
}

/* Also before the first poll: it may have ended before SIGCHLD was caught. */
static int reap(struct loop *l)
{
	pid_t pid = waitpid(l->r->pid, &l->status, WNOHANG);

	if (pid < 0 && errno != EINTR)
		return -errno;
	l->ended = pid == l->r->pid;
	return 0;
}

/* Where something typed shows, or -1 while there is no room for it */
static int input_fd(const struct loop *l)
{
	if (!l->in_open)
		return l->in_news;
	return l->typed.len == 0 ? l->r->in : -1;
}

static int turn(struct loop *l, int sfd)
{
	bool open = l->in_open;
	struct pollfd p[N_FDS] = {
		[AT_SIGNAL] = { .fd = sfd, .events = POLLIN },
		[AT_PTY] = { .fd = l->pty_open ? l->r->pty : -1,
			     .events =
				     l->typed.len ? POLLIN | POLLOUT : POLLIN },
		[AT_IN] = { .fd = input_fd(l), .events = POLLIN },
	};
	int n;

	n = poll(p, N_FDS, l->looks > 0 ? LOOK_MS : -1);
	if (n < 0)
		return errno == EINTR ? 0 : -errno;
	if (n == 0)
		look_again(l);
	if (p[AT_PTY].revents & (POLLIN | POLLHUP | POLLERR))
		(void)copy_out(l);
	if (p[AT_PTY].revents & POLLOUT && l->typed.len)
		give_typed(l);
	if (p[AT_IN].revents && open)
		take_typed(l);
	else if (p[AT_IN].revents)
		on_typing(l);
	if (p[AT_SIGNAL].revents)
		on_signal(l, sfd);
	return 0;
}

static int loop_run(struct loop *l, int sfd)
{
	int r;

	for (;;) {
		r = reap(l);
		if (r < 0)
			return r;
		if (l->ended)
			break;
		r = turn(l, sfd);
		if (r < 0)
			return r;
	}
	while (l->pty_open && copy_out(l))
		;
	return l->status;
}

static int catch_signals(sigset_t *ret_before)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGWINCH);
	sigaddset(&set, SIGCONT);
	for (size_t i = 0; i < ARRAY_SIZE(forwarded); i++)
		sigaddset(&set, forwarded[i]);
	if (sigprocmask(SIG_BLOCK, &set, ret_before) != 0)
		return -errno;
	return signalfd(-1, &set, SFD_CLOEXEC);
}

int relay_run(const struct relay *r)
{
	struct loop l = { .r = r, .pty_open = r->pty >= 0 };
	cleanup_close int news = watch_typing(r);
	cleanup_close int sfd = -1;
	sigset_t before;
	int status;

	l.in_news = news;
	sfd = catch_signals(&before);
	if (sfd < 0)
		return sfd;
	if (r->pty >= 0) {
		(void)fcntl(r->pty, F_SETFL, O_NONBLOCK);
		copy_size(r);
		take_input(&l);
	}

	status = loop_run(&l, sfd);

	give_back(&l);
	(void)sigprocmask(SIG_SETMASK, &before, NULL);
	return status;
}
