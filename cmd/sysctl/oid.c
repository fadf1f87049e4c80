/* SPDX-License-Identifier: BSD-2-Clause */
/* oid.c - Look up sysctl names, read and set what they stand for */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/strv.h"
#include "base/util.h"
#include "libjail/param.h"
#include "oid.h"

#define SYS "/proc/sys/"
#define PARAM_NODE "security.jail.param"

static const struct {
	const char *name, *descr;
} nodes[] = {
	{ "kern", "The kernel and its limits" },
	{ "kern.features", "What this kernel has" },
	{ "kern.ipc", "Sockets and shared memory" },
	{ "vm", "Memory and load" },
	{ "net", "Networking" },
	{ "net.inet", "IPv4" },
	{ "net.inet6", "IPv6" },
	{ "net.link", "Interfaces" },
	{ "hw", "The machine" },
	{ "security", "Security" },
	{ "security.bsd", "What users may see and do" },
	{ "security.jail", "Jails" },
	{ PARAM_NODE, "Jail parameters" },
};

static const struct {
	enum oid_type type;
	const char *format;
	size_t size;
} param_types[] = {
	[JAIL_PARAM_INT] = { OID_INT, NULL, 0 },
	[JAIL_PARAM_UINT] = { OID_UINT, NULL, 0 },
	[JAIL_PARAM_ULONG] = { OID_ULONG, NULL, 0 },
	[JAIL_PARAM_BOOL] = { OID_INT, "B", 0 },
	[JAIL_PARAM_STRING] = { OID_STRING, NULL, 0 },
	[JAIL_PARAM_JAILSYS] = { OID_INT, "E,jailsys", 0 },
	[JAIL_PARAM_IP4] = { OID_OPAQUE, "S,in_addr,a", 4 },
	[JAIL_PARAM_IP6] = { OID_OPAQUE, "S,in6_addr,a", 16 },
	[JAIL_PARAM_LIST] = { OID_STRING, NULL, 0 },
	[JAIL_PARAM_KEYVALUE] = { OID_STRING, NULL, 0 },
};

static int oid_list_add(struct oid_list *l, const struct oid *o)
{
	const struct oid **v = reallocarray(l->v, l->n + 1, sizeof(void *));

	if (!v)
		return -ENOMEM;
	l->v = v;
	l->v[l->n++] = o;
	return 0;
}

/* Features that are missing have no name at all. */
static bool is_absent(const struct oid *o)
{
	cleanup_free char *text = NULL;

	if (!str_starts(o->name, "kern.features."))
		return false;
	return o->get && o->get(&text) < 0;
}

static int add_table(struct oid_list *l, const struct oid *table)
{
	int r = 0;

	for (; r == 0 && table->name; table++)
		if (!is_absent(table))
			r = oid_list_add(l, table);
	return r;
}

/* Reading a parameter's description gives 0, as FreeBSD's numbers do. */
static int add_params(struct oid_list *l)
{
	const struct jail_param_desc *p = jail_param_table(&l->nparams);
	int r = 0;

	l->params = calloc(l->nparams + 1, sizeof(*l->params));
	if (!l->params)
		return -ENOMEM;
	for (size_t i = 0; r == 0 && i < l->nparams; i++) {
		struct oid *o = &l->params[i];
		char *name;

		if (asprintf(&name, PARAM_NODE ".%s", p[i].name) < 0)
			return -ENOMEM;
		o->name = name;
		o->descr = p[i].note ? p[i].note : "";
		o->type = param_types[p[i].type].type;
		o->format = param_types[p[i].type].format;
		o->size = param_types[p[i].type].size;
		o->value = "0";
		r = oid_list_add(l, o);
	}
	return r;
}

int oid_list_init(struct oid_list *l)
{
	const struct oid *const tables[] = { oids_kern, oids_net, oids_hw,
					     oids_security };
	int r = 0;

	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(tables); i++)
		r = add_table(l, tables[i]);
	return r < 0 ? r : add_params(l);
}

void oid_list_done(struct oid_list *l)
{
	for (size_t i = 0; l->params && i < l->nparams; i++) {
		char *name;

		memcpy(&name, &l->params[i].name, sizeof(name));
		free(name);
	}
	free(l->params);
	free(l->v);
	memset(l, 0, sizeof(*l));
}

const struct oid *oid_find(const struct oid_list *l, const char *name)
{
	for (size_t i = 0; i < l->n; i++)
		if (streq(l->v[i]->name, name))
			return l->v[i];
	return NULL;
}

bool oid_in(const struct oid *o, const char *node)
{
	size_t len = strlen(node);

	return len == 0 || (strncmp(o->name, node, len) == 0 &&
			    (o->name[len] == '.' || !o->name[len]));
}

const char *oid_node_descr(const struct oid_list *l, const char *node)
{
	bool found = false;

	for (size_t i = 0; i < ARRAY_SIZE(nodes); i++)
		if (streq(nodes[i].name, node))
			return nodes[i].descr;
	for (size_t i = 0; i < l->n && !found; i++)
		found = oid_in(l->v[i], node) && !streq(l->v[i]->name, node);
	return found ? "" : NULL;
}

bool oid_has_answer(const struct oid *o)
{
	return o->path || o->get || o->value;
}

/* The path of an oid's file with "*" filled in. */
static char *file_path(const char *path, const char *star)
{
	const char *s = strchr(path, '*');
	char *full;
	int r = s ? asprintf(&full, SYS "%.*s%s%s", (int)(s - path), path, star,
			     s + 1)
		  : asprintf(&full, SYS "%s", path);

	return r < 0 ? NULL : full;
}

static int read_words(const char *path, struct strv *ret)
{
	cleanup_free char *text = NULL;
	int r = file_read(AT_FDCWD, path, &text, NULL, NULL);

	return r < 0 ? r : strv_split(ret, text, " \t\n");
}

static int get_file(const struct oid *o, char **ret)
{
	cleanup_free char *path = file_path(o->path, o->star);
	cleanup_strv struct strv words = { 0 };
	unsigned long long n;
	int r = path ? read_words(path, &words) : -ENOMEM;

	if (r < 0)
		return r == -ENOENT && !o->value ? -ENOSYS : r;
	if (words.n <= o->field)
		return -ENOSYS;
	if (o->type == OID_STRING ||
	    (!(o->flags & (OID_INVERSE | OID_UNLESS_ONE)) && !o->scale)) {
		*ret = strdup(words.v[o->field]);
		return *ret ? 0 : -ENOMEM;
	}
	n = strtoull(words.v[o->field], NULL, 10);
	if (o->flags & OID_INVERSE)
		n = !n;
	if (o->flags & OID_UNLESS_ONE)
		n = n != 1;
	if (o->scale)
		n /= o->scale;
	return asprintf(ret, "%llu", n) < 0 ? -ENOMEM : 0;
}

int oid_get(const struct oid *o, char **ret)
{
	int r = -ENOSYS;

	if (o->get)
		return o->get(ret);
	if (o->path)
		r = get_file(o, ret);
	if (r < 0 && o->value) {
		*ret = strdup(o->value);
		r = *ret ? 0 : -ENOMEM;
	}
	return r;
}

/* What the file has to hold so that the oid is @value.  Caller frees. */
static int file_text(const struct oid *o, const char *path, const char *value,
		     char **ret)
{
	cleanup_strv struct strv words = { 0 };
	char number[24];
	long long n;
	int r = read_words(path, &words);

	if (r < 0)
		return r;
	if (words.n <= o->field)
		return -ENOSYS;
	if (o->type != OID_STRING) {
		n = strtoll(value, NULL, 10);
		if (o->flags & (OID_INVERSE | OID_UNLESS_ONE))
			n = !n;
		if (o->scale)
			n *= o->scale;
		(void)snprintf(number, sizeof(number), "%lld", n);
		value = number;
	}
	free(words.v[o->field]);
	words.v[o->field] = strdup(value);
	*ret = words.v[o->field] ? strv_join(&words, " ") : NULL;
	return *ret ? 0 : -ENOMEM;
}

static int set_file(const struct oid *o, const char *path, const char *value)
{
	cleanup_free char *text = NULL;
	int r = file_text(o, path, value, &text);

	return r < 0 ? r : file_write(AT_FDCWD, path, text, NULL);
}

static void close_dir(DIR *const *dir)
{
	if (*dir)
		(void)closedir(*dir);
}

/* In the file of every interface, of "all" and of "default". */
static int set_all(const struct oid *o, const char *path, const char *value)
{
	cleanup_free char *dir = file_path(path, "");
	__attribute__((cleanup(close_dir))) DIR *d = NULL;
	int r = 0;

	if (!dir)
		return -ENOMEM;
	*strstr(dir, "//") = '\0';
	d = opendir(dir);
	if (!d)
		return -errno;
	for (struct dirent *e = readdir(d); e && r == 0; e = readdir(d)) {
		cleanup_free char *file = NULL;

		if (e->d_name[0] == '.')
			continue;
		file = file_path(path, e->d_name);
		r = file ? set_file(o, file, value) : -ENOMEM;
		if (r == -ENOENT) /* an interface that left meanwhile */
			r = 0;
	}
	return r;
}

static int set_path(const struct oid *o, const char *path, const char *value)
{
	cleanup_free char *full = NULL;

	if (strchr(path, '*'))
		return set_all(o, path, value);
	full = file_path(path, "");
	return full ? set_file(o, full, value) : -ENOMEM;
}

int oid_set(const struct oid *o, const char *value)
{
	int r = -ENOSYS;

	if (o->set)
		return o->set(value);
	if (o->path)
		r = set_path(o, o->path, value);
	if (r == 0 && o->also)
		r = set_path(o, o->also, value);
	if ((r == -ENOSYS || r == -ENOENT) && o->value)
		return streq(o->value, value) ? 0 : -EOPNOTSUPP;
	if (r == -EACCES) /* FreeBSD has no files here that modes are on */
		return -EPERM;
	return r == -ENOENT ? -ENOSYS : r;
}
