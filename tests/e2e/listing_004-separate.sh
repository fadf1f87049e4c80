#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# listing_004-separate.sh - Five jails on four netgraph networks of vnet's
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

CONF=$LISTINGS/004-separate.jail.conf

# segment NET:JAIL:JAIL - The two on it, IPv6 too, which the listing has not
segment() {
	_net=${1%%:*}
	set -- "${1#*:}"
	set -- "${1%:*}" "${1#*:}"
	_members="" _n=0
	for _j in "$@"; do
		_n=$((_n + 1)) _if=${_net}_$_j
		works ip -n "$_j" addr add "fd00::$_n/64" dev "$_if" nodad
		_members="$_members $_j,$_j,$_if,$(ip -n "$_j" -4 -o addr show \
			dev "$_if" | awk '{ sub("/.*", "", $4); print $4 }'),fd00::$_n"
	done
	# shellcheck disable=SC2086
	traffic $_members
	_n=0
	for _j in "$@"; do
		_n=$((_n + 1))
		works ip -n "$_j" addr del "fd00::$_n/64" dev "${_net}_$_j"
	done
}

# routed6 - By way of r1 with IPv6, too, which the listing has not
routed6() {
	works jexec r1 sysctl net.inet6.ip6.forwarding=1
	for _n in 1 2; do
		works ip -n r1 addr add "fd0$_n::1/64" dev "vi${_n}_r1" nodad
		works ip -n "vpnr$_n" addr add "fd0$_n::11/64" \
			dev "vi${_n}_vpnr$_n" nodad
		works ip -n "vpnr$_n" route add default via "fd0$_n::1"
	done
}

it five_jails "the jails reach each other over their routers, and all goes" \
	traceroute
five_jails_body() {
	skip_unless test -f "$CONF" -- "no $CONF"
	mkdir pkg
	for j in r1 vpnr1 vpnr2 vpnh1 vpnh2; do
		make_root "vm/$j"
	done
	sed "s,/vm/,$PWD/vm/,; s,/var/log/,$PWD/,; s,/var/cache/pkg,$PWD/pkg,
	     /devfs_ruleset/d" "$CONF" >jail.conf
	echo 'persist;' >>jail.conf
	before=$(census)

	works jail -f jail.conf -c r1 vpnr1 vpnr2 vpnh1 vpnh2
	works jexec vpnh1 ping -c 1 192.168.1.1
	works jexec vpnh1 ping -c 1 172.31.1.11
	works jexec vpnr1 ping -c 1 172.31.2.11
	works jexec vpnr2 ping -c 1 172.31.1.11
	works jexec vpnh2 ping -c 1 192.168.2.1
	for n in vi1:r1:vpnr1 vi2:r1:vpnr2 vri1:vpnr1:vpnh1 vri2:vpnr2:vpnh2; do
		segment "$n"
	done
	routed6
	traffic -r vpnr1,vpnr1,vi1_vpnr1,172.31.1.11,fd01::11 \
		vpnr2,vpnr2,vi2_vpnr2,172.31.2.11,fd02::11
	for j in r1:1 r1:2 vpnr1:1 vpnr2:2; do
		works ip -n "${j%:*}" -6 addr flush dev "vi${j#*:}_${j%:*}" \
			scope global
	done
	atf_check -o file:"$LISTINGS/004-vnet-list-r.txt" vnet list -r
	want "vi1
vi2
vri1
vri2" vnet list
	want "vi1_r1
vi1_vpnr1" vnet list vi1
	want_like ' recvPackets = ' vnet stats vi1
	want_like ' link0 ' vnet table vi1
	# What is on the host: nothing of the jails'
	want "lo" sh -c 'ip -o link | sed "s/^[0-9]*: //; s/[:@].*//"'

	works jail -f jail.conf -r '*'
	want "" vnet list
	same "$before" "$(census)"
}
