#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# jib_pairs.sh - jib makes pairs of interfaces on bridges, as FreeBSD's does
. "$(dirname "$0")/lib.sh"

LONG=a_rather_long_jail_name

# nic NAME MAC - A network card: one end of a cable, NAME_w is the other
nic() {
	ip link add "$1" address "$2" type veth peer name "$1_w"
	ip link set "$1_w" up
}

# links - Names, addresses and bridges of the interfaces, those that are up
links() {
	ip -o link | sed -nE 's/^[0-9]+: ([^:@]*)[@:].*[<,]UP[,>](.*)/\1 up \2/p' |
		sed -E 's/^([^ ]*) up .*( master [^ ]*)? .*link.ether ([^ ]*).*/\1 \3/' |
		sort
	ip -o link | sed -nE 's/^[0-9]+: ([^:@]*).*( master [^ ]*).*/\1\2/p' | sort
}

# mac NAME
mac() {
	ip -o link show "$1" | sed 's/.*link.ether \([^ ]*\).*/\1/'
}

# is_up NAME
is_up() {
	ip -o link show "$1" | grep -q '[<,]UP[,>]'
}

it names "addm makes FreeBSD's names and addresses, and prints them"
names_body() {
	nic re0 00:25:90:aa:bb:cc
	nic em1 52:54:00:12:34:56
	want "re0bridge\ne0a_xxx\ne0b_xxx\nem1bridge\ne1a_xxx\ne1b_xxx" \
		jib addm xxx re0 em1
	same 02:00:d2:aa:bb:cc "$(mac e0a_xxx)"
	same 0e:00:d2:aa:bb:cc "$(mac e0b_xxx)"
	same 0a:00:d2:12:34:56 "$(mac e1a_xxx)"
	same 0e:00:d2:12:34:56 "$(mac e1b_xxx)"
	want_like 'e0a_xxx.*master re0bridge' ip -o link
	want_like 'e1a_xxx.*master em1bridge' ip -o link
	want_like 're0@.*master re0bridge' ip -o link
	for i in re0 re0bridge e0a_xxx e0b_xxx; do
		is_up "$i" || atf_fail "$i is not up"
	done
	want "xxx" jib show
	want "e0b_xxx\ne1b_xxx" jib show xxx
}

it again "addm skips what is there"
again_body() {
	nic re0 00:25:90:aa:bb:cc
	works jib addm www re0
	before=$(links)
	want "" jib addm www re0
	same "$before" "$(links)"
	want "e1a_www\ne1b_www" jib addm www re0 re0
	same "$(printf 'e0b_www\ne1b_www')" "$(jib show www)"
	[ "$(mac e0a_www)" != "$(mac e1a_www)" ] ||
		atf_fail "two interfaces have the same address"
}

it address "an address that is taken is not given again"
address_body() {
	nic re0 00:25:90:aa:bb:cc
	# The checksums of both names are the same.
	works jib addm xxx re0
	works jib addm xzw re0
	same 02:00:d2:aa:bb:cc "$(mac e0a_xxx)"
	same 12:00:d2:aa:bb:cc "$(mac e0a_xzw)"
	works jib addm other '!re0'
	[ "$(mac e0a_other | cut -d: -f4-)" != aa:bb:cc ] ||
		atf_fail "an address was derived in spite of the !"
}

it host_address "the card's own addresses stay where they are"
host_address_body() {
	nic re0 00:25:90:aa:bb:cc
	ip addr add 192.0.2.1/24 dev re0
	before=$(ip -o addr show dev re0)
	works jib addm www re0
	want_like '192.0.2.1/24' ip -o addr show dev re0
	same "$(echo "$before" | grep -c 'inet ')" \
		"$(ip -o addr | grep -c ' re0 .*inet ')"
}

it bridge "a bridge that exists is used as it is; -b names another"
bridge_body() {
	nic re0 00:25:90:aa:bb:cc
	ip link add re0lan type bridge
	want "e0a_www\ne0b_www" jib addm -b lan www re0
	want_like 'e0a_www.*master re0lan' ip -o link
	if ip -o link show re0 | grep -q master; then
		atf_fail "re0 was put on a bridge that was there before"
	fi
	works jib addm db re0
	refuse "re0: already a member of re0bridge" jib addm -b x third re0
	want 0 sh -c 'ip -o link | grep -c third || true'
}

it long "long names work and do not collide"
long_body() {
	nic re0 00:25:90:aa:bb:cc
	nic enp0s31f6np0 52:54:00:12:34:56
	want "re0bridge\ne0a_$LONG\ne0b_$LONG" jib addm $LONG re0
	works jib addm ${LONG}2 re0
	works jib addm $LONG re0 enp0s31f6np0
	want "$LONG\n${LONG}2" jib show
	want "e0b_$LONG\ne1b_$LONG" jib show $LONG
	works ip link show enp0s31f6np0bridge
	works ip link show e0b_$LONG
	works jib destroy $LONG
	want "${LONG}2" jib show
	refuse "" ip link show e0b_$LONG
	works ip link show e0b_${LONG}2
}

it destroy "destroy takes the pairs away, wherever their ends are"
destroy_body() {
	nic re0 00:25:90:aa:bb:cc
	works jib addm other re0
	before=$(links)
	works jib addm www re0 re0
	unshare --net sleep 60 &
	jail=$!
	until_true 5 sh -c "[ \"\$(readlink /proc/$jail/ns/net)\" != \
		\"\$(readlink /proc/self/ns/net)\" ]"
	ip link set e0b_www netns "$jail"
	want "e0b_www\ne1b_www" jib show www
	want "" jib destroy www
	same "$before" "$(links)"
	same "" "$(nsenter --net=/proc/$jail/ns/net ip -o link show e0b_www 2>/dev/null)"
	want "" jib destroy www
}

it wrong "wrong words are one line and leave nothing behind"
wrong_body() {
	nic re0 00:25:90:aa:bb:cc
	before=$(links)
	refuse "jib: interface em9 does not exist" jib addm www re0 em9
	refuse 'jib: a-b: a name has letters, digits and "_" only' \
		jib addm a-b re0
	refuse "jib: lo0: not an Ethernet interface" jib addm www lo0
	refuse "usage: jib addm" jib addm www
	refuse "usage: jib show" jib show a b
	refuse "usage: jib action" jib nonsense
	same "$before" "$(links)"
	want_like '^usage: jib action' jib --help
}

it carries "what goes into a jail's end comes out of the card"
carries_body() {
	nic re0 00:25:90:aa:bb:cc
	works jib addm www re0
	unshare --net sleep 60 &
	jail=$!
	until_true 5 sh -c "[ \"\$(readlink /proc/$jail/ns/net)\" != \
		\"\$(readlink /proc/self/ns/net)\" ]"
	ip link set e0b_www netns "$jail"
	in_jail="nsenter --net=/proc/$jail/ns/net"
	$in_jail ip link set e0b_www up
	$in_jail ip addr add 192.0.2.7/24 dev e0b_www
	ip addr add 192.0.2.8/24 dev re0_w
	works ping -c 1 -W 5 -I re0_w 192.0.2.7
	ip neigh show dev re0_w | grep -q 0e: ||
		atf_fail "not the derived address: $(ip neigh)"
}

it parallel "several at once make one bridge, and all their pairs"
parallel_body() {
	nic re0 00:25:90:aa:bb:cc
	pids=
	for i in 1 2 3 4 5 6 7 8; do
		jib addm "jail$i" re0 >"out$i" 2>&1 &
		pids="$pids $!"
	done
	for p in $pids; do
		wait "$p" || atf_fail "$(cat out*)"
	done
	same 1 "$(ip -o link show type bridge | wc -l)"
	same 8 "$(ip -o link | grep -c 'e0a_jail.* master re0bridge')"
	same 8 "$(ip -o link | grep '^[0-9]*: e0a_jail' |
		sed 's/.*link.ether \([^ ]*\).*/\1/' | sort -u | wc -l)"
}

it collide "an address is not given away twice, without a /proc either"
collide_body() {
	! sanitized || atf_skip "sanitizers need a /proc"
	nic re0 00:25:90:aa:bb:cc
	works jib addm www re0
	mac=$(ip -o link show e0a_www | sed 's/.*ether \([^ ]*\).*/\1/')
	works jib destroy www
	exec 9</proc/self/ns/net
	flock 9 # as one that is about to give the same one away
	unshare -m sh -c 'mount -t tmpfs none /proc && exec jib addm www re0' \
		>out 2>&1 9<&- &
	until_true 5 grep -q lock "/proc/$!/wchan"
	works ip link add other address "$mac" type veth
	exec 9<&-
	wait $! || _fail "jib failed" "$(cat out)"
	want_like "ether 1${mac#0}" ip link show e0a_www
}
