#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# sysctl_switches.sh - FreeBSD's names read and set the kernel's switches
. "$(dirname "$0")/lib.sh"

it forwarding "forwarding is switched on and off, and says what it was"
forwarding_body() {
	want "net.inet.ip.forwarding: 0" "$BSD/sysctl" net.inet.ip.forwarding
	want "net.inet.ip.forwarding: 0 -> 1
net.inet6.ip6.forwarding: 0 -> 1" "$BSD/sysctl" net.inet.ip.forwarding=1 \
		net.inet6.ip6.forwarding=1
	want 1 cat /proc/sys/net/ipv4/ip_forward
	want 1 cat /proc/sys/net/ipv6/conf/all/forwarding
	want "1 -> 0" "$BSD/sysctl" -n net.inet.ip.forwarding=0
	want "net.inet.ip.forwarding=0 -> 1" "$BSD/sysctl" -e \
		net.inet.ip.forwarding:1
	want 1 "$BSD/sysctl" -n net.inet.ip.forwarding
}

it forms "flags choose what is printed"
forms_body() {
	want "net.fibs
net.graph.maxalloc
net.graph.maxdata
net.graph.threads" "$BSD/sysctl" -aNT
	want "kern.features.vimage: integer" "$BSD/sysctl" -t \
		kern.features.vimage
	want_like '^kern.features: node: ' "$BSD/sysctl" -dt kern.features
	want "kern.securelevel: 0xffffffff" "$BSD/sysctl" -x kern.securelevel
	want " 01 00 00 00" sh -c "'$BSD/sysctl' -b kern.features.vimage |
		od -An -tx1"
	want_like '^security.jail.param.allow.mount: ' "$BSD/sysctl" -d \
		security.jail.param
	want "security.jail.jailed: 0" "$BSD/sysctl" security.jail.jailed
	want "vjail-e2e" "$BSD/sysctl" -n kern.hostname
}

it inverse "switches that mean the opposite, for all interfaces"
inverse_body() {
	ip link add v0 type veth peer name v1
	works "$BSD/sysctl" net.inet.icmp.drop_redirect=0
	same 1 "$(cat /proc/sys/net/ipv4/conf/*/accept_redirects | sort -u)"
	want "net.inet.icmp.drop_redirect: 0 -> 1" "$BSD/sysctl" \
		net.inet.icmp.drop_redirect=1
	same 0 "$(cat /proc/sys/net/ipv4/conf/*/accept_redirects | sort -u)"
	works "$BSD/sysctl" net.link.ether.inet.max_age=77
	want 77000 cat /proc/sys/net/ipv4/neigh/v0/base_reachable_time_ms
	works "$BSD/sysctl" net.inet.ip.portrange.first=2000 \
		net.inet.ip.portrange.last=3000
	want "$(printf '2000\t3000')" cat \
		/proc/sys/net/ipv4/ip_local_port_range
}

it errors "each failure is told and counted"
errors_body() {
	refuse "sysctl: unknown oid 'no.such'" "$BSD/sysctl" no.such
	want "" "$BSD/sysctl" -i no.such
	atf_check -s exit:2 "$BSD/sysctl" -q no.such no.such=1
	refuse "sysctl: oid 'net.inet.ip' isn't a leaf node" "$BSD/sysctl" \
		net.inet.ip=1
	refuse "sysctl: invalid integer 'abc'" "$BSD/sysctl" \
		net.inet.ip.ttl=abc
	refuse "sysctl: empty numeric value" "$BSD/sysctl" net.inet.ip.ttl=
	refuse "sysctl: oid 'kern.ostype' is read only" "$BSD/sysctl" \
		kern.ostype=x
	refuse "sysctl: Tunable values are set in /boot/loader.conf" \
		"$BSD/sysctl" net.graph.maxdata=2
	refuse "'net.inet.icmp.quotelen' has no counterpart on Linux" \
		"$BSD/sysctl" net.inet.icmp.quotelen
	refuse "'net.inet.icmp.quotelen' has no counterpart on Linux" \
		"$BSD/sysctl" net.inet.icmp.quotelen=8
	refuse "sysctl: net.link.bridge.ipfw=1: Operation not supported" \
		"$BSD/sysctl" net.link.bridge.ipfw=1
	atf_check -s exit:1 -o ignore -e match:'^usage: ' "$BSD/sysctl" -nN x
}

it users "only root sets"
users_body() {
	refuse "sysctl: net.inet.ip.ttl=3: Operation not permitted" \
		setpriv --reuid 1001 "$BSD/sysctl" net.inet.ip.ttl=3
	want 64 cat /proc/sys/net/ipv4/ip_default_ttl
}

it file "a file's lines are read, and a bad one is told by its number"
file_body() {
	cat >conf <<-CONF
		# comment
		net.inet.ip.ttl = 60 # and blanks

		no.such=1
		net.inet6.ip6.hlim="61"
	CONF
	atf_check -s exit:1 -o inline:"net.inet.ip.ttl: 64 -> 60
net.inet6.ip6.hlim: 64 -> 61
" -e inline:"sysctl: unknown oid 'no.such' at line 4
" "$BSD/sysctl" -f conf
	want 60 cat /proc/sys/net/ipv4/ip_default_ttl
	refuse "none: No such file" "$BSD/sysctl" -f none
}
