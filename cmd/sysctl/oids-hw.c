/* SPDX-License-Identifier: BSD-2-Clause */
/* oids-hw.c - hw.*: the machine */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/util.h"
#include "oid.h"

/* FreeBSD's names of machines: what runs, and its instructions. */
static const struct {
	const char *linux_name, *machine, *arch;
} machines[] = {
	{ "x86_64", "amd64", "amd64" },
	{ "i686", "i386", "i386" },
	{ "aarch64", "arm64", "aarch64" },
	{ "armv7l", "arm", "armv7" },
	{ "riscv64", "riscv", "riscv64" },
	{ "ppc64le", "powerpc", "powerpc64le" },
};

static int machine(bool arch, char **ret)
{
	struct utsname u;
	const char *name;

	if (uname(&u) < 0)
		return -errno;
	name = u.machine;
	for (size_t i = 0; i < ARRAY_SIZE(machines); i++)
		if (streq(machines[i].linux_name, u.machine))
			name = arch ? machines[i].arch : machines[i].machine;
	*ret = strdup(name);
	return *ret ? 0 : -ENOMEM;
}

static int get_machine(char **ret)
{
	return machine(false, ret);
}

static int get_machine_arch(char **ret)
{
	return machine(true, ret);
}

static int get_model(char **ret)
{
	cleanup_free char *text = NULL;
	const char *name;
	int r = file_read(AT_FDCWD, "/proc/cpuinfo", &text, NULL, NULL);

	if (r < 0)
		return r;
	name = strstr(text, "model name");
	name = name ? strstr(name, ": ") : NULL;
	if (!name)
		return get_machine_arch(ret);
	*ret = strndup(name + 2, strcspn(name + 2, "\n"));
	return *ret ? 0 : -ENOMEM;
}

static int number(long long n, char **ret)
{
	return asprintf(ret, "%lld", n) < 0 ? -ENOMEM : 0;
}

static int get_ncpu(char **ret)
{
	return number(sysconf(_SC_NPROCESSORS_ONLN), ret);
}

static int get_pagesize(char **ret)
{
	return number(sysconf(_SC_PAGESIZE), ret);
}

static int get_physmem(char **ret)
{
	return number((long long)sysconf(_SC_PHYS_PAGES) *
			      sysconf(_SC_PAGESIZE),
		      ret);
}

/* clang-format off */
const struct oid oids_hw[] = {
	{ "hw.machine", "Kind of machine", OID_STRING, .get = get_machine },
	{ "hw.model", "Model of the processor", OID_STRING, .get = get_model },
	{ "hw.ncpu", "Processors", OID_INT, .get = get_ncpu },
	{ "hw.physmem", "Bytes of memory", OID_ULONG, .get = get_physmem },
	{ "hw.pagesize", "Bytes in a page", OID_INT, .get = get_pagesize },
	{ "hw.machine_arch", "Instruction set", OID_STRING,
	  .get = get_machine_arch },
	{ NULL },
};
/* clang-format on */
