/* SPDX-License-Identifier: BSD-2-Clause */
/* kldunload.c - kldunload(8): unload what can be unloaded */

#include <err.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/bsderr.h"
#include "base/util.h"
#include "kld.h"
#include "opts/opts.h"

int kldunload_main(int argc, char **argv);

struct kldunload {
	bool force, verbose, ids;
};

#define AT(member) offsetof(struct kldunload, member)

static const struct opt_tool tool = {
	.name = "kldunload",
	.usage = "usage: kldunload [-fv] [-n] name ...\n       kldunload [-fv] -i id ...\n",
	.usage_status = EX_USAGE,
	.opts = {
		{ 'f', OPT_ON, AT(force) },
		{ 'i', OPT_ON, AT(ids) },
		{ 'n', OPT_OFF, AT(ids) },
		{ 'v', OPT_ON, AT(verbose) },
	},
};

static const struct kld *find(const struct kldunload *o, const char *word)
{
	const struct kld *k = o->ids ? NULL : kld_find(word);

	for (const struct kld *i = klds; o->ids && i->name; i++)
		if (kld_id(i) == strtol(word, NULL, 10))
			k = i;
	return k && kld_loaded(k, NULL) ? k : NULL;
}

static int unload(const struct kldunload *o, const char *word)
{
	const struct kld *k = find(o, word);
	int r;

	/* A number is looked for only as it is unloaded. */
	if (!k && (o->ids || streq(word, "kernel"))) {
		bool kernel = !o->ids || strtol(word, NULL, 10) == KLD_KERNEL;

		warnx("can't unload file: %s",
		      bsd_strerror(kernel ? EBUSY : ENOENT));
		return 1;
	}
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

int kldunload_main(int argc, char **argv)
{
	struct kldunload o = { 0 };
	int status = opts_parse(&tool, argc, argv, &o);

	if (status >= 0)
		return status;
	if (optind == argc)
		return opts_usage(&tool);
	status = 0;
	for (int i = optind; i < argc; i++)
		status |= unload(&o, argv[i]);
	return status;
}
