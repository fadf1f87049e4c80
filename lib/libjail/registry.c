/* SPDX-License-Identifier: BSD-2-Clause */
/* registry.c - The jails there are: files under /run/vjail */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/file.h"
#include "base/paths.h"
#include "base/util.h"
#include "libjail/registry.h"

#define JID_MAX 999999 /* JAIL_MAX on FreeBSD */

/* systemd sets 524288 to 1879048191 aside for containers; we take the upper
 * part of it, where nothing allocates by default. */
#define IDS_BASE 1000013824u
#define IDS_COUNT 12000

static const char *const subdirs[] = { "jails", "names", "ids" };

unsigned registry_id_base(int ids)
{
	return IDS_BASE + (unsigned)ids * JAIL_IDS_PER_JAIL;
}

static int open_dir(int dirfd, const char *path)
{
	return openat(dirfd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static int make_root(void)
{
	(void)mkdir(VJAIL_STATE_DIR, 0755);
	for (size_t i = 0; i < ARRAY_SIZE(subdirs); i++) {
		char path[PATH_MAX];

		(void)snprintf(path, sizeof(path), "%s/%s", VJAIL_STATE_DIR,
			       subdirs[i]);
		if (mkdir(path, 0755) < 0 && errno != EEXIST)
			return -errno;
	}
	return 0;
}

/* The state directory; -ENOENT while there has never been a jail. */
static int open_root(bool make, struct errbuf *eb)
{
	int fd = open_dir(AT_FDCWD, VJAIL_STATE_DIR);

	if (make) {
		int r = make_root();

		if (fd < 0)
			fd = open_dir(AT_FDCWD, VJAIL_STATE_DIR);
		if (r < 0 || fd < 0)
			return errbuf_errno(eb, "%s", VJAIL_STATE_DIR);
	}
	return fd < 0 ? -errno : fd;
}

static void jid_text(int jid, char buf[static 16])
{
	(void)snprintf(buf, 16, "%d", jid);
}

/* The number that the symbolic link @dir/@name says; 0: there is none. */
static int read_link(int rootfd, const char *dir, const char *name)
{
	char path[PATH_MAX], target[16];
	ssize_t n;

	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	n = readlinkat(rootfd, path, target, sizeof(target) - 1);
	if (n <= 0)
		return 0;
	target[n] = '\0';
	return atoi(target);
}

static int make_link(int rootfd, const char *dir, const char *name, int jid)
{
	char path[PATH_MAX], target[16];

	jid_text(jid, target);
	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	return symlinkat(target, rootfd, path) < 0 ? -errno : 0;
}

static int drop_file(int dirfd, const char *path, int flags)
{
	return unlinkat(dirfd, path, flags) < 0 && errno != ENOENT ? -errno : 0;
}

static int drop_link(int rootfd, const char *dir, const char *name, int jid)
{
	char path[PATH_MAX];

	if (read_link(rootfd, dir, name) != jid)
		return 0;
	(void)snprintf(path, sizeof(path), "%s/%s", dir, name);
	return drop_file(rootfd, path, 0);
}

int registry_find(const char *name)
{
	cleanup_close int rootfd = open_root(false, NULL);

	return rootfd < 0 ? 0 : read_link(rootfd, "names", name);
}

static bool slot_exists(int rootfd, int jid)
{
	char path[32];

	(void)snprintf(path, sizeof(path), "jails/%d", jid);
	return faccessat(rootfd, path, F_OK, 0) == 0;
}

/* In place, in one write(2) of always the same length: a temporary file would
 * be left behind by a kill. */
static void note_last_jid(int rootfd, int jid)
{
	cleanup_close int fd =
		openat(rootfd, "lastjid", O_WRONLY | O_CREAT | O_CLOEXEC, 0644);

	if (fd >= 0)
		(void)dprintf(fd, "%6d\n", jid);
}

/* Caller holds the registry's lock. */
static int next_jid(int rootfd)
{
	cleanup_free char *text = NULL;
	int jid = 0;

	if (file_read(rootfd, "lastjid", &text, NULL, NULL) == 0)
		jid = atoi(text);
	for (int tries = 0; tries < JID_MAX; tries++) {
		jid = jid >= JID_MAX ? 1 : jid + 1;
		if (slot_exists(rootfd, jid))
			continue;
		note_last_jid(rootfd, jid);
		return jid;
	}
	return -EAGAIN;
}

/* Caller holds the registry's lock.  A link to a jail that is gone is free. */
static int next_ids(int rootfd, int jid)
{
	for (int i = 0; i < IDS_COUNT; i++) {
		int ids = (jid + i) % IDS_COUNT;
		char name[16];
		int owner;

		jid_text(ids, name);
		owner = read_link(rootfd, "ids", name);
		if (owner != 0 && slot_exists(rootfd, owner))
			continue;
		if (drop_link(rootfd, "ids", name, owner) == 0)
			return ids;
	}
	return -EAGAIN;
}

static int open_slot(int rootfd, int jid, int operation, struct jail_slot *ret,
		     struct errbuf *eb)
{
	cleanup_close int dirfd = -1, lockfd = -1;
	struct stat at_path, locked;
	char path[32];

	(void)snprintf(path, sizeof(path), "jails/%d", jid);
	dirfd = open_dir(rootfd, path);
	if (dirfd < 0)
		return errbuf_set(eb, ENOENT, "jail %d not found", jid);
	lockfd = openat(dirfd, "lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (lockfd < 0)
		return errbuf_errno(eb, "%s/%s/lock", VJAIL_STATE_DIR, path);
	while (flock(lockfd, operation) < 0) {
		if (errno == EWOULDBLOCK)
			return -EBUSY;
		if (errno != EINTR)
			return errbuf_errno(eb, "jail %d: lock", jid);
	}
	/* While we waited the jail may have gone, its number even reused. */
	if (fstat(lockfd, &locked) < 0 ||
	    fstatat(dirfd, "lock", &at_path, 0) < 0 ||
	    locked.st_ino != at_path.st_ino)
		return errbuf_set(eb, ENOENT, "jail %d not found", jid);

	*ret = (struct jail_slot){ .jid = jid,
				   .dirfd = TAKE_FD(dirfd),
				   .lockfd = TAKE_FD(lockfd) };
	return 0;
}

static int lock_with(int jid, int operation, struct jail_slot *ret,
		     struct errbuf *eb)
{
	cleanup_close int rootfd = open_root(false, NULL);

	if (rootfd < 0)
		return errbuf_set(eb, ENOENT, "jail %d not found", jid);
	return open_slot(rootfd, jid, operation, ret, eb);
}

int registry_lock(int jid, struct jail_slot *ret, struct errbuf *eb)
{
	return lock_with(jid, LOCK_EX, ret, eb);
}

int registry_trylock(int jid, struct jail_slot *ret, struct errbuf *eb)
{
	return lock_with(jid, LOCK_EX | LOCK_NB, ret, eb);
}

void jail_slot_close(struct jail_slot *slot)
{
	close_fd(&slot->dirfd);
	close_fd(&slot->lockfd);
	*slot = JAIL_SLOT_NONE;
}

static void close_dir(DIR **d)
{
	if (*d)
		(void)closedir(*d);
}

#define cleanup_dir __attribute__((cleanup(close_dir)))

/* What somebody put in a file's place, if it is empty, too. */
static int drop_entry(int dirfd, const char *name)
{
	int r = drop_file(dirfd, name, 0);

	return r == -EISDIR ? drop_file(dirfd, name, AT_REMOVEDIR) : r;
}

/* Every file, a half-written record of a killed command too.  The record goes
 * when all that it tells of has gone, the lock last. */
static int empty_slot(int dirfd)
{
	static const char *const last[] = { ".", "..", "record.json", "lock" };
	int fd = open_dir(dirfd, "."), r = 0;
	cleanup_dir DIR *d = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *e;

	if (!d)
		return -errno;
	while (r == 0 && (e = readdir(d)) != NULL) {
		bool later = false;

		for (size_t i = 0; i < ARRAY_SIZE(last); i++)
			later |= streq(e->d_name, last[i]);
		if (!later)
			r = drop_entry(dirfd, e->d_name);
	}
	for (size_t i = 2; i < ARRAY_SIZE(last) && r == 0; i++)
		r = drop_entry(dirfd, last[i]);
	return r;
}

static int drop_names(int rootfd, int jid, const struct jail_rec *rec)
{
	char ids[16];
	int r = rec->name ? drop_link(rootfd, "names", rec->name, jid) : 0;

	if (r == 0 && rec->also)
		r = drop_link(rootfd, "names", rec->also, jid);
	if (r < 0 || !rec->name || rec->ids < 0)
		return r;
	jid_text(rec->ids, ids);
	return drop_link(rootfd, "ids", ids, jid);
}

/* Caller holds the registry's lock, and "making" names the slot: what a kill or
 * an error leaves of it is removed by whoever has the lock next. */
static int remove_slot(int rootfd, int jid)
{
	cleanup_jail_rec struct jail_rec rec = { 0 };
	cleanup_close int dirfd = -1;
	char path[32];
	int r;

	(void)snprintf(path, sizeof(path), "jails/%d", jid);
	dirfd = open_dir(rootfd, path);
	if (dirfd < 0)
		return errno == ENOENT ? 0 : -errno;
	r = registry_read(jid, &rec, NULL);
	if (r == 0)
		r = drop_names(rootfd, jid, &rec);
	else if (r == -ENOENT || r == -EBADMSG)
		r = 0;
	if (r == 0)
		r = empty_slot(dirfd);
	return r < 0 ? r : drop_file(rootfd, path, AT_REMOVEDIR);
}

/* The slot that "making" names: who was making or removing it was killed.
 * Caller holds the registry's lock, so nobody is at it. */
static int drop_half(int rootfd)
{
	int jid = read_link(rootfd, ".", "making");
	int r = jid == 0 ? 0 : remove_slot(rootfd, jid);

	return jid == 0 || r < 0 ? r : drop_file(rootfd, "making", 0);
}

static int lock_registry(int rootfd, struct errbuf *eb)
{
	cleanup_close int fd =
		openat(rootfd, "lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	int r;

	if (fd < 0 || flock(fd, LOCK_EX) < 0)
		return errbuf_errno(eb, "%s/lock", VJAIL_STATE_DIR);
	r = drop_half(rootfd);
	if (r < 0)
		return errbuf_set(
			eb, -r,
			"%s: what a killed command left cannot be removed: %s",
			VJAIL_STATE_DIR, strerror(-r));
	return TAKE_FD(fd);
}

void registry_tidy(void)
{
	cleanup_close int rootfd = open_root(false, NULL);
	cleanup_close int lockfd = -1;

	if (rootfd < 0 ||
	    faccessat(rootfd, "making", F_OK, AT_SYMLINK_NOFOLLOW) < 0)
		return;
	lockfd = openat(rootfd, "lock", O_RDWR | O_CLOEXEC);
	if (lockfd >= 0 && flock(lockfd, LOCK_EX | LOCK_NB) == 0)
		(void)drop_half(rootfd);
}

static int fill_slot(int rootfd, const struct jail_rec *rec,
		     struct jail_slot *slot, struct errbuf *eb)
{
	char path[32];
	int r;

	(void)snprintf(path, sizeof(path), "jails/%d", rec->jid);
	if (mkdirat(rootfd, path, 0755) < 0)
		return errbuf_errno(eb, "%s/%s", VJAIL_STATE_DIR, path);
	r = open_slot(rootfd, rec->jid, LOCK_EX, slot, eb);
	if (r == 0)
		r = registry_write(slot, rec, eb);
	if (r == 0 && rec->ids >= 0) {
		jid_text(rec->ids, path);
		r = make_link(rootfd, "ids", path, rec->jid);
	}
	if (r == 0)
		r = make_link(rootfd, "names", rec->name, rec->jid);
	return r < 0 ? r : drop_file(rootfd, "making", 0);
}

/* Numbers, directory, record and names, under the registry's lock.  What is
 * left of it after a kill is a slot whose record says "creating", or none. */
static int add_locked(int rootfd, struct jail_rec *rec, struct jail_slot *ret,
		      struct errbuf *eb)
{
	cleanup_jail_slot struct jail_slot slot = JAIL_SLOT_NONE;
	char path[32];
	int r;

	if (rec->jid == 0)
		rec->jid = next_jid(rootfd);
	if (rec->jid < 0)
		return errbuf_set(eb, EAGAIN, "no available jail IDs");
	jid_text(rec->jid, path);
	if (!rec->name)
		rec->name = strdup(path);
	rec->ids = rec->own_user ? next_ids(rootfd, rec->jid) : -1;
	if (!rec->name || (rec->own_user && rec->ids < 0))
		return errbuf_set(eb, EAGAIN, "no free range of user ids");

	r = make_link(rootfd, ".", "making", rec->jid);
	if (r == 0)
		r = fill_slot(rootfd, rec, &slot, eb);
	if (r < 0) {
		(void)drop_half(rootfd);
		return errbuf_set(eb, -r, "%s: cannot be registered: %s",
				  rec->name, strerror(-r));
	}
	*ret = slot;
	slot = JAIL_SLOT_NONE;
	return 0;
}

/* Is the number or the name taken?  The jid in the way, or 0. */
static int find_clash(int rootfd, const struct jail_rec *rec, struct errbuf *eb)
{
	int other;

	if (rec->jid != 0 && slot_exists(rootfd, rec->jid)) {
		(void)errbuf_set(eb, EEXIST, "jail %d already exists",
				 rec->jid);
		return rec->jid;
	}
	other = rec->name ? read_link(rootfd, "names", rec->name) : 0;
	if (other == 0)
		return 0;
	if (!slot_exists(rootfd, other)) { /* an older version's leavings */
		(void)drop_link(rootfd, "names", rec->name, other);
		return 0;
	}
	(void)errbuf_set(eb, EEXIST, "jail \"%s\" already exists", rec->name);
	return other;
}

int registry_add(struct jail_rec *rec, struct jail_slot *ret, int *ret_other,
		 struct errbuf *eb)
{
	cleanup_close int rootfd = open_root(true, eb);
	cleanup_close int lockfd = -1;
	int other;

	if (rootfd < 0)
		return rootfd;
	lockfd = lock_registry(rootfd, eb);
	if (lockfd < 0)
		return lockfd;
	other = find_clash(rootfd, rec, eb);
	if (other != 0) {
		*ret_other = other;
		return -EEXIST;
	}
	return add_locked(rootfd, rec, ret, eb);
}

int registry_read(int jid, struct jail_rec *ret, struct errbuf *eb)
{
	cleanup_free char *text = NULL;
	char path[PATH_MAX];
	int r;

	(void)snprintf(path, sizeof(path), "%s/jails/%d/record.json",
		       VJAIL_STATE_DIR, jid);
	r = file_read(AT_FDCWD, path, &text, NULL, eb);
	if (r == -ENOENT)
		return errbuf_set(eb, ENOENT, "jail %d not found", jid);
	if (r == -EISDIR)
		return errbuf_set(eb, EBADMSG, "%s: damaged record", path);
	if (r < 0)
		return r;
	r = jail_rec_parse(text, ret, eb);
	if (r < 0 && r != -ENOMEM) /* of a later version, perhaps */
		r = -EBADMSG;
	return r < 0 ? errbuf_in(eb, r, "%s", path) : 0;
}

int registry_write(const struct jail_slot *slot, const struct jail_rec *rec,
		   struct errbuf *eb)
{
	cleanup_free char *text = jail_rec_format(rec);

	if (!text)
		return errbuf_set(eb, ENOMEM, "out of memory");
	return file_replace(slot->dirfd, "record.json", text, 0644, eb);
}

int registry_name_add(const struct jail_slot *slot, const char *name,
		      struct errbuf *eb)
{
	cleanup_close int rootfd = open_root(true, eb);
	int r;

	if (rootfd < 0)
		return rootfd;
	r = make_link(rootfd, "names", name, slot->jid);
	if (r == -EEXIST)
		return errbuf_set(eb, EEXIST, "jail \"%s\" already exists",
				  name);
	return r;
}

int registry_name_del(int jid, const char *name, struct errbuf *eb)
{
	cleanup_close int rootfd = open_root(false, NULL);
	int r = rootfd < 0 ? 0 : drop_link(rootfd, "names", name, jid);

	return r < 0 ? errbuf_set(eb, -r, "%s/names/%s: %s", VJAIL_STATE_DIR,
				  name, strerror(-r))
		     : 0;
}

int registry_set_persist(const struct jail_slot *slot, bool persist,
			 struct errbuf *eb)
{
	cleanup_close int fd = -1;

	if (!persist) {
		int r = drop_file(slot->dirfd, "persist", 0);

		return r < 0 ? errbuf_set(eb, -r, "jail %d: persist: %s",
					  slot->jid, strerror(-r))
			     : 0;
	}
	fd = openat(slot->dirfd, "persist", O_WRONLY | O_CREAT | O_CLOEXEC,
		    0644);
	return fd < 0 ? errbuf_errno(eb, "jail %d: persist", slot->jid) : 0;
}

bool registry_persists(const struct jail_slot *slot)
{
	return faccessat(slot->dirfd, "persist", F_OK, 0) == 0;
}

/* While we waited for the registry another one may have finished it, its number
 * even be used again. */
static bool is_current(int rootfd, const struct jail_slot *slot)
{
	struct stat at_path, locked;
	char path[32];

	(void)snprintf(path, sizeof(path), "jails/%d/lock", slot->jid);
	return fstat(slot->lockfd, &locked) == 0 &&
	       fstatat(rootfd, path, &at_path, 0) == 0 &&
	       locked.st_ino == at_path.st_ino;
}

bool registry_lost(const struct jail_slot *slot)
{
	cleanup_close int rootfd = open_root(false, NULL);
	cleanup_close int lockfd = -1;

	if (rootfd < 0)
		return false;
	/* Not waiting: who makes it has this lock, and waits for the slot's. */
	lockfd = openat(rootfd, "lock", O_RDWR | O_CLOEXEC);
	if (lockfd < 0 || flock(lockfd, LOCK_EX | LOCK_NB) < 0)
		return false;
	(void)drop_half(rootfd);
	return is_current(rootfd, slot) &&
	       faccessat(slot->dirfd, "record.json", F_OK, 0) < 0;
}

int registry_adopt(int jid, struct errbuf *eb)
{
	cleanup_close int rootfd = open_root(true, eb);
	cleanup_close int lockfd = -1, fd = -1;
	char path[48];

	if (rootfd < 0)
		return rootfd;
	lockfd = lock_registry(rootfd, eb);
	if (lockfd < 0)
		return lockfd;
	(void)snprintf(path, sizeof(path), "jails/%d/record.json", jid);
	if (faccessat(rootfd, path, F_OK, 0) == 0)
		return -EEXIST;
	(void)snprintf(path, sizeof(path), "jails/%d", jid);
	(void)mkdirat(rootfd, path, 0755);
	/* It may have had some. */
	(void)snprintf(path, sizeof(path), "jails/%d/" JAIL_SLOT_NODES, jid);
	fd = openat(rootfd, path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
	return fd < 0 ? errbuf_errno(eb, "%s/%s", VJAIL_STATE_DIR, path) : 0;
}

int registry_del(const struct jail_slot *slot, struct errbuf *eb)
{
	cleanup_close int rootfd = open_root(false, NULL);
	cleanup_close int lockfd = -1;
	int r;

	if (rootfd < 0)
		return 0;
	lockfd = lock_registry(rootfd, eb);
	if (lockfd < 0)
		return lockfd;
	if (!is_current(rootfd, slot))
		return 0;
	r = make_link(rootfd, ".", "making", slot->jid);
	if (r == 0)
		r = drop_half(rootfd);
	return r < 0 ? errbuf_set(eb, -r, "%s/jails/%d: %s", VJAIL_STATE_DIR,
				  slot->jid, strerror(-r))
		     : 0;
}
