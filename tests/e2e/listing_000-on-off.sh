#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# listing_000-on-off.sh - The zsh script that turns vnet jails on and off runs
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

SCRIPT=$LISTINGS/000-on-off.zsh

it on_off "two jails are turned on, talk to the host and each other, and off" zsh
on_off_body() {
	skip_unless test -f "$SCRIPT" -- "no $SCRIPT"
	PATH=$BSD:$PATH
	mkdir -p ports sysccache
	echo port >ports/a
	sed "s,/usr/ports/ ,$PWD/ports/ ,; s,/usr/sysccache \\$,$PWD/sysccache \$," \
		"$SCRIPT" >on-off
	for j in node1 node2; do
		make_root "jails/$j"
	done
	ifconfig bridge0 create
	ifconfig bridge0 inet 10.0.0.1/24 up
	census >before

	for j in node1 node2; do
		works env JAILDIR="$PWD/jails" zsh on-off $j on
	done
	want "node1 node2" sh -c 'jls name | xargs'
	want node1.mydom.tld jls -j node1 host.hostname
	works ping -c 1 10.0.0.11
	works jexec node1 ping -c 1 10.0.0.1
	works jexec node1 ping -c 1 10.0.0.12
	works jexec node2 ping -c 1 10.0.0.11
	works jexec node2 ping -c 1 127.0.0.1
	want port jexec node1 cat /usr/ports/a
	works jexec node1 sh -c 'echo x >/dev/null'

	for j in node1 node2; do
		works env JAILDIR="$PWD/jails" zsh on-off $j off
	done
	want "" jls name
	until_true 5 sh -c '! pgrep -f "^vjail"'
	census >after
	atf_check diff before after
}
