/* SPDX-License-Identifier: BSD-2-Clause */
/* devfs-apply.c - Let rules act on a devfs */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/file.h"
#include "base/proc.h"
#include "base/strv.h"
#include "base/util.h"
#include "conf/devfsrules.h"
#include "libjail/devfs-apply.h"
#include "libjail/devfs-state.h"
#include "libjail/devfs.h"
#include "libjail/mnt.h"

#define JAIL_IDS 65536 /* ids a jail with a mapping has */

struct apply {
	const struct devfs_mnt *m;
	struct devfs_state *st;
	const struct devfs_op *op;
	struct strv *refused;
};

static bool is_node(const struct devfs_entry *e)
{
	return S_ISCHR(e->kind) || S_ISBLK(e->kind);
}

/* The id of @name in a file like passwd(5) or group(5), or -errno. */
static long id_in_file(const char *file, const char *name)
{
	cleanup_free char *text = NULL;
	char *save = NULL;
	size_t len = strlen(name);
	int r = file_read(AT_FDCWD, file, &text, NULL, NULL);

	if (r < 0)
		return r;
	for (char *line = strtok_r(text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		const char *id;

		if (strncmp(line, name, len) != 0 || line[len] != ':')
			continue;
		id = strchr(line + len + 1, ':');
		if (id)
			return strtol(id + 1, NULL, 10);
	}
	return -ENOENT;
}

long devfs_id(const char *file, const char *name)
{
	char *end;
	long id = strtol(name, &end, 10);

	if (*end || end == name)
		id = streq(name, "wheel") ? 0 : id_in_file(file, name);
	return id < 0 || id > UINT_MAX ? -ENOENT : id;
}

/* An id of the jail as the host counts it. */
static int resolve(const struct apply *a, const char *what, long id,
		   const char *name, uid_t *ret, struct errbuf *eb)
{
	if (id < 0)
		return errbuf_set(eb, EINVAL, "unknown %s %s", what, name);
	if (a->st->base && id >= JAIL_IDS)
		return errbuf_set(eb, EINVAL, "%s %s: not an id of the jail",
				  what, name);
	*ret = a->st->base + (uid_t)id;
	return 0;
}

static int take_attributes(const struct apply *a, const struct devfs_verdict *v,
			   struct devfs_entry *e, struct errbuf *eb)
{
	int r = 0;

	if (v->has_user)
		r = resolve(a, "user", devfs_id("/etc/passwd", v->user),
			    v->user, &e->uid, eb);
	if (r == 0 && v->has_group)
		r = resolve(a, "group", devfs_id("/etc/group", v->group),
			    v->group, &e->gid, eb);
	if (v->has_mode)
		e->mode = v->mode;
	if (v->has_user || v->has_group || v->has_mode)
		e->ruled = e->change = true;
	return r;
}

/* As make_node() leaves them, and hide_node(): only for the host's root. */
static bool is_dead(const struct stat *st)
{
	return st->st_uid == 0 && (st->st_mode & 07777) == 0;
}

/* The directory that @path is in, over no link of a jail's; its own name in
 * @ret_name.  A descriptor or -errno. */
static int open_parent(const struct apply *a, const char *path,
		       const char **ret_name)
{
	const char *slash = strrchr(path, '/');
	cleanup_free char *dir = NULL;

	*ret_name = slash ? slash + 1 : path;
	if (!slash)
		return fcntl(a->m->fd, F_DUPFD_CLOEXEC, 0);
	dir = strndup(path, (size_t)(slash - path));
	if (!dir)
		return -ENOMEM;
	return mnt_open_unlinked(a->m->fd, dir,
				 O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
}

/* Is it where it was made? */
static bool is_named(const struct apply *a, const struct devfs_entry *e,
		     const struct stat *st)
{
	const char *name;
	cleanup_close int at = open_parent(a, e->path, &name);
	struct stat named;

	return at >= 0 && fstatat(at, name, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
	       named.st_ino == st->st_ino && named.st_dev == st->st_dev;
}

/* Of what was shown, what still is: a jail may have removed it, and a killed
 * command have been about to. */
static void look_at(const struct apply *a, struct devfs_entry *e)
{
	cleanup_close int fd = devfs_handle_open(a->m->fd, &e->handle);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0) {
		e->shown = false;
	} else if (is_dead(&st)) {
		e->shown = e->change = is_named(a, e, &st);
	} else {
		e->uid = st.st_uid;
		e->gid = st.st_gid;
		e->mode = st.st_mode & 07777;
	}
}

static void look(const struct apply *a)
{
	for (size_t i = 0; i < a->st->n; i++)
		if (a->st->v[i].shown)
			look_at(a, &a->st->v[i]);
}

/* Links and directories: what is there is what is shown. */
static bool is_there(const struct apply *a, const struct devfs_node *n)
{
	char target[32];
	struct stat st;
	ssize_t len;

	if (S_ISDIR(n->kind))
		return fstatat(a->m->fd, n->path, &st, AT_SYMLINK_NOFOLLOW) ==
			       0 &&
		       S_ISDIR(st.st_mode);
	len = readlinkat(a->m->fd, n->path, target, sizeof(target) - 1);
	if (len < 0)
		return false;
	target[len] = '\0';
	return streq(target, n->target);
}

static struct devfs_entry *entry_of(const struct apply *a,
				    const struct devfs_node *n)
{
	struct devfs_entry *e = devfs_state_find(a->st, n->path);

	if (e)
		return e;
	e = devfs_state_add(a->st, n->path);
	if (!e)
		return NULL;
	e->kind = n->kind;
	e->dev = makedev(n->major, n->minor);
	e->mode = n->mode;
	e->uid = e->gid = a->st->base;
	e->target = n->target;
	e->shown = !is_node(e) && is_there(a, n);
	return e;
}

/* Capture goes by what a jail is made with. */
static int plan_capture(const struct apply *a, const struct devfs_node *n,
			struct errbuf *eb)
{
	struct devfs_verdict v = { .hidden = !a->m->fresh && !a->st->capture };
	int r = devfs_node_verdict(n, a->op, &v, eb);

	if (r < 0 || v.hidden == !a->st->capture)
		return r;
	if (a->m->fresh) {
		a->st->capture = true;
		return 0;
	}
	return strv_add(
		a->refused,
		"bpf: who may capture packets is settled when a jail is made");
}

static int plan_node(void *arg, const struct devfs_node *n, struct errbuf *eb)
{
	const struct apply *a = arg;
	struct devfs_verdict v = { 0 };
	struct devfs_entry *e;
	dev_t dev;
	int r;

	if (n->kind == DEVFS_CAPTURE)
		return plan_capture(a, n, eb);
	e = entry_of(a, n);
	if (!e)
		return -ENOMEM;
	dev = makedev(n->major, n->minor);
	if (!e->shown) {
		e->kind = n->kind;
		e->dev = dev;
	}
	e->known = e->kind == n->kind && e->dev == dev;
	v.hidden = !a->m->fresh && !(e->shown && e->known);
	r = devfs_node_verdict(n, a->op, &v, eb);
	if (r < 0)
		return r;
	e->wanted = e->known && !v.hidden;
	if (!is_node(e))
		return 0;
	r = take_attributes(a, &v, e, eb);
	return e->wanted ? r : 0; /* who nobody sees needs no owner */
}

/* What was just made there, to its owner.  By now the jail's root may have put a
 * link to a node in its place, which must not become his. */
static int give(int at, const char *name, mode_t kind, uid_t uid, gid_t gid)
{
	cleanup_close int fd =
		openat(at, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		return -errno;
	if ((st.st_mode & S_IFMT) != kind)
		return -EEXIST;
	return fchownat(fd, "", uid, gid, AT_EMPTY_PATH) < 0 ? -errno : 0;
}

/* The directories in which @path is. */
static int make_parents(const struct apply *a, const char *path)
{
	for (const char *s = strchr(path, '/'); s; s = strchr(s + 1, '/')) {
		cleanup_free char *dir = strndup(path, (size_t)(s - path));
		cleanup_close int at = -1;
		const char *name;
		int r;

		at = dir ? open_parent(a, dir, &name) : -ENOMEM;
		if (at < 0)
			return at;
		if (mkdirat(at, name, 0755) < 0) {
			if (errno == EEXIST)
				continue;
			return -errno;
		}
		r = give(at, name, S_IFDIR, a->st->base, a->st->base);
		if (r < 0)
			return r;
	}
	return 0;
}

static int refuse(const struct apply *a, const char *path, const char *why)
{
	return strv_addf(a->refused, "%s: %s", path, why);
}

/* Dead first, so that no other link to it is of use; then its name. */
static int hide_node(const struct apply *a, struct devfs_entry *e)
{
	cleanup_close int fd = devfs_handle_open(a->m->fd, &e->handle);
	cleanup_close int at = -1;
	const char *name;
	struct stat st;
	char path[32];

	e->shown = false;
	if (fd < 0)
		return 0;
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (fchownat(fd, "", 0, 0, AT_EMPTY_PATH) < 0 || chmod(path, 0) < 0)
		return -errno;
	at = open_parent(a, e->path, &name);
	if (fstat(fd, &st) == 0 && is_named(a, e, &st) && at >= 0)
		(void)unlinkat(at, name, 0);
	/* With the host's ids, a jail's root may open what nobody may. */
	if (a->st->base == 0 && fstat(fd, &st) == 0 && st.st_nlink > 0)
		return refuse(
			a, e->path,
			"hidden, but a jail may have linked it elsewhere");
	return 0;
}

static int hide(const struct apply *a, struct devfs_entry *e)
{
	if (is_node(e))
		return hide_node(a, e);
	if (S_ISLNK(e->kind))
		return unlinkat(a->m->fd, e->path, 0) < 0 ? -errno : 0;
	/* What is mounted there goes with it, though a jail uses it. */
	if (unlinkat(a->m->fd, e->path, AT_REMOVEDIR) < 0)
		return refuse(a, e->path, strerror(errno));
	return 0;
}

/* Born dead; one that a killed command made is as good. */
static int make_node(const struct apply *a, struct devfs_entry *e)
{
	cleanup_close int at = -1, fd = -1;
	const char *name;
	struct stat st;
	int r = make_parents(a, e->path);

	at = r < 0 ? r : open_parent(a, e->path, &name);
	if (at < 0)
		return refuse(a, e->path, strerror(-at));
	if (mknodat(at, name, e->kind, e->dev) < 0 && errno != EEXIST)
		return -errno;
	r = devfs_handle_get(at, name, &e->handle);
	fd = r < 0 ? r : devfs_handle_open(a->m->fd, &e->handle);
	if (fd < 0)
		return fd;
	if (fstat(fd, &st) < 0 || (st.st_mode & S_IFMT) != e->kind ||
	    st.st_rdev != e->dev || !is_dead(&st))
		return refuse(a, e->path,
			      "the jail has something of its own there");
	e->shown = e->change = true;
	return 0;
}

/* In the jail's mount namespace, where alone it can be mounted. */
static int place_pts(const struct apply *a, int pts, int at)
{
	pid_t pid = fork();
	int status;

	if (pid == 0)
		_exit(setns(a->m->mntns, CLONE_NEWNS) < 0 ||
		      mnt_place(pts, at) < 0);
	status = pid < 0 ? -errno : proc_wait(pid);
	return status == 0 ? 0 : -EIO;
}

static int make_dir(const struct apply *a, const struct devfs_entry *e)
{
	cleanup_close int pts = -1, at = -1;

	if (mkdirat(a->m->fd, e->path, 0755) < 0)
		return refuse(a, e->path, strerror(errno));
	at = mnt_open_unlinked(a->m->fd, e->path, O_RDONLY | O_DIRECTORY);
	if (at < 0 || fchown(at, e->uid, e->gid) < 0)
		return -errno;
	if (a->m->mntns < 0)
		return 0;
	pts = devpts_mount(a->st->base, NULL);
	if (pts < 0 || place_pts(a, pts, at) < 0)
		return refuse(a, e->path, "terminals could not be mounted");
	return 0;
}

static int make_link(const struct apply *a, const struct devfs_entry *e)
{
	int r;

	if (symlinkat(e->target, a->m->fd, e->path) < 0)
		return refuse(a, e->path, strerror(errno));
	r = give(a->m->fd, e->path, S_IFLNK, e->uid, e->gid);
	return r == -EEXIST ? refuse(a, e->path, strerror(-r)) : r;
}

static int show(const struct apply *a, struct devfs_entry *e)
{
	if (is_node(e))
		return make_node(a, e);
	return S_ISDIR(e->kind) ? make_dir(a, e) : make_link(a, e);
}

/* What was there and is hidden now, or is another device on the host. */
static int hide_all(const struct apply *a, struct errbuf *eb)
{
	for (size_t i = 0; i < a->st->n; i++) {
		struct devfs_entry *e = &a->st->v[i];
		int r = e->shown && !e->wanted ? hide(a, e) : 0;

		if (r < 0)
			return errbuf_set(eb, -r, "/dev/%s: %s", e->path,
					  strerror(-r));
	}
	return 0;
}

static int show_all(const struct apply *a, struct errbuf *eb)
{
	for (size_t i = 0; i < a->st->n; i++) {
		struct devfs_entry *e = &a->st->v[i];
		int r = e->wanted && !e->shown ? show(a, e) : 0;

		if (r < 0)
			return errbuf_set(eb, -r, "/dev/%s: %s", e->path,
					  strerror(-r));
	}
	return 0;
}

static int enliven(const struct apply *a, struct errbuf *eb)
{
	for (size_t i = 0; i < a->st->n; i++) {
		struct devfs_entry *e = &a->st->v[i];
		cleanup_close int fd = -1;
		char path[32];

		if (!is_node(e) || !e->shown || !e->change)
			continue;
		fd = devfs_handle_open(a->m->fd, &e->handle);
		if (fd < 0)
			continue; /* the jail has removed it */
		(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
		if (fchownat(fd, "", e->uid, e->gid, AT_EMPTY_PATH) < 0 ||
		    chmod(path, e->mode) < 0)
			return errbuf_errno(eb, "/dev/%s", e->path);
	}
	return 0;
}

/* One of a host with so many nodes works, but cannot be changed later. */
static int keep(const struct apply *a, struct errbuf *eb)
{
	int r = devfs_state_write(a->m->fd, a->st);

	if (r == 0 || (a->m->fresh && r != -ENOMEM))
		return 0;
	return errbuf_set(eb, -r, "devfs: %s", strerror(-r));
}

int devfs_apply(const struct devfs_mnt *m, struct devfs_state *st,
		const struct devfs_op *op, struct strv *refused,
		struct errbuf *eb)
{
	struct apply a = { .m = m, .st = st, .op = op, .refused = refused };
	int r;

	look(&a);
	r = devfs_nodes_each(plan_node, &a, eb);
	if (r < 0)
		return op->rule ? r
				: errbuf_in(eb, r, "devfs ruleset %d",
					    op->ruleset);
	r = hide_all(&a, eb);
	if (r == 0)
		r = show_all(&a, eb);
	if (r == 0)
		r = keep(&a, eb);
	return r < 0 ? r : enliven(&a, eb);
}
