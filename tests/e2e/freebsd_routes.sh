#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# freebsd_routes.sh - route, arp and ndp between vnet jails, tested the way
# FreeBSD tests such tools: epairs, jails that persist, ping, exact output
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

# vnet_mkjail NAME IF ... - A jail with these interfaces
vnet_mkjail() {
	_jail=$1
	shift
	make_root "root_$_jail"
	_ifs=$(echo "$*" | tr ' ' ,)
	works jail -c name="$_jail" path="$PWD/root_$_jail" persist vnet \
		allow.raw_sockets vnet.interface="$_ifs"
}

# vnet_mkepair NUMBER - Prints nothing; both ends are down
vnet_mkepair() {
	want "epair${1}a" ifconfig "epair$1" create
}

# router - alcatraz (192.0.2.1) -- 192.0.2.2 router 198.51.100.1 --
# singsing (198.51.100.2)
router() {
	PATH=$BSD:$PATH
	vnet_mkepair 1
	vnet_mkepair 2
	vnet_mkjail alcatraz epair1a
	vnet_mkjail router epair1b epair2a
	vnet_mkjail singsing epair2b
	want "" jexec alcatraz ifconfig epair1a 192.0.2.1/24 up
	want "" jexec router ifconfig epair1b 192.0.2.2/24 up
	want "" jexec router ifconfig epair2a 198.51.100.1/24 up
	want "" jexec singsing ifconfig epair2b 198.51.100.2/24 up
	want "net.inet.ip.forwarding: 0 -> 1" \
		jexec router sysctl net.inet.ip.forwarding=1
}

it network_route "a route to a network carries packets both ways until deleted"
network_route_body() {
	router
	atf_check -s exit:2 -o ignore -e ignore \
		jexec alcatraz ping -c 1 -t 1 198.51.100.2
	want "add net 198.51.100.0: gateway 192.0.2.2" \
		jexec alcatraz route add 198.51.100.0/24 192.0.2.2
	want "add net 192.0.2.0: gateway 198.51.100.1" \
		jexec singsing route add -net 192.0.2.0/24 198.51.100.1
	works jexec alcatraz ping -c 1 198.51.100.2
	works jexec singsing ping -c 1 192.0.2.1
	want "delete net 198.51.100.0" \
		jexec alcatraz route delete 198.51.100.0/24
	atf_check -s exit:2 -o ignore -e ignore \
		jexec alcatraz ping -c 1 -t 1 198.51.100.2
}

it default_route "a default route is shown, changed and not added twice"
default_route_body() {
	router
	want "add net default: gateway 192.0.2.9" \
		jexec alcatraz route add default 192.0.2.9
	want "add net default: gateway 198.51.100.1" \
		jexec singsing route add default 198.51.100.1
	atf_check -s exit:1 -e inline:'route: message indicates error: File exists\n' \
		-o inline:'add net default: gateway 192.0.2.2 fib 0: route already in table\n' \
		jexec alcatraz route add default 192.0.2.2
	want "change net default: gateway 192.0.2.2" \
		jexec alcatraz route change default 192.0.2.2
	want_like '^default            192.0.2.2          UGS         epair1a$' \
		jexec alcatraz netstat -rn4
	works jexec alcatraz ping -c 1 198.51.100.2
}

it host_route "a route to a host wins over the one to its network"
host_route_body() {
	router
	works jexec alcatraz route add 198.51.100.0/24 192.0.2.2
	works jexec singsing route add default 198.51.100.1
	works jexec alcatraz ping -c 1 198.51.100.2
	want "add host 198.51.100.2: gateway 192.0.2.77" \
		jexec alcatraz route add -host 198.51.100.2 192.0.2.77
	want_like '^198.51.100.2 .*UGHS' jexec alcatraz netstat -rn4
	atf_check -s exit:2 -o ignore -e ignore \
		jexec alcatraz ping -c 1 -t 1 198.51.100.2
	want "delete host 198.51.100.2: gateway 192.0.2.77" \
		jexec alcatraz route delete 198.51.100.2 192.0.2.77
	works jexec alcatraz ping -c 1 198.51.100.2
}

it blackhole "a blackhole swallows, a reject says so"
blackhole_body() {
	router
	works jexec alcatraz route add default 192.0.2.2
	works jexec singsing route add default 198.51.100.1
	works jexec router route add -blackhole 203.0.113.0/24 127.0.0.1
	works jexec router route add -reject 203.0.112.0/24 127.0.0.1
	atf_check -s exit:1 -o match:'100% packet loss' -o not-match:'nreachable' \
		-e ignore jexec alcatraz busybox ping -c 1 -W 1 203.0.113.5
	jexec alcatraz nc -w 30 203.0.112.5 80 >out 2>&1 </dev/null &&
		atf_fail "who answered?"
	atf_check -o match:'No route|nreachable|refused' cat out
	want_like '^203.0.113.0/24 .*USB' jexec router netstat -rn4
	want_like '^203.0.112.0/24 .*URS' jexec router netstat -rn4
}

it route6 "IPv6 by link-local gateways"
route6_body() {
	PATH=$BSD:$PATH
	vnet_mkepair 1
	vnet_mkjail alcatraz epair1a
	vnet_mkjail singsing epair1b
	want "" jexec alcatraz ifconfig epair1a inet6 fe80::a/64 no_dad up
	want "" jexec singsing ifconfig epair1b inet6 fe80::b/64 no_dad up
	want "" jexec singsing ifconfig lo0 inet6 2001:db8::5/128
	want "add net 2001:db8::/64: gateway fe80::b%epair1a" \
		jexec alcatraz route -6 add 2001:db8::/64 fe80::b%epair1a
	want "" jexec alcatraz ifconfig epair1a inet6 2001:db8:1::1/64 no_dad
	want "add net 2001:db8:1::/64: gateway fe80::a%epair1b" \
		jexec singsing route add -inet6 2001:db8:1::/64 fe80::a%epair1b
	until_true 10 jexec alcatraz ping -6 -c 1 -t 1 2001:db8::5
	want_like '^fe80::b%epair1a  *02:.*epair1a .* [RSDP] ' \
		jexec alcatraz ndp -an
	want "fe80::b%epair1a (fe80::b) deleted" \
		jexec alcatraz ndp -d fe80::b%epair1a
}

it arp_learned "ping teaches both sides, and -d forgets"
arp_learned_body() {
	router
	works jexec alcatraz ping -c 1 192.0.2.2
	mac=$(ifconfig -j router epair1b ether | sed -n 's/^	ether //p')
	want_like "^\? \(192.0.2.2\) at $mac on epair1a (expires in [0-9]+ seconds|expired) \[ethernet\]\$" \
		jexec alcatraz arp -an
	want_like '^\? \(192.0.2.1\) at .* on epair1b ' jexec router arp -n 192.0.2.1
	want "192.0.2.2 (192.0.2.2) deleted" jexec alcatraz arp -d 192.0.2.2
	atf_check -s exit:1 -o inline:'192.0.2.2 (192.0.2.2) -- no entry\n' \
		jexec alcatraz arp -n 192.0.2.2
	works jexec alcatraz ping -c 1 192.0.2.2
}

it arp_set "an entry that was set is used, right or wrong, and stays"
arp_set_body() {
	router
	want "" jexec alcatraz arp -s 192.0.2.2 02:00:00:00:00:99
	want "? (192.0.2.2) at 02:00:00:00:00:99 on epair1a permanent [ethernet]" \
		jexec alcatraz arp -n 192.0.2.2
	atf_check -s exit:2 -o ignore -e ignore \
		jexec alcatraz ping -c 1 -t 1 192.0.2.2
	mac=$(ifconfig -j router epair1b ether | sed -n 's/^	ether //p')
	want "" jexec alcatraz arp -S 192.0.2.2 "$mac"
	works jexec alcatraz ping -c 1 192.0.2.2
	want_like "at $mac on epair1a permanent" jexec alcatraz arp -n 192.0.2.2
}

it arp_published "the router answers for one behind it"
arp_published_body() {
	router
	want "" jexec alcatraz ifconfig epair1a 192.0.2.1/24 -alias
	want "" jexec alcatraz ifconfig epair1a 198.51.100.66/24
	want "add host 198.51.100.66: gateway epair1b" \
		jexec router route add -host 198.51.100.66 -iface epair1b
	want "" jexec router arp -i epair2a -s 198.51.100.66 auto pub
	want_like '^\? \(198.51.100.66\) at .* on epair2a permanent published \[ethernet\]$' \
		jexec router arp -an
	works jexec alcatraz route add -host 198.51.100.1 -iface epair1a
	works jexec alcatraz route add -host 198.51.100.2 198.51.100.1
	works jexec singsing ping -c 1 198.51.100.66
	mac=$(ifconfig -j router epair2a ether | sed -n 's/^	ether //p')
	want_like "at $mac on epair2b" jexec singsing arp -n 198.51.100.66
	want "198.51.100.66 (198.51.100.66) deleted" \
		jexec router arp -i epair2a -d 198.51.100.66 pub
}
