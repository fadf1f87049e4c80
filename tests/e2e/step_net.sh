#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# step_net.sh - Whatever call of jib or ifconfig is its last, or fails, the next
# one finishes or undoes all of it
# shellcheck shell=sh disable=SC2086,SC2015
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/step.sh"

# links - Interfaces with their bridges, and which of them are up
links() {
	ip -o link | sed -E 's/^[0-9]+: //; s/@[^:]*//; s/[ \\]link.*altname/ altname/
		s/<([^>]*)>.*( master [^ ]*).*/<\1> \2/; s/<[^>]*,UP[,>][^ ]*/up/
		s/ (mtu|<|qdisc|state|mode|group|qlen) ?[^ ]*//g; s/[ \\]link.*//' | sort
	ip -o -d link show type veth | sed -E 's/.*link.ether ([^ ]*).*/\1/' | sort
}

# next CMD ... - The next command succeeds
next() {
	"$@" >next 2>&1 || {
		cat next
		trouble "then $*"
	}
}

# settled - Nothing but the card is left
settled() {
	links >now
	diff nothing now || trouble "something is left"
}

afresh() {
	jib destroy "$name" || :
	ip link del re0bridge 2>/dev/null || :
	for _i in $(epairs); do
		ip link del "$_i" 2>/dev/null || :
	done
	links >nothing
}

card() {
	ip link add re0 address 00:25:90:aa:bb:cc type veth peer name re0_w
	ip link set re0 up
	ip link set re0_w up
	name=$1
	links >nothing
	works jib addm "$name" re0 re0
	links >whole
	works jib destroy "$name"
	ip link del re0bridge
}

# Every second time it is finished, else undone.
turn=0
paired() {
	turn=$((turn + 1))
	[ $status != 0 ] || [ $((turn % 2)) = 0 ] || {
		links >now
		diff whole now || trouble "something is missing"
	}
	if [ $((turn % 2)) = 0 ]; then
		next jib addm "$name" re0 re0
		links >now
		diff whole now || trouble "something is missing"
	fi
	next jib destroy "$name"
	ip link del re0bridge 2>/dev/null || :
	jib_half || :
	settled
}

# A bridge that jib had not yet given its name
jib_half() {
	next jib addm "$name" re0
	next jib destroy "$name"
	ip link del re0bridge
}

it pairs "jib addm"
pairs_body() {
	card www
	steps 2 : paired jib addm www re0 re0
}

it long "jib addm, with a name that the kernel has no room for"
long_body() {
	card a_rather_long_jail_name
	steps 1 : paired jib addm "$name" re0 re0
}

pairs() {
	jib addm "$name" re0 re0 >/dev/null
}

parted() {
	next jib destroy "$name"
	ip link del re0bridge
	settled
}

it part "jib destroy"
part_body() {
	card www
	steps 1 pairs parted jib destroy www
}

epairs() {
	ip -o link show type veth | sed -n 's/^[0-9]*: \(epair[0-9]*[ab]\)@.*/\1/p'
}

# no_advertisements - Of routers; nor are they half made any more
no_advertisements() {
	_ra=$(cat /proc/sys/net/ipv6/conf/epair*/accept_ra | sort -u)
	[ "$_ra" = 0 ] || trouble "router advertisements are taken"
	[ -z "$(ip -d link show group 0x76680000)" ] || trouble "half made"
}

# Whole pairs or none: what is there has both its ends.
made() {
	for _i in $(epairs); do
		case $_i in
		*a) _other=${_i%a}b ;;
		*) _other=${_i%b}a ;;
		esac
		ip link show "$_other" >/dev/null || trouble "$_i is alone"
	done
	if [ $status = 0 ]; then
		ip link show "$(head -n 1 said)" >/dev/null ||
			trouble "it is not there"
		no_advertisements
	elif [ "${how#fail}" != "$how" ] && [ -n "$(epairs)" ]; then
		trouble "failed, and left $(epairs)"
	fi
	turn=$((turn + 1))
	if [ $((turn % 2)) = 0 ]; then
		next "$BSD/ifconfig" epair create
	else
		next "$BSD/ifconfig" epair7 create
	fi
	no_advertisements
	for _i in $(epairs); do
		case $_i in
		*a) next "$BSD/ifconfig" "$_i" destroy ;;
		esac
	done
	settled
}

it epair "ifconfig epair create"
epair_body() {
	name=www
	links >nothing
	steps 1 : made "$BSD/ifconfig" epair create
}

# bridged - What is there, is made by the next call, or is brought up by it, which
# finishes it then
bridged() {
	turn=$((turn + 1))
	if [ -e /sys/class/net/bridge3 ] && [ $((turn % 2)) = 0 ]; then
		next "$BSD/ifconfig" bridge3 up
	elif [ ! -e /sys/class/net/bridge3 ] || [ $status != 0 ]; then
		"$BSD/ifconfig" bridge3 create >next 2>&1 ||
			grep -q 'already exists' next || trouble "$(cat next)"
	fi
	[ "$(cat /proc/sys/net/ipv6/conf/bridge3/accept_ra)" = 0 ] ||
		trouble "router advertisements are taken"
	next "$BSD/ifconfig" bridge3 destroy
	settled
}

it bridge "ifconfig bridge3 create"
bridge_body() {
	name=www
	links >nothing
	steps 1 : bridged "$BSD/ifconfig" bridge3 create
}
