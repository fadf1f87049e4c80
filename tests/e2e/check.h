/* SPDX-License-Identifier: BSD-2-Clause */
/* check.h - What the programs written for libjail hold to be true */
#pragma once

#include <err.h>
#include <errno.h>
#include <jail.h>
#include <string.h>

#define CHECK(what)                                                            \
	do {                                                                   \
		if (!(what))                                                   \
			errx(1, "line %d: not true: %s (%s; %s)", __LINE__,    \
			     #what, jail_errmsg, strerror(errno));             \
	} while (0)

/* CHECK_FAILS() - The call returns -1, with this errno and these words */
#define CHECK_FAILS(call, number, words)                                       \
	do {                                                                   \
		CHECK((call) == -1 && errno == (number));                      \
		CHECK(strcmp(jail_errmsg, words) == 0);                        \
	} while (0)
