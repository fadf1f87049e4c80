/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * libjail_call.c - One call of libjail, and all that comes of it
 *
 *	libjail_call set FLAGS [NAME[=VALUE] ...]	jail_setv()
 *	libjail_call get FLAGS KEY=VALUE [NAME ...]	jail_getv()
 *	libjail_call import NAME VALUE		jailparam_import(), _export()
 *	libjail_call getid NAME | getname JID | attach JID | remove JID
 *
 * FLAGS are of the letters c (create), u (update), a (attach), d (dying), x (one
 * that does not exist) or -.  What fails is shown with errno's name and the
 * words.
 */

#include <errno.h>
#include <jail.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAIRS_MAX 6
#define ROOM 4096

static int show(int r)
{
	if (r >= 0)
		printf("%d\n", r);
	else
		printf("%d %s %s\n", r, strerrorname_np(errno), jail_errmsg);
	return 0;
}

static int flags_of(const char *letters)
{
	static const char all[] = "cuadx";
	int flags = 0;

	for (; *letters; letters++)
		if (strchr(all, *letters))
			flags |= 1 << (strchr(all, *letters) - all);
	return flags;
}

/* NAME, VALUE, …, with null pointers after the last */
struct pairs {
	char *v[2 * PAIRS_MAX + 1];
	size_t n;
};

static void pairs_read(struct pairs *p, char **argv)
{
	for (; *argv && p->n < PAIRS_MAX; argv++, p->n++) {
		char *eq = strchr(*argv, '=');

		if (eq)
			*eq++ = '\0';
		p->v[2 * p->n] = *argv;
		p->v[2 * p->n + 1] = eq;
	}
}

static int set(char **argv)
{
	struct pairs p = { 0 };
	char **v = p.v;

	pairs_read(&p, argv + 1);
	return show(jail_setv(flags_of(argv[0]), v[0], v[1], v[2], v[3], v[4],
			      v[5], v[6], v[7], v[8], v[9], v[10], v[11],
			      NULL));
}

static int get(char **argv)
{
	static char room[PAIRS_MAX][ROOM];
	struct pairs p = { 0 };
	char **v = p.v;
	int jid;

	pairs_read(&p, argv + 1);
	for (size_t i = 0; i < p.n; i++) {
		if (!v[2 * i + 1])
			v[2 * i + 1] = room[i];
	}
	jid = jail_getv(flags_of(argv[0]), v[0], v[1], v[2], v[3], v[4], v[5],
			v[6], v[7], v[8], v[9], v[10], v[11], NULL);
	(void)show(jid);
	for (size_t i = 0; i < p.n && jid >= 0; i++)
		if (v[2 * i + 1] == room[i])
			printf("%s=%s\n", v[2 * i], room[i]);
	return 0;
}

static int import(char **argv)
{
	struct jailparam jp;
	char *text;

	if (jailparam_init(&jp, argv[0]) < 0)
		return show(-1);
	if (jailparam_import(&jp, argv[1]) < 0) {
		(void)show(-1);
	} else {
		text = jailparam_export(&jp);
		printf("%zu bytes [%s]\n", jp.jp_valuelen, text);
		free(text);
	}
	jailparam_free(&jp, 1);
	return 0;
}

static int getid(char **argv)
{
	return show(jail_getid(argv[0]));
}

static int getname(char **argv)
{
	char *name = jail_getname((int)strtol(argv[0], NULL, 10));

	if (!name)
		return show(-1);
	puts(name);
	free(name);
	return 0;
}

static int attach(char **argv)
{
	return show(jail_attach((int)strtol(argv[0], NULL, 10)));
}

static int remove_jail(char **argv)
{
	return show(jail_remove((int)strtol(argv[0], NULL, 10)));
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int args;
		int (*run)(char **argv);
	} calls[] = {
		{ "set", 1, set },
		{ "get", 2, get },
		{ "import", 2, import },
		{ "getid", 1, getid },
		{ "getname", 1, getname },
		{ "attach", 1, attach },
		{ "remove", 1, remove_jail },
	};

	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		if (argc >= 2 + calls[i].args &&
		    strcmp(calls[i].name, argv[1]) == 0)
			return calls[i].run(argv + 2);
	fprintf(stderr, "usage: libjail_call CALL [ARGUMENT ...]\n");
	return 2;
}
