/* SPDX-License-Identifier: BSD-2-Clause */
/* fuzz-fstab.c - An entry that was read, written out again, is read the same */

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "conf/fstab.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_escaped(FILE *f, const char *s)
{
	for (; *s; s++)
		fprintf(f, "\\%03o", (unsigned char)*s);
	fputc(' ', f);
}

static char *written(const struct fstab_entry *e)
{
	char *line = NULL;
	size_t len;
	FILE *f = open_memstream(&line, &len);

	if (!f)
		abort();
	write_escaped(f, e->spec);
	write_escaped(f, e->file);
	fprintf(f, "%s %s 0 0", e->type, e->opts);
	(void)fclose(f);
	return line;
}

static void check_round_trip(const struct fstab_entry *e)
{
	cleanup_free char *line = written(e);
	struct fstab_entry again;
	struct errbuf eb;

	if (fstab_parse_line(line, &again, &eb) != 1)
		abort();
	if (!streq(e->spec, again.spec) || !streq(e->file, again.file) ||
	    !streq(e->type, again.type) || !streq(e->opts, again.opts))
		abort();
	fstab_entry_done(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_free char *line = strndup((const char *)data, size);
	struct errbuf eb = { "" };
	struct fstab_entry e;
	int r;

	if (!line)
		return 0;
	r = fstab_parse_line(line, &e, &eb);
	if (r < 0 && (r != -EINVAL || eb.msg[0] == '\0'))
		abort();
	if (r == 0 && line[strspn(line, " \t\f\v\r\n")] != '\0' &&
	    line[strspn(line, " \t\f\v\r\n")] != '#')
		abort();
	if (r == 1) {
		check_round_trip(&e);
		fstab_entry_done(&e);
	}
	return 0;
}
