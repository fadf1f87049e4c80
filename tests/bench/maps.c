/* SPDX-License-Identifier: BSD-2-Clause */
/* maps.c - What bare updates of maps cost, by plain system calls */
/*
 * maps NODES
 *
 * The least that the kernel must be told of so many nodes, each with a hook to
 * the first and that one's to it: a node's record, two hooks', and an entry
 * each in the indices of numbers and of hooks' names; read once; and all of it
 * cleared again.  Prints microseconds, and how many updates that were.
 */

#include <bpf/bpf.h>
#include <err.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "graph-abi.h"

struct kind {
	const char *name;
	uint32_t size; /* of a value */
	uint32_t each; /* a node */
	int fd;
};

static struct kind kinds[] = {
	{ "nodes", sizeof(struct ng_node_rec), 1, -1 },
	{ "hooks", sizeof(struct ng_hook_rec), 2, -1 },
	{ "by_id", sizeof(uint32_t), 1, -1 },
	{ "by_hook", sizeof(uint32_t), 2, -1 },
};
#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static double now_us(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e6 + (double)ts.tv_nsec / 1e3;
}

static uint32_t write_all(uint32_t nodes, uint8_t byte)
{
	uint8_t value[sizeof(struct ng_node_rec)] = { byte };
	uint32_t n = 0;

	for (uint32_t i = 0; i < nodes; i++)
		for (size_t k = 0; k < KINDS; k++)
			for (uint32_t j = 0; j < kinds[k].each; j++, n++) {
				uint32_t key = i * kinds[k].each + j;

				if (bpf_map_update_elem(kinds[k].fd, &key,
							value, BPF_ANY) < 0)
					err(1, "update");
			}
	return n;
}

int main(int argc, char **argv)
{
	uint32_t nodes = argc == 2 ? (uint32_t)strtoul(argv[1], NULL, 10) : 0;
	uint8_t value[sizeof(struct ng_node_rec)];
	double start = now_us();
	uint32_t n;

	if (!nodes)
		errx(1, "how many nodes?");
	for (size_t k = 0; k < KINDS; k++) {
		kinds[k].fd = bpf_map_create(BPF_MAP_TYPE_ARRAY, kinds[k].name,
					     sizeof(uint32_t), kinds[k].size,
					     nodes * kinds[k].each, NULL);
		if (kinds[k].fd < 0)
			err(1, "map %s", kinds[k].name);
	}
	n = write_all(nodes, 1);
	for (uint32_t i = 0; i < nodes; i++)
		if (bpf_map_lookup_elem(kinds[0].fd, &i, value) < 0)
			err(1, "lookup");
	n += write_all(nodes, 0);
	printf("%.0f %u\n", now_us() - start, n);
	return 0;
}
