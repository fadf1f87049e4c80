#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# ksocket_hosts.sh - Two hosts joined by a socket on each
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

# hosts - h1 and h2, 192.0.2.1 and .2 on the wire between them; ./h1 CMD runs
# CMD in the network of h1, with the files of this one
hosts() {
	ip netns add h1
	ip netns add h2
	ip link add em0 netns h1 type veth peer name em0 netns h2
	for _i in 1 2; do
		printf '#!/bin/sh\nexec nsenter --net=/run/netns/%s "$@"\n' \
			h$_i >h$_i
		chmod +x h$_i
		ip -n h$_i link set lo up
		ip -n h$_i link set em0 up
		ip -n h$_i addr add 192.0.2.$_i/24 dev em0
	done
}

# bridge HOST - br there, with the host's 10.0.0.N on an eiface of it
bridge() {
	cat >graph.ng <<-'NG'
		mkpeer . bridge x link0
		name x br
		mkpeer br: eiface link1 ether
		mkpeer br: ksocket link2 inet/dgram/udp
	NG
	works "./h$1" ngctl -f graph.ng
	ip -n "h$1" link set ngeth0 up
	ip -n "h$1" addr add "10.0.0.$1/24" dev ngeth0
}

join() {
	hosts
	for _i in 1 2; do
		bridge $_i
		works ./h$_i ngctl msg br:link2 bind inet/192.0.2.$_i:5000
		works ./h$_i ngctl msg br:link2 connect inet/192.0.2.$((3 - _i)):5000
	done
}

# reaches [SECONDS]
reaches() {
	./h1 ping -c 1 -W "${1:-20}" 10.0.0.2 >/dev/null
}

# left N - So many of its processes run
left() {
	[ "$(grep -l '^ng_ksocket$' /proc/[0-9]*/comm 2>/dev/null | wc -l)" = "$1" ]
}

# kill_all - All of its processes
kill_all() {
	for _p in /proc/[0-9]*; do
		[ "$(cat "$_p/comm")" != ng_ksocket ] || kill -9 "${_p#/proc/}"
	done
	until_true 10 left 0
}

it traffic "hosts joined by two sockets are one network" nc
traffic_body() {
	join
	works reaches
	# In pieces over the wire, whose packets are no larger
	works ./h1 ping -c 1 -W 9 -s 1472 -M "do" 10.0.0.2
	works ./h2 ping -c 1 -W 9 -s 9000 10.0.0.1
	head -c 4000000 /dev/urandom >sent
	./h2 nc -l 10.0.0.2 7 >got &
	until_true 10 sh -c "./h2 ss -Hltn | grep -q :7"
	./h1 nc -N 10.0.0.2 7 <sent || atf_fail "no connection"
	wait
	works cmp sent got
}

it addresses "addresses are written as on FreeBSD, errors are the socket's"
addresses_body() {
	hosts
	bridge 1
	printf '#!/bin/sh\nexec ./h1 ngctl msg br:link2 "$@"\n' >ks
	chmod +x ks
	want_like '^Args:	inet/0.0.0.0$' ./ks getname
	atf_check -s exit:71 -e match:'not connected' ./ks getpeername
	works ./ks bind inet/192.0.2.1:5000
	want_like '^Args:	inet/192.0.2.1:5000$' ./ks getname
	atf_check -s exit:71 -e match:'Invalid argument' ./ks bind inet/192.0.2.1:1
	works ./ks connect inet/192.0.2.2:6000
	want_like '^Args:	inet/192.0.2.2:6000$' ./ks getpeername
	for bad in 192.0.2.1 inet/1.2.3 inet/1.2.3.4: inet/1.2.3.4:70000 \
		inet/1.2.3.4:5x inet6/::1 local/x; do
		atf_check -s exit:71 -e match:'Invalid argument' \
			./ks connect "$bad"
	done
	works ./h1 ngctl mkpeer br: ksocket link3 2/2/17
	atf_check -s exit:71 -e match:'Address already in use' \
		./h1 ngctl msg br:link3 bind inet/192.0.2.1:5000
	atf_check -s exit:71 -e match:"Can.t assign requested address" \
		./h1 ngctl msg br:link3 bind inet/192.0.2.9:5000
}

it refused "what there is not is refused, and leaves nothing"
refused_body() {
	hosts
	bridge 1
	for s in 'inet/stream/tcp:Socket type not supported' \
		'inet6/dgram/udp:Address family not supported' \
		'local/dgram/0:Address family not supported' \
		'inet/dgram/tcp:Protocol not supported' \
		'inet/dgram:Invalid argument' 'inet/dgram/frob:Invalid argument' \
		'x/dgram/udp:Invalid argument' '//:Invalid argument'; do
		atf_check -s exit:71 -e match:"${s#*:}" \
			./h1 ngctl mkpeer br: ksocket link4 "${s%:*}"
	done
	atf_check -s exit:71 -e match:'Operation not supported' \
		./h1 ngctl msg br:link2 listen 5
	until_true 10 left 1
	works ./h1 ngctl shutdown br:link2
	until_true 10 left 0
}

it options "options have FreeBSD's numbers"
options_body() {
	hosts
	bridge 1
	printf '#!/bin/sh\nexec ./h1 ngctl msg br:link2 "$@"\n' >ks
	chmod +x ks
	works ./ks setopt '{ level=0 name=4 value=[ 7 ] }'
	want_like '^Args:	. name=4 value=. 7 . .$' ./ks getopt '{ level=0 name=4 }'
	works ./ks setopt '{ level=65535 name=4 value=[ 1 0 0 0 ] }'
	want_like '^Args:	. level=65535 name=4 value=. 1 . .$' \
		./ks getopt '{ level=65535 name=4 }'
	atf_check -s exit:71 -e match:'Protocol not available' \
		./ks setopt '{ level=65535 name=77 value=[ 1 ] }'
}

it raw "a datagram is what the packet is, and the other way round" nc
raw_body() {
	hosts
	printf 'mkpeer . hub x x\nname x hub\nmsg hub: setpersistent\n' |
		./h1 ngctl -f -
	works ./h1 ngctl mkpeer hub: ksocket k inet/dgram/udp
	works ./h1 ngctl msg hub:k connect inet/192.0.2.2:6000
	mkfifo here there
	./h2 nc -u -l 192.0.2.2 6000 <there >got &
	nc=$!
	exec 6>there
	until_true 10 sh -c "./h2 ss -Hlun | grep -q :6000"
	./h1 nghook hub: p <here >heard &
	hook=$!
	exec 5>here
	until_true 10 sh -c "./h1 ngctl show hub: | grep -q nghook"
	printf 'hello\n' >&5
	until_true 10 grep -q '^hello$' got
	printf 'answer\n' >&6
	until_true 10 grep -q 'answer' heard
	same 6 "$(stat -c %s got)" "octets of the datagram"
	kill $nc $hook
}

it ends "a socket goes with its hook, its bridge and its graph"
ends_body() {
	join
	until_true 10 left 2
	works ./h1 ngctl rmhook br: link2
	until_true 10 left 1
	# The port is free at once.
	works ./h1 ngctl mkpeer br: ksocket link2 inet/dgram/udp
	works ./h1 ngctl msg br:link2 bind inet/192.0.2.1:5000
	works ./h1 ngctl shutdown br:
	works ./h2 ngctl shutdown br:
	until_true 10 left 0
	for _i in 1 2; do
		works ./h$_i ngctl shutdown ngeth0:
	done
	atf_check -s exit:1 test -e /sys/fs/bpf/vjail
	atf_check find /run/vjail/ng -mindepth 1
}

it killed "a killed process is started again, bound and connected as it was"
killed_body() {
	join
	works reaches
	kill_all
	! reaches 2 || atf_fail "without sockets"
	works ./h1 ngctl list
	works ./h2 ngctl list
	until_true 10 left 2
	works reaches
	want_like '^Args:	inet/192.0.2.1:5000$' ./h1 ngctl msg br:link2 getname
	# They live as long as their files; the nodes are there without.
	rm /run/vjail/ng/*/ks*
	until_true 10 left 0
	works ./h1 ngctl list
	works ./h2 ngctl list
	works reaches
}

it closed "who starts it may have closed its input and output"
closed_body() {
	join
	kill_all
	for _i in 1 2; do
		./h$_i ngctl list <&- >&- 2>&- || :
	done
	works reaches
}

it jail "in a jail's graph it goes with the jail"
jail_body() {
	make_root root
	works jail -c name=j path="$PWD/root" vnet persist
	works "$BSD/ifconfig" -j j lo0 inet 127.0.0.1/8
	printf 'mkpeer . hub x x\nname x hub\nmkpeer hub: eiface e ether\nmkpeer hub: ksocket k inet/dgram/udp\n' |
		ngctl -j j -f -
	works left 1
	works ngctl -j j msg hub:k bind inet/127.0.0.1:5000
	before=$(lsns -n -t net -o NS | wc -l)
	works jail -r j
	until_true 10 left 0
	until_true 10 sh -c "[ \"\$(lsns -n -t net -o NS | wc -l)\" -lt $before ]"
}

it mkpeer_killed "killed at any call, mkpeer leaves a socket or none" strace
mkpeer_killed_body() {
	hosts
	printf 'mkpeer . hub x x\nname x hub\nmsg hub: setpersistent\n' |
		./h1 ngctl -f -
	n=0
	for call in openat bpf sendto setns vfork,clone,clone3 fcntl wait4 unlink; do
		i=1
		while :; do
			r=0
			./h1 strace -qq -o /dev/null -e trace=$call \
				-e inject=$call:signal=SIGKILL:when=$i \
				ngctl mkpeer hub: ksocket k inet/dgram/udp \
				>/dev/null 2>&1 || r=$?
			[ $r = 137 ] || break
			hooks=$(./h1 ngctl show hub: | awk 'NR == 1 { print $NF }')
			until_true 10 left "$hooks"
			./h1 ngctl rmhook hub: k
			until_true 10 left 0
			n=$((n + 1)) i=$((i + 1))
		done
		./h1 ngctl rmhook hub: k
	done
	[ $n -gt 20 ] || atf_fail "killed only $n times"
	./h1 ngctl shutdown hub:
	atf_check find /run/vjail/ng -mindepth 1
}
