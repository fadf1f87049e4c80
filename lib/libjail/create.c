/* SPDX-License-Identifier: BSD-2-Clause */
/* create.c - Make, change and remove jails: libjail's core */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/proc.h"
#include "base/util.h"
#include "conf/devfsrules.h"
#include "libjail/build.h"
#include "libjail/change.h"
#include "libjail/core.h"
#include "libjail/filter.h"
#include "libjail/finish.h"
#include "libjail/lost.h"
#include "libjail/name.h"
#include "libjail/pid1.h"
#include "libjail/registry.h"
#include "libjail/rulesets.h"
#include "libjail/tree.h"

#define DEFAULT_RULESET 4 /* devfsrules_jail */
#define MAKING_MS 2000 /* longer than making one takes */

/* Levels 1 and 2 forbid what no jail here can do, except to write to disks that
 * were given to it. */
static int check_level(const struct devfs_rules *rules, int ruleset,
		       struct errbuf *eb)
{
	static const char *const disks[] = { "sda",  "vda",  "nvme0n1",
					     "xvda", "dm-0", "loop0",
					     "md0",  "sr0",  "mmcblk0" };

	for (size_t i = 0; i < ARRAY_SIZE(disks); i++) {
		struct devfs_verdict v = { 0 };
		int r = devfs_rules_apply(rules, ruleset, disks[i], "disk", &v);

		if (r == 0 && !v.hidden)
			return errbuf_set(
				eb, EOPNOTSUPP,
				"securelevel: above 0 disks would be protected, and devfs ruleset %d shows them",
				ruleset);
	}
	return 0;
}

int jail_rules_load(const struct jail_rec *rec, struct devfs_rules **ret,
		    int *ret_ruleset, struct errbuf *eb)
{
	const char *own = jail_params_str(&rec->params, "vjail.devfs_rules");
	int ruleset = (int)jail_params_int(&rec->params, "devfs_ruleset");
	struct devfs_rules *rules = NULL;
	int r = rulesets_load(own, &rules, eb);

	if (r < 0)
		return r;
	if (ruleset == 0)
		ruleset = DEFAULT_RULESET;
	if (!devfs_rules_has(rules, ruleset))
		r = errbuf_set(eb, EINVAL, "devfs_ruleset: %d: no such ruleset",
			       ruleset);
	else if (jail_params_int(&rec->params, "securelevel") > 0)
		r = check_level(rules, ruleset, eb);
	if (r < 0) {
		devfs_rules_free(rules);
		return r;
	}
	*ret = rules;
	*ret_ruleset = ruleset;
	return 0;
}

/* As jail.conf(5) has it: an absolute directory, kept without symbolic links. */
static int resolve_path(struct jail_params *ps, struct errbuf *eb)
{
	const char *path = jail_params_str(ps, "path");
	cleanup_strv struct strv value = { 0 };
	cleanup_free char *real = NULL;
	struct stat st;

	if (!*path)
		path = "/";
	if (path[0] != '/')
		return errbuf_set(eb, EINVAL,
				  "path %s: not an absolute pathname", path);
	real = realpath(path, NULL);
	if (!real || stat(real, &st) < 0)
		return errbuf_errno(eb, "path %s", path);
	if (!S_ISDIR(st.st_mode))
		return errbuf_set(eb, ENOTDIR, "path %s: %s", path,
				  strerror(ENOTDIR));
	if (strv_add(&value, real) < 0)
		return errbuf_set(eb, ENOMEM, "out of memory");
	return jail_params_put(ps, "path", &value, eb);
}

static bool wants_own_net(const struct jail_params *ps)
{
	if (streq(jail_params_str(ps, "vnet"), "new"))
		return true;
	return !streq(jail_params_str(ps, "vnet"), "inherit") &&
	       !streq(jail_params_str(ps, "ip4"), "inherit") &&
	       !streq(jail_params_str(ps, "ip6"), "inherit");
}

static int check_name(const char *name, int jid, struct errbuf *eb)
{
	cleanup_free char *parent = NULL;
	char number[16];

	(void)snprintf(number, sizeof(number), "%d", jid);
	if (jid != 0 && streq(name, number))
		return 0;
	if (*name && strspn(name, "0123456789") == strlen(name))
		return errbuf_set(
			eb, EINVAL,
			"name cannot be numeric (unless it is the jid)");
	if (jail_name_check(name, eb) < 0)
		return -EINVAL;
	if (jail_name_parent(name, &parent) < 0)
		return -ENOMEM;
	if (parent && registry_find(parent) <= 0)
		return errbuf_set(eb, ENOENT, "jail \"%s\" not found", parent);
	if (parent)
		return errbuf_set(eb, EPERM, "prison limit exceeded");
	return 0;
}

static int plan(const struct jail_params *params, struct jail_rec *rec,
		struct errbuf *eb)
{
	const char *name;
	int r = jail_params_merge(&rec->params, params);

	if (r == 0)
		r = jail_params_check(&rec->params, false, eb);
	if (r == 0)
		r = resolve_path(&rec->params, eb);
	if (r < 0)
		return r;
	rec->jid = (int)jail_params_int(&rec->params, "jid");
	if (rec->jid < 0)
		return errbuf_set(eb, EINVAL, "negative jid");
	name = jail_params_str(&rec->params, "name");
	if (*name) {
		r = check_name(name, rec->jid, eb);
		if (r < 0)
			return r;
		rec->name = strdup(name);
	}
	rec->state = JAIL_CREATING;
	rec->persist = true;
	rec->own_user = !streq(jail_params_str(&rec->params, "vjail.userns"),
			       "inherit");
	rec->own_net = wants_own_net(&rec->params);
	return 0;
}

/* What the file system will leave on the host, written down before. */
static int note_work_dirs(const struct jail_slot *slot, struct jail_rec *rec,
			  struct errbuf *eb)
{
	const struct strv *lines = jail_params_get(&rec->params, "vjail.mount");
	int r = lines ? tree_work_dirs(lines, rec->jid, &rec->workdirs) : 0;

	if (r < 0 || rec->workdirs.n == 0)
		return r;
	return registry_write(slot, rec, eb);
}

/* Until nobody has it locked, by a process between: it may be ourselves who
 * has. */
static bool wait_unlocked(int jid)
{
	pid_t self = getpid(), pid = fork();
	cleanup_close int pidfd = -1;
	bool over = false;

	if (pid == 0) {
		cleanup_jail_slot struct jail_slot slot = JAIL_SLOT_NONE;

		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		_exit(getppid() != self || registry_lock(jid, &slot, NULL) < 0);
	}
	if (pid < 0)
		return false;
	pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	if (pidfd >= 0)
		over = poll(&(struct pollfd){ .fd = pidfd, .events = POLLIN },
			    1, MAKING_MS) > 0;
	if (!over)
		(void)kill(pid, SIGKILL);
	(void)proc_wait(pid);
	return over;
}

/* Is somebody removing it, or about to?  Then wait until that is over.  One that
 * is being made may be a killed command's, whose processes have not ended yet. */
static bool wait_removed(int jid)
{
	cleanup_jail_slot struct jail_slot slot = JAIL_SLOT_NONE;
	cleanup_jail_rec struct jail_rec rec = { 0 };

	if (registry_read(jid, &rec, NULL) == 0 &&
	    (rec.state == JAIL_CREATING || !finish_needed(&rec)))
		return rec.state == JAIL_CREATING && wait_unlocked(jid);
	(void)registry_lock(jid, &slot, NULL);
	return true;
}

/* A slot for it, past whatever a killed command left under its name. */
static int take_any_slot(struct jail_rec *rec, struct jail_slot *slot,
			 struct errbuf *eb)
{
	bool waited = false;
	int removed = 0;

	for (;;) {
		int other = 0;
		int r = registry_add(rec, slot, &other, eb);
		bool named;

		if (r != -EEXIST || other == 0 || other == removed)
			return r;
		named = rec->name && registry_find(rec->name) == other;
		if (finish_jail(other, NULL) == FINISH_GONE) {
			removed = other;
			continue;
		}
		if (named && registry_find(rec->name) != other)
			continue; /* its name no longer */
		if (waited || !wait_removed(other))
			return r;
		waited = true; /* what cannot be removed is in the way */
	}
}

/* One whose number has no cgroup: what runs there would be taken for its own. */
static int take_slot(struct jail_rec *rec, struct jail_slot *slot,
		     struct errbuf *eb)
{
	const int wanted = rec->jid;
	const bool named = rec->name;
	int r;

	for (;;) {
		r = take_any_slot(rec, slot, eb);
		if (r < 0 || !lost_has(rec->jid))
			return r;
		r = registry_del(slot, eb);
		jail_slot_close(slot);
		if (r < 0)
			return r;
		if (wanted)
			return errbuf_set(
				eb, EEXIST,
				"jail %d: the cgroup vjail/%d is there already, of a jail whose files are gone; jail -C ends it",
				wanted, wanted);
		rec->jid = 0;
		if (!named)
			free(TAKE_PTR(rec->name));
	}
}

struct jail_making {
	struct jail_rec rec;
	struct jail_slot slot;
	struct building building;
};

/* Its slot, and a builder at work in it */
static int start(struct jail_making *m, struct filters **filters,
		 struct errbuf *eb)
{
	int r = take_slot(&m->rec, &m->slot, eb);

	if (r < 0)
		return r;
	r = registry_set_persist(&m->slot, true, eb);
	if (r == 0)
		r = note_work_dirs(&m->slot, &m->rec, eb);
	if (r == 0)
		r = build_start(&m->slot, &m->rec, filters, &m->building, eb);
	if (r < 0)
		(void)teardown(&m->slot, &m->rec, NULL);
	return r;
}

static void making_free(struct jail_making *m)
{
	jail_slot_close(&m->slot);
	jail_rec_done(&m->rec);
	free(m);
}

int jail_create_start(const struct jail_params *params,
		      struct filters **filters, struct jail_making **ret,
		      struct errbuf *eb)
{
	struct jail_making *m = calloc(1, sizeof(*m));
	int r;

	if (!m)
		return errbuf_set(eb, ENOMEM, "out of memory");
	m->slot = JAIL_SLOT_NONE;
	r = plan(params, &m->rec, eb);
	if (r == 0)
		r = start(m, filters, eb);
	if (r < 0) {
		making_free(m);
		return r;
	}
	*ret = m;
	return 0;
}

pid_t jail_create_pid(const struct jail_making *m)
{
	return m->building.pid;
}

int jail_create_finish(struct jail_making *m, struct errbuf *eb)
{
	int r = build_finish(&m->building, &m->rec, eb);

	if (r == 0) {
		m->rec.state = JAIL_ACTIVE;
		r = registry_write(&m->slot, &m->rec, eb);
	}
	if (r < 0)
		(void)teardown(&m->slot, &m->rec, NULL);
	else
		r = m->rec.jid;
	making_free(m);
	return r;
}

int jail_create(const struct jail_params *params, struct errbuf *eb)
{
	struct filters *filters = NULL;
	struct jail_making *m = NULL;
	int r = jail_create_start(params, &filters, &m, eb);

	filters_free(&filters);
	return m ? jail_create_finish(m, eb) : r;
}

/* Lock a jail that is there; what is left of a dead one is finished first. */
static int open_jail(int jid, struct jail_slot *slot, struct jail_rec *rec,
		     struct errbuf *eb)
{
	int r = registry_lock(jid, slot, eb);

	if (r == 0)
		r = registry_read(jid, rec, eb);
	if (r == 0 && finish_needed(rec)) {
		(void)teardown(slot, rec, NULL);
		r = errbuf_set(eb, ENOENT, "jail %d not found", jid);
	}
	return r < 0 ? r : change_finish(slot, rec, eb);
}

int jail_destroy(int jid, struct errbuf *eb)
{
	cleanup_jail_slot struct jail_slot slot = JAIL_SLOT_NONE;
	cleanup_jail_rec struct jail_rec rec = { 0 };
	int r = registry_lock(jid, &slot, eb);

	if (r == 0)
		r = registry_read(jid, &rec, eb);
	return r < 0 ? r : teardown(&slot, &rec, eb);
}

/* With its number, which its name may be */
static int check_change(int jid, const struct jail_params *params,
			struct errbuf *eb)
{
	cleanup_jail_params struct jail_params all = { 0 };
	cleanup_strv struct strv number = { 0 };
	int r = jail_params_merge(&all, params);

	if (r == 0 && jid > 0)
		r = strv_addf(&number, "%d", jid);
	if (r == 0 && jid > 0)
		r = jail_params_put(&all, "jid", &number, eb);
	return r < 0 ? r : jail_params_check(&all, true, eb);
}

static int check_rename(const struct jail_rec *rec,
			const struct jail_params *change, struct errbuf *eb)
{
	const struct strv *name = jail_params_get(change, "name");

	if (!name || name->n == 0 || streq(name->v[0], rec->name))
		return 0;
	return check_name(name->v[0], rec->jid, eb);
}

static int check_raise(const struct jail_rec *rec,
		       const struct jail_params *change, struct errbuf *eb)
{
	struct devfs_rules *rules;
	int ruleset, r;

	if (jail_params_int(change, "securelevel") <= 0)
		return 0;
	r = jail_rules_load(rec, &rules, &ruleset, eb);
	if (r < 0)
		return r;
	r = check_level(rules, ruleset, eb);
	devfs_rules_free(rules);
	return r;
}

int jail_update(int jid, const struct jail_params *params, struct errbuf *eb)
{
	const struct strv *persist = jail_params_get(params, "persist");
	cleanup_jail_slot struct jail_slot slot = JAIL_SLOT_NONE;
	cleanup_jail_rec struct jail_rec rec = { 0 };
	int r = check_change(jid, params, eb);

	if (r == 0)
		r = open_jail(jid, &slot, &rec, eb);
	if (r == 0)
		r = check_rename(&rec, params, eb);
	if (r == 0)
		r = check_raise(&rec, params, eb);
	if (r == 0)
		r = change_jail(&slot, &rec, params, eb);
	if (r < 0 || !persist || persist->n == 0)
		return r;
	jail_slot_close(&slot);
	return jail_persist(jid, streq(persist->v[0], "1"), eb);
}

int jail_persist(int jid, bool persist, struct errbuf *eb)
{
	cleanup_jail_slot struct jail_slot slot = JAIL_SLOT_NONE;
	cleanup_jail_rec struct jail_rec rec = { 0 };
	int r = open_jail(jid, &slot, &rec, eb);

	if (r < 0)
		return r;
	/* The flag before the look: from then on the watcher looks too. */
	r = registry_set_persist(&slot, persist, eb);
	if (r == 0 && rec.persist != persist) {
		rec.persist = persist;
		r = registry_write(&slot, &rec, eb);
	}
	if (r == 0 && !persist && finish_is_empty(jid))
		r = teardown(&slot, &rec, eb);
	return r;
}
