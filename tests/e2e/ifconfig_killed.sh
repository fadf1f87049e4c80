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

it half "what a killed create left goes with the next one, in use it is finished"
half_body() {
	half=0x76680000 # the group of those that are being made
	for i in bridge3 bridge4 bridge5; do
		works ip link add "$i" group $half type bridge
		echo 1 >/proc/sys/net/ipv6/conf/$i/accept_ra
	done
	works ip link set bridge4 up
	works "$ifc" bridge5 inet 10.8.0.1/24 # finishes that one
	want "epair0a" "$ifc" epair create
	want "bridge4 bridge5 epair0a epair0b lo0" \
		sh -c "'$ifc' -l | tr ' ' '\\n' | sort | xargs"
	want "0 0" sh -c 'cat /proc/sys/net/ipv6/conf/bridge*/accept_ra | xargs'
	want "" ip link show group $half
	works ip link add bridge3 group $half type bridge
	works "$ifc" bridge3 create # again
	refuse "interface bridge3 already exists" "$ifc" bridge3 create
}
