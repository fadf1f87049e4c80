/* SPDX-License-Identifier: BSD-2-Clause */
/* umount.c - umount(8): take mounts away */

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "attach.h"
#include "base/bsderr.h"
#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "base/workdir.h"
#include "list.h"
#include "mounted.h"
#include "opts/opts.h"

int umount_main(int argc, char **argv);

struct umount {
	bool all, every, force, verbose;
	const char *types, *fstab;
};

#define AT(member) offsetof(struct umount, member)

static const struct opt_tool tool = {
	.name = "umount",
	.usage = "usage: umount [-fnv] [-t types] special ... | node ...\n       umount -a | -A [-fnv] [-F fstab] [-t types]\n",
	.usage_status = 1,
	.opts = {
		{ 'A', OPT_ON, AT(every) },
		{ 'a', OPT_ON, AT(all) },
		{ 'F', OPT_TEXT, AT(fstab) },
		{ 'f', OPT_ON, AT(force) },
		{ 'n', OPT_OFF, AT(force) }, /* busy ones stay anyway */
		{ 't', OPT_TEXT, AT(types) },
		{ 'v', OPT_ON, AT(verbose) },
	},
};

/* What a unionfs worked on, when its mount is gone. */
static void remove_work_dir(const char *work)
{
	if (mount_is_work_dir(work))
		(void)workdir_remove(AT_FDCWD, work);
}

static int take_away(const struct umount *o, const struct mounted *m)
{
	cleanup_free char *work =
		streq(m->type, "unionfs") ? mounted_option(m, "workdir") : NULL;
	int r = umount2(m->path, UMOUNT_NOFOLLOW);

	/* With -f it goes although it is used, and its users lose it last. */
	if (r < 0 && errno == EBUSY && o->force)
		r = umount2(m->path, UMOUNT_NOFOLLOW | MNT_DETACH);
	if (r < 0) {
		warnx("unmount of %s failed: %s", m->path, bsd_strerror(errno));
		return 1;
	}
	if (work)
		remove_work_dir(work);
	if (o->verbose)
		printf("%s: unmount from %s\n", m->source, m->path);
	return 0;
}

/* fdescfs was never mounted: /dev/fd is a link to what proc has of it. */
static bool is_fd_link(const char *path)
{
	char target[32];
	ssize_t n = readlink(path, target, sizeof(target) - 1);

	if (n < 0)
		return false;
	target[n] = '\0';
	return streq(target, "/proc/self/fd");
}

static int unknown(const char *word)
{
	struct stat st;

	if (stat(word, &st) < 0) {
		warnx("%s: statfs: %s", word, bsd_strerror(errno));
		warnx("%s: unknown file system", word);
	} else {
		warnx("%s: not a file system root directory", word);
	}
	return 1;
}

static int umount_word(const struct umount *o, const char *word)
{
	cleanup_mounted struct mounted_list l = { 0 };
	cleanup_free char *path = NULL;
	const struct mounted *m;
	struct errbuf eb;

	if (is_fd_link(word))
		return 0;
	path = realpath(word, NULL);
	if (mounted_list_get(&l, &eb) < 0)
		errx(1, "%s", eb.msg);
	m = mounted_find(&l, path ? path : word);
	if (!m)
		return unknown(word);
	return type_in_list(o->types, m->type) ? take_away(o, m) : 1;
}

/* -a: what the file lists and is mounted, last first. */
static int umount_all(const struct umount *o)
{
	struct fstab f = { 0 };
	struct errbuf eb;
	int status = 0;

	if (fstab_read(o->fstab ? o->fstab : "/etc/fstab", &f, &eb) < 0)
		errx(1, "%s", eb.msg);
	for (size_t i = f.n; i > 0; i--) {
		cleanup_mounted struct mounted_list l = { 0 };
		cleanup_free char *path = realpath(f.v[i - 1].file, NULL);
		const struct mounted *m = NULL;

		if (!path || streq(path, "/") || mounted_list_get(&l, NULL) < 0)
			continue;
		m = mounted_find(&l, path);
		if (m && streq(m->path, path) &&
		    type_in_list(o->types, m->type))
			status |= take_away(o, m);
	}
	fstab_done(&f);
	return status;
}

/* The root, and what FreeBSD has no mounts for: they are the system's. */
static bool is_system(const char *path)
{
	static const char *const dirs[] = { "/dev", "/proc", "/sys" };

	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++) {
		size_t len = strlen(dirs[i]);

		if (strncmp(path, dirs[i], len) == 0 &&
		    (path[len] == '\0' || path[len] == '/'))
			return true;
	}
	return streq(path, "/");
}

/* -A: whatever is mounted, last first. */
static int umount_every(const struct umount *o)
{
	cleanup_mounted struct mounted_list l = { 0 };
	struct errbuf eb;
	int status = 0;

	if (mounted_list_get(&l, &eb) < 0)
		errx(1, "%s", eb.msg);
	for (size_t i = l.n; i > 0; i--)
		if (!is_system(l.v[i - 1].path) &&
		    type_in_list(o->types, l.v[i - 1].type))
			status |= take_away(o, &l.v[i - 1]);
	return status;
}

int umount_main(int argc, char **argv)
{
	struct umount o = { 0 };
	int status = opts_parse(&tool, argc, argv, &o);

	if (status >= 0)
		return status;
	if ((o.all || o.every) == (optind < argc))
		return opts_usage(&tool);
	if (o.every)
		return umount_every(&o);
	if (o.all)
		return umount_all(&o);
	status = 0;
	for (int i = optind; i < argc; i++)
		status |= umount_word(&o, argv[i]);
	return status;
}
