/* SPDX-License-Identifier: BSD-2-Clause */
/* walk.c - What the walk through a graph costs a packet, in nanoseconds */
/*
 * walk ROUNDS NAME DEVICE FROM TO [NAME DEVICE FROM TO ...]
 *
 * Runs the graph's program, in the network namespace this runs in, as if a
 * frame from one address to another had come in by a device of the closet.
 * In each round each has its turn.  Prints a line each: NAME, median, 10th and
 * 90th percentile in ns; before them the program's size: "verified" and the
 * instructions that the kernel looked at when it was loaded.
 */

#include <bpf/bpf.h>
#include <err.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/ether.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_WALKS 8
#define MAX_ROUNDS 200
#define REPEAT 20000
#define FRAME 98

struct walk {
	const char *name;
	unsigned ifindex;
	uint8_t frame[FRAME];
	double ns[MAX_ROUNDS];
};

static int open_prog(unsigned long long graph, const char *name)
{
	char path[128];
	int fd;

	(void)snprintf(path, sizeof(path), "/sys/fs/bpf/vjail/%llu/%s", graph,
		       name);
	fd = bpf_obj_get(path);
	if (fd < 0)
		err(1, "%s", path);
	return fd;
}

static void enter_closet(unsigned long long graph)
{
	char path[128];
	int fd;

	(void)snprintf(path, sizeof(path), "/run/vjail/ng/%llu/closet", graph);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || setns(fd, CLONE_NEWNET) < 0)
		err(1, "%s", path);
	(void)close(fd);
}

static void put_mac(uint8_t *to, const char *text)
{
	const struct ether_addr *mac = ether_aton(text);

	if (!mac)
		errx(1, "%s: no MAC address", text);
	memcpy(to, mac, 6);
}

static double run_once(int prog, struct walk *w)
{
	struct __sk_buff ctx = { .ifindex = w->ifindex };
	LIBBPF_OPTS(bpf_test_run_opts, opts, .data_in = w->frame,
		    .data_size_in = FRAME, .ctx_in = &ctx,
		    .ctx_size_in = sizeof(ctx), .repeat = REPEAT);

	if (bpf_prog_test_run_opts(prog, &opts) < 0)
		err(1, "%s: test run", w->name);
	/* Not dropped: somebody would have had it. */
	if (opts.retval != 7) /* TC_ACT_REDIRECT */
		errx(1, "%s: went nowhere (%u)", w->name, opts.retval);
	return opts.duration;
}

static void print_size(unsigned long long graph)
{
	static const char *const names[] = { "ng_closet_in", "ng_host_in",
					     "ng_host_out", "ng_socket_out" };
	unsigned most = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct bpf_prog_info info = { 0 };
		unsigned len = sizeof(info);
		int fd = open_prog(graph, names[i]);

		if (bpf_obj_get_info_by_fd(fd, &info, &len) < 0)
			err(1, "%s", names[i]);
		if (info.verified_insns > most)
			most = info.verified_insns;
		(void)close(fd);
	}
	printf("verified %u\n", most);
}

static int compare(const void *a, const void *b)
{
	double d = *(const double *)a - *(const double *)b;

	return (d > 0) - (d < 0);
}

int main(int argc, char **argv)
{
	int rounds = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 0;
	static struct walk walks[MAX_WALKS];
	struct stat st;
	int n = 0, prog;

	if (rounds < 1 || rounds > MAX_ROUNDS || argc % 4 != 2 ||
	    argc / 4 > MAX_WALKS || argc < 6)
		errx(1, "not: rounds name device from to ...");
	if (stat("/proc/self/ns/net", &st) < 0)
		err(1, "/proc/self/ns/net");
	print_size(st.st_ino);
	prog = open_prog(st.st_ino, "ng_closet_in");
	enter_closet(st.st_ino);
	for (argv += 2; *argv; argv += 4, n++) {
		walks[n].name = argv[0];
		walks[n].ifindex = if_nametoindex(argv[1]);
		if (!walks[n].ifindex)
			err(1, "%s", argv[1]);
		put_mac(walks[n].frame + 6, argv[2]);
		put_mac(walks[n].frame, argv[3]);
		walks[n].frame[12] = 8; /* IPv4 */
	}
	for (int round = -1; round < rounds; round++)
		for (int i = 0; i < n; i++)
			walks[i].ns[round < 0 ? 0 : round] =
				run_once(prog, &walks[i]);
	for (int i = 0; i < n; i++) {
		struct walk *w = &walks[i];

		qsort(w->ns, (size_t)rounds, sizeof(w->ns[0]), compare);
		printf("%s %.0f %.0f %.0f\n", w->name, w->ns[rounds / 2],
		       w->ns[rounds / 10], w->ns[rounds - 1 - rounds / 10]);
	}
	return 0;
}
