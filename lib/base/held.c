/* SPDX-License-Identifier: BSD-2-Clause */
/* held.c - A process in the background that lives as long as a file has a name */

#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/held.h"
#include "base/paths.h"

#define NETNS_NAMES "/run/netns"
#define PREFIX "ng_" /* of the names of these processes' programs */

bool held_lives(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && st.st_nlink > 0;
}

/* Does the process with this /proc/N/ns/net run one of our programs? */
static bool is_ours(const char *ns)
{
	char exe[PATH_MAX], own[PATH_MAX + sizeof(PREFIX)] = "", his[PATH_MAX];
	char *slash;

	(void)snprintf(exe, sizeof(exe), "%.*s/exe",
		       (int)(strlen(ns) - strlen("/ns/net")), ns);
	if (readlink("/proc/self/exe", own, PATH_MAX - 1) < 0 ||
	    readlink(exe, his, sizeof(his)) < 0)
		return false;
	slash = strrchr(own, '/');
	if (!slash)
		return false;
	memcpy(slash + 1, PREFIX, sizeof(PREFIX));
	return strncmp(his, own, strlen(own)) == 0;
}

/* Is one of these paths our network namespace?  Of processes, others' alone */
static bool leads_to(const struct stat *ns, const char *pattern, bool processes)
{
	glob_t found = { 0 };
	bool r = false;

	if (glob(pattern, GLOB_NOSORT, NULL, &found) != 0)
		return false;
	for (size_t i = 0; !r && i < found.gl_pathc; i++) {
		const char *path = found.gl_pathv[i];
		struct stat st;

		r = stat(path, &st) == 0 && st.st_dev == ns->st_dev &&
		    st.st_ino == ns->st_ino && !(processes && is_ours(path));
	}
	globfree(&found);
	return r;
}

/* Nobody is in our network namespace but processes like this one, and nobody can
 * come there by a name. */
static bool is_forsaken(void)
{
	struct stat ns;

	return stat("/proc/self/ns/net", &ns) == 0 &&
	       !leads_to(&ns, NETNS_NAMES "/*", false) &&
	       !leads_to(&ns, VJAIL_STATE_DIR "/jails/*/net", false) &&
	       !leads_to(&ns, "/proc/[0-9]*/ns/net", true);
}

bool held_goes_on(int watch, int fd)
{
	_Alignas(struct inotify_event) char
		buf[8 * (sizeof(struct inotify_event) + NAME_MAX + 1)];
	ssize_t n = read(watch, buf, sizeof(buf));
	bool unnamed = false;

	for (ssize_t at = 0; at < n;) {
		const struct inotify_event *e = (const void *)(buf + at);

		unnamed = unnamed || e->mask & (IN_DELETE | IN_Q_OVERFLOW);
		at += (ssize_t)(sizeof(*e) + e->len);
	}
	return n > 0 && held_lives(fd) && !(unnamed && is_forsaken());
}

static bool lock(int fd)
{
	struct flock l = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	return fcntl(fd, F_SETLK, &l) == 0 && held_lives(fd);
}

bool held_begin(int fd)
{
	char c = 0;
	int ready[2];

	if (pipe2(ready, O_CLOEXEC) < 0)
		return false;
	switch (fork()) {
	case -1:
		return false;
	case 0:
		break;
	default:
		(void)close(ready[1]);
		_exit(read(ready[0], &c, 1) == 1 ? EXIT_SUCCESS : EXIT_FAILURE);
	}
	(void)setsid();
	(void)chdir("/");
	(void)close(ready[0]);
	if (!lock(fd) || write(ready[1], &c, 1) != 1)
		return false;
	(void)close(ready[1]);
	return true;
}

int held_watch(int fd)
{
	char path[32];
	int watch = inotify_init1(IN_CLOEXEC);

	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (watch >= 0 && inotify_add_watch(watch, path, IN_ATTRIB) < 0)
		close_fd(&watch);
	if (watch >= 0)
		(void)inotify_add_watch(watch, NETNS_NAMES, IN_DELETE);
	return watch;
}
