#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# ngctl_killed.sh - Killed at any system call, ngctl has done all or nothing
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

# What there is, numbers left out: nodes, hooks, interfaces, programs
state() {
	{
		ngctl list | sed '1d; /Type: socket/d'
		ngctl show b0: | sed 1d
		ngctl show em0: | sed 1d
		ip -o link | sed 's/^[0-9]*: //; s/[:@].*//; s/^x.*/x/'
		find /sys/fs/bpf/vjail -name 'dev_*' | sed 's/.*dev_\(.\).*/dev \1/'
	} | sed 's/0[0-9a-f]\{7\}//g' | sort
}

# killed UNDO CMD ... - At each call that changes something, one run is killed
killed() {
	_undo=$1
	shift
	_was=$(state)
	works "$@"
	_is=$(state)
	eval "$_undo" >/dev/null 2>&1
	same "$_was" "$(state)" "undone"
	_n=0
	for _call in bpf sendto ioctl unlink setns flock bind munmap; do
		_i=1
		while :; do
			_r=0
			strace -f -qq -o /dev/null -e trace=$_call \
				-e inject=$_call:signal=SIGKILL:when=$_i \
				"$@" >/dev/null 2>&1 || _r=$?
			[ $_r = 137 ] || break
			_got=$(state)
			if [ "$_got" != "$_was" ]; then
				same "$_is" "$_got" "$* killed at $_call $_i"
				eval "$_undo" >/dev/null 2>&1
			fi
			_n=$((_n + 1)) _i=$((_i + 1))
		done
		eval "$_undo" >/dev/null 2>&1
	done
	[ $_n -gt 10 ] || atf_fail "$*: killed only $_n times"
}

prepare() {
	ip link add em0 type veth peer name em0p
	ip link set em0 up
	ip link set em0p up
	cat >graph.ng <<-'NG'
		mkpeer . bridge a link0
		msg a setpersistent
		name a b0
		mkpeer b0: eiface link1 ether
	NG
	works ngctl -f graph.ng
}

it each "the graph is what it was before, or after" strace
each_body() {
	prepare
	killed 'ngctl rmhook b0: link2; ngctl shutdown ngeth1:' \
		ngctl mkpeer b0: eiface link2 ether
	killed 'ngctl shutdown em0:' ngctl mkpeer em0: tee lower left
	killed 'ngctl rmhook em0: lower' ngctl connect em0: b0: lower link5
	works ngctl connect em0: b0: lower link5
	killed 'ngctl connect em0: b0: lower link5' ngctl rmhook em0: lower
	killed 'ngctl mkpeer b0: eiface link1 ether' ngctl shutdown ngeth0:
	killed 'ngctl name b1: b0' ngctl name b0: b1
}

it traffic "traffic elsewhere does not stop meanwhile" strace
traffic_body() {
	prepare
	works ngctl mkpeer b0: eiface link2 ether
	for i in 0 1; do
		ip netns add n$i
		ip link set ngeth$i netns n$i
		ip -n n$i link set ngeth$i up
		ip -n n$i addr add 10.0.0.$i/24 dev ngeth$i
	done
	works ip netns exec n0 ping -c 1 -W 2 10.0.0.1
	ip netns exec n0 ping -i 0.005 -c 600 -q 10.0.0.1 >pings &
	_ping=$!
	for i in 1 3 5 8 12 15; do
		strace -f -qq -o /dev/null -e trace=bpf,sendto,setns \
			-e inject=bpf,sendto,setns:signal=SIGKILL:when=$i \
			ngctl mkpeer b0: eiface link7 ether >/dev/null 2>&1 || :
		ngctl rmhook b0: link7 >/dev/null 2>&1 || :
	done
	wait $_ping
	want_like '^600 packets transmitted, 600 received' cat pings
}
