#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# ngctl_netns.sh - The graph of a network that ip netns made
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"


# net - The network n with em0, whose far end "far" is in m; ./x runs in n
net() {
	printf '#!/bin/sh\nexec ip netns exec n "$@"\n' >x
	chmod +x x
	ip netns add n
	ip netns add m
	ip link add em0 netns n type veth peer name far netns m
	ip -n n link set em0 up
	ip -n m link set far up
	ip -n m addr add 192.0.2.2/24 dev far
}

it exec "a graph made by ip netns exec stays, and is the same from elsewhere"
exec_body() {
	net
	cat >graph.ng <<-'NG'
		mkpeer em0: bridge lower link0
		name em0:lower br
		connect em0: br: upper link1
		mkpeer br: eiface link2 ether
	NG
	works ./x ngctl -f graph.ng
	want_like 'Name: br  *Type: bridge .*hooks: 3' ./x ngctl show br:
	want_like 'Name: br  *Type: bridge .*hooks: 3' \
		nsenter --net=/run/netns/n ngctl show br:
	ip -n n link set ngeth0 up
	ip -n n addr add 192.0.2.1/24 dev ngeth0
	works ./x ping -c 1 -W 9 192.0.2.2
	works nsenter --net=/run/netns/n ngctl mkpeer br: eiface link3 ether
	want_like 'ngeth1' ./x ngctl show br:
	for node in br: ngeth0: ngeth1:; do
		works ./x ngctl shutdown $node
	done
	atf_check -s exit:1 test -e /sys/fs/bpf/vjail
	atf_check find /run/vjail/ng -mindepth 1
}

it tools "jng, vnet and nghook do the same"
tools_body() {
	net
	works ./x jng bridge a em0
	want a ./x jng show
	works ./x vnet add lan
	want_like '^lan$' nsenter --net=/run/netns/n vnet list
	works ./x nghook -n em0bridge: link7 &
	until_true 10 sh -c "./x ngctl show em0bridge: | grep -q nghook"
	kill $!
}

it library "a program that cannot go there is refused"
library_body() {
	net
	cat >node.c <<-'C'
		#include <err.h>
		#include <netgraph.h>
		int main(void)
		{
			int cs, ds;

			if (NgMkSockNode(NULL, &cs, &ds) < 0)
				err(1, "node");
			return 0;
		}
	C
	_san=
	! sanitized || _san=-fsanitize=address,undefined
	works cc $_san -I"$SRC/include" -o node node.c \
		-L"$BUILD/lib/libnetgraph" -lnetgraph \
		-Wl,-rpath,"$BUILD/lib/libnetgraph"
	refuse "node: Operation not supported" ./x ./node
	works nsenter --net=/run/netns/n ./node
	works ./x ngctl list
	atf_check find /run/vjail/ng -mindepth 1
}

# processes - By what they are
processes() {
	grep -l '^ng_' /proc/[0-9]*/comm 2>/dev/null | xargs cat | sort
}

it deleted "with its name a network goes, though processes serve its graph"
deleted_body() {
	net
	cat >graph.ng <<-'NG'
		mkpeer em0: one2many lower many0
		name em0:lower o
		mkpeer o: ksocket one inet/dgram/udp
	NG
	works ./x ngctl -f graph.ng
	serve=$(processes)
	same "ng_ksocket
ng_link" "$serve"
	pids=$(pgrep '^ng_' | sort)
	before=$(lsns -n -t net -o NS | wc -l)
	# Neither another one's going, nor that it has two names, ends them.
	ip netns add other
	touch /run/netns/again
	mount --bind /run/netns/n /run/netns/again
	ip netns del other
	ip netns del n
	works ip -n again link set em0 down
	works nsenter --net=/run/netns/again ngctl list
	same "$pids" "$(pgrep '^ng_' | sort)"
	ip netns del again
	until_true 10 sh -c "! grep -q '^ng_' /proc/[0-9]*/comm"
	until_true 10 sh -c "[ \$(lsns -n -t net -o NS | wc -l) -lt $before ]"
	# Its far end is gone.
	until_true 10 sh -c "! ip -n m link show far"
}
