/* SPDX-License-Identifier: BSD-2-Clause */
/* ifc.c - The interface that one call of ifconfig(8) is about */

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bsderr.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "group.h"
#include "half.h"
#include "ifc.h"
#include "nl/ifname.h"
#include "nl/link.h"
#include "standin.h"

void ifc_done(struct ifc *c)
{
	free(c->name);
	c->name = NULL;
}

int ifc_other(const struct ifc *c, const char *name)
{
	cleanup_nl_link struct nl_link l = { 0 };

	if (ifname_find(c->nl, ifname_from_bsd(name), &l, NULL) < 0)
		return -ENXIO;
	return l.index;
}

int ifc_find(struct ifc *c, struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	int r;

	r = ifname_find(c->nl, ifname_from_bsd(c->name), &l, eb);
	if (r < 0 && standin_finish(c->nl, c->name))
		r = ifname_find(c->nl, c->name, &l, eb);
	if (r < 0)
		return r;

	c->index = l.index;
	c->half = half_is(&l);
	return ifc_rename(c, ifname_to_bsd(ifname_full(&l)), eb);
}

int ifc_rename(struct ifc *c, const char *name, struct errbuf *eb)
{
	char *copy = strdup(name);

	if (!copy)
		return errbuf_set(eb, ENOMEM, "out of memory");
	free(c->name);
	c->name = copy;
	return 0;
}

int ifc_look(const struct ifc *c, struct nl_link *ret, struct errbuf *eb)
{
	return nl_link_get(c->nl, NULL, c->index, ret, eb);
}

bool ifc_is(const struct ifc *c, const char *group, struct nl_link *ret)
{
	return ifc_look(c, ret, NULL) == 0 && group_of_kind(ret) &&
	       streq(group_of_kind(ret), group);
}

int ifc_flags(const struct ifc *c, unsigned *ret, struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	int r = ifc_look(c, &l, eb);

	if (r == 0)
		*ret = l.flags;
	return r;
}

/* Linux has other numbers for some of FreeBSD's errors. */
static int bsd_code(int code)
{
	return code == ENODEV ? ENXIO : code;
}

static const char *own_words(int code)
{
	switch (bsd_code(code)) {
	case EPERM:
	case EACCES:
		return "permission denied";
	case ENXIO:
		return "no such interface";
	default:
		return bsd_strerror(code);
	}
}

int ifc_fail(struct errbuf *eb, int r, const char *fmt, ...)
{
	char words[ERRBUF_LEN / 2];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(words, sizeof(words), fmt, ap);
	va_end(ap);
	return errbuf_set(eb, -r, "%s: %s", words, bsd_strerror(bsd_code(-r)));
}

int ifc_perror(struct errbuf *eb, int r, const char *fmt, ...)
{
	char words[ERRBUF_LEN / 2];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(words, sizeof(words), fmt, ap);
	va_end(ap);
	return errbuf_set(eb, -r, "%s: %s", words, own_words(-r));
}
