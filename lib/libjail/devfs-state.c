/* SPDX-License-Identifier: BSD-2-Clause */
/* devfs-state.c - What a devfs of ours knows of itself */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>

#include "base/cleanup.h"
#include "base/strv.h"
#include "base/util.h"
#include "libjail/devfs-state.h"

#define ATTRIBUTE "trusted.vjail.devfs"
#define ATTRIBUTE_MAX 65536 /* XATTR_SIZE_MAX */
#define HEX_LEN (2 * DEVFS_HANDLE_MAX + 1)

struct devfs_entry *devfs_state_find(const struct devfs_state *st,
				     const char *path)
{
	for (size_t i = 0; i < st->n; i++)
		if (streq(st->v[i].path, path))
			return &st->v[i];
	return NULL;
}

struct devfs_entry *devfs_state_add(struct devfs_state *st, const char *path)
{
	struct devfs_entry *v = reallocarray(st->v, st->n + 1, sizeof(*st->v));

	if (!v)
		return NULL;
	st->v = v;
	v[st->n] = (struct devfs_entry){ .path = strdup(path) };
	return v[st->n].path ? &v[st->n++] : NULL;
}

void devfs_state_done(struct devfs_state *st)
{
	for (size_t i = 0; i < st->n; i++)
		free(st->v[i].path);
	free(st->v);
	memset(st, 0, sizeof(*st));
}

static void to_hex(const struct devfs_handle *h, char *hex)
{
	for (size_t i = 0; i < h->len; i++)
		(void)snprintf(hex + 2 * i, 3, "%02x", h->bytes[i]);
}

static void from_hex(const char *hex, struct devfs_handle *h)
{
	h->len = (unsigned)strlen(hex) / 2;
	for (size_t i = 0; i < h->len; i++) {
		char digits[3] = { hex[2 * i], hex[2 * i + 1], '\0' };

		h->bytes[i] = (unsigned char)strtoul(digits, NULL, 16);
	}
}

/* "c+. 1:3 666 65536 65536 1 HANDLE PATH"; "-" for no handle. */
static int write_entry(const struct devfs_entry *e, struct strv *lines)
{
	char hex[HEX_LEN] = "-";

	to_hex(&e->handle, hex);
	return strv_addf(lines, "%c%c%c %u:%u %o %u %u %d %s %s",
			 S_ISBLK(e->kind) ? 'b' : 'c', e->shown ? '+' : '-',
			 e->ruled ? '!' : '.', major(e->dev), minor(e->dev),
			 e->mode, e->uid, e->gid, e->handle.type, hex, e->path);
}

static int read_entry(const char *line, struct devfs_state *st)
{
	struct devfs_entry e = { 0 }, *to;
	char flags[4], hex[HEX_LEN];
	unsigned maj, min;
	int len = 0;

	if (sscanf(line, "%3s %u:%u %o %u %u %d %64s %n", flags, &maj, &min,
		   &e.mode, &e.uid, &e.gid, &e.handle.type, hex, &len) != 8 ||
	    strlen(flags) != 3 || !line[len])
		return -EBADMSG;
	to = devfs_state_add(st, line + len);
	if (!to)
		return -ENOMEM;
	e.path = to->path;
	e.kind = flags[0] == 'b' ? S_IFBLK : S_IFCHR;
	e.shown = flags[1] == '+';
	e.ruled = flags[2] == '!';
	e.dev = makedev(maj, min);
	if (!streq(hex, "-"))
		from_hex(hex, &e.handle);
	*to = e;
	return 0;
}

static int parse(const char *text, struct devfs_state *st)
{
	cleanup_strv struct strv lines = { 0 };
	int capture, r = strv_split(&lines, text, "\n");

	if (r < 0)
		return r;
	if (lines.n == 0 || sscanf(lines.v[0], "%d %u %d", &st->ruleset,
				   &st->base, &capture) != 3)
		return -EBADMSG;
	st->capture = capture;
	for (size_t i = 1; r == 0 && i < lines.n; i++)
		r = read_entry(lines.v[i], st);
	return r;
}

int devfs_state_read(int fd, struct devfs_state *ret)
{
	cleanup_free char *text = calloc(1, ATTRIBUTE_MAX + 1);
	struct devfs_state st = { 0 };
	int r;

	if (!text)
		return -ENOMEM;
	if (fgetxattr(fd, ATTRIBUTE, text, ATTRIBUTE_MAX) < 0)
		return errno == ENODATA || errno == EOPNOTSUPP ? -ENOTTY
							       : -errno;
	r = parse(text, &st);
	if (r < 0)
		devfs_state_done(&st);
	else
		*ret = st;
	return r;
}

int devfs_state_write(int fd, const struct devfs_state *st)
{
	cleanup_strv struct strv lines = { 0 };
	cleanup_free char *text = NULL;
	int r = strv_addf(&lines, "%d %u %d", st->ruleset, st->base,
			  st->capture);

	for (size_t i = 0; r == 0 && i < st->n; i++) {
		const struct devfs_entry *e = &st->v[i];

		if ((S_ISCHR(e->kind) || S_ISBLK(e->kind)) &&
		    (e->shown || e->ruled))
			r = write_entry(e, &lines);
	}
	text = r < 0 ? NULL : strv_join(&lines, "\n");
	if (!text)
		return -ENOMEM;
	if (strlen(text) > ATTRIBUTE_MAX)
		return -E2BIG;
	if (fsetxattr(fd, ATTRIBUTE, text, strlen(text), 0) < 0)
		return -errno;
	return 0;
}

/* What the system calls want, with room. */
struct big_handle {
	struct file_handle h;
	unsigned char room[DEVFS_HANDLE_MAX];
};

int devfs_handle_get(int dirfd, const char *name, struct devfs_handle *ret)
{
	struct big_handle b = { .h.handle_bytes = DEVFS_HANDLE_MAX };
	int mount_id;

	if (name_to_handle_at(dirfd, name, &b.h, &mount_id, 0) < 0)
		return -errno;
	ret->len = b.h.handle_bytes;
	ret->type = b.h.handle_type;
	memcpy(ret->bytes, b.h.f_handle, ret->len);
	return 0;
}

int devfs_handle_open(int fd, const struct devfs_handle *h)
{
	struct big_handle b = { .h.handle_bytes = h->len,
				.h.handle_type = h->type };
	int got;

	if (h->len == 0)
		return -ESTALE;
	memcpy(b.h.f_handle, h->bytes, h->len);
	got = open_by_handle_at(fd, &b.h, O_PATH | O_CLOEXEC);
	return got < 0 ? -errno : got;
}
