#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# listing_002-jail-rc.sh - Two jails in one root, one of them twice on one NIC
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

RC=$LISTINGS/002-jail-rc.conf

# What the seed's vimage script does for vimage_NAME_bridges, as jail.conf
conf() {
	cat >jail.conf <<-CONF
		path = "$PWD/root"; vnet; persist;
		exec.start = "/bin/sh /etc/rc";
		exec.stop = "/bin/sh /etc/rc.shutdown";
		exec.prestart = "jng bridge \$name \$bridges";
		exec.poststop = "jng shutdown \$name";
		host.hostname = \$name;
		vj1 { \$bridges = "igb0 igb0"; vnet.interface = ng0_vj1, ng1_vj1; }
		vj2 { \$bridges = "igb0"; vnet.interface = ng0_vj2; }
	CONF
}

# six NET NETNS:IF:N ... - IPv6 beside what the listing has; NETNS "-" is here
six() {
	_net=$1
	shift
	for _m in "$@"; do
		_in="-n ${_m%%:*}" _if=${_m#*:}
		[ "$_in" != "-n -" ] || _in=
		# shellcheck disable=SC2086
		works ip $_in addr add "$_net::${_if#*:}/64" \
			dev "${_if%:*}" nodad
	done
}

it double "vj1 reaches the LAN by one interface and vj2 by the other"
double_body() {
	skip_unless test -f "$RC" -- "no $RC"
	make_root root
	cp "$RC" root/etc/rc.conf
	conf
	ip netns add lan
	ip link add igb0 type veth peer name far netns lan
	ip link set igb0 up
	ip addr add 192.168.1.2/24 dev igb0
	ip addr add 10.0.0.3/24 dev igb0
	ip -n lan link set far up
	ip -n lan addr add 192.168.1.1/24 dev far
	ip -n lan addr add 10.0.0.100/24 dev far

	works jail -f jail.conf -c '*'
	want "vj1
vj2" jng show
	# The one device more is the NIC's way into the graph.
	same "igb0 lo x" "$(ip -o link | sed 's/^[0-9]*: //; s/[:@].*//; s/^x.*/x/' |
		sort | tr '\n' ' ' | sed 's/ $//')"
	works jexec vj1 ping -c 1 192.168.1.1
	works jexec vj1 ping -c 1 10.0.0.2
	six fd01 -:igb0:2 lan:far:1 vj1:ng0_vj1:100
	six fd00 -:igb0:3 lan:far:100 vj1:ng1_vj1:1 vj2:ng0_vj2:2
	traffic host,-,igb0,192.168.1.2,fd01::2 lan,lan,far,192.168.1.1,fd01::1 \
		vj1,vj1,ng0_vj1,192.168.1.100,fd01::100
	traffic host,-,igb0,10.0.0.3,fd00::3 lan,lan,far,10.0.0.100,fd00::100 \
		vj1,vj1,ng1_vj1,10.0.0.1,fd00::1 vj2,vj2,ng0_vj2,10.0.0.2,fd00::2
	works jail -f jail.conf -r '*'
	want "" jng show
	same "igb0 lo x" "$(ip -o link | sed 's/^[0-9]*: //; s/[:@].*//; s/^x.*/x/' |
		sort | tr '\n' ' ' | sed 's/ $//')"
	works ngctl shutdown igb0bridge:
	same "igb0 lo" "$(ip -o link | sed 's/^[0-9]*: //; s/[:@].*//' |
		sort | tr '\n' ' ' | sed 's/ $//')"
}
