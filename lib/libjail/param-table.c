/* SPDX-License-Identifier: BSD-2-Clause */
/* param-table.c - Every parameter a jail has, and what becomes of it here */

#include "base/util.h"
#include "libjail/param.h"

#define OFF "0"
#define ON "1"
#define CREATE JAIL_PARAM_CREATE_ONLY
#define RDONLY JAIL_PARAM_RDONLY
#define INTERNAL JAIL_PARAM_INTERNAL

/* { name, default, note, type, fate, flags }, in jls(8)'s order; after a change
 * UPDATE=1 meson test -C build jail.params.5 puts it into the manual page */
#define HONOURED(name, def, type, flags, note)                                 \
	{                                                                      \
		name, def, note, JAIL_PARAM_##type, JAIL_PARAM_HONOURED, flags \
	}
#define MOOT(name, def, type, flags, note)                                     \
	{                                                                      \
		name, def, note, JAIL_PARAM_##type,                            \
			JAIL_PARAM_PERMITS_NOTHING, flags                      \
	}
#define REFUSED(name, def, type, flags, note)                                  \
	{                                                                      \
		name, def, note, JAIL_PARAM_##type, JAIL_PARAM_REFUSED, flags  \
	}

/* clang-format off */
static const struct jail_param_desc table[] = {
	HONOURED("devfs_ruleset", "0", INT, CREATE,
		 "the ruleset its /dev is made by; 0 is the standard one for jails, 4"),
	HONOURED("dying", NULL, BOOL, RDONLY,
		 "is it being removed?"),
	HONOURED("enforce_statfs", "2", INT, CREATE,
		 "a jail sees its own mounts only: 1 and 2 mean that, 0 is refused"),
	HONOURED("env", "", KEYVALUE, 0,
		 "kept and shown by jls(8); env.KEY is the line KEY=VALUE of it, changed or removed alone"),
	HONOURED("host", "inherit", JAILSYS, CREATE,
		 "new: a host name and ids of its own; inherit: the host's"),
	HONOURED("ip4", "disable", JAILSYS, CREATE,
		 "inherit: share the host's network stack, and the other family unless disabled; disable, the default here: no IPv4"),
	HONOURED("ip6", "disable", JAILSYS, CREATE,
		 "inherit: share the host's network stack, and the other family unless disabled; disable, the default here: no IPv6"),
	HONOURED("jid", NULL, INT, CREATE,
		 "its number; the next free one if not given"),
	MOOT("linux", "inherit", JAILSYS, CREATE,
	     "kept; programs in the jail see the Linux that runs"),
	HONOURED("meta", "", KEYVALUE, 0,
		 "kept and shown by jls(8); meta.KEY is the line KEY=VALUE of it, changed or removed alone"),
	HONOURED("name", NULL, STRING, 0,
		 "its name; its number if not given"),
	MOOT("osreldate", NULL, INT, CREATE,
	     "kept and shown by jls(8); no Linux program asks for it"),
	MOOT("osrelease", NULL, STRING, CREATE,
	     "kept and shown by jls(8); uname(1) tells the running kernel's"),
	HONOURED("parent", NULL, INT, RDONLY,
		 "the jail it is in; 0 is the host"),
	HONOURED("path", "/", STRING, CREATE,
		 "its root directory; for / see also vjail.root"),
	HONOURED("persist", OFF, BOOL, 0,
		 "may it stay when nothing runs in it?"),
	HONOURED("securelevel", "-1", INT, 0,
		 "at most 2: what 1 and 2 forbid no jail here can do, if its ruleset shows no disks"),
	HONOURED("sysvmsg", "disable", JAILSYS, CREATE,
		 "new: message queues of its own; disable: none; inherit is refused"),
	HONOURED("sysvsem", "disable", JAILSYS, CREATE,
		 "new: semaphores of its own; disable: none; inherit is refused"),
	HONOURED("sysvshm", "disable", JAILSYS, CREATE,
		 "new: shared memory of its own; disable: none; inherit is refused"),
	HONOURED("vnet", "disable", JAILSYS, CREATE,
		 "new: a network stack of its own; inherit: the host's; neither: see ip4 and ip6"),

	MOOT("allow.adjtime", OFF, BOOL, 0,
	     "no jail on Linux can set the clock"),
	MOOT("allow.chflags", OFF, BOOL, 0,
	     "no jail on Linux can change a file's immutable flags"),
	MOOT("allow.extattr", OFF, BOOL, 0,
	     "no jail on Linux can set trusted attributes of files"),
	HONOURED("allow.mlock", OFF, BOOL, CREATE,
		 "may its programs lock memory, as much as RLIMIT_MEMLOCK lets them?"),
	HONOURED("allow.mount", OFF, BOOL, CREATE,
		 "may its root mount nullfs, tmpfs, procfs, fusefs and what else user namespaces may? Never with vjail.userns=inherit"),
	MOOT("allow.mount.devfs", OFF, BOOL, 0,
	     "no jail on Linux can make device nodes; mount.devfs gives it a /dev"),
	MOOT("allow.mount.fdescfs", OFF, BOOL, 0,
	     "a jail's /dev has fd, stdin, stdout and stderr anyway"),
	HONOURED("allow.mount.fusefs", OFF, BOOL, CREATE,
		 "on with allow.mount: Linux cannot tell the types of mounts apart"),
	MOOT("allow.mount.linprocfs", OFF, BOOL, 0,
	     "there is no linprocfs: procfs is Linux's own"),
	MOOT("allow.mount.linsysfs", OFF, BOOL, 0,
	     "no jail on Linux can mount sysfs; a linsysfs line of mount gives it one to read"),
	HONOURED("allow.mount.nullfs", OFF, BOOL, CREATE,
		 "on with allow.mount: Linux cannot tell the types of mounts apart"),
	HONOURED("allow.mount.procfs", OFF, BOOL, CREATE,
		 "on with allow.mount: Linux cannot tell the types of mounts apart"),
	HONOURED("allow.mount.tmpfs", OFF, BOOL, CREATE,
		 "on with allow.mount: Linux cannot tell the types of mounts apart"),
	MOOT("allow.mount.zfs", OFF, BOOL, 0,
	     "there is no ZFS here"),
	MOOT("allow.nfsd", OFF, BOOL, 0,
	     "no jail on Linux can run the kernel's NFS server"),
	MOOT("allow.quotas", OFF, BOOL, 0,
	     "no jail on Linux can administer quotas"),
	HONOURED("allow.raw_sockets", OFF, BOOL, CREATE,
		 "may its root use raw sockets? With vnet it always may; on the host's stack only with vjail.userns=inherit"),
	HONOURED("allow.read_msgbuf", OFF, BOOL, CREATE,
		 "may it read the kernel's messages, where the host shows them to all?"),
	HONOURED("allow.reserved_ports", ON, BOOL, CREATE,
		 "may its root bind ports below 1024?"),
	MOOT("allow.routing", OFF, BOOL, 0,
	     "only a jail with vnet can change routes, and then always its own"),
	HONOURED("allow.set_hostname", ON, BOOL, CREATE,
		 "may its root change its host name?"),
	MOOT("allow.setaudit", OFF, BOOL, 0,
	     "no jail on Linux can change audit state"),
	MOOT("allow.settime", OFF, BOOL, 0,
	     "no jail on Linux can set the clock"),
	HONOURED("allow.socket_af", OFF, BOOL, CREATE,
		 "off: only UNIX, IPv4, IPv6 and routing sockets; on: every family"),
	REFUSED("allow.suser", ON, BOOL, 0,
		"a jail whose root has no privilege cannot be made"),
	HONOURED("allow.sysvipc", OFF, BOOL, CREATE,
		 "the jail gets System V IPC of its own (never the host's), as by sysvmsg, sysvsem, sysvshm = new"),
	MOOT("allow.unprivileged_parent_tampering", OFF, BOOL, 0,
	     "host users are nobody in a jail that has ids of its own"),
	REFUSED("allow.unprivileged_proc_debug", ON, BOOL, 0,
		"debugging cannot be denied to users of one jail only"),
	MOOT("allow.vmm", OFF, BOOL, 0,
	     "there is no vmm(4) here"),
	HONOURED("children.cur", NULL, INT, RDONLY,
		 "how many jails it has in it"),
	REFUSED("children.max", "0", INT, 0,
		"jails in jails are not supported yet; leave it 0"),
	HONOURED("cpuset.id", NULL, INT, RDONLY,
		 "always 0: Linux does not number CPU sets"),
	HONOURED("host.domainname", NULL, STRING, 0,
		 "its NIS domain name"),
	HONOURED("host.hostid", NULL, ULONG, 0,
		 "its host id, kept and shown by jls(8) and sysctl(8)"),
	HONOURED("host.hostname", NULL, STRING, 0,
		 "its host name, at most 64 characters"),
	HONOURED("host.hostuuid", NULL, STRING, 0,
		 "its host uuid, kept and shown by jls(8) and sysctl(8)"),
	REFUSED("ip4.addr", NULL, IP4, 0,
		"addresses shared with the host are not supported yet; use vnet, or ip4=inherit"),
	REFUSED("ip4.saddrsel", ON, BOOL, 0,
		"addresses shared with the host are not supported yet, so there is no choice among them"),
	REFUSED("ip6.addr", NULL, IP6, 0,
		"addresses shared with the host are not supported yet; use vnet, or ip6=inherit"),
	REFUSED("ip6.saddrsel", ON, BOOL, 0,
		"addresses shared with the host are not supported yet, so there is no choice among them"),
	MOOT("linux.osname", NULL, STRING, 0,
	     "kept; programs in the jail see the Linux that runs"),
	MOOT("linux.osrelease", NULL, STRING, 0,
	     "kept; programs in the jail see the Linux that runs"),
	MOOT("linux.oss_version", NULL, INT, 0,
	     "kept; there is no OSS emulation to tell it"),
	HONOURED("vjail.devfs_rules", NULL, STRING, CREATE,
		 "read devfs rulesets from this file instead of /etc/devfs.rules"),
	HONOURED("vjail.interface", NULL, LIST, CREATE,
		 "`NAME BRIDGE [ether MAC]`: an interface made inside the jail, on that bridge or (`NODE:`) node of netgraph's"),
	HONOURED("vjail.mount", NULL, LIST, CREATE | INTERNAL,
		 "what to mount in it, as fstab(5) lines"),
	HONOURED("vjail.netgraph", OFF, BOOL, CREATE,
		 "may its root change the jail's own netgraph from inside? A program on the host does it, see netgraph(4)"),
	HONOURED("vjail.root", "overlay", STRING, CREATE,
		 "for path=/: overlay, a throw-away layer over the host's files, or rw, the files themselves"),
	HONOURED("vjail.userns", "new", STRING, CREATE,
		 "new: user ids of its own; inherit: the host's, a weaker jail"),
};
/* clang-format on */

const struct jail_param_desc *jail_param_table(size_t *ret_n)
{
	*ret_n = ARRAY_SIZE(table);
	return table;
}

/* "allow.nomount" for "allow.mount", "nopersist" for "persist" */
static bool is_no_form(const char *spelt, const char *name)
{
	const char *dot = strrchr(name, '.');
	size_t lead = dot ? (size_t)(dot - name) + 1 : 0;

	return strncmp(spelt, name, lead) == 0 &&
	       str_starts(spelt + lead, "no") &&
	       streq(spelt + lead + 2, name + lead);
}

const struct jail_param_desc *jail_param_find(const char *name, bool *ret_no)
{
	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		bool no = ret_no && table[i].type == JAIL_PARAM_BOOL &&
			  is_no_form(name, table[i].name);

		if (!no && !streq(name, table[i].name))
			continue;
		if (ret_no)
			*ret_no = no;
		return &table[i];
	}
	return NULL;
}
