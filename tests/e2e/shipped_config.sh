#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# shipped_config.sh - What is installed for udev and NetworkManager is about
# the interfaces that our tools make, and about no others
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

# made - Names that the tools give, one of each kind this kernel has
made() {
	PATH=$BSD:$PATH
	for kind in epair bridge tap tun vxlan gif gre lo vlan lagg wg; do
		ifconfig "${kind}7" create >/dev/null 2>&1
	done
	ip link add em0 type veth peer name eth0
	ip link set eth0 up
	jib addm www em0 >/dev/null
	make_root root
	jail -c name=www path="$PWD/root" vnet persist \
		vjail.interface="e0 em0bridge"
	ngctl mkpeer . eiface x ether
	jng bridge db em0 >/dev/null
	ip -o link | sed 's/^[0-9]*: //; s/[@:].*//' |
		grep -vx -e lo -e em0 -e eth0 -e em0bridge
}

# matches NAME PATTERN ...
matches() {
	_name=$1
	shift
	for _p in "$@"; do
		# shellcheck disable=SC2254
		case $_name in
		$_p) return 0 ;;
		esac
	done
	return 1
}

# patterns - Of both files, in one form
link_patterns() {
	sed -n 's/^OriginalName=//p' "$SRC/etc/70-vjail.link" | tr ' ' '\n'
}
nm_patterns() {
	sed -n 's/^match-device=//p' "$SRC/etc/70-vjail.conf" | tr ';' '\n' |
		sed 's/^interface-name://'
}

it names "every name our tools make is covered, hardware's and lo are not"
names_body() {
	made >names
	[ "$(wc -l <names)" -ge 8 ] || _fail "too few" "$(cat names)"
	set -f
	while read -r n; do
		# shellcheck disable=SC2046
		matches "$n" $(link_patterns) || atf_fail "udev: $n"
		# shellcheck disable=SC2046
		matches "$n" $(nm_patterns) || atf_fail "NetworkManager: $n"
	done <names
	for n in lo em0 eth0 wlan0 enp3s0 ens18 docker0 br0 virbr0 bond0 veth12; do
		# shellcheck disable=SC2046
		! matches "$n" $(link_patterns) || atf_fail "udev: $n"
		# shellcheck disable=SC2046
		! matches "$n" $(nm_patterns) || atf_fail "NetworkManager: $n"
	done
}

it udev "udev reads the file, and takes it for ours alone" udevadm
udev_body() {
	mount -t tmpfs tmpfs /etc/systemd/network
	cp "$SRC/etc/70-vjail.link" /etc/systemd/network/
	works "$BSD/ifconfig" epair0 create
	ip link add other0 type veth peer name other1
	udevadm test-builtin net_setup_link /sys/class/net/epair0a >ours 2>&1
	atf_check -o ignore grep 'ID_NET_LINK_FILE=.*70-vjail.link' ours
	udevadm test-builtin net_setup_link /sys/class/net/other0 >other 2>&1
	atf_check -s exit:1 grep 'ID_NET_LINK_FILE=.*70-vjail.link' other
}
