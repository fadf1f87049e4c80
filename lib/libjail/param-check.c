/* SPDX-License-Identifier: BSD-2-Clause */
/* param-check.c - What Linux cannot honour, and what does not go together */

#include <errno.h>

#include "base/errbuf.h"
#include "base/util.h"
#include "libjail/name.h"
#include "libjail/param.h"

#define JAIL_MAX 999999
#define OSRELEASE_MAX 31
#define LINUX_HOSTNAME_MAX 64 /* __NEW_UTS_LEN */

static bool given(const struct jail_params *ps, const char *name)
{
	const struct strv *value = jail_params_get(ps, name);

	return value && value->n > 0;
}

static bool is(const struct jail_params *ps, const char *name, const char *word)
{
	return given(ps, name) && streq(jail_params_str(ps, name), word);
}

static bool longer(const struct jail_params *ps, const char *name, size_t max)
{
	return strlen(jail_params_str(ps, name)) > max;
}

static bool jid_negative(const struct jail_params *ps)
{
	return jail_params_int(ps, "jid") < 0;
}

static bool jid_too_large(const struct jail_params *ps)
{
	return jail_params_int(ps, "jid") > JAIL_MAX;
}

static bool securelevel_high(const struct jail_params *ps)
{
	return jail_params_int(ps, "securelevel") > 2;
}

static bool statfs_open(const struct jail_params *ps)
{
	return jail_params_int(ps, "enforce_statfs") == 0;
}

static bool statfs_unknown(const struct jail_params *ps)
{
	long n = jail_params_int(ps, "enforce_statfs");

	return n < 0 || n > 2;
}

static bool ruleset_unknown(const struct jail_params *ps)
{
	long n = jail_params_int(ps, "devfs_ruleset");

	return n < 0 || n > 65535;
}

static bool sysv_shared(const struct jail_params *ps)
{
	return is(ps, "sysvmsg", "inherit") || is(ps, "sysvsem", "inherit") ||
	       is(ps, "sysvshm", "inherit");
}

static bool host_disabled(const struct jail_params *ps)
{
	return is(ps, "host", "disable");
}

static bool linux_disabled(const struct jail_params *ps)
{
	return is(ps, "linux", "disable");
}

static bool host_both(const struct jail_params *ps)
{
	return is(ps, "host", "inherit") &&
	       (given(ps, "host.hostname") || given(ps, "host.domainname") ||
		given(ps, "host.hostid") || given(ps, "host.hostuuid"));
}

static bool hostname_long(const struct jail_params *ps)
{
	return longer(ps, "host.hostname", LINUX_HOSTNAME_MAX);
}

static bool domainname_long(const struct jail_params *ps)
{
	return longer(ps, "host.domainname", LINUX_HOSTNAME_MAX);
}

static bool osrelease_bad(const struct jail_params *ps)
{
	return given(ps, "osrelease") &&
	       (longer(ps, "osrelease", OSRELEASE_MAX) ||
		is(ps, "osrelease", ""));
}

static bool restricts_ip(const struct jail_params *ps, const char *family,
			 const char *addr)
{
	return is(ps, family, "new") || is(ps, family, "disable") ||
	       given(ps, addr);
}

static bool vnet_and_ip(const struct jail_params *ps)
{
	return is(ps, "vnet", "new") && (restricts_ip(ps, "ip4", "ip4.addr") ||
					 restricts_ip(ps, "ip6", "ip6.addr"));
}

static bool off(const struct jail_params *ps, const char *name)
{
	return is(ps, name, "0");
}

static bool mounts_some(const struct jail_params *ps)
{
	return is(ps, "allow.mount", "1") &&
	       (off(ps, "allow.mount.fusefs") ||
		off(ps, "allow.mount.nullfs") ||
		off(ps, "allow.mount.procfs") || off(ps, "allow.mount.tmpfs"));
}

/* devtmpfs with the host's disks, /proc/sys, sysfs: nothing would be left of
 * the jail. */
static bool mounts_as_host(const struct jail_params *ps)
{
	return is(ps, "allow.mount", "1") && is(ps, "vjail.userns", "inherit");
}

static bool netgraph_without_vnet(const struct jail_params *ps)
{
	return jail_params_bool(ps, "vjail.netgraph") && !is(ps, "vnet", "new");
}

static bool interface_without_vnet(const struct jail_params *ps)
{
	return given(ps, "vjail.interface") && !is(ps, "vnet", "new");
}

static bool root_unknown(const struct jail_params *ps)
{
	return given(ps, "vjail.root") && !is(ps, "vjail.root", "overlay") &&
	       !is(ps, "vjail.root", "rw");
}

static bool overlay_elsewhere(const struct jail_params *ps)
{
	return is(ps, "vjail.root", "overlay") &&
	       !streq(jail_params_str(ps, "path"), "/");
}

static bool userns_unknown(const struct jail_params *ps)
{
	return given(ps, "vjail.userns") && !is(ps, "vjail.userns", "new") &&
	       !is(ps, "vjail.userns", "inherit");
}

/* clang-format off */
static const struct rule {
	bool (*broken)(const struct jail_params *ps);
	int code;
	const char *words;
} rules[] = {
	{ jid_negative, EINVAL, "negative jid" },
	{ jid_too_large, EINVAL, "jid: at most 999999" },
	{ vnet_and_ip, EINVAL, "vnet jails cannot have IP address restrictions" },
	{ mounts_some, EOPNOTSUPP, "allow.mount: Linux cannot tell types apart; it comes with fusefs, nullfs, procfs and tmpfs: deny none of them" },
	{ mounts_as_host, EOPNOTSUPP, "allow.mount: with vjail.userns=inherit its root could mount the host's disks; not supported" },
	{ osrelease_bad, EINVAL, "osrelease string must be 1-31 bytes long" },
	{ securelevel_high, EOPNOTSUPP, "securelevel: 3 would protect packet filters, which root of a jail can change; use 2" },
	{ statfs_unknown, EINVAL, "enforce_statfs: must be 1 or 2" },
	{ statfs_open, EOPNOTSUPP, "enforce_statfs: a jail sees its own mounts only; use 1 or 2" },
	{ ruleset_unknown, EINVAL, "devfs_ruleset: must be 0 to 65535" },
	{ sysv_shared, EOPNOTSUPP, "the host's System V IPC cannot be shared; use sysvmsg, sysvsem, sysvshm = new" },
	{ host_disabled, EINVAL, "host: must be new or inherit" },
	{ linux_disabled, EOPNOTSUPP, "linux: a jail here is Linux; use new or inherit" },
	{ host_both, EINVAL, "host=inherit takes all of host.* from the host" },
	{ hostname_long, ENAMETOOLONG, "host.hostname: longer than 64 characters" },
	{ domainname_long, ENAMETOOLONG, "host.domainname: longer than 64 characters" },
	{ root_unknown, EINVAL, "vjail.root: must be overlay or rw" },
	{ userns_unknown, EINVAL, "vjail.userns: must be new or inherit" },
};

/* These need to know all of the jail, not only what an update changes. */
static const struct rule create_rules[] = {
	{ interface_without_vnet, EINVAL, "vjail.interface: only for jails with vnet" },
	{ netgraph_without_vnet, EINVAL, "vjail.netgraph: only for jails with vnet" },
	{ overlay_elsewhere, EOPNOTSUPP, "vjail.root: overlay is only for path=/" },
};
/* clang-format on */

static int check_rules(const struct jail_params *ps, const struct rule *rs,
		       size_t n, struct errbuf *eb)
{
	for (size_t i = 0; i < n; i++)
		if (rs[i].broken(ps))
			return errbuf_set(eb, rs[i].code, "%s", rs[i].words);
	return 0;
}

/* A jail may be called by a number only if it is its own. */
static int check_name(const struct jail_params *ps, struct errbuf *eb)
{
	const char *name = jail_params_str(ps, "name");

	if (!given(ps, "name") || *name == '\0')
		return 0;
	if (given(ps, "jid") && streq(name, jail_params_str(ps, "jid")))
		return 0;
	if (strspn(name, "0123456789") == strlen(name))
		return errbuf_set(
			eb, EINVAL,
			"name cannot be numeric (unless it is the jid)");
	return jail_name_check(name, eb);
}

static int check_path(const struct jail_params *ps, struct errbuf *eb)
{
	const char *path = jail_params_str(ps, "path");

	if (path[0] != '/')
		return errbuf_set(eb, EINVAL,
				  "path %s: not an absolute pathname", path);
	return 0;
}

/* "NAME BRIDGE [ether MAC]" */
static int check_interface(const char *line, struct errbuf *eb)
{
	cleanup_strv struct strv w = { 0 };

	if (strv_split(&w, line, " \t") < 0)
		return -ENOMEM;
	if (w.n == 2 || (w.n == 4 && streq(w.v[2], "ether")))
		return 0;
	return errbuf_set(eb, EINVAL,
			  "vjail.interface: not `NAME BRIDGE [ether MAC]`: %s",
			  line);
}

static int check_interfaces(const struct jail_params *ps, struct errbuf *eb)
{
	const struct strv *value = jail_params_get(ps, "vjail.interface");

	for (size_t i = 0; value && i < value->n; i++) {
		int r = check_interface(value->v[i], eb);

		if (r < 0)
			return r;
	}
	return 0;
}

static bool is_default(const struct jail_param *p)
{
	if (p->value.n == 0)
		return true;
	return p->desc->def && streq(p->value.v[0], p->desc->def);
}

static int check_one(const struct jail_param *p, bool update, struct errbuf *eb)
{
	const struct jail_param_desc *d = p->desc;

	if (d->flags & JAIL_PARAM_RDONLY)
		return errbuf_set(eb, EINVAL, "%s: read-only parameter",
				  d->name);
	/* The jid says which jail is to be changed. */
	if (update && (d->flags & JAIL_PARAM_CREATE_ONLY) &&
	    !streq(d->name, "jid"))
		return errbuf_set(eb, EINVAL,
				  "%s cannot be changed after creation",
				  d->name);
	if (d->fate == JAIL_PARAM_REFUSED && !is_default(p))
		return errbuf_set(eb, EOPNOTSUPP, "%s: %s", d->name, d->note);
	return 0;
}

int jail_params_check(const struct jail_params *ps, bool update,
		      struct errbuf *eb)
{
	int r;

	/* FreeBSD's own rules first: its words for what it refuses too */
	r = check_rules(ps, rules, ARRAY_SIZE(rules), eb);
	if (r == 0)
		r = check_name(ps, eb);
	if (r == 0)
		r = check_path(ps, eb);
	if (r == 0)
		r = check_interfaces(ps, eb);
	for (size_t i = 0; i < ps->n && r == 0; i++)
		r = check_one(&ps->p[i], update, eb);
	if (r == 0 && !update)
		r = check_rules(ps, create_rules, ARRAY_SIZE(create_rules), eb);
	return r;
}
