/* SPDX-License-Identifier: BSD-2-Clause */
/* pseudo.c - The parameters that jail(8) itself acts on */

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "nl/fib.h"
#include "pseudo.h"

enum type { TYPE_BOOL, TYPE_INT, TYPE_STRING, TYPE_LIST };

static const struct {
	const char *name;
	enum type type;
} table[] = {
	[P_ALLOW_DYING] = { "allow.dying", TYPE_BOOL },
	[P_COMMAND] = { "command", TYPE_LIST },
	[P_DEPEND] = { "depend", TYPE_LIST },
	[P_EXEC_CLEAN] = { "exec.clean", TYPE_BOOL },
	[P_EXEC_CONSOLELOG] = { "exec.consolelog", TYPE_STRING },
	[P_EXEC_CREATED] = { "exec.created", TYPE_LIST },
	[P_EXEC_FIB] = { "exec.fib", TYPE_INT },
	[P_EXEC_JAIL_USER] = { "exec.jail_user", TYPE_STRING },
	[P_EXEC_POSTSTART] = { "exec.poststart", TYPE_LIST },
	[P_EXEC_POSTSTOP] = { "exec.poststop", TYPE_LIST },
	[P_EXEC_PREPARE] = { "exec.prepare", TYPE_LIST },
	[P_EXEC_PRESTART] = { "exec.prestart", TYPE_LIST },
	[P_EXEC_PRESTOP] = { "exec.prestop", TYPE_LIST },
	[P_EXEC_RELEASE] = { "exec.release", TYPE_LIST },
	[P_EXEC_START] = { "exec.start", TYPE_LIST },
	[P_EXEC_STOP] = { "exec.stop", TYPE_LIST },
	[P_EXEC_SYSTEM_JAIL_USER] = { "exec.system_jail_user", TYPE_BOOL },
	[P_EXEC_SYSTEM_USER] = { "exec.system_user", TYPE_STRING },
	[P_EXEC_TIMEOUT] = { "exec.timeout", TYPE_INT },
	[P_INTERFACE] = { "interface", TYPE_STRING },
	[P_IP_HOSTNAME] = { "ip_hostname", TYPE_BOOL },
	[P_MOUNT] = { "mount", TYPE_LIST },
	[P_MOUNT_DEVFS] = { "mount.devfs", TYPE_BOOL },
	[P_MOUNT_FDESCFS] = { "mount.fdescfs", TYPE_BOOL },
	[P_MOUNT_FSTAB] = { "mount.fstab", TYPE_LIST },
	[P_MOUNT_PROCFS] = { "mount.procfs", TYPE_BOOL },
	[P_STOP_TIMEOUT] = { "stop.timeout", TYPE_INT },
	[P_VNET_INTERFACE] = { "vnet.interface", TYPE_LIST },
	[P_ZFS_DATASET] = { "zfs.dataset", TYPE_LIST },
};
static_assert(ARRAY_SIZE(table) == P_COUNT, "a parameter without a row");

/* "mount.nodevfs" is "mount.devfs", "noip_hostname" is "ip_hostname". */
static bool is_no_form(const char *name, const char *positive)
{
	const char *dot = strrchr(positive, '.');
	size_t front = dot ? (size_t)(dot - positive) + 1 : 0;

	return strncmp(name, positive, front) == 0 &&
	       str_starts(name + front, "no") &&
	       streq(name + front + 2, positive + front);
}

enum pseudo pseudo_find(const char *name, bool *ret_no)
{
	for (enum pseudo p = 0; p < P_COUNT; p++) {
		bool no = table[p].type == TYPE_BOOL &&
			  is_no_form(name, table[p].name);

		if (!no && !streq(name, table[p].name))
			continue;
		if (ret_no)
			*ret_no = no;
		return p;
	}
	return P_NONE;
}

const char *pseudo_name(enum pseudo p)
{
	return table[p].name;
}

static const char *last(const struct strv *value)
{
	return value && value->n ? value->v[value->n - 1] : NULL;
}

static bool is_int(const char *s)
{
	char *end;
	long n;

	errno = 0;
	n = strtol(s, &end, 10);
	return *s != '\0' && *end == '\0' && !errno && n >= INT_MIN &&
	       n <= INT_MAX;
}

static bool is_bool(const char *s)
{
	return !*s || !strcasecmp(s, "true") || !strcasecmp(s, "false") ||
	       is_int(s);
}

/* What is known well and yet cannot be done here. */
static int check_possible(enum pseudo p, const struct strv *value,
			  struct errbuf *eb)
{
	if (p == P_EXEC_FIB && value && value->n) {
		long n = strtol(last(value), NULL, 10);

		if (n < 0 || n > FIB_MAX)
			return errbuf_set(eb, EINVAL,
					  "exec.fib: %s: not from 0 to %d",
					  last(value), FIB_MAX);
	}
	if (p == P_ZFS_DATASET && value && value->n)
		return errbuf_set(
			eb, EOPNOTSUPP,
			"zfs.dataset: %s: datasets cannot be given to a jail",
			value->v[0]);
	return 0;
}

static int check(enum pseudo p, bool no, const struct strv *value,
		 struct errbuf *eb)
{
	const char *s = last(value);

	switch (table[p].type) {
	case TYPE_BOOL:
		if (s && (no || !is_bool(s)))
			return errbuf_set(eb, EINVAL,
					  "%s: unknown boolean value \"%s\"",
					  table[p].name, s);
		return 0;
	case TYPE_INT:
		if (!s || !is_int(s))
			return errbuf_set(eb, EINVAL,
					  "%s: non-integer value \"%s\"",
					  table[p].name, s ? s : "");
		return check_possible(p, value, eb);
	case TYPE_STRING:
	case TYPE_LIST:
		return check_possible(p, value, eb);
	}
	return 0;
}

int pseudo_put(struct pseudos *ps, enum pseudo p, bool no,
	       const struct strv *value, struct errbuf *eb)
{
	struct strv *to = &ps->value[p];
	int r = check(p, no, value, eb);

	if (r < 0)
		return r;
	strv_done(to);
	ps->set[p] = true;
	if (no)
		return strv_add(to, "false");
	if (table[p].type == TYPE_LIST)
		return value ? strv_add_all(to, value) : 0;
	return last(value) ? strv_add(to, last(value)) : 0;
}

bool pseudo_bool(const struct pseudos *ps, enum pseudo p)
{
	const char *s = last(&ps->value[p]);

	if (!ps->set[p])
		return false;
	if (!s || !*s || !strcasecmp(s, "true"))
		return true;
	return strcasecmp(s, "false") != 0 && strtol(s, NULL, 10) != 0;
}

int pseudo_int(const struct pseudos *ps, enum pseudo p, int def)
{
	return ps->set[p] ? (int)strtol(last(&ps->value[p]), NULL, 10) : def;
}

const char *pseudo_str(const struct pseudos *ps, enum pseudo p)
{
	const char *s = last(&ps->value[p]);

	return s && *s ? s : NULL;
}

void pseudos_done(struct pseudos *ps)
{
	for (enum pseudo p = 0; p < P_COUNT; p++)
		strv_done(&ps->value[p]);
}
