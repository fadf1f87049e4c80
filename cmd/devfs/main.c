/* SPDX-License-Identifier: BSD-2-Clause */
/* main.c - devfs(8): rulesets of device nodes, and what they act on */

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "conf/devfsrules-set.h"
#include "conf/devfsrules.h"
#include "devfs.h"
#include "libjail/jailed.h"
#include "libjail/rulesets.h"

int devfs_main(int argc, char **argv);

static const char help_text[] =
	"usage: devfs [-j jail] [-m mount-point] ruleset number\n"
	"       devfs [-j jail] [-m mount-point] rule [-s ruleset] add [number] rule ... | -\n"
	"       devfs [-j jail] [-m mount-point] rule [-s ruleset] apply number | rule ... | -\n"
	"       devfs [-j jail] [-m mount-point] rule [-s ruleset] applyset | delset\n"
	"       devfs [-j jail] [-m mount-point] rule [-s ruleset] del number\n"
	"       devfs [--libxo form] [-j jail] [-m mount-point] rule [-s ruleset] show [number]\n"
	"       devfs [--libxo form] rule showsets\n";

static noreturn void usage(void)
{
	fputs("usage: devfs rule|ruleset arguments\n", stderr);
	exit(1);
}

unsigned number_or_end(const char *s)
{
	char *end;
	unsigned long n = strtoul(s, &end, 10);

	if (*s < '0' || *s > '9' || *end || n > DEVFS_SET_MAX)
		errx(1, "error converting to number: %s", s);
	return (unsigned)n;
}

/* As FreeBSD's kernel answers whatever is asked of it; @call is the first that
 * would be made. */
static void check_place(const struct devfs *d, const char *call)
{
	if (geteuid() != 0 || jailed())
		ioctl_failed(call, EPERM);
	if (d->place.kind == DEVFS_NONE)
		ioctl_failed(call, ENOTTY);
}

/* The mount, and the lock if it or a ruleset shall be changed: first the lock,
 * since what is read must still hold. */
static void open_place(struct devfs *d, bool changes)
{
	struct errbuf eb;

	if (changes && geteuid() == 0 && !jailed()) {
		d->lock = rulesets_lock(&eb);
		if (d->lock < 0)
			errx(1, "%s", eb.msg);
	}
	if (devfs_place_open(d->mountpt, d->jail, &d->place, &eb) < 0)
		errx(1, "%s", eb.msg);
}

static int ruleset(struct devfs *d, int argc, char **argv)
{
	int r;

	if (argc < 2)
		usage();
	open_place(d, true);
	check_place(d, "DEVFSIO_SUSE");
	if (d->place.kind == DEVFS_HOST)
		errx(1,
		     "%s: the host's own, which has no ruleset; -j or -m names a jail's",
		     d->mountpt);
	d->place.st.ruleset = (int)number_or_end(argv[1]);
	r = devfs_state_write(d->place.mnt.fd, &d->place.st);
	if (r < 0)
		ioctl_failed("DEVFSIO_SUSE", -r);
	return 0;
}

static const struct devfs_command *find_command(const char *name)
{
	for (const struct devfs_command *c = rule_commands; c->name; c++)
		if (streq(c->name, name))
			return c;
	errx(1, "unknown command: %s", name);
}

static int rule(struct devfs *d, int argc, char **argv)
{
	const struct devfs_command *command;
	const char *set = NULL;
	struct errbuf eb;
	int c;

	argv[0] = program_invocation_short_name;
	optind = 0;
	while ((c = getopt(argc, argv, "+s:")) != -1) {
		if (c != 's')
			rule_usage();
		set = optarg;
	}
	if (optind == argc)
		rule_usage();
	command = find_command(argv[optind]);
	open_place(d, command->changes);
	d->ruleset = set ? (int)number_or_end(set) : d->place.st.ruleset;
	check_place(d, command->call);
	if (rulesets_load(NULL, &d->rules, &eb) < 0)
		errx(1, "%s", eb.msg);
	return command->run(d, argc - optind, argv + optind);
}

static int run(struct devfs *d, int argc, char **argv)
{
	static char names[][16] = { "devfs rule", "devfs ruleset" };
	int status;

	if (argc == 0)
		usage();
	if (!streq(argv[0], "rule") && !streq(argv[0], "ruleset"))
		errx(1, "unknown command: %s", argv[0]);
	/* Who speaks, for warnx(): as on FreeBSD */
	if (streq(argv[0], "rule")) {
		program_invocation_short_name = names[0];
		status = rule(d, argc, argv);
	} else {
		program_invocation_short_name = names[1];
		status = ruleset(d, argc, argv);
	}
	devfs_rules_free(d->rules);
	devfs_place_close(&d->place);
	close_fd(&d->lock);
	return status;
}

int devfs_main(int argc, char **argv)
{
	struct devfs d = { .mountpt = "/dev",
			   .lock = -1,
			   .place = DEVFS_PLACE_NONE };
	struct errbuf eb;
	int c;

	if (argc > 1 && streq(argv[1], "--help"))
		return fputs(help_text, stdout) < 0;
	if (argc > 1 && streq(argv[1], "--version"))
		return puts("devfs (vjail) " VJAIL_VERSION) < 0;
	if (xo_take(&argc, argv, &d.xo, &eb) < 0)
		errx(1, "%s", eb.msg);
	optind = 0;
	while ((c = getopt(argc, argv, "+j:m:")) != -1) {
		if (c == 'm')
			d.mountpt = optarg;
		else if (c == 'j')
			d.jail = optarg;
		else
			usage();
	}
	return run(&d, argc - optind, argv + optind);
}
