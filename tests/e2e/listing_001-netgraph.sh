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

# The here-document of the seed, as its script gives it to ngctl
graph() {
	sed -n '/ngctl -f-/,/^EOG/p' "$RC" | sed '1d;$d' | ngctl -f-
}

reach() {
	for _to in 10.0.0.1 10.0.0.100 10.0.0.11 fd00::1 fd00::100 fd00::11; do
		works ip netns exec a ping -c 1 -W 2 $_to
	done
	works ip netns exec lan ping -c 1 -W 2 10.0.0.10
	works ip netns exec lan ping -c 1 -W 2 fd00::11
	works ping -c 1 -W 2 10.0.0.10
	works ping -c 1 -W 2 fd00::10
	works ping -c 1 -W 2 10.0.0.100
}

it traffic "host, LAN and both interfaces reach each other, IPv4 and IPv6"
traffic_body() {
	skip_unless test -f "$RC" -- "no $RC"
	mkdir -p /run/vjail/ng
	before=$(find /run/vjail)
	lan
	works graph
	# On a veth nobody but us sets this; the seed's NIC needs it as well.
	works ngctl msg igb0: setpromisc 1
	same "6" "$(ngctl list | grep -c 'Type: eiface ')" eifaces
	stack a ngeth0 10
	stack b ngeth1 11
	reach
	# One device of ours for the NIC, none for what lives elsewhere
	same "igb0 lo ngeth2 ngeth3 ngeth4 ngeth5 x" \
		"$(ip -o link | sed 's/^[0-9]*: //; s/[:@].*//; s/^x.*/x/' |
			sort | tr '\n' ' ' | sed 's/ $//')"

	ngctl shutdown bridge0:
	works ping -c 1 -W 2 10.0.0.100
	if ip netns exec a ping -c 1 -W 1 10.0.0.1 >/dev/null 2>&1; then
		atf_fail "answers without a bridge"
	fi
	works ngctl shutdown bridge1:
	for i in 0 1 2 3 4 5; do
		works ngctl shutdown ngeth$i:
	done
	works ngctl shutdown igb0:
	ip netns del a
	ip netns del b
	ip netns del lan
	until_true 5 sh -c '! ip link show igb0'
	atf_check -s exit:2 -e ignore ls /sys/fs/bpf/vjail
	same "$before" "$(find /run/vjail)"
}

it getifname "the seed's script cuts the interface's name out and renames it"
getifname_body() {
	skip_unless test -f "$LISTINGS/001-getifname.sh" -- "no listing"
	PATH=$BSD:$PATH
	lan
	works graph
	works sh "$LISTINGS/001-getifname.sh"
	works ip link show virt0
	atf_check -o inline:'Rec'"'"'d response "getifname" (1) from "[8]:":\nArgs:\t"virt0"\n' \
		ngctl msg bridge1:link2 getifname
	refuse_ngctl 71 'No such file or directory' ngctl msg virt0: getifname
	works ngctl msg ngeth3: getifname
}

refuse_ngctl() {
	_rc=$1 _words=$2
	shift 2
	atf_check -s exit:"$_rc" -e match:"$_words" "$@"
}

# send_frame STACK IF HEX - A frame, padded, as it is written
send_frame() {
	works ip netns exec "$1" python3 -c '
import socket, sys
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
s.bind((sys.argv[1], 0))
s.send(bytes.fromhex(sys.argv[2]).ljust(64, b"\0"))' "$2" "$3"
}

it others "frames for others are not taken, tagged ones and multicast pass" \
	tcpdump python3
others_body() {
	skip_unless test -f "$RC" -- "no $RC"
	lan
	works graph
	works ngctl msg igb0: setpromisc 1
	stack a ngeth0 10
	stack b ngeth1 11
	# To a MAC that is nobody's, with a's address: a must not answer.
	ip -n lan neigh replace 10.0.0.10 lladdr 02:00:00:00:00:99 dev far
	if ip netns exec lan ping -c 1 -W 1 10.0.0.10 >/dev/null 2>&1; then
		atf_fail "a frame for another was answered"
	fi
	# Tagged, and to a group: what the bridge has not learned
	for _dst in 33330000abcd ffffffffffff; do
		ip netns exec b tcpdump -nei ngeth1 -c 1 vlan 7 >got 2>err &
		_dump=$!
		until_true 5 grep -q listening err
		send_frame a ngeth0 "${_dst}0200000000118100000708004500"
		wait $_dump
		want_like 'vlan 7' cat got
	done
}

it tcp "TCP with all offloads on goes through"
tcp_body() {
	skip_unless test -f "$RC" -- "no $RC"
	lan
	works graph
	works ngctl msg igb0: setpromisc 1
	stack a ngeth0 10
	stack b ngeth1 11
	head -c 20000000 /dev/urandom >data
	for to in a:10.0.0.10 b:10.0.0.11 lan:10.0.0.100; do
		ip netns exec "${to%%:*}" nc -l -N 7777 </dev/null >got &
		until_true 5 sh -c "ip netns exec ${to%%:*} ss -Hltn | grep -q 7777"
		from=lan
		[ "$to" != lan:10.0.0.100 ] || from=a
		ip netns exec $from nc -N "${to#*:}" 7777 <data
		wait $!
		cmp data got || atf_fail "$to: damaged"
	done
}
