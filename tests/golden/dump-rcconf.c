/* SPDX-License-Identifier: BSD-2-Clause */
/* dump-rcconf.c - FILE in rc.conf(5)'s form: its problems, then its variables */

#include <fcntl.h>
#include <stdio.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "conf/rcconf.h"

int main(int argc, char **argv)
{
	cleanup_free char *text = NULL;
	cleanup_strv struct strv errs = { 0 };
	struct rcconf *rc = rcconf_new();
	const char *name;
	size_t len, pos = 0;
	int r;

	if (argc != 2 || !rc ||
	    file_read(AT_FDCWD, argv[1], &text, &len, NULL) < 0)
		return 2;

	r = rcconf_parse(rc, argv[1], text, len, &errs);
	for (size_t i = 0; i < errs.n; i++)
		printf("! %s\n", errs.v[i]);
	while ((name = rcconf_next(rc, "", &pos)))
		printf("%s=[%s]\n", name, rcconf_get(rc, name));
	rcconf_free(rc);
	return r < 0;
}
