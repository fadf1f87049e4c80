#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# jail_roots.sh - Any directory can be a jail's root: empty, read-only, layered
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

# A sanitizer build's tools need libraries, and bare roots have none.
static_tools() {
	skip_unless sh -c "! ldd $BSD/ifconfig" -- "our tools are not static"
}

it empty "our tools run in an empty root"
empty_body() {
	static_tools
	mkdir -m 700 empty
	ip link add br0 type bridge
	cat >jail.conf <<-CONF
		e {
			path = "$PWD/empty"; vnet; persist;
			vjail.interface = "e0 br0";
			exec.start = "/bin/sh /etc/rc";
			exec.start += "/sbin/ifconfig e0 10.0.0.2/24";
			exec.start += "route add default 10.0.0.1";
			exec.stop = "/bin/sh /etc/rc.shutdown";
		}
	CONF
	works jail -f jail.conf -c
	atf_check -o match:'inet 10.0.0.2 netmask 0xffffff00' \
		jexec e ifconfig e0
	atf_check -o match:'gateway: 10.0.0.1' jexec e route -n get default
	refuse "execvp: /bin/nothing: No such file" jexec e /bin/nothing
	works jail -f jail.conf -r e
}

it read_only "our tools run in a read-only root, one without /dev and /proc too"
read_only_body() {
	static_tools
	make_root root
	mkdir -m 700 bare bare/bin top
	cp root/bin/busybox bare/bin/sh
	for r in root bare; do
		works jail -c name=j path="$PWD/top" vnet persist \
			mount="$PWD/$r $PWD/top nullfs ro 0 0"
		works jexec j ifconfig lo0 inet 127.0.0.1/8
		works jexec j sh -c 'echo x >/dev/null'
		works jexec j sh -c 'test -r /proc/self/status'
		atf_check -s not-exit:0 -e match:"[Rr]ead-only" \
			jexec j sh -c 'echo x >/x'
		works jail -r j
		refuse "" test -e bare/dev
	done
	mount --bind bare bare
	mount -o remount,bind,ro bare
	works jail -c name=j path="$PWD/bare" vnet persist
	works jexec j ifconfig lo0 inet 127.0.0.1/8
	works jail -r j
}

it unmappable "a root whose ids cannot be mapped is refused, or accepted as weaker"
unmappable_body() {
	make_root root
	mkdir -m 700 up work merged
	mount -t overlay -o "lowerdir=root,upperdir=up,workdir=work" o merged
	refuse "let a unionfs line of the jail's mount make it, or vjail.userns = inherit" \
		jail -c name=j path="$PWD/merged" persist
	want "" jls name
	works jail -c name=j path="$PWD/merged" persist vjail.userns=inherit
	want 0 jexec j id -u
}

it unionfs "unionfs puts a writable directory over a read-only one"
unionfs_body() {
	make_root root
	mkdir -m 700 layers layers/up
	mkdir root/data
	echo low >root/data/low
	cat >jail.conf <<-CONF
		j { path = "$PWD/root"; persist;
		    mount = "$PWD/layers/up $PWD/root/data unionfs rw 0 0"; }
	CONF
	works jail -f jail.conf -c
	want low jexec j cat /data/low
	works jexec j sh -c 'echo new >/data/new; echo changed >/data/low; rm -f /data/none'
	works jail -f jail.conf -r j
	want "low" cat root/data/low
	want "changed" cat layers/up/low
	want "0:0" stat -c %u:%g layers/up/new
	want up ls -A layers
}

it host_devfs "a devfs mounted by hand is used as it is"
host_devfs_body() {
	make_root root
	works "$BSD/mount" -t devfs devfs "$PWD/root/dev"
	rm root/dev/zero
	works jail -c name=j path="$PWD/root" vnet persist mount.nodevfs
	works jexec j sh -c 'echo x >/dev/null'
	works jail -r j
	works jail -c name=j path="$PWD/root" vnet persist
	works jexec j sh -c 'echo x >/dev/null'
	works jexec j ifconfig lo0 inet 127.0.0.1/8
	atf_check -s exit:1 jexec j test -e /dev/zero
	want_like '^jid=[0-9]+$' jexec j cat /dev/.vjail.id
	want "" cat root/dev/.vjail.id
	works jail -r j
	works "$BSD/umount" "$PWD/root/dev"
}

it thirty_two "32-bit programs run, under the same rules"
thirty_two_body() {
	skip_unless test -x "$BUILD/tests/e2e/probe32" -- "no 32-bit compiler"
	make_root root
	cp "$BUILD/tests/e2e/probe32" root/bin/
	works jail -c name=j path="$PWD/root" persist
	want "hello" jexec j /bin/probe32
	works jail -r j
	works jail -c name=j path="$PWD/root" persist allow.mount
	atf_check -s exit:1 -o inline:"hello\n" jexec j /bin/probe32
}

it unionfs_again "unionfs lies over what an earlier line mounted, and is read-only if asked"
unionfs_again_body() {
	make_root template
	mkdir -m 700 top up
	fstab="$PWD/template $PWD/top nullfs ro 0 0"
	echo "j { path = $PWD/top; persist; mount = '$fstab',
		'$PWD/up $PWD/top unionfs rw,noatime,late 0 0'; }" >jail.conf
	works jail -f jail.conf -c
	works jexec j sh -c 'rm /etc/group; echo new >/etc/new'
	works jail -f jail.conf -r j
	want "" find . -name '.vjail-work-*'
	want new cat up/etc/new
	works test -s template/etc/group
	refuse "Read-only" mount_is_read_only ro,below
	sed -i 's/unionfs rw/unionfs below/' jail.conf
	refuse "below: an earlier line is mounted there" jail -f jail.conf -c
}

mount_is_read_only() {
	mkdir -p own
	jail -c name=r path="$PWD/own" persist \
		mount="$PWD/template $PWD/own unionfs $1 0 0" || return 9
	jexec r touch /x
}

it nullfs_again "nullfs shows what an earlier line mounted below the jail's path"
nullfs_again_body() {
	make_root root
	mkdir -p home/alice root/home
	echo hi >home/alice/file
	echo "j { path = $PWD/root; persist;
		mount = '$PWD/home $PWD/root/home nullfs ro 0 0',
			'$PWD/root/home/alice $PWD/root/mnt nullfs rw 0 0'; }" \
		>jail.conf
	works jail -f jail.conf -c
	want hi jexec j cat /mnt/file
	refuse "Read-only" jexec j touch /mnt/x
}

it by_a_link "lines name mount points below the path by a link to it"
by_a_link_body() {
	make_root base
	mkdir -m 700 jails jails/www data base/data
	ln -s "$PWD/jails" link
	echo "j { path = $PWD/link/www; persist;
		mount = '$PWD/base $PWD/link/www/ nullfs ro 0 0',
			'$PWD/data $PWD/link/www/data/ nullfs rw 0 0',
			'$PWD/link/www/data $PWD/link/www/mnt nullfs ro 0 0'; }" \
		>jail.conf
	works jail -f jail.conf -c
	works jexec j touch /data/x
	want x jexec j ls /mnt
	want x ls data
}

it devfs_twice "a devfs and a procfs elsewhere, or twice, leave the jail its own"
devfs_twice_body() {
	make_root root
	make_root root/compat/linux
	cat >jail.conf <<-CONF
		j { path = $PWD/root; persist; mount.devfs; mount.procfs;
		    mount = "proc \$path/proc procfs rw 0 0";
		    mount += "devfs \$path/compat/linux/dev devfs rw 0 0";
		    mount += "tmpfs \$path/compat/linux/dev/shm tmpfs rw,size=1m,mode=1777";
		    mount += "fdescfs \$path/compat/linux/dev/fd fdescfs rw,linrdlnk 0 0";
		    mount += "linprocfs \$path/compat/linux/proc linprocfs rw 0 0";
		}
	CONF
	works jail -f jail.conf -c
	works jexec j sh -c 'echo x >/dev/null'
	works jexec j test -r /proc/self/status
	works jexec j test -c /compat/linux/dev/null
	works jexec j test -r /compat/linux/proc/self/status
	works jexec j touch /compat/linux/dev/shm/x
	works jail -f jail.conf -r j
	sed -i 's/mount.devfs; mount.procfs;//; /path.proc /s/mount/env/' jail.conf
	works jail -f jail.conf -c
	works jexec j ifconfig lo0
}

it linsysfs "a linsysfs shows the jail's interfaces, and cannot be written to"
linsysfs_body() {
	make_root root
	mkdir root/sys
	ip link add em0 type veth peer name em1
	for more in vnet vjail.userns=inherit; do
		works jail -c name=j path="$PWD/root" vnet persist $more \
			mount="linsysfs $PWD/root/sys linsysfs rw 0 0"
		want lo jexec j ls /sys/class/net
		want "" jexec j ls /sys/firmware
		refuse "Read-only" jexec j sh -c 'echo 9 >/sys/class/net/lo/mtu'
		works jail -r j
	done
}
