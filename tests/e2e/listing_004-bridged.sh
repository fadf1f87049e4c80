#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# listing_004-bridged.sh - Jails on the LAN, put there by vnet
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

CONF=$LISTINGS/004-bridged.jail.conf

# A second jail as the first, the next address
conf() {
	cp "$CONF" jail.conf
	sed -n '/^b1 {/,/^}/p' "$CONF" | sed 's/^b1 /b2 /; s/1\.11"/1.12"/' \
		>>jail.conf
	sed -i "s,/vm/,$PWD/vm/,; s,/var/log/,$PWD/," jail.conf
	echo 'persist;' >>jail.conf
	make_root vm/b1
	make_root vm/b2
}

devices() {
	ip -o link | sed 's/^[0-9]*: //; s/[:@].*//; s/^x.*/x/' | sort |
		tr '\n' ' '
}

it bridged "jails, LAN and host: all that they send each other comes, once"
bridged_body() {
	skip_unless test -f "$CONF" -- "no $CONF"
	PATH=$BSD:$PATH
	conf
	ip netns add lan
	ip link add em0 type veth peer name far netns lan
	ip link set em0 up
	ip addr add 192.168.1.2/24 dev em0
	ip addr add fd01::2/64 dev em0 nodad
	ip -n lan link set far up
	ip -n lan addr add 192.168.1.1/24 dev far
	ip -n lan addr add fd01::1/64 dev far nodad
	before=$(census)
	works jail -f jail.conf -c b1 b2
	same "em0 lo x " "$(devices)" "devices of the host"
	ip -n b1 addr add fd01::11/64 dev em0_b1 nodad
	ip -n b2 addr add fd01::12/64 dev em0_b2 nodad
	works jexec b1 ping -c 1 192.168.1.1
	traffic host,-,em0,192.168.1.2,fd01::2 lan,lan,far,192.168.1.1,fd01::1 \
		b1,b1,em0_b1,192.168.1.11,fd01::11 \
		b2,b2,em0_b2,192.168.1.12,fd01::12
	want "em0
  b1 em0_b1 192.168.1.11/24 fd01::11/64
  b2 em0_b2 192.168.1.12/24 fd01::12/64
  $(hostname)(HOST) em0 192.168.1.2/24 fd01::2/64" vnet list -r em0
	works jail -f jail.conf -r b1
	works ping -c 1 192.168.1.12
	works jail -f jail.conf -r b2
	want "" vnet list
	works ngctl shutdown em0:
	same "$before" "$(census)"
	works ping -c 1 192.168.1.1
}
