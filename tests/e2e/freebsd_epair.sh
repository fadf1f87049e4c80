#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# freebsd_epair.sh - epairs between vnet jails, tested as FreeBSD does
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/vnet.sh"

it ping "two jails hear one another over an epair"
ping_body() {
	pair=$(mkepair)
	mkjail left "${pair}a"
	mkjail right "${pair}b"
	atf_check jexec left ifconfig "${pair}a" inet 192.0.2.1/30
	atf_check jexec right ifconfig "${pair}b" inet 192.0.2.2/30
	pings left 192.0.2.2
	pings right 192.0.2.1
	atf_check -o inline:"lo0 ${pair}a\n" jexec left ifconfig -l
	atf_check -o inline:"	inet 192.0.2.2 netmask 0xfffffffc broadcast 192.0.2.3\n" \
		sh -c "jexec right ifconfig ${pair}b | grep 'inet '"
}

it inet6 "and over IPv6, by link-local addresses and by others"
inet6_body() {
	pair=$(mkepair)
	mkjail left "${pair}a"
	mkjail right "${pair}b"
	for j in left:a:1 right:b:2; do
		jail=${j%%:*}
		end=$pair$(echo "$j" | cut -d: -f2)
		atf_check jexec "$jail" ifconfig "$end" inet6 -ifdisabled no_dad up
		atf_check jexec "$jail" ifconfig "$end" inet6 2001:db8::"${j##*:}"/64
	done
	pings left 2001:db8::2
	other=$(jexec right ifconfig "${pair}b" |
		sed -n 's/.*inet6 \(fe80[^%]*\)%.*/\1/p')
	pings left "$other%${pair}a"
}

it destroy "either end takes the other with it, in another jail too"
destroy_body() {
	pair=$(mkepair)
	mkjail left "${pair}a"
	mkjail right "${pair}b"
	atf_check ifconfig -j left "${pair}a" destroy
	atf_check -o inline:"lo0\n" jexec right ifconfig -l
	atf_check -o inline:"lo0\n" ifconfig -l
}

it home "what was lent comes home when the jail is removed, under its name"
home_body() {
	pair=$(mkepair)
	mkjail left "${pair}a"
	atf_check -o inline:"lent\n" jexec left ifconfig "${pair}a" name lent
	atf_check -o inline:"lo0 ${pair}b\n" ifconfig -l
	atf_check jail -r left
	atf_check -o inline:"lo0 ${pair}a ${pair}b\n" ifconfig -l
	atf_check ifconfig "${pair}a" destroy
}

it carrier "one end tells whether the other is up"
carrier_body() {
	pair=$(mkepair)
	atf_check -o match:'status: active$' ifconfig "${pair}a"
	atf_check ifconfig "${pair}b" down
	atf_check -o match:'status: no carrier$' ifconfig "${pair}a"
	atf_check -o match:'^epair0a: flags=8843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST> ' \
		ifconfig "${pair}a"
}
