#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# devfs_ruleset.sh - A jail's /dev has the nodes that its ruleset shows
. "$(dirname "$0")/lib.sh"

# a_jail PARAMETER ... - With the rules in ./rules
a_jail() {
	chmod 700 .
	make_root root
	cat >rules <<-RULES
		[devfsrules_tunjail=11]
		add include \$devfsrules_jail
		add path 'tun*' unhide
		add path random mode 0440 user 1001 group alice

		[devfsrules_diskjail=12]
		add include \$devfsrules_jail
		add type disk unhide

		[devfsrules_wrong=13]
		add include \$devfsrules_jail
		add path null user nosuchuser
	RULES
	# the host's groups are those that rules name
	sed -i "s/group alice/group $(sed -n 's/:.*:5:.*//p' /etc/group)/" rules
	jail -c name=www path="$PWD/root" persist \
		vjail.devfs_rules="$PWD/rules" "$@"
}

nodes() {
	jexec www ls -A /dev | tr '\n' ' '
}

it standard "the standard one for jails is what a jail gets"
standard_body() {
	chmod 700 .
	make_root root
	works jail -c name=www path="$PWD/root" persist
	same ".vjail .vjail.id fd full fuse null ptmx pts random shm stderr stdin stdout tty urandom zero " \
		"$(nodes)"
	want "0 0 666 1,3" jexec www stat -c '%u %g %a %t,%T' /dev/null
	works jexec www sh -c 'echo x >/dev/null && head -c1 /dev/zero'
	works jexec -U alice www sh -c 'echo x >/dev/null'
	want "drwxrwxrwt" jexec www stat -c %A /dev/shm
}

it tun "tun* shows /dev/net/tun, and it works" ip
tun_body() {
	works a_jail devfs_ruleset=11 vnet
	want "0 0 a,c8" jexec www stat -c '%u %g %t,%T' /dev/net/tun
	want "1001 5 440" jexec www stat -c '%u %g %a' /dev/random
	want "" jexec www sh -c 'exec 3<>/dev/net/tun'
}

it notun "without it there is none, and none can be made"
notun_body() {
	works a_jail devfs_ruleset=4 vnet
	refuse "" jexec www ls /dev/net/tun
	refuse "Operation not permitted" jexec www mknod /dev/t c 10 200
}

it disks "type disk shows the host's disks and nothing else of it"
disks_body() {
	skip_unless [ -b /dev/loop0 ] -- "this host has no /dev/loop0"
	works a_jail devfs_ruleset=12
	want "block special file" jexec www stat -c %F /dev/loop0
	for n in kmsg console ttyS0 kvm mem; do
		refuse "" jexec www ls "/dev/$n"
	done
}

it level "a raised secure level is refused to who is shown disks"
level_body() {
	works a_jail devfs_ruleset=11 securelevel=2
	want "2" jls -j www securelevel
	works jail -m name=www securelevel=1
	refuse "securelevel: 3 would" jail -m name=www securelevel=3
	works jail -R www
	refuse "securelevel: above 0" a_jail devfs_ruleset=12 securelevel=1
	works jail -c name=www path="$PWD/root" persist \
		vjail.devfs_rules="$PWD/rules" devfs_ruleset=12
	refuse "securelevel: above 0" jail -m name=www securelevel=1
	want "-1" jls -j www securelevel
	# what the levels forbid is as always
	for n in mem kmem kmsg; do
		refuse "" jexec www ls "/dev/$n"
	done
}

it wrong "a user that does not exist is told, and nothing is left"
wrong_body() {
	refuse "devfs ruleset 13: unknown user nosuchuser" a_jail \
		devfs_ruleset=13
	refuse "77" a_jail devfs_ruleset=77
	want "" jls -N name
}
