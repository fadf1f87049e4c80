/* SPDX-License-Identifier: BSD-2-Clause */
/* bare.c - What jails cost at the least: the same by bare system calls */
/*
 * bare pair|move JAILS JOBS ROOT BRIDGE
 *
 * Makes so many jails at once, JOBS at a time, and takes them down: all kinds
 * of namespaces, ids of their own, an id-mapped root, a /dev with seven nodes,
 * devpts, a /proc with eight things covered.  "pair": with a veth pair each,
 * made in place, its other end on the bridge; "move": with the interface
 * m<number>, which is there, moved in and home.  No names, no records, no
 * checks, nothing that could be undone.
 */

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_link.h>
#include <linux/mount.h>
#include <linux/rtnetlink.h>
#include <linux/sched.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_JAILS 2048
#define GROUP 7000
#define IDS 65536

struct bare {
	bool move;
	int jails, jobs;
	const char *root;
	unsigned bridge;
	int home;
	int nl;
	pid_t pid1[MAX_JAILS];
	int net[MAX_JAILS];
};

struct request {
	struct nlmsghdr h;
	struct ifinfomsg ifi;
	char room[512];
};

static void must(long r, const char *what)
{
	if (r < 0)
		err(1, "%s", what);
}

static struct rtattr *put(struct request *r, int type, const void *data,
			  size_t len)
{
	struct rtattr *a = (void *)((char *)r + NLMSG_ALIGN(r->h.nlmsg_len));

	a->rta_type = (unsigned short)type;
	a->rta_len = (unsigned short)RTA_LENGTH(len);
	if (len)
		memcpy(RTA_DATA(a), data, len);
	r->h.nlmsg_len = NLMSG_ALIGN(r->h.nlmsg_len) + RTA_ALIGN(a->rta_len);
	return a;
}

static void close_nest(struct request *r, struct rtattr *nest)
{
	nest->rta_len =
		(unsigned short)((char *)r + r->h.nlmsg_len - (char *)nest);
}

static struct request request(int type, int flags)
{
	return (struct request){
		.h = { .nlmsg_len = NLMSG_LENGTH(sizeof(struct ifinfomsg)),
		       .nlmsg_type = (unsigned short)type,
		       .nlmsg_flags = (unsigned short)(NLM_F_REQUEST |
						       NLM_F_ACK | flags) },
	};
}

static void talk(int fd, struct request *r, const char *what)
{
	struct {
		struct nlmsghdr h;
		struct nlmsgerr e;
		char room[512];
	} answer;

	must(send(fd, r, r->h.nlmsg_len, 0), what);
	must(recv(fd, &answer, sizeof(answer), 0), what);
	if (answer.e.error) {
		errno = -answer.e.error;
		err(1, "%s", what);
	}
}

static int netlink(void)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);

	must(fd, "netlink");
	return fd;
}

/* A pair: e0 in the jail, h<number> here, on the bridge and up */
static void make_pair(struct bare *b, int i, int job)
{
	struct request r = request(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
	uint32_t group = GROUP + (uint32_t)job;
	struct rtattr *info, *data, *peer;
	const struct ifinfomsg ifi = { 0 };
	char name[IFNAMSIZ];
	int n = snprintf(name, sizeof(name), "h%d", i);

	r.ifi.ifi_flags = r.ifi.ifi_change = IFF_UP;
	(void)put(&r, IFLA_IFNAME, name, (size_t)n + 1);
	(void)put(&r, IFLA_MASTER, &b->bridge, sizeof(b->bridge));
	(void)put(&r, IFLA_GROUP, &group, sizeof(group));
	info = put(&r, IFLA_LINKINFO, NULL, 0);
	(void)put(&r, IFLA_INFO_KIND, "veth", 5);
	data = put(&r, IFLA_INFO_DATA, NULL, 0);
	peer = put(&r, VETH_INFO_PEER, &ifi, sizeof(ifi));
	(void)put(&r, IFLA_IFNAME, "e0", 3);
	(void)put(&r, IFLA_NET_NS_FD, &b->net[i], sizeof(int));
	close_nest(&r, peer);
	close_nest(&r, data);
	close_nest(&r, info);
	talk(b->nl, &r, "veth pair");
}

/* From where @nl is to @netns */
static void move_link(int nl, int i, int netns)
{
	struct request r = request(RTM_NEWLINK, 0);
	char name[IFNAMSIZ];
	int n = snprintf(name, sizeof(name), "m%d", i);

	(void)put(&r, IFLA_IFNAME, name, (size_t)n + 1);
	(void)put(&r, IFLA_NET_NS_FD, &netns, sizeof(netns));
	talk(nl, &r, "move");
}

static void move_home(const struct bare *b, int i)
{
	int nl;

	must(setns(b->net[i], CLONE_NEWNET), "setns");
	nl = netlink();
	must(setns(b->home, CLONE_NEWNET), "setns");
	move_link(nl, i, b->home);
	(void)close(nl);
}

static void write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	must(fd, path);
	must(write(fd, text, strlen(text)), path);
	(void)close(fd);
}

static void map_ids(pid_t pid, int i)
{
	char path[64], map[64];

	(void)snprintf(map, sizeof(map), "0 %d %d", (i + 100) * IDS, IDS);
	(void)snprintf(path, sizeof(path), "/proc/%d/uid_map", pid);
	write_file(path, map);
	(void)snprintf(path, sizeof(path), "/proc/%d/gid_map", pid);
	write_file(path, map);
}

static int open_ns(pid_t pid, const char *kind)
{
	char path[64];
	int fd;

	(void)snprintf(path, sizeof(path), "/proc/%d/ns/%s", pid, kind);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	must(fd, path);
	return fd;
}

static int new_fs(const char *type)
{
	int fs = fsopen(type, FSOPEN_CLOEXEC), fd;

	must(fs, type);
	must(fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0), type);
	fd = fsmount(fs, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID);
	must(fd, type);
	(void)close(fs);
	return fd;
}

static void put_at(int fd, const char *path)
{
	must(move_mount(fd, "", AT_FDCWD, path, MOVE_MOUNT_F_EMPTY_PATH), path);
	(void)close(fd);
}

static void make_dev(void)
{
	static const struct {
		const char *name;
		unsigned major, minor;
	} nodes[] = { { "null", 1, 3 },	  { "zero", 1, 5 },    { "full", 1, 7 },
		      { "random", 1, 8 }, { "urandom", 1, 9 }, { "tty", 5, 0 },
		      { "fuse", 10, 229 } };
	int fd = new_fs("tmpfs");

	for (size_t i = 0; i < sizeof(nodes) / sizeof(nodes[0]); i++)
		must(mknodat(fd, nodes[i].name, S_IFCHR | 0666,
			     makedev(nodes[i].major, nodes[i].minor)),
		     nodes[i].name);
	must(mkdirat(fd, "pts", 0755), "pts");
	must(mkdirat(fd, ".vjail", 0755), ".vjail");
	put_at(fd, "dev");
	put_at(new_fs("devpts"), "dev/pts");
}

static int copy_tree(const char *path, uint64_t attributes, int userns)
{
	struct mount_attr attr = { .attr_set = attributes,
				   .propagation = MS_PRIVATE,
				   .userns_fd = (uint64_t)userns };
	int fd = open_tree(AT_FDCWD, path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);

	must(fd, path);
	must(mount_setattr(fd, "", AT_EMPTY_PATH, &attr, sizeof(attr)), path);
	return fd;
}

static void make_proc(void)
{
	static const char *const covered[] = {
		"proc/sys", "proc/irq",	 "proc/bus",   "proc/fs",
		"proc/tty", "proc/acpi", "proc/kcore", "proc/keys",
	};

	put_at(new_fs("proc"), "proc");
	for (size_t i = 0; i < sizeof(covered) / sizeof(covered[0]); i++)
		if (access(covered[i], F_OK) == 0)
			put_at(copy_tree(covered[i], MOUNT_ATTR_RDONLY, -1),
			       covered[i]);
}

/* In a helper: the jail's mounts.  Says so, and waits until they are taken. */
static void build(const struct bare *b, int userns, int ready, int done)
{
	int root, tools;
	char c;

	must(unshare(CLONE_NEWNS), "unshare");
	must(mount("", "/", NULL, MS_REC | MS_PRIVATE, NULL), "private");
	tools = copy_tree("/usr/bin/env", MOUNT_ATTR_RDONLY, -1);
	root = copy_tree(b->root, MOUNT_ATTR_IDMAP | MOUNT_ATTR_NODEV, userns);
	must(move_mount(root, "", AT_FDCWD, b->root, MOVE_MOUNT_F_EMPTY_PATH),
	     b->root);
	must(fchdir(root), b->root);
	make_dev();
	must(mknod("dev/.vjail/env", S_IFREG | 0755, 0), "env");
	put_at(tools, "dev/.vjail/env");
	make_proc();
	must(syscall(SYS_pivot_root, ".", "."), "pivot_root");
	must(umount2(".", MNT_DETACH), "umount");
	must(setns(userns, CLONE_NEWUSER), "setns");
	must(unshare(CLONE_NEWNS), "unshare");
	must(write(ready, "", 1), "write");
	(void)read(done, &c, 1);
	_exit(0);
}

static void send_fd(int sock, int fd)
{
	char room[CMSG_SPACE(sizeof(int))] = { 0 };
	struct iovec iov = { .iov_base = "", .iov_len = 1 };
	struct msghdr m = { .msg_iov = &iov,
			    .msg_iovlen = 1,
			    .msg_control = room,
			    .msg_controllen = sizeof(room) };
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(c), &fd, sizeof(fd));
	must(sendmsg(sock, &m, 0), "sendmsg");
}

static int receive_fd(int sock)
{
	char room[CMSG_SPACE(sizeof(int))], byte;
	struct iovec iov = { .iov_base = &byte, .iov_len = 1 };
	struct msghdr m = { .msg_iov = &iov,
			    .msg_iovlen = 1,
			    .msg_control = room,
			    .msg_controllen = sizeof(room) };
	const struct cmsghdr *c;
	int fd = -1;

	must(recvmsg(sock, &m, 0), "recvmsg");
	c = CMSG_FIRSTHDR(&m);
	if (!c)
		errx(1, "no descriptor");
	memcpy(&fd, CMSG_DATA(c), sizeof(fd));
	return fd;
}

/* pid 1: take the mounts, then wait to be killed. */
static void be_pid1(int sock)
{
	int mounts = receive_fd(sock);

	must(setns(mounts, CLONE_NEWNS), "setns");
	must(write(sock, "", 1), "write");
	for (;;)
		(void)pause();
}

static pid_t start_pid1(int sock[2])
{
	struct clone_args args = {
		.flags = CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC |
			 CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET,
		.exit_signal = SIGCHLD,
	};
	pid_t pid;

	must(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sock),
	     "socketpair");
	pid = (pid_t)syscall(SYS_clone3, &args, sizeof(args));
	must(pid, "clone3");
	if (pid == 0)
		be_pid1(sock[1]);
	(void)close(sock[1]);
	return pid;
}

static void give_mounts(const struct bare *b, pid_t pid, int sock)
{
	int user = open_ns(pid, "user"), in = open_ns(pid, "pid");
	int out = open_ns(getpid(), "pid"), pipes[2][2], mounts;
	pid_t helper;
	char c;

	must(pipe2(pipes[0], O_CLOEXEC), "pipe");
	must(pipe2(pipes[1], O_CLOEXEC), "pipe");
	must(setns(in, CLONE_NEWPID), "setns");
	helper = fork();
	must(helper, "fork");
	if (helper == 0) {
		(void)close(pipes[1][1]);
		build(b, user, pipes[0][1], pipes[1][0]);
	}
	must(setns(out, CLONE_NEWPID), "setns");
	(void)close(pipes[0][1]);
	if (read(pipes[0][0], &c, 1) != 1)
		errx(1, "no mounts");
	mounts = open_ns(helper, "mnt");
	send_fd(sock, mounts);
	must(read(sock, &c, 1), "read");
	(void)close(pipes[1][1]);
	(void)waitpid(helper, NULL, 0);
	(void)close(pipes[0][0]);
	(void)close(pipes[1][0]);
	(void)close(mounts);
	(void)close(user);
	(void)close(in);
	(void)close(out);
}

static void up(struct bare *b, int i, int job)
{
	int sock[2];

	b->pid1[i] = start_pid1(sock);
	map_ids(b->pid1[i], i);
	b->net[i] = open_ns(b->pid1[i], "net");
	if (!b->move)
		make_pair(b, i, job);
	give_mounts(b, b->pid1[i], sock[0]);
	if (b->move)
		move_link(b->nl, i, b->net[i]);
	(void)close(sock[0]);
}

static void down(struct bare *b, int i)
{
	if (b->move)
		move_home(b, i);
	(void)kill(b->pid1[i], SIGKILL);
	(void)waitpid(b->pid1[i], NULL, 0);
	(void)close(b->net[i]);
}

static void delete_pairs(struct bare *b, int job)
{
	struct request r = request(RTM_DELLINK, 0);
	uint32_t group = GROUP + (uint32_t)job;

	(void)put(&r, IFLA_GROUP, &group, sizeof(group));
	talk(b->nl, &r, "delete pairs");
}

/* Every JOBS-th jail: up; when all of them all are, down */
static void work(struct bare *b, int job, int ready, int go)
{
	char c;

	b->nl = netlink();
	for (int i = job; i < b->jails; i += b->jobs)
		up(b, i, job);
	must(write(ready, "", 1), "write");
	(void)close(ready);
	(void)read(go, &c, 1);
	if (!b->move)
		delete_pairs(b, job);
	for (int i = job; i < b->jails; i += b->jobs)
		down(b, i);
	_exit(0);
}

static void run(struct bare *b)
{
	int ready[2], go[2], status;
	char c;

	must(pipe2(ready, O_CLOEXEC), "pipe");
	must(pipe2(go, O_CLOEXEC), "pipe");
	for (int job = 0; job < b->jobs; job++) {
		pid_t pid = fork();

		must(pid, "fork");
		if (pid == 0) {
			(void)close(go[1]);
			work(b, job, ready[1], go[0]);
		}
	}
	(void)close(ready[1]);
	for (int job = 0; job < b->jobs; job++)
		if (read(ready[0], &c, 1) != 1)
			errx(1, "a job failed");
	(void)close(go[1]);
	while (wait(&status) > 0)
		if (status != 0)
			errx(1, "a job failed");
}

int main(int argc, char **argv)
{
	struct bare b = { 0 };

	if (argc != 6)
		errx(1, "not: pair|move jails jobs root bridge");
	b.move = strcmp(argv[1], "move") == 0;
	b.jails = (int)strtol(argv[2], NULL, 10);
	b.jobs = (int)strtol(argv[3], NULL, 10);
	b.root = argv[4];
	b.bridge = if_nametoindex(argv[5]);
	if (b.jails < 1 || b.jails > MAX_JAILS || b.jobs < 1 || !b.bridge)
		errx(1, "no such number or bridge");
	b.home = open_ns(getpid(), "net");
	run(&b);
	return 0;
}
