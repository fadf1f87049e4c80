/* SPDX-License-Identifier: BSD-2-Clause */
/* test-ng-filters.c - The host's own filters on a NIC that is in a graph */

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <linux/bpf.h>

#include "ng-wire.h"

/* Newer than the oldest headers this is built with */
#define TCX_INGRESS 46
#define TCX_EGRESS 47

/* A program that counts our frames and lets all of them go on */
struct counter {
	int map, prog, link;
};

static void counter_load(struct counter *c)
{
	uint32_t zero = 0;
	uint64_t none = 0;

	c->link = -1;
	c->map = bpf_map_create(BPF_MAP_TYPE_ARRAY, "seen", sizeof(uint32_t),
				sizeof(uint64_t), 1, NULL);
	assert_true(c->map >= 0);
	(void)bpf_map_update_elem(c->map, &zero, &none, BPF_ANY);
	/* NOLINTBEGIN(misc-redundant-expression): the kernel's words */
	struct bpf_insn code[] = {
		/* if (skb->protocol == TYPE) seen[0]++; return TCX_NEXT; */
		{ BPF_LDX | BPF_MEM | BPF_W, BPF_REG_2, BPF_REG_1,
		  offsetof(struct __sk_buff, protocol), 0 },
		{ BPF_JMP | BPF_JNE | BPF_K, BPF_REG_2, 0, 9, htons(TYPE) },
		{ BPF_ST | BPF_MEM | BPF_W, BPF_REG_10, 0, -4, 0 },
		{ BPF_ALU64 | BPF_MOV | BPF_X, BPF_REG_2, BPF_REG_10, 0, 0 },
		{ BPF_ALU64 | BPF_ADD | BPF_K, BPF_REG_2, 0, 0, -4 },
		{ BPF_LD | BPF_DW | BPF_IMM, BPF_REG_1, BPF_PSEUDO_MAP_FD, 0,
		  c->map },
		{ 0 },
		{ BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_map_lookup_elem },
		{ BPF_JMP | BPF_JEQ | BPF_K, BPF_REG_0, 0, 2, 0 },
		{ BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_1, 0, 0, 1 },
		{ BPF_STX | BPF_ATOMIC | BPF_DW, BPF_REG_0, BPF_REG_1, 0,
		  BPF_ADD },
		{ BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_0, 0, 0, -1 },
		{ BPF_JMP | BPF_EXIT, 0, 0, 0, 0 },
	};
	/* NOLINTEND(misc-redundant-expression) */

	c->prog = bpf_prog_load(BPF_PROG_TYPE_SCHED_CLS, "count", "GPL", code,
				sizeof(code) / sizeof(code[0]), NULL);
	assert_true(c->prog >= 0);
}

static uint64_t counter_read(const struct counter *c)
{
	uint32_t zero = 0;
	uint64_t n = 0;

	assert_int_equal(bpf_map_lookup_elem(c->map, &zero, &n), 0);
	return n;
}

static void on_tcx(struct counter *c, int how)
{
	counter_load(c);
	c->link = bpf_link_create(c->prog, (int)if_nametoindex("em0"),
				  (enum bpf_attach_type)how, NULL);
	assert_true(c->link >= 0);
}

static void on_clsact(struct counter *c, enum bpf_tc_attach_point at)
{
	LIBBPF_OPTS(bpf_tc_hook, hook, .attach_point = at,
		    .ifindex = (int)if_nametoindex("em0"));
	LIBBPF_OPTS(bpf_tc_opts, opts);
	int r = bpf_tc_hook_create(&hook);

	assert_true(r == 0 || r == -EEXIST);
	counter_load(c);
	opts.prog_fd = c->prog;
	assert_int_equal(bpf_tc_attach(&hook, &opts), 0);
}

/* What came in there: all of it, and the first must come */
static int drain(int fd)
{
	unsigned char buf[FRAME_MAX];
	struct sockaddr_ll from = { 0 };
	socklen_t len = sizeof(from);
	struct pollfd p = { .fd = fd, .events = POLLIN };
	int n = 0;

	while (poll(&p, 1, n ? 0 : 5000) == 1) {
		if (recvfrom(fd, buf, sizeof(buf), 0, (struct sockaddr *)&from,
			     &len) < 0)
			break;
		n += from.sll_pkttype != PACKET_OUTGOING;
	}
	return n;
}

/* Two before the graph, and two after: filters of tc, programs by TCX */
struct filters {
	struct counter in[3], out[3];
	bool tcx;
};

static void filters_open(struct filters *f, struct port *p)
{
	char cmd[128];

	memset(f, 0, sizeof(*f));
	up("em0");
	up("wire0");
	counter_load(&f->in[1]);
	f->in[1].link =
		bpf_link_create(f->in[1].prog, (int)if_nametoindex("em0"),
				(enum bpf_attach_type)TCX_INGRESS, NULL);
	f->tcx = f->in[1].link >= 0;
	on_clsact(&f->in[0], BPF_TC_INGRESS);
	on_clsact(&f->out[0], BPF_TC_EGRESS);
	if (f->tcx)
		on_tcx(&f->out[1], TCX_EGRESS);
	node_make(p, "bridge", "link0", "br");
	for (int i = 1; i <= 2; i++) {
		(void)snprintf(cmd, sizeof(cmd),
			       "connect { path=\"em0:\" ourhook=\"link%d\""
			       " peerhook=\"%s\" }",
			       i, i == 1 ? "lower" : "upper");
		(void)ng_say(p->cs, "br:", cmd);
	}
	if (f->tcx) {
		on_tcx(&f->in[2], TCX_INGRESS);
		on_tcx(&f->out[2], TCX_EGRESS);
	}
}

static void each_saw(const struct counter *c, const struct filters *f,
		     uint64_t n)
{
	assert_int_equal(counter_read(&c[0]), n);
	for (int i = 1; f->tcx && i <= 2; i++)
		assert_int_equal(counter_read(&c[i]), n);
}

static void they_see_what_comes_for_the_host_once(void **state)
{
	static const int to[] = { ALL, 1, ALL, 1 };
	unsigned char f[64];
	struct filters all;
	struct port p;
	int fd, host;

	(void)state;
	filters_open(&all, &p);
	fd = tap("wire0");
	host = tap("em0");
	/* So that the bridge knows where the host is */
	assert_int_equal(send(host, f, frame(f, ALL, 1, sizeof(f)), 0),
			 sizeof(f));
	assert_int_equal(drain(fd), 1);
	port_gets(&p, f, sizeof(f));
	for (uint64_t i = 0; i < 4; i++) {
		assert_int_equal(send(fd, f, frame(f, to[i], 2, sizeof(f)), 0),
				 sizeof(f));
		assert_int_equal(drain(host), 1);
		each_saw(all.in, &all, i + 1);
	}
	port_close(&p);
}

static void they_see_what_the_host_and_others_send_once(void **state)
{
	unsigned char f[64];
	struct filters all;
	struct port p;
	int fd, host;

	(void)state;
	filters_open(&all, &p);
	fd = tap("wire0");
	host = tap("em0");
	for (uint64_t i = 0; i < 2; i++) {
		assert_int_equal(send(host, f, frame(f, ALL, 1, sizeof(f)), 0),
				 sizeof(f));
		assert_int_equal(drain(fd), 1);
		port_send(&p, f, frame(f, ALL, 7, sizeof(f)));
		assert_int_equal(drain(fd), 1);
		each_saw(all.out, &all, 2 * i + 2);
	}
	port_close(&p);
}

/* The host's filter is no bystander: what it drops does not come in. */
static void what_they_drop_is_dropped(void **state)
{
	static const struct bpf_insn drop[] = {
		{ BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_0, 0, 0, 2 },
		{ BPF_JMP | BPF_EXIT, 0, 0, 0, 0 },
	};
	LIBBPF_OPTS(bpf_tc_hook, hook, .attach_point = BPF_TC_INGRESS);
	LIBBPF_OPTS(bpf_tc_opts, opts);
	unsigned char f[64];
	struct filters all;
	struct port p;
	int fd, host;

	(void)state;
	filters_open(&all, &p);
	fd = tap("wire0");
	host = tap("em0");
	hook.ifindex = (int)if_nametoindex("em0");
	opts.prog_fd = bpf_prog_load(BPF_PROG_TYPE_SCHED_CLS, "drop", "GPL",
				     drop, 2, NULL);
	assert_int_equal(bpf_tc_attach(&hook, &opts), 0);
	assert_int_equal(send(fd, f, frame(f, ALL, 2, sizeof(f)), 0),
			 sizeof(f));
	port_gets(&p, f, sizeof(f));
	assert_int_equal(recv(host, f, sizeof(f), MSG_DONTWAIT), -1);
	port_close(&p);
}

#define T(f) cmocka_unit_test_setup(f, wire)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(they_see_what_comes_for_the_host_once),
		T(they_see_what_the_host_and_others_send_once),
		T(what_they_drop_is_dropped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
