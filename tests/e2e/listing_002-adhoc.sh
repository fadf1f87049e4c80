#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# listing_002-adhoc.sh - A vnet jail made by hand, a NIC moved in and out
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

SCRIPT=$LISTINGS/002-adhoc.sh

it adhoc "every line of it works, and the NIC carries traffic inside"
adhoc_body() {
	skip_unless test -f "$SCRIPT" -- "no $SCRIPT"
	PATH=$BSD:$PATH
	ip netns add lan
	ip link add fxp0 type veth peer name far netns lan
	ip -n lan addr add 10.1.0.1/24 dev far
	ip -n lan link set far up

	works sh -e "$SCRIPT"
	works ip link show fxp0
	want "" jls name

	# The same with a look at each step.
	grep -v -e '-vnet' "$SCRIPT" | sed '/^jail -r/d' >up
	atf_check -o save:out sh -e up
	atf_check -o match:'^lo0: flags=' cat out
	atf_check -o match:'^ *[0-9]+ .*vj1 +/$' cat out
	atf_check -o match:'^ *PID +JID COMMAND' cat out
	refuse "" ip link show fxp0
	works jexec vj1 ifconfig fxp0 inet 10.1.0.2/24
	works jexec vj1 ping -c 1 10.1.0.1
	works ip netns exec lan ping -c 1 10.1.0.2
	works ifconfig fxp0 -vnet vj1
	works ip link show fxp0
	works jail -r vj1
}
