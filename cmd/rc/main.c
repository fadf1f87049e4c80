/* SPDX-License-Identifier: BSD-2-Clause */
/* main.c - rc(8) and rc.shutdown(8) for jails whose root has none */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bsderr.h"
#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/file.h"
#include "base/util.h"
#include "conf/rcconf.h"
#include "libjail/jailed.h"
#include "rc.h"

int rc_main(int argc, char **argv);
int rc_shutdown_main(int argc, char **argv);

#define DEFAULTS "/etc/defaults/rc.conf"

/* Later ones win. */
static const char *const files[] = {
	"/etc/rc.conf",
	"/etc/rc.conf.local",
	"/etc/rc.conf.d/hostname",
	"/etc/rc.conf.d/netif",
	"/etc/rc.conf.d/network",
	"/etc/rc.conf.d/routing",
	"/usr/local/etc/rc.conf.d/hostname",
	"/usr/local/etc/rc.conf.d/netif",
	"/usr/local/etc/rc.conf.d/network",
	"/usr/local/etc/rc.conf.d/routing",
};

static void read_file(struct rcconf *conf, const char *path)
{
	cleanup_strv struct strv errs = { 0 };
	cleanup_free char *text = NULL;
	struct errbuf eb;
	size_t len;
	int r = file_read(AT_FDCWD, path, &text, &len, &eb);

	if (r == -ENOENT || r == -ENOTDIR)
		return;
	if (r < 0) {
		rc_warn("%s", eb.msg);
		return;
	}
	(void)rcconf_parse(conf, path, text, len, &errs);
	for (size_t i = 0; i < errs.n; i++)
		rc_warn("%s", errs.v[i]);
}

static int is_visible(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

/* A file, or all files of a directory. */
static void read_path(struct rcconf *conf, const char *path)
{
	struct dirent **list;
	struct stat st;
	int n;

	if (stat(path, &st) < 0)
		return;
	if (!S_ISDIR(st.st_mode)) {
		read_file(conf, path);
		return;
	}
	n = scandir(path, &list, is_visible, alphasort);
	for (int i = 0; i < n; i++) {
		cleanup_free char *file = NULL;

		if (asprintf(&file, "%s/%s", path, list[i]->d_name) < 0)
			file = NULL;
		else
			read_file(conf, file);
		free(list[i]);
	}
	if (n >= 0)
		free(list);
}

void rc_hostname(const struct rc *rc)
{
	const char *name = rc_get(rc, "hostname");

	if (!*name)
		return;
	if (sethostname(name, strlen(name)) < 0)
		rc_warn("hostname: %s: %s", name, bsd_strerror(errno));
	else if (rc->messages)
		printf("Setting hostname: %s.\n", name);
}

/* --help and --version; -1: neither */
static int about(const char *prog, const char *usage, int argc, char **argv)
{
	if (argc < 2)
		return -1;
	if (streq(argv[1], "--help"))
		return printf("usage: %s\n", usage) < 0;
	if (streq(argv[1], "--version"))
		return printf("%s (vjail) %s\n", prog, VJAIL_VERSION) < 0;
	return -1;
}

int rc_main(int argc, char **argv)
{
	struct rc rc = { 0 };
	int r = about("rc", "rc [autoboot]", argc, argv);

	if (r >= 0)
		return r;
	if (argc > 2 || (argc == 2 && !streq(argv[1], "autoboot"))) {
		fputs("usage: rc [autoboot]\n", stderr);
		return 1;
	}
	if (!jailed()) {
		fputs("rc: this is not a jail\n", stderr);
		return 1;
	}
	rc.conf = rcconf_new();
	if (!rc.conf) {
		fputs("rc: out of memory\n", stderr);
		return 1;
	}
	read_path(rc.conf, DEFAULTS);
	rcconf_set_defaults(rc.conf);
	for (size_t i = 0; i < ARRAY_SIZE(files); i++)
		read_path(rc.conf, files[i]);
	rc.messages = rc_yes(&rc, "rc_startmsgs", true);

	rc_unknown(&rc);
	rc_hostname(&rc);
	if (jailed_vnet()) {
		rc_netif(&rc);
		rc_routing(&rc);
	}
	rcconf_free(rc.conf);
	rc_stay();
	return 0;
}

int rc_shutdown_main(int argc, char **argv)
{
	int r = about("rc.shutdown", "rc.shutdown [jail]", argc, argv);

	if (r >= 0)
		return r;
	if (argc > 2 || (argc == 2 && !streq(argv[1], "jail"))) {
		fputs("usage: rc.shutdown [jail]\n", stderr);
		return 1;
	}
	/* what our rc starts ends with the jail */
	return 0;
}
