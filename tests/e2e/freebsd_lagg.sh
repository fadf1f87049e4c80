#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# freebsd_lagg.sh - laggs between vnet jails, tested as FreeBSD does
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/vnet.sh"

# two_jails PROTO - left and right, a lagg0 in each over two epairs
two_jails() {
	kernel_has lagg
	p=$(mkepair)
	q=$(mkepair)
	mkjail left "${p}a" "${q}a"
	mkjail right "${p}b" "${q}b"
	for j in left:a:1 right:b:2; do
		jail=${j%%:*}
		e=$(echo "$j" | cut -d: -f2)
		atf_check jexec "$jail" ifconfig "$p$e" up
		atf_check jexec "$jail" ifconfig "$q$e" up
		atf_check jexec "$jail" ifconfig lagg0 create laggproto "$1" \
			laggport "$p$e" laggport "$q$e" up
		atf_check jexec "$jail" ifconfig lagg0 inet 10.0.0."${j##*:}"/24
	done
}

# ports JAIL - As it tells them
ports() { jexec "$1" ifconfig lagg0 | grep laggport: || true; }

# has_ports JAIL TEXT
has_ports() { [ "$(ports "$1")" = "$2" ]; }

it lacp "ports of both ends find one another"
lacp_body() {
	two_jails lacp
	_end=$(($(date +%s) + 60))
	until has_ports left "	laggport: ${p}a flags=1c<ACTIVE,COLLECTING,DISTRIBUTING>
	laggport: ${q}a flags=1c<ACTIVE,COLLECTING,DISTRIBUTING>"; do
		[ "$(date +%s)" -lt "$_end" ] || atf_fail "$(ports left)"
		sleep 0.2
	done
	pings left 10.0.0.2
	atf_check -o inline:"	laggproto lacp lagghash l2,l3,l4\n" \
		sh -c "jexec left ifconfig lagg0 | grep laggproto"
}

it failover "when the first port is cut the second one is used"
failover_body() {
	two_jails failover
	pings left 10.0.0.2
	same "	laggport: ${p}a flags=5<MASTER,ACTIVE>
	laggport: ${q}a flags=0<>" "$(ports left)"
	atf_check jexec right ifconfig "${p}b" down
	until_true 20 sh -c "jexec left ifconfig lagg0 | grep -q 'laggport: ${q}a flags=4<ACTIVE>'"
	pings left 10.0.0.2
}

it status "without any active port it has no carrier"
status_body() {
	two_jails failover
	atf_check -o match:'status: active$' jexec left ifconfig lagg0
	atf_check jexec right ifconfig lagg0 -laggport "${p}b"
	atf_check jexec right ifconfig "${p}b" down
	atf_check jexec right ifconfig lagg0 -laggport "${q}b"
	atf_check jexec right ifconfig "${q}b" down
	until_true 20 sh -c "jexec left ifconfig lagg0 | grep -q 'status: no carrier'"
	atf_check jexec right ifconfig lagg0 destroy
	atf_check -o inline:"lo0 ${p}b ${q}b\n" jexec right ifconfig -l
}
