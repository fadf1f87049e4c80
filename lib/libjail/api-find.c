/* SPDX-License-Identifier: BSD-2-Clause */
/* api-find.c - Which jail the API's lastjid, jid and name mean */

#include <errno.h>
#include <limits.h>
#include <stdlib.h>

#include "base/errbuf.h"
#include "base/util.h"
#include "jail.h"
#include "libjail/api-priv.h"
#include "libjail/core.h"

static int find_next(int jid, int flags, struct jail_info *ret,
		     struct errbuf *eb)
{
	int at = jid;

	/* One may go away between our asking for its number and for it. */
	while ((at = jail_next(at, flags & JAIL_DYING, eb)) > 0) {
		int r = jail_info_get(at, ret, eb);

		if (r != -ENOENT)
			return r;
	}
	return at < 0 ? at : errbuf_set(eb, ENOENT, "no jail after %d", jid);
}

static int find_jid(int jid, int flags, struct jail_info *ret,
		    struct errbuf *eb)
{
	cleanup_jail_info struct jail_info info = { 0 };
	int r;

	if (jid < 0)
		return errbuf_set(eb, EINVAL, "negative jid");
	r = jail_info_get(jid, &info, eb);
	if (r < 0)
		return r;
	if (info.state == JAIL_REMOVING && !(flags & JAIL_DYING))
		return errbuf_set(eb, ENOENT, "jail %d is dying", jid);
	*ret = info;
	info = (struct jail_info){ 0 };
	return 0;
}

/* A jail that is being removed is found only if there is no other. */
static int find_name(const char *name, int flags, struct jail_info *ret,
		     struct errbuf *eb)
{
	int jid = 0, dying = 0;

	while ((jid = jail_next(jid, true, eb)) > 0) {
		cleanup_jail_info struct jail_info info = { 0 };
		int r = jail_info_get(jid, &info, eb);

		if (r < 0 && r != -ENOENT)
			return r;
		if (r < 0 || !info.name || !streq(info.name, name))
			continue;
		if (info.state == JAIL_REMOVING) {
			dying = jid;
			continue;
		}
		*ret = info;
		info = (struct jail_info){ 0 };
		return 0;
	}
	if (jid < 0)
		return jid;
	if (!dying)
		return errbuf_set(eb, ENOENT, "jail \"%s\" not found", name);
	if (!(flags & JAIL_DYING))
		return errbuf_set(eb, ENOENT, "jail \"%s\" is dying", name);
	return find_jid(dying, flags, ret, eb);
}

/* A name of digits is a jid, unless a jail is called so. */
static int find_text(const char *name, int flags, struct jail_info *ret,
		     struct errbuf *eb)
{
	int r = find_name(name, flags, ret, eb);
	unsigned long jid;

	if (r != -ENOENT || !*name || name[strspn(name, "0123456789")])
		return r;
	jid = strtoul(name, NULL, 10);
	if (jid > INT_MAX)
		return errbuf_set(eb, ENOENT, "jail %s not found", name);
	return find_jid((int)jid, flags, ret, eb);
}

int api_find(const struct api_key *key, int flags, struct jail_info *ret,
	     struct errbuf *eb)
{
	if (key->lastjid)
		return find_next(*key->lastjid, flags, ret, eb);
	if (key->jid && *key->jid != 0)
		return find_jid(*key->jid, flags, ret, eb);
	if (key->name)
		return find_text(key->name, flags, ret, eb);
	return errbuf_set(eb, ENOENT, "no jail specified");
}
