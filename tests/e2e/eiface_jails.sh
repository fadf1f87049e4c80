#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# eiface_jails.sh - An interface made of a node, its address and its end
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

OLD=02:00:00:00:00:0a
NEW=02:00:00:00:00:0b

# two - Jails a (192.0.2.1) and b (192.0.2.2), each with an eiface of br
two() {
	make_root root
	cat >graph.ng <<-'NG'
		mkpeer . bridge x link0
		name x br
		msg br: setpersistent
		mkpeer br: eiface link1 ether
		mkpeer br: eiface link2 ether
		rmhook . x
	NG
	works ngctl -f graph.ng
	for _j in a b; do
		_i=$((${_i:--1} + 1))
		works jail -c name=$_j path="$PWD/root" vnet persist \
			allow.raw_sockets vnet.interface="ngeth$_i"
		works "$BSD/ifconfig" -j $_j "ngeth$_i" \
			inet "192.0.2.$((_i + 1))/24"
	done
}

# reaches JAIL ADDRESS [SECONDS]
reaches() {
	jexec "$1" ping -c 1 -t "${3:-20}" "$2" >/dev/null
}

# b_is_at MAC - What a believes of b, for good
b_is_at() {
	works ip -n a neigh replace 192.0.2.2 lladdr "$1" dev ngeth0
}

icmp_of_b() {
	ip netns exec b awk '$1 == "Icmp:" { n++; if (n == 2) print $2 }' \
		/proc/net/snmp
}

# not_for_b MAC - b takes no frame for that address as its own.  Where the graph
# cannot look what it has sent from in the last 20 ms is believed to be
not_for_b() {
	b_is_at "$1"
	grep -q ' bpf_rdonly_cast$' /proc/kallsyms || sleep 0.04
	_before=$(icmp_of_b)
	! reaches a 192.0.2.2 2 || atf_fail "b answers for $1"
	same "$_before" "$(icmp_of_b)" "messages that b took in"
}

it address "a changed address is the one that is answered, the old one is not"
address_body() {
	two
	ip -n b link set ngeth1 address $OLD
	b_is_at $OLD
	works reaches a 192.0.2.2
	ip -n b link set ngeth1 address $NEW
	not_for_b $OLD
	b_is_at $NEW
	works reaches a 192.0.2.2
	works "$BSD/ifconfig" -j b ngeth1 ether $OLD
	not_for_b $NEW
	b_is_at $OLD
	works reaches a 192.0.2.2
}

it foreign "a frame for another address is not answered"
foreign_body() {
	two
	works reaches a 192.0.2.2
	# One that nobody has, so it comes to all; and one that is the host's.
	not_for_b 02:00:00:00:00:77
	works ngctl mkpeer br: eiface link3 ether
	not_for_b "$(cat /sys/class/net/ngeth2/address)"
}

# inner_of_b - Packets that b's inner end has sent, which is the way by a queue
inner_of_b() {
	nsenter --net="$(echo /run/vjail/ng/*/closet)" \
		ip -s -j link show "n$(ngctl show -n ngeth1: |
			sed -n 's/.*ID: 0*\([0-9a-f]*\) .*/\1/p')" |
		jq '.[0].stats64.tx.packets'
}

it listens "who only listens gets what is its own at once" jq
listens_body() {
	skip_unless grep -q ' bpf_rdonly_cast$' /proc/kallsyms -- \
		"this kernel lets BPF read none of its devices"
	two
	works reaches a 192.0.2.2
	# Nobody answers for this one.
	works ip -n a neigh replace 192.0.2.9 dev ngeth0 lladdr \
		"$(ip -n b -j link show ngeth1 | jq -r '.[0].address')"
	works ip netns exec a sysctl -qw net.ipv6.conf.all.disable_ipv6=1
	# Nor will b ask whether a is still there.
	works ip -n b neigh replace 192.0.2.1 dev ngeth1 lladdr \
		"$(ip -n a -j link show ngeth0 | jq -r '.[0].address')"
	_before=$(inner_of_b)
	_seen=$(ip -n b -s -j link show ngeth1 | jq '.[0].stats64.rx.packets')
	! reaches a 192.0.2.9 2 || atf_fail "who is 192.0.2.9?"
	same "$((_seen + 1))" "$(ip -n b -s -j link show ngeth1 |
		jq '.[0].stats64.rx.packets')" "packets that b got"
	same "$_before" "$(inner_of_b)" "packets by a queue"
}

it set "the graph changes the address, wherever the interface is"
set_body() {
	two
	works ngctl msg ngeth1: set $NEW
	want_like "link/ether $NEW " ip -n b link show ngeth1
	b_is_at $NEW
	works reaches a 192.0.2.2
	ip -n b link set ngeth1 name em0
	works ngctl msg ngeth1: set $OLD
	want_like "link/ether $OLD " ip -n b link show em0
	want_like '^Args:	"em0"$' ngctl msg ngeth1: getifname
	# Also in a namespace that only a process holds
	unshare --net sleep 60 &
	sleep=$!
	until_true 10 sh -c "[ \"\$(readlink /proc/$sleep/ns/net)\" != \
		\"\$(readlink /proc/self/ns/net)\" ]"
	ip -n b link set em0 netns $sleep
	works ngctl msg ngeth1: set $NEW
	want_like "link/ether $NEW " nsenter --net -t $sleep ip link show em0
	kill $sleep
}

b_is_known_at() {
	ip -n a neigh show 192.0.2.2 | grep -q "lladdr $1 "
}

it announces "neighbours hear of an address that was changed by the graph"
announces_body() {
	two
	works reaches a 192.0.2.2
	# b does not ask for a, by which a would hear of it too.
	works ip -n b neigh replace 192.0.2.1 dev ngeth1 lladdr \
		"$(ip -n a -j link show ngeth0 | jq -r '.[0].address')"
	! b_is_known_at $NEW || atf_fail "it was there before"
	works ngctl msg ngeth1: set $NEW
	until_true 20 b_is_known_at $NEW
	works reaches a 192.0.2.2
}

it survives "it survives the loss of its hook and of its bridge"
survives_body() {
	two
	works reaches a 192.0.2.2
	works ngctl rmhook br: link2
	want_like 'NO-CARRIER' ip -n b link show ngeth1
	! reaches a 192.0.2.2 2 || atf_fail "without a hook"
	works ngctl connect br: ngeth1: link7 ether
	until_true 15 reaches a 192.0.2.2 2
	works ngctl shutdown br:
	! reaches a 192.0.2.2 2 || atf_fail "without a bridge"
	works ngctl mkpeer ngeth0: bridge ether link0
	works ngctl connect ngeth0:ether ngeth1: link1 ether
	until_true 15 reaches a 192.0.2.2 2
}

it shutdown "the host ends it, also in a jail, and another one in its place"
shutdown_body() {
	two
	works ngctl shutdown ngeth1:
	atf_check -s exit:1 -e match:"does not exist" ip -n b link show ngeth1
	works ngctl mkpeer br: eiface link2 ether
	works "$BSD/ifconfig" ngeth1 vnet b
	works "$BSD/ifconfig" -j b ngeth1 inet 192.0.2.2/24
	works reaches a 192.0.2.2
}
