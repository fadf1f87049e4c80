/* SPDX-License-Identifier: BSD-2-Clause */
/* test-jail-jobs.c - Which jails wait for which, and how they are printed */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "conf/jailconf.h"
#include "jail/depend.h"
#include "jail/job.h"
#include "jail/ops.h"
#include "jail/print.h"
#include "test.h"

static void fill(struct jobs *jobs, const char *text)
{
	struct strv names cleanup_strv = { 0 };
	struct conf_errors errs = { 0 };
	struct conf *conf = conf_new();

	assert_int_equal(
		conf_parse(conf, "test", text, strlen(text), NULL, &errs), 0);
	assert_int_equal(conf_jail_names(conf, &names), 0);
	for (size_t i = 0; i < names.n; i++) {
		struct conf_jail *jail;
		struct job *job;

		assert_int_equal(conf_jail(conf, names.v[i], &jail, &errs), 0);
		job = job_new(names.v[i], names.v[i], jail);
		assert_int_equal(jobs_add(jobs, job), 0);
		assert_int_equal(job_import(job), 0);
	}
	conf_free(conf);
}

static bool nothing_runs(const char *name)
{
	(void)name;
	return false;
}

static bool all_run(const char *name)
{
	(void)name;
	return true;
}

static struct job *ask(struct jobs *jobs, const char *name, unsigned op)
{
	struct job *job = jobs_find(jobs, name);

	assert_non_null(job);
	job->state = JOB_WAITING;
	job->op = op;
	job->resolved = true;
	return job;
}

static void a_start_waits_for_what_it_needs(void **state)
{
	struct jobs jobs = { 0 };
	struct job *www, *db;

	(void)state;
	fill(&jobs, "www { depend = db; } db { } other { }");
	assert_int_equal(depend_setup(&jobs, true, nothing_runs), 0);
	www = ask(&jobs, "www", OP_START);
	db = jobs_find(&jobs, "db");

	assert_int_equal(depend_check(www, false, nothing_runs), DEPEND_ASKED);
	assert_int_equal(db->state, JOB_WAITING);
	assert_int_equal(db->op, OP_START);
	assert_true(db->depend);
	assert_int_equal(jobs_find(&jobs, "other")->state, JOB_OUT);
	assert_int_equal(depend_check(db, false, nothing_runs), DEPEND_READY);
	assert_int_equal(depend_check(www, false, nothing_runs), DEPEND_WAIT);
	db->made = true;
	assert_int_equal(depend_check(www, false, nothing_runs), DEPEND_WAIT);
	db->up = true;
	assert_int_equal(depend_check(www, false, nothing_runs), DEPEND_READY);
	jobs_done(&jobs);
}

static void a_failure_is_passed_on(void **state)
{
	struct jobs jobs = { 0 };
	struct job *www, *db;

	(void)state;
	fill(&jobs, "www { depend = db; } db { }");
	assert_int_equal(depend_setup(&jobs, true, nothing_runs), 0);
	www = ask(&jobs, "www", OP_START);
	db = ask(&jobs, "db", OP_START);
	db->state = JOB_DONE;
	db->failed = true;
	assert_int_equal(depend_check(www, false, nothing_runs), DEPEND_FAILED);
	jobs_done(&jobs);
}

static void a_stop_waits_for_those_that_need_it_and_run(void **state)
{
	struct jobs jobs = { 0 };
	struct job *db, *www;

	(void)state;
	fill(&jobs, "www { depend = db; } db { }");
	assert_int_equal(depend_setup(&jobs, true, nothing_runs), 0);
	db = ask(&jobs, "db", OP_STOP);
	www = jobs_find(&jobs, "www");

	assert_int_equal(depend_check(db, true, nothing_runs), DEPEND_READY);
	assert_int_equal(www->state, JOB_OUT);
	assert_int_equal(depend_check(db, true, all_run), DEPEND_ASKED);
	assert_int_equal(www->op, OP_STOP);
	assert_int_equal(depend_check(db, true, all_run), DEPEND_WAIT);
	www->gone = true;
	assert_int_equal(depend_check(db, true, all_run), DEPEND_WAIT);
	www->down = true;
	assert_int_equal(depend_check(db, true, all_run), DEPEND_READY);
	jobs_done(&jobs);
}

static void a_child_waits_only_until_its_parent_exists(void **state)
{
	struct jobs jobs = { 0 };
	struct job *parent, *child;

	(void)state;
	fill(&jobs, "a.b { } a { }");
	assert_int_equal(depend_setup(&jobs, true, nothing_runs), 0);
	parent = ask(&jobs, "a", OP_START);
	child = ask(&jobs, "a.b", OP_START);
	parent->resolved = child->resolved = true;
	assert_int_equal(depend_check(child, false, nothing_runs), DEPEND_WAIT);
	parent->made = true;
	assert_int_equal(depend_check(child, false, nothing_runs),
			 DEPEND_READY);
	jobs_done(&jobs);
}

static void bad_dependencies_are_problems(void **state)
{
	static const struct {
		const char *conf, *name, *problem;
	} cases[] = {
		{ "a { depend = b; }", "a",
		  "depends on undefined jail \"b\" (test line 1)" },
		{ "a { depend = a; }", "a", "dependency loop" },
		{ "a { depend = b; } b { depend = c; } c { depend = a; }", "b",
		  "dependency loop" },
		{ "a { depend = b; } b { depend = c; } c { depend = b; }", "a",
		  NULL },
		{ "a { depend = b, c; } b { depend = c; } c { }", "a", NULL },
		{ "a.b { } a { depend = a.b; }", "a", "dependency loop" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct jobs jobs = { 0 };
		const struct strv *p;

		fill(&jobs, cases[i].conf);
		assert_int_equal(depend_setup(&jobs, true, nothing_runs), 0);
		p = &jobs_find(&jobs, cases[i].name)->problems;
		assert_int_equal(p->n, cases[i].problem ? 1 : 0);
		if (cases[i].problem)
			assert_string_equal(p->v[0], cases[i].problem);
		jobs_done(&jobs);
	}
}

static void problems_name_the_place(void **state)
{
	struct jobs jobs = { 0 };
	const struct job *a;

	(void)state;
	fill(&jobs, "a {\n foo.bar;\n exec.clean = no;\n}");
	a = jobs_find(&jobs, "a");
	assert_int_equal(a->kernel_problems.n, 1);
	assert_string_equal(a->kernel_problems.v[0],
			    "unknown parameter: foo.bar (test line 2)");
	assert_int_equal(a->problems.n, 1);
	assert_string_equal(
		a->problems.v[0],
		"exec.clean: unknown boolean value \"no\" (test line 3)");
	jobs_done(&jobs);
}

static void values_are_quoted_where_they_need_it(void **state)
{
	static const struct {
		const char *value, *printed;
	} cases[] = {
		{ "plain", "plain" },	{ "", "\"\"" },
		{ "a b", "\"a b\"" },	{ "tab\there", "\"tab\there\"" },
		{ "it's", "\"it's\"" }, { "say \"x\"", "'say \"x\"'" },
		{ "a\\b", "a\\\\b" },	{ "'\"", "\"'\\\"\"" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup_free char *text = NULL;
		size_t len;
		FILE *fp = open_memstream(&text, &len);

		print_value(fp, cases[i].value);
		assert_int_equal(fclose(fp), 0);
		assert_string_equal(text, cases[i].printed);
	}
}

static void a_job_is_printed_as_its_parameters(void **state)
{
	cleanup_free char *text = NULL;
	struct jobs jobs = { 0 };
	size_t len;
	FILE *fp = open_memstream(&text, &len);

	(void)state;
	fill(&jobs,
	     "a { path = \"/x y\"; exec.start = a, \"b c\"; nopersist; }");
	assert_non_null(jobs.v);
	if (!jobs.v) /* clang does not see that an assertion ends it */
		return;
	print_job(fp, jobs.v[0], ";");
	jobs.v[0]->jid = 7;
	print_job(fp, jobs.v[0], " ");
	assert_int_equal(fclose(fp), 0);
	assert_string_equal(
		text,
		"name=a;path=\"/x y\";exec.start=a,\"b c\";nopersist\n"
		"jid=7 name=a path=\"/x y\" exec.start=a,\"b c\" nopersist\n");
	jobs_done(&jobs);
}

static void names_that_are_no_file_names_are_refused(void **state)
{
	static const char *const bad[] = { "", ".", "..", "a/b", "/etc" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_false(ops_valid(bad[i]));
	assert_true(ops_valid("www"));
	assert_true(ops_valid("a.b.7"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_start_waits_for_what_it_needs),
		cmocka_unit_test(a_failure_is_passed_on),
		cmocka_unit_test(a_stop_waits_for_those_that_need_it_and_run),
		cmocka_unit_test(a_child_waits_only_until_its_parent_exists),
		cmocka_unit_test(bad_dependencies_are_problems),
		cmocka_unit_test(problems_name_the_place),
		cmocka_unit_test(values_are_quoted_where_they_need_it),
		cmocka_unit_test(a_job_is_printed_as_its_parameters),
		cmocka_unit_test(names_that_are_no_file_names_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
