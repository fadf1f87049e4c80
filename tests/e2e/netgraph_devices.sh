#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# netgraph_devices.sh - What is added to the host: a device per NIC in use
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

# devices - Names here, those that have a number of the graph's in theirs without
devices() {
	ip -o link | sed 's/^[0-9]*: //; s/[:@].*//; s/^x[0-9a-f]*$/x/' | sort |
		tr '\n' ' '
}

nic() {
	ip netns add "lan_$1"
	ip link add "$1" type veth peer name far netns "lan_$1"
	ip link set "$1" up
	ip -n "lan_$1" link set far up
}

TIMEOUT=300
it count "two NICs with eight jails, made in each way there is: two devices more"
count_body() {
	make_root root
	nic em0
	nic em1
	before=$(devices)
	same "em0 em1 lo " "$before"
	works jng bridge j1 em0 em1
	same "em0 em1 lo ng0_j1 ng1_j1 x x " "$(devices)" "before they are in jails"
	works jail -c name=j1 path="$PWD/root" vnet persist \
		vnet.interface=ng0_j1,ng1_j1
	same "em0 em1 lo x x " "$(devices)" "jng"
	for i in 2 3; do
		works vnet add -b net net_j$i
		works jail -c name=j$i path="$PWD/root" vnet persist \
			vnet.interface=net_j$i
		same "em0 em1 lo x x " "$(devices)" "vnet"
	done
	for i in 4 5 6; do
		works jail -c name=j$i path="$PWD/root" vnet persist \
			vjail.interface="e0_j$i em0bridge:" \
			vjail.interface+="e1_j$i netbr:"
		same "em0 em1 lo x x " "$(devices)" "vjail.interface"
	done
	for i in 7 8; do
		works ngctl mkpeer em1bridge: eiface link$i ether
		ifname=$(ngctl msg em1bridge:link$i getifname |
			sed -n 's/^Args:.*"\(.*\)"/\1/p')
		works jail -c name=j$i path="$PWD/root" vnet persist \
			vnet.interface="$ifname"
		same "em0 em1 lo x x " "$(devices)" "ngctl"
	done
	# Nodes that are no interfaces
	works ngctl mkpeer em0bridge: tee link77 left
	works ngctl mkpeer em0bridge:link77 hub right h
	same "em0 em1 lo x x " "$(devices)" "nodes that are no interfaces"

	works jail -r '*'
	works jng shutdown j1
	works vnet delete net net_j2 net_j3
	ngctl list | awk '$4 == "eiface" { print $2 }' | while read -r n; do
		works ngctl shutdown "$n:"
	done
	same "em0 em1 lo x x " "$(devices)" "without jails"
	works ngctl shutdown em1bridge:
	same "em0 em1 lo x " "$(devices)" "one NIC less"
	works ngctl shutdown em0bridge:
	same "$before" "$(devices)" "no NIC in use"
}

# hang NODE HOOK - That is where ngeth0 is from now on
hang() {
	works ngctl rmhook ngeth0: ether
	works ngctl connect ngeth0: "$1:" ether "$2"
}

# answers ADDRESS - To the one who has ngeth0
answers() {
	until_true 10 ip netns exec n0 ping -q -c 1 -W 1 "$1"
}

it hung "what an interface sends comes to where it was hung last"
hung_body() {
	for node in a b; do
		printf '%s\n' 'mkpeer bridge h link0' "name h $node" \
			"msg $node: setpersistent" >$node.ng
		works ngctl -f $node.ng
	done
	works ngctl mkpeer a: eiface link1 ether
	works ngctl mkpeer a: eiface link2 ether
	works ngctl mkpeer b: eiface link2 ether
	for i in 0 1 2; do
		ip netns add n$i
		ip link set ngeth$i netns n$i
		ip -n n$i addr add 10.0.0.$i/24 dev ngeth$i
		ip -n n$i link set ngeth$i up
	done
	answers 10.0.0.1
	hang b link1
	answers 10.0.0.2
	hang a link7
	answers 10.0.0.1
	hang b link7
	answers 10.0.0.2
}
