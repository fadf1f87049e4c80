/* SPDX-License-Identifier: BSD-2-Clause */
/* update.c - Change a jail that exists (-m) */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "job.h"
#include "print.h"
#include "run.h"
#include "update.h"
#include "libjail/core.h"

static bool same_strings(const struct strv *a, const struct strv *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!streq(a->v[i], b->v[i]))
			return false;
	return true;
}

static bool same_path(const struct strv *a, const char *b)
{
	cleanup_free char *real = a->n ? realpath(a->v[0], NULL) : NULL;

	return real && streq(real, b);
}

/* Is @want what the jail has? */
static bool is_so(const struct jail_info *info, const struct jail_param *want)
{
	const struct strv *now =
		jail_params_get(&info->params, want->desc->name);
	const char *first = want->value.n ? want->value.v[0] : "";

	if (streq(want->desc->name, "jid"))
		return strtol(first, NULL, 10) == info->jid;
	if (streq(want->desc->name, "name"))
		return streq(first, info->name);
	if (streq(want->desc->name, "path"))
		return same_path(&want->value,
				 jail_params_str(&info->params, "path"));
	if (now)
		return same_strings(now, &want->value);
	return want->desc->def && want->value.n == 1 &&
	       streq(first, want->desc->def);
}

static bool is_fixed(const struct jail_param *p)
{
	return p->desc->flags & JAIL_PARAM_CREATE_ONLY;
}

bool update_needs_restart(const struct job *job)
{
	struct jail_info info cleanup_jail_info = { 0 };

	if (jail_info_get(job->jid, &info, NULL) < 0)
		return false;
	for (size_t i = 0; i < job->params.n; i++)
		if (is_fixed(&job->params.p[i]) &&
		    !is_so(&info, &job->params.p[i]))
			return true;
	return false;
}

/* What is left to change; what cannot be changed must be as it is. */
static int changes(const struct job *job, struct jail_params *ret,
		   struct errbuf *eb)
{
	struct jail_info info cleanup_jail_info = { 0 };
	int r = jail_info_get(job->jid, &info, eb);

	for (size_t i = 0; r == 0 && i < job->params.n; i++) {
		const struct jail_param *p = &job->params.p[i];

		if (!is_fixed(p))
			r = jail_params_add(ret, p);
		else if (!is_so(&info, p))
			r = errbuf_set(eb, EINVAL,
				       "%s cannot be changed after creation",
				       p->desc->name);
	}
	return r;
}

int update_jail(struct run *run, struct job *job)
{
	struct jail_params params cleanup_jail_params = { 0 };
	struct errbuf eb = { "" };
	int r;

	if (job->adhoc && job->ps.set[P_COMMAND]) {
		say_warn(job, "command: only for a jail that is created");
		return -EINVAL;
	}
	r = changes(job, &params, &eb);
	if (r == 0 && run->opts->verbose > 0)
		print_jail_set(job, "JAIL_UPDATE", &params);
	if (r == 0)
		r = jail_update(job->jid, &params, &eb);
	if (r < 0) {
		say_warn_param(job, eb.msg[0] ? eb.msg : strerror(-r));
		return r;
	}
	if (run->opts->verbose > 0 || (run->opts->verbose == 0 && job->label))
		say_note(job, "updated");
	return 0;
}
