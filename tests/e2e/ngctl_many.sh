#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# ngctl_many.sh - Many ngctl at once, and large graphs
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

# Eight of them make and shut down, each its own; what is left is as before
it together "ngctls that run at once do not spoil each other's graph"
together_body() {
	ip link add em0 type veth peer name em1
	works ngctl mkpeer em0: hub lower 0
	works ngctl name em0:lower hub
	_pids=
	for _i in 1 2 3 4 5 6 7 8; do
		_worker "$_i" >"out.$_i" 2>&1 &
		_pids="$_pids $!"
	done
	for _p in $_pids; do
		wait "$_p" || atf_fail "$(cat out.*)"
	done
	same 1 "$(ngctl show -n hub: | awk '{ print $NF }')" "hooks of the hub"
	same 0 "$(ip -o link | grep -c ngeth)" "eifaces"
	same "hub" "$(ngctl list | awk '$4 == "hub" { print $2 }')"
	works ngctl shutdown hub:
	same "" "$(find /sys/fs/bpf -mindepth 1 -name vjail)" "pins"
}

_worker() {
	for _n in 1 2 3 4 5; do
		ngctl mkpeer hub: tee "w$1" left || return 1
		ngctl name "hub:w$1" "tee$1" || return 1
		ngctl mkpeer "tee$1:" eiface right ether || return 1
		[ "$(ngctl show -n "tee$1:" | awk '{ print $NF }')" = 2 ] ||
			return 1
		_if=$(ngctl msg "tee$1:right" getifname | sed -n 's/^Args:.*"\(.*\)"/\1/p')
		[ -e "/sys/class/net/$_if" ] || return 1
		ngctl shutdown "tee$1:right" || return 1
		ngctl shutdown "tee$1:" || return 1
	done
}

it same_name "of many that want one name, one has it"
same_name_body() {
	printf 'mkpeer hub h 0\nname h hub\nmsg hub: setpersistent\n' | ngctl -f -
	_pids=
	for _i in 1 2 3 4 5 6; do
		ngctl mkpeer hub: echo first x >/dev/null 2>&1 &
		_pids="$_pids $!"
	done
	_won=0
	for _p in $_pids; do
		if wait "$_p"; then _won=$((_won + 1)); fi
	done
	same 1 "$_won" "that made the hook"
	same 1 "$(ngctl list | grep -c 'Type: echo')" "nodes made"
	same 1 "$(ngctl show -n hub: | awk '{ print $NF }')" "hooks"
}

it thousands "three thousand nodes are made by one ngctl, listed and shut down"
thousands_body() {
	awk 'BEGIN {
		print "mkpeer hub h 0\nname h hub\nmsg hub: setpersistent"
		for (i = 1; i <= 3000; i++) print "mkpeer hub: hub", i, "x"
	}' >graph.txt
	works ngctl -f graph.txt
	same 3001 "$(ngctl list | grep -c 'Type: hub')" "hubs"
	same 3003 "$(ngctl show hub: | wc -l)" "lines"
	same 3001 "$(ngctl types | awk '$1 == "hub" { print $2 }')" "counted"
	same 0 "$(ngctl dot | awk -F'"' '/label/ { s[$2] = 1 } / -- / && (!s[$2] || !s[$4])' | wc -l)"
	works ngctl shutdown hub:
	same 0 "$(ngctl list | grep -c 'Type: hub')" "hubs left"
	same "" "$(find /sys/fs/bpf -mindepth 1 -name vjail)" "pins"
}

it traffic_goes_on "while others edit, traffic on other paths loses nothing" ping
traffic_goes_on_body() {
	ip netns add a
	ip netns add b
	printf 'mkpeer bridge h link0\nname h br\nmsg br: setpersistent\nmkpeer br: eiface link1 ether\nmkpeer br: eiface link2 ether\n' |
		ngctl -f - || atf_fail "no graph"
	_i=1
	for _n in a b; do
		ip link set "ngeth$((_i - 1))" netns $_n
		ip -n $_n addr add 10.0.0.$_i/24 dev "ngeth$((_i - 1))"
		ip -n $_n link set "ngeth$((_i - 1))" up
		_i=$((_i + 1))
	done
	until_true 5 ip netns exec a ping -c1 -W1 10.0.0.2
	ip netns exec a ping -i0.005 10.0.0.2 >pings &
	_ping=$!
	for _n in $(seq 40); do
		ngctl mkpeer br: eiface link7 ether
		ngctl rmhook br: link7
		ngctl shutdown ngeth2:
		ngctl mkpeer br: hub link8 x &
		_k=$!
		kill -9 $_k 2>/dev/null
		wait $_k 2>/dev/null
		ngctl rmhook br: link8
	done
	kill -INT $_ping
	wait $_ping
	all_came pings
	same 2 "$(ngctl show -n br: | awk '{ print $NF }')" "hooks"
}
