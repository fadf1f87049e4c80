/* SPDX-License-Identifier: BSD-2-Clause */
/* plan.c - From a command line to the jails it means */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "conf/jailconf.h"
#include "config.h"
#include "depend.h"
#include "job.h"
#include "ops.h"
#include "plan.h"
#include "print.h"
#include "run.h"
#include "libjail/core.h"

/* A jail without name or number is called so until it has one. */
#define UNNAMED "jail"

bool plan_is_param(const char *word)
{
	bool no;

	return pseudo_find(word, &no) != P_NONE || jail_param_find(word, &no);
}

static const char *last_value(const struct conf_jail *conf, const char *name)
{
	const struct conf_param *p = conf_jail_get(conf, name);

	return p && p->value.n ? p->value.v[p->value.n - 1] : NULL;
}

static int add_conf_job(struct run *run, const struct conf *conf,
			const char *name)
{
	struct conf_errors errs = { 0 };
	struct conf_jail *jail = NULL;
	const char *ident = NULL;
	struct job *job;
	int r = conf_jail(conf, name, &jail, &errs);

	if (r == -ENOMEM) {
		strv_done(&errs.msgs);
		return r;
	}
	if (jail) {
		ident = last_value(jail, "name");
		if (!ident)
			ident = last_value(jail, "jid");
	}
	job = job_new(name, ident ? ident : name, jail);
	if (!job) {
		strv_done(&errs.msgs);
		return -ENOMEM;
	}
	job->conf_problems = errs.msgs;
	r = job_import(job);
	if (r < 0) {
		job_free(job);
		return r;
	}
	return jobs_add(&run->jobs, job);
}

static int load(struct run *run)
{
	struct strv names cleanup_strv = { 0 };
	struct conf *conf;
	int r = config_load(run->opts->conf_file, &conf);

	if (r < 0)
		return r;
	run->have_conf = true;
	r = conf_jail_names(conf, &names);
	for (size_t i = 0; r == 0 && i < names.n; i++)
		r = add_conf_job(run, conf, names.v[i]);
	conf_free(conf);
	return r;
}

static void ask(const struct run *run, struct job *job, bool wild)
{
	if (job->state == JOB_OUT) {
		job->state = JOB_WAITING;
		job->op = run->opts->op;
		job->wild = wild;
	}
	job->wild &= wild;
}

static bool is_wild(const char *target)
{
	return streq(target, "*") || str_starts(target, "*.") ||
	       strstr(target, ".*.") ||
	       (strlen(target) > 2 && streq(target + strlen(target) - 2, ".*"));
}

static void ask_matching(const struct run *run, const char *pattern)
{
	for (size_t i = 0; i < run->jobs.n; i++) {
		struct job *job = run->jobs.v[i];

		if (!pattern || streq(pattern, "*") ||
		    conf_name_match(pattern, job->label))
			ask(run, job, true);
	}
}

/* Jails of which the configuration knows nothing, or is not to be asked. */
static int ask_running(struct run *run, const char *name, bool wild)
{
	struct job *job = jobs_find(&run->jobs, name);
	int r = 0;

	if (!job) {
		job = job_new(name, name, NULL);
		r = jobs_add(&run->jobs, job);
	}
	if (r == 0)
		ask(run, job, wild);
	return r;
}

static int ask_running_matching(struct run *run, const char *pattern)
{
	int r = 0;

	for (int jid = jail_next(0, false, NULL); r == 0 && jid > 0;
	     jid = jail_next(jid, false, NULL)) {
		struct jail_info info cleanup_jail_info = { 0 };

		if (jail_info_get(jid, &info, NULL) < 0)
			continue;
		if (streq(pattern, "*") || conf_name_match(pattern, info.name))
			r = ask_running(run, info.name, true);
	}
	return r;
}

/* By name or number; what a killed jail(8) left of it counts as well. */
static int ask_other(struct run *run, const char *target)
{
	struct jail_info info cleanup_jail_info = { 0 };
	int jid = jail_find(target, NULL);

	if (jid > 0 && jail_info_get(jid, &info, NULL) == 0)
		return ask_running(run, info.name, false);
	if (ops_left(target))
		return ask_running(run, target, false);
	say_warn(NULL, "\"%s\" not found", target);
	return -ENOENT;
}

static int ask_target(struct run *run, const char *target)
{
	struct job *job;

	if (is_wild(target)) {
		ask_matching(run, target);
		return run->have_conf ? 0 : ask_running_matching(run, target);
	}
	job = jobs_find(&run->jobs, target);
	if (job) {
		ask(run, job, false);
		return 0;
	}
	if (run->opts->style == STYLE_REMOVE)
		return ask_other(run, target);
	say_warn(NULL, "\"%s\" not found", target);
	return -ENOENT;
}

/* When starting, one unknown name stops all; when removing, only itself. */
static int ask_targets(struct run *run)
{
	const struct opts *o = run->opts;

	if (o->nargs == 0)
		ask_matching(run, NULL);
	for (int i = 0; i < o->nargs; i++) {
		int r = ask_target(run, o->args[i]);

		if (r == -ENOMEM || (r < 0 && o->style != STYLE_REMOVE))
			return r;
		if (r < 0)
			run->failed = true;
	}
	return 0;
}

static const char *last_arg(const struct arg_params *ap, const char *name)
{
	const char *value = NULL;

	for (size_t i = 0; i < ap->n; i++)
		if (streq(ap->p[i].name, name))
			value = ap->p[i].value;
	return value && *value ? value : NULL;
}

static int fill_adhoc(struct conf *conf, const struct arg_params *ap,
		      const char *ident, bool by_name)
{
	int r = conf_add_jail(conf, ident ? ident : UNNAMED);

	for (size_t i = 0; r == 0 && i < ap->n; i++) {
		const struct arg_param *p = &ap->p[i];
		bool is_ident = streq(p->name, by_name ? "name" : "jid");
		bool is_empty = !p->value || !*p->value;

		if (!is_ident || (!ident && !is_empty))
			r = conf_add_param(conf, p->name, p->value, p->append);
	}
	return r;
}

/* Which parameter says what jail is meant: of one that exists it is the number,
 * and the name may be a new one. */
static bool is_by_name(const struct run *run, const char *name, const char *jid)
{
	bool is_number = jid && jid[strspn(jid, "0123456789")] == '\0';

	if (!is_number)
		return true;
	return name && (run->opts->op == OP_START || !run_exists(jid));
}

/* A path on a command line may start where we are. */
static int make_absolute(struct job *job)
{
	const char *path = jail_params_str(&job->params, "path");
	struct strv value cleanup_strv = { 0 };
	cleanup_free char *real = NULL;
	int r;

	if (*path == '/')
		return 0;
	real = realpath(path, NULL);
	if (!real)
		return strv_addf(&job->kernel_problems, "path %s: %s", path,
				 strerror(errno));
	r = strv_add(&value, real);
	return r < 0 ? r : jail_params_put(&job->params, "path", &value, NULL);
}

static int add_adhoc(struct run *run, const struct arg_params *ap)
{
	const char *name = last_arg(ap, "name"), *jid = last_arg(ap, "jid");
	bool by_name = is_by_name(run, name, jid);
	const char *ident = by_name ? name : jid;
	struct conf_errors errs = { 0 };
	struct conf_jail *jail = NULL;
	struct conf *conf = conf_new();
	struct job *job;
	int r = conf ? fill_adhoc(conf, ap, ident, by_name) : -ENOMEM;

	if (r == 0)
		r = conf_jail(conf, ident ? ident : UNNAMED, &jail, &errs);
	for (size_t i = 0; i < errs.msgs.n; i++)
		say_warn(NULL, "%s", errs.msgs.v[i]);
	strv_done(&errs.msgs);
	conf_free(conf);
	if (r < 0)
		return r;
	job = job_new(NULL, ident, jail);
	r = jobs_add(&run->jobs, job);
	if (r < 0)
		return r;
	job->adhoc = true;
	job->unnamed = !ident;
	job->oldstyle = run->opts->style == STYLE_OLD;
	ask(run, job, false);
	r = job_import(job);
	return r < 0 ? r : make_absolute(job);
}

static int plan_adhoc(struct run *run)
{
	struct arg_params ap;
	int r = opts_params(run->opts, &ap);

	if (r < 0)
		return r;
	r = add_adhoc(run, &ap);
	arg_params_done(&ap);
	return r;
}

static int plan_remove(struct run *run)
{
	const struct opts *o = run->opts;
	int r = 0;

	if (!o->no_conf &&
	    (streq(o->conf_file, "-") || access(o->conf_file, F_OK) == 0))
		r = load(run);
	run->note_remove =
		run->have_conf || o->nargs > 1 || is_wild(o->args[0]);
	return r;
}

static int plan_jobs(struct run *run)
{
	switch (run->opts->style) {
	case STYLE_PARAMS:
	case STYLE_OLD:
		return plan_adhoc(run);
	case STYLE_REMOVE:
		return plan_remove(run);
	case STYLE_CONFIG:
		run->note_remove = true;
		return load(run);
	case STYLE_EXHIBIT:
		return load(run);
	}
	return -EINVAL;
}

int plan_make(struct run *run)
{
	enum style style = run->opts->style;
	int r = plan_jobs(run);

	if (r == 0)
		r = depend_setup(&run->jobs, run->have_conf, run_exists);
	if (r == 0 && (style == STYLE_CONFIG || style == STYLE_REMOVE))
		r = ask_targets(run);
	return r;
}
