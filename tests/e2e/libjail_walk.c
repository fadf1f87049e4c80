/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * libjail_walk.c - Programs that look at all jails, as written for FreeBSD
 *
 *	libjail_walk PART ROOT
 */

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "check.h"

#define JAILS 5

static void make(const char *root, const char *name, const char *meta)
{
	CHECK(jail_setv(JAIL_CREATE, "name", name, "path", root,
			"host.hostname", name, "meta", meta, "persist", NULL,
			NULL) > 0);
}

static void make_all(const char *root)
{
	for (int i = 0; i < JAILS; i++) {
		char name[8], meta[16];

		(void)snprintf(name, sizeof(name), "w%d", i);
		(void)snprintf(meta, sizeof(meta), "n=%d\nodd=%d", i, i % 2);
		make(root, name, meta);
	}
}

static int next_by_iovec(int last, char *name, size_t size)
{
	struct iovec iov[] = {
		{ "lastjid", sizeof("lastjid") },
		{ &last, sizeof(last) },
		{ "name", sizeof("name") },
		{ name, size },
	};

	return jail_get(iov, 4, 0);
}

static int next_by_text(int last, char *name)
{
	char word[16];

	(void)snprintf(word, sizeof(word), "%d", last);
	return jail_getv(0, "lastjid", word, "name", name, NULL);
}

static int next_by_param(int last, char *name, size_t size)
{
	struct jailparam jp[2];
	char *text;
	int jid;

	CHECK(jailparam_init(&jp[0], "lastjid") == 0);
	CHECK(jailparam_import_raw(&jp[0], &last, sizeof(last)) == 0);
	CHECK(jailparam_init(&jp[1], "name") == 0);
	jid = jailparam_get(jp, 2, 0);
	if (jid > 0) {
		text = jailparam_export(&jp[1]);
		CHECK(text);
		(void)snprintf(name, size, "%s", text);
		free(text);
	}
	jailparam_free(jp, 2);
	return jid;
}

/* Three ways to go from jail to jail meet the same ones. */
static void walk(const char *root)
{
	char a[64] = "", b[64] = "", c[64] = "";
	int last = 0, n = 0, jid;

	make_all(root);
	while ((jid = next_by_iovec(last, a, sizeof(a))) > 0) {
		CHECK(jid > last);
		CHECK(next_by_text(last, b) == jid);
		CHECK(next_by_param(last, c, sizeof(c)) == jid);
		CHECK(strcmp(a, b) == 0 && strcmp(b, c) == 0);
		CHECK(jail_getid(a) == jid);
		last = jid;
		n++;
	}
	CHECK(jid == -1 && errno == ENOENT);
	CHECK(next_by_text(last, b) == -1 && errno == ENOENT);
	CHECK(next_by_param(last, c, sizeof(c)) == -1 && errno == ENOENT);
	CHECK(n == JAILS);

	/* Removing what one stands on does not end the walk. */
	for (last = 0; (jid = next_by_iovec(last, a, sizeof(a))) > 0;
	     last = jid, n--)
		CHECK(jail_remove(jid) == 0);
	CHECK(n == 0);
}

static struct jailparam *find(struct jailparam *all, int n, const char *name)
{
	for (int i = 0; i < n; i++)
		if (strcmp(all[i].jp_name, name) == 0)
			return &all[i];
	errx(1, "%s: not there", name);
}

/* All that a jail has is text that is taken back. */
static void texts(const char *root)
{
	struct jailparam *all;
	int n, jid;

	make(root, "texts", "a=1\nb=x y");
	n = jailparam_all(&all);
	CHECK(n > 0);
	CHECK(jailparam_import(find(all, n, "name"), "texts") == 0);
	jid = jailparam_get(all, (unsigned)n, 0);
	CHECK(jid == jail_getid("texts"));
	for (int i = 0; i < n; i++) {
		struct jailparam again;
		char *one = jailparam_export(&all[i]), *two;

		CHECK(one);
		CHECK(jailparam_init(&again, all[i].jp_name) == 0);
		if (all[i].jp_valuelen > 0) {
			CHECK(jailparam_import(&again, one) == 0);
			CHECK(again.jp_valuelen == all[i].jp_valuelen);
			CHECK(memcmp(again.jp_value, all[i].jp_value,
				     again.jp_valuelen) == 0);
		}
		two = jailparam_export(&again);
		CHECK(two && strcmp(one, two) == 0);
		free(one);
		free(two);
		jailparam_free(&again, 1);
	}
	jailparam_free(all, (unsigned)n);
	free(all);
	CHECK(jail_remove(jid) == 0);
}

/* A second jail from what the first one has, but for what must differ */
static void copies(const char *root)
{
	static const char *const names[] = { "path",   "host.hostname",
					     "meta",   "allow.mount",
					     "vnet",   "devfs_ruleset",
					     "persist" };
	enum { N = sizeof(names) / sizeof(names[0]) };
	struct jailparam jp[N + 1];
	char meta[64], host[256], mount[8];
	int one, two;

	one = jail_setv(JAIL_CREATE, "name", "one", "path", root,
			"host.hostname", "h", "meta", "k=v", "allow.mount",
			NULL, "vnet", "new", "persist", NULL, NULL);
	CHECK(one > 0);
	for (int i = 0; i < N; i++)
		CHECK(jailparam_init(&jp[i], names[i]) == 0);
	CHECK(jailparam_init(&jp[N], "jid") == 0);
	CHECK(jailparam_import_raw(&jp[N], &one, sizeof(one)) == 0);
	CHECK(jailparam_get(jp, N + 1, 0) == one);
	jailparam_free(&jp[N], 1);
	CHECK(jailparam_init(&jp[N], "name") == 0);
	CHECK(jailparam_import(&jp[N], "two") == 0);
	two = jailparam_set(jp, N + 1, JAIL_CREATE);
	CHECK(two > one);
	CHECK_FAILS(jailparam_set(jp, N + 1, JAIL_CREATE), EEXIST,
		    "jail \"two\" already exists");
	jailparam_free(jp, N + 1);
	CHECK(jail_getv(0, "name", "two", "meta", meta, "host.hostname", host,
			"allow.mount", mount, NULL) == two);
	CHECK(strcmp(meta, "k=v") == 0 && strcmp(host, "h") == 0);
	CHECK(strcmp(mount, "true") == 0);
	CHECK(jail_remove(one) == 0);
	CHECK(jail_remove(two) == 0);
}

/* How long is it?  Ask, get room, ask again. */
static void sizes(const char *root)
{
	char words[JAIL_ERRMSGLEN] = "", name[] = "sizes", *room;
	struct iovec iov[] = {
		{ "name", sizeof("name") },	{ name, sizeof(name) },
		{ "meta", sizeof("meta") },	{ NULL, 0 },
		{ "errmsg", sizeof("errmsg") }, { words, sizeof(words) },
	};
	char big[4000] = "k=";
	int jid;

	memset(big + 2, 'x', sizeof(big) - 3);
	make(root, "sizes", big);
	jid = jail_get(iov, 6, 0);
	CHECK(jid > 0);
	CHECK(iov[3].iov_len == sizeof(big));
	room = malloc(iov[3].iov_len);
	CHECK(room);
	iov[3].iov_base = room;
	iov[3].iov_len--;
	CHECK(jail_get(iov, 6, 0) == -1 && errno == EINVAL);
	CHECK(strcmp(words, jail_errmsg) == 0);
	iov[3].iov_len++;
	CHECK(jail_get(iov, 6, 0) == jid);
	CHECK(strcmp(room, big) == 0);
	free(room);
	CHECK(jail_remove(jid) == 0);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(const char *root);
	} parts[] = { { "walk", walk },
		      { "texts", texts },
		      { "copies", copies },
		      { "sizes", sizes } };

	if (argc != 3)
		errx(2, "usage: libjail_walk part root");
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (strcmp(parts[i].name, argv[1]) == 0) {
			parts[i].run(argv[2]);
			return 0;
		}
	errx(2, "%s: no such part", argv[1]);
}
