#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# jail_netgraph.sh - A jail's interface is a node of the host's graph
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

# lan - em0 here, its far end 10.0.0.100, with a bridge behind it as jng has it
lan() {
	ip netns add lan
	ip link add em0 type veth peer name far netns lan
	ip link set em0 up
	ip addr add 10.0.0.1/24 dev em0
	ip -n lan link set far up
	ip -n lan addr add 10.0.0.100/24 dev far
	ngctl -f - <<-GRAPH || atf_fail "the graph"
		mkpeer em0: bridge lower link0
		name em0:lower em0bridge
		connect em0: em0bridge: upper link1
		msg em0: setpromisc 1
	GRAPH
}

# jails - jail.conf with jails a and b on the bridge
jails() {
	make_root root
	cat >jail.conf <<-CONF
		path = "$PWD/root"; vnet; persist;
		vjail.interface = "e0_\$name em0bridge:";
		exec.start = "ifconfig e0_\$name 10.0.0.\$host/24 up";
		a { \$host = 11; }
		b { \$host = 12; vjail.interface += "e1_b em0bridge: ether 02:00:00:00:00:b1"; }
	CONF
	# What the first jail ever leaves is the registry itself.
	works jail -f jail.conf -c a
	works jail -f jail.conf -r a
}

# state - Nodes, their hooks and devices, numbers left out
state() {
	{
		ngctl list | sed '1d; /Type: socket/d'
		ngctl show em0bridge: | sed 1d
		ip -o link | sed 's/^[0-9]*: //; s/[:@].*//; s/^x.*/x/'
		nsenter --net="$(echo /run/vjail/ng/*/closet)" ip -o link |
			sed 's/^[0-9]*: //; s/[0-9a-f]*[:@].*//'
		find /sys/fs/bpf/vjail -name 'dev_*' | sed 's/.*dev_\(.\).*/dev \1/'
		ls /run/vjail/jails /run/vjail/names /run/vjail/ids
	} | sed 's/0[0-9a-f]\{7\}//g' | sort
}

# quiet - Until no process of ours is left
quiet() {
	until_true 5 sh -c '! pgrep -f "^vjail" && ! pgrep -x "jail|reap|eiface"'
}

it traffic "jails, host and LAN reach each other; nothing of it is on the host"
traffic_body() {
	lan
	jails
	before=$(state) links=$(ip -o link)
	works jail -f jail.conf -c '*'
	same "$links" "$(ip -o link)" "links of the host"
	for to in 10.0.0.1 10.0.0.100 10.0.0.12; do
		works jexec a ping -c 1 -W 2 $to
	done
	works jexec b ping -c 1 -W 2 10.0.0.11
	works ip netns exec lan ping -c 1 -W 2 10.0.0.12
	works ping -c 1 -W 2 10.0.0.11
	want_like 'ether 02:00:00:00:00:b1' jexec b ifconfig e1_b
	mac=$(jexec a ifconfig e0_a | grep ether)
	works jail -f jail.conf -r '*'
	same "$before" "$(state)"
	works jail -f jail.conf -c a
	same "$mac" "$(jexec a ifconfig e0_a | grep ether)" "address next time"
	works jail -f jail.conf -r a
	same "$before" "$(state)"
}

it ends "it goes with the jail, however that ends"
ends_body() {
	lan
	jails
	before=$(state)
	works jail -f jail.conf -c a
	kill -9 "$(pgrep -f '^vjail: a$')"
	until_true 5 sh -c '! ngctl show e0_a: 2>&1'
	quiet
	same "$before" "$(state)" "pid 1 killed"
	works jail -f jail.conf -c a
	kill -9 "$(pgrep -f '^vjail: watch a')"
	kill -9 "$(pgrep -f '^vjail: a$')"
	quiet
	want "" jls name
	same "$before" "$(state)" "watcher killed too"
}

it elsewhere "removed from another network namespace, it leaves the host's graph"
elsewhere_body() {
	lan
	jails
	before=$(state)
	ip netns add other
	works jail -f jail.conf -c a
	works nsenter --net=/run/netns/other jail -f jail.conf -r a
	quiet
	same "$before" "$(state)"
	# Where the graph cannot be seen the jail waits for who can.
	works jail -f jail.conf -c a
	refuse "netgraph: no bpf file system on /sys/fs/bpf here" \
		ip netns exec other jail -f jail.conf -r a
	want "" jls name
	quiet
	same "$before" "$(state)"
	refuse "vjail.interface: netgraph: no bpf file system on /sys/fs/bpf here" \
		ip netns exec other jail -f jail.conf -c a
	quiet
	same "$before" "$(state)"
}

it last "the graph goes when the jail's interface was the last of it"
last_body() {
	make_root root
	ngctl -f - <<-GRAPH || atf_fail "the graph"
		mkpeer . hub x b
		name .:x h
		msg h: setpersistent
	GRAPH
	works jail -c name=j path="$PWD/root" vnet persist vjail.interface="e0 h:"
	works ngctl shutdown h:
	works test -d /sys/fs/bpf/vjail
	works jail -r j
	atf_check -s exit:2 -e ignore ls /sys/fs/bpf/vjail
	want "" ls /run/vjail/ng
}

# A tree of programs in which the one that makes nodes is killed at a call: the
# $when-th $call of each run
killer() {
	mkdir -p t/bin t/libexec/vjail
	cp "$BIN/jail" t/bin/
	cp "$BUILD"/libexec/vjail/init "$BUILD"/libexec/vjail/reap t/libexec/vjail/
	cp -r "$BUILD/libexec/vjail/bsd" t/libexec/vjail/
	cat >t/libexec/vjail/eiface <<-SH
		#!/bin/sh
		read call when <$PWD/moment
		PATH=$PATH
		exec strace -qq -o /dev/null -e trace=\$call \
			-e inject=\$call:signal=KILL:when=\$when \
			$BUILD/libexec/vjail/eiface "\$@"
	SH
	chmod +x t/libexec/vjail/eiface
}

# each_call BODY - Run it with a call and its turn in the file moment, until it says that
# there was no such call
each_call() {
	n=0
	for at in bpf sendto setns flock ioctl unlink munmap; do
		when=1
		while :; do
			echo "$at $when" >moment
			"$1" || break
			n=$((n + 1)) when=$((when + 1))
		done
	done
	[ $n -ge "$2" ] || atf_fail "killed only $n times"
}

made() {
	if t/bin/jail -f jail.conf -c a >out 2>&1; then
		works jail -f jail.conf -r a
		return 1
	fi
	grep -q 'vjail.interface: .*eiface: exit code 137' out ||
		atf_fail "$at $when: $(cat out)"
	# Who was to undo it was killed as well.
	want "" jls name
	quiet
	same "$before" "$(state)" "killed at $at $when"
}

unmade() {
	works jail -f jail.conf -c a
	if t/bin/jail -f jail.conf -r a >out 2>&1; then
		return 1
	fi
	jail -f jail.conf -r a >out 2>&1 || grep -q 'not found' out ||
		atf_fail "$(cat out)"
	quiet
	same "$before" "$(state)" "killed at $at $when"
}

TIMEOUT=300
it helper_killed "killed at any call, who makes and removes it leaves nothing" \
	strace
helper_killed_body() {
	lan
	jails
	killer
	before=$(state)
	each_call made 10
	each_call unmade 5
}

# calls CMD ... - Note the system calls that the command itself makes; how many
calls() {
	strace -qq -o calls "$@" >/dev/null 2>&1 || true
	wc -l <calls
}

# killed N CMD ... - kill -9 it at the Nth of the calls noted
killed() {
	_call=$(sed -n "$1s/(.*//p" calls)
	_nth=$(head -n "$1" calls | grep -c "^$_call(")
	shift
	{ strace -qq -o /dev/null -e inject="$_call:signal=KILL:when=$_nth" \
		"$@" >/dev/null 2>&1; } 2>/dev/null || kills=$((kills + 1))
}

it jail_killed "jail killed at a dozen calls: the next command finishes" strace
jail_killed_body() {
	lan
	jails
	before=$(state)
	kills=0
	for what in c r; do
		[ $what = c ] || works jail -f jail.conf -c a
		n=$(calls jail -f jail.conf -$what a)
		[ $what = r ] || works jail -f jail.conf -r a
		for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
			[ $what = c ] || works jail -f jail.conf -c a
			killed $((n * i / 13)) jail -f jail.conf -$what a
			jail -f jail.conf -r a >out 2>&1 ||
				atf_check -o match:'"a" not found' cat out
			quiet
			same "$before" "$(state)" "-$what killed at $i of $n"
		done
	done
	[ $kills -ge 18 ] || atf_fail "killed $kills times"
}
