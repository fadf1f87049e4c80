/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * applet.h - One of the FreeBSD-syntax tools in the multi-call program
 *
 * An applet is a folder: its meson.build makes a static library of it and adds
 * {'name': …, 'help': …, 'lib': …} to bsd_applets.  The library has a function
 * of the applet's name with every other character made "_", and _main:
 *
 *	int rc_shutdown_main(int argc, char **argv);
 *
 * What that returns is the exit status.  argv[0] is the applet's name.
 */
#pragma once

struct applet {
	const char *name;
	const char *help; /* one line */
	int (*main)(int argc, char **argv);
};

/* Sorted by name; the last one has no name.  Generated. */
extern const struct applet applets[];
