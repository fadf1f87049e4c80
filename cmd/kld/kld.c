/* SPDX-License-Identifier: BSD-2-Clause */
/* kld.c - FreeBSD's kernel modules and what they are on Linux */

#include <errno.h>
#include <fcntl.h>
#include <linux/if_link.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/proc.h"
#include "base/strv.h"
#include "base/util.h"
#include "kld.h"
#include "libjail/jailed.h"
#include "nl/nl.h"
#include "nl/request.h"

#define FIRST_ID 2 /* 1 is the kernel itself */

/* Done by eBPF, which leaves a trace there */
#define NETGRAPH(name_)                                                        \
	{                                                                      \
		.name = (name_), .probe = PROBE_SYSCTL,                        \
		.what = "kernel/unprivileged_bpf_disabled",                    \
	}

const struct kld klds[] = {
	{ "if_bridge", "bridge", PROBE_LINK, "bridge" },
	{ "bridgestp", "bridge", PROBE_LINK, "bridge" },
	{ "if_epair", "veth", PROBE_LINK, "veth" },
	{ "if_vlan", "8021q", PROBE_LINK, "vlan" },
	{ "if_lagg", "bonding", PROBE_LINK, "bond" },
	{ "if_vxlan", "vxlan", PROBE_LINK, "vxlan" },
	{ "if_gif", "ipip", PROBE_LINK, "ipip" },
	{ "if_gre", "ip_gre", PROBE_LINK, "gre" },
	{ "if_wg", "wireguard", PROBE_LINK, "wireguard" },
	{ "if_tuntap", "tun", PROBE_MISC, "tun" },
	{ "if_tun", "tun", PROBE_MISC, "tun" },
	{ "if_tap", "tun", PROBE_MISC, "tun" },
	{ "pf", "nf_tables", PROBE_NETFILTER, NULL },
	{ "ipfw", "nf_tables", PROBE_NETFILTER, NULL },
	{ "ipfw_nat", "nft_nat", PROBE_NETFILTER, NULL },
	{ "nullfs", NULL, PROBE_ALWAYS, NULL },
	{ "fdescfs", NULL, PROBE_ALWAYS, NULL },
	{ "devfs", NULL, PROBE_ALWAYS, NULL },
	{ "tmpfs", NULL, PROBE_FILESYSTEM, "tmpfs" },
	{ "procfs", NULL, PROBE_FILESYSTEM, "proc" },
	{ "linprocfs", NULL, PROBE_FILESYSTEM, "proc" },
	{ "linsysfs", NULL, PROBE_FILESYSTEM, "sysfs" },
	{ "unionfs", "overlay", PROBE_FILESYSTEM, "overlay" },
	{ "fusefs", "fuse", PROBE_FILESYSTEM, "fuse" },
	{ "fuse", "fuse", PROBE_FILESYSTEM, "fuse" },
	{ "ext2fs", "ext4", PROBE_FILESYSTEM, "ext4" },
	{ "msdosfs", "vfat", PROBE_FILESYSTEM, "vfat" },
	{ "cd9660", "isofs", PROBE_FILESYSTEM, "iso9660" },
	{ "udf", "udf", PROBE_FILESYSTEM, "udf" },
	{ "nfsclient", "nfs", PROBE_FILESYSTEM, "nfs" },
	{ "zfs", "zfs", PROBE_FILESYSTEM, "zfs" },
	NETGRAPH("netgraph"),
	NETGRAPH("ng_bridge"),
	NETGRAPH("ng_echo"),
	NETGRAPH("ng_eiface"),
	NETGRAPH("ng_ether"),
	NETGRAPH("ng_hole"),
	NETGRAPH("ng_hub"),
	NETGRAPH("ng_ksocket"),
	NETGRAPH("ng_macfilter"),
	NETGRAPH("ng_one2many"),
	NETGRAPH("ng_patch"),
	NETGRAPH("ng_socket"),
	NETGRAPH("ng_source"),
	NETGRAPH("ng_split"),
	NETGRAPH("ng_tee"),
	NETGRAPH("ng_vlan"),
	{ "sysvshm", NULL, PROBE_SYSCTL, "kernel/shmmax" },
	{ "sysvmsg", NULL, PROBE_SYSCTL, "kernel/msgmax" },
	{ "sysvsem", NULL, PROBE_SYSCTL, "kernel/sem" },
	{ NULL, NULL, PROBE_ALWAYS, NULL },
};

const struct kld *kld_find(const char *name)
{
	const char *slash = strrchr(name, '/');
	size_t len;

	if (slash)
		name = slash + 1;
	len = strlen(name);
	if (len > 3 && streq(name + len - 3, ".ko"))
		len -= 3;
	for (const struct kld *k = klds; k->name; k++)
		if (strlen(k->name) == len && strncmp(k->name, name, len) == 0)
			return k;
	return NULL;
}

int kld_id(const struct kld *k)
{
	return (int)(k - klds) + FIRST_ID;
}

/* The line of @file that has @word as a word, or false. */
static bool file_has_word(const char *file, const char *word)
{
	cleanup_free char *text = NULL;
	char *save = NULL;

	if (file_read(AT_FDCWD, file, &text, NULL, NULL) < 0)
		return false;
	for (char *w = strtok_r(text, " \t\n", &save); w;
	     w = strtok_r(NULL, " \t\n", &save))
		if (streq(w, word))
			return true;
	return false;
}

/* Ask for an interface that cannot be: without a single queue.  A kernel that
 * has the kind says so, one that has not says that. */
static bool has_link_kind(const char *kind)
{
	const struct ifinfomsg hdr = { .ifi_family = AF_UNSPEC };
	cleanup_nl struct nl *nl = NULL;
	cleanup_nl_msg struct nl_msg *msg = NULL;
	struct nlattr *info;
	int r;

	if (nl_open(&nl, NULL) < 0)
		return false;
	msg = nl_msg_new(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &hdr,
			 sizeof(hdr), 0);
	if (!msg || nla_put_u32(msg, IFLA_NUM_TX_QUEUES, 0) < 0)
		return false;
	info = nla_nest_start(msg, IFLA_LINKINFO);
	if (!info || nl_put_str(msg, IFLA_INFO_KIND, kind) < 0)
		return false;
	nla_nest_end(msg, info);
	r = nl_do(nl, msg, NULL, NULL);
	return r == -EINVAL || r == -EEXIST || r == -ENODEV || r == -ERANGE;
}

/* Ask nf_tables for the number of its ruleset. */
static bool has_netfilter(void)
{
	struct {
		struct nlmsghdr nlh;
		struct nfgenmsg nf;
	} ask = {
		.nlh = { .nlmsg_len = sizeof(ask),
			 .nlmsg_type =
				 NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_GETGEN,
			 .nlmsg_flags = NLM_F_REQUEST },
		.nf = { .version = NFNETLINK_V0 },
	};
	char answer[4096] __attribute__((aligned(NLMSG_ALIGNTO)));
	struct nlmsghdr h;
	cleanup_close int fd =
		socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER);

	if (fd < 0 || send(fd, &ask, sizeof(ask), 0) < 0 ||
	    recv(fd, answer, sizeof(answer), 0) < (ssize_t)sizeof(h))
		return false;
	memcpy(&h, answer, sizeof(h));
	return h.nlmsg_type != NLMSG_ERROR;
}

static bool has_sysctl(const char *name)
{
	char path[128];

	(void)snprintf(path, sizeof(path), "/proc/sys/%s", name);
	return access(path, F_OK) == 0;
}

bool kld_offers(const struct kld *k)
{
	switch (k->probe) {
	case PROBE_LINK:
		return has_link_kind(k->what);
	case PROBE_FILESYSTEM:
		return file_has_word("/proc/filesystems", k->what);
	case PROBE_MISC:
		return file_has_word("/proc/misc", k->what);
	case PROBE_SYSCTL:
		return has_sysctl(k->what);
	case PROBE_NETFILTER:
		return has_netfilter();
	case PROBE_ALWAYS:
		return true;
	}
	return false;
}

/* The words of "bridge 311296 1 br_netfilter, Live 0xffffffffc0a2b000" */
enum {
	MODULE_NAME,
	MODULE_SIZE,
	MODULE_REFS,
	MODULE_ADDRESS = 5,
	MODULE_WORDS
};

static bool parse_module(const char *line, const char *module,
			 struct kld_loaded *ret)
{
	cleanup_strv struct strv w = { 0 };

	if (strv_split(&w, line, " ") < 0 || w.n < MODULE_WORDS ||
	    !streq(w.v[MODULE_NAME], module))
		return false;
	ret->size = strtoul(w.v[MODULE_SIZE], NULL, 10);
	ret->refs = (int)strtol(w.v[MODULE_REFS], NULL, 10);
	ret->address = strtoul(w.v[MODULE_ADDRESS], NULL, 16);
	return true;
}

bool kld_loaded(const struct kld *k, struct kld_loaded *ret)
{
	cleanup_free char *text = NULL;
	struct kld_loaded l = { 0 };
	char *save = NULL;

	if (!k->module ||
	    file_read(AT_FDCWD, "/proc/modules", &text, NULL, NULL) < 0)
		return false;
	for (char *line = strtok_r(text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		if (!parse_module(line, k->module, &l))
			continue;
		if (ret)
			*ret = l;
		return true;
	}
	return false;
}

/* 0 or -errno; -ENOEXEC is a failure of its own. */
static int run_modprobe(const char *module, bool dry)
{
	static const char *const paths[] = { "/sbin/modprobe",
					     "/usr/sbin/modprobe" };
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		for (size_t i = 0; i < ARRAY_SIZE(paths); i++)
			execl(paths[i], "modprobe", dry ? "-qn" : "-q", "--",
			      module, NULL);
		_exit(127);
	}
	status = pid < 0 ? -errno : proc_wait(pid);
	if (status < 0)
		return status;
	return proc_exit_code(status) == 0 ? 0 : -ENOEXEC;
}

int kld_load(const struct kld *k)
{
	int r;

	if (!k->module)
		return -ENOENT;
	if (geteuid() != 0 || jailed())
		return -EPERM;
	r = run_modprobe(k->module, false);
	if (r == -ENOEXEC && run_modprobe(k->module, true) != 0)
		return -ENOENT;
	return r;
}

int kld_unload(const struct kld *k, bool force)
{
	int flags = O_NONBLOCK | (force ? O_TRUNC : 0);

	if (syscall(SYS_delete_module, k->module, flags) < 0)
		return errno == EWOULDBLOCK ? -EBUSY : -errno;
	return 0;
}
