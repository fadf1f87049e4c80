/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * core.h - Jails, as our own programs use them
 *
 * The public jail.h is a thin cover over this.  Every function that is given a
 * jail finishes first what a killed command left undone on it.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/strv.h"
#include "libjail/param.h"

struct errbuf;
struct nl;

enum jail_state {
	JAIL_CREATING, /* being made by a process that holds its lock */
	JAIL_ACTIVE,
	JAIL_REMOVING, /* "dying": jail_get() wants JAIL_DYING for it */
};

/* What is known of one jail.  jail_info_done() frees. */
struct jail_info {
	int jid;
	char *name;
	enum jail_state state;
	pid_t init_pid; /* its pid 1, as the host counts */
	struct jail_params params; /* as given; "path" resolved */
	struct strv vnet_ifs; /* interfaces that were moved in */
};

#define cleanup_jail_info __attribute__((cleanup(jail_info_done)))

void jail_info_done(struct jail_info *info);

/* jail_find() - By name or number as a user gives it; the jid, or -ENOENT with
 * `jail "X" not found`, or another -errno.  Jails being removed are not found */
int jail_find(const char *name_or_jid, struct errbuf *eb);

/* jail_info_get() - 0, or -ENOENT with `jail N not found` */
int jail_info_get(int jid, struct jail_info *ret, struct errbuf *eb);

/* jail_next() - The smallest jid above @jid; 0: there is none; -errno.  @dying:
 * also those being removed */
int jail_next(int jid, bool dying, struct errbuf *eb);

/* jail_of_pid() - The jid of the jail a process runs in; 0: none, -ESRCH */
int jail_of_pid(pid_t pid);

/**
 * jail_create() - Make a jail, with nothing running in it but its pid 1
 * @params:	Checked with jail_params_check() here
 * @eb:		FreeBSD's words: `jail "www" already exists`, …
 *
 * It stays although nothing runs in it until jail_persist() says otherwise.
 *
 * Return: the jid, or -errno: nothing is left then
 */
int jail_create(const struct jail_params *params, struct errbuf *eb);

/* A jail being made by a child of the caller. */
struct jail_making;
struct filters;

/* jail_create_start() - The same, without waiting for its end: number and name
 * are taken when this returns.  @filters: see filter.h, the caller's, to be kept
 * for the next jail.  0 or -errno */
int jail_create_start(const struct jail_params *params,
		      struct filters **filters, struct jail_making **ret,
		      struct errbuf *eb);

/* jail_create_pid() - Which child: when it has ended, jail_create_finish() does
 * not wait */
pid_t jail_create_pid(const struct jail_making *m);

/* jail_create_finish() - Takes @m over, and waits.  As jail_create() */
int jail_create_finish(struct jail_making *m, struct errbuf *eb);

/* jail_update() - Change the parameters that may be changed; 0 or -errno.
 * With persist=0 a jail in which nothing runs is removed */
int jail_update(int jid, const struct jail_params *params, struct errbuf *eb);

/* jail_persist() - May it stay with nothing in it?  If not and nothing runs in
 * it, it is removed before this returns.  0 or -errno */
int jail_persist(int jid, bool persist, struct errbuf *eb);

/* jail_destroy() - Kill what runs in it, bring its interfaces home and remove
 * it; all done when this returns.  0; 1 with words in @eb when an interface had
 * to come home under another name; or -errno */
int jail_destroy(int jid, struct errbuf *eb);

/* jail_signal() - Send @sig to every process in the jail but its pid 1; 0 or
 * -errno.  @ret_n, may be NULL: how many there were */
int jail_signal(int jid, int sig, unsigned *ret_n, struct errbuf *eb);

/* jail_wait_empty() - Until nothing runs in it but its pid 1, at most
 * @timeout_ms (-1: no limit).  1: empty, 0: time is up, -errno */
int jail_wait_empty(int jid, int timeout_ms, struct errbuf *eb);

/* A command to run in a jail. */
struct jail_exec {
	int jid;
	char *const *argv; /* argv[0] is looked up in the jail, see command.h;
			    * NULL: $SHELL of what the command's environment
			    * is, or /bin/sh, with -i */
	char *const *envp; /* the whole environment, less what @clean adds */
	char *const *env_add; /* NAME=VALUE ... over all that, with @clean too;
			       * may be NULL */
	const char *user; /* NULL: root */
	bool host_user; /* @user is the host's, not of the jail's passwd */
	bool clean; /* forget @envp but TERM; PATH, HOME, SHELL, USER of
			    * the user, led by the tools; start in HOME */
	const char *cwd; /* in the jail; NULL: "/", or HOME with @clean */
	int stdio[3]; /* descriptors to hand over; -1: /dev/null, or with
			    * @pty the terminal */
	bool new_session; /* setsid(2) */
	bool tied; /* killed with the thread that starts it */
	bool pty; /* give it a terminal of the jail's own, where
			    * stdio[] says -1 */
	int pty_like; /* with @pty: a terminal whose size and modes it gets */
	int consolelog; /* O_APPEND descriptor for 1 and 2, or -1 */
};

/**
 * jail_spawn() - Start a command in a jail
 * @ret_pid:	A child of the caller, to be waited for with waitpid(2)
 * @ret_pty:	With x->pty the terminal's master side, caller closes; else NULL
 *
 * Return: 0, or -errno when it could not be started (`execvp: CMD: No such
 * file or directory`); no child is left then
 */
int jail_spawn(const struct jail_exec *x, pid_t *ret_pid, int *ret_pty,
	       struct errbuf *eb);

/* jail_enter() - Put the calling process in the jail, as jail_attach(2) does.
 * Its children, not itself, are in the jail's pid namespace.  0 or -errno */
int jail_enter(int jid, struct errbuf *eb);

/* jail_netns_open() - The jail's network namespace; a descriptor or -errno */
int jail_netns_open(int jid, struct errbuf *eb);

/* jail_nl_open() - Talk to the network of a jail by name or number, NULL: our
 * own.  0, or -ENOENT and `jail not found: X`, ...  Caller nl_free()s @ret */
int jail_nl_open(const char *jail, struct nl **ret, struct errbuf *eb);

/* jail_iface_in() - Move the caller's interface @name ("epair0b", "lo0" is
 * refused) into the jail, remembering where it came from.  0; -ENXIO no such
 * interface; -EEXIST a same-named one is there, or the jail has no vnet */
int jail_iface_in(int jid, const char *name, struct errbuf *eb);

/* jail_iface_out() - Bring it back, under the name it came with, which is copied
 * to *@ret_name (caller frees).  0; -ENXIO it is not in that jail */
int jail_iface_out(int jid, const char *name, char **ret_name,
		   struct errbuf *eb);

/* jail_path_exposed() - Can host users who are not root enter @path? */
bool jail_path_exposed(const char *path);

/* jail_end_lost() - End jails whose files somebody removed, and @asked also those
 * of whom all files are gone, /run having been cleaned.  Their numbers are in
 * *@ret, which the caller frees; how many there were, or -errno */
int jail_end_lost(bool asked, int **ret, struct errbuf *eb);

/* jail_reap() - For the watcher: remove the jail if it has ended.  1: it lives
 * on, 0: it is gone, or -errno */
int jail_reap(int jid, struct errbuf *eb);
