#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# harness_namespaces.sh - Tests see nothing of the host, nor it of them
. "$(dirname "$0")/lib.sh"

it network "only lo is there, and leave to make more"
network_body() {
	want 1 sh -c 'ip -o link | wc -l'
	want "" ip link add v0 type veth peer name v1
	want 3 sh -c 'ip -o link | wc -l'
	want 3 sh -c 'ls /sys/class/net | wc -l'
}

it state "/run, processes and cgroups are the test's own"
state_body() {
	atf_check -o inline:"lock\nmount\nnetns\n" ls /run
	want 1 sh -c 'ps -o ppid= -p 1 | grep -c 0'
	want "0::/" sh -c 'grep ^0:: /proc/self/cgroup'
	want "" mkdir -p /sys/fs/cgroup/vjail/1
	want vjail-e2e hostname
}

it census "the census sees what is left behind"
census_body() {
	make_root root
	before=$(census)
	same "$before" "$(census)"
	ip link add v0 type veth peer name v1
	[ "$before" != "$(census)" ] || atf_fail "links are not counted"
	ip link del v0
	same "$before" "$(census)"
	mkdir /sys/fs/cgroup/vjail
	[ "$before" != "$(census)" ] || atf_fail "cgroups are not counted"
	rmdir /sys/fs/cgroup/vjail
	mount -t tmpfs tmpfs root/mnt
	[ "$before" != "$(census)" ] || atf_fail "mounts are not counted"
	umount root/mnt
	sleep 100 &
	[ "$before" != "$(census)" ] || atf_fail "processes are not counted"
	kill $!
	wait $! 2>/dev/null || true
	same "$before" "$(census)"
}

it checks "a check that does not hold fails the test"
checks_body() {
	for c in 'want 1 echo 2' 'want 1 false' 'refuse no true' \
		'refuse no sh -c "echo yes; exit 1"' 'refuse no sh -c "exit 2"' \
		'works false' 'same a b' 'want_like x echo y'; do
		if (eval "$c") >/dev/null 2>&1; then
			atf_fail "held: $c"
		fi
	done
}
