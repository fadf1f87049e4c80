#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# ifconfig_fib.sh - What comes in by an interface is looked up in its table
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

# neighbours NAME:N ... - Jails behind epairs of ours, in 192.0.N.0/24 and
# 2001:db8:N::/64; this host forwards
neighbours() {
	PATH=$BSD:$PATH
	make_root root
	works sysctl net.inet.ip.forwarding=1 net.inet6.ip6.forwarding=1
	for _j; do
		_n=${_j#*:} _j=${_j%:*}
		works jail -c name="$_j" path="$PWD/root" vnet persist
		works ifconfig "epair$_n" create
		works ifconfig "epair${_n}a" "192.0.$_n.1/24" up
		works ifconfig "epair${_n}a" inet6 "2001:db8:$_n::1/64" no_dad
		works ifconfig "epair${_n}b" vnet "$_j"
		works ifconfig -j "$_j" "epair${_n}b" "192.0.$_n.2/24" up
		works ifconfig -j "$_j" "epair${_n}b" \
			inet6 "2001:db8:$_n::2/64" no_dad
		works route -j "$_j" add default "192.0.$_n.1"
		works route -j "$_j" -6 add default "2001:db8:$_n::1"
	done
}

# far GW ... - Each has the same addresses far away
far() {
	for _j; do
		works ifconfig -j "$_j" lo0 alias 198.51.100.1/32
		works ifconfig -j "$_j" lo0 inet6 2001:db8:f::1/128
	done
}

# asked GW - How many echo requests it has seen, IPv4's and IPv6's
asked() {
	echo "$(jexec "$1" cat /proc/net/snmp |
		awk '/^Icmp:/ && $3 ~ /^[0-9]/ { print $10 }')" \
		"$(jexec "$1" cat /proc/net/snmp6 |
			awk '$1 == "Icmp6InEchos" { print $2 }')"
}

# sends JAIL - It asks what is far away, once over each
sends() {
	works jexec "$1" ping -c 1 198.51.100.1
	works jexec "$1" ping -6 -c 1 2001:db8:f::1
}

it forwards "packets go by the table of the interface they came in by"
forwards_body() {
	neighbours gw1:1 gw2:2 red:3 blue:4
	far gw1 gw2
	works sysctl net.fibs=3
	works route add default 192.0.1.2
	works route -6 add default 2001:db8:1::2
	works route add -fib 1 default 192.0.2.2
	works route -6 add -fib 1 default 2001:db8:2::2
	works ifconfig epair3a fib 1
	sends blue
	same "1 1, 0 0" "$(asked gw1), $(asked gw2)"
	sends red
	same "1 1, 1 1" "$(asked gw1), $(asked gw2)"
	# another name is the same interface
	works ifconfig epair3a name uplink0
	sends red
	same "1 1, 2 2" "$(asked gw1), $(asked gw2)"
	# this host's own addresses are reached by all of them
	works jexec red ping -c 1 192.0.4.1
	# what its table does not know is not looked for in another
	works ifconfig uplink0 fib 2
	atf_check -s exit:2 -o ignore -e ignore \
		jexec red ping -c 1 -t 1 198.51.100.1
	atf_check -s exit:2 -o ignore -e ignore \
		jexec red ping -6 -c 1 -t 1 2001:db8:f::1
	same "1 1, 2 2" "$(asked gw1), $(asked gw2)"
	works ifconfig uplink0 fib 0
	sends red
	same "2 2, 2 2" "$(asked gw1), $(asked gw2)"
}

it separate "two networks with tables of their own do not reach each other"
separate_body() {
	neighbours red:3 red2:4 blue:5
	works sysctl net.fibs=2
	works jexec red ping -c 1 192.0.5.2
	works ifconfig epair3a fib 1
	works ifconfig epair4a fib 1
	works jexec red ping -c 1 192.0.4.2
	works jexec red2 ping -6 -c 1 2001:db8:3::2
	atf_check -s exit:2 -o ignore -e ignore \
		jexec red ping -c 1 -t 1 192.0.5.2
}

it goes "a new interface of the same name has table 0"
goes_body() {
	PATH=$BSD:$PATH
	works sysctl net.fibs=2
	works ifconfig epair0 create
	works ifconfig epair0a fib 1
	works ifconfig epair0b fib 1
	want_like 'fib: 1' ifconfig epair0b
	works ifconfig epair0a destroy
	works ifconfig epair0 create
	for _i in a b; do
		ifconfig epair0$_i | grep fib && atf_fail "epair0$_i has it"
	done
	ip rule | grep epair0 && atf_fail "a rule of it is left"
	# one that somebody else deleted
	works ifconfig epair0a fib 1
	ip link del epair0a
	works ifconfig epair0 create
	ip rule | grep epair0 && atf_fail "a rule of it is left"
	# one that is renamed to that name
	works ifconfig epair1 create name red0
	works ifconfig red0 fib 1
	ip link del red0
	works ifconfig epair0a name red0
	ip rule | grep red0 && atf_fail "a rule of it is left"
	true
}
