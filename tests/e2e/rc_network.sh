#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# rc_network.sh - A root without /etc/rc gets its network from its rc.conf
. "$(dirname "$0")/lib.sh"

# a_jail - Root "root", and e0a_www (10.0.0.1) of a pair with e0b_www
a_jail() {
	chmod 700 .
	make_root root
	ip link add e0a_www type veth peer name e0b_www
	ip addr add 10.0.0.1/24 dev e0a_www
	ip addr add 2001:db8::1/64 dev e0a_www nodad
	ip link set e0a_www up
}

start() {
	jail -c name=www path="$PWD/root" vnet vnet.interface=e0b_www \
		persist exec.start="/bin/sh /etc/rc" \
		exec.stop="/bin/sh /etc/rc.shutdown jail"
}

it network "addresses, aliases, routes and forwarding are set"
network_body() {
	a_jail
	cat >root/etc/rc.conf <<-CONF
		hostname="www.example.org"
		ifconfig_e0b_www="inet 10.0.0.2/24"
		ifconfig_e0b_www_alias0="inet 10.0.0.5-6/24"
		ifconfig_e0b_www_ipv6="inet6 2001:db8::2/64"
		ifconfig_em7="inet 10.7.0.1/24"
		defaultrouter="10.0.0.1"
		ipv6_defaultrouter="2001:db8::1"
		static_routes="lab"
		route_lab="-net 10.9.0.0/16 10.0.0.1"
		gateway_enable="YES"
	CONF
	start >out 2>err || atf_fail "$(cat out err)"
	for line in 'Setting hostname: www.example.org.' \
		'Starting Network: lo0 e0b_www.' \
		'add net 10.9.0.0: gateway 10.0.0.1' \
		'add net default: gateway 10.0.0.1' \
		'add net default: gateway 2001:db8::1' \
		'Additional inet routing options: gateway=YES.'; do
		grep -qxF "$line" out || atf_fail "no '$line' in: $(cat out)"
	done
	same "" "$(cat err)"
	want "www.example.org" jexec www hostname
	works ping -c1 -W9 10.0.0.2
	works ping -c1 -W9 10.0.0.5
	works ping -c1 -W9 10.0.0.6
	works jexec www ping -c1 10.0.0.1
	works jexec www ping -c1 127.0.0.1
	want_like '^default via 10.0.0.1 ' jexec www ip route
	want_like '^10.9.0.0/16 via 10.0.0.1 ' jexec www ip route
	want "1" jexec www cat /proc/sys/net/ipv4/ip_forward
	want "0" jexec www cat /proc/sys/net/ipv6/conf/all/forwarding
	works jail -r www
}

it clones "cloned interfaces are made, renamed and configured"
clones_body() {
	a_jail
	cat >root/etc/rc.conf <<-CONF
		cloned_interfaces="bridge0 epair3"
		ifconfig_bridge0="addm epair3a up"
		ifconfig_epair3a="up"
		ifconfig_epair3b_name="inner"
		ifconfig_inner="inet 10.3.0.1/24"
		ifconfig_inner_descr="the inner end"
	CONF
	start >out 2>err || atf_fail "$(cat out err)"
	grep -qxF 'Created clone interfaces: bridge0 epair3a epair3b.' out ||
		atf_fail "$(cat out)"
	want_like 'inet 10.3.0.1/24' jexec www ip addr show inner
	want_like '^	description: the inner end$' jexec www ifconfig inner
	want_like '^	member: epair3a ' jexec www ifconfig bridge0
	works jail -r www
}

it empty "a root without rc.conf starts with its loopback alone"
empty_body() {
	a_jail
	start >out 2>err || atf_fail "$(cat out err)"
	same "" "$(cat err)"
	want_like 'inet 127.0.0.1/8' jexec www ip addr show lo
	atf_check -o not-match:'inet ' jexec www ip addr show e0b_www
}

it warnings "what cannot be done is named, and the rest is done"
warnings_body() {
	a_jail
	cat >root/etc/rc.conf <<-CONF
		if [ x ]; then hostname=x; fi
		ifconfig_e0b_www="inet 10.0.0.2/24 DHCP"
		ifconfig_e0b_www_alias0="10.0.0.5/24"
		static_routes="nosuch"
		sshd_enable="YES"
		cron_enable="NO"
		wlans_e0b_www="wlan0"
		gateway_enable="maybe"
	CONF
	start >out 2>err || atf_fail "$(cat out err)"
	# shellcheck disable=SC2016 # it is told with the dollar sign
	for words in '/etc/rc.conf line 1: ' \
		'ifconfig_e0b_www: DHCP is not supported without ' \
		'"10.0.0.5/24" is no address' \
		'route_nosuch not found.' 'sshd_enable: no services' \
		'wlans_e0b_www: not supported, it has no effect' \
		'$gateway_enable is not set properly'; do
		grep -F "$words" err | grep -q '^/etc/rc: WARNING: ' ||
			atf_fail "no '$words' in: $(cat err)"
	done
	same 7 "$(wc -l <err)" "$(cat err)"
	works ping -c1 -W9 10.0.0.2
}

it unknown "every variable without effect is named, and no other is"
unknown_body() {
	a_jail
	mkdir root/etc/defaults
	cat >root/etc/defaults/rc.conf <<-CONF
		dumpdev="AUTO"
		keyrate="fast"
	CONF
	cat >root/etc/rc.conf <<-CONF
		net="10.0.0"
		ifconfig_e0b_www="inet \$net.2/24"
		create_args_bridge7="inet 10.7.0.1/24"
		vimage_enable="YES"
		vimage_list="vj1 vj2"
		vimages="vj1"
		jail_list="h1 h2"
		syslogd_flags="-ss"
		sshd_enable="NO"
		sshd_flags="-4"
		sendmail_enable="NONE"
		allscreens_flags=""
		keyrate="slow"
	CONF
	start >out 2>err || atf_fail "$(cat out err)"
	atf_check -o inline:"/etc/rc: WARNING: jail_list: not supported, it has no effect
/etc/rc: WARNING: keyrate: not supported, it has no effect
/etc/rc: WARNING: syslogd_flags: not supported, it has no effect
/etc/rc: WARNING: vimage_enable: no services are started
/etc/rc: WARNING: vimages: not supported, it has no effect
" sort err
	works ping -c1 -W9 10.0.0.2
}

it files "later files win, and directories of files are read"
files_body() {
	a_jail
	mkdir -p root/etc/rc.conf.d/network root/usr/local/etc/rc.conf.d
	echo 'hostname=one rc_startmsgs=NO' >root/etc/rc.conf
	echo 'hostname=two' >root/etc/rc.conf.local
	echo 'ifconfig_e0b_www="inet 10.0.0.9/24"' >root/etc/rc.conf.d/network/a
	echo 'ifconfig_e0b_www="inet 10.0.0.2/24"' >root/etc/rc.conf.d/network/b
	echo 'defaultrouter="10.0.0.1"' >root/usr/local/etc/rc.conf.d/routing
	start >out 2>err || atf_fail "$(cat out err)"
	same "" "$(cat err)"
	atf_check -s exit:1 grep -E 'Setting|Starting|Additional' out
	want "two" jexec www hostname
	works ping -c1 -W9 10.0.0.2
	want_like '^default via 10.0.0.1' jexec www ip route
}

it dhcp "DHCP runs the root's own client, start_if its script"
dhcp_body() {
	a_jail
	cat >root/bin/dhclient <<-SCRIPT
		#!/bin/sh
		exec ip addr add 10.0.0.77/24 dev "\$1"
	SCRIPT
	chmod 755 root/bin/dhclient
	# shellcheck disable=SC2016 # the script is to expand it
	echo 'echo "before $0"' >root/etc/start_if.e0b_www
	echo 'ifconfig_DEFAULT="SYNCDHCP"' >root/etc/rc.conf
	start >out 2>err || atf_fail "$(cat out err)"
	same "" "$(cat err)"
	grep -qx 'before /etc/start_if.e0b_www' out || atf_fail "$(cat out)"
	works ping -c1 -W9 10.0.0.77
}

it chosen "only the interfaces that are chosen are configured"
chosen_body() {
	a_jail
	ip link add e1a_www type veth peer name e1b_www
	cat >root/etc/rc.conf <<-CONF
		ifconfig_e0b_www="inet 10.0.0.2/24 NOAUTO"
		ifconfig_e1b_www="inet 10.1.0.2/24 vnet other"
		ipv4_addrs_e1b_www="10.1.0.3-4/24"
	CONF
	jail -c name=www path="$PWD/root" vnet vnet.interface=e0b_www \
		vnet.interface+=e1b_www persist exec.start="/bin/sh /etc/rc" \
		>out 2>err || atf_fail "$(cat out err)"
	same "" "$(cat err)"
	grep -qx 'Starting Network: lo0 e1b_www.' out || atf_fail "$(cat out)"
	atf_check -o not-match:'inet ' jexec www ip addr show e0b_www
	for a in 10.1.0.2/24 10.1.0.3/24 10.1.0.4/32; do
		want_like "inet $a" jexec www ip addr show e1b_www
	done
}

it switches "routing options are set and told in one line"
switches_body() {
	a_jail
	cat >root/etc/rc.conf <<-CONF
		ifconfig_e0b_www_aliases="inet 10.0.0.2/24 inet6 2001:db8::2/64"
		icmp_drop_redirect=YES
		gateway_enable=yes
		arpproxy_all=NO
		ipv6_gateway_enable=1
		ipv6_static_routes="far"
		ipv6_route_far="2001:db8:1::/48 2001:db8::1"
	CONF
	start >out 2>err || atf_fail "$(cat out err)"
	same "" "$(cat err)"
	for line in 'Additional inet routing options: ignore ICMP redirect=YES gateway=YES.' \
		'Additional inet6 routing options: gateway=YES.'; do
		grep -qxF "$line" out || atf_fail "no '$line' in: $(cat out)"
	done
	want_like '^2001:db8:1::/48 via 2001:db8::1' jexec www ip -6 route
	want 1 jexec www cat /proc/sys/net/ipv6/conf/all/forwarding
	want 0 jexec www cat /proc/sys/net/ipv4/conf/all/proxy_arp
}

it shared "a jail without a stack of its own has nothing configured"
shared_body() {
	chmod 700 .
	make_root root
	cat >root/etc/rc.conf <<-CONF
		hostname="www"
		defaultrouter="10.0.0.1"
		ifconfig_lo0_alias0="inet 127.0.0.9/32"
	CONF
	atf_check -s exit:0 -o match:'Setting hostname: www.' -e inline:\
"/etc/rc: WARNING: defaultrouter: the jail has no network stack of its own
/etc/rc: WARNING: ifconfig_lo0_alias0: the jail has no network stack of its own
" jail -c name=www path="$PWD/root" ip4=inherit persist \
		exec.start="/bin/sh /etc/rc"
	atf_check -o not-match:'127.0.0.9' ip addr show lo
}

it own "a root's own /etc/rc is what runs"
own_body() {
	a_jail
	echo 'echo own script' >root/etc/rc
	echo 'ifconfig_e0b_www="inet 10.0.0.2/24"' >root/etc/rc.conf
	atf_check -s exit:0 -o match:'^own script$' jail -c name=www \
		path="$PWD/root" vnet vnet.interface=e0b_www persist \
		exec.start="/bin/sh /etc/rc"
	atf_check -o not-match:'inet ' jexec www ip addr show e0b_www
}

it host "it does not run on the host"
host_body() {
	refuse "rc: this is not a jail" "$BSD/rc"
	want "" "$BSD/rc.shutdown" jail
	refuse "usage: rc" "$BSD/rc" start
}
