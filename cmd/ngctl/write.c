/* SPDX-License-Identifier: BSD-2-Clause */
/* write.c - write: a packet out of a hook of ngctl's own node */

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/bsderr.h"
#include "base/util.h"
#include "libnetgraph/session.h"
#include "ngctl.h"

#define PACKET_MAX 8192 /* as FreeBSD's */
#define BYTE_MIN (-128)
#define BYTE_MAX 255

static enum result cannot_read(const char *name)
{
	warnx("can't read file \"%s\": %s", name, bsd_strerror(errno));
	return CMD_ERROR;
}

static enum result from_file(const char *name, unsigned char *buf, size_t *len)
{
	FILE *f = fopen(name, "re");
	bool failed;

	if (!f)
		return cannot_read(name);
	*len = fread(buf, 1, PACKET_MAX, f);
	failed = ferror(f) != 0;
	(void)fclose(f);
	if (failed)
		return cannot_read(name);
	if (*len)
		return CMD_OK;
	warnx("file \"%s\" is empty", name);
	return CMD_ERROR;
}

/* Numbers as C writes them */
static enum result from_words(char **words, unsigned char *buf, size_t *len)
{
	for (*len = 0; words[*len] && *len < PACKET_MAX; (*len)++) {
		char *end;
		long v = strtol(words[*len], &end, 0);

		if (end == words[*len] || *end || v < BYTE_MIN ||
		    v > BYTE_MAX) {
			warnx("invalid byte \"%s\"", words[*len]);
			return CMD_ERROR;
		}
		buf[*len] = (unsigned char)v;
	}
	return CMD_OK;
}

static int send_out(struct ngctl *ng, const char *hook, const void *buf,
		    size_t len)
{
	uint32_t slot = 0;
	int ds = session_ds(ng->s), r;

	if (ds < 0)
		return ds;
	r = session_hook(ng->s, hook, &slot);
	return r < 0 ? r : session_send(ng->s, ds, slot, buf, len);
}

static enum result write_data(struct ngctl *ng, int argc, char **argv)
{
	static unsigned char buf[PACKET_MAX];
	enum result r;
	size_t len = 0;
	int e;

	if (argc < 3 || (streq(argv[2], "-f") && argc != 4))
		return CMD_USAGE;
	r = streq(argv[2], "-f") ? from_file(argv[3], buf, &len)
				 : from_words(argv + 2, buf, &len);
	if (r != CMD_OK)
		return r;
	e = send_out(ng, argv[1], buf, len);
	if (e == 0)
		return CMD_OK;
	warnx("writing to hook \"%s\": %s", argv[1], bsd_strerror(-e));
	return CMD_ERROR;
}

const struct command cmd_write = {
	"write hook < -f file | byte ... >",
	"Send a packet out of a hook of this program's node",
	"The packet is what is in the file, or the bytes, each a decimal, hexadecimal (0x) or octal (0) number from -128 to 255; 8192 of them at most.",
	(const char *const[]){ "w", NULL },
	write_data,
};
