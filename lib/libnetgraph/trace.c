/* SPDX-License-Identifier: BSD-2-Clause */
/* trace.c - Bytes and messages as lines of text, laid out as FreeBSD's are */

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "libnetgraph/trace.h"
#include "libnetgraph/type.h"

#define BSD_AF_NETGRAPH 32
#define BSD_ADDR_HEAD 3 /* of their struct sockaddr_ng: length, family, NUL */

const char *trace_bytes(const void *data, size_t len, size_t at,
			char buf[TRACE_LINE])
{
	const unsigned char *p = data;
	size_t n;

	n = (size_t)snprintf(buf, TRACE_LINE, "%04zx:  ", at & 0xffffff);
	for (size_t i = at; i < at + TRACE_PER_LINE; i++)
		n += (size_t)snprintf(buf + n, TRACE_LINE - n,
				      i < len ? "%02x " : "   ",
				      i < len ? p[i] : 0);
	buf[n++] = ' ';
	for (size_t i = at; i < at + TRACE_PER_LINE; i++) {
		char c = ' ';

		if (i < len)
			c = p[i] < 0x80 && isprint(p[i]) ? (char)p[i] : '.';
		buf[n++] = c;
	}
	buf[n] = '\0';
	return buf;
}

/* The type's name in capital letters, as the constants have it */
static const char *cookie_name(uint32_t cookie, char buf[NG_TYPESIZ])
{
	const char *name = cookie == NGM_GENERIC_COOKIE ? "generic" : "??";

	for (const struct ng_type *const *t = ng_types; *t; t++)
		if ((*t)->commands && (*t)->commands->cookie == cookie)
			name = (*t)->name;
	(void)snprintf(buf, NG_TYPESIZ, "%s", name);
	for (char *p = buf; *p; p++)
		*p = (char)toupper((unsigned char)*p);
	return buf;
}

void trace_message(void (*say)(const char *fmt, ...), const char *what,
		   const char *path, const struct ng_mesg *m,
		   const struct ng_mesg *text)
{
	char name[NG_TYPESIZ], line[TRACE_LINE];
	const struct ng_msghdr *h = &m->header;

	say("%s:", what);
	say("SOCKADDR: { fam=%d len=%d addr=\"%s\" }", BSD_AF_NETGRAPH,
	    (int)strlen(path) + BSD_ADDR_HEAD, path);
	say("NG_MESG :");
	say("  vers   %d", h->version);
	say("  arglen %u", h->arglen);
	say("  flags  %x", h->flags);
	say("  token  %u", h->token);
	say("  cookie %s (%u)", cookie_name(h->typecookie, name),
	    h->typecookie);
	if (text) {
		say("  cmd    %s (%d)", text->header.cmdstr, (int)h->cmd);
		say("  args   %s", text->data);
		return;
	}
	say("  cmd    %d", (int)h->cmd);
	say("  args (%d bytes)", (int)h->arglen);
	for (size_t at = 0; at < h->arglen; at += TRACE_PER_LINE)
		say("%s", trace_bytes(m->data, h->arglen, at, line));
}
