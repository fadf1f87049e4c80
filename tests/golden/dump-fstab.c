/* SPDX-License-Identifier: BSD-2-Clause */
/* dump-fstab.c - FILE in fstab(5)'s form: its entries, or what is wrong */

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/file.h"
#include "conf/fstab.h"

static int print_line(unsigned n, const char *line)
{
	struct fstab_entry e;
	struct errbuf eb;
	int r = fstab_parse_line(line, &e, &eb);

	if (r < 0)
		printf("! line %u: %s\n", n, eb.msg);
	if (r <= 0)
		return r;
	printf("%u %s\n\t[%s]\n\t[%s]\n\t[%s]\n", n, e.type, e.spec, e.file,
	       e.opts);
	fstab_entry_done(&e);
	return 0;
}

int main(int argc, char **argv)
{
	cleanup_free char *text = NULL;
	unsigned n = 0;
	int failed = 0;
	char *line, *rest;

	if (argc != 2 || file_read(AT_FDCWD, argv[1], &text, NULL, NULL) < 0)
		return 2;

	rest = text;
	while ((line = strsep(&rest, "\n")))
		failed |= print_line(++n, line) < 0;
	return failed;
}
