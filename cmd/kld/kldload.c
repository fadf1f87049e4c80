/* SPDX-License-Identifier: BSD-2-Clause */
/* kldload.c - kldload(8): have the kernel do what a module is for */

#include <err.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "base/bsderr.h"
#include "base/util.h"
#include "kld.h"

int kldload_main(int argc, char **argv);

static const char usage_text[] = "usage: kldload [-nqv] file ...\n";

struct opts {
	bool no_reload, quiet, verbose;
};

static int already(const struct opts *o, const char *name)
{
	if (o->no_reload) {
		if (o->verbose)
			printf("%s is already loaded\n", name);
		return 0;
	}
	warnx("can't load %s: module already loaded or in kernel", name);
	return 1;
}

/* Looking may make the kernel load it by itself: then it was loaded here. */
static int load(const struct opts *o, const char *name)
{
	const struct kld *k = kld_find(name);
	bool before = k && kld_loaded(k, NULL);
	int r;

	if (!k) {
		warnx("can't load %s: %s", name, bsd_strerror(ENOENT));
		return 1;
	}
	if (kld_offers(k) && (before || !kld_loaded(k, NULL)))
		return already(o, name);
	r = kld_loaded(k, NULL) ? 0 : kld_load(k);
	if (r == 0 && !kld_offers(k))
		r = -ENOENT;
	if (r < 0) {
		warnx("can't load %s: %s", name, bsd_strerror(-r));
		return 1;
	}
	if (o->verbose)
		printf("Loaded %s, id=%d\n", name, kld_id(k));
	return 0;
}

/* 0, or -1: usage */
static int parse(struct opts *o, int argc, char **argv)
{
	int c;

	optind = 0;
	while ((c = getopt(argc, argv, "+nqv")) != -1) {
		switch (c) {
		case 'n':
			o->no_reload = true;
			break;
		case 'q':
			o->quiet = true; /* of paths that are not searched */
			o->verbose = false;
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

int kldload_main(int argc, char **argv)
{
	struct opts o = { 0 };
	int status = 0;

	if (argc > 1 && streq(argv[1], "--help"))
		return fputs(usage_text, stdout) < 0;
	if (argc > 1 && streq(argv[1], "--version"))
		return puts("kldload (vjail) " VJAIL_VERSION) < 0;
	if (parse(&o, argc, argv) < 0) {
		fputs(usage_text, stderr);
		return 1;
	}
	for (int i = optind; i < argc; i++)
		status |= load(&o, argv[i]);
	return status;
}
