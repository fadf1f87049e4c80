#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# jail_lost.sh - Jails whose files under /run/vjail were removed do not stay
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"
. "$E2E/step.sh"

# lose ARG ... - A jail that runs and whose number is in $jid, as jail(8) makes it
lose() {
	make_root root
	works jail -c name=first path="$PWD/root" persist
	works jail -R first
	works ip link add br0 type bridge
	before=$(census)
	works jail -c name=www path="$PWD/root" vnet persist \
		vjail.interface="e0 br0" "$@"
	jid=$(jls -j www jid)
	pid1=$(pgrep -f '^vjail: www$')
	watcher=$(pgrep -f '^vjail: watch www')
}

TOLD="its files under /run/vjail were gone; what was left of it has been ended"

# ended - Nothing is left.  The end of pid 1 tells its watcher, and the kernel
# deletes what was in its network namespace when it comes to that
ended() {
	for _pid in $pid1 $watcher; do
		until_true 10 is_over "$_pid"
	done
	until_true 10 has_links "$(echo "$before" | sed -n 's/^links //p')"
	same "$before" "$(census)" "left behind"
	same "" "$(find /run/vjail/jails /run/vjail/names /run/vjail/ids \
		-mindepth 1)" "files"
}

# is_over PID - It has ended, if it is not reaped: nobody of ours does that
is_over() {
	! readlink "/proc/$1/exe"
}

has_links() {
	[ "$1" = "$(ip -o link | wc -l)" ]
}

it slot "a jail whose directory was removed is ended by the next jail(8)"
slot_body() {
	lose
	rm -r "/run/vjail/jails/$jid"
	want "" jls name
	atf_check -e inline:"jail: jail $jid: $TOLD\n" \
		jail -c name=next path="$PWD/root" persist
	want next jls name
	works is_over "$pid1"
	works jail -R next
	ended
	want "" jail -c name=next path="$PWD/root" persist
}

it pinned "so is one of which its network namespace's mount is left"
pinned_body() {
	works ip link add em0 type veth peer name far
	lose vnet.interface=em0 vjail.netgraph
	works jexec www ngctl mkpeer e0: bridge lower link0
	rm -r "/run/vjail/jails/$jid" 2>err && atf_fail "nothing was mounted"
	works jail -R '*'
	# em0 was not hardware: nobody knows that it was only lent.
	before=$(echo "$before" | sed 's/^links 4/links 2/')
	ended
	refuse "" test -e /sys/fs/bpf/vjail
}

it node "its interface on a node of the host's graph goes, too"
node_body() {
	make_root root
	works jail -c name=first path="$PWD/root" persist
	works jail -R first
	works ip link add em0 type veth peer name far
	works jng bridge x em0
	nodes=$(ngctl list | wc -l)
	works jail -c name=www path="$PWD/root" vnet persist \
		vjail.interface="e0_www em0bridge:"
	same $((nodes + 1)) "$(ngctl list | wc -l)" "nodes"
	rm -r /run/vjail/jails/*
	works jail -R '*'
	same "$nodes" "$(ngctl list | wc -l)" "nodes"
}

it cleaned "where all of /run was cleaned, jail -C ends them, and nothing else"
cleaned_body() {
	lose
	rm -r /run/vjail
	# Its number is not given to another one, nor is it taken for another's.
	want "" jail -c name=next path="$PWD/root" persist
	refuse "jail -C ends it" jail -c jid="$jid" name=again \
		path="$PWD/root" persist
	works kill -0 "$pid1"
	works jail -r next
	works jail -c name=next path="$PWD/root" persist
	works kill -0 "$pid1"
	atf_check -s exit:1 -e match:"^jail: jail $jid: $TOLD$" \
		-e match:'"nobody" not found' jail -f /dev/null -C nobody
	works is_over "$pid1"
	want next jls name
	works jail -R next
	ended
}

it strangers "what is not ours for sure is left alone"
strangers_body() {
	lose
	mkdir -p /sys/fs/cgroup/vjail/77
	sleep 1000 &
	echo $! >/sys/fs/cgroup/vjail/77/cgroup.procs
	# Who hides the registry from himself is no reason to end all jails.
	cat >hidden <<-'SH'
		mount -t tmpfs none /run/vjail
		jail -f /dev/null -C nobody
		jail -R nobody
	SH
	atf_check -s exit:1 -e inline:'jail: "nobody" not found
jail: "nobody" not found
' unshare -m sh hidden
	works kill -0 "$pid1" $!
	works jail -R www
	works is_over "$pid1"
	works kill -0 $!
	refuse "jail -C ends it" jail -c jid=77 name=x path="$PWD/root" persist
	works kill -0 $!
}

lost_one() {
	works jail -q -c name=www path="$PWD/root" vnet persist \
		vjail.interface="e0 br0"
	jid=$(jls -j www jid)
	rm -r "/run/vjail/jails/$jid"
}

# by_the_next - What a killed one has left is ended by another one
by_the_next() {
	until_true 5 sh -c '! pgrep -x jail'
	works jail -q -R '*'
	until_true 10 sh -c '! pgrep -f ^vjail && ! pgrep -x reap'
	until_true 10 has_links "$(echo "$before" | sed -n 's/^links //p')"
	[ "$before" = "$(census)" ] || trouble "something is left"
}

TIMEOUT=300
it killed "who is killed while he ends one leaves it to the next"
killed_body() {
	lose
	works jail -R www
	until_true 10 has_links "$(echo "$before" | sed -n 's/^links //p')"
	steps 8 lost_one by_the_next jail -q -R '*'
}
