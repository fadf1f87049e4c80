/* SPDX-License-Identifier: BSD-2-Clause */
/* import.c - From the text of a configuration to checked values */

#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#include "base/errbuf.h"
#include "base/util.h"
#include "conf/jailconf.h"
#include "job.h"

static const char *const addr_params[] = { "ip4.addr", "ip6.addr" };

static int problem(struct strv *to, const struct conf_param *p,
		   const struct errbuf *eb)
{
	if (p && p->file)
		return strv_addf(to, "%s (%s line %u)", eb->msg, p->file,
				 p->line);
	return strv_add(to, eb->msg);
}

/* Memory is the only thing whose lack stops the import itself. */
static int note_problem(struct strv *to, const struct conf_param *p, int r,
			const struct errbuf *eb)
{
	if (r >= 0 || r == -ENOMEM)
		return r < 0 ? r : 0;
	return problem(to, p, eb);
}

static bool is_scalar(const struct jail_param_desc *desc)
{
	return desc->type != JAIL_PARAM_IP4 && desc->type != JAIL_PARAM_IP6 &&
	       desc->type != JAIL_PARAM_LIST &&
	       desc->type != JAIL_PARAM_KEYVALUE;
}

/* Of the values of a scalar, the last counts. */
static int put_kernel(struct job *job, const struct conf_param *p)
{
	bool no = false;
	const struct jail_param_desc *desc = jail_param_find(p->name, &no);
	struct strv last cleanup_strv = { 0 };
	struct errbuf eb;
	int r;

	if (desc && (desc->flags & JAIL_PARAM_INTERNAL))
		r = errbuf_set(&eb, ENOENT, "unknown parameter: %s", p->name);
	else if (desc && is_scalar(desc) && p->value.n > 1) {
		r = strv_add(&last, p->value.v[p->value.n - 1]);
		if (r == 0)
			r = jail_params_put(&job->params, p->name, &last, &eb);
	} else
		r = jail_params_put(&job->params, p->name, &p->value, &eb);
	return note_problem(&job->kernel_problems, p, r, &eb);
}

static int add_addr(struct addrs *addrs, const char *text, bool v6,
		    const char *interface)
{
	struct addr *a = realloc(addrs->a, (addrs->n + 1) * sizeof(*a));
	int r;

	if (!a)
		return -ENOMEM;
	addrs->a = a;
	r = addr_parse(text, v6, interface, &a[addrs->n]);
	if (r == 0)
		addrs->n++;
	return r;
}

/* Of "lo1|10.0.0.1/24" the kernel wants 10.0.0.1 only. */
static int put_addrs(struct job *job, const struct conf_param *p, bool v6)
{
	struct strv bare cleanup_strv = { 0 };
	struct addrs *addrs = &job->addrs[v6];
	struct errbuf eb;
	int r = 0;

	for (size_t i = 0; r == 0 && i < p->value.n; i++) {
		const char *text = p->value.v[i];

		if (!*text || streq(text, "-"))
			continue;
		r = add_addr(addrs, text, v6,
			     pseudo_str(&job->ps, P_INTERFACE));
		if (r == 0)
			r = strv_add(&bare, addrs->a[addrs->n - 1].addr);
	}
	if (r == 0)
		r = jail_params_put(&job->params, addr_params[v6], &bare, &eb);
	return note_problem(&job->kernel_problems, p, r, &eb);
}

static int put(struct job *job, const struct conf_param *p)
{
	bool no;
	enum pseudo pseudo = pseudo_find(p->name, &no);
	struct errbuf eb;
	int r;

	if (pseudo == P_NONE)
		return put_kernel(job, p);
	r = pseudo_put(&job->ps, pseudo, no, &p->value, &eb);
	return note_problem(&job->problems, p, r, &eb);
}

static bool is_addr_param(const struct conf_param *p)
{
	return streq(p->name, addr_params[0]) || streq(p->name, addr_params[1]);
}

int job_import(struct job *job)
{
	int r = 0;

	if (!job->conf)
		return 0;
	for (size_t i = 0; r == 0 && i < job->conf->nparams; i++) {
		const struct conf_param *p = &job->conf->params[i];
		bool implied = job->unnamed && streq(p->name, "name");

		if (!implied && !is_addr_param(p))
			r = put(job, p);
	}
	/* now that it is known what interface they go to */
	for (size_t v6 = 0; r == 0 && v6 < 2; v6++) {
		const struct conf_param *p =
			conf_jail_get(job->conf, addr_params[v6]);

		if (p)
			r = put_addrs(job, p, v6);
	}
	return r;
}

static int add_looked_up(struct job *job, bool v6, const struct strv *found,
			 struct errbuf *eb)
{
	const struct strv *had = jail_params_get(&job->params, addr_params[v6]);
	struct strv all cleanup_strv = { 0 };
	int r = had ? strv_add_all(&all, had) : 0;

	for (size_t i = 0; r == 0 && i < found->n; i++) {
		r = strv_add(&all, found->v[i]);
		if (r == 0)
			r = add_addr(&job->addrs[v6], found->v[i], v6,
				     pseudo_str(&job->ps, P_INTERFACE));
	}
	if (r < 0 || found->n == 0)
		return r;
	return jail_params_put(&job->params, addr_params[v6], &all, eb);
}

int job_resolve_hostname(struct job *job, struct errbuf *eb)
{
	const char *host = jail_params_str(&job->params, "host.hostname");
	struct strv found[2] = { 0 };
	int r;

	if (!pseudo_bool(&job->ps, P_IP_HOSTNAME) || !*host)
		return 0;
	r = addr_lookup(host, &found[0], &found[1]);
	if (r != 0)
		r = errbuf_set(eb, ENXIO, "host.hostname %s: %s", host,
			       gai_strerror(r));
	for (size_t v6 = 0; v6 < 2; v6++) {
		if (r == 0)
			r = add_looked_up(job, v6, &found[v6], eb);
		strv_done(&found[v6]);
	}
	return r;
}
