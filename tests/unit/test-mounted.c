/* SPDX-License-Identifier: BSD-2-Clause */
/* test-mounted.c - Linux's mounts by FreeBSD's names */

#include "test.h"

#include <stdlib.h>

#include "../../cmd/mount/mounted.h"
#include "base/cleanup.h"
#include "base/util.h"

static const char text[] =
	"22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda1 rw\n"
	"23 22 0:5 / /dev rw,nosuid - devtmpfs udev rw,size=1k\n"
	"24 22 0:20 / /proc rw - proc proc rw\n"
	"25 22 254:0 /usr/src /jails/a/src ro,noatime - ext4 /dev/vda1 rw\n"
	"26 22 0:30 / /a\\040b rw,nosuid,noexec - tmpfs devfs rw\n"
	"27 22 0:31 / /tmp rw - tmpfs  rw,size=1k\n"
	"28 22 0:31 /x /mnt rw - tmpfs  rw,size=1k\n"
	"29 22 0:32 / /u rw - overlay <above>:/up rw,upperdir=/up,workdir=/w\n"
	"30 22 0:33 / /n rw - nfs4 host:/x rw\n"
	"31 22 0:34 / /s rw - ext4 /dev/vdb ro\n"
	"32 22 0:35 /other /o rw - btrfs /dev/vdc rw\n"
	"a line that no kernel writes\n"
	"33 22 254:0 / /host rw - ext4 /dev/vda1 rw\n"
	"34 22 0:20 / /j/proc rw - proc none rw\n"
	"35 22 0:20 /sys /j/sys rw - proc proc rw\n"
	"36 22 0:36 / /sys ro - sysfs sysfs rw\n"
	"37 22 254:9 / /q rw,nosuid - ext4 /dev/vdd ro,acl,usrquota,grpquota\n";

static const struct {
	const char *path, *source, *type, *opts;
} want[] = {
	{ "/", "/dev/vda1", "ext4", "local" },
	{ "/dev", "devfs", "devfs", "nosuid" },
	{ "/proc", "procfs", "procfs", "local" },
	{ "/jails/a/src", "/usr/src", "nullfs", "local, noatime, read-only" },
	{ "/a b", "devfs", "devfs", "noexec, nosuid" },
	{ "/tmp", "tmpfs", "tmpfs", "local" },
	{ "/mnt", "/tmp/x", "nullfs", "local" },
	{ "/u", "<above>:/up", "unionfs", "local" },
	{ "/n", "host:/x", "nfs", "" },
	{ "/s", "/dev/vdb", "ext4", "local, read-only" },
	{ "/o", "/dev/vdc", "btrfs", "local" },
	{ "/host", "/", "nullfs", "local" },
	{ "/j/proc", "procfs", "procfs", "local" },
	{ "/j/sys", "/proc/sys", "nullfs", "local" },
	{ "/sys", "linsysfs", "linsysfs", "local, read-only" },
	{ "/q", "/dev/vdd", "ext4",
	  "local, nosuid, with quotas, read-only, acls" },
};

static void each_mount_is_told_as_freebsd_would(void **state)
{
	cleanup_mounted struct mounted_list l = { 0 };

	(void)state;
	assert_int_equal(mounted_parse(text, &l), 0);
	assert_int_equal(l.n, ARRAY_SIZE(want));
	for (size_t i = 0; i < l.n; i++) {
		cleanup_free char *opts = strv_join(&l.v[i].opts, ", ");

		assert_string_equal(l.v[i].path, want[i].path);
		assert_string_equal(l.v[i].source, want[i].source);
		assert_string_equal(l.v[i].type, want[i].type);
		assert_string_equal(opts, want[i].opts);
	}
}

static void mounts_are_found_by_place_then_source(void **state)
{
	cleanup_mounted struct mounted_list l = { 0 };
	cleanup_free char *work = NULL;

	(void)state;
	assert_int_equal(mounted_parse(text, &l), 0);
	assert_string_equal(mounted_find(&l, "/tmp")->type, "tmpfs");
	assert_string_equal(mounted_find(&l, "/usr/src")->path, "/jails/a/src");
	assert_null(mounted_find(&l, "/nowhere"));
	work = mounted_option(mounted_find(&l, "/u"), "workdir");
	assert_string_equal(work, "/w");
	assert_null(mounted_option(mounted_find(&l, "/u"), "work"));
}

static void lists_of_types_want_or_unwant(void **state)
{
	(void)state;
	assert_true(type_in_list(NULL, "nullfs"));
	assert_true(type_in_list("tmpfs,nullfs", "nullfs"));
	assert_false(type_in_list("tmpfs,null", "nullfs"));
	assert_false(type_in_list("nonullfs,tmpfs", "tmpfs"));
	assert_true(type_in_list("nonullfs,tmpfs", "devfs"));
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test(each_mount_is_told_as_freebsd_would),
		cmocka_unit_test(mounts_are_found_by_place_then_source),
		cmocka_unit_test(lists_of_types_want_or_unwant),
	};

	return cmocka_run_group_tests(all, NULL, NULL);
}
