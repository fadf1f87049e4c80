#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# listing_001-netgraph.sh - A NIC, a bridge and eifaces, made by one ngctl -f-
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

RC=$LISTINGS/001-netgraph.rc

# lan - igb0 here, its far end 10.0.0.100 in a network of its own
lan() {
	ip netns add lan
	ip link add igb0 type veth peer name far netns lan
	ip link set igb0 up
	ip addr add 10.0.0.1/24 dev igb0
	ip addr add fd00::1/64 dev igb0 nodad
	ip -n lan link set far up
	ip -n lan addr add 10.0.0.100/24 dev far
	ip -n lan addr add fd00::100/64 dev far nodad
}

# stack NAME IF ADDRESS - The interface goes to a network stack of its own
stack() {
	ip netns add "$1"
	ip link set "$2" netns "$1"
	ip -n "$1" link set lo up
	ip -n "$1" link set "$2" up
	ip -n "$1" addr add "10.0.0.$3/24" dev "$2"
	ip -n "$1" addr add "fd00::$3/64" dev "$2" nodad
}

# rc start|stop - The seed's script, with as much of rc.subr as it needs
rc() {
	cat >rc.subr <<-'SH'
		load_rc_config() { :; }
		run_rc_command() { eval "\$${1}_cmd"; }
	SH
	sed "s,/etc/rc.subr,$PWD/rc.subr," "$RC" >netgraph
	PATH=$BSD:$PATH sh netgraph "$1"
}

it traffic "all that host, LAN and two stacks send each other comes, once"
traffic_body() {
	skip_unless test -f "$RC" -- "no $RC"
	lan
	works rc start
	# On a veth nobody but us sets this; the seed's NIC needs it as well.
	works ngctl msg igb0: setpromisc 1
	stack a ngeth0 10
	stack b ngeth1 11
	traffic host,-,igb0,10.0.0.1,fd00::1 lan,lan,far,10.0.0.100,fd00::100 \
		a,a,ngeth0,10.0.0.10,fd00::10 b,b,ngeth1,10.0.0.11,fd00::11
}

it virtual "on the bridge without a NIC two stacks reach each other, no one else"
virtual_body() {
	skip_unless test -f "$RC" -- "no $RC"
	lan
	works rc start
	works ngctl msg igb0: setpromisc 1
	stack a ngeth0 10
	stack c ngeth3 12
	stack d ngeth4 13
	traffic c,c,ngeth3,10.0.0.12,fd00::12 d,d,ngeth4,10.0.0.13,fd00::13
	for to in 10.0.0.1 10.0.0.10 10.0.0.100; do
		atf_check -s not-exit:0 -o ignore ip netns exec c ping -c 1 -t 1 $to
	done
}

it life "started and stopped, it leaves the host as it was"
life_body() {
	skip_unless test -f "$RC" -- "no $RC"
	mkdir -p /run/vjail/ng
	lan
	before=$(ip -o link; find /run/vjail)
	works rc start
	same "6" "$(ngctl list | grep -c 'Type: eiface ')" eifaces
	stack a ngeth0 10
	stack b ngeth1 11
	# One device of ours for the NIC, none for what lives elsewhere
	same "igb0 lo ngeth2 ngeth3 ngeth4 ngeth5 x" \
		"$(ip -o link | sed 's/^[0-9]*: //; s/[:@].*//; s/^x.*/x/' |
			sort | tr '\n' ' ' | sed 's/ $//')"
	works ping -c 1 10.0.0.10
	works rc stop
	works ping -c 1 10.0.0.100
	atf_check -s not-exit:0 -o ignore -e ignore \
		ip netns exec a ping -c 1 -t 1 10.0.0.1
	same "$before" "$(ip -o link; find /run/vjail)"
	atf_check -s exit:2 -e ignore ls /sys/fs/bpf/vjail
}

it others "frames for others are not taken"
others_body() {
	skip_unless test -f "$RC" -- "no $RC"
	lan
	works rc start
	works ngctl msg igb0: setpromisc 1
	stack a ngeth0 10
	# To a MAC that is nobody's, with a's address: a must not answer.
	ip -n lan neigh replace 10.0.0.10 lladdr 02:00:00:00:00:99 dev far
	if ip netns exec lan ping -c 1 -t 1 10.0.0.10 >/dev/null 2>&1; then
		atf_fail "a frame for another was answered"
	fi
}
