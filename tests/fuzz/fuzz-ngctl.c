/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz-ngctl.c - Lines for ngctl leave a graph that holds together
 *
 * In a directory of its own under /run, which must be private, and never with a
 * slash: some commands write files.
 */

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "ngctl/ngctl.h"
#include "nggraph.h"

#define LINES_MAX 16

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void be_quiet(void)
{
	static bool done;
	int fd;

	if (done)
		return;
	done = true;
	if ((mkdir("/run/fuzz-ngctl", 0700) < 0 &&
	     access("/run/fuzz-ngctl", W_OK) < 0) ||
	    chdir("/run/fuzz-ngctl") < 0)
		abort();
	fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (fd < 0 || dup2(fd, STDIN_FILENO) < 0 || dup2(fd, STDOUT_FILENO) < 0)
		abort();
	(void)close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_free char *text = strndup((const char *)data, size);
	struct ngctl ng = { .debug = size % 4, .xo.json = size % 3 == 0 };
	char *rest = text, *line;

	if (!text)
		abort();
	if (strchr(text, '/'))
		return 0;
	be_quiet();
	nggraph_furnish();
	ng.s = nggraph_session();
	for (int i = 0; i < LINES_MAX && (line = strsep(&rest, "\n")); i++)
		(void)command_line(&ng, line);
	nggraph_check();
	nggraph_reset();
	return 0;
}
