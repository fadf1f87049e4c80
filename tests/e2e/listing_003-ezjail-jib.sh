#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# listing_003-ezjail-jib.sh - Interfaces made by jib for a jail's hooks
# shellcheck shell=sh disable=SC2154
. "$(dirname "$0")/lib.sh"

FILE=$LISTINGS/003-ezjail-jib

it jib "the hooks make the interface, the jail uses it, the hooks remove it"
jib_body() {
	skip_unless test -f "$FILE" -- "no $FILE"
	PATH=$BSD:$PATH
	ip netns add lan
	ip link add re0 type veth peer name far netns lan
	ip -n lan addr add 10.1.0.1/24 dev far
	ip -n lan link set far up
	sed "s,/usr/jails/,$PWD/jails/," "$FILE" >ezjail
	# shellcheck disable=SC1091
	. ./ezjail
	make_root jails/jailname
	cat >jails/jailname/etc/rc.conf <<-RC
		ifconfig_e0b_jailname="inet 10.1.0.2/24"
		defaultrouter="10.1.0.1"
	RC
	cat >jail.conf <<-CONF
		jailname {
			host.hostname = "$jail_jailname_hostname";
			path = "$jail_jailname_rootdir";
			mount.devfs;
			vnet;
			vnet.interface = "$jail_jailname_vnet_interface";
			exec.prestart = "$jail_jailname_exec_prestart0";
			exec.start = "$jail_jailname_exec_start";
			exec.stop = "/bin/sh /etc/rc.shutdown";
			exec.poststop = "$jail_jailname_exec_poststop0";
			persist;
		}
	CONF
	skip_unless test ! -e /usr/local/sbin/jib -- "/usr/local/sbin/jib exists"
	# The bridge that jib makes stays, as on FreeBSD.
	works jail -f jail.conf -c
	mac=$(jexec jailname ifconfig e0b_jailname ether | grep ether)
	works jexec jailname ping -c 1 10.1.0.1
	works ip netns exec lan ping -c 1 10.1.0.2
	atf_check -o match:'gateway: 10.1.0.1' jexec jailname route -n get default
	works jail -f jail.conf -r jailname
	refuse "" ip link show e0a_jailname
	works ip link show re0bridge

	works jail -f jail.conf -c
	same "$mac" "$(jexec jailname ifconfig e0b_jailname ether | grep ether)"
	works jexec jailname ping -c 1 10.1.0.1
	works jail -f jail.conf -r jailname
}
