/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * user.h - Users of the passwd and group files of the caller's root
 *
 * Files only, no name services: inside a jail nothing of its libraries may be
 * loaded into our programs.
 */
#pragma once

#include <sys/types.h>

struct errbuf;

struct user {
	uid_t uid;
	gid_t gid;
	gid_t *groups;
	size_t ngroups;
	char *name, *home, *shell;
};

#define cleanup_user __attribute__((cleanup(user_done)))

/* user_find_here() - By name; NULL: root, who needs no passwd file.  0;
 * -ENOENT `NAME: no such user` */
int user_find_here(const char *name, struct user *ret, struct errbuf *eb);

/* user_groups(), user_become() - Take on the groups, then the ids; 0, -errno */
int user_groups(const struct user *u, struct errbuf *eb);
int user_become(const struct user *u, struct errbuf *eb);

void user_done(struct user *u);
