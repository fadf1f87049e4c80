#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# one2many_failover.sh - A host that has two cables loses one
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

PAGE=$SRC/node/one2many/ng_one2many.4

# cables - em0 and em1 lead to the same switch, behind which is 10.0.0.2
cables() {
	ip netns add lan
	ip -n lan link add sw type bridge
	ip -n lan link set sw up
	ip -n lan addr add 10.0.0.2/24 dev sw
	for _i in 0 1; do
		ip link add em$_i type veth peer name far$_i netns lan
		ip link set em$_i up
		ip -n lan link set far$_i master sw up
	done
	ip addr add 10.0.0.1/24 dev em0
	sed -n '/^\.Sh EXAMPLES/,/^\.Sh/{/^\./d; /^ngctl/p;}' "$PAGE" >in
	works sh -ex in
}

# by LINK - That is the one by which the host sends
by() {
	works ngctl msg pair: clrstats 0
	works ngctl msg pair: clrstats 1
	works ping -c 1 10.0.0.2
	want_like 'xmitPackets=[1-9]' ngctl msg pair: getstats "$1"
	! ngctl msg pair: getstats $((1 - $1)) | grep xmitPackets ||
		atf_fail "by both"
}

it configured "the second cable is used when the first is taken out of use" ping
configured_body() {
	cables
	by 0
	ip -n lan link set far0 down
	works ngctl msg pair: setconfig \
		'{ xmitAlg=3 failAlg=2 enabledLinks=[ 0 1 ] }'
	by 1
	ip -n lan link set far0 up
	works ngctl msg pair: setconfig \
		'{ xmitAlg=3 failAlg=2 enabledLinks=[ 1 1 ] }'
	carries em0
	carries -n lan far0
	by 0
	works ngctl shutdown pair:
	works ping -c 1 10.0.0.2
}

it told "a program says that a cable is broken, and that it is mended" ping cc
told_body() {
	! sanitized || atf_skip "a sanitizer build is not for strangers"
	mkdir bin
	ln -s "$BUILD/libexec" libexec
	{
		echo "#include <err.h>"
		echo "#include <netgraph.h>"
		echo "int main(void) { int cs;"
		echo "if (NgMkSockNode(NULL, &cs, 0) < 0) err(1, 0);"
		echo "return 0 >"
		sed -n 's/\\(dq/"/g; s/^\.Dl \(NgSendMsg\)/\1/p' "$PAGE"
		echo "}"
	} >down.c
	sed s/NGM_LINK_IS_DOWN/NGM_LINK_IS_UP/ down.c >up.c
	for p in down up; do
		works cc -Wall -Werror -I"$SRC/include" -o bin/$p $p.c \
			-L"$BUILD/lib/libnetgraph" -lnetgraph
	done
	cables
	by 0
	works env LD_LIBRARY_PATH="$BUILD/lib/libnetgraph" bin/down
	by 1
	works env LD_LIBRARY_PATH="$BUILD/lib/libnetgraph" bin/up
	by 0
}

# looking N - So many processes look at links
looking() {
	[ "$(grep -l '^ng_link$' /proc/[0-9]*/comm 2>/dev/null | wc -l)" = "$1" ]
}

# No tool is run between: it would look at the links, too.
it carrier "the second cable is used when the first loses its carrier" ping
carrier_body() {
	cables
	by 0
	ip -n lan link set far0 down
	until_true 10 ping -c 1 -t 1 10.0.0.2
	by 1
	want_like 'enabledLinks=\[ 1=1 \]' ngctl msg pair: getconfig
	ip -n lan link set far0 up
	ip -n lan link set far1 down
	until_true 10 ping -c 1 -t 1 10.0.0.2
	by 0
	ip link set em0 down
	ip -n lan link set far1 up
	ip link set em0 up
	until_true 10 ping -c 1 -t 1 10.0.0.2
	by 0
	want_like 'enabledLinks=\[ 1 1 \]' ngctl msg pair: getconfig
}

it killed "what a killed process missed is told by the next command" ping
killed_body() {
	cables
	works looking 2
	grep -l '^ng_link$' /proc/[0-9]*/comm | cut -d/ -f3 | xargs kill -9
	until_true 10 looking 0
	ip -n lan link set far0 down
	works ngctl list
	works looking 2
	by 1
	ip -n lan link set far0 up
	until_true 10 eval "ngctl msg pair: getconfig | grep -q '1 1'"
	by 0
}

it ends "nobody looks at a link that no neighbour wants to know of" ping
ends_body() {
	for how in "shutdown pair:" "rmhook em0: lower" "shutdown em0:" \
		"msg em0: detach"; do
		cables
		works looking 2
		# shellcheck disable=SC2086 # words
		works ngctl $how
		case $how in
		*em0*)
			until_true 10 looking 1
			works ngctl shutdown pair:
			;;
		esac
		until_true 10 looking 0
		want "" find /run/vjail/ng -name 'link*'
		works ip -n lan link set sw down
		ip link del em0
		ip link del em1
		ip netns del lan
	done
	cables
	works looking 2
	ip link del em0
	works ngctl list
	until_true 10 looking 1
	ip link del em1
	works ngctl list
	until_true 10 looking 0
}

