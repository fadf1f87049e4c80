#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# listing_003.sh - The listings 003-host.sh and 003-ezjail-jib run, with traffic
. "$(dirname "$0")/lib.sh"

# want_listing NAME
want_listing() {
	skip_unless [ -f "$LISTINGS/$1" ] -- "no $LISTINGS/$1"
}

# nic - re0, and what is at the other end of its cable: 192.0.2.8
nic() {
	ip link add re0 address 00:25:90:aa:bb:cc type veth peer name re0_w
	ip link set re0_w up
	ip addr add 192.0.2.8/24 dev re0_w
}

it host "003-host.sh: epair, bridge and jib by hand"
host_body() {
	want_listing 003-host.sh
	nic
	PATH=$BSD:$PATH
	atf_check -o inline:"epair17a\nre0bridge\ne0a_TEST\ne0b_TEST\n" \
		sh -e "$LISTINGS/003-host.sh"
	want_like 'member: epair17a' ifconfig bridge0
	want_like 'member: e0a_TEST' ifconfig re0bridge
	want_like 'member: re0 ' ifconfig re0bridge

	make_root root
	works ip addr add 198.51.100.1/24 dev bridge0
	works jail -c name=one path="$PWD/root" vnet \
		vnet.interface=epair17b vnet.interface+=e0b_TEST persist
	works ifconfig -j one epair17b 198.51.100.17/24
	works ifconfig -j one e0b_TEST 192.0.2.17/24
	works jexec one ping -c 1 198.51.100.1
	works jexec one ping -c 1 192.0.2.8
	works jail -r one
	works ip link show e0b_TEST
	works ip link show epair17b
}

# conf FILE - A jail.conf of what the ezjail file exports
# shellcheck disable=SC2154 # the listing sets it
conf() {
	# shellcheck disable=SC1090 # the listing
	. "$1"
	cat <<-EOF
		jailname {
			path = "$PWD/root";
			host.hostname = "$jail_jailname_hostname";
			vnet;
			vnet.interface = "$jail_jailname_vnet_interface";
			exec.start = "$jail_jailname_exec_start";
			exec.prestart = "$jail_jailname_exec_prestart0";
			exec.poststop = "$jail_jailname_exec_poststop0";
			mount.devfs;
			persist;
		}
	EOF
}

it ezjail_jib "003-ezjail-jib: jib called by hooks, by FreeBSD's path"
ezjail_jib_body() {
	want_listing 003-ezjail-jib
	nic
	make_root root
	echo 'ifconfig_e0b_jailname="inet 192.0.2.17/24"' >root/etc/rc.conf
	conf "$LISTINGS/003-ezjail-jib" >jail.conf
	before=$(census)

	works jail -f jail.conf -c jailname
	works ip link show re0bridge
	want "jailname" jib show
	works jexec jailname ping -c 1 192.0.2.8
	want_like 'inet 192.0.2.17 ' jexec jailname ifconfig e0b_jailname
	works jail -f jail.conf -r jailname
	want "" jib show
	works ip link del re0bridge
	same "$before" "$(census)"
}
