#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# rc_stays.sh - A jail that ran our rc stays, as one that ran FreeBSD's does
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

it stays "without persist, until it is stopped"
stays_body() {
	make_root root
	cat >jail.conf <<-CONF
		j {
			path = "$PWD/root"; vnet;
			stop.timeout = 60;
			exec.start = "/bin/sh /etc/rc";
			exec.stop = "/bin/sh /etc/rc.shutdown";
		}
	CONF
	works jail -f jail.conf -c
	want j jls name
	want 1 sh -c 'jps -J j -o args | grep -c "rc$"'
	works jexec j /bin/sh /etc/rc
	want 1 sh -c 'jps -J j -o args | grep -c "rc$"'
	# At once: it does not wait for stop.timeout.
	works timeout 30 jail -f jail.conf -r j
	want "" jls name
}

it ends "the jail goes with that process"
ends_body() {
	make_root root
	works jail -c name=j path="$PWD/root" vnet exec.start="/bin/sh /etc/rc"
	want j jls name
	kill "$(pgrep -f '^/dev/.vjail/rc')"
	until_true 5 sh -c '[ -z "$(jls name)" ]'
}

it no_proc "it runs in a jail without a /proc"
no_proc_body() {
	! sanitized || atf_skip "sanitizers need a /proc"
	make_root root
	works jail -c name=j path="$PWD/root" vnet mount.noprocfs \
		exec.start="/bin/sh /etc/rc"
	want_like "inet 127.0.0.1" jexec j ifconfig lo0
	works jail -r j
	refuse "rc: this is not a jail" "$BSD/rc"
}
