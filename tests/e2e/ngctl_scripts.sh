#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# ngctl_scripts.sh - Scripts of sh and awk over ngctl's and ifconfig's output
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

# The words such scripts are made of: written for FreeBSD, nothing of Linux.

# exists NODE
exists() { ngctl show -n "$1:" >/dev/null 2>&1; }

# bridge_on NODE IF - A bridge behind an interface, if there is none
bridge_on() {
	exists "$1" && return
	ngctl -f - <<-GRAPH
		mkpeer $2: bridge lower link0
		name $2:lower $1
		connect $2: $1: upper link1
		msg $2: setpromisc 1
		msg $2: setautosrc 0
	GRAPH
}

# free_link NODE - The first link that has no counters
free_link() {
	_l=0
	while ngctl msg "$1:" getstats $_l >/dev/null 2>&1; do
		_l=$((_l + 1))
	done
	echo "$_l"
}

# port NODE NAME - An eiface on it, called NAME as node and as interface
port() {
	_hook=link$(free_link "$1")
	ngctl mkpeer "$1:" eiface "$_hook" ether
	_if=$(ngctl show "$1:" | awk -v h="$_hook" '$1 == h { print $2 }')
	ngctl name "$1:$_hook" "$2"
	ifconfig "$_if" name "$2" >/dev/null
	ifconfig "$2" up
}

# ports NODE - Names of the eifaces on it, in the order of the links
ports() {
	ngctl show "$1:" | awk '$3 == "eiface" { print substr($1, 5), $2 }' |
		sort -n | awk '{ print $2 }'
}

it life "a script makes ports on a bridge, lists and removes them"
life_body() {
	PATH=$BSD:$PATH
	ip link add igb0 type veth peer name igb0p
	ip link set igb0 up
	bridge_on lan igb0
	bridge_on lan igb0
	for _p in e0_www e0_dns e0_mail; do
		port lan "$_p"
	done
	same "e0_www
e0_dns
e0_mail" "$(ports lan)"
	same 5 "$(free_link lan)"
	# What was taken from the middle is used first.
	works ngctl shutdown e0_dns:
	same 3 "$(free_link lan)"
	same "e0_www
e0_mail" "$(ports lan)"
	port lan e0_new
	same "e0_www
e0_new
e0_mail" "$(ports lan)"
	# All there are, by their type, and away
	ngctl list | awk '$4 == "eiface" { print $2 }' | while read -r _n; do
		ngctl shutdown "$_n:"
	done
	same "" "$(ports lan)"
	works ngctl shutdown lan:
	exists lan && atf_fail "the bridge is still there"
	same 0 "$(ifconfig -l | tr ' ' '\n' | grep -c '^e0_')" "interfaces"
	exists igb0 || atf_fail "the interface has no node any more"
}

it stats "a script adds up the counters of all links" ping
stats_body() {
	PATH=$BSD:$PATH
	ip netns add lan
	# What IPv6 sends by itself would come between the two readings.
	no6='echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6'
	sh -c "$no6"
	nsenter --net=/run/netns/lan sh -c "$no6"
	ip link add igb0 type veth peer name lan0 netns lan
	ip -n lan addr add 10.0.0.2/24 dev lan0
	ip -n lan link set lan0 up
	ifconfig igb0 inet 10.0.0.1/24 up
	bridge_on br igb0
	until_true 5 ping -c1 -t 1 10.0.0.2
	# Nor will anybody ask whether the other is still there.
	ip neigh replace 10.0.0.2 dev igb0 lladdr \
		"$(ip -n lan -br link show lan0 | awk '{ print $3 }')"
	ip -n lan neigh replace 10.0.0.1 dev lan0 lladdr \
		"$(ip -br link show igb0 | awk '{ print $3 }')"
	for _l in 0 1; do
		ngctl msg br: clrstats $_l
	done
	works ping -c3 -i0.05 10.0.0.2
	_sum=$(for _l in 0 1; do
		ngctl msg br: getstats $_l
	done | tr ' ' '\n' | awk -F= '$1 == "recvPackets" { in_ += $2 }
		$1 == "xmitPackets" { out += $2 }
		END { print (in_ >= 6 && in_ == out) ? "even" : in_ " " out }')
	same even "$_sum" "what came in went out"
}

it table "a script finds which link a host is behind" ping
table_body() {
	PATH=$BSD:$PATH
	ip netns add lan
	ip link add igb0 type veth peer name lan0 address 02:00:00:00:00:aa netns lan
	ip -n lan addr add 10.0.0.2/24 dev lan0
	ip -n lan link set lan0 up
	ifconfig igb0 inet 10.0.0.1/24 up
	bridge_on br igb0
	until_true 5 ping -c1 -t 1 10.0.0.2
	same link0 "$(ngctl msg br: gettable | tr '{' '\n' |
		sed -n 's/.*addr=02:00:00:00:00:aa hook="\([^"]*\)".*/\1/p')"
	_mac=$(ifconfig igb0 | awk '$1 == "ether" { print $2 }')
	same link1 "$(ngctl msg br: gettable | tr '{' '\n' |
		sed -n "s/.*addr=$_mac hook=\"\\([^\"]*\\)\".*/\\1/p")"
}

SCRIPTS=$E2E/scripts

# a LAN behind em0, at 10.0.0.100
far_lan() {
	ip netns add lan
	ip link add em0 type veth peer name far netns lan
	ip link set em0 address 58:9c:fc:00:00:01
	ip -n lan link set far up
	ip -n lan addr add 10.0.0.100/24 dev far
	works ifconfig em0 inet 10.0.0.1/24
}

it net "a script keeps a network of ports, and says what is on it" ping
net_body() {
	PATH=$BSD:$SCRIPTS:$PATH
	far_lan
	want "" jailnet start lan em0
	refuse "jailnet: lan: is there already" jailnet start lan em0
	refuse "jailnet: em7: no Ethernet interface" jailnet start other em7
	for p in e0_www e0_dns e0_mail; do
		want "$p" jailnet port lan $p
	done
	refuse "jailnet: e0_dns: is there already" jailnet port lan e0_dns
	works ngctl shutdown e0_dns:
	want "e0_new" jailnet port lan e0_new
	ip netns add www
	ip link set e0_www netns www
	ip -n www link set e0_www up
	ip -n www addr add 10.0.0.2/24 dev e0_www
	works ip netns exec www ping -c 1 10.0.0.100
	works ip netns exec www ping -c 1 10.0.0.1
	jailnet status lan >out || atf_fail "jailnet status"
	want "link0 em0 ether 58:9c:fc:00:00:01
link1 em0 ether 58:9c:fc:00:00:01
link2 e0_www eiface elsewhere
link3 e0_new eiface 32:9c:fc:00:00:01
link4 e0_mail eiface 42:9c:fc:00:00:01" cut -d ' ' -f 1-4 out
	# What www sent came in on its link: two questions and what comes before
	want "counted" awk '$2 == "e0_www" && $5 >= 4 && $6 >= 4 { print "counted" }' out
	want "" jailnet stop lan
	refuse "jailnet: lan: no such network" jailnet status lan
	want "lo0 em0" ifconfig -l
}

it alone "a script makes a network that is on no interface" ping
alone_body() {
	PATH=$BSD:$SCRIPTS:$PATH
	want "" jailnet start alone
	want "" jailnet status alone
	for i in 1 2; do
		want "p$i" jailnet port alone p$i
		ip netns add n$i
		ip link set p$i netns n$i
		ip -n n$i link set p$i up
		ip -n n$i addr add 10.0.0.$i/24 dev p$i
	done
	works ip netns exec n1 ping -c 1 10.0.0.2
	want "" jailnet stop alone
	want "lo0" ifconfig -l
	want "There are 1 total nodes:" sh -c 'ngctl list | sed "/Type: socket/d"'
}

it tree "a script draws the graph behind a node"
tree_body() {
	PATH=$BSD:$SCRIPTS:$PATH
	far_lan
	works jailnet start lan em0
	works jailnet port lan e0_www
	ngctl -f - <<-GRAPH || atf_fail "the graph"
		mkpeer lan: tee link9 left
		mkpeer lan:link9 hub right a
		mkpeer lan:link9.right hub b c
		connect lan:link9.right.b lan:link9.right x y
		connect lan: lan:link9.right link10 z
	GRAPH
	ngtree em0 >tree || atf_fail "ngtree"
	want "em0
  lower - link0 lan (bridge)
    link1 - upper em0 (ether) ...
    link10 - z [N] (hub)
      a - right [N] (tee)
        left - link9 lan (bridge) ...
      b - c [N] (hub)
        x - y [N] (hub) ...
      y - x [N] (hub) ...
    link2 - ether e0_www (eiface)
    link9 - left [N] (tee) ...
  upper - link1 lan (bridge) ..." sed 's/\[[0-9a-f]*\]/[N]/' tree
	atf_check -s not-exit:0 -e match:'No such file' ngtree nobody
}
