#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# setfib_gateways.sh - Each routing table has its own way out
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

# gateways - gw1 and gw2, each behind an epair and a way to 198.51.100.1
gateways() {
	PATH=$BSD:$PATH
	make_root root
	for _n in 1 2; do
		works jail -c name="gw$_n" path="$PWD/root" vnet persist
		works ifconfig "epair$_n" create
		works ifconfig "epair${_n}a" "192.0.$_n.1/24" up
		works ifconfig "epair${_n}b" vnet "gw$_n"
		works ifconfig -j "gw$_n" "epair${_n}b" "192.0.$_n.2/24" up
		works ifconfig -j "gw$_n" lo0 alias 198.51.100.1/32
		works ifconfig "epair${_n}a" inet6 "2001:db8:$_n::1/64" no_dad
		works ifconfig -j "gw$_n" "epair${_n}b" \
			inet6 "2001:db8:$_n::2/64" no_dad
		works ifconfig -j "gw$_n" lo0 inet6 2001:db8:f::1/128
		works route -j "gw$_n" add default "192.0.$_n.1"
		works route -j "gw$_n" -6 add default "2001:db8:$_n::1"
	done
}

# asked GW [6] - How many echo requests a gateway has seen
asked() {
	if [ "${2:-}" = 6 ]; then
		jexec "$1" cat /proc/net/snmp6 |
			awk '$1 == "Icmp6InEchos" { print $2 }'
	else
		jexec "$1" cat /proc/net/snmp | awk '/^Icmp:/ && $3 ~ /^[0-9]/ {
			print $10 }'
	fi
}

it ping "a ping leaves by the gateway of its process's table"
ping_body() {
	gateways
	want "net.fibs: 1 -> 2" sysctl net.fibs=2
	works route add default 192.0.1.2
	works route add -fib 1 default 192.0.2.2
	works ping -c 2 198.51.100.1
	same "2 0" "$(asked gw1) $(asked gw2)"
	works setfib 1 ping -c 3 198.51.100.1
	same "2 3" "$(asked gw1) $(asked gw2)"
	works setfib 0 ping -c 1 198.51.100.1
	works setfib 1 sh -c 'setfib 0 ping -c 1 198.51.100.1'
	works setfib 1 setpriv --reuid 1001 --clear-groups \
		--inh-caps -all --no-new-privs sh -c \
		'exec 3<>/dev/null; sysctl -n net.my_fibnum | grep -qx 1'
	same "4 3" "$(asked gw1) $(asked gw2)"
}

it ping6 "so does one over IPv6"
ping6_body() {
	gateways
	works sysctl net.fibs=3
	works route -6 add default 2001:db8:1::2
	works route -6 add -fib 2 default 2001:db8:2::2
	until_true 10 ping -6 -c 1 2001:db8:1::2
	until_true 10 ping -6 -c 1 2001:db8:2::2
	_before=$(asked gw2 6)
	works setfib 2 ping -6 -c 3 2001:db8:f::1
	same $((_before + 3)) "$(asked gw2 6)"
	works ping -6 -c 3 2001:db8:f::1
	same $((_before + 3)) "$(asked gw2 6)"
}

it alone "what a table has no route for does not leave by the main one"
alone_body() {
	gateways
	works sysctl net.fibs=2
	works route add default 192.0.1.2
	works ping -c 1 198.51.100.1
	atf_check -s not-exit:0 -o ignore -e match:'Network is unreachable' \
		setfib 1 ping -c 1 -t 2 198.51.100.1
	same "1 0" "$(asked gw1) $(asked gw2)"
	works setfib 1 ping -c 1 192.0.1.1 # its own address it has
}

it inherits "the table is inherited, and by connections taken from it"
inherits_body() {
	gateways
	works sysctl net.fibs=2
	works route add default 192.0.1.2
	works route add -fib 1 default 192.0.2.2
	works setfib 1 sh -c 'sh -c "exec env -i $(command -v ping) -c 1 198.51.100.1"'
	same "0 1" "$(asked gw1) $(asked gw2)"
	want "1" setfib -1 sysctl -n net.my_fibnum
	want "0" sysctl -n net.my_fibnum
	want "0" setfib 1 setfib 0 sysctl -n net.my_fibnum
}

it jail "a jail with a stack of its own has tables of its own"
jail_body() {
	gateways
	works jail -c name=inner path="$PWD/root" vnet persist
	refuse "net.fibs=2: Operation not permitted" jexec inner \
		sysctl net.fibs=2
	works sysctl net.fibs=2
	want "net.fibs: 1" jexec inner sysctl net.fibs
	want "net.fibs: 1 -> 4" jexec inner sysctl net.fibs=4
	want "net.fibs: 4" sysctl -j inner net.fibs
	want "net.fibs: 2" sysctl net.fibs
	for _n in 1 2; do
		works ifconfig "epair${_n}a" vnet inner
		works ifconfig -j inner "epair${_n}a" "192.0.$_n.1/24" up
	done
	works route -j inner add default 192.0.1.2
	works jexec inner route add -fib 3 default 192.0.2.2
	works jexec inner ping -c 1 198.51.100.1
	same "1 0" "$(asked gw1) $(asked gw2)"
	works jexec inner setfib 3 ping -c 1 198.51.100.1
	same "1 1" "$(asked gw1) $(asked gw2)"
	atf_check -s exit:1 -e inline:'setfib: 4: invalid FIB (max 3)
' jexec inner setfib 4 true
	atf_check -s exit:1 -e inline:'setfib: 3: invalid FIB (max 1)
' setfib 3 true
	# exec.fib
	cat >jail.conf <<-CONF
		inner { exec.fib = 3; vnet; path = "$PWD/root";
			exec.stop = "ping -c 1 198.51.100.1"; }
		shared { exec.fib = 1; ip4 = inherit; path = "$PWD/root"; persist;
			exec.start = "/dev/.vjail/sysctl -n net.my_fibnum >/tmp/fib"; }
		bad { exec.fib = 2; ip4 = inherit; path = "$PWD/root"; persist;
			exec.start = "true"; }
	CONF
	works jail -f jail.conf -r inner
	same "1 2" "$(asked gw1) $(asked gw2)"
	works jail -f jail.conf -c shared
	want 1 cat root/tmp/fib
	want 0 jexec shared sysctl -n net.my_fibnum
	refuse "jail: bad: setfib: 2: invalid FIB (max 1)" jail -f jail.conf \
		-c bad
	refuse 'jail "bad" not found' jls -j bad
}

it leaves "nothing is left when there is one table again"
leaves_body() {
	gateways
	_rules=$(ip rule; ip -6 rule)
	_programs=$(bpftool cgroup tree /sys/fs/cgroup | grep -c vjail_fib)
	same 0 "$_programs"
	works sysctl net.fibs=3
	works sysctl net.fibs=3
	same 1 "$(bpftool cgroup tree /sys/fs/cgroup | grep -c vjail_fib)"
	works route add -fib 1,2 default 192.0.2.2
	want "net.fibs: 3 -> 1" sysctl net.fibs=1
	same "$_rules" "$(ip rule; ip -6 rule)"
	want "" ip route show table 990002
	works jail -r gw1 gw2
	works sysctl net.fibs=1
	same 0 "$(bpftool cgroup tree /sys/fs/cgroup | grep -c vjail_fib)"
	want "net.my_fibnum: 0" sysctl net.my_fibnum
}
