#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# source_sends.sh - The process that sends for a source node comes and goes
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

# source_made - src, with one frame, that sends to a hole as much as it may
source_made() {
	ip link add em0 type veth peer name far
	ip link set em0 addrgenmode none
	ip link set em0 up
	ip link set far up
	printf 'mkpeer em0: source lower output\nname em0:lower src\n' >g
	works ngctl -f g
	printf 'a frame of some length' >frame
	works sh -c 'nghook src: input <frame'
	works ngctl msg src: setpps 1000
}

sending() {
	[ "$(grep -l '^ng_source$' /proc/[0-9]*/comm 2>/dev/null | wc -l)" = "$1" ]
}

sent() {
	ngctl msg src: getstats | sed -n 's/.*outFrames=\([0-9]*\).*/\1/p'
}

it sends "frames arrive behind the interface, and it ends by itself"
sends_body() {
	source_made
	works ngctl msg src: start 20
	until_true 10 sending 0
	same 20 "$(sent)" "frames that were sent"
	same 20 "$(cat /sys/class/net/far/statistics/rx_packets)" "that came"
	works ngctl shutdown src:
	want "" find /run/vjail/ng -name 'src*'
}

it killed "a killed process is seen; it can be started again"
killed_body() {
	source_made
	works ngctl msg src: start 1000000
	works sending 1
	atf_check -s exit:71 -e match:"Device busy" ngctl msg src: start 1
	kill -9 "$(grep -l '^ng_source$' /proc/[0-9]*/comm | cut -d/ -f3)"
	until_true 10 sending 0
	works ngctl msg src: start 1000000
	works sending 1
	works ngctl msg src: stop
	until_true 10 sending 0
}

it ends "it ends with the node, however that goes"
ends_body() {
	for how in "shutdown src:" "rmhook src: output" "shutdown em0:"; do
		source_made
		works ngctl msg src: start 1000000
		works sending 1
		# shellcheck disable=SC2086
		works ngctl $how
		until_true 10 sending 0
		atf_check -s exit:71 -e match:"No such file" ngctl show src:
		ip link del em0
	done
	source_made
	works ngctl msg src: start 1000000
	works ip link del em0
	works ngctl list
	until_true 10 sending 0
}
