/* SPDX-License-Identifier: BSD-2-Clause */
/* filter.c - A jail's system call filter, kept for who enters later */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <linux/filter.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/file.h"
#include "base/paths.h"
#include "libjail/confine.h"
#include "libjail/filter.h"

_Static_assert(sizeof(struct sock_filter) == FILTER_INSN_SIZE,
	       "the filter is kept as bytes");

#define FILTER_FILE "filter"
#define FILTER_TMP "filter.new"

struct filters {
	struct confine confine; /* what the filter was made of */
	void *filter;
	size_t n;
};

void filters_free(struct filters **filters)
{
	if (*filters)
		free((*filters)->filter);
	free(TAKE_PTR(*filters));
}

int filter_get(struct filters **filters, const struct confine *c,
	       const void **ret, size_t *ret_n, struct errbuf *eb)
{
	struct filters *f = *filters;

	if (!f || !confine_same_filter(&f->confine, c)) {
		int r;

		filters_free(filters);
		f = calloc(1, sizeof(*f));
		if (!f)
			return errbuf_set(eb, ENOMEM, "out of memory");
		f->confine = *c;
		r = confine_filter(c, &f->filter, &f->n, eb);
		if (r < 0) {
			free(f);
			return r;
		}
		*filters = f;
	}
	*ret = f->filter;
	*ret_n = f->n;
	return 0;
}

/* Whole or not at all: somebody may be entering. */
int filter_save(int dirfd, const void *filter, size_t n, struct errbuf *eb)
{
	cleanup_close int fd =
		openat(dirfd, FILTER_TMP,
		       O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0 ||
	    write(fd, filter, n * FILTER_INSN_SIZE) !=
		    (ssize_t)(n * FILTER_INSN_SIZE) ||
	    renameat(dirfd, FILTER_TMP, dirfd, FILTER_FILE) < 0)
		return errbuf_errno(eb, FILTER_FILE);
	return 0;
}

int filter_load(int jid, void **ret, size_t *ret_n, struct errbuf *eb)
{
	cleanup_free char *path = NULL;
	char *text;
	size_t len;
	int r;

	if (asprintf(&path, VJAIL_STATE_DIR "/jails/%d/" FILTER_FILE, jid) < 0)
		return errbuf_set(eb, ENOMEM, "out of memory");
	r = file_read(AT_FDCWD, path, &text, &len, eb);
	if (r < 0)
		return r;
	*ret = text;
	*ret_n = len / FILTER_INSN_SIZE;
	return 0;
}
