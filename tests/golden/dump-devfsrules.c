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
	{ "null", "mem" },  { "mem", "mem" },	{ "sda", "disk" },
	{ "sda1", "disk" }, { "nst0", "tape" }, { "tty", "tty" },
	{ "ttyS0", "tty" }, { "pts/3", "tty" }, { "bpf", "" },
	{ "bpf0", "" },	    { "tun", "" },	{ "tun0", "" },
	{ "fuse", "" },	    { "kvm", "" },	{ "snd/timer", "" },
};

static void print_node(const struct devfs_rules *rules, int number, size_t i)
{
	struct devfs_verdict v;

	if (devfs_rules_apply(rules, number, nodes[i].path, nodes[i].type, &v) <
	    0) {
		printf("%d cannot be applied\n", number);
		return;
	}
	printf("%d %s%s", number, nodes[i].path, v.hidden ? " hidden" : "");
	if (v.has_user)
		printf(" user %s", v.user);
	if (v.has_group)
		printf(" group %s", v.group);
	if (v.has_mode)
		printf(" mode %o", v.mode);
	putchar('\n');
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
		for (size_t i = 0; i < ARRAY_SIZE(nodes); i++)
			print_node(rules, (int)strtol(argv[a], NULL, 10), i);
	devfs_rules_free(rules);
	return r < 0;
}
