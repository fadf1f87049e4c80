#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# ifconfig_addresses.sh - ifconfig sets addresses the way FreeBSD does
. "$(dirname "$0")/lib.sh"

ifc=$BSD/ifconfig

em0() {
	works "$ifc" epair0 create name em0
}

# inet - The IPv4 addresses of em0
inet() {
	"$ifc" -f cidr em0 inet | sed -n 's/^\tinet \([^ ]*\).*/\1/p' | xargs
}

it replace "an address comes in place of the first one, an alias beside it"
replace_body() {
	em0
	works "$ifc" em0 10.0.0.1/24
	want_like "flags=8843<UP," "$ifc" em0
	works "$ifc" em0 10.0.0.2/24 alias
	works "$ifc" em0 inet 10.0.0.3 netmask 255.255.255.0 alias
	same "10.0.0.1/24 10.0.0.2/24 10.0.0.3/24" "$(inet)"
	works "$ifc" em0 10.0.0.9/24
	same "10.0.0.2/24 10.0.0.3/24 10.0.0.9/24" "$(inet)"
	works "$ifc" em0 alias 10.0.0.3/24
	same "10.0.0.2/24 10.0.0.3/24 10.0.0.9/24" "$(inet)"
	works "$ifc" em0 alias 10.0.0.3/32
	same "10.0.0.2/24 10.0.0.3/32 10.0.0.9/24" \
		"$(inet | xargs -n1 | sort | xargs)"
}

it remove "one address goes, the others of its network stay"
remove_body() {
	em0
	for i in 1 2 3; do
		works "$ifc" em0 10.0.0.$i/24 alias
	done
	works "$ifc" em0 inet 10.0.0.1/24 -alias
	same "10.0.0.2/24 10.0.0.3/24" "$(inet)"
	works "$ifc" em0 -alias 10.0.0.3
	same "10.0.0.2/24" "$(inet)"
	refuse "ioctl (SIOCDIFADDR): Can't assign requested address" \
		"$ifc" em0 -alias 10.0.0.3
	refuse "10.0.0.2/24: bad value" "$ifc" em0 -alias 10.0.0.2/24
	works "$ifc" em0 delete
	same "" "$(inet)"
	refuse "ioctl (SIOCDIFADDR): Can't assign requested address" \
		"$ifc" em0 delete
}

it words "flags act at once, the address at the end"
words_body() {
	em0
	refuse "10.0.0.1/33: bad value (width too large)" \
		"$ifc" em0 mtu 1400 10.0.0.1/33
	want_like "mtu 1400" "$ifc" em0
	works "$ifc" em0 10.0.0.1 down netmask 0xffffff00 broadcast 10.0.0.254
	want_like "inet 10.0.0.1 netmask 0xffffff00 broadcast 10.0.0.254" \
		"$ifc" em0
	want_like "flags=8843<UP," "$ifc" em0
	refuse "setting interface address without mask is no longer supported" \
		"$ifc" em0 10.0.0.1
	refuse "not a point-to-point interface" "$ifc" em0 10.0.0.1/24 10.0.0.2
	atf_check -o empty "$ifc" -d em0 10.7.7.7/24
	same "10.0.0.1/24" "$(inet)"
}

it inet6 "inet6 addresses add up and have their own words"
inet6_body() {
	em0
	works "$ifc" em0 inet6 no_dad -auto_linklocal
	works "$ifc" em0 inet6 2001:db8::1
	works "$ifc" em0 inet6 2001:db8:1::1/48
	works "$ifc" em0 inet6 fe80::1/64
	works "$ifc" em0 inet6 2001:db8:2:: eui64 pltime 1000 vltime 2000
	index=$(cat /sys/class/net/em0/ifindex)
	want_like "inet6 2001:db8::1 prefixlen 64$" "$ifc" em0 inet6
	want_like "inet6 2001:db8:1::1/48$" "$ifc" -f inet6:cidr em0 inet6
	want_like "inet6 fe80::1%em0 prefixlen 64 scopeid 0x$index$" \
		"$ifc" em0 inet6
	want_like "inet6 2001:db8:2::1 prefixlen 64 pltime (1000|999) vltime (2000|1999)$" \
		"$ifc" em0 inet6
	want_like "nd6 options=101<PERFORMNUD,NO_DAD>" "$ifc" em0 inet6
	works "$ifc" em0 inet6 2001:db8::1 -alias
	atf_check -o not-match:"2001:db8::1 " "$ifc" em0
	refuse "ioctl (SIOCDIFADDR): Can't assign requested address" \
		"$ifc" em0 inet6 -alias 2001:db8::1
	refuse "netmask: invalid option for inet6" \
		"$ifc" em0 inet6 2001:db8::9 netmask 0xff
	works "$ifc" em0 inet6 ifdisabled
	refuse "em0: inet6 is disabled on it" "$ifc" em0 inet6 2001:db8::9/64
}

it ether "the hardware address is what is asked for"
ether_body() {
	em0
	works "$ifc" em0 ether 02:00:00:00:00:11
	want_like "ether 02:00:00:00:00:11" "$ifc" em0
	want_like "ether 02-00-00-00-00-11" "$ifc" -f ether:dash em0 ether
	works "$ifc" em0 link random
	atf_check -o not-match:02:00:00:00:00:11 "$ifc" em0
	refuse "can't set link-level netmask or broadcast" \
		"$ifc" em0 ether 02:00:00:00:00:12 netmask 0xff
}

it offload "offloads are switched off, and what is off already stays so"
offload_body() {
	em0
	works "$ifc" em0 -tso -txcsum
	want_like "options=200019<RXCSUM,VLAN_MTU,VLAN_HWTAGGING,RXCSUM_IPV6>" \
		"$ifc" em0
	works "$ifc" em0 -tso -lro
	works "$ifc" em0 txcsum tso
	want_like "options=60031b<" "$ifc" em0
}
