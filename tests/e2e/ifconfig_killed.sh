#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# ifconfig_killed.sh - An interface that becomes another one is never lost
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

ifc=$BSD/ifconfig

# told N - Say where vxlan0 leads, and be killed at the Nth message to the kernel
told() {
	strace -f -qq -o trace -e trace=sendmsg,sendto \
		-e inject=sendmsg,sendto:signal=KILL:when="$1" \
		"$ifc" vxlan0 vxlanid 5 vxlanttl 9 >out 2>&1
}

TIMEOUT=300
it stand_in "killed at any message, the next call finishes it" strace
stand_in_body() {
	"$ifc" vxlan0 create 2>/dev/null ||
		atf_skip "this kernel has no vxlan interfaces"
	n=0
	while :; do
		n=$((n + 1))
		works "$ifc" vxlan0 10.7.0.1/24 descr far group web
		if told "$n"; then
			break
		fi
		works "$ifc" vxlan0 vxlanid 5 vxlanttl 9
		want "lo0 vxlan0" "$ifc" -l
		want_like "ttl 9$" "$ifc" -v vxlan0
		want_like "inet 10.7.0.1 netmask 0xffffff00" "$ifc" vxlan0
		want_like "groups: vxlan web$" "$ifc" vxlan0
		want_like "description: far" "$ifc" vxlan0
		works "$ifc" vxlan0 destroy
		works "$ifc" vxlan0 create
	done
	atf_check -o match:"ttl 9$" "$ifc" -v vxlan0
	[ "$n" -gt 10 ] || atf_fail "only $n messages"
}
