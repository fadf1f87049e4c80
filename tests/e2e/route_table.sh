#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# route_table.sh - route changes the kernel's table and says so as FreeBSD does
. "$(dirname "$0")/lib.sh"

route=$BSD/route

# net - em0 with 192.0.2.10/24 and fd00::1/64, and somebody behind it
net() {
	ip link add em0 type veth peer name behind
	ip link set em0 up
	ip link set behind up
	ip addr add 192.0.2.10/24 dev em0
	ip addr add fd00::1/64 dev em0 nodad
}

# says STATUS STDOUT STDERR CMD ...
says() {
	_status=$1 _out=$2 _err=$3
	shift 3
	[ -z "$_out" ] || _out="$_out\n"
	[ -z "$_err" ] || _err="$_err\n"
	atf_check -s "exit:$_status" -o "inline:$_out" -e "inline:$_err" "$@"
}

it add "add prints the words typed, and the kernel has the route"
add_body() {
	net
	want "add net default: gateway 192.0.2.1" "$route" add default 192.0.2.1
	want "add net 10.1.0.0: gateway 192.0.2.1" \
		"$route" add 10.1.0.0/16 192.0.2.1
	want "add host 10.9.9.9: gateway em0" \
		"$route" add -host 10.9.9.9 -iface em0
	want "add net 2001:db8::/32: gateway fe80::1%em0" \
		"$route" add -inet6 2001:db8::/32 fe80::1%em0
	want "add net 10.66.0.0: gateway 127.0.0.1" \
		"$route" add 10.66.0.0/16 127.0.0.1 -blackhole
	want "" "$route" -q add 10.3.0.0/16 192.0.2.1
	same "default via 192.0.2.1 dev em0 proto static 
10.1.0.0/16 via 192.0.2.1 dev em0 proto static 
10.3.0.0/16 via 192.0.2.1 dev em0 proto static 
10.9.9.9 dev em0 proto static scope link 
blackhole 10.66.0.0/16 proto static 
192.0.2.0/24 dev em0 proto kernel scope link src 192.0.2.10 " "$(ip route)"
	want_like '^2001:db8::/32 via fe80::1 dev em0' ip -6 route
}

it fail "what fails is on stdout with the reason, and exits with 1"
fail_body() {
	net
	works "$route" add default 192.0.2.1
	says 1 "add net default: gateway 192.0.2.1 fib 0: route already in table" \
		"route: message indicates error: File exists" \
		"$route" add default 192.0.2.1
	says 1 "delete net 10.5.0.0 fib 0: not in table" \
		"route: route has not been found" \
		"$route" delete 10.5.0.0/16
	says 1 "add host 10.5.0.1: gateway 172.16.0.1 fib 0: Network is unreachable" \
		"route: message indicates error: Network is unreachable" \
		"$route" add 10.5.0.1 172.16.0.1
	says 1 "add net 2001:db8::/32: gateway fd99::1 fib 0: Network is unreachable" \
		"route: message indicates error: Network is unreachable" \
		"$route" add -inet6 2001:db8::/32 fd99::1
	says 65 "" "route: interface 'em9' does not exist" \
		"$route" add 10.8.8.8 -iface em9
}

it usage "wrong words exit with FreeBSD's numbers"
usage_body() {
	_usage="route: usage: route [-j jail] [-46dnqtv] command [[modifiers] args]"
	says 64 "" "route: bad keyword: bogus\n$_usage" "$route" bogus
	says 64 "" "route: destination parameter required\n$_usage" "$route" add
	says 64 "" "$_usage" "$route"
	says 68 "" "route: bad address: foo.invalid" \
		"$route" add foo.invalid 192.0.2.1
	want_like '^usage: route ' "$route" --help
	want_like '^route \(vjail\) [0-9]' "$route" --version
}

it not_root "who is not root may look, not change"
not_root_body() {
	net
	says 77 "" "route: must be root to alter routing table" \
		setpriv --reuid 65534 --clear-groups "$route" add 10.1.1.1 192.0.2.1
	works setpriv --reuid 65534 --clear-groups "$route" get 192.0.2.77
}

it delete "delete takes away what add put there"
delete_body() {
	net
	before=$(ip route; ip -6 route)
	works "$route" add default 192.0.2.1
	works "$route" add -inet6 default fe80::1%em0
	works "$route" add 10.66.0.0/16 127.0.0.1 -reject
	want "delete net default" "$route" delete default
	want "delete net default" "$route" delete -inet6 default
	want "delete net 10.66.0.0" "$route" delete 10.66.0.0/16
	same "$before" "$(ip route; ip -6 route)"
	works "$route" add 10.1.0.0/16 192.0.2.1
	says 1 "delete net 10.1.0.0: gateway 192.0.2.9 fib 0: not in table" \
		"route: route has not been found" \
		"$route" delete 10.1.0.0/16 192.0.2.9
	want "del net 10.1.0.0: gateway 192.0.2.1" \
		"$route" del 10.1.0.0/16 192.0.2.1
}

it change "change keeps what it is not told"
change_body() {
	net
	works "$route" add 10.1.0.0/16 192.0.2.1 -mtu 1400
	want "change net 10.1.0.0: gateway 192.0.2.2" \
		"$route" change 10.1.0.0/16 192.0.2.2
	want_like '^10.1.0.0/16 via 192.0.2.2 dev em0 proto static mtu 1400' \
		ip route
	says 1 "change net 10.7.0.0: gateway 192.0.2.2 fib 0: not in table" \
		"route: route has not been found" \
		"$route" change 10.7.0.0/16 192.0.2.2
}

it flush "flush deletes what goes through a gateway, and that only"
flush_body() {
	net
	before=$(ip route; ip -6 route)
	works "$route" add default 192.0.2.1
	works "$route" add -inet6 2001:db8::/32 fe80::1%em0
	want "default              192.0.2.1            -fib 0   done" \
		"$route" -n flush -inet
	want "" "$route" -q flush
	same "$before" "$(ip route; ip -6 route)"
}

it get "get shows the way in FreeBSD's layout"
get_body() {
	net
	works "$route" add default 192.0.2.1
	cat >want <<-'EOF'
		   route to: 198.51.100.7
		destination: default
		       mask: default
		    gateway: 192.0.2.1
		        fib: 0
		  interface: em0
		      flags: <UP,GATEWAY,DONE,STATIC>
		 recvpipe  sendpipe  ssthresh  rtt,msec    mtu        weight    expire
		       0         0         0         0      1500         1         0 
	EOF
	atf_check -o file:want "$route" get 198.51.100.7
	want_like '^destination: 0.0.0.0$' "$route" -n get 198.51.100.7
	want_like '^      flags: <UP,DONE,PINNED>$' "$route" get 192.0.2.77
	want_like '^       mask: 255.255.255.0$' "$route" get 192.0.2.77
	want_like '^  interface: lo0$' "$route" get 192.0.2.10
	works "$route" add -inet6 2001:db8::/32 fe80::1%em0
	want_like '^    gateway: fe80::1%em0$' "$route" get -inet6 2001:db8::7
	works "$route" delete default
	says 255 "" "route: route has not been found" \
		"$route" get 198.51.100.7
}

it jail "-j is about a jail's table, not the host's"
jail_body() {
	make_root root
	works jail -c name=r1 path="$PWD/root" vnet persist
	ip link add em0 type veth peer name behind
	works "$BSD/ifconfig" em0 vnet r1
	works "$BSD/ifconfig" -j r1 em0 192.0.2.10/24 up
	want "add net default: gateway 192.0.2.1" \
		"$route" -j r1 add default 192.0.2.1
	want "" ip route show default
	want_like '^    gateway: 192.0.2.1$' "$route" -j r1 get 198.51.100.7
	want_like '^  interface: em0$' "$route" -j r1 get 198.51.100.7
	want "delete net default" "$route" -j r1 delete default
	says 71 "" "route: jail not found: nosuch" "$route" -j nosuch get default
}

it carries "packets take the route that was added"
carries_body() {
	net
	unshare --net sleep 60 &
	peer=$!
	until_true 5 sh -c "[ \"\$(readlink /proc/$peer/ns/net)\" != \
		\"\$(readlink /proc/self/ns/net)\" ]"
	ip link set behind netns "$peer"
	in_peer="nsenter --net=/proc/$peer/ns/net"
	$in_peer ip link set behind up
	$in_peer ip addr add 192.0.2.1/24 dev behind
	$in_peer ip link set lo up
	$in_peer ip addr add 198.51.100.7/32 dev lo
	if ping -c 1 -W 1 198.51.100.7 >/dev/null 2>&1; then
		atf_fail "answers before there is a route"
	fi
	works "$route" add 198.51.100.0/24 192.0.2.1
	works ping -c 1 -W 9 198.51.100.7
	works "$route" delete 198.51.100.0/24
	if ping -c 1 -W 1 198.51.100.7 >/dev/null 2>&1; then
		atf_fail "answers without a route"
	fi
}
