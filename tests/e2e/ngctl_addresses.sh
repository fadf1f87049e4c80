#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# ngctl_addresses.sh - An interface answers for its own address, no other
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

it changed "after its address was changed, frames for the old one are not its"
changed_body() {
	cat >graph <<-'GRAPH'
		mkpeer . bridge x link0
		name x br
		mkpeer br: eiface link1 ether
		mkpeer br: eiface link2 ether
		rmhook . x
	GRAPH
	works ngctl -f graph
	ip netns add j
	ip link set ngeth1 netns j
	ip addr add 10.9.0.1/24 dev ngeth0
	ip link set ngeth0 up
	ip -n j addr add 10.9.0.2/24 dev ngeth1
	ip -n j link set ngeth1 up
	works ping -c 1 -W 9 10.9.0.2
	old=$(ip -n j -o link show ngeth1 | sed 's/.*ether \([^ ]*\).*/\1/')

	ip -n j link set ngeth1 down
	ip -n j link set ngeth1 address 02:00:00:00:00:11 up
	# It speaks, once; from then on the graph knows.
	ip neigh flush dev ngeth0
	works ping -c 1 -W 9 10.9.0.2
	works ping -c 2 -W 9 10.9.0.2
	ip neigh replace 10.9.0.2 lladdr "$old" dev ngeth0
	atf_check -s exit:1 -o ignore ping -c 1 -W 1 10.9.0.2
	ip neigh replace 10.9.0.2 lladdr 02:00:00:00:00:11 dev ngeth0
	works ping -c 1 -W 9 10.9.0.2
}
