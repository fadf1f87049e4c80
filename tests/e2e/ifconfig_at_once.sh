#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# ifconfig_at_once.sh - Many ifconfigs at a time do not undo one another's work
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

ifc=$BSD/ifconfig

# all CMD … - Run it for each of 1 to 8 at once, its number as last argument;
# the statuses are in status.N
all() {
	for _n in 1 2 3 4 5 6 7 8; do
		{
			"$@" "$_n" >"out.$_n" 2>&1 && _s=0 || _s=$?
			echo "$_s" >"status.$_n"
		} &
	done
	wait
}

failed() {
	cat status.* | grep -vc '^0$'
}

inet() {
	"$ifc" -f cidr em0 inet | sed -n 's/^	inet \([^ ]*\).*/\1/p' | sort |
		xargs
}

it aliases "addresses that are added at once are all there"
aliases_body() {
	works "$ifc" epair0 create name em0
	add() { "$ifc" em0 inet "10.0.0.$1/24" alias; }
	all add
	same 0 "$(failed)"
	same "$(for i in 1 2 3 4 5 6 7 8; do echo 10.0.0.$i/24; done | xargs)" \
		"$(inet)"
}

it removals "addresses that go at once take none of the others along"
removals_body() {
	works "$ifc" epair0 create name em0
	works "$ifc" epair0b up
	for i in 1 2 3 4 5 6 7 8; do
		works "$ifc" em0 "10.0.0.$i/24" alias
		works "$ifc" em0 "10.0.0.1$i/24" alias
	done
	works "$BSD/route" add default 10.0.0.254
	del() { "$ifc" em0 -alias "10.0.0.$1"; }
	all del
	same 0 "$(failed)"
	same "$(for i in 1 2 3 4 5 6 7 8; do echo 10.0.0.1$i/24; done | xargs)" \
		"$(inet)"
	want_like "gateway: 10.0.0.254" "$BSD/route" -n get default
}

it names "of many who want one name one gets it"
names_body() {
	for i in 1 2 3 4 5 6 7 8; do
		works "$ifc" "bridge$i" create
	done
	take() { "$ifc" "bridge$1" name a_name_that_is_longer_than_the_kernels; }
	all take
	same 7 "$(failed)"
	same 7 "$(cat out.* | grep -c 'SIOCSIFNAME (set name): File exists')"
	same 7 "$("$ifc" -g bridge | grep -c '^bridge')"
	works "$ifc" a_name_that_is_longer_than_the_kernels
}

it groups "groups that are joined at once are all joined"
groups_body() {
	works "$ifc" epair0 create name em0
	join() { "$ifc" em0 group "g$1x" group every; }
	all join
	same 0 "$(failed)"
	same 8 "$("$ifc" em0 | sed -n 's/.*groups://p' | tr ' ' '\n' |
		grep -c '^g[1-8]x$')"
	want em0 "$ifc" -g every
}

it units "what is made and destroyed at once leaves nothing"
units_body() {
	churn() {
		for _k in 1 2 3 4 5; do
			_a=$("$ifc" epair create up) &&
				_b=$("$ifc" bridge create addm "$_a") &&
				"$ifc" "$_b" destroy &&
				"$ifc" "$_a" destroy || return 1
		done
	}
	all churn
	cat out.*
	same 0 "$(failed)"
	want lo0 "$ifc" -l
}

it jails "an interface that many jails want is in one of them"
jails_body() {
	make_root root
	for i in 1 2 3 4 5 6 7 8; do
		works jail -c name="j$i" path="$PWD/root" vnet persist
	done
	works "$ifc" epair0 create
	lend() { "$ifc" epair0b vnet "j$1"; }
	all lend
	same 7 "$(failed)"
	n=0
	for i in 1 2 3 4 5 6 7 8; do
		"$ifc" -j "j$i" -l | grep -q epair0b && n=$((n + 1))
	done
	same 1 "$n"
	want "lo0 epair0a" "$ifc" -l
}

it flags "flags that are set at once are all set"
flags_body() {
	works "$ifc" epair0 create name em0
	set_one() {
		case $1 in
		1) "$ifc" em0 up ;;
		2) "$ifc" em0 debug ;;
		3) "$ifc" em0 promisc ;;
		4) "$ifc" em0 allmulti ;;
		5) "$ifc" em0 -arp ;;
		6) "$ifc" em0 mtu 1400 ;;
		7) "$ifc" em0 descr seven ;;
		8) "$ifc" em0 ether 02:00:00:00:00:08 ;;
		esac
	}
	all set_one
	same 0 "$(failed)"
	same "em0: flags=828bc7<UP,BROADCAST,DEBUG,RUNNING,NOARP,PROMISC,ALLMULTI,SIMPLEX,MULTICAST,PPROMISC,PALLMULTI> metric 0 mtu 1400
	description: seven
	ether 02:00:00:00:00:08" "$("$ifc" em0 ether | grep -v options)"
}
