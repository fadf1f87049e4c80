/* SPDX-License-Identifier: BSD-2-Clause */
/* files.c - The files that modules and the kernel come from */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "kld.h"

/* "_" and "-" are one in names of modules. */
static bool same_name(const char *a, const char *b, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (a[i] != b[i] && !(strchr("-_", a[i]) && strchr("-_", b[i])))
			return false;
	return true;
}

static bool is_file_of(const char *path, size_t len, const char *module)
{
	const char *name = path;
	size_t n = strlen(module);

	for (size_t i = 0; i < len; i++)
		if (path[i] == '/')
			name = path + i + 1;
	return (size_t)(path + len - name) > n + 2 &&
	       strncmp(name + n, ".ko", 3) == 0 && same_name(name, module, n);
}

char *kld_path_in(const char *dep, const char *module)
{
	while (*dep) {
		size_t len = strcspn(dep, ":\n");

		if (dep[len] == ':' && is_file_of(dep, len, module))
			return strndup(dep, len);
		dep += strcspn(dep, "\n");
		dep += *dep == '\n';
	}
	return NULL;
}

/* The whole path, if the file is there.  Caller frees */
static char *found(const char *dir, const char *file)
{
	char *path;

	if (asprintf(&path, "%s%s", dir, file) < 0)
		return NULL;
	if (access(path, F_OK) == 0)
		return path;
	free(path);
	return NULL;
}

char *kld_path(const char *module)
{
	cleanup_free char *dir = NULL;
	cleanup_free char *list = NULL;
	cleanup_free char *text = NULL;
	cleanup_free char *file = NULL;
	struct utsname un;

	if (uname(&un) < 0)
		return NULL;
	if (!module)
		return found("/boot/vmlinuz-", un.release);
	if (asprintf(&dir, "/lib/modules/%s/", un.release) < 0)
		return NULL;
	if (asprintf(&list, "%smodules.dep", dir) < 0 ||
	    file_read(AT_FDCWD, list, &text, NULL, NULL) < 0)
		return NULL;
	file = kld_path_in(text, module);
	return file ? found(dir, file) : NULL;
}
