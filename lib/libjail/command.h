/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * command.h - Run what FreeBSD's paths mean
 *
 * A configuration from FreeBSD says /sbin/ifconfig, /usr/local/sbin/jib or
 * "/bin/sh /etc/rc".  Where such a file does not exist, ours is meant; for
 * /sbin/ifconfig and a few more also where it is there, since Linux's would not
 * understand the words.
 */
#pragma once

#include "base/strv.h"

/**
 * command_adapt() - Replace argv[0] by our program where FreeBSD's is missing
 * @argv:	At least one word.  `/bin/sh /etc/rc` (or sh, or rc.shutdown)
 *		becomes one word where there is no such script
 * @tools:	Directory of the FreeBSD-syntax tools as the caller sees it
 *
 * Files are looked for in the caller's own root.  Return: 0 or -ENOMEM
 */
int command_adapt(struct strv *argv, const char *tools);

/* command_adapt_shell() - The same for each command of a shell's command line
 * that is there to see (not what eval makes).  Caller frees *@ret.  0 or -ENOMEM */
int command_adapt_shell(const char *line, const char *tools, char **ret);

/* command_path() - A PATH that leads with @tools: "TOOLS:@path".  Caller frees;
 * NULL when out of memory */
char *command_path(const char *tools, const char *path);
