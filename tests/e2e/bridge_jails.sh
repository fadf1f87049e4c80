#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# bridge_jails.sh - Jails talk through a bridge, as its members are told to
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

ifc=$BSD/ifconfig

# lan N - A bridge of the host's (192.0.2.254) with jails j1 … jN on it
lan() {
	make_root root
	works "$ifc" bridge0 create inet 192.0.2.254/24
	for _i in $(seq 1 "$1"); do
		works jail -c name="j$_i" path="$PWD/root" vnet persist \
			allow.raw_sockets
		works "$ifc" "epair$_i" create
		works "$ifc" bridge0 addm "epair${_i}a"
		works "$ifc" "epair${_i}a" up
		works "$ifc" "epair${_i}b" ether "02:00:00:00:00:0$_i"
		works "$ifc" "epair${_i}b" vnet "j$_i"
		works "$ifc" -j "j$_i" "epair${_i}b" "192.0.2.$_i/24"
	done
}

reaches() {
	jexec "$1" ping -c 1 "$2" >/dev/null
}

# Its own answer is what tells that a packet had the time to come.
is_cut_off() {
	if jexec "$1" ping -c 1 -t 1 "$2" >/dev/null 2>&1; then
		atf_fail "$1 reaches $2"
	fi
}

# member_of MAC - Where the bridge's table has it
member_of() {
	"$ifc" bridge0 addr | awk -v m="$1" '$1 == m { print $3 }'
}

it traffic "jails on a bridge reach each other and the host"
traffic_body() {
	lan 3
	for from in 1 2 3; do
		for to in 1 2 3 254; do
			[ "$from" = "$to" ] ||
				works reaches "j$from" "192.0.2.$to"
		done
	done
	works ping -c 1 -W 9 192.0.2.2
	# The table knows by now who is where.
	for i in 1 2 3; do
		same "epair${i}a" "$(member_of "02:00:00:00:00:0$i")"
	done
}

it private "private members reach those that are not, not one another"
private_body() {
	lan 3
	works "$ifc" bridge0 private epair1a private epair2a
	is_cut_off j1 192.0.2.2
	works reaches j1 192.0.2.3
	works reaches j1 192.0.2.254
	works "$ifc" bridge0 -private epair2a
	works reaches j1 192.0.2.2
}

it leave "who is no member any more is cut off, and may come back"
leave_body() {
	lan 2
	works reaches j1 192.0.2.2
	works "$ifc" bridge0 deletem epair2a
	same "" "$(member_of 02:00:00:00:00:02)"
	is_cut_off j1 192.0.2.2
	works reaches j1 192.0.2.254
	works "$ifc" bridge0 addm epair2a
	works reaches j1 192.0.2.2
}

it down "a bridge that is down passes nothing"
down_body() {
	lan 2
	works "$ifc" bridge0 down
	is_cut_off j1 192.0.2.2
	works "$ifc" bridge0 up
	works reaches j1 192.0.2.2
	works "$ifc" epair2a down
	is_cut_off j1 192.0.2.2
}

it static "a static entry says where packets go, whoever claims the address"
static_body() {
	lan 3
	works reaches j1 192.0.2.2
	works "$ifc" bridge0 static epair3a 02:00:00:00:00:02
	same epair3a "$(member_of 02:00:00:00:00:02)"
	is_cut_off j1 192.0.2.2
	same epair3a "$(member_of 02:00:00:00:00:02)"
	works "$ifc" bridge0 deladdr 02:00:00:00:00:02
	works reaches j1 192.0.2.2
	same epair2a "$(member_of 02:00:00:00:00:02)"
}

it ageing "what was learned goes after timeout, what is static stays"
ageing_body() {
	lan 2
	works "$ifc" bridge0 static epair2a 02:00:00:00:00:99
	works reaches j1 192.0.2.2
	same epair1a "$(member_of 02:00:00:00:00:01)"
	works "$ifc" -j j1 epair1b down
	works "$ifc" bridge0 timeout 1
	until_true 20 sh -c "! '$ifc' bridge0 addr |
		grep -q 02:00:00:00:00:01"
	same epair2a "$(member_of 02:00:00:00:00:99)"
}

it moves "an address that turns up on another member is there from then on"
moves_body() {
	lan 2
	works reaches j1 192.0.2.2
	same epair2a "$(member_of 02:00:00:00:00:02)"
	works "$ifc" -j j2 epair2b down
	works "$ifc" -j j1 epair1b ether 02:00:00:00:00:02
	works reaches j1 192.0.2.254
	same epair1a "$(member_of 02:00:00:00:00:02)"
}

it handed_on "an interface handed from jail to jail loses its address only"
handed_on_body() {
	lan 2
	works "$ifc" epair9 create
	works "$ifc" bridge0 addm epair9a
	works "$ifc" epair9a up
	works "$ifc" epair9b ether 02:00:00:00:00:09 descr guest group loan
	for i in 1 2; do
		works "$ifc" epair9b vnet "j$i"
		same "" "$("$ifc" -j "j$i" epair9b inet | grep 'inet ')"
		same "ether 02:00:00:00:00:09" "$("$ifc" -j "j$i" epair9b ether |
			sed -n 's/^	\(ether\)/\1/p')"
		want_like "description: guest" "$ifc" -j "j$i" epair9b
		want_like "groups: epair loan" "$ifc" -j "j$i" epair9b
		works "$ifc" -j "j$i" epair9b 198.51.100.1/24
		works "$ifc" epair9b -vnet "j$i"
	done
	want "epair9b" "$ifc" -g loan
	# The half that stayed was a member all the time.
	want_like "member: epair9a " "$ifc" bridge0
}

it long_names "names longer than the kernel's are whole in every place"
long_names_body() {
	long=e0b_a_jail_whose_name_is_longer_than_the_kernels
	make_root root
	works jail -c name=j1 path="$PWD/root" vnet persist allow.raw_sockets
	works "$ifc" epair0 create
	works "$ifc" bridge0 create inet 192.0.2.254/24
	works "$ifc" epair0a name "${long}_host" up
	works "$ifc" bridge0 addm "${long}_host"
	works "$ifc" bridge0 static "${long}_host" 02:00:00:00:00:77
	want "02:00:00:00:00:77 Vlan0 ${long}_host 0 flags=1<STATIC>" \
		"$ifc" bridge0 addr
	works "$ifc" epair0b name "$long" group web
	works "$ifc" "$long" vnet j1
	want "lo0 $long" "$ifc" -j j1 -l
	want "$long" jexec j1 ifconfig -g web
	works jexec j1 ifconfig "$long" 192.0.2.1/24
	works reaches j1 192.0.2.254
	want "add net default: gateway 192.0.2.254" \
		jexec j1 route add default 192.0.2.254
	want_like "^  interface: $long$" jexec j1 route -n get 198.51.100.1
	want "add host 198.51.100.9: gateway $long" \
		jexec j1 route add 198.51.100.9 -iface "$long"
	works "$ifc" "$long" -vnet j1
	want "lo0 ${long}_host $long bridge0" "$ifc" -l
	works "$ifc" bridge0 deletem "${long}_host"
	works "$ifc" "$long" destroy
	want "lo0 bridge0" "$ifc" -l
}

it at_once "many at once: each gets a unit, a name and a place of its own"
at_once_body() {
	works "$ifc" bridge0 create
	for i in 1 2 3 4 5 6 7 8; do
		sh -c "n=\$('$ifc' epair create) && echo \"\$n\" >name.$i &&
			'$ifc' bridge0 addm \"\$n\" && '$ifc' \"\$n\" group g up" &
	done
	wait
	same 8 "$(cat name.* | sort -u | wc -l)" "names of epairs"
	same 8 "$("$ifc" bridge0 | grep -c 'member: epair')" "members"
	same 8 "$("$ifc" -g g | wc -l)" "in the group"
	same 16 "$("$ifc" -g epair | wc -l)" "ends"
	# Two who want the same name: one gets it.
	for i in 1 2 3 4; do
		"$ifc" "bridge77" create 2>err.$i || echo failed >failed.$i &
	done
	wait
	same 3 "$(cat failed.* | wc -l)" "who came late"
	same 3 "$(cat err.* | grep -c 'interface bridge77 already exists')"
}

it macs_differ "no two interfaces that were made have the same address"
macs_differ_body() {
	for i in 1 2 3 4 5; do
		works "$ifc" epair create
		works "$ifc" bridge create
	done
	"$ifc" -a ether | sed -n 's/^	ether //p' >macs
	same 15 "$(wc -l <macs)"
	same "" "$(sort macs | uniq -d)" "the same twice"
	same "" "$(grep -v '^.[26ae]' macs | grep -v '^58:9c:fc:1')" "of others"
}
