/* SPDX-License-Identifier: BSD-2-Clause */
/* depend.c - Which jails wait for which */

#include <errno.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "conf/jailconf.h"
#include "depend.h"
#include "libjail/name.h"

static int add_edge(struct job *from, struct job *to, bool light)
{
	int r = edges_add(&from->needs, to, light);

	return r < 0 ? r : edges_add(&to->needed_by, from, light);
}

static int add_parent(const struct jobs *jobs, struct job *job)
{
	cleanup_free char *parent = NULL;
	struct job *to;
	int r;

	if (!job->label)
		return 0;
	r = jail_name_parent(job->label, &parent);
	if (r < 0 || !parent)
		return r;
	to = jobs_find(jobs, parent);
	return to ? add_edge(job, to, true) : 0;
}

static int undefined(struct job *job, const char *name)
{
	const struct conf_param *p =
		job->conf ? conf_jail_get(job->conf, "depend") : NULL;

	if (p && p->file)
		return strv_addf(
			&job->problems,
			"depends on undefined jail \"%s\" (%s line %u)", name,
			p->file, p->line);
	return strv_addf(&job->problems, "depends on undefined jail \"%s\"",
			 name);
}

static int add_depends(const struct jobs *jobs, struct job *job, bool have_conf,
		       bool (*exists)(const char *))
{
	const struct strv *names = &job->ps.value[P_DEPEND];
	int r = 0;

	for (size_t i = 0; r == 0 && i < names->n; i++) {
		struct job *to = jobs_find(jobs, names->v[i]);

		if (to)
			r = add_edge(job, to, false);
		else if (have_conf)
			r = undefined(job, names->v[i]);
		else if (!exists(names->v[i]))
			r = strv_addf(&job->problems,
				      "depends on nonexistent jail \"%s\"",
				      names->v[i]);
	}
	return r;
}

/* Can @to be reached from @from?  @mark tells this walk from earlier ones. */
static bool reaches(struct job *from, const struct job *to, unsigned mark)
{
	if (from->mark == mark)
		return false;
	from->mark = mark;
	for (size_t i = 0; i < from->needs.n; i++) {
		struct job *next = from->needs.e[i].to;

		if (next == to || reaches(next, to, mark))
			return true;
	}
	return false;
}

int depend_setup(const struct jobs *jobs, bool have_conf,
		 bool (*exists)(const char *name))
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < jobs->n; i++) {
		r = add_parent(jobs, jobs->v[i]);
		if (r == 0)
			r = add_depends(jobs, jobs->v[i], have_conf, exists);
	}
	for (size_t i = 0; r == 0 && i < jobs->n; i++)
		if (reaches(jobs->v[i], jobs->v[i], (unsigned)i + 1))
			r = strv_add(&jobs->v[i]->problems, "dependency loop");
	return r;
}

/* Nobody asked for @to itself: does the job of @job want something of it? */
static bool pull_in(struct job *to, const struct job *job, bool stop,
		    bool (*exists)(const char *))
{
	if (to->state != JOB_OUT || (stop && !exists(to->ident)))
		return false;
	to->op = stop ? job->op : OP_START;
	to->depend = true;
	to->state = JOB_WAITING;
	return true;
}

static enum depend_verdict check_edge(const struct edge *e, bool stop)
{
	const struct job *to = e->to;
	bool done = stop ? (e->light ? to->gone : to->down)
			 : (e->light ? to->made : to->up);

	if (to->state == JOB_OUT || done)
		return DEPEND_READY;
	if (to->state == JOB_DONE && to->failed)
		return DEPEND_FAILED;
	if (!to->resolved)
		return DEPEND_WAIT;
	if (!(to->op & (stop ? OP_STOP : OP_START)))
		return DEPEND_READY;
	return DEPEND_WAIT;
}

enum depend_verdict depend_check(struct job *job, bool stop,
				 bool (*exists)(const char *name))
{
	const struct edges *edges = stop ? &job->needed_by : &job->needs;
	enum depend_verdict all = DEPEND_READY;

	for (size_t i = 0; i < edges->n; i++) {
		const struct edge *e = &edges->e[i];
		enum depend_verdict v = pull_in(e->to, job, stop, exists)
						? DEPEND_ASKED
						: check_edge(e, stop);

		if (v > all)
			all = v;
	}
	return all;
}
