#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# jail_interfaces.sh - Interfaces of every kind go into a jail and come home
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

it kinds "epair end, tap, vxlan, macvlan and bridge are moved in and back"
kinds_body() {
	make_root root
	ip link add epair0a type veth peer name epair0b
	ip tuntap add tap0 mode tap
	ip link add vxlan0 type vxlan id 7 dstport 4789 dev lo
	ip link add nic0 type veth peer name nic1
	ip link add macvlan0 link nic0 type macvlan mode bridge
	ip link add bridge0 type bridge
	ip link set bridge0 address 02:00:00:00:00:77
	ip -br link | awk '{ print $1, $3 }' | sort >before

	works jail -c name=j path="$PWD/root" vnet persist \
		vnet.interface=epair0b,tap0,vxlan0,macvlan0,bridge0
	for i in epair0b tap0 vxlan0 macvlan0 bridge0; do
		refuse "" ip link show $i
		works jexec j ifconfig $i up
	done
	want_like "ether 02:00:00:00:00:77" jexec j ifconfig bridge0
	works jail -r j
	ip -br link | awk '{ print $1, $3 }' | sort >after
	atf_check diff before after
}

it renamed "what the jail's root did to the names does not matter"
renamed_body() {
	make_root root
	ip link add ep0a type veth peer name ep0b
	ip link property add dev ep0b altname a-long-name-for-the-pair
	ip link add ep1a type veth peer name ep1b
	cat >jail.conf <<-CONF
		j { path = "$PWD/root"; vnet; persist;
		    vnet.interface = ep0b, ep1b; }
	CONF
	works jail -f jail.conf -c
	# They swap names; a third one takes the name of the first.
	works jexec j ifconfig ep0b name x
	works jexec j ifconfig ep1b name ep0b
	works jexec j ifconfig x name ep1b
	works ip netns exec j ip link property add dev ep0b altname ep9
	works ip netns exec j ip link property del dev ep1b \
		altname a-long-name-for-the-pair
	works ip netns exec j ip link add name y type veth peer name z
	works jail -f jail.conf -r j
	works ip link show ep0b
	works ip link show ep1b
	# Peers tell which is which.
	for n in 0 1; do
		want "ep${n}a" sh -c "ip -o link show ep${n}b |
			sed 's/.*ep${n}b@\([^:]*\):.*/\1/'"
	done
	works ip link show a-long-name-for-the-pair
	refuse "" ip link show ep9
	refuse "" ip link show y
}

it taken "an interface whose name was taken at home comes under another"
taken_body() {
	make_root root
	ip link add ep0a type veth peer name ep0b
	works jail -c name=j path="$PWD/root" vnet persist vnet.interface=ep0b
	ip link add ep0b type bridge
	atf_check -e match:'ep0b: there is another one here: it came home as vjhome0' \
		jail -r j
	want 4 sh -c 'ip -o link | wc -l'
	works sh -c 'ip -o link | grep -q "vjhome0@ep0a"'
}

it changed "what the jail's root set, or put in its place, does not come along"
changed_body() {
	make_root root
	ip link add ep0a type veth peer name ep0b
	ip link add ep1a type veth peer name ep1b
	works jail -c name=j path="$PWD/root" vnet persist \
		vnet.interface=ep0b,ep1b
	works ip netns exec j ip link set ep0b promisc on mtu 1280 up
	n=$(ip -n j -o link show ep1b | cut -d: -f1)
	works ip -n j link del ep1b
	works ip -n j link add ep1b index "$n" type bridge
	works jail -r j
	want_like "mtu 1500" ip link show ep0b
	atf_check -o not-match:PROMISC ip link show ep0b
	refuse "" ip link show ep1b
}

it home "an interface comes home to where it is from, whoever sends it"
home_body() {
	make_root root
	ip link add ep0a type veth peer name ep0b
	ip netns add other
	works jail -c name=j path="$PWD/root" vnet persist vnet.interface=ep0b
	works ip netns exec other jail -r j
	works ip link show ep0b
}

it late "vnet.interface without vnet is refused before anything is done"
late_body() {
	make_root root
	refuse "vnet.interface: only for jails with vnet" \
		jail -c name=j path="$PWD/root" persist vnet.interface=lo \
		exec.prestart="touch $PWD/ran"
	refuse "" test -e ran
}

it by_hand "ifconfig moves an interface in, and back under its own name"
by_hand_body() {
	make_root root
	ip link add ep0a type veth peer name ep0b
	works jail -c name=j path="$PWD/root" vnet persist
	works "$BSD/ifconfig" ep0b vnet j
	refuse "" ip link show ep0b
	works jexec j ifconfig ep0b inet 10.0.0.2/24
	works jexec j ifconfig ep0b name inner
	works "$BSD/ifconfig" inner -vnet j
	works ip link show ep0b
	refuse "does not exist" "$BSD/ifconfig" nope vnet j
	refuse 'jail "nope" not found' "$BSD/ifconfig" ep0b vnet nope
	works ip link show ep0b
}

it in_place "vjail.interface: a stable address, on the bridge, gone with the jail"
in_place_body() {
	make_root root
	ip link add br0 type bridge
	ip addr add 10.0.0.1/24 dev br0
	ip link set br0 up
	ip -o link >before
	start() {
		works jail -c name=j path="$PWD/root" vnet persist \
			vjail.interface="e0 br0"
	}
	start
	mac=$(jexec j ifconfig e0 | grep ether)
	works jexec j ifconfig e0 inet 10.0.0.2/24
	works ping -c 1 -W 9 10.0.0.2
	works jail -r j
	want "$(cut -d: -f1-2 before)" sh -c 'ip -o link | cut -d: -f1-2'
	start
	same "$mac" "$(jexec j ifconfig e0 | grep ether)"
	works jail -r j
	works jail -c name=j path="$PWD/root" vnet persist \
		vjail.interface="e0 br0 ether 02:00:00:00:00:11"
	want_like "ether 02:00:00:00:00:11" jexec j ifconfig e0
	works jail -r j
	refuse "br9: no such interface" jail -c name=j path="$PWD/root" vnet \
		persist vjail.interface="e0 br9"
	refuse "lo: not a bridge" jail -c name=j path="$PWD/root" vnet \
		persist vjail.interface="e0 lo"
	refuse "e0: the jail has one already" jail -c name=j \
		path="$PWD/root" vnet persist vjail.interface="e0 br0" \
		vjail.interface+="e0 br0"
	works jail -c name=j path="$PWD/root" vnet persist \
		vjail.interface="a_name_that_is_too_long br0"
	works jexec j ifconfig a_name_that_is_too_long inet 10.0.0.3/24
	works ping -c 1 -W 9 10.0.0.3
	works jail -r j
	refuse "NAME BRIDGE" jail -c name=j path="$PWD/root" vnet persist \
		vjail.interface=e0
	want "" jls name
	want "$(cut -d: -f1-2 before)" sh -c 'ip -o link | cut -d: -f1-2'
}

it iproute "ip(8) sees the jail's network by the jail's name"
iproute_body() {
	make_root root
	works jail -c name=j path="$PWD/root" vnet persist
	want_like "^1: lo" ip -n j -o link
	works ip netns exec j true
	works jail -r j
	want "" ip netns
}
