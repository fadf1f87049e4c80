#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# mount_jail.sh - A jail's root mounts what allow.mount lets it
. "$(dirname "$0")/lib.sh"

a_jail() {
	chmod 700 .
	make_root root
	mkdir -p root/a root/b root/up root/dev2
	echo hi >root/a/file
	works jail -c name=www path="$PWD/root" persist "$@"
}

it allowed "with allow.mount.* the types work"
allowed_body() {
	a_jail allow.mount allow.mount.tmpfs allow.mount.nullfs \
		enforce_statfs=1
	want "" jexec www mount -t tmpfs -o size=1m tmpfs /mnt
	want "" jexec www mount_nullfs -o ro /a /b
	want hi jexec www cat /b/file
	refuse "Read-only file system" jexec www sh -c 'echo x >/b/file'
	[ ! -e root/b/file ] || atf_fail "the host sees the jail's mounts"
	want_like '^/a on /b \(nullfs, local, read-only\)$' jexec www mount
	want_like '^tmpfs on /mnt \(tmpfs, local\)$' jexec www mount
	want "" jexec www umount /b
	want "" jexec www umount /mnt
	refuse "file system type zfs" jexec www mount -t zfs x /mnt
}

it nodes "device nodes can be made in no jail"
nodes_body() {
	a_jail allow.mount allow.mount.devfs enforce_statfs=1
	refuse "Operation not permitted" jexec www mount -t devfs devfs /dev2
	[ ! -e root/dev2/null ] || atf_fail "a node is there"
}

it refused "without it nothing is mounted, and nothing unmounted"
refused_body() {
	a_jail
	refuse "mount: tmpfs: Operation not permitted" jexec www mount -t \
		tmpfs tmpfs /mnt
	refuse "Operation not permitted" jexec www mount_nullfs /a /b
	refuse "umount: unmount of /dev failed" jexec www umount -f /dev
	want_like '^devfs on /dev \(devfs, ' jexec www mount
}
