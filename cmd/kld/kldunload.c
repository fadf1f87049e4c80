/* SPDX-License-Identifier: BSD-2-Clause */
/* kldunload.c - kldunload(8): unload what can be unloaded */

#include <err.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/bsderr.h"
#include "base/util.h"
#include "kld.h"

int kldunload_main(int argc, char **argv);

static const char usage_text[] = "usage: kldunload [-fv] [-n] name ...\n"
				 "       kldunload [-fv] -i id ...\n";

struct opts {
	bool force, verbose, ids;
};

static const struct kld *find(const struct opts *o, const char *word)
{
	const struct kld *k = o->ids ? NULL : kld_find(word);

	for (const struct kld *i = klds; o->ids && i->name; i++)
		if (kld_id(i) == strtol(word, NULL, 10))
			k = i;
	return k && kld_loaded(k, NULL) ? k : NULL;
}

static int unload(const struct opts *o, const char *word)
{
	const struct kld *k = find(o, word);
	int r;

	if (!k) {
		warnx("can't find file %s: %s", word, bsd_strerror(ENOENT));
		return 1;
	}
	if (o->verbose)
		printf("Unloading %s.ko, id=%d\n", k->name, kld_id(k));
	r = kld_unload(k, o->force);
	if (r < 0) {
		warnx("can't unload file: %s", bsd_strerror(-r));
		return 1;
	}
	return 0;
}

/* 0, or -1: usage */
static int parse(struct opts *o, int argc, char **argv)
{
	int c;

	optind = 0;
	while ((c = getopt(argc, argv, "+finv")) != -1) {
		switch (c) {
		case 'f':
			o->force = true;
			break;
		case 'i':
			o->ids = true;
			break;
		case 'n':
			o->ids = false;
			break;
		case 'v':
			o->verbose = true;
			break;
		default:
			return -1;
		}
	}
	return optind < argc ? 0 : -1;
}

int kldunload_main(int argc, char **argv)
{
	struct opts o = { 0 };
	int status = 0;

	if (argc > 1 && streq(argv[1], "--help"))
		return fputs(usage_text, stdout) < 0;
	if (argc > 1 && streq(argv[1], "--version"))
		return puts("kldunload (vjail) " VJAIL_VERSION) < 0;
	if (parse(&o, argc, argv) < 0) {
		fputs(usage_text, stderr);
		return EX_USAGE;
	}
	for (int i = optind; i < argc; i++)
		status |= unload(&o, argv[i]);
	return status;
}
