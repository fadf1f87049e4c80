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
	works jexec www_nic ping -c 1 -W 2 10.1.0.1
	works jexec www_epair ping -c 1 -W 2 10.2.0.1
	works ip netns exec lan ping -c 1 -W 2 10.1.0.2
	works ip netns exec lan ping -c 1 -W 2 10.2.0.2

	works jail -f jail.conf -r www_nic www_epair
	want "$mac" cat /sys/class/net/igb2/address
	works ip link show epair0b
	until_true 5 sh -c '! pgrep -f "^vjail"'
	census >after
	atf_check diff before after
}
