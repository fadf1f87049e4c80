/* SPDX-License-Identifier: BSD-2-Clause */
/* oids-security.c - security.*: jails, and what users may see and do */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "libjail/jailed.h"
#include "oid.h"

static int answer(bool yes, char **ret)
{
	*ret = strdup(yes ? "1" : "0");
	return *ret ? 0 : -ENOMEM;
}

static int get_jailed(char **ret)
{
	return answer(jailed(), ret);
}

static int get_vnet(char **ret)
{
	return answer(jailed() && jailed_vnet(), ret);
}

#define DEFAULT_FOR_OLD "Default for jails of the old kind"

/* clang-format off */
const struct oid oids_security[] = {
	{ "security.jail.vnet", "Has the jail a network stack of its own?",
	  OID_INT, .get = get_vnet },
	{ "security.jail.jailed", "Is this process in a jail?", OID_INT,
	  .get = get_jailed },
	{ "security.jail.jail_max_af_ips", "Addresses a jail has at most",
	  OID_UINT, OID_RW, .value = "255" },
	{ "security.jail.set_hostname_allowed", DEFAULT_FOR_OLD, OID_INT,
	  OID_RW, .value = "1" },
	{ "security.jail.socket_unixiproute_only", DEFAULT_FOR_OLD, OID_INT,
	  OID_RW, .value = "1" },
	{ "security.jail.sysvipc_allowed", DEFAULT_FOR_OLD, OID_INT, OID_RW,
	  .value = "0" },
	{ "security.jail.enforce_statfs", DEFAULT_FOR_OLD, OID_INT, OID_RW,
	  .value = "2" },
	{ "security.jail.devfs_ruleset", DEFAULT_FOR_OLD, OID_INT, OID_RW,
	  .value = "0" },
	{ "security.jail.allow_raw_sockets", DEFAULT_FOR_OLD, OID_INT, OID_RW,
	  .value = "0" },
	{ "security.jail.chflags_allowed", DEFAULT_FOR_OLD, OID_INT, OID_RW,
	  .value = "0" },
	{ "security.jail.mount_allowed", DEFAULT_FOR_OLD, OID_INT, OID_RW,
	  .value = "0" },
	{ "security.jail.mount_devfs_allowed", DEFAULT_FOR_OLD, OID_INT, OID_RW,
	  .value = "0" },
	{ "security.jail.mount_fdescfs_allowed", DEFAULT_FOR_OLD, OID_INT,
	  OID_RW, .value = "0" },
	{ "security.jail.mount_nullfs_allowed", DEFAULT_FOR_OLD, OID_INT,
	  OID_RW, .value = "0" },
	{ "security.jail.mount_procfs_allowed", DEFAULT_FOR_OLD, OID_INT,
	  OID_RW, .value = "0" },
	{ "security.jail.mount_tmpfs_allowed", DEFAULT_FOR_OLD, OID_INT, OID_RW,
	  .value = "0" },
	{ "security.jail.mount_zfs_allowed", DEFAULT_FOR_OLD, OID_INT, OID_RW,
	  .value = "0" },
	{ "security.bsd.see_other_uids", "Users see processes of others",
	  OID_INT, OID_RW, .value = "1" },
	{ "security.bsd.see_other_gids", "Groups see processes of others",
	  OID_INT, OID_RW, .value = "1" },
	{ "security.bsd.see_jail_proc", "Users see processes in jails", OID_INT,
	  OID_RW, .value = "1" },
	{ "security.bsd.unprivileged_read_msgbuf",
	  "Users read the kernel's messages", OID_INT, OID_RW | OID_INVERSE,
	  "kernel/dmesg_restrict" },
	{ "security.bsd.unprivileged_proc_debug", "Users debug processes",
	  OID_INT, OID_RW | OID_INVERSE, "kernel/yama/ptrace_scope",
	  .value = "1" },
	{ "security.bsd.hardlink_check_uid",
	  "Users link only to files of their own", OID_INT, OID_RW,
	  "fs/protected_hardlinks" },
	{ "security.bsd.hardlink_check_gid",
	  "Users link only to files of their groups", OID_INT, OID_RW,
	  "fs/protected_hardlinks" },
	{ "security.bsd.stack_guard_page", "Stacks end in a guard page",
	  OID_INT, OID_RW, .value = "1" },
	{ "security.bsd.suser_enabled", "Root is privileged", OID_INT, OID_RW,
	  .value = "1" },
	{ NULL },
};
/* clang-format on */
