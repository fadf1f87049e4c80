#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# ether_nodes.sh - Every Ethernet interface is a node, and follows it
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

# wire - em0 here with 192.0.2.1, its far end in the network "lan" with .2
wire() {
	ip netns add lan
	ip link add em0 type veth peer name far netns lan
	ip link set em0 up
	ip addr add 192.0.2.1/24 dev em0
	ip -n lan link set far up
	ip -n lan addr add 192.0.2.2/24 dev far
}

nodes() {
	ngctl list | awk '$4 == "ether" { print $2 }' | sort | tr '\n' ' '
}

# keep PATH HOOK - A graph that stays: a hole on that hook
keep() {
	works ngctl mkpeer "$1" hole "$2" x
}

it names "the node comes, is renamed and goes with its interface"
names_body() {
	wire
	same "em0 " "$(nodes)" "nodes"
	keep em0: orphans
	id=$(ngctl show em0: | awk 'NR == 1 { print $6 }')
	ip link set em0 name wan.1
	same "wan_1 " "$(nodes)" "nodes after the renaming"
	same "$id" "$(ngctl show wan_1: | awk 'NR == 1 { print $6 }')" "ID"
	# As on FreeBSD, also where it had been given another name meanwhile
	works ngctl name wan_1: uplink
	same "uplink " "$(nodes)" "nodes"
	ip link set wan.1 name em7
	same "em7 " "$(nodes)" "nodes after one more"
	ip link add em8 type veth peer name em9
	same "em7 em8 em9 " "$(nodes)" "nodes"
	ip link del em8
	same "em7 " "$(nodes)" "nodes when two went"
}

it promisc "an interface is promiscuous as long as it is in use"
promisc_body() {
	wire
	keep em0: lower
	works ngctl msg em0: setpromisc 1
	want_like ' promiscuity 1 ' ip -d link show em0
	works ngctl rmhook em0: lower
	want_like ' promiscuity 0 ' ip -d link show em0
	# What somebody else turned on stays on.
	ip link set em0 promisc on
	keep em0: lower
	works ngctl msg em0: setpromisc 1
	want_like '^Args:	1$' ngctl msg em0: getpromisc
	works ngctl rmhook em0: lower
	want_like ' promiscuity 1 ' ip -d link show em0
}

it jng "after jng and its bridge nothing of it is left on the interface"
jng_body() {
	wire
	before=$(ip -d -o link show em0)
	works jng bridge a em0
	want_like ' promiscuity 1 ' ip -d link show em0
	works jng shutdown a
	works ngctl shutdown em0bridge:
	same "$before" "$(ip -d -o link show em0)" "em0"
	atf_check -s exit:1 test -e /sys/fs/bpf/vjail
}

groups() {
	grep -c 01005e0a0a0a /proc/net/dev_mcast
}

it multi "groups are joined and left"
multi_body() {
	wire
	keep em0: orphans
	works ngctl msg em0: addmulti 01:00:5e:0a:0a:0a
	same 1 "$(groups)" groups
	atf_check -s exit:71 -e match:"Address already in use" \
		ngctl msg em0: addmulti 01:00:5e:0a:0a:0a
	atf_check -s exit:71 -e match:"Invalid argument" \
		ngctl msg em0: addmulti 02:00:5e:0a:0a:0a
	works ngctl msg em0: delmulti 01:00:5e:0a:0a:0a
	same 0 "$(groups)" groups
	atf_check -s exit:71 -e match:"No such file or directory" \
		ngctl msg em0: delmulti 01:00:5e:0a:0a:0a
}

it detach "an interface that was detached has no node, until it goes"
detach_body() {
	wire
	keep em0: lower
	atf_check -s exit:1 -o ignore ping -c 1 -W 1 192.0.2.2
	works ngctl msg em0: detach
	works ping -c 1 -W 9 192.0.2.2
	same "" "$(nodes)" "nodes"
	atf_check -s exit:71 -e match:"No such file or directory" \
		ngctl msg em0: getifname
	same "" "$(nodes)" "nodes when looked at again"
	ip link del em0
	ip link add em0 type veth peer name em1
	same "em0 em1 " "$(nodes)" "nodes of new interfaces"
	ip link del em0
	same "" "$(nodes)" "nodes"
	atf_check -s exit:1 test -e /sys/fs/bpf/vjail
}

it moves "in another network it is another graph's, and no more in this one"
moves_body() {
	wire
	ip netns add b
	keep em0: lower
	atf_check -s exit:1 -o ignore ping -c 1 -W 1 192.0.2.2
	ip link set em0 netns b
	ip -n b link set em0 up
	ip -n b addr add 192.0.2.1/24 dev em0
	# Nobody has looked at the graph since.
	works ip netns exec b ping -c 1 -W 9 192.0.2.2
	works ip netns exec lan ping -c 1 -W 9 192.0.2.1
	same "" "$(nodes)" "nodes that are left"
	works ip netns exec b ping -c 1 -W 9 192.0.2.2
	want_like 'Name: em0 *Type: ether ' nsenter --net=/run/netns/b ngctl list
	# Home again it is as new.
	ip -n b link set em0 netns $$
	ip link set em0 up
	ip addr add 192.0.2.1/24 dev em0
	same "em0 " "$(nodes)" "nodes"
	works ping -c 1 -W 9 192.0.2.2
	want_like 'Num hooks: 0' ngctl show em0:
}

it moves_back "moved there and back before anybody looked, it is as it was"
moves_back_body() {
	wire
	ip netns add b
	works ngctl mkpeer em0: tee lower left
	works ngctl connect em0: em0:lower upper right
	ip link set em0 netns b
	ip -n b link set em0 netns $$
	ip link set em0 up
	ip addr add 192.0.2.1/24 dev em0
	works ping -c 1 -W 9 192.0.2.2
	want_like 'inFrames=[1-9]' ngctl msg em0:lower getstats
}

it jails "a jail takes its interface's node along, and gives it back"
jails_body() {
	wire
	make_root root
	chmod 700 .
	keep em0: lower
	for j in a b; do
		works jail -c name=$j path="$PWD/root" vnet persist \
			allow.raw_sockets vnet.interface=em0
		works "$BSD/ifconfig" -j $j em0 inet 192.0.2.1/24
		works jexec $j ping -c 1 192.0.2.2
		same "" "$(nodes)" "nodes of the host"
		want_like 'Name: em0  *Type: ether' ngctl -j $j list
		works ngctl -j $j mkpeer em0: tee lower left
		works ngctl -j $j connect em0: em0:lower upper right
		works jexec $j ping -c 1 192.0.2.2
		works jail -r $j
		same "em0 " "$(nodes)" "nodes of the host"
		want_like 'Num hooks: 0' ngctl show em0:
	done
	ip link set em0 up
	ip addr replace 192.0.2.1/24 dev em0
	works ping -c 1 -W 9 192.0.2.2
}
