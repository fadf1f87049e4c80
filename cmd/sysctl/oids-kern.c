/* SPDX-License-Identifier: BSD-2-Clause */
/* oids-kern.c - kern.* and vm.*: the kernel, its limits and features */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/util.h"
#include "libjail/jailed.h"
#include "oid.h"

/* The FreeBSD release whose interfaces these tools have. */
#define OSRELDATE "1500068"

static int copy(const char *text, char **ret)
{
	*ret = strdup(text);
	return *ret ? 0 : -ENOMEM;
}

static int get_hostname(char **ret)
{
	struct utsname u;

	return uname(&u) < 0 ? -errno : copy(u.nodename, ret);
}

static int set_hostname(const char *value)
{
	return sethostname(value, strlen(value)) < 0 ? -errno : 0;
}

static int get_domainname(char **ret)
{
	struct utsname u;

	if (uname(&u) < 0)
		return -errno;
	return copy(streq(u.domainname, "(none)") ? "" : u.domainname, ret);
}

static int set_domainname(const char *value)
{
	return setdomainname(value, strlen(value)) < 0 ? -errno : 0;
}

/* machine-id(5), with the hyphens of a UUID. */
static int get_hostuuid(char **ret)
{
	cleanup_free char *id = NULL;

	if (file_read(AT_FDCWD, "/etc/machine-id", &id, NULL, NULL) < 0 ||
	    strspn(id, "0123456789abcdef") != 32)
		return copy("00000000-0000-0000-0000-000000000000", ret);
	return asprintf(ret, "%.8s-%.4s-%.4s-%.4s-%.12s", id, id + 8, id + 12,
			id + 16, id + 20) < 0
		       ? -ENOMEM
		       : 0;
}

/* What gethostid(3) reads, without its fallback to a name server. */
static int get_hostid(char **ret)
{
	cleanup_free char *raw = NULL;
	size_t len = 0;
	uint32_t id = 0;

	if (file_read(AT_FDCWD, "/etc/hostid", &raw, &len, NULL) == 0 &&
	    len >= sizeof(id))
		memcpy(&id, raw, sizeof(id));
	return asprintf(ret, "%u", id) < 0 ? -ENOMEM : 0;
}

static int get_securelevel(char **ret)
{
	return asprintf(ret, "%d", jailed_securelevel()) < 0 ? -ENOMEM : 0;
}

/* What is forbidden, no process here could be forbidden later. */
static int set_securelevel(const char *value)
{
	long want = strtol(value, NULL, 10), now = jailed_securelevel();

	if (want == now)
		return 0;
	return want < now ? -EPERM : -EOPNOTSUPP;
}

static int get_version(char **ret)
{
	struct utsname u;

	if (uname(&u) < 0)
		return -errno;
	return asprintf(ret, "%s %s %s", u.sysname, u.release, u.version) < 0
		       ? -ENOMEM
		       : 0;
}

static int get_ostype(char **ret)
{
	struct utsname u;

	return uname(&u) < 0 ? -errno : copy(u.sysname, ret);
}

static int get_osrelease(char **ret)
{
	struct utsname u;

	return uname(&u) < 0 ? -errno : copy(u.release, ret);
}

static int get_boottime(char **ret)
{
	cleanup_free char *text = NULL;
	const char *line;
	char when[32];
	time_t t;
	int r = file_read(AT_FDCWD, "/proc/stat", &text, NULL, NULL);

	if (r < 0)
		return r;
	line = strstr(text, "\nbtime ");
	if (!line)
		return -ENOSYS;
	t = (time_t)strtoll(line + strlen("\nbtime "), NULL, 10);
	if (!ctime_r(&t, when))
		return -EINVAL;
	when[strcspn(when, "\n")] = '\0';
	return asprintf(ret, "{ sec = %lld, usec = 0 } %s", (long long)t,
			when) < 0
		       ? -ENOMEM
		       : 0;
}

static int get_clockrate(char **ret)
{
	long hz = sysconf(_SC_CLK_TCK);

	return asprintf(ret,
			"{ hz = %ld, tick = %ld, profhz = %ld, stathz = %ld }",
			hz, 1000000 / hz, hz, hz) < 0
		       ? -ENOMEM
		       : 0;
}

static int get_loadavg(char **ret)
{
	double l[3];

	if (getloadavg(l, 3) != 3)
		return -ENOSYS;
	return asprintf(ret, "{ %.2f %.2f %.2f }", l[0], l[1], l[2]) < 0
		       ? -ENOMEM
		       : 0;
}

static int have(const char *path, char **ret)
{
	return access(path, F_OK) < 0 ? -ENOENT : copy("1", ret);
}

static int get_vimage(char **ret)
{
	return have("/proc/self/ns/net", ret);
}

static int get_inet(char **ret)
{
	return have("/proc/net/route", ret);
}

static int get_inet6(char **ret)
{
	return have("/proc/net/if_inet6", ret);
}

/* clang-format off */
const struct oid oids_kern[] = {
	{ "kern.ostype", "Name of the system", OID_STRING, .get = get_ostype },
	{ "kern.osrelease", "Release of the system", OID_STRING,
	  .get = get_osrelease },
	{ "kern.osrevision", "Revision of the system", OID_INT, .value = "1" },
	{ "kern.version", "Version of the kernel", OID_STRING,
	  .get = get_version },
	{ "kern.maxproc", "Most processes at a time", OID_INT, OID_RW,
	  "kernel/threads-max" },
	{ "kern.securelevel", "Secure level", OID_INT,
	  OID_RW | OID_JAIL, .get = get_securelevel, .set = set_securelevel },
	{ "kern.hostname", "Host name", OID_STRING, OID_RW | OID_JAIL,
	  .get = get_hostname, .set = set_hostname },
	{ "kern.hostid", "Host number", OID_ULONG, OID_JAIL,
	  .get = get_hostid },
	{ "kern.clockrate", "Rates of the clocks", OID_OPAQUE,
	  .get = get_clockrate, .format = "S,clockinfo", .size = 20 },
	{ "kern.boottime", "When the system was booted", OID_OPAQUE,
	  .get = get_boottime, .format = "S,timeval", .size = 16 },
	{ "kern.domainname", "NIS domain name", OID_STRING,
	  OID_RW | OID_JAIL,
	  .get = get_domainname, .set = set_domainname },
	{ "kern.osreldate", "FreeBSD release whose interfaces these tools have",
	  OID_INT, .value = OSRELDATE },
	{ "kern.hostuuid", "Unique number of the host", OID_STRING, OID_JAIL,
	  .get = get_hostuuid },
	{ "kern.ident", "Kernel configuration", OID_STRING,
	  .get = get_osrelease },
	{ "kern.pid_max", "Highest process number", OID_INT, OID_RW,
	  "kernel/pid_max" },
	{ "kern.features.vimage", "Network stacks of their own", OID_INT,
	  .get = get_vimage },
	{ "kern.features.inet", "IPv4", OID_INT, .get = get_inet },
	{ "kern.features.inet6", "IPv6", OID_INT, .get = get_inet6 },
	{ "kern.ipc.maxsockbuf", "Largest socket buffer", OID_ULONG, OID_RW,
	  "net/core/rmem_max", NULL, "net/core/wmem_max" },
	{ "kern.ipc.somaxconn", "Longest queue of new connections", OID_UINT,
	  OID_RW, "net/core/somaxconn" },
	{ "kern.ipc.soacceptqueue", "Longest queue of new connections",
	  OID_UINT, OID_RW, "net/core/somaxconn" },
	{ "kern.ipc.nmbclusters", "Most mbuf clusters", OID_INT, OID_RW },
	{ "kern.ipc.shmmax", "Largest shared memory segment", OID_ULONG, OID_RW,
	  "kernel/shmmax" },
	{ "kern.ipc.shmall", "Most pages of shared memory", OID_ULONG, OID_RW,
	  "kernel/shmall" },
	{ "vm.loadavg", "Load averages", OID_OPAQUE, .get = get_loadavg,
	  .format = "S,loadavg", .size = 24 },
	{ NULL },
};
/* clang-format on */
