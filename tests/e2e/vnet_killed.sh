#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# vnet_killed.sh - Killed at any system call, vnet and jng leave what the next
# call finishes or undoes
#
# At every fifth; STRIDE=1: at all.
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

# What there is, numbers left out
state() {
	{
		ngctl list | sed '1d; /Type: socket/d; s/ID: [0-9a-f]*//'
		for b in $bridges; do
			ngctl show "$b:" 2>/dev/null | sed '1,3d' |
				awk '{ print b, $2, $3, $5 }' b="$b"
		done
		ip -br link | awk '{ print $1, $3 }' | sed 's/@[^ ]*//; s/^x.*/x/'
		find /run/vjail -name '*making*'
	} | sort
}

# killed NODE UNDO CMD ... - A run is killed at each call that changes
# something; after the next run of any kind NODE is whole, or not there and is
# made by the same command
killed() {
	_node=$1 _undo=$2
	shift 2
	_was=$(state)
	works "$@"
	_is=$(state)
	works sh -c "$_undo"
	same "$_was" "$(state)" "undone"
	_n=0
	for _call in bpf sendto rename,renameat,renameat2 unlink ioctl bind; do
		_i=1
		while :; do
			_r=0
			{
				strace -f -qq -o /dev/null -e trace=$_call \
					-e inject=$_call:signal=SIGKILL:when=$_i \
					"$@" || _r=$?
			} >/dev/null 2>&1
			[ $_r = 137 ] || break
			vnet list >/dev/null
			ngctl show "$_node:" >/dev/null 2>&1 || works "$@"
			same "$_is" "$(state)" "$* killed at $_call $_i"
			works sh -c "$_undo"
			same "$_was" "$(state)" "undone after $_call $_i"
			_n=$((_n + 1)) _i=$((_i + ${STRIDE:-5}))
		done
		sh -c "$_undo" >/dev/null 2>&1 || true
	done
	[ $_n -gt 9 ] || atf_fail "$*: killed only $_n times"
}

TIMEOUT=300
it add "an interface of vnet's is whole or not there" strace
add_body() {
	bridges=lanbr
	killed lan_a "vnet delete lan lan_a" vnet add -b lan lan_a
	works vnet add -b lan lan_a
	killed lan_b "vnet delete lan lan_b" vnet add -b lan lan_b
}

it bridge "so is one of jng's, and the NIC's bridge" strace
bridge_body() {
	ip link add em0 type veth peer name far
	ip link set far up
	bridges="em0bridge em0two"
	killed ng0_a "jng shutdown a; ngctl shutdown em0two:
		ngctl shutdown em0bridge:" jng bridge -b two a em0
}
