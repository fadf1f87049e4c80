/* SPDX-License-Identifier: BSD-2-Clause */
/* api.c - jail_set(), jail_get() and what is as short: the public jail.h */

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "jail.h"
#include "libjail/api-priv.h"
#include "libjail/core.h"

char jail_errmsg[JAIL_ERRMSGLEN];

int api_fail(int r, const struct errbuf *eb, const char *what)
{
	if (eb && eb->msg[0])
		(void)snprintf(jail_errmsg, sizeof(jail_errmsg), "%s", eb->msg);
	else
		(void)snprintf(jail_errmsg, sizeof(jail_errmsg), "%s: %s", what,
			       strerror(-r));
	errno = -r;
	return -1;
}

static const char *iov_name(const struct iovec *iov)
{
	const char *name = iov->iov_base;

	if (!name || iov->iov_len == 0 || name[iov->iov_len - 1] != '\0')
		return NULL;
	return name;
}

/* The value of @name among the pairs, or NULL */
static struct iovec *iov_find(struct iovec *iov, unsigned niov,
			      const char *name)
{
	for (unsigned i = 0; i + 1 < niov; i += 2)
		if (iov_name(&iov[i]) && streq(iov_name(&iov[i]), name))
			return &iov[i + 1];
	return NULL;
}

/* Words also go where the caller asked for them, as "errmsg". */
static int iov_fail(int r, const struct errbuf *eb, const char *what,
		    struct iovec *iov, unsigned niov)
{
	struct iovec *msg = iov_find(iov, niov, "errmsg");

	(void)api_fail(r, eb, what);
	if (msg && msg->iov_base && msg->iov_len)
		(void)snprintf(msg->iov_base, msg->iov_len, "%s", jail_errmsg);
	return -1;
}

static int bad_value(const char *name, int r, struct errbuf *eb)
{
	if (r == -EINVAL)
		return errbuf_set(eb, EINVAL, "%s: value does not fit its type",
				  name);
	return errbuf_set(eb, -r, "out of memory");
}

static int put_pair(struct jail_params *ps, const struct iovec *iov,
		    struct errbuf *eb)
{
	const char *name = iov_name(&iov[0]);
	cleanup_strv struct strv words = { 0 };
	struct api_name n;
	int r;

	if (!name)
		return errbuf_set(eb, EINVAL, "a parameter without a name");
	if (streq(name, "errmsg"))
		return 0;
	r = api_name(name, &n, eb);
	if (r == -ENOENT || (!n.desc && !n.key))
		return errbuf_set(eb, EINVAL, "unknown parameter: %s", name);
	if (r == 0)
		r = api_decode(&n, iov[1].iov_base, iov[1].iov_len, &words);
	if (r < 0)
		return bad_value(name, r, eb);
	return jail_params_put(ps, name, &words, eb);
}

int jail_set(struct iovec *iov, unsigned int niov, int flags)
{
	cleanup_jail_params struct jail_params ps = { 0 };
	struct errbuf eb = { 0 };
	int r = niov % 2 ? -EINVAL : 0;

	for (unsigned i = 0; i + 1 < niov && r == 0; i += 2)
		r = put_pair(&ps, &iov[i], &eb);
	if (r == 0)
		r = api_set(&ps, flags, &eb);
	return r < 0 ? iov_fail(r, &eb, "jail_set", iov, niov) : r;
}

/* Bytes to the caller's buffer; with none, only how many there are */
static int give(struct iovec *to, const struct api_name *n, const void *value,
		size_t len)
{
	bool list = n->type == JAIL_PARAM_IP4 || n->type == JAIL_PARAM_IP6;
	bool number = !list && api_elem_size(n->type) > 1;

	if (!to->iov_base) {
		to->iov_len = len;
		return 0;
	}
	if (number ? to->iov_len != len : !list && to->iov_len < len)
		return -EINVAL;
	if (list && to->iov_len > len)
		to->iov_len = len;
	if (len)
		memcpy(to->iov_base, value,
		       to->iov_len < len ? to->iov_len : len);
	else if (!list && to->iov_len)
		*(char *)to->iov_base = '\0';
	return 0;
}

static int get_pair(const struct jail_info *info, struct iovec *iov,
		    struct errbuf *eb)
{
	const char *name = iov_name(&iov[0]);
	cleanup_free void *value = NULL;
	struct api_name n;
	size_t len;
	int r;

	if (!name)
		return errbuf_set(eb, EINVAL, "a parameter without a name");
	if (streq(name, "errmsg") || streq(name, "lastjid"))
		return 0;
	r = api_name(name, &n, eb);
	if (r < 0)
		return -EINVAL;
	r = api_encode_of(info, name, &value, &len, eb);
	if (r < 0)
		return r;
	r = give(&iov[1], &n, value, len);
	return r < 0 ? bad_value(name, r, eb) : 0;
}

static int key_int(struct iovec *iov, const int **ret)
{
	if (!iov || !iov->iov_base)
		return 0;
	if (iov->iov_len != sizeof(int))
		return -EINVAL;
	*ret = iov->iov_base;
	return 0;
}

/* "name" may be an output too: its buffer is a key only if nothing else is. */
static int key_of(struct iovec *iov, unsigned niov, struct api_key *ret)
{
	struct iovec *name = iov_find(iov, niov, "name");

	if (key_int(iov_find(iov, niov, "lastjid"), &ret->lastjid) < 0 ||
	    key_int(iov_find(iov, niov, "jid"), &ret->jid) < 0)
		return -EINVAL;
	if (ret->lastjid || (ret->jid && *ret->jid) || !name || !name->iov_base)
		return 0;
	if (!memchr(name->iov_base, '\0', name->iov_len))
		return -EINVAL;
	ret->name = name->iov_base;
	return 0;
}

int jail_get(struct iovec *iov, unsigned int niov, int flags)
{
	cleanup_jail_info struct jail_info info = { 0 };
	struct errbuf eb = { 0 };
	struct api_key key = { 0 };
	int r = niov % 2 || flags & ~JAIL_DYING ? -EINVAL : 0;

	if (r == 0)
		r = key_of(iov, niov, &key);
	if (r == 0)
		r = api_find(&key, flags, &info, &eb);
	for (unsigned i = 0; i + 1 < niov && r == 0; i += 2)
		r = get_pair(&info, &iov[i], &eb);
	return r < 0 ? iov_fail(r, &eb, "jail_get", iov, niov) : info.jid;
}

/* FreeBSD's system calls say EINVAL of a jail that is not there. */
static int fail_jid(int r, const struct errbuf *eb, const char *what)
{
	return api_fail(r == -ENOENT ? -EINVAL : r, eb, what);
}

int jail_attach(int jid)
{
	struct errbuf eb = { 0 };
	int r = jail_enter(jid, &eb);

	return r < 0 ? fail_jid(r, &eb, "jail_attach") : 0;
}

int jail_remove(int jid)
{
	struct errbuf eb = { 0 };
	int r = jail_destroy(jid, &eb);

	return r < 0 ? fail_jid(r, &eb, "jail_remove") : 0;
}

int jail_getid(const char *name)
{
	cleanup_jail_info struct jail_info info = { 0 };
	const struct api_key key = { .name = name };
	struct errbuf eb = { 0 };
	int r;

	if (*name && strspn(name, "0123456789") == strlen(name)) {
		unsigned long jid = strtoul(name, NULL, 10);

		if (jid <= INT_MAX)
			return (int)jid;
		r = errbuf_set(&eb, ENOENT, "jail %s not found", name);
		return api_fail(r, &eb, "jail_get");
	}
	r = api_find(&key, 0, &info, &eb);
	return r < 0 ? api_fail(r, &eb, "jail_get") : info.jid;
}

char *jail_getname(int jid)
{
	cleanup_jail_info struct jail_info info = { 0 };
	const struct api_key key = { .jid = &jid };
	struct errbuf eb = { 0 };
	char *name;
	int r = api_find(&key, 0, &info, &eb);

	if (r < 0) {
		(void)api_fail(r, &eb, "jail_get");
		return NULL;
	}
	name = strdup(info.name);
	if (!name)
		(void)api_fail(-ENOMEM, NULL, "strdup");
	return name;
}
