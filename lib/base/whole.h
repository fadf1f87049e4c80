/* SPDX-License-Identifier: BSD-2-Clause */
/* whole.h - Messages that do not mix with those of others */
#pragma once

#include <stdio.h>

/* For main() to begin with: a line of standard error goes out by one write(2),
 * so that of programs which run at once each line is one program's. */
static inline void messages_whole(void)
{
	(void)setvbuf(stderr, NULL, _IOLBF, BUFSIZ);
}
