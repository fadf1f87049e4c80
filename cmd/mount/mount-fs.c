/* SPDX-License-Identifier: BSD-2-Clause */
/* mount-fs.c - mount_nullfs(8) and mount_tmpfs(8): mount one type */

#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "attach.h"
#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/strv.h"
#include "base/util.h"

int mount_nullfs_main(int argc, char **argv);
int mount_tmpfs_main(int argc, char **argv);

static int usage(const char *text)
{
	fprintf(stderr, "usage: %s\n", text);
	return EX_USAGE;
}

/* The options, with commas between.  Caller frees; NULL: usage */
static char *parse(int argc, char **argv)
{
	cleanup_strv struct strv opts = { 0 };
	int c;

	optind = 0;
	while ((c = getopt(argc, argv, "+o:")) != -1)
		if (c != 'o' || strv_add(&opts, optarg) < 0)
			return NULL;
	return strv_join(&opts, ",");
}

static int mount_one(const char *prog, const char *type, const char *usage_text,
		     int argc, char **argv)
{
	cleanup_free char *opts = NULL;
	struct mount_req req = { .type = type };
	struct mount_fail fail;
	struct errbuf eb = { "" };

	if (argc > 1 && streq(argv[1], "--help"))
		return printf("usage: %s\n", usage_text) < 0;
	if (argc > 1 && streq(argv[1], "--version"))
		return printf("%s (vjail) %s\n", prog, VJAIL_VERSION) < 0;
	opts = parse(argc, argv);
	if (!opts || argc - optind != 2)
		return usage(usage_text);
	req.special = argv[optind];
	req.node = argv[optind + 1];
	req.opts = opts;
	if (mount_attach(&req, &fail, &eb) == 0)
		return 0;
	fprintf(stderr, "%s: %s\n", prog, eb.msg);
	return fail.status;
}

int mount_nullfs_main(int argc, char **argv)
{
	return mount_one("mount_nullfs", "nullfs",
			 "mount_nullfs [-o options] target mount-point", argc,
			 argv);
}

int mount_tmpfs_main(int argc, char **argv)
{
	return mount_one("mount_tmpfs", "tmpfs",
			 "mount_tmpfs [-o options] tmpfs mount-point", argc,
			 argv);
}
