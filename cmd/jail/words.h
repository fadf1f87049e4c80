/* SPDX-License-Identifier: BSD-2-Clause */
/* words.h - Command lines of the configuration, and how they are run */
#pragma once

#include <stdbool.h>

#include "base/strv.h"

struct words {
	struct strv argv;
	bool shell; /* argv is /bin/sh -c LINE */
	bool background; /* it ended in a sole "&": not waited for */
	bool verbatim; /* no line was taken apart for it */
};

/* words_parse() - Lines with any of !"$&'()*;<>?[\]`{|}~ are for /bin/sh,
 * others are split at blanks.  An argv of no words: there is nothing to run.
 * 0 or -ENOMEM.  Caller: words_done() */
int words_parse(const char *line, struct words *ret);
void words_done(struct words *w);
