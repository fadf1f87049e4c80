/* SPDX-License-Identifier: BSD-2-Clause */
/* jc-expand.c - Put the values of variables where they are asked for */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/util.h"
#include "conf/jc-merge.h"
#include "conf/textbuf.h"

/* Variables of variables of … are few; these keep a mistake from eating the
 * stack and the memory. */
#define DEPTH_MAX 256
#define BYTES_MAX ((size_t)1 << 20) /* of one parameter */

static struct jc_merged *find(const struct jc_merge *m, const char *name)
{
	for (size_t i = 0; i < m->n; i++)
		if (streq(m->params[i].name, name))
			return &m->params[i];
	return NULL;
}

static int expand_param(struct jc_merge *m, struct jc_merged *p);

/* The strings that $@name stands for in @value of @p.  0, or -EINVAL as was
 * said, or -ENOMEM */
static int variable_get(struct jc_merge *m, const struct jc_merged *p,
			const struct jc_value *value, const char *name,
			const struct strv **ret)
{
	struct jc_merged *var = find(m, name);
	int r;

	if (var && var->state == JC_EXPANDING)
		return jc_merge_problem(m, value->file, value->line,
					"%s: variable loop", name);
	if (var && m->depth >= DEPTH_MAX)
		return jc_merge_problem(m, value->file, value->line,
					"%s: variables nested too deep", name);
	if (var) {
		r = expand_param(m, var);
		if (r < 0)
			return r;
	}
	if (!var || var->done.n == 0)
		return jc_merge_problem(m, value->file, value->line,
					"%s: variable \"%s\" not found",
					p->name, name);
	*ret = &var->done;
	return 0;
}

static int too_long(struct jc_merge *m, const struct jc_merged *p,
		    const struct jc_value *value)
{
	return jc_merge_problem(m, value->file, value->line,
				"%s: value too long", p->name);
}

/* Text and variables of one value each make one value. */
static int expand_inline(struct jc_merge *m, const struct jc_merged *p,
			 const struct jc_value *value, struct textbuf *ret)
{
	int failed = 0;

	for (size_t i = 0; i < value->string->n; i++) {
		const struct jc_part *part = &value->string->parts[i];
		const struct strv *var = NULL;
		int r = 0;

		if (part->is_var)
			r = variable_get(m, p, value, part->text, &var);
		if (r == 0 && var && var->n > 1)
			r = jc_merge_problem(
				m, value->file, value->line,
				"%s: array cannot be substituted inline",
				p->name);
		if (r == 0) {
			const char *s = var ? var->v[0] : part->text;

			r = textbuf_add(ret, s, strlen(s));
		}
		if (r == -ENOMEM)
			return r;
		if (ret->n > BYTES_MAX)
			return too_long(m, p, value);
		failed |= r < 0;
	}
	return failed ? -EINVAL : 0;
}

static int expand_value(struct jc_merge *m, struct jc_merged *p,
			const struct jc_value *value)
{
	const struct jc_string *string = value->string;
	cleanup_textbuf struct textbuf text = { 0 };
	const struct strv *array = NULL;
	int r;

	if (string->n == 1 && string->parts[0].is_var) {
		r = variable_get(m, p, value, string->parts[0].text, &array);
		return r < 0 ? r : strv_add_all(&p->done, array);
	}
	r = expand_inline(m, p, value, &text);
	if (r < 0)
		return r;
	return strv_add(&p->done, text.s ? text.s : "");
}

/* How long the strings from the @i-th on are, their ends counted. */
static size_t bytes_from(const struct strv *sv, size_t i)
{
	size_t n = 0;

	for (; i < sv->n; i++)
		n += strlen(sv->v[i]) + 1;
	return n;
}

static int expand_values(struct jc_merge *m, struct jc_merged *p)
{
	size_t bytes = 0;
	int failed = 0;

	for (size_t i = 0; i < p->n; i++) {
		const struct jc_value *value = &p->values[i];
		size_t before = p->done.n;
		int r = expand_value(m, p, value);

		if (r == -ENOMEM)
			return r;
		bytes += bytes_from(&p->done, before);
		if (bytes > BYTES_MAX)
			return too_long(m, p, value);
		failed |= r < 0;
	}
	return failed ? -EINVAL : 0;
}

static int expand_param(struct jc_merge *m, struct jc_merged *p)
{
	int r;

	if (p->state == JC_EXPANDED)
		return 0;
	if (p->state == JC_FAILED)
		return -EINVAL;

	p->state = JC_EXPANDING;
	m->depth++;
	r = expand_values(m, p);
	m->depth--;
	p->state = r < 0 ? JC_FAILED : JC_EXPANDED;
	return r;
}

int jc_expand(struct jc_merge *m)
{
	for (size_t i = 0; i < m->n; i++)
		if (expand_param(m, &m->params[i]) == -ENOMEM)
			return -ENOMEM;
	return 0;
}
