/* SPDX-License-Identifier: BSD-2-Clause */
/* main.c - jail(8): make, change and remove jails */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/paths.h"
#include "base/whole.h"
#include "opts.h"
#include "plan.h"
#include "print.h"
#include "run.h"
#include "libjail/core.h"

static void exhibit(struct run *run)
{
	for (size_t i = 0; i < run->jobs.n; i++) {
		struct job *job = run->jobs.v[i];

		for (size_t n = 0; n < job->conf_problems.n; n++)
			say_warn(NULL, "%s", job->conf_problems.v[n]);
		if (!job->conf) {
			run->failed = true;
			continue;
		}
		job->jid = jail_find(job->ident, NULL);
		print_job(stdout, job, run->opts->separator);
	}
}

static int open_jid_file(struct run *run)
{
	const char *file = run->opts->jid_file;

	if (!file)
		return 0;
	run->jid_file = fopen(file, "we");
	if (!run->jid_file) {
		int r = -errno;

		say_warn(NULL, "%s: %s", file, strerror(errno));
		return r;
	}
	(void)setvbuf(run->jid_file, NULL, _IOLBF, BUFSIZ);
	return 0;
}

/* Nobody else would ever come by. */
static void end_lost(const struct run *run)
{
	struct errbuf eb = { "" };
	cleanup_free int *jids = NULL;
	bool asked = run->opts->op == OP_CLEAN;
	int n;

	if (geteuid() != 0)
		return;
	n = jail_end_lost(asked, &jids, &eb);
	for (int i = 0; i < n; i++)
		say_warn(
			NULL,
			"jail %d: its files under /run/vjail were gone; what was left of it has been ended",
			jids[i]);
	if (n < 0 && asked && eb.msg[0])
		say_warn(NULL, "%s", eb.msg);
}

static int act(struct run *run)
{
	int r;

	run->tools = paths_libexec("bsd");
	if (run->opts->style != STYLE_EXHIBIT)
		end_lost(run);
	r = run->tools ? plan_make(run) : -ENOMEM;
	if (r < 0)
		return r;
	if (run->opts->style == STYLE_EXHIBIT) {
		exhibit(run);
		return 0;
	}
	if (run->opts->dying)
		say_warn(
			NULL,
			"-d: has no effect: a jail being removed is never in the way");
	r = open_jid_file(run);
	return r < 0 ? r : run_jobs(run);
}

static int run_opts(const struct opts *opts)
{
	struct run run = { .opts = opts };
	int r = act(&run);

	if (r == -ENOMEM)
		say_warn(NULL, "%s", strerror(ENOMEM));
	jobs_done(&run.jobs);
	free(run.tools);
	if (run.jid_file && fclose(run.jid_file) != 0)
		r = -errno;
	return r < 0 || run.failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	struct opts opts;
	struct errbuf eb;
	int r = opts_parse(argc, argv, plan_is_param, &opts, &eb);
	int status = EXIT_SUCCESS;

	messages_whole();
	(void)setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
	if (r < 0) {
		if (eb.msg[0])
			say_warn(NULL, "%s", eb.msg);
		opts_usage(stderr);
		status = EXIT_FAILURE;
	} else if (opts.help)
		opts_help(stdout);
	else if (opts.version)
		puts("jail (vjail) " VJAIL_VERSION);
	else
		status = run_opts(&opts);
	opts_done(&opts);
	return status;
}
