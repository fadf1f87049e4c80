#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# listing_001-jails.sh - A NIC and an epair are handed to jails by jail.conf
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

CONF=$LISTINGS/001-jails.conf
HOST=$LISTINGS/001-host-rc.conf

# What the host's rc does with its rc.conf
host_rc() {
	# shellcheck disable=SC1090,SC2154
	. "$HOST"
	# shellcheck disable=SC2154
	for i in $cloned_interfaces; do
		works ifconfig "$i" create
	done
	# shellcheck disable=SC2086,SC2154
	works ifconfig bridge0 $ifconfig_bridge0
	# shellcheck disable=SC2086,SC2154
	works ifconfig epair0a $ifconfig_epair0a
}

# The far ends of two cables, in a network of their own
lan() {
	ip netns add lan
	for n in igb0 igb2; do
		ip link add $n type veth peer name far_$n netns lan
		ip link set $n up
		ip -n lan link set far_$n up
	done
	ip -n lan addr add 10.1.0.1/24 dev far_igb2
	ip -n lan addr add 10.2.0.1/24 dev far_igb0
}

it nic_epair "www_nic and www_epair reach the LAN, and give all back"
nic_epair_body() {
	skip_unless test -f "$CONF" -- "no $CONF"
	PATH=$BSD:$PATH
	sed "s,/jails/,$PWD/jails/," "$CONF" >jail.conf
	make_root jails/www_nic
	make_root jails/www_epair
	lan
	host_rc
	mac=$(cat /sys/class/net/igb2/address)
	census >before

	works jail -f jail.conf -c www_nic www_epair
	refuse "" ip link show igb2
	refuse "" ip link show epair0b
	works jexec www_nic ifconfig igb2 inet 10.1.0.2/24
	works jexec www_epair ifconfig epair0b inet 10.2.0.2/24
	works jexec www_nic ping -c 1 10.1.0.1
	works jexec www_epair ping -c 1 10.2.0.1
	works ip netns exec lan ping -c 1 10.1.0.2
	works ip netns exec lan ping -c 1 10.2.0.2

	works jail -f jail.conf -r www_nic www_epair
	want "$mac" cat /sys/class/net/igb2/address
	works ip link show epair0b
	until_true 5 sh -c '! pgrep -f "^vjail"'
	census >after
	atf_check diff before after
}

# rc start|stop - Listing 001-netgraph.rc, with as much of rc.subr as it needs
rc() {
	cat >rc.subr <<-'SH'
		load_rc_config() { :; }
		run_rc_command() { eval "\$${1}_cmd"; }
	SH
	sed "s,/etc/rc.subr,$PWD/rc.subr," "$LISTINGS/001-netgraph.rc" >netgraph
	sh netgraph "$1"
}

# up JAIL IF N - With addresses 10.3.0.N and fd03::N
up() {
	works jexec "$1" ifconfig "$2" inet "10.3.0.$3/24"
	works ip -n "$1" addr add "fd03::$3/64" dev "$2" nodad
}

it ng "www_ng has an interface on the NIC's bridge and one on the virtual one"
ng_body() {
	skip_unless test -f "$CONF" -- "no $CONF"
	PATH=$BSD:$PATH
	sed "s,/jails/,$PWD/jails/," "$CONF" >jail.conf
	make_root jails/www_ng
	lan
	ip addr add 10.3.0.1/24 dev igb0
	ip addr add fd03::1/64 dev igb0 nodad
	ip -n lan addr add 10.3.0.100/24 dev far_igb0
	ip -n lan addr add fd03::100/64 dev far_igb0 nodad
	before=$(ip -o link)
	works rc start
	works ngctl msg igb0: setpromisc 1
	links=$(ip -o link)

	works jail -f jail.conf -c www_ng
	works jail -c name=two path="$PWD/jails/www_ng" persist vnet \
		vnet.interface=ngeth1,ngeth4
	up www_ng ngeth0 11
	up two ngeth1 12
	traffic host,-,igb0,10.3.0.1,fd03::1 \
		lan,lan,far_igb0,10.3.0.100,fd03::100 \
		www_ng,www_ng,ngeth0,10.3.0.11,fd03::11 \
		two,two,ngeth1,10.3.0.12,fd03::12
	works jexec www_ng ping -c 1 10.3.0.100
	works jexec www_ng ifconfig ngeth3 inet 10.4.0.1/24
	works jexec two ifconfig ngeth4 inet 10.4.0.2/24
	traffic www_ng,www_ng,ngeth3,10.4.0.1,- two,two,ngeth4,10.4.0.2,-

	works jail -f jail.conf -r www_ng
	works jail -r two
	same "$links" "$(ip -o link)" "interfaces, home again"
	works rc stop
	works ngctl shutdown igb0:
	same "$before" "$(ip -o link)" "the host"
}
