#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# listing_000-netgraph-steps.sh - The seed's five steps, with a tee everywhere
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

STEPS=$LISTINGS/000-netgraph-steps.ngctl

it steps "www is reached through three tees, and they count"
steps_body() {
	skip_unless test -f "$STEPS" -- "no $STEPS"
	PATH=$BSD:$PATH
	ip netns add lan
	ip link add em0 type veth peer name far netns lan
	ip link set em0 up
	ip addr add 10.0.0.1/24 dev em0
	ip addr add fd00::1/64 dev em0 nodad
	ip -n lan link set far up
	ip -n lan addr add 10.0.0.100/24 dev far
	ip -n lan addr add fd00::100/64 dev far nodad
	make_root www

	ngctl -f - <"$STEPS" || atf_fail "the steps"
	ifname=$(ngctl msg www0: getifname | sed -n 's/.*"\(ngeth[0-9]*\)"/\1/p')
	works ifconfig "$ifname" name www0
	works ifconfig www0 ether 02:00:00:00:00:11
	works jail -c name=www vnet vnet.interface=www0 path="$PWD/www" persist
	works jexec www ifconfig www0 10.0.0.11/24
	works jexec www ping -c 3 -i 0.2 10.0.0.100
	works ip netns exec lan ping -c 1 10.0.0.11
	works jexec www ping -c 1 10.0.0.1
	works ping -c 1 10.0.0.11
	works ip -n www addr add fd00::11/64 dev www0 nodad
	traffic host,-,em0,10.0.0.1,fd00::1 lan,lan,far,10.0.0.100,fd00::100 \
		www,www,www0,10.0.0.11,fd00::11
	want_like 'right=\{ inOctets=[0-9]* inFrames=[0-9]* outOctets=[0-9]* outFrames=[0-9]* \} left=\{' \
		ngctl msg www_tee: getstats
	# A tee that goes joins its neighbours.
	works ngctl shutdown www_tee:
	works jexec www ping -c 1 10.0.0.100
	want_like '^  ether  *em0bridge ' ngctl show www0:
	# The node takes its interface along, wherever it is.
	works ngctl shutdown www0:
	want "lo" sh -c 'jexec www ip -o link | sed "s/^[0-9]*: //; s/:.*//" |
		grep -v -e sit -e tunl'
	works jail -r www
}
