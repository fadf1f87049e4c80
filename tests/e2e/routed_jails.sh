#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# routed_jails.sh - What route and sysctl say is what packets do
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

ifc=$BSD/ifconfig
route=$BSD/route
sysctl=$BSD/sysctl

# two_nets - Jails a (10.1.0.1/24) and b (10.2.0.1/24), the host (.254) between
two_nets() {
	make_root root
	_i=1
	for _j in a b; do
		works jail -c name=$_j path="$PWD/root" vnet persist \
			allow.raw_sockets
		works "$ifc" epair$_i create
		works "$ifc" epair${_i}a 10.$_i.0.254/24
		works "$ifc" epair${_i}b vnet $_j
		works "$ifc" -j $_j epair${_i}b 10.$_i.0.1/24
		works "$route" -j $_j add default 10.$_i.0.254
		_i=$((_i + 1))
	done
	works "$sysctl" net.inet.ip.forwarding=1
	works reaches 10.2.0.1
}

reaches() {
	jexec a ping -o -c 1 "$@" >/dev/null
}

is_cut_off() {
	if jexec a ping -c 1 -t 1 "$@" >/dev/null 2>&1; then
		atf_fail "reaches $*"
	fi
}

it forwarding "the host forwards when forwarding is on, and only then"
forwarding_body() {
	two_nets
	want "net.inet.ip.forwarding: 1 -> 0" "$sysctl" net.inet.ip.forwarding=0
	is_cut_off 10.2.0.1
	works reaches 10.1.0.254
	want "net.inet.ip.forwarding: 0 -> 1" "$sysctl" net.inet.ip.forwarding=1
	works reaches 10.2.0.1
}

it drops "blackhole is silent, reject says so, and the longest prefix wins"
drops_body() {
	two_nets
	works "$route" add 10.2.0.0/25 127.0.0.1 -blackhole
	jexec a ping -c 1 -t 1 10.2.0.1 >said 2>&1 && atf_fail "not dropped"
	atf_check -o not-match:nreachable cat said
	works "$route" delete 10.2.0.0/25 127.0.0.1
	works reaches 10.2.0.1
	works "$route" -j a add 10.2.0.0/25 127.0.0.1 -reject
	jexec a ping -c 1 -t 1 10.2.0.1 >said 2>&1 && atf_fail "not refused"
	atf_check -o 'match:(No route to host|unreachable)' cat said
	works "$route" -j a add 10.2.0.1 10.1.0.254
	works reaches 10.2.0.1
	works "$route" -j a delete 10.2.0.1
	is_cut_off 10.2.0.1
}

it change "a route that is changed leads elsewhere at once"
change_body() {
	two_nets
	works "$route" -j a change default 10.1.0.99
	is_cut_off 10.2.0.1
	works "$route" -j a change default 10.1.0.254
	works reaches 10.2.0.1
	works "$route" -j a delete default
	is_cut_off 10.2.0.1
	works "$route" -j a add -net 10.2.0.0 10.1.0.254 -netmask 255.255.255.0
	works reaches 10.2.0.1
	works "$route" -j a -q flush
	is_cut_off 10.2.0.1
}

it iface "a route through an interface asks for the address itself"
iface_body() {
	two_nets
	works "$route" -j a delete default
	works "$route" -j a add -net 10.2.0.0/24 -iface epair1b
	works "$sysctl" net.link.ether.inet.proxyall=0
	is_cut_off 10.2.0.1
	works "$sysctl" net.link.ether.inet.proxyall=1
	works reaches 10.2.0.1
}

it ttl "packets leave with the ttl that is set"
ttl_body() {
	two_nets
	want_like " ttl=64 " jexec a ping -c 1 10.1.0.254
	works "$sysctl" net.inet.ip.ttl=17
	want_like " ttl=17 " jexec a ping -c 1 10.1.0.254
	# One's own do not: the jail has its own.
	want_like " ttl=63 " jexec a ping -c 1 10.2.0.1
	works jexec b sysctl net.inet.ip.ttl=9
	want_like " ttl=8 " jexec a ping -c 1 10.2.0.1
}

it mtu "a path is as wide as its narrowest interface or route says"
mtu_body() {
	two_nets
	works reaches -c 3 -s 1400 10.2.0.1
	works "$ifc" epair2a mtu 1280
	works "$ifc" -j b epair2b mtu 1280
	works reaches -c 3 -s 1400 10.2.0.1
	works "$route" -j a change default -mtu 1000
	want_like "^ .* 1000 " "$route" -j a -n get default
	works reaches -c 3 -s 1400 10.2.0.1
}

it bmcastecho "broadcast echo requests are answered when that is switched on"
bmcastecho_body() {
	two_nets
	works "$sysctl" net.inet.icmp.bmcastecho=0
	if ping -b -c 1 -W 1 10.1.0.255 >/dev/null 2>&1; then
		atf_fail "answered although it is off"
	fi
	works jexec a sysctl net.inet.icmp.bmcastecho=1
	works ping -b -c 1 -W 9 10.1.0.255
}

it same_network "what is left of a network of addresses still answers"
same_network_body() {
	two_nets
	for i in 2 3 4; do
		works "$ifc" -j b epair2b "10.2.0.$i/24" alias
	done
	works "$ifc" -j b epair2b -alias 10.2.0.1
	for i in 2 3 4; do
		works reaches "10.2.0.$i"
	done
	is_cut_off 10.2.0.1
	# The default route has lost nothing: answers came by it.
	want_like "gateway: 10.2.0.254" "$route" -j b -n get default
}

it renumber "an address that is changed leaves the routes there were"
renumber_body() {
	two_nets
	works "$ifc" -j a epair1b 10.1.0.7/24
	want_like "gateway: 10.1.0.254" "$route" -j a -n get default
	works reaches 10.2.0.1
	works ping -c 1 -W 9 10.1.0.7
}

it inet6 "the same with IPv6, the way back over a link-local gateway"
inet6_body() {
	two_nets
	works "$sysctl" net.inet6.ip6.forwarding=1
	for i in 1 2; do
		works "$ifc" epair${i}a inet6 no_dad
		works "$ifc" epair${i}a inet6 "2001:db8:$i::254/64"
		works "$ifc" epair${i}a inet6 "fe80::254/64"
	done
	works "$ifc" -j a epair1b inet6 no_dad
	works "$ifc" -j a epair1b inet6 2001:db8:1::1/64
	works "$ifc" -j b epair2b inet6 no_dad
	works "$ifc" -j b epair2b inet6 2001:db8:2::1/64
	is_cut_off 2001:db8:2::1
	want "add net default: gateway 2001:db8:1::254" \
		"$route" -j a add -inet6 default 2001:db8:1::254
	is_cut_off 2001:db8:2::1
	want "add net 2001:db8:1::/48: gateway fe80::254%epair2b" \
		"$route" -j b add -inet6 2001:db8:1::/48 fe80::254%epair2b
	works reaches 2001:db8:2::1
	want_like "gateway: fe80::254%epair2b" \
		"$route" -j b -n get -inet6 2001:db8:1::1
	works "$route" -j b delete -inet6 2001:db8:1::/48
	is_cut_off 2001:db8:2::1
}

it literal "no name server is asked for what is an address" strace
literal_body() {
	works "$ifc" lo0 inet6 ::1/128
	for address in ::1 127.0.0.1; do
		works strace -qq -o calls -e trace=network \
			"$BSD/ping" -c 1 -t 5 $address
		grep -q IPPROTO_ICMP calls || atf_fail "nothing was sent"
		! grep 'htons(53)' calls || atf_fail "$address was asked for"
	done
}
