/* SPDX-License-Identifier: BSD-2-Clause */
/* maps.c - What bare updates of maps cost, by plain system calls */
/*
 * maps NODES, or maps memory FILE ...
 *
 * The least that the kernel must be told of so many nodes, each with a hook to
 * the first and that one's to it: a node's record, two hooks', and an entry
 * each in the indices of numbers and of hooks' names; read once; and all of it
 * cleared again.  Prints how many updates that were.  Or: the kilobytes that
 * pinned maps take.
 */

#include <bpf/bpf.h>
#include <err.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

static unsigned long memory_of(int map)
{
	unsigned long bytes = 0;
	char path[64], line[128];
	FILE *f;

	(void)snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", map);
	f = fopen(path, "re");
	while (f && fgets(line, sizeof(line), f))
		if (strncmp(line, "memlock:", 8) == 0)
			bytes = strtoul(line + 8, NULL, 10);
	if (f)
		(void)fclose(f);
	return bytes;
}

static int print_memory(char **files)
{
	unsigned long sum = 0;

	for (; *files; files++) {
		int fd = bpf_obj_get(*files);

		if (fd < 0)
			err(1, "%s", *files);
		sum += memory_of(fd);
		(void)close(fd);
	}
	printf("%lu\n", sum / 1024);
	return 0;
}

static uint32_t make_and_write(uint32_t nodes)
{
	uint8_t value[sizeof(struct ng_node_rec)];
	uint32_t n;

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
	return n + write_all(nodes, 0);
}

int main(int argc, char **argv)
{
	uint32_t nodes;

	if (argc > 2 && strcmp(argv[1], "memory") == 0)
		return print_memory(argv + 2);
	nodes = argc == 2 ? (uint32_t)strtoul(argv[1], NULL, 10) : 0;
	if (!nodes)
		errx(1, "how many nodes?");
	printf("%u\n", make_and_write(nodes));
	return 0;
}
