#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# jng_bridge.sh - jng makes a jail's interfaces and takes them away
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

nic() {
	ip netns add lan
	ip link add em0 type veth peer name far netns lan
	ip link set em0 address 00:11:22:aa:bb:cc
	ip -n lan link set far up
	ip -n lan addr add 10.0.0.100/24 dev far
}

it double "two interfaces on one NIC, with addresses derived from its own"
double_body() {
	nic
	make_root www
	works jng bridge xxx em0 em0
	want_like 'link/ether 02:00:d2:aa:bb:cc ' ip link show ng0_xxx
	want_like 'link/ether 12:00:d2:aa:bb:cc ' ip link show ng1_xxx
	works jng bridge xxx em0 em0
	want "xxx" jng show
	want "ng0_xxx
ng1_xxx" jng show xxx
	works jail -c name=xxx vnet vnet.interface=ng0_xxx,ng1_xxx \
		path="$PWD/www" persist
	works jexec xxx ip addr add 10.0.0.7/24 dev ng0_xxx
	works jexec xxx ip link set ng0_xxx up
	works jexec xxx ping -c 1 10.0.0.100
	want_like '^         recvPackets = [1-9]' jng stats xxx
	works jail -r xxx
	works jng shutdown xxx
	want "" jng show
	atf_check -s exit:1 -o ignore -e ignore ip link show ng0_xxx
}

it second "-b puts a second bridge behind the NIC's"
second_body() {
	nic
	works jng bridge -b extra one em0
	works jng bridge -b extra two em0
	want_like '^  link1  *em0bridge ' ngctl show em0extra:
	want_like '^  link2  *ng0_one ' ngctl show em0extra:
	want_like '^  link3  *ng0_two ' ngctl show em0extra:
	ip netns add one
	ip link set ng0_one netns one
	ip -n one addr add 10.0.0.8/24 dev ng0_one
	ip -n one link set ng0_one up
	works ip netns exec one ping -c 1 -W 9 10.0.0.100
}

it flags "= takes the NIC's address, ! the one it has"
flags_body() {
	nic
	works jng bridge a =em0
	want_like 'link/ether 00:11:22:aa:bb:cc ' ip link show ng0_a
	works jng bridge b !em0
	want_like 'link/ether 58:9c:fc:' ip link show ng0_b
	atf_check -s exit:1 -e match:'^Usage: jng bridge' jng bridge a
	atf_check -s exit:1 -e match:'bad name' jng bridge a-b em0
}

it jumbo "frames as long as the interfaces' owners say get through"
jumbo_body() {
	nic
	ip link set em0 mtu 9000
	ip addr add 10.0.0.1/24 dev em0
	ip -n lan link set far mtu 9000
	works jng bridge a em0
	works jng bridge b em0
	for n in a:7 b:8; do
		ip netns add "n${n#*:}"
		ip link set "ng0_${n%:*}" netns "n${n#*:}" name e0
		ip -n "n${n#*:}" addr add "10.0.0.${n#*:}/24" dev e0
		ip -n "n${n#*:}" link set e0 mtu 9000 up
	done
	for to in 10.0.0.8 10.0.0.1 10.0.0.100; do
		works ip netns exec n7 ping -c 1 -W 9 -M 'do' -s 8972 $to
	done
	works ping -c 1 -W 9 -M 'do' -s 8972 10.0.0.8
	works ip netns exec lan ping -c 1 -W 9 -M 'do' -s 8972 10.0.0.8
}

it dotted "an interface with a dot in its name has a bridge without one"
dotted_body() {
	nic
	ip link set em0 name em0.5
	works jng bridge -b two a em0.5
	want_like '^  link1  *em0_5bridge ' ngctl show em0_5two:
	works jng shutdown a
	works ngctl shutdown em0_5two:
	works ngctl shutdown em0_5bridge:
	works vnet add -4 10.0.0.1/24 em0.5 x.1
	want "em0.5
  vjail-e2e(HOST) em0.5 10.0.0.1/24
  vjail-e2e(HOST) x.1" vnet list -r em0.5
	works ping -c 1 -W 9 10.0.0.100
	works vnet delete em0.5 x.1
	want "" vnet list
}
