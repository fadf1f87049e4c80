/* SPDX-License-Identifier: BSD-2-Clause */
/* user.c - Users of the passwd and group files of the caller's root */

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "libjail/user.h"

#define PLAIN_MAX (16 << 20)

static void close_file(FILE **f)
{
	if (*f)
		(void)fclose(*f);
}

#define cleanup_file __attribute__((cleanup(close_file)))

/* A jail's root may have put anything there: only a plain file is read, of a
 * size that such files have, so that nobody waits for ever. */
static FILE *open_plain(const char *path)
{
	cleanup_close int fd =
		open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat st;
	FILE *f;

	if (fd < 0 || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) ||
	    st.st_size > PLAIN_MAX)
		return NULL;
	f = fdopen(fd, "r");
	if (f)
		(void)TAKE_FD(fd);
	return f;
}

static int fill(struct user *u, const char *name, const struct passwd *pw)
{
	u->uid = pw ? pw->pw_uid : 0;
	u->gid = pw ? pw->pw_gid : 0;
	u->name = strdup(name);
	u->home = strdup(pw && *pw->pw_dir ? pw->pw_dir : "/");
	u->shell = strdup(pw && *pw->pw_shell ? pw->pw_shell : "/bin/sh");
	return u->name && u->home && u->shell ? 0 : -ENOMEM;
}

static int add_group(struct user *u, gid_t gid)
{
	gid_t *more = realloc(u->groups, (u->ngroups + 1) * sizeof(*more));

	if (!more)
		return -ENOMEM;
	u->groups = more;
	more[u->ngroups++] = gid;
	return 0;
}

static bool is_member(const struct group *g, const char *name)
{
	for (char **m = g->gr_mem; *m; m++)
		if (streq(*m, name))
			return true;
	return false;
}

static int find_groups(struct user *u)
{
	cleanup_file FILE *f = open_plain("/etc/group");
	int r = add_group(u, u->gid);
	struct group *g;

	while (f && r == 0 && (g = fgetgrent(f)) != NULL)
		if (g->gr_gid != u->gid && is_member(g, u->name))
			r = add_group(u, g->gr_gid);
	return r;
}

int user_find_here(const char *name, struct user *ret, struct errbuf *eb)
{
	cleanup_file FILE *f = open_plain("/etc/passwd");
	const char *wanted = name ? name : "root";
	cleanup_user struct user u = { 0 };
	struct passwd *pw = NULL;

	while (f && (pw = fgetpwent(f)) != NULL)
		if (streq(pw->pw_name, wanted))
			break;
	if (!pw && !streq(wanted, "root"))
		return errbuf_set(eb, ENOENT, "%s: no such user", wanted);
	if (fill(&u, wanted, pw) < 0 || find_groups(&u) < 0)
		return errbuf_set(eb, ENOMEM, "out of memory");
	*ret = u;
	u = (struct user){ 0 };
	return 0;
}

int user_groups(const struct user *u, struct errbuf *eb)
{
	if (setgroups(u->ngroups, u->groups) < 0 ||
	    setresgid(u->gid, u->gid, u->gid) < 0)
		return errbuf_errno(eb, "%s: groups", u->name);
	return 0;
}

int user_become(const struct user *u, struct errbuf *eb)
{
	if (setresuid(u->uid, u->uid, u->uid) < 0)
		return errbuf_errno(eb, "%s: setuid", u->name);
	return 0;
}

void user_done(struct user *u)
{
	free(u->groups);
	free(u->name);
	free(u->home);
	free(u->shell);
	*u = (struct user){ 0 };
}
