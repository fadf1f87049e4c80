#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# step_fibs.sh - Whatever call of sysctl net.fibs is its last, or fails, the next
# one finishes or undoes all of it
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/step.sh"

# traces - All that there is of routing tables
traces() {
	ip rule
	ip -6 rule
	ip route show table all | grep 'table 990'
	ip -6 route show table all | grep 'table 990'
	bpftool cgroup tree /sys/fs/cgroup | grep -o sock_create
}

next() {
	"$BSD/sysctl" "$@" >next 2>&1 || {
		cat next
		trouble "then sysctl $*"
	}
}

afresh() {
	"$BSD/sysctl" net.fibs=1
}

ready() {
	ip link show v0 >/dev/null 2>&1 || {
		ip link add v0 type veth peer name v1
		ip addr add 192.0.2.1/24 dev v0
		ip link set v0 up
		ip link set v1 up
	}
	"$BSD/sysctl" net.fibs=1 >/dev/null
	traces >nothing
}

# Every second time it is finished, else undone at once.
turn=0
grown() {
	turn=$((turn + 1))
	if [ $((turn % 2)) = 0 ]; then
		next net.fibs=3
		traces >now
		[ "$(grep -c '^99[01]:' now) $(grep sock_create now)" = \
			"6 sock_create" ] || trouble "something is missing"
		works "$BSD/route" add -fib 2 default 192.0.2.9
	fi
	next net.fibs=1
	traces >now
	diff nothing now || trouble "something is left"
}

it grow "sysctl net.fibs=3" bpftool
grow_body() {
	steps 8 ready grown "$BSD/sysctl" net.fibs=3
}

full() {
	ready
	"$BSD/sysctl" net.fibs=3 >/dev/null
	works "$BSD/route" add -fib 1,2 default 192.0.2.9
}

shrunk() {
	next net.fibs=1
	traces >now
	diff nothing now || trouble "something is left"
}

it shrink "sysctl net.fibs=1" bpftool
shrink_body() {
	steps 8 full shrunk "$BSD/sysctl" net.fibs=1
}

with_tables() {
	ready
	"$BSD/sysctl" net.fibs=3 >/dev/null
	"$BSD/ifconfig" v0 fib 0
	traces >nothing
}

# One that is killed is done again, or undone.
chosen() {
	turn=$((turn + 1))
	if [ $((turn % 2)) = 0 ]; then
		works "$BSD/ifconfig" v0 fib 1
		traces >now
		[ "$(grep -c '^98[89]:' now) $(grep -c '^192.0.2.*990001' now)" = \
			"4 1" ] || trouble "something is missing"
	fi
	works "$BSD/ifconfig" v0 fib 0
	traces >now
	diff nothing now || trouble "something is left"
}

it choose "ifconfig IF fib 1" bpftool
choose_body() {
	steps 8 with_tables chosen "$BSD/ifconfig" v0 fib 1
}

with_one() {
	with_tables
	works "$BSD/ifconfig" v0 fib 2
}

it leave "ifconfig IF fib 0" bpftool
leave_body() {
	steps 8 with_one chosen "$BSD/ifconfig" v0 fib 0
}

it move "ifconfig IF fib 1 after fib 2" bpftool
move_body() {
	steps 8 with_one chosen "$BSD/ifconfig" v0 fib 1
}
