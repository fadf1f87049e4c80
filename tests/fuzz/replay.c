/* SPDX-License-Identifier: BSD-2-Clause */
/* replay.c - Give a fuzz target every file of its corpus, once */

#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A copy of just that size: a read beyond the end is then found. */
static int replay(const char *path)
{
	static uint8_t buf[1 << 20];
	FILE *f = fopen(path, "re");
	uint8_t *exact;
	size_t n;

	if (!f)
		return -errno;
	n = fread(buf, 1, sizeof(buf), f);
	(void)fclose(f);
	exact = malloc(n ? n : 1);
	if (!exact)
		return -ENOMEM;
	memcpy(exact, buf, n);
	(void)LLVMFuzzerTestOneInput(exact, n);
	free(exact);
	return 0;
}

int main(int argc, char **argv)
{
	struct dirent **list;
	int n, done = 0;

	if (argc != 2)
		return 2;
	n = scandir(argv[1], &list, NULL, alphasort);
	if (n < 0) {
		perror(argv[1]);
		return 1;
	}

	for (int i = 0; i < n; i++) {
		char path[4096];

		if (list[i]->d_name[0] != '.') {
			(void)snprintf(path, sizeof(path), "%s/%s", argv[1],
				       list[i]->d_name);
			if (replay(path) < 0) {
				perror(path);
				return 1;
			}
			done++;
		}
		free(list[i]);
	}
	free(list);
	printf("%d inputs\n", done);
	return done ? 0 : 1;
}
