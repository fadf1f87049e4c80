/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * paths.h - Where our own files are, installed or in a build directory
 *
 * A program finds its libexec directory beside itself: BINDIR/../libexec/vjail,
 * or one level higher for the programs in bin/bsd.  Other programs that use
 * our libraries get the installed one.
 */
#pragma once

#include <stddef.h>

#define VJAIL_STATE_DIR "/run/vjail"

/* Where the FreeBSD-syntax tools are mounted in every jail */
#define VJAIL_TOOLS_IN_JAIL "/dev/.vjail"

/* The abstract socket at which a jail's root asks for its netgraph */
#define VJAIL_DOOR "vjail-netgraph"

/* paths_libexec() - Path of @name in our libexec directory ("init", "bsd", …).
 * Caller frees; NULL when out of memory */
char *paths_libexec(const char *name);
