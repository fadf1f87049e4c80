/* SPDX-License-Identifier: BSD-2-Clause */
/* record.c - What is written down of a jail: /run/vjail/jails/JID/record.json */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/util.h"
#include "libjail/record.h"

static const char *const states[] = {
	[JAIL_CREATING] = "creating",
	[JAIL_ACTIVE] = "active",
	[JAIL_REMOVING] = "removing",
};

_Static_assert(ARRAY_SIZE(states) == JAIL_REMOVING + 1,
	       "every state needs a name");

static void json_free(struct json_object **o)
{
	json_object_put(*o);
}

#define cleanup_json __attribute__((cleanup(json_free)))

static struct json_object *strv_to_json(const struct strv *sv)
{
	struct json_object *a = json_object_new_array();

	for (size_t i = 0; i < sv->n; i++)
		json_object_array_add(a, json_object_new_string(sv->v[i]));
	return a;
}

/* The length of a list, which an older version may not have written; -EBADMSG:
 * it is something else.  json-c asserts. */
static int list_length(struct json_object *a)
{
	if (!a)
		return 0;
	if (!json_object_is_type(a, json_type_array))
		return -EBADMSG;
	return (int)json_object_array_length(a);
}

static int strv_from_json(struct json_object *a, struct strv *sv)
{
	int n = list_length(a);

	for (int i = 0; i < n; i++) {
		struct json_object *s = json_object_array_get_idx(a, (size_t)i);
		int r;

		if (!json_object_is_type(s, json_type_string))
			return -EBADMSG;
		r = strv_add(sv, json_object_get_string(s));
		if (r < 0)
			return r;
	}
	return n < 0 ? n : 0;
}

/* A copy of the string @key, or NULL. */
static char *get_str(struct json_object *o, const char *key)
{
	struct json_object *v = json_object_object_get(o, key);

	if (!json_object_is_type(v, json_type_string))
		return NULL;
	return strdup(json_object_get_string(v));
}

static int64_t get_int(struct json_object *o, const char *key)
{
	return json_object_get_int64(json_object_object_get(o, key));
}

static bool get_bool(struct json_object *o, const char *key)
{
	return json_object_get_boolean(json_object_object_get(o, key));
}

static void put_int(struct json_object *o, const char *key, int64_t v)
{
	json_object_object_add(o, key, json_object_new_int64(v));
}

static void put_bool(struct json_object *o, const char *key, bool v)
{
	json_object_object_add(o, key, json_object_new_boolean(v));
}

static void put_str(struct json_object *o, const char *key, const char *v)
{
	json_object_object_add(o, key, json_object_new_string(v));
}

static struct json_object *ifs_to_json(const struct jail_rec *rec)
{
	struct json_object *a = json_object_new_array();

	for (size_t i = 0; i < rec->nifs; i++) {
		struct json_object *o = json_object_new_object();

		put_str(o, "name", rec->ifs[i].name);
		put_str(o, "kind", rec->ifs[i].kind ? rec->ifs[i].kind : "");
		put_int(o, "mtu", rec->ifs[i].mtu);
		put_int(o, "index", rec->ifs[i].index);
		put_bool(o, "remade", rec->ifs[i].remade);
		json_object_object_add(o, "altnames",
				       strv_to_json(&rec->ifs[i].altnames));
		json_object_array_add(a, o);
	}
	return a;
}

static struct json_object *params_to_json(const struct jail_params *ps)
{
	struct json_object *o = json_object_new_object();

	for (size_t i = 0; i < ps->n; i++)
		json_object_object_add(o, ps->p[i].desc->name,
				       strv_to_json(&ps->p[i].value));
	return o;
}

char *jail_rec_format(const struct jail_rec *rec)
{
	cleanup_json struct json_object *o = json_object_new_object();

	put_int(o, "jid", rec->jid);
	put_str(o, "name", rec->name);
	if (rec->also)
		put_str(o, "also", rec->also);
	if (rec->changing)
		put_bool(o, "changing", true);
	put_str(o, "state", states[rec->state]);
	put_bool(o, "persist", rec->persist);
	put_bool(o, "own_user", rec->own_user);
	put_bool(o, "own_net", rec->own_net);
	put_int(o, "ids", rec->ids);
	put_int(o, "init_pid", rec->init_pid);
	put_int(o, "init_start", (int64_t)rec->init_start);
	put_int(o, "watch_pid", rec->watch_pid);
	put_int(o, "watch_start", (int64_t)rec->watch_start);
	if (rec->home)
		put_int(o, "home", (int64_t)rec->home);
	json_object_object_add(o, "params", params_to_json(&rec->params));
	json_object_object_add(o, "ifs", ifs_to_json(rec));
	json_object_object_add(o, "workdirs", strv_to_json(&rec->workdirs));
	return strdup(json_object_to_json_string_ext(
		o, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
}

static int params_from_json(struct json_object *o, struct jail_params *ps,
			    struct errbuf *eb)
{
	if (!json_object_is_type(o, json_type_object))
		return -EBADMSG;
	json_object_object_foreach(o, key, val)
	{
		cleanup_strv struct strv value = { 0 };
		int r = val ? strv_from_json(val, &value) : -EBADMSG;

		if (r == 0)
			r = jail_params_put(ps, key, &value, eb);
		if (r < 0)
			return r;
	}
	return 0;
}

static int ifs_from_json(struct json_object *a, struct jail_rec *rec)
{
	int n = list_length(a), r = 0;

	for (int i = 0; i < n && r == 0; i++) {
		struct json_object *o = json_object_array_get_idx(a, (size_t)i);
		cleanup_free char *name = get_str(o, "name");
		struct jail_rec_if *f;

		if (!name)
			return -EBADMSG;
		f = jail_rec_if_add(rec, name);
		if (!f)
			return -ENOMEM;
		f->kind = get_str(o, "kind");
		f->mtu = (unsigned)get_int(o, "mtu");
		f->index = (int)get_int(o, "index");
		f->remade = get_bool(o, "remade");
		r = strv_from_json(json_object_object_get(o, "altnames"),
				   &f->altnames);
	}
	return n < 0 ? n : r;
}

static int state_from_name(const char *name, enum jail_state *ret)
{
	for (size_t i = 0; name && i < ARRAY_SIZE(states); i++) {
		if (streq(states[i], name)) {
			*ret = (enum jail_state)i;
			return 0;
		}
	}
	return -EBADMSG;
}

static int fill(struct json_object *o, struct jail_rec *rec, struct errbuf *eb)
{
	cleanup_free char *state = get_str(o, "state");
	int r = state_from_name(state, &rec->state);

	rec->jid = (int)get_int(o, "jid");
	rec->name = get_str(o, "name");
	rec->also = get_str(o, "also");
	rec->changing = get_bool(o, "changing");
	rec->persist = get_bool(o, "persist");
	rec->own_user = get_bool(o, "own_user");
	rec->own_net = get_bool(o, "own_net");
	rec->ids = (int)get_int(o, "ids");
	rec->init_pid = (pid_t)get_int(o, "init_pid");
	rec->init_start = (uint64_t)get_int(o, "init_start");
	rec->watch_pid = (pid_t)get_int(o, "watch_pid");
	rec->watch_start = (uint64_t)get_int(o, "watch_start");
	rec->home = (uint64_t)get_int(o, "home");
	if (r < 0 || !rec->name || rec->jid <= 0)
		return -EBADMSG;
	r = params_from_json(json_object_object_get(o, "params"), &rec->params,
			     eb);
	if (r == 0)
		r = ifs_from_json(json_object_object_get(o, "ifs"), rec);
	if (r == 0)
		r = strv_from_json(json_object_object_get(o, "workdirs"),
				   &rec->workdirs);
	return r;
}

int jail_rec_parse(const char *text, struct jail_rec *ret, struct errbuf *eb)
{
	cleanup_json struct json_object *o = json_tokener_parse(text);
	cleanup_jail_rec struct jail_rec rec = { 0 };
	int r;

	if (!o || !json_object_is_type(o, json_type_object))
		return errbuf_set(eb, EBADMSG, "damaged record");
	r = fill(o, &rec, eb);
	if (r == -EBADMSG)
		return errbuf_set(eb, EBADMSG, "damaged record");
	if (r < 0)
		return r;
	*ret = rec;
	rec = (struct jail_rec){ 0 };
	return 0;
}

struct jail_rec_if *jail_rec_if_add(struct jail_rec *rec, const char *name)
{
	struct jail_rec_if *ifs;
	char *copy = strdup(name);

	ifs = copy ? realloc(rec->ifs, (rec->nifs + 1) * sizeof(*ifs)) : NULL;
	if (!ifs) {
		free(copy);
		return NULL;
	}
	rec->ifs = ifs;
	ifs[rec->nifs] = (struct jail_rec_if){ .name = copy };
	return &ifs[rec->nifs++];
}

void jail_rec_if_del(struct jail_rec *rec, size_t i)
{
	free(rec->ifs[i].name);
	free(rec->ifs[i].kind);
	strv_done(&rec->ifs[i].altnames);
	rec->nifs--;
	memmove(&rec->ifs[i], &rec->ifs[i + 1],
		(rec->nifs - i) * sizeof(*rec->ifs));
}

void jail_rec_done(struct jail_rec *rec)
{
	while (rec->nifs > 0)
		jail_rec_if_del(rec, rec->nifs - 1);
	free(rec->ifs);
	free(rec->name);
	free(rec->also);
	jail_params_done(&rec->params);
	strv_done(&rec->workdirs);
	*rec = (struct jail_rec){ 0 };
}
