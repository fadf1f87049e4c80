/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dump-devfsrules.c - FILE in devfs.rules(5)'s form: its problems, then what
 * its rulesets make of some nodes
 *
 *	dump-devfsrules FILE NUMBER...
 */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/util.h"
#include "conf/devfsrules.h"

static const struct {
	const char *path, *type;
} nodes[] = {
	{ "null", "mem" },   { "mem", "mem" },	     { "sda", "disk" },
	{ "sda1", "disk" },  { "nst0", "tape" },     { "tty", "tty" },
	{ "ttyS0", "tty" },  { "pts/3", "tty" },     { "bpf", "" },
	{ "bpf0", "" },	     { "tun", "" },	     { "tun0", "" },
	{ "fuse", "" },	     { "kvm", "" },	     { "snd/timer", "" },
	{ "dsp", "" },	     { "dsp0.1", "" },	     { "mixer0", "" },
	{ "dri", "" },	     { "dri/card0", "" },    { "drm/0", "" },
	{ "pf", "" },	     { "zfs", "" },	     { "crypto", "" },
	{ "cd0", "disk" },   { "pass0", "" },	     { "ugen0.2", "" },
	{ "usb/0.2.1", "" }, { "cuaU0", "tty" },     { "tap7", "" },
	{ "vmm/guest", "" }, { "nmdm-g.1A", "tty" }, { "kmem", "mem" },
	{ "io", "mem" },     { "ptmx", "tty" },	     { "pts", "" },
	{ "fd/2", "" },	     { "shm", "" },	     { "log", "" },
};

static void print_verdict(const char *path, const struct devfs_verdict *v)
{
	printf("    %s%s", path, v->hidden ? " hidden" : "");
	if (v->has_user)
		printf(" user %s", v->user);
	if (v->has_group)
		printf(" group %s", v->group);
	if (v->has_mode)
		printf(" mode %o", v->mode);
	putchar('\n');
}

static bool is_plain(const struct devfs_verdict *v, bool hidden)
{
	return v->hidden == hidden && !v->has_user && !v->has_group &&
	       !v->has_mode;
}

/* Nodes of which there is nothing else to say share a line at the end. */
static void print_plain(const struct devfs_verdict *v, bool hidden)
{
	printf("    %s:", hidden ? "hidden" : "shown");
	for (size_t i = 0; i < ARRAY_SIZE(nodes); i++)
		if (is_plain(&v[i], hidden))
			printf(" %s", nodes[i].path);
	putchar('\n');
}

static void print_set(const struct devfs_rules *rules, int number)
{
	struct devfs_verdict v[ARRAY_SIZE(nodes)];

	printf("%d\n", number);
	for (size_t i = 0; i < ARRAY_SIZE(nodes); i++) {
		if (devfs_rules_apply(rules, number, nodes[i].path,
				      nodes[i].type, &v[i]) < 0) {
			printf("    cannot be applied\n");
			return;
		}
		if (!is_plain(&v[i], false) && !is_plain(&v[i], true))
			print_verdict(nodes[i].path, &v[i]);
	}
	print_plain(v, false);
	print_plain(v, true);
}

int main(int argc, char **argv)
{
	cleanup_free char *text = NULL;
	cleanup_strv struct strv errs = { 0 };
	struct devfs_rules *rules = devfs_rules_new();
	size_t len;
	int r;

	if (argc < 3 || !rules ||
	    file_read(AT_FDCWD, argv[1], &text, &len, NULL) < 0)
		return 2;

	r = devfs_rules_parse(rules, argv[1], text, len, &errs);
	for (size_t i = 0; i < errs.n; i++)
		printf("! %s\n", errs.v[i]);
	for (int a = 2; a < argc; a++)
		print_set(rules, (int)strtol(argv[a], NULL, 10));
	devfs_rules_free(rules);
	return r < 0;
}
