/* SPDX-License-Identifier: BSD-2-Clause */
/* words-media.c - The words about an interface's wire */

#include <errno.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/strv.h"
#include "base/util.h"
#include "ethtool.h"
#include "ifc.h"
#include "nl/link.h"
#include "view.h"
#include "words.h"

static int finish(struct ifc *c, struct errbuf *eb)
{
	cleanup_nl_link struct nl_link l = { 0 };
	struct media_want w = c->media;
	struct view_media is = { 0 };
	const char *type = w.type;
	int r = ifc_look(c, &l, eb);

	c->media = (struct media_want){ 0 };
	if (r == 0)
		r = ethtool_media(l.name, &is);
	strv_done(&is.supported);
	if (r < 0)
		return ifc_fail(eb, r, "SIOCGIFMEDIA");
	/* A duplex alone is that of the speed there is. */
	if (!type)
		type = is.active ? is.active : is.current;
	if (w.has_duplex && streq(type, "autoselect"))
		return errbuf_set(eb, EOPNOTSUPP,
				  "mediaopt: on Linux only with a media");
	r = ethtool_set_media(l.name, type,
			      w.has_duplex ? w.half
					   : !w.type && !is.full_duplex);
	return r < 0 ? ifc_fail(eb, r, "SIOCSIFMEDIA (media)") : 0;
}

/* "full-duplex,flowcontrol": what Linux has of them */
static int options(struct media_want *m, const char *list, bool on,
		   struct errbuf *eb)
{
	cleanup_strv struct strv words = { 0 };

	if (strv_split(&words, list, ",") < 0)
		return errbuf_set(eb, ENOMEM, "out of memory");
	for (size_t i = 0; i < words.n; i++) {
		bool half = streq(words.v[i], "half-duplex") ||
			    streq(words.v[i], "hdx");

		if (!half && !streq(words.v[i], "full-duplex") &&
		    !streq(words.v[i], "fdx"))
			return errbuf_set(eb, EINVAL,
					  "unknown media option: %s",
					  words.v[i]);
		m->has_duplex = true;
		m->half = half == on;
	}
	return words.n ? 0
		       : errbuf_set(eb, EINVAL, "unknown media option: %s",
				    list);
}

static int collect(struct ifc *c, const struct word *w, char *const *arg,
		   struct errbuf *eb)
{
	c->collect = collect;
	c->finish = finish;
	if (!streq(w->name, "media"))
		return options(&c->media, arg[0], w->value > 0, eb);
	if (!ethtool_media_known(arg[0]))
		return errbuf_set(eb, EINVAL, "unknown media subtype: %s",
				  arg[0]);
	c->media.type = streq(arg[0], "auto") ? "autoselect" : arg[0];
	return 0;
}

/* Wires have none. */
static int mode(struct ifc *c, const struct word *w, char *const *arg,
		struct errbuf *eb)
{
	(void)c;
	(void)w;
	return errbuf_set(eb, EINVAL, "unknown media mode: %s", arg[0]);
}

/* There is one. */
static int instance(struct ifc *c, const struct word *w, char *const *arg,
		    struct errbuf *eb)
{
	char *end;
	unsigned long n = strtoul(arg[0], &end, 0);

	(void)c;
	(void)w;
	if (end == arg[0] || *end)
		return errbuf_set(eb, EINVAL, "invalid media instance: %s",
				  arg[0]);
	return n ? ifc_fail(eb, -ENXIO, "SIOCSIFMEDIA (media)") : 0;
}

static const struct word words[] = {
	{ "media", 1, collect, 0, NULL },
	{ "mediaopt", 1, collect, 1, NULL },
	{ "-mediaopt", 1, collect, -1, NULL },
	{ "mode", 1, mode, 0, NULL },
	{ "inst", 1, instance, 0, NULL },
	{ "instance", 1, instance, 0, NULL },
};

const struct words media_words = { words, ARRAY_SIZE(words) };
