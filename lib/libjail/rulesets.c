/* SPDX-License-Identifier: BSD-2-Clause */
/* rulesets.c - The rulesets of this host: built in, from files, made by hand */

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/file.h"
#include "base/paths.h"
#include "base/strv.h"
#include "base/util.h"
#include "conf/devfsrules.h"
#include "libjail/rulesets.h"

#define KEPT_FILE VJAIL_STATE_DIR "/devfs.rules"
#define LOCK_FILE VJAIL_STATE_DIR "/devfs.lock"

struct source {
	const char *file;
	int (*parse)(struct devfs_rules *rules, const char *file,
		     const char *text, size_t len, struct strv *errs);
};

static const struct source sources[] = {
	{ "/etc/defaults/devfs.rules", devfs_rules_parse },
	{ "/etc/devfs.rules", devfs_rules_parse },
	{ KEPT_FILE, devfs_rules_parse_kept },
};

static int add_file(struct devfs_rules *rules, const struct source *from,
		    struct errbuf *eb)
{
	cleanup_free char *text = NULL;
	cleanup_strv struct strv errs = { 0 };
	size_t len;
	int r = file_read(AT_FDCWD, from->file, &text, &len, eb);

	if (r < 0)
		return r;
	r = from->parse(rules, from->file, text, len, &errs);
	if (r < 0)
		return errbuf_set(eb, -r, "%s",
				  errs.n ? errs.v[0] : strerror(-r));
	return 0;
}

static int add_files(struct devfs_rules *rules, const char *own,
		     struct errbuf *eb)
{
	if (own && *own)
		return add_file(rules,
				&(struct source){ own, devfs_rules_parse }, eb);
	for (size_t i = 0; i < ARRAY_SIZE(sources); i++) {
		int r = add_file(rules, &sources[i], eb);

		if (r < 0 && r != -ENOENT)
			return r;
	}
	return 0;
}

int rulesets_load(const char *own, struct devfs_rules **ret, struct errbuf *eb)
{
	struct devfs_rules *rules = devfs_rules_new();
	int r;

	if (!rules)
		return errbuf_set(eb, ENOMEM, "out of memory");
	r = add_files(rules, own, eb);
	if (r < 0)
		devfs_rules_free(rules);
	else
		*ret = rules;
	return r;
}

int rulesets_lock(struct errbuf *eb)
{
	cleanup_close int fd = -1;

	(void)mkdir(VJAIL_STATE_DIR, 0755);
	fd = open(LOCK_FILE, O_RDONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0 || flock(fd, LOCK_EX) < 0)
		return errbuf_errno(eb, LOCK_FILE);
	return TAKE_FD(fd);
}

int rulesets_save(const struct devfs_rules *rules, struct errbuf *eb)
{
	cleanup_free char *text = devfs_rules_format_kept(rules);

	if (!text)
		return errbuf_set(eb, ENOMEM, "out of memory");
	return file_replace(AT_FDCWD, KEPT_FILE, text, 0644, eb);
}
