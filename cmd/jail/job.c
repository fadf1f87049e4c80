/* SPDX-License-Identifier: BSD-2-Clause */
/* job.c - One jail that jail(8) knows of, and what is being done to it */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "conf/jailconf.h"
#include "job.h"

struct job *job_new(const char *label, const char *ident,
		    struct conf_jail *conf)
{
	struct job *job = calloc(1, sizeof(*job));

	if (!job) {
		conf_jail_free(conf);
		return NULL;
	}
	job->conf = conf;
	job->lock_fd = -1;
	job->child = (struct child){ .fd = -1, .words_fd = -1 };
	job->label = label ? strdup(label) : NULL;
	job->ident = ident ? strdup(ident) : NULL;
	if ((label && !job->label) || (ident && !job->ident)) {
		job_free(job);
		return NULL;
	}
	return job;
}

void job_free(struct job *job)
{
	if (!job)
		return;
	conf_jail_free(job->conf);
	pseudos_done(&job->ps);
	jail_params_done(&job->params);
	for (size_t v6 = 0; v6 < ARRAY_SIZE(job->addrs); v6++) {
		for (size_t i = 0; i < job->addrs[v6].n; i++)
			addr_done(&job->addrs[v6].a[i]);
		free(job->addrs[v6].a);
	}
	strv_done(&job->conf_problems);
	strv_done(&job->problems);
	strv_done(&job->kernel_problems);
	free(job->needs.e);
	free(job->needed_by.e);
	close_fd(&job->lock_fd);
	close_fd(&job->child.fd);
	close_fd(&job->child.words_fd);
	free(job->child.line);
	free(job->label);
	free(job->ident);
	free(job);
}

int jobs_add(struct jobs *jobs, struct job *job)
{
	struct job **v;

	if (!job)
		return -ENOMEM;
	v = realloc(jobs->v, (jobs->n + 1) * sizeof(struct job *));
	if (!v) {
		job_free(job);
		return -ENOMEM;
	}
	jobs->v = v;
	v[jobs->n++] = job;
	return 0;
}

struct job *jobs_find(const struct jobs *jobs, const char *name)
{
	for (size_t i = 0; i < jobs->n; i++) {
		const struct job *job = jobs->v[i];

		if (job->label && streq(job->label, name))
			return jobs->v[i];
		if (job->ident && streq(job->ident, name))
			return jobs->v[i];
	}
	return NULL;
}

void jobs_done(struct jobs *jobs)
{
	for (size_t i = 0; i < jobs->n; i++)
		job_free(jobs->v[i]);
	free(jobs->v);
	*jobs = (struct jobs){ 0 };
}

int edges_add(struct edges *edges, struct job *to, bool light)
{
	struct edge *e;

	for (size_t i = 0; i < edges->n; i++) {
		if (edges->e[i].to != to)
			continue;
		edges->e[i].light &= light;
		return 0;
	}
	e = realloc(edges->e, (edges->n + 1) * sizeof(*e));
	if (!e)
		return -ENOMEM;
	edges->e = e;
	e[edges->n++] = (struct edge){ to, light };
	return 0;
}
