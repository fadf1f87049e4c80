#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# freebsd_tunnel.sh - Tunnels between vnet jails, tested as FreeBSD does
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/vnet.sh"

# two_jails KIND - left and right with 192.0.2.1 and .2, 2001:db8::1 and ::2
two_jails() {
	kernel_has "$1"
	pair=$(mkepair)
	mkjail left "${pair}a"
	mkjail right "${pair}b"
	for j in left:a:1 right:b:2; do
		jail=${j%%:*}
		end=$pair$(echo "$j" | cut -d: -f2)
		n=${j##*:}
		atf_check jexec "$jail" ifconfig "$end" inet 192.0.2."$n"/24
		atf_check jexec "$jail" ifconfig "$end" inet6 no_dad
		atf_check jexec "$jail" ifconfig "$end" inet6 2001:db8::"$n"/64
	done
}

it vxlan "Ethernet over UDP, to one address"
vxlan_body() {
	two_jails vxlan
	atf_check -o inline:"vxlan0\n" jexec left ifconfig vxlan create \
		vxlanid 42 vxlanlocal 192.0.2.1 vxlanremote 192.0.2.2
	atf_check jexec right ifconfig vxlan0 create
	atf_check jexec right ifconfig vxlan0 inet 10.0.0.2/24
	atf_check jexec right ifconfig vxlan0 vxlanid 42 vxlanlocal 192.0.2.2 \
		vxlanremote 192.0.2.1
	atf_check jexec left ifconfig vxlan0 inet 10.0.0.1/24
	pings left 10.0.0.2
	atf_check jexec right ifconfig vxlan0 vxlanid 43
	silent left 10.0.0.2
}

it gif "IPv4 and IPv6 over IPv4"
gif_body() {
	two_jails gif
	atf_check -o inline:"gif0\n" jexec left ifconfig gif create \
		tunnel 192.0.2.1 192.0.2.2
	atf_check jexec right ifconfig gif0 create tunnel 192.0.2.2 192.0.2.1
	atf_check jexec left ifconfig gif0 inet 10.0.0.1 10.0.0.2
	atf_check jexec right ifconfig gif0 inet 10.0.0.2 10.0.0.1
	pings left 10.0.0.2
	atf_check jexec left ifconfig gif0 inet6 2001:db8:1::1/64
	atf_check jexec right ifconfig gif0 inet6 2001:db8:1::2/64
	pings left 2001:db8:1::2
}

it gif_fib "the outer packets go by a table of their own"
gif_fib_body() {
	two_jails gif
	atf_check -o ignore "$BSD/sysctl" net.fibs=2
	atf_check -o ignore jexec left sysctl net.fibs=2
	atf_check jexec left ifconfig gif0 create
	atf_check jexec left ifconfig gif0 \
		tunnel 192.0.2.1 192.0.2.2 tunnelfib 1
	atf_check jexec right ifconfig gif0 create tunnel 192.0.2.2 192.0.2.1
	atf_check -o match:"tunnelfib: 1" jexec left ifconfig gif0
	atf_check jexec left ifconfig gif0 inet 10.0.0.1 10.0.0.2
	atf_check jexec right ifconfig gif0 inet 10.0.0.2 10.0.0.1
	silent left 10.0.0.2
	atf_check -o ignore jexec left route add -fib 1 \
		-net 192.0.2.0/24 -iface "${pair}a"
	pings left 10.0.0.2
	atf_check jexec left ifconfig gif0 tunnelfib 0
	atf_check -o not-match:tunnelfib jexec left ifconfig gif0
	pings left 10.0.0.2
}

it gif6 "both over IPv6"
gif6_body() {
	two_jails gif
	atf_check jexec left ifconfig gif0 create \
		inet6 tunnel 2001:db8::1 2001:db8::2
	atf_check jexec right ifconfig gif0 create \
		inet6 tunnel 2001:db8::2 2001:db8::1
	atf_check jexec left ifconfig gif0 inet 10.0.0.1 10.0.0.2
	atf_check jexec right ifconfig gif0 inet 10.0.0.2 10.0.0.1
	pings left 10.0.0.2
	atf_check jexec left ifconfig gif0 inet6 2001:db8:1::1/64
	atf_check jexec right ifconfig gif0 inet6 2001:db8:1::2/64
	pings left 2001:db8:1::2
}

it gre "with one key they hear one another, with two they do not"
gre_body() {
	two_jails gre
	atf_check jexec left ifconfig gre0 create \
		tunnel 192.0.2.1 192.0.2.2 grekey 7 enable_csum
	atf_check jexec right ifconfig gre0 create \
		tunnel 192.0.2.2 192.0.2.1 grekey 7 enable_csum enable_seq
	atf_check jexec left ifconfig gre0 inet 10.0.0.1 10.0.0.2
	atf_check jexec right ifconfig gre0 inet 10.0.0.2 10.0.0.1
	pings left 10.0.0.2
	atf_check jexec right ifconfig gre0 grekey 8
	silent left 10.0.0.2
}
