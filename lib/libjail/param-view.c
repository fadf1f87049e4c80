/* SPDX-License-Identifier: BSD-2-Clause */
/* param-view.c - The parameters of a jail as jls(8) and jail_get() show them */

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <sys/utsname.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/file.h"
#include "base/util.h"
#include "libjail/core.h"
#include "libjail/param-view.h"

#define OSRELDATE                                                              \
	"1500068" /* __FreeBSD_version of what we are compatible with */
#define OSS_VERSION "198144" /* linux(4)'s own default, 3.6.0 */
#define NO_UUID "00000000-0000-0000-0000-000000000000"

struct uts {
	int ns;
	bool ok;
	struct utsname name;
};

static void *look_in_uts(void *arg)
{
	struct uts *u = arg;

	u->ok = setns(u->ns, CLONE_NEWUTS) == 0 && uname(&u->name) == 0;
	return NULL;
}

/* The names in force in a jail.  A thread may be in another UTS namespace than
 * its process, so nobody else notices.  False: the caller may not look. */
static bool live_names(const struct jail_info *info, struct utsname *ret)
{
	struct uts u = { 0 };
	cleanup_close int ns = -1;
	char path[64];
	pthread_t thread;

	if (info->init_pid <= 0)
		return false;
	(void)snprintf(path, sizeof(path), "/proc/%d/ns/uts",
		       (int)info->init_pid);
	ns = open(path, O_RDONLY | O_CLOEXEC);
	/* The number may have passed on to another process. */
	if (ns < 0 || jail_of_pid(info->init_pid) != info->jid)
		return false;
	u.ns = ns;
	if (pthread_create(&thread, NULL, look_in_uts, &u) != 0)
		return false;
	if (pthread_join(thread, NULL) != 0 || !u.ok)
		return false;
	*ret = u.name;
	return true;
}

static bool given(const struct jail_info *info, const char *name)
{
	const struct strv *value = jail_params_get(&info->params, name);

	return value && value->n > 0;
}

/* Giving any of host.* means host=new. */
static bool own_host(const struct jail_info *info)
{
	if (given(info, "host"))
		return streq(jail_params_str(&info->params, "host"), "new");
	return given(info, "host.hostname") || given(info, "host.domainname") ||
	       given(info, "host.hostid") || given(info, "host.hostuuid");
}

static int show_jid(const struct jail_info *info, struct strv *ret)
{
	return strv_addf(ret, "%d", info->jid);
}

static int show_name(const struct jail_info *info, struct strv *ret)
{
	return info->name ? strv_add(ret, info->name) : show_jid(info, ret);
}

static int show_zero(const struct jail_info *info, struct strv *ret)
{
	(void)info;
	return strv_add(ret, "0");
}

static int show_dying(const struct jail_info *info, struct strv *ret)
{
	return strv_add(ret, info->state == JAIL_REMOVING ? "1" : "0");
}

static int show_host(const struct jail_info *info, struct strv *ret)
{
	return strv_add(ret, own_host(info) ? "new" : "inherit");
}

/* @name in its utsname, else what was given, else nothing (Linux's "(none)") */
static int show_uts(const struct jail_info *info, const char *param,
		    const char *name, struct strv *ret)
{
	if (!name)
		name = jail_params_str(&info->params, param);
	return strv_add(ret, streq(name, "(none)") ? "" : name);
}

static bool names_of(const struct jail_info *info, struct utsname *ret)
{
	/* unsaid it is a copy, so that a jail's root cannot rename the host */
	if ((own_host(info) || !given(info, "host")) && live_names(info, ret))
		return true;
	return !own_host(info) && uname(ret) == 0;
}

static int show_hostname(const struct jail_info *info, struct strv *ret)
{
	struct utsname u;

	return show_uts(info, "host.hostname",
			names_of(info, &u) ? u.nodename : NULL, ret);
}

static int show_domainname(const struct jail_info *info, struct strv *ret)
{
	struct utsname u;

	return show_uts(info, "host.domainname",
			names_of(info, &u) ? u.domainname : NULL, ret);
}

static int show_hostid(const struct jail_info *info, struct strv *ret)
{
	if (own_host(info) || given(info, "host.hostid"))
		return strv_addf(
			ret, "%lu",
			strtoul(jail_params_str(&info->params, "host.hostid"),
				NULL, 10));
	return strv_addf(ret, "%lu", (unsigned long)gethostid() & 0xffffffffUL);
}

/* The host's is its machine id, written as a UUID. */
static int show_hostuuid(const struct jail_info *info, struct strv *ret)
{
	cleanup_free char *id = NULL;

	if (given(info, "host.hostuuid"))
		return strv_add(
			ret, jail_params_str(&info->params, "host.hostuuid"));
	if (own_host(info) ||
	    file_read(AT_FDCWD, "/etc/machine-id", &id, NULL, NULL) < 0 ||
	    strspn(id, "0123456789abcdef") < 32)
		return strv_add(ret, NO_UUID);
	return strv_addf(ret, "%.8s-%.4s-%.4s-%.4s-%.12s", id, id + 8, id + 12,
			 id + 16, id + 20);
}

/* With a stack, its own or the host's, nothing is restricted that was not said
 * to be, which is what FreeBSD means by "inherit". */
static int show_ip(const struct jail_info *info, const char *name,
		   struct strv *ret)
{
	static const char *const either[] = { "vnet", "ip4", "ip6" };
	const struct jail_params *ps = &info->params;
	bool whole = streq(jail_params_str(ps, "vnet"), "new");

	if (!whole && jail_params_get(ps, name))
		return strv_add(ret, jail_params_str(ps, name));
	for (size_t i = 0; i < ARRAY_SIZE(either); i++)
		whole = whole ||
			streq(jail_params_str(ps, either[i]), "inherit");
	return strv_add(ret, whole ? "inherit" : jail_params_str(ps, name));
}

static int show_ip4(const struct jail_info *info, struct strv *ret)
{
	return show_ip(info, "ip4", ret);
}

static int show_ip6(const struct jail_info *info, struct strv *ret)
{
	return show_ip(info, "ip6", ret);
}

/* The types that allow.mount brings with it */
static int show_mount(const struct jail_info *info, struct strv *ret)
{
	return strv_add(ret, jail_params_str(&info->params, "allow.mount"));
}

/* Only over / is there a layer. */
static int show_root(const struct jail_info *info, struct strv *ret)
{
	bool host = streq(jail_params_str(&info->params, "path"), "/");

	return strv_add(ret, host ? "overlay" : "rw");
}

static int show_osrelease(const struct jail_info *info, struct strv *ret)
{
	struct utsname u;

	(void)info;
	return strv_addf(ret, "%.31s", uname(&u) == 0 ? u.release : "");
}

static int show_osreldate(const struct jail_info *info, struct strv *ret)
{
	(void)info;
	return strv_add(ret, OSRELDATE);
}

static int show_osname(const struct jail_info *info, struct strv *ret)
{
	(void)info;
	return strv_add(ret, "Linux");
}

static int show_oss_version(const struct jail_info *info, struct strv *ret)
{
	(void)info;
	return strv_add(ret, OSS_VERSION);
}

/* Computed parameters.  @always: also when a value was given at creation. */
static const struct computed {
	const char *name;
	bool always;
	int (*show)(const struct jail_info *info, struct strv *ret);
} computed[] = {
	{ "jid", true, show_jid },
	{ "name", true, show_name },
	{ "parent", true, show_zero },
	{ "dying", true, show_dying },
	{ "children.cur", true, show_zero },
	{ "cpuset.id", true, show_zero },
	{ "host", true, show_host },
	{ "host.hostname", true, show_hostname },
	{ "host.domainname", true, show_domainname },
	{ "host.hostid", true, show_hostid },
	{ "host.hostuuid", true, show_hostuuid },
	{ "ip4", false, show_ip4 },
	{ "ip6", false, show_ip6 },
	{ "allow.mount.fusefs", false, show_mount },
	{ "allow.mount.nullfs", false, show_mount },
	{ "allow.mount.procfs", false, show_mount },
	{ "allow.mount.tmpfs", false, show_mount },
	{ "osrelease", false, show_osrelease },
	{ "osreldate", false, show_osreldate },
	{ "linux.osname", false, show_osname },
	{ "linux.osrelease", false, show_osrelease },
	{ "linux.oss_version", false, show_oss_version },
	{ "vjail.root", false, show_root },
};

static int show_param(const struct jail_info *info,
		      const struct jail_param_desc *d, struct strv *ret)
{
	const struct strv *value = jail_params_get(&info->params, d->name);

	for (size_t i = 0; i < ARRAY_SIZE(computed); i++)
		if (streq(computed[i].name, d->name) &&
		    (computed[i].always || !value))
			return computed[i].show(info, ret);

	if (value)
		return strv_add_all(ret, value);
	if (d->type == JAIL_PARAM_IP4 || d->type == JAIL_PARAM_IP6 ||
	    d->type == JAIL_PARAM_LIST)
		return 0;
	return strv_add(ret, d->def ? d->def : "");
}

/* The line "KEY=VALUE" of a "meta" or "env"; -ENOENT: it has no keys */
static int show_key(const struct jail_info *info, const char *name,
		    struct strv *ret)
{
	const char *dot = strchr(name, '.');
	cleanup_free char *head = dot ? strndup(name, dot - name) : NULL;
	const struct jail_param_desc *d;
	cleanup_strv struct strv lines = { 0 };
	size_t len;

	d = head ? jail_param_find(head, NULL) : NULL;
	if (!d || d->type != JAIL_PARAM_KEYVALUE || dot[1] == '\0')
		return -ENOENT;
	if (strv_split(&lines, jail_params_str(&info->params, head), "\n") < 0)
		return -ENOMEM;
	len = strlen(dot + 1);
	for (size_t i = 0; i < lines.n; i++)
		if (strncmp(lines.v[i], dot + 1, len) == 0 &&
		    lines.v[i][len] == '=')
			return strv_add(ret, lines.v[i] + len + 1);
	return 0;
}

int jail_view(const struct jail_info *info, const char *name, struct strv *ret,
	      struct errbuf *eb)
{
	const struct jail_param_desc *d = jail_param_find(name, NULL);
	int r = d ? show_param(info, d, ret) : show_key(info, name, ret);

	if (r == -ENOENT)
		return errbuf_set(eb, ENOENT, "unknown parameter: %s", name);
	if (r < 0)
		return errbuf_set(eb, -r, "out of memory");
	return 0;
}
