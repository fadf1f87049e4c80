#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# freebsd_bridge.sh - Bridges between vnet jails, tested as FreeBSD does
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/vnet.sh"

# two_jails - left and right, with 192.0.2.1 and .2, and a bridge between them
two_jails() {
	l=$(mkepair)
	r=$(mkepair)
	mkjail left "${l}b"
	mkjail right "${r}b"
	atf_check jexec left ifconfig "${l}b" inet 192.0.2.1/24
	atf_check jexec right ifconfig "${r}b" inet 192.0.2.2/24
	atf_check -o inline:"bridge0\n" ifconfig bridge create up
	atf_check ifconfig bridge0 addm "${l}a" addm "${r}a"
}

# members - Of bridge0, without their numbers
members() {
	ifconfig bridge0 |
		sed -nE '/member:/,/groups:/{/groups:/d; s/port [0-9]+ //; p}'
}

it unicast "two jails hear one another over a bridge, and not without it"
unicast_body() {
	two_jails
	pings left 192.0.2.2
	atf_check ifconfig bridge0 deletem "${r}a"
	silent left 192.0.2.2
	same "	member: ${l}a flags=143<LEARNING,DISCOVER,AUTOEDGE,AUTOPTP>
	        priority 128 path cost 2000" "$(members)"
}

it host "the host hears them where the bridge has an address"
host_body() {
	two_jails
	atf_check ifconfig bridge0 inet 192.0.2.254/24
	pings left 192.0.2.254
	pings right 192.0.2.254
	atf_check -o inline:"	inet 192.0.2.254 netmask 0xffffff00 broadcast 192.0.2.255\n" \
		sh -c "ifconfig bridge0 | grep 'inet '"
}

it of_a_jail "a jail has a bridge of its own, the host none"
of_a_jail_body() {
	l=$(mkepair)
	r=$(mkepair)
	mkjail left "${l}b"
	mkjail right "${r}b"
	mkjail middle "${l}a" "${r}a"
	atf_check jexec left ifconfig "${l}b" inet 192.0.2.1/24
	atf_check jexec right ifconfig "${r}b" inet 192.0.2.2/24
	atf_check jexec middle ifconfig "${l}a" up
	atf_check jexec middle ifconfig "${r}a" up
	atf_check -o inline:"bridge0\n" jexec middle ifconfig bridge create \
		addm "${l}a" addm "${r}a" up
	pings left 192.0.2.2
	atf_check -o inline:"lo0\n" ifconfig -l
	atf_check jail -r middle
	atf_check -o inline:"lo0 ${l}a ${r}a\n" ifconfig -l
}

it learning "the table tells who is where, and is emptied"
learning_body() {
	two_jails
	pings left 192.0.2.2
	for m in "$(mac_of left "${l}b") Vlan0 ${l}a" \
		"$(mac_of right "${r}b") Vlan0 ${r}a"; do
		atf_check -o match:"^$m (1200|11[0-9][0-9]) flags=0<>$" \
			ifconfig bridge0 addr
	done
	atf_check ifconfig bridge0 -learn "${l}a" flush
	pings left 192.0.2.2
	atf_check -o not-match:"$(mac_of left "${l}b")" ifconfig bridge0 addr
	atf_check -o match:"$(mac_of right "${r}b")" ifconfig bridge0 addr
}

it static "an address put in by hand stays where it was put"
static_body() {
	two_jails
	pings left 192.0.2.2
	mac=$(mac_of right "${r}b")
	atf_check ifconfig bridge0 static "${l}a" "$mac"
	silent left 192.0.2.2
	atf_check ifconfig bridge0 flush
	atf_check -o inline:"$mac Vlan0 ${l}a 0 flags=1<STATIC>\n" \
		sh -c "ifconfig bridge0 addr | grep $mac"
	atf_check ifconfig bridge0 flushall
	pings left 192.0.2.2
}

it private "private members hear the others, not one another"
private_body() {
	two_jails
	atf_check ifconfig bridge0 inet 192.0.2.254/24
	atf_check ifconfig bridge0 private "${l}a" private "${r}a"
	silent left 192.0.2.2
	pings left 192.0.2.254
	same "	member: ${l}a flags=943<LEARNING,DISCOVER,PRIVATE,AUTOEDGE,AUTOPTP>
	        priority 128 path cost 2000
	member: ${r}a flags=943<LEARNING,DISCOVER,PRIVATE,AUTOEDGE,AUTOPTP>
	        priority 128 path cost 2000" "$(members)"
	atf_check ifconfig bridge0 -private "${r}a"
	pings left 192.0.2.2
}

it stp "of two bridges joined twice one way is blocked, and used when the other is cut"
stp_body() {
	a=$(mkepair)
	b=$(mkepair)
	mkjail one "${a}a" "${b}a"
	mkjail two "${a}b" "${b}b"
	n=1
	for j in one:a two:b; do
		jail=${j%:*}
		end=${j#*:}
		atf_check -o ignore jexec "$jail" ifconfig bridge0 create \
			hellotime 1 fwddelay 4 maxage 6
		atf_check jexec "$jail" ifconfig "$a$end" up
		atf_check jexec "$jail" ifconfig "$b$end" up
		atf_check jexec "$jail" ifconfig bridge0 addm "$a$end" \
			addm "$b$end" stp "$a$end" stp "$b$end"
		atf_check jexec "$jail" ifconfig bridge0 inet 192.0.2.$n/24
		n=$((n + 1))
	done
	states() {
		for j in one two; do
			jexec "$j" ifconfig bridge0 |
				sed -n 's/.*role .* state //p'
		done | sort | uniq -c | xargs
	}
	_end=$(($(date +%s) + 40))
	until [ "$(states)" = "1 blocking 3 forwarding" ]; do
		[ "$(date +%s)" -lt "$_end" ] || atf_fail "states: $(states)"
		sleep 0.2
	done
	pings one 192.0.2.2
	atf_check jexec one ifconfig "${a}a" down
	until_true 40 jexec one ping -c 1 -t 1 192.0.2.2
}

it addresses "what has an address becomes no member"
addresses_body() {
	two_jails
	x=$(mkepair)
	atf_check ifconfig "${x}a" inet 198.51.100.1/24
	atf_check -s exit:1 -e match:"^ifconfig: BRDGADD ${x}a: it has addresses" \
		ifconfig bridge0 addm "${x}a"
	atf_check ifconfig "${x}a" inet 198.51.100.1 -alias
	atf_check ifconfig bridge0 addm "${x}a"
	atf_check -s exit:1 -e inline:"ifconfig: BRDGADD ${x}a: File exists\n" \
		ifconfig bridge0 addm "${x}a"
}

it members_stay "a bridge that is destroyed leaves its members"
members_stay_body() {
	two_jails
	atf_check ifconfig bridge0 destroy
	atf_check -o inline:"lo0 ${l}a ${r}a\n" ifconfig -l
	silent left 192.0.2.2
	atf_check -o ignore ifconfig bridge0 create addm "${l}a" addm "${r}a" up
	pings left 192.0.2.2
}
