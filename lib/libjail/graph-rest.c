/* SPDX-License-Identifier: BSD-2-Clause */
/* graph-rest.c - A jail's netgraph, when its network namespace goes */

#include <dirent.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/paths.h"
#include "base/util.h"
#include "libjail/graph-rest.h"

/* Where libnetgraph keeps a graph, by the inode of its namespace */
static const char *const places[] = {
	"/sys/fs/bpf/vjail",
	VJAIL_STATE_DIR "/ng",
};

static void remove_dir(const char *path)
{
	DIR *d = opendir(path);
	struct dirent *e;

	while (d && (e = readdir(d)) != NULL) {
		char file[PATH_MAX + 256];

		if (e->d_name[0] == '.')
			continue;
		(void)snprintf(file, sizeof(file), "%s/%s", path, e->d_name);
		(void)umount2(file, MNT_DETACH | UMOUNT_NOFOLLOW);
		(void)unlink(file);
	}
	if (d)
		(void)closedir(d);
	(void)rmdir(path);
}

void graph_rest_remove(int netns_fd)
{
	struct stat st;

	if (fstat(netns_fd, &st) < 0)
		return;
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		char path[PATH_MAX];

		(void)snprintf(path, sizeof(path), "%s/%ju", places[i],
			       (uintmax_t)st.st_ino);
		if (access(path, F_OK) < 0)
			continue;
		remove_dir(path);
		(void)rmdir(places[i]); /* when it was the last */
	}
}
