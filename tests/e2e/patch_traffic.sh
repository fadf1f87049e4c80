#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# patch_traffic.sh - A connection whose packets are changed on their way
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

# Port 81 of h2, as h1 sees it, is its port 80: packets from h1 get another
# destination, those from h2 another source.
hosts() {
	cat >graph.ng <<-'NG'
		mkpeer eiface a ether
		mkpeer eiface b ether
		rmhook a
		rmhook b
		mkpeer ngeth0: patch ether in
		name ngeth0:ether to2
		mkpeer to2: patch out out
		name to2:out to1
		connect to1: ngeth1: in ether
		msg to1: setdlt 1
		msg to2: setdlt 1
	NG
	works ngctl -f graph.ng
	ports to2 22 80
	ports to1 20 81
	for _i in 1 2; do
		ip netns add h$_i
		ip -n h$_i link set lo up
		ip link set ngeth$((_i - 1)) netns h$_i
		nsenter --net=/run/netns/h$_i \
			sysctl -qw net.ipv6.conf.all.disable_ipv6=1
		ip -n h$_i link set ngeth$((_i - 1)) up
		ip -n h$_i addr add "10.0.0.$_i/24" dev ngeth$((_i - 1))
	done
}

# ports NODE OFFSET PORT - Set a port; the checksums of header and TCP follow
ports() {
	works ngctl msg "$1": setconfig "{ count=1 csum_flags=5 relative_offset=1
		ops=[ { offset=$2 length=2 mode=1 value=$3 } ] }"
}

h1() { nsenter --net=/run/netns/h1 "$@"; }
h2() { nsenter --net=/run/netns/h2 "$@"; }

it offloads "a connection with segments of 64 kilobytes, both ways" nc
offloads_body() {
	hosts
	head -c 3000000 /dev/urandom >sent
	head -c 2000000 /dev/urandom >answer
	h2 nc -N -l 80 <answer >got &
	until_true 10 sh -c "nsenter --net=/run/netns/h2 ss -Hltn | grep -q :80"
	h1 timeout 60 nc -N 10.0.0.2 81 <sent >back ||
		atf_fail "no connection"
	wait
	works cmp sent got
	works cmp answer back
	# Segments, not packets, went through
	_n=$(ngctl msg to2: getstats | sed -n 's/.*Patched=\([0-9]*\).*/\1/p')
	[ "$_n" -lt 1500 ] || atf_fail "$_n packets for 3,000,000 octets"
}

it wrong "without checksums nothing is heard" nc ethtool
wrong_body() {
	hosts
	# Offloaded, it would be made right behind the node.
	h1 ethtool -K ngeth0 tx off >/dev/null
	works ngctl msg to2: setconfig "{ count=1 relative_offset=1
		ops=[ { offset=22 length=2 mode=1 value=80 } ] }"
	h2 nc -N -l 80 >got </dev/null &
	_nc=$!
	until_true 10 sh -c "nsenter --net=/run/netns/h2 ss -Hltn | grep -q :80"
	if h1 timeout 2 nc -N 10.0.0.2 81 </dev/null; then
		atf_fail "a connection with wrong checksums"
	fi
	kill "$_nc"
}

it manual "the manual's example: the LAN sees the address that was set" ping
manual_body() {
	ip netns add lan
	ip link add em0 type veth peer name far netns lan
	ip link set em0 up
	ip addr add 10.0.0.1/24 dev em0
	ip -n lan link set far up
	ip -n lan addr add 10.0.0.2/24 dev far
	awk '/^\.Ed/ { shown = 0 }
		shown
		/^\.Sh EXAMPLES/ { inside = 1 }
		inside && /^\.Bd -literal/ { shown = 1 }' \
		"$SRC/node/patch/ng_patch.4" >in
	works sh -ex in
	nsenter --net=/run/netns/lan ngctl -f - <<-'NG' || atf_fail "the LAN"
		mkpeer far: bridge lower link0
		connect far: far:lower upper link1
		msg far: setpromisc 1
	NG
	works ping -c 1 10.0.0.2
	want_like 'addr=02:00:00:00:00:09 hook="link0"' \
		nsenter --net=/run/netns/lan ngctl msg far:lower gettable
}
