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
	works ping -c 1 -t 2 10.0.0.2
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
	by 0
	works ngctl shutdown pair:
	works ping -c 1 -t 2 10.0.0.2
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
