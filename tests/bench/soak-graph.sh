#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# soak-graph.sh - Two bridges, a NIC and six interfaces: built and shut down
set -eu
# shellcheck source=soak-lib.sh
. "$(dirname "$0")/soak-lib.sh"

mkdir -m 700 /run/soak
cd /run/soak
ip link add igb0 type veth peer name wire
ip link set igb0 up

build() {
	ngctl -f- <<-GRAPH
		mkpeer igb0: ng_bridge lower link0
		name igb0:lower bridge0
		connect igb0: bridge0: upper link1
		mkpeer bridge0: ng_eiface link2 ether
		mkpeer bridge0: ng_eiface link3 ether
		mkpeer bridge0: ng_eiface link4 ether
		mkpeer . ng_bridge virt link0
		name virt bridge1
		mkpeer bridge1: ng_eiface link2 ether
		mkpeer bridge1: ng_eiface link3 ether
		mkpeer bridge1: ng_eiface link4 ether
	GRAPH
}

cycle() {
	build
	{
		echo 'shutdown bridge0:'
		echo 'shutdown bridge1:'
		for _n in 0 1 2 3 4 5; do echo "shutdown ngeth$_n:"; done
	} | ngctl -f-
	[ ! -e /sys/fs/bpf/vjail ] || {
		echo "soak: the graph is still there" >&2
		exit 1
	}
}

soak graph 'a graph of nine nodes built and shut down' cycle
