/* SPDX-License-Identifier: BSD-2-Clause */
/* trace.h - Bytes and messages as lines of text, laid out as FreeBSD's are */
#pragma once

#include <stddef.h>

#include "netgraph/ng_message.h"

#define TRACE_PER_LINE 16
#define TRACE_LINE 96

/* trace_bytes() - One line of a dump: its offset @at, at most 16 bytes from
 * there as numbers and as letters.  Returns @buf */
const char *trace_bytes(const void *data, size_t len, size_t at,
			char buf[TRACE_LINE]);

/* trace_message() - Tell @say of a message.  @what: "SENDING MESSAGE", …
 * @text: the same as text, or NULL */
void trace_message(void (*say)(const char *fmt, ...), const char *what,
		   const char *path, const struct ng_mesg *m,
		   const struct ng_mesg *text);
