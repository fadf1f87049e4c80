#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# devfs_applies.sh - devfs gives nodes to jails that run, and takes them away
# shellcheck disable=SC2086,SC2013
. "$(dirname "$0")/lib.sh"

# a_jail PARAMETER ...
a_jail() {
	chmod 700 .
	make_root root
	works jail -c name=www path="$PWD/root" persist "$@"
}

RULE="$BSD/devfs -m root/dev rule"

# opens NODE - The jail's root can read it
opens() {
	jexec www head -c 1 "$1" >/dev/null 2>&1
}

refused() {
	! opens "$1" || atf_fail "$1 can be opened"
}

it works "a node that is shown works, with the owner the rule gives"
works_body() {
	a_jail
	refused /dev/net/tun
	want "" $RULE apply path 'tun*' unhide user 1001 mode 0600
	want "" jexec -U alice www sh -c 'exec 3<>/dev/net/tun'
	want "1001 0 600 a,c8" jexec www stat -c '%u %g %a %t,%T' /dev/net/tun
}

it links "what is hidden is gone under every name that the jail gave to it"
links_body() {
	a_jail
	works jexec www sh -c 'ln /dev/zero /dev/shm/z && mv /dev/urandom /dev/shm/u
		mkdir /dev/in && ln /dev/full /dev/in/f && mv /dev/in /dev/out'
	opens /dev/shm/z || atf_fail "the link was no use before"
	want "" $RULE apply path 'zero' hide
	want "" $RULE apply path 'full' hide
	want "" $RULE apply path 'u*' hide
	for n in zero full urandom shm/z shm/u out/f; do
		refused "/dev/$n"
	done
	for c in 'chmod 666' 'chown 0:0'; do
		refuse "" jexec www sh -c "$c /dev/shm/z && cat /dev/shm/z"
	done
	want "" $RULE apply path zero unhide
	opens /dev/zero || atf_fail "it did not come back"
	refused /dev/shm/z
}

it open "who has it open keeps it"
open_body() {
	a_jail
	mkfifo go
	jexec www sh -c 'exec 3</dev/zero; read -r x; head -c 4 <&3 | wc -c' \
		<go >said &
	exec 4>go
	until_true 10 sh -c "ls -l /proc/*/fd/3 2>/dev/null | grep -q 'dev/zero'"
	want "" $RULE apply path zero hide
	refused /dev/zero
	echo go >&4
	exec 4>&-
	wait $!
	want 4 cat said
}

it traps "what the jail puts in the way leads nowhere"
traps_body() {
	a_jail
	mkdir outside
	works jexec www sh -c "rm -f /dev/random; ln -s /etc/passwd /dev/random
		ln -s $PWD/outside /dev/net; mkdir -p /etc/x; ln -s /etc /dev/in"
	refuse "dev/random: the jail has something of its own there" \
		$RULE apply path random hide unhide
	refuse "dev/net/tun: " $RULE apply path 'tun*' unhide mode 0666
	want "" ls -A outside
	want "644" stat -c %a root/etc/passwd
}

it elsewhere "a jail's link does not lead to another jail's /dev"
elsewhere_body() {
	a_jail
	make_root other
	works jail -c name=other path="$PWD/other" persist
	mkdir hand
	works "$BSD/mount" -t devfs devfs hand
	works jexec www ln -s "$PWD/other/dev" /d
	works jexec www ln -s "$PWD" /up
	for d in root/d root/up/other/dev root/up/hand "$PWD/root//up/hand"; do
		refuse "$d: a symbolic link in the jail" "$BSD/devfs" -m "$d" \
			rule apply path null hide
	done
	works jexec other test -e /dev/null
	works test -e hand/null
	ln -s root link
	want "" "$BSD/devfs" -m link/dev rule apply path null hide
	refuse "" jexec www test -e /dev/null
	(cd other && works "$BSD/devfs" -m dev/ rule apply path null hide)
	refuse "" jexec other test -e /dev/null
	want "" "$BSD/devfs" -m hand/ rule apply path null hide
	[ ! -e hand/null ] || atf_fail "it is there"
}

it weak "a jail with the host's ids may keep a link, and that is told"
weak_body() {
	a_jail vjail.userns=inherit
	works jexec www ln /dev/zero /dev/shm/z
	refuse "root/dev/zero: hidden, but a jail may have linked it elsewhere" \
		$RULE apply path zero hide
	refused /dev/zero
	want "" $RULE apply path null hide
	refused /dev/null
}

it terminals "with pts terminals come and go"
terminals_body() {
	a_jail
	works jexec www sh -c 'exec 3<>/dev/ptmx'
	want "" $RULE apply path pts hide
	refuse "" jexec www sh -c 'exec 3<>/dev/ptmx'
	want "" $RULE apply path pts unhide
	works jexec www sh -c 'exec 3<>/dev/ptmx'
	works jexec www sh -c 'test -c /dev/pts/ptmx'
}

it nextjail "a set made now is that of the next jail, and of no file"
nextjail_body() {
	"$BSD/devfs" rule -s 30 add include 4
	"$BSD/devfs" rule -s 30 add path 'tun*' unhide
	a_jail devfs_ruleset=30
	want "" jexec www sh -c 'exec 3<>/dev/net/tun'
	works jail -r www
	printf '[own=31]\nadd hide\n' >own.rules
	refuse "30: no such ruleset" jail -c name=www path="$PWD/root" persist \
		devfs_ruleset=30 vjail.devfs_rules="$PWD/own.rules"
}

it together "of rules that are added at once none is lost"
together_body() {
	for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
		"$BSD/devfs" rule -s $((40 + i % 3)) add path "n$i" hide &
	done
	wait
	same 12 "$(grep -c '^add ' /run/vjail/devfs.rules)"
	same "100 200 300 400 " "$("$BSD/devfs" rule -s 40 show |
		sed 's/ .*//' | tr '\n' ' ')"
}

it left "nothing is left of what a jail's devfs knew"
left_body() {
	a_jail
	$RULE apply path null hide
	works jail -r www
	census >before
	works jail -c name=www path="$PWD/root" persist
	$RULE apply path null hide
	works "$BSD/devfs" -m root/dev ruleset 5
	works jail -r www
	census >after
	same "$(cat before)" "$(cat after)"
}

it parent "a jail of one's own path is found among others below it"
parent_body() {
	a_jail
	make_root root/inner
	works jail -c name=inner path="$PWD/root/inner" persist
	want "" "$BSD/devfs" -m root/inner/dev rule apply path null hide
	refuse "" jexec inner cat /dev/null
	works jexec www cat /dev/null
}
