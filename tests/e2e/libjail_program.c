/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * libjail_program.c - A program as it would be written on FreeBSD
 *
 * Knows jail.h only.  Its argument says which part is to be done with the jail
 * whose root is the second argument.
 */

#include <sys/types.h>
#include <sys/uio.h>
#include <sys/wait.h>

#include <errno.h>
#include <jail.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

static struct iovec str(const char *s)
{
	return (struct iovec){ (void *)(size_t)s, s ? strlen(s) + 1 : 0 };
}

static struct iovec of_int(int *n)
{
	return (struct iovec){ n, sizeof(*n) };
}

/* jail_set() and jail_get(), in bytes */
static void bytes(const char *root)
{
	char words[JAIL_ERRMSGLEN] = "", name[64], small[2];
	int vnet = JAIL_SYS_NEW, jid, got = 0, persist = -1, last = 0;
	struct iovec set[] = {
		str("name"),	str("bytes"),
		str("path"),	str(root),
		str("vnet"),	of_int(&vnet),
		str("persist"), str(NULL),
		str("errmsg"),	{ words, sizeof(words) },
	};

	jid = jail_set(set, 10, JAIL_CREATE);
	CHECK(jid > 0);
	CHECK(jail_set(set, 10, JAIL_CREATE) == -1 && errno == EEXIST);
	CHECK(strcmp(words, "jail \"bytes\" already exists") == 0);
	CHECK(jail_set(set, 10, 0) == -1 && errno == EINVAL);
	CHECK(strcmp(words, "no valid operation (create or update)") == 0);

	struct iovec get[] = { str("jid"),     of_int(&jid),
			       str("name"),    { name, sizeof(name) },
			       str("vnet"),    of_int(&got),
			       str("persist"), of_int(&persist) };
	CHECK(jail_get(get, 8, 0) == jid);
	CHECK(strcmp(name, "bytes") == 0);
	CHECK(got == JAIL_SYS_NEW && persist == 1);

	struct iovec no[] = { str("jid"), of_int(&jid), str("nopersist"),
			      of_int(&persist) };
	CHECK(jail_get(no, 4, 0) == jid && persist == 0);

	struct iovec size[] = {
		str("jid"), of_int(&jid), str("path"), { NULL, 0 }
	};
	CHECK(jail_get(size, 4, 0) == jid);
	CHECK(size[3].iov_len == strlen(root) + 1);

	struct iovec tight[] = {
		str("jid"), of_int(&jid), str("path"), { small, sizeof(small) }
	};
	CHECK(jail_get(tight, 4, 0) == -1 && errno == EINVAL);

	struct iovec next[] = { str("lastjid"),
				of_int(&last),
				str("errmsg"),
				{ words, sizeof(words) } };
	CHECK(jail_get(next, 4, 0) == jid);
	last = jid;
	CHECK(jail_get(next, 4, 0) == -1 && errno == ENOENT);

	struct iovec odd[] = { str("jid"),    of_int(&jid),
			       str("nosuch"), str("x"),
			       str("errmsg"), { words, sizeof(words) } };
	CHECK(jail_get(odd, 6, 0) == -1 && errno == EINVAL);
	CHECK(strcmp(words, "unknown parameter: nosuch") == 0);
	CHECK(jail_set(odd, 6, JAIL_UPDATE) == -1 && errno == EINVAL);
	CHECK(strcmp(words, "unknown parameter: nosuch") == 0);

	CHECK(jail_remove(jid) == 0);
	CHECK(jail_remove(jid) == -1 && errno == EINVAL);
}

/* jail_setv() and jail_getv(), in text */
static void text(const char *root)
{
	char last[16] = "0", name[64], host[256], vnet[16], none[64];
	int jid;

	CHECK(jail_setv(JAIL_CREATE, "name", "text", "path", root, NULL) == -1);
	CHECK(strcmp(jail_errmsg, "new jail must persist or attach") == 0);
	CHECK(jail_setv(JAIL_CREATE, "name", "text", "nosuch", "1", NULL) ==
	      -1);
	CHECK(errno == ENOENT);
	CHECK(strcmp(jail_errmsg, "unknown parameter: nosuch") == 0);

	jid = jail_setv(JAIL_CREATE | JAIL_UPDATE, "name", "text", "path", root,
			"vnet", "new", "persist", NULL, "host.hostname",
			"first", NULL);
	CHECK(jid > 0);
	CHECK(jail_setv(JAIL_UPDATE, "name", "text", "host.hostname", "second",
			"meta.role", "web", NULL) == jid);
	CHECK(jail_setv(JAIL_UPDATE, "name", "text", "meta.tier", "2", NULL) ==
	      jid);
	CHECK(jail_getv(0, "lastjid", last, "name", name, "host.hostname", host,
			"vnet", vnet, "meta", none, NULL) == jid);
	CHECK(strcmp(name, "text") == 0);
	CHECK(strcmp(host, "second") == 0);
	CHECK(strcmp(vnet, "new") == 0);
	CHECK(strcmp(none, "role=web\ntier=2") == 0);
	CHECK(jail_setv(JAIL_UPDATE, "name", "text", "vnet", "inherit", NULL) ==
	      -1);
	CHECK(errno == EINVAL);
	CHECK(strcmp(jail_errmsg, "vnet cannot be changed after creation") ==
	      0);
	CHECK(jail_setv(JAIL_UPDATE, "name", "nosuch", "persist", NULL, NULL) ==
	      -1);
	CHECK(errno == ENOENT);
	CHECK(strcmp(jail_errmsg, "jail \"nosuch\" not found") == 0);

	CHECK(jail_getid("text") == jid);
	CHECK(jail_getid("nosuch") == -1 && errno == ENOENT);
	char *same = jail_getname(jid);
	CHECK(same && strcmp(same, "text") == 0);
	free(same);
	CHECK(jail_getname(99) == NULL && errno == ENOENT);
	CHECK(strcmp(jail_errmsg, "jail 99 not found") == 0);

	/* Nothing runs in it, so that it goes when it no longer persists. */
	CHECK(jail_setv(JAIL_UPDATE, "name", "text", "nopersist", NULL, NULL) ==
	      jid);
	CHECK(jail_getid("text") == -1);
}

/* jailparam_*() */
static void params(const char *root)
{
	struct jailparam jp[4], *all;
	char *s;
	int jid, n;

	CHECK(jailparam_init(&jp[0], "name") == 0);
	CHECK(jailparam_import(&jp[0], "params") == 0);
	CHECK(jailparam_init(&jp[1], "path") == 0);
	CHECK(jailparam_import(&jp[1], root) == 0);
	CHECK(jailparam_init(&jp[2], "nopersist") == 0);
	CHECK(jp[2].jp_flags & JP_NOBOOL);
	CHECK(jailparam_import(&jp[2], "false") == 0);
	CHECK(jailparam_init(&jp[3], "vnet") == 0);
	CHECK(jp[3].jp_flags & JP_JAILSYS);
	CHECK(jailparam_import(&jp[3], "sideways") == -1 && errno == EINVAL);
	CHECK(strcmp(jail_errmsg, "vnet: unknown jailsys value \"sideways\"") ==
	      0);
	CHECK(jailparam_import(&jp[3], NULL) == 0);
	jid = jailparam_set(jp, 4, JAIL_CREATE);
	CHECK(jid > 0);
	jailparam_free(jp, 4);

	n = jailparam_all(&all);
	CHECK(n > 50);
	for (int i = 0; i < n; i++)
		if (strcmp(all[i].jp_name, "jid") == 0)
			CHECK(jailparam_import_raw(&all[i], &jid,
						   sizeof(jid)) == 0);
	CHECK(jailparam_get(all, (unsigned)n, 0) == jid);
	for (int i = 0; i < n; i++) {
		s = jailparam_export(&all[i]);
		CHECK(s);
		if (strcmp(all[i].jp_name, "persist") == 0)
			CHECK(strcmp(s, "true") == 0);
		if (strcmp(all[i].jp_name, "vnet") == 0)
			CHECK(strcmp(s, "new") == 0);
		if (strcmp(all[i].jp_name, "path") == 0)
			CHECK(strcmp(s, root) == 0);
		free(s);
	}
	jailparam_free(all, (unsigned)n);
	free(all);

	CHECK(jailparam_init(&jp[0], "nosuch") == -1 && errno == ENOENT);
	CHECK(jailparam_init(&jp[0], "ip4.addr") == 0);
	CHECK(jailparam_import(&jp[0], "10.0.0.1,10.0.0.2") == 0);
	CHECK(jp[0].jp_valuelen == 8 && jp[0].jp_elemlen == 4);
	s = jailparam_export(&jp[0]);
	CHECK(s && strcmp(s, "10.0.0.1,10.0.0.2") == 0);
	free(s);
	jailparam_free(jp, 1);
	CHECK(jail_remove(jid) == 0);
}

/* In a child, what it runs is in the jail. */
static void in_child(int jid, int create, const char *root)
{
	pid_t pid = fork();
	int status;

	CHECK(pid >= 0);
	if (pid == 0) {
		if (create)
			CHECK(jail_setv(JAIL_CREATE | JAIL_ATTACH, "name",
					"attached", "path", root, "vnet", "new",
					"host.hostname", "inside", NULL) > 0);
		else
			CHECK(jail_attach(jid) == 0);
		CHECK(access("/bin/busybox", X_OK) == 0);
		CHECK(access("/usr/lib", F_OK) == -1);
		CHECK(system("test \"$(hostname)\" = inside") == 0);
		_exit(0);
	}
	CHECK(waitpid(pid, &status, 0) == pid && status == 0);
}

static void attach(const char *root)
{
	int jid = jail_setv(JAIL_CREATE, "name", "attach", "path", root, "vnet",
			    "new", "host.hostname", "inside", "persist", NULL,
			    NULL);

	CHECK(jid > 0);
	in_child(jid, 0, NULL);
	CHECK(jail_getid("attach") == jid);
	CHECK(jail_remove(jid) == 0);
	CHECK(jail_attach(jid) == -1 && errno == EINVAL);
	in_child(0, 1, root);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(const char *root);
	} parts[] = { { "bytes", bytes },
		      { "text", text },
		      { "params", params },
		      { "attach", attach } };

	if (argc != 3)
		errx(2, "usage: libjail_program part root");
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (strcmp(parts[i].name, argv[1]) == 0) {
			parts[i].run(argv[2]);
			return 0;
		}
	errx(2, "%s: no such part", argv[1]);
}
