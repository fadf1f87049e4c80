#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# listing_004-routed.sh - Jails behind the host, on an interface that vnet makes
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

CONF=$LISTINGS/004-routed.jail.conf

# A second jail as the first, the next address
conf() {
	cp "$CONF" jail.conf
	sed -n '/^v1 {/,/^}/p' "$CONF" | sed 's/^v1 /v2 /; s/0\.11"/0.12"/' \
		>>jail.conf
	sed -i "s,/vm/,$PWD/vm/,; s,/var/log/,$PWD/," jail.conf
	echo 'persist;' >>jail.conf
	make_root vm/v1
	make_root vm/v2
}

it routed "jails, host, and a LAN by way of it"
routed_body() {
	skip_unless test -f "$CONF" -- "no $CONF"
	PATH=$BSD:$PATH
	conf
	ip netns add lan
	ip link add em0 type veth peer name far netns lan
	ip link set em0 up
	ip addr add 10.0.0.1/24 dev em0
	ip addr add fd00::1/64 dev em0 nodad
	ip -n lan link set far up
	ip -n lan addr add 10.0.0.100/24 dev far
	ip -n lan addr add fd00::100/64 dev far nodad
	ip -n lan route add default via 10.0.0.1
	ip -n lan route add default via fd00::1
	works sysctl net.inet.ip.forwarding=1 net.inet6.ip6.forwarding=1
	before=$(census)

	works jail -f jail.conf -c v1 v2
	ip addr add fd31::1/64 dev vi0 nodad
	for n in 1 2; do
		ip -n v$n addr add fd31::1$n/64 dev vi0_v$n nodad
		ip -n v$n route add default via fd31::1
	done
	# The host's own interface on the network; nothing of the jails'
	same "em0 lo vi0 " "$(ip -o link | sed 's/^[0-9]*: //; s/[:@].*//' |
		sort | tr '\n' ' ')" "devices of the host"
	traffic host,-,vi0,172.31.0.1,fd31::1 v1,v1,vi0_v1,172.31.0.11,fd31::11 \
		v2,v2,vi0_v2,172.31.0.12,fd31::12
	traffic -r lan,lan,far,10.0.0.100,fd00::100 \
		v1,v1,vi0_v1,172.31.0.11,fd31::11 \
		v2,v2,vi0_v2,172.31.0.12,fd31::12
	works jail -f jail.conf -r v1
	works ping -c 1 172.31.0.12
	works jail -f jail.conf -r v2
	want "" vnet list
	same "$before" "$(census)"
}
