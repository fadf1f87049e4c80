#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# jail_killed.sh - When processes of a jail are killed, all of it goes
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

# One jail with all that could be left: interfaces moved in and made in it, a
# mount, hooks on both sides.
conf() {
	make_root root
	ip link add br0 type bridge
	cat >jail.conf <<-CONF
		www {
			path = "$PWD/root";
			vnet; persist;
			vnet.interface = epair0b;
			vjail.interface = "e0 br0";
			mount = "tmpfs $PWD/root/mnt tmpfs rw 0 0";
			exec.prestart = "ip link add epair0a type veth peer name epair0b";
			exec.start = "/bin/true";
			exec.stop = "/bin/true";
			exec.poststop = "ip link del epair0a";
		}
	CONF
	# Once through: what the first jail ever leaves is the registry itself.
	works jail -f jail.conf -c
	works jail -f jail.conf -r www
	quiet
	census >before
}

# quiet - Until no process of ours is left: not pid 1s and watchers, nor who
# waits for the kernel to forget a deleted interface
quiet() {
	until_true 5 sh -c '! pgrep -f "^vjail" && ! pgrep -x "jail|reap|ip"'
}

# settled - Nothing is left
settled() {
	quiet
	same "" "$(ls /run/vjail/ops)" "ops"
	census >after
	diff before after >differs || {
		cat differs out
		find /run
		ip -br link
		atf_fail "$1: something is left"
	}
}

it pid1 "the interfaces of a jail whose pid 1 was killed come home"
pid1_body() {
	conf
	works jail -f jail.conf -c www
	refuse "" ip link show epair0b
	kill -9 "$(pgrep -f '^vjail: www$')"
	until_true 5 ip link show epair0b
	quiet
	want "" jls name
	ip link del epair0a
	settled "afterwards"
}

it watcher "a jail whose watcher was killed too is finished by jls"
watcher_body() {
	conf
	works jail -f jail.conf -c www
	kill -9 "$(pgrep -f '^vjail: watch www')"
	kill -9 "$(pgrep -f '^vjail: www$')"
	quiet
	want "" jls name
	works ip link show epair0b
	ip link del epair0a
	settled "afterwards"
}

it unpinned "the host has no mount for a jail that nothing was moved into"
unpinned_body() {
	conf
	works jail -c name=plain path="$PWD/root" vnet persist \
		vjail.interface="e1 br0"
	refuse "" grep -q " /run/vjail/jails/" /proc/self/mountinfo
	want_like "^e1@" ip -n plain -br link
	# A graph that the host made in it goes with it, whoever is killed.
	works nsenter --net=/run/netns/plain ngctl mkpeer e1: bridge lower link0
	works test -e /sys/fs/bpf/vjail
	kill -9 "$(pgrep -f '^vjail: plain$')"
	quiet
	want "" jls name
	refuse "" test -e /sys/fs/bpf/vjail
	refuse "" test -L /run/netns/plain
	settled "afterwards"
}

it rewatched "the next command starts a killed watcher again"
rewatched_body() {
	conf
	works jail -f jail.conf -c www
	kill -9 "$(pgrep -f '^vjail: watch www')"
	until_true 5 sh -c '! pgrep -f "^vjail: watch www"'
	want www jls name
	works pgrep -f '^vjail: watch www'
	want www jls name # and no second one
	same 1 "$(pgrep -c -f '^vjail: watch www')"
	kill -9 "$(pgrep -f '^vjail: www$')"
	quiet # it does what the first would have done
	works ip link show epair0b
	ip link del epair0a
	settled "afterwards"
}

it ends "a jail that need not persist goes with its last process"
ends_body() {
	conf
	works jail -c name=j path="$PWD/root" vnet persist
	jexec j sleep 1000 &
	until_true 5 jexec j sh -c 'ps | grep -q "sleep 1000"'
	works jail -m name=j nopersist
	want j jls name
	kill -9 "$(pgrep -f '^sleep 1000')"
	wait
	quiet
	want "" jls name
	settled "afterwards"
}

it zombie "a child that nobody waits for does not hold up jail -r"
zombie_body() {
	conf
	works jail -c name=j path="$PWD/root" vnet persist
	# jexec stops, so it does not see that its command ended.
	jexec j sleep 1000 &
	until_true 5 jexec j sh -c 'ps | grep -q "sleep 1000"'
	kill -STOP $!
	kill -9 "$(pgrep -f '^sleep 1000')"
	works timeout 10 jail -r j
	kill -9 $!
	wait $! 2>/dev/null || true
	settled "afterwards"
}
