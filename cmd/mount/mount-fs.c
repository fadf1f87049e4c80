/* SPDX-License-Identifier: BSD-2-Clause */
/* mount-fs.c - mount_nullfs(8) and its kin: mount one type */

#include <stddef.h>
#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

#include "attach.h"
#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/strv.h"
#include "opts/opts.h"

static int mount_one(const struct opt_tool *tool, const char *type, int argc,
		     char **argv)
{
	cleanup_strv struct strv words = { 0 };
	cleanup_free char *opts = NULL;
	struct mount_req req = { .type = type };
	struct mount_fail fail;
	struct errbuf eb = { "" };
	int status = opts_parse(tool, argc, argv, &words);

	if (status >= 0)
		return status;
	opts = strv_join(&words, ",");
	if (!opts || argc - optind != 2)
		return opts_usage(tool);
	req.special = argv[optind];
	req.node = argv[optind + 1];
	req.opts = opts;
	if (mount_attach(&req, &fail, &eb) == 0)
		return 0;
	fprintf(stderr, "%s: %s\n", tool->name, eb.msg);
	return fail.status;
}

/* mount_TYPE, which is called with @operands */
#define MOUNT(type, operands)                                                  \
	int mount_##type##_main(int argc, char **argv);                        \
	int mount_##type##_main(int argc, char **argv)                         \
	{                                                                      \
		static const struct opt_tool tool = {                          \
			.name = "mount_" #type,                                \
			.usage = "usage: mount_" #type                         \
				 " [-o options] " operands "\n",               \
			.usage_status = EX_USAGE,                              \
			.opts = { { 'o', OPT_WORD } },                         \
		};                                                             \
                                                                               \
		return mount_one(&tool, #type, argc, argv);                    \
	}

MOUNT(devfs, "devfs mount-point")
MOUNT(fdescfs, "fdescfs mount-point")
MOUNT(linprocfs, "linprocfs mount-point")
MOUNT(linsysfs, "linsysfs mount-point")
MOUNT(nullfs, "target mount-point")
MOUNT(procfs, "procfs mount-point")
MOUNT(tmpfs, "tmpfs mount-point")
MOUNT(unionfs, "directory uniondir")
