/* SPDX-License-Identifier: BSD-2-Clause */
/* path.c - "name:hook.hook", "[id]:", ".:hook": which node is meant */

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/util.h"
#include "libnetgraph/path.h"
#include "netgraph/ng_message.h"

/* The number in "[1f]", or 0. */
static uint32_t id_of(const char *s)
{
	unsigned long v;
	char *end;

	if (*s != '[' || !isxdigit((unsigned char)s[1]))
		return 0;
	errno = 0;
	v = strtoul(s + 1, &end, 16);
	if (errno || *end != ']' || end[1] || v > UINT32_MAX)
		return 0;
	return (uint32_t)v;
}

int path_name_check(const char *name)
{
	size_t n = strlen(name);

	if (n == 0 || n >= NG_NODESIZ || strpbrk(name, ".:") || id_of(name) ||
	    !text_is_plain(name))
		return -EINVAL;
	return 0;
}

int path_hook_check(const char *name)
{
	size_t n = strlen(name);

	return n == 0 || n >= NG_HOOKSIZ || strpbrk(name, ".:") ||
			       !text_is_plain(name)
		       ? -EINVAL
		       : 0;
}

static struct ng_node_rec *
node_called(struct graph *g, struct ng_node_rec *here, const char *name)
{
	uint32_t id;

	if (streq(name, "."))
		return here;
	id = id_of(name);
	return id ? node_by_id(g, id) : node_by_name(g, name);
}

static int follow(struct graph *g, struct ng_node_rec *n, char *hooks,
		  struct ng_node_rec **ret, struct ng_hook_rec **ret_hook)
{
	char *rest = hooks, *name;

	while ((name = strsep(&rest, "."))) {
		struct ng_hook_rec *h = hook_find(g, n, name);

		h = h ? hook_peer(g, h) : NULL;
		if (!h)
			return -ENOENT;
		*ret_hook = h;
		n = hook_node(g, h);
	}
	*ret = n;
	return 0;
}

int path_find_by(struct graph *g, struct ng_node_rec *here, const char *path,
		 struct ng_node_rec **ret, struct ng_hook_rec **ret_hook)
{
	char buf[NG_PATHSIZ], *hooks = buf, *colon;
	struct ng_node_rec *n = here;
	size_t len = strlen(path);

	if (len >= sizeof(buf) || strstr(path, ".."))
		return -EINVAL;
	memcpy(buf, path, len + 1);
	colon = strchr(buf, ':');
	if (colon) {
		*colon = '\0';
		hooks = colon + 1;
		if (!*buf || (strchr(buf, '.') && !streq(buf, ".")))
			return -EINVAL;
		n = node_called(g, here, buf);
	}
	if (!n)
		return -ENOENT;
	if (strchr(hooks, ':'))
		return -EINVAL;
	/* A dot at either end says nothing. */
	hooks += *hooks == '.';
	len = strlen(hooks);
	if (len && hooks[len - 1] == '.')
		hooks[len - 1] = '\0';
	if (*hooks)
		return follow(g, n, hooks, ret, ret_hook);
	*ret = n;
	*ret_hook = NULL;
	return 0;
}

int path_find(struct graph *g, struct ng_node_rec *here, const char *path,
	      struct ng_node_rec **ret)
{
	struct ng_hook_rec *by;

	return path_find_by(g, here, path, ret, &by);
}
