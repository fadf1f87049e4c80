/* SPDX-License-Identifier: BSD-2-Clause */
/* kldload.c - kldload(8): have the kernel do what a module is for */

#include <err.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <unistd.h>

#include "base/bsderr.h"
#include "kld.h"
#include "opts/opts.h"

int kldload_main(int argc, char **argv);

struct kldload {
	bool no_reload, verbose;
};

#define AT(member) offsetof(struct kldload, member)

static const struct opt_tool tool = {
	.name = "kldload",
	.usage = "usage: kldload [-nqv] file ...\n",
	.usage_status = 1,
	.opts = {
		{ 'n', OPT_ON, AT(no_reload) },
		{ 'q', OPT_OFF, AT(verbose) }, /* nor is any path searched */
		{ 'v', OPT_ON, AT(verbose) },
	},
};

static int already(const struct kldload *o, const char *name)
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
static int load(const struct kldload *o, const char *name)
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
	if (r == -ENOEXEC)
		warnx("an error occurred while loading module %s. Please check dmesg(8) for more details.",
		      name);
	else if (r < 0)
		warnx("can't load %s: %s", name, bsd_strerror(-r));
	if (r < 0)
		return 1;
	if (o->verbose)
		printf("Loaded %s, id=%d\n", name, kld_id(k));
	return 0;
}

int kldload_main(int argc, char **argv)
{
	struct kldload o = { 0 };
	int status = opts_parse(&tool, argc, argv, &o);

	if (status >= 0)
		return status;
	if (optind == argc)
		return opts_usage(&tool);
	status = 0;
	for (int i = optind; i < argc; i++)
		status |= load(&o, argv[i]);
	return status;
}
