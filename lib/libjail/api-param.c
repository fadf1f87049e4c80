/* SPDX-License-Identifier: BSD-2-Clause */
/* api-param.c - jailparam_*(): parameters with their types, from and to text */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "jail.h"
#include "libjail/api-priv.h"
#include "libjail/core.h"

static const int ctltypes[] = {
	[JAIL_PARAM_INT] = CTLTYPE_INT,
	[JAIL_PARAM_UINT] = CTLTYPE_UINT,
	[JAIL_PARAM_ULONG] = CTLTYPE_ULONG,
	[JAIL_PARAM_BOOL] = CTLTYPE_INT,
	[JAIL_PARAM_STRING] = CTLTYPE_STRING,
	[JAIL_PARAM_JAILSYS] = CTLTYPE_INT,
	[JAIL_PARAM_IP4] = CTLTYPE_STRUCT,
	[JAIL_PARAM_IP6] = CTLTYPE_STRUCT,
	[JAIL_PARAM_LIST] = CTLTYPE_STRING,
	[JAIL_PARAM_KEYVALUE] = CTLTYPE_STRING,
};

static int ctltype(const struct api_name *n)
{
	unsigned flags = n->desc ? n->desc->flags : 0;
	unsigned type = (unsigned)ctltypes[n->type];

	if (flags & JAIL_PARAM_RDONLY)
		return (int)(type | CTLFLAG_RD);
	if (flags & JAIL_PARAM_CREATE_ONLY)
		return (int)(type | CTLFLAG_RD | CTLFLAG_TUN);
	return (int)(type | CTLFLAG_RW);
}

static unsigned flags_of(const struct api_name *n)
{
	if (n->type == JAIL_PARAM_BOOL)
		return n->no ? JP_NOBOOL : JP_BOOL;
	if (n->type == JAIL_PARAM_JAILSYS)
		return JP_JAILSYS;
	return n->type == JAIL_PARAM_KEYVALUE || n->key ? JP_KEYVALUE : 0;
}

static int init(struct jailparam *jp, const char *name, struct errbuf *eb)
{
	struct jailparam new = { 0 };
	struct api_name n;
	int r;

	*jp = new;
	r = api_name(name, &n, eb);
	if (r < 0)
		return r;
	new.jp_name = strdup(name);
	if (!new.jp_name)
		return -ENOMEM;
	new.jp_ctltype = ctltype(&n);
	new.jp_flags = flags_of(&n);
	if (n.type == JAIL_PARAM_IP4 || n.type == JAIL_PARAM_IP6) {
		new.jp_elemlen = api_elem_size(n.type);
		new.jp_structtype = n.type == JAIL_PARAM_IP4 ? 4 : 6;
	}
	*jp = new;
	return 0;
}

static void drop_value(struct jailparam *jp)
{
	if (!(jp->jp_flags & JP_RAWVALUE))
		free(jp->jp_value);
	jp->jp_value = NULL;
	jp->jp_valuelen = 0;
	jp->jp_flags &= ~(unsigned)JP_RAWVALUE;
}

int jailparam_all(struct jailparam **jpp)
{
	struct jailparam *all;
	unsigned njp = 0;
	size_t n;
	const struct jail_param_desc *t = jail_param_table(&n);

	all = calloc(n, sizeof(*all));
	if (!all)
		return api_fail(-ENOMEM, NULL, "calloc");
	for (size_t i = 0; i < n; i++) {
		int r;

		if (t[i].flags & JAIL_PARAM_INTERNAL)
			continue;
		r = init(&all[njp++], t[i].name, NULL);
		if (r < 0) {
			jailparam_free(all, njp);
			free(all);
			return api_fail(r, NULL, "jailparam_init");
		}
	}
	*jpp = all;
	return (int)njp;
}

int jailparam_init(struct jailparam *jp, const char *name)
{
	struct errbuf eb = { 0 };
	int r = init(jp, name, &eb);

	return r < 0 ? api_fail(r, &eb, "jailparam_init") : 0;
}

/* The words of a value in text: lists are divided by commas. */
static int words_of(const struct api_name *n, const char *value,
		    struct strv *ret)
{
	if (n->type == JAIL_PARAM_IP4 || n->type == JAIL_PARAM_IP6)
		return strv_split(ret, value, ", ");
	if (n->type != JAIL_PARAM_LIST)
		return strv_add(ret, value);
	/* What is internal are lines that have commas in them. */
	return strv_split(ret, value,
			  n->desc->flags & JAIL_PARAM_INTERNAL ? "\n" : ",\n");
}

static int import(struct jailparam *jp, const char *value, struct errbuf *eb)
{
	cleanup_jail_params struct jail_params ps = { 0 };
	cleanup_strv struct strv words = { 0 };
	const struct strv *normal = &words;
	struct api_name n;
	void *bytes = NULL;
	size_t len = 0;
	int r;

	r = api_name(jp->jp_name, &n, eb);
	if (r == 0)
		r = words_of(&n, value, &words);
	/* The value of a no-form is kept as it was said, so not turned here. */
	if (r == 0 && n.desc) {
		r = jail_params_put(&ps, n.desc->name, &words, eb);
		normal = jail_params_get(&ps, n.desc->name);
		if (r == -EINVAL && n.no)
			r = errbuf_set(eb, EINVAL,
				       "%s: unknown boolean value \"%s\"",
				       jp->jp_name, value);
	}
	n.no = false;
	if (r == 0)
		r = api_encode(&n, normal, &bytes, &len);
	if (r < 0)
		return r;
	drop_value(jp);
	jp->jp_value = bytes;
	jp->jp_valuelen = len;
	return 0;
}

int jailparam_import(struct jailparam *jp, const char *value)
{
	struct errbuf eb = { 0 };
	int r = 0;

	if (value)
		r = import(jp, value, &eb);
	else
		drop_value(jp);
	return r < 0 ? api_fail(r, &eb, "jailparam_import") : 0;
}

int jailparam_import_raw(struct jailparam *jp, void *value, size_t valuelen)
{
	drop_value(jp);
	jp->jp_value = value;
	jp->jp_valuelen = valuelen;
	jp->jp_flags |= JP_RAWVALUE;
	return 0;
}

int jailparam_set(struct jailparam *jp, unsigned njp, int flags)
{
	struct iovec *iov = calloc(2 * (size_t)njp + 1, sizeof(*iov));
	int jid;

	if (!iov)
		return api_fail(-ENOMEM, NULL, "calloc");
	for (size_t i = 0; i < njp; i++) {
		iov[2 * i] = (struct iovec){ jp[i].jp_name,
					     strlen(jp[i].jp_name) + 1 };
		iov[2 * i + 1] =
			(struct iovec){ jp[i].jp_value, jp[i].jp_valuelen };
	}
	jid = jail_set(iov, 2 * njp, flags);
	free(iov);
	return jid;
}

static struct jailparam *find(struct jailparam *jp, unsigned njp,
			      const char *name)
{
	for (unsigned i = 0; i < njp; i++)
		if (jp[i].jp_value && streq(jp[i].jp_name, name))
			return &jp[i];
	return NULL;
}

static void key_of(struct jailparam *jp, unsigned njp, struct api_key *ret)
{
	const struct jailparam *last = find(jp, njp, "lastjid");
	const struct jailparam *jid = find(jp, njp, "jid");
	const struct jailparam *name = find(jp, njp, "name");

	if (last && last->jp_valuelen == sizeof(int))
		ret->lastjid = last->jp_value;
	if (jid && jid->jp_valuelen == sizeof(int))
		ret->jid = jid->jp_value;
	if (name && memchr(name->jp_value, '\0', name->jp_valuelen))
		ret->name = name->jp_value;
}

static int fetch(const struct jail_info *info, struct jailparam *jp,
		 struct errbuf *eb)
{
	void *bytes;
	size_t len;
	int r;

	if (streq(jp->jp_name, "lastjid"))
		return 0;
	r = api_encode_of(info, jp->jp_name, &bytes, &len, eb);
	if (r < 0)
		return r;
	if (!(jp->jp_flags & JP_RAWVALUE)) {
		free(jp->jp_value);
		jp->jp_value = bytes;
	} else if (jp->jp_valuelen < len) {
		free(bytes);
		return errbuf_set(eb, EINVAL, "%s: buffer is too small",
				  jp->jp_name);
	} else {
		if (len)
			memcpy(jp->jp_value, bytes, len);
		free(bytes);
	}
	jp->jp_valuelen = len;
	return 0;
}

int jailparam_get(struct jailparam *jp, unsigned njp, int flags)
{
	cleanup_jail_info struct jail_info info = { 0 };
	struct errbuf eb = { 0 };
	struct api_key key = { 0 };
	int r = flags & ~JAIL_DYING ? -EINVAL : 0;

	key_of(jp, njp, &key);
	if (r == 0)
		r = api_find(&key, flags, &info, &eb);
	for (unsigned i = 0; i < njp && r == 0; i++)
		r = fetch(&info, &jp[i], &eb);
	return r < 0 ? api_fail(r, &eb, "jail_get") : info.jid;
}

char *jailparam_export(struct jailparam *jp)
{
	cleanup_strv struct strv words = { 0 };
	struct errbuf eb = { 0 };
	struct api_name n;
	char *text = NULL;
	int r;

	r = api_name(jp->jp_name, &n, &eb);
	if (r == 0)
		r = api_decode(&n, jp->jp_value, jp->jp_valuelen, &words);
	if (r == 0 && n.type == JAIL_PARAM_BOOL && words.n)
		text = strdup(streq(words.v[0], "1") ? "true" : "false");
	else if (r == 0)
		text = strv_join(&words, ",");
	if (!text)
		(void)api_fail(r < 0 ? r : -ENOMEM, &eb, jp->jp_name);
	return text;
}

void jailparam_free(struct jailparam *jp, unsigned njp)
{
	for (unsigned i = 0; i < njp; i++) {
		drop_value(&jp[i]);
		free(jp[i].jp_name);
		jp[i].jp_name = NULL;
	}
}
