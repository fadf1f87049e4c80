/* SPDX-License-Identifier: BSD-2-Clause */
/* registry-list.c - Which slots the registry has */

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/paths.h"
#include "libjail/registry.h"

static void close_dir(DIR **d)
{
	if (*d)
		(void)closedir(*d);
}

#define cleanup_dir __attribute__((cleanup(close_dir)))

static int compare_ints(const void *a, const void *b)
{
	const int *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

int registry_list(int **ret, struct errbuf *eb)
{
	cleanup_dir DIR *d = opendir(VJAIL_STATE_DIR "/jails");
	cleanup_free int *jids = NULL;
	struct dirent *e;
	int n = 0;

	if (!d && errno != ENOENT)
		return errbuf_errno(eb, "%s/jails", VJAIL_STATE_DIR);
	while (d && (e = readdir(d)) != NULL) {
		int jid = atoi(e->d_name);
		int *more;

		if (jid <= 0)
			continue;
		more = realloc(jids, ((size_t)n + 1) * sizeof(*jids));
		if (!more)
			return errbuf_set(eb, ENOMEM, "out of memory");
		jids = more;
		jids[n++] = jid;
	}
	if (n > 0)
		qsort(jids, (size_t)n, sizeof(*jids), compare_ints);
	*ret = TAKE_PTR(jids);
	return n;
}
