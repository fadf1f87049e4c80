#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# sysctl_jail.sh - A jail sets its own network's switches, and no others
. "$(dirname "$0")/lib.sh"

it vnet "a jail with a stack of its own sets what is below net"
vnet_body() {
	chmod 700 .
	make_root root
	works jail -c name=www path="$PWD/root" vnet persist
	want "security.jail.jailed: 1
security.jail.vnet: 1" jexec www sysctl security.jail.jailed security.jail.vnet
	want "net.inet.ip.forwarding: 0 -> 1" jexec www sysctl \
		net.inet.ip.forwarding=1
	want 0 cat /proc/sys/net/ipv4/ip_forward
	refuse "sysctl: kern.maxproc=100: Operation not permitted" jexec www \
		sysctl kern.maxproc=100
	want "1" jexec www sysctl -n kern.features.vimage
}

it shared "a jail without one sets nothing"
shared_body() {
	chmod 700 .
	make_root root
	works jail -c name=www path="$PWD/root" persist
	want "security.jail.vnet: 0" jexec www sysctl security.jail.vnet
	refuse "sysctl: net.inet.ip.forwarding=1: Operation not permitted" \
		jexec www sysctl net.inet.ip.forwarding=1
}

it modules "kldload in a jail finds what the kernel does, and loads nothing"
modules_body() {
	chmod 700 .
	make_root root
	works jail -c name=www path="$PWD/root" vnet persist
	want "" jexec www kldload -n if_bridge if_epair nullfs
	refuse "kldload: can't load zfs: Operation not permitted" jexec www \
		kldload zfs
	refuse "kldload: can't load nosuch: No such file or directory" \
		jexec www kldload nosuch
}
