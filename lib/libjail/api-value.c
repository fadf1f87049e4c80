/* SPDX-License-Identifier: BSD-2-Clause */
/* api-value.c - Parameter values between the API's bytes and our words */

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "jail.h"
#include "libjail/api-priv.h"
#include "libjail/core.h"
#include "libjail/param-view.h"

static const char *const jailsys_words[] = {
	[JAIL_SYS_DISABLE] = "disable",
	[JAIL_SYS_NEW] = "new",
	[JAIL_SYS_INHERIT] = "inherit",
};

int api_name(const char *name, struct api_name *ret, struct errbuf *eb)
{
	const struct jail_info nobody = { 0 };
	cleanup_strv struct strv none = { 0 };
	struct api_name n = { 0 };
	int r;

	n.desc = jail_param_find(name, &n.no);
	if (n.desc) {
		n.type = n.desc->type;
	} else if (streq(name, "lastjid")) {
		n.type = JAIL_PARAM_INT;
	} else {
		r = jail_view(&nobody, name, &none, eb);
		if (r < 0)
			return r;
		n.type = JAIL_PARAM_STRING;
		n.key = true;
	}
	*ret = n;
	return 0;
}

size_t api_elem_size(enum jail_param_type type)
{
	switch (type) {
	case JAIL_PARAM_INT:
	case JAIL_PARAM_UINT:
	case JAIL_PARAM_BOOL:
	case JAIL_PARAM_JAILSYS:
		return sizeof(int);
	case JAIL_PARAM_ULONG:
		return sizeof(unsigned long);
	case JAIL_PARAM_IP4:
		return sizeof(struct in_addr);
	case JAIL_PARAM_IP6:
		return sizeof(struct in6_addr);
	case JAIL_PARAM_STRING:
	case JAIL_PARAM_LIST:
	case JAIL_PARAM_KEYVALUE:
		break;
	}
	return 1;
}

static int decode_number(const struct api_name *n, const void *value,
			 struct strv *ret)
{
	unsigned long ul;
	unsigned u;
	int i;

	memcpy(&i, value, sizeof(i));
	memcpy(&u, value, sizeof(u));
	if (n->type == JAIL_PARAM_INT)
		return strv_addf(ret, "%d", i);
	if (n->type == JAIL_PARAM_UINT)
		return strv_addf(ret, "%u", u);
	if (n->type == JAIL_PARAM_BOOL)
		return strv_add(ret, i ? "1" : "0");
	if (n->type == JAIL_PARAM_JAILSYS)
		return i >= 0 && i < (int)ARRAY_SIZE(jailsys_words)
			       ? strv_add(ret, jailsys_words[i])
			       : -EINVAL;
	memcpy(&ul, value, sizeof(ul));
	return strv_addf(ret, "%lu", ul);
}

static int decode_addresses(const struct api_name *n, const void *value,
			    size_t len, struct strv *ret)
{
	int family = n->type == JAIL_PARAM_IP4 ? AF_INET : AF_INET6;
	size_t size = api_elem_size(n->type);

	if (len % size != 0)
		return -EINVAL;
	for (size_t at = 0; at < len; at += size) {
		char text[INET6_ADDRSTRLEN];

		if (!inet_ntop(family, (const char *)value + at, text,
			       sizeof(text)) ||
		    strv_add(ret, text) < 0)
			return -ENOMEM;
	}
	return 0;
}

int api_decode(const struct api_name *n, const void *value, size_t len,
	       struct strv *ret)
{
	if (n->type == JAIL_PARAM_IP4 || n->type == JAIL_PARAM_IP6)
		return decode_addresses(n, value, value ? len : 0, ret);
	if (!value || len == 0)
		return 0;
	if (api_elem_size(n->type) > 1)
		return len == api_elem_size(n->type)
			       ? decode_number(n, value, ret)
			       : -EINVAL;
	if (((const char *)value)[len - 1] != '\0')
		return -EINVAL;
	/* A list is a string of lines. */
	if (n->type == JAIL_PARAM_LIST)
		return strv_split(ret, value, "\n");
	return strv_add(ret, value);
}

static int copy_out(const void *bytes, size_t len, void **ret, size_t *ret_len)
{
	void *copy = malloc(len);

	if (!copy)
		return -ENOMEM;
	memcpy(copy, bytes, len);
	*ret = copy;
	*ret_len = len;
	return 0;
}

static int jailsys_number(const char *word)
{
	for (size_t i = 0; i < ARRAY_SIZE(jailsys_words); i++)
		if (streq(word, jailsys_words[i]))
			return (int)i;
	return JAIL_SYS_DISABLE;
}

static int encode_number(const struct api_name *n, const char *word, void **ret,
			 size_t *ret_len)
{
	unsigned long ul = strtoul(word, NULL, 10);
	int i = (int)strtol(word, NULL, 10);

	if (n->type == JAIL_PARAM_ULONG)
		return copy_out(&ul, sizeof(ul), ret, ret_len);
	if (n->type == JAIL_PARAM_UINT)
		i = (int)ul;
	if (n->type == JAIL_PARAM_JAILSYS)
		i = jailsys_number(word);
	if (n->type == JAIL_PARAM_BOOL)
		i = streq(word, "1") != n->no;
	return copy_out(&i, sizeof(i), ret, ret_len);
}

static int encode_addresses(const struct api_name *n, const struct strv *words,
			    void **ret, size_t *ret_len)
{
	int family = n->type == JAIL_PARAM_IP4 ? AF_INET : AF_INET6;
	size_t size = api_elem_size(n->type);
	char *all = calloc(words->n, size);

	if (!all)
		return -ENOMEM;
	for (size_t i = 0; i < words->n; i++)
		(void)inet_pton(family, words->v[i], all + i * size);
	*ret = all;
	*ret_len = words->n * size;
	return 0;
}

int api_encode(const struct api_name *n, const struct strv *words, void **ret,
	       size_t *ret_len)
{
	cleanup_free char *joined = NULL;

	if (words->n == 0) {
		*ret = NULL;
		*ret_len = 0;
		return 0;
	}
	if (n->type == JAIL_PARAM_IP4 || n->type == JAIL_PARAM_IP6)
		return encode_addresses(n, words, ret, ret_len);
	if (api_elem_size(n->type) > 1)
		return encode_number(n, words->v[0], ret, ret_len);
	joined = strv_join(words, "\n");
	if (!joined)
		return -ENOMEM;
	return copy_out(joined, strlen(joined) + 1, ret, ret_len);
}

int api_encode_of(const struct jail_info *info, const char *name, void **ret,
		  size_t *ret_len, struct errbuf *eb)
{
	cleanup_strv struct strv words = { 0 };
	struct api_name n;
	int r;

	r = api_name(name, &n, eb);
	if (r == 0)
		r = jail_view(info, n.desc ? n.desc->name : name, &words, eb);
	if (r < 0)
		return r;
	r = api_encode(&n, &words, ret, ret_len);
	return r < 0 ? errbuf_set(eb, -r, "out of memory") : 0;
}
