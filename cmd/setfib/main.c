/* SPDX-License-Identifier: BSD-2-Clause */
/* main.c - setfib(1): run a command with a routing table of its own choice */

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/bsderr.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "nl/fib.h"
#include "nl/nl.h"

#define EXIT_NO_EXEC 126
#define EXIT_NOT_FOUND 127

int setfib_main(int argc, char **argv);

static const char usage_text[] = "usage: setfib [-[F]]value command\n";

static int usage(void)
{
	fputs(usage_text, stderr);
	return EXIT_FAILURE;
}

/* "-F 1", "-F1", "-1" and "1" all name a table.  Returns how many words that
 * is; 0: none does. */
static int find_value(char **argv, const char **ret)
{
	const char *w = argv[1];

	if (!w)
		return 0;
	if (*w == '-')
		w++;
	if (*w == 'F' && w != argv[1])
		w++;
	*ret = *w ? w : argv[2];
	return !*ret ? 0 : *w ? 1 : 2;
}

/* 0, or -errno and the words */
static int join(const char *value, struct errbuf *eb)
{
	cleanup_nl struct nl *nl = NULL;
	unsigned long fib;
	char *end;
	int r = nl_open(&nl, eb);

	if (r == 0)
		r = fib_count(nl, eb);
	if (r < 0)
		return r;
	fib = strtoul(value, &end, 10);
	if (end == value || *end || *value == '-' || fib >= (unsigned)r)
		return errbuf_set(eb, EINVAL, "%s: invalid FIB (max %d)", value,
				  r - 1);
	return fib_join(nl, (unsigned)fib, NULL, eb);
}

int setfib_main(int argc, char **argv)
{
	const char *value = NULL;
	struct errbuf eb;
	int used, error;

	if (argc > 1 && streq(argv[1], "--help"))
		return printf("%s  --help, --version\n", usage_text) < 0;
	if (argc > 1 && streq(argv[1], "--version"))
		return puts("setfib (vjail) " VJAIL_VERSION) < 0;

	used = find_value(argv, &value);
	if (!used || argc < used + 2)
		return usage();
	if (join(value, &eb) < 0) {
		warnx("%s", eb.msg);
		return EXIT_FAILURE;
	}

	argv += 1 + used;
	execvp(argv[0], argv);
	error = errno;
	warnx("%s: %s", argv[0], bsd_strerror(error));
	return error == ENOENT ? EXIT_NOT_FOUND : EXIT_NO_EXEC;
}
