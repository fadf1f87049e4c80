#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# listing_002-graph.sh - The graph as a picture, drawn by dot
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

SCRIPT=$LISTINGS/002-graph.sh

it picture "all nodes, hooks and connections are in it" dot
picture_body() {
	skip_unless test -f "$SCRIPT" -- "no $SCRIPT"
	ip link add igb0 type veth peer name far
	works jng bridge vj1 igb0 igb0
	works jng bridge vj2 igb0
	works sh -e "$SCRIPT"
	want_like '<svg ' cat vgraph.svg
	for n in igb0 igb0bridge ng0_vj1 ng1_vj1 ng0_vj2; do
		want_like ">$n:<" cat vgraph.svg
	done
	same 5 "$(grep -c '>link[0-9]*<' vgraph.svg)" "links of the bridge"
	same 3 "$(grep -c '<title>[0-9]*.ether</title>' vgraph.svg)" "hooks of interfaces"
	want_like '>lower<' cat vgraph.svg
	want_like '>upper<' cat vgraph.svg
	same 5 "$(grep -c '<title>[0-9.a-z]*\.[a-z0-9]*&#45;&#45;' vgraph.svg)" \
		"connections"
}
