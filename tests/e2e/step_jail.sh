#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# step_jail.sh - Whatever call of jail(8) or jexec(8) is its last, or fails, the
# next command finishes or undoes all of it
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/step.sh"

# One jail with all that could be left: an interface of the host's that is lent
# to it, one made in it, a mount, hooks on both sides.
conf() {
	make_root root
	ip link add br0 type bridge
	ip link add epair0a type veth peer name epair0b
	cat >jail.conf <<-CONF
		www {
			path = "$PWD/root";
			vnet; persist;
			host.hostname = www.example;
			vnet.interface = epair0b;
			vjail.interface = "e0 br0";
			mount = "tmpfs $PWD/root/mnt tmpfs rw 0 0";
			exec.prestart = "/bin/true";
			exec.start = "/bin/true";
			exec.stop = "/bin/true";
			exec.poststop = "/bin/true";
		}
	CONF
	# Once through: what the first jail ever leaves is the registry itself.
	works jail -f jail.conf -c www
	jail_state >whole
	works jail -f jail.conf -r www
	quiet
	census >nothing
}

# quiet - Until no process of ours is left: not pid 1s and watchers, nor who
# waits for the kernel to forget a deleted interface
quiet() {
	until_true 5 sh -c '! pgrep -f "^vjail" && ! pgrep -x "jail|reap|jexec"'
}

# jail_state - What the jail is: its interfaces, mounts, devices and limits
jail_state() {
	_pid1=$(pgrep -f '^vjail: www$') || return 0
	jls -j www name host.hostname path vnet
	nsenter -t "$_pid1" -n ip -o link | sed 's/^[0-9]*: //; s/[@:].*//'
	sed 's/^[0-9]* [0-9]* [0-9:]* //; s/[0-9]*:[0-9]* //' \
		"/proc/$_pid1/mountinfo" | awk '{ print $2, $3 }'
	grep -E '^(Cap|NoNewPrivs|Seccomp:|Uid|Groups)' "/proc/$_pid1/status" |
		sed 's/1[0-9]\{9\}/ID/g'
	(cd "/proc/$_pid1/root/dev" && find . -mindepth 1 | sort)
}

# settled - Nothing is left, and the interface is at home
settled() {
	quiet
	[ -z "$(ls /run/vjail/ops)" ] || trouble "something in ops"
	ip link show epair0b >/dev/null || trouble "epair0b is lost"
	census >now
	diff nothing now >differs || {
		cat differs
		find /run -mindepth 1
		ip -br link
		ps -eo pid,ppid,stat,wchan:20,args --forest
		trouble "something is left"
	}
}

# next ARG ... - The next command succeeds
next() {
	jail -q -f jail.conf "$@" >next 2>&1 || {
		cat next
		trouble "then jail $*"
	}
}

# is_whole - The jail is there, with nothing missing
is_whole() {
	jail_state >now
	diff whole now || trouble "something is missing in the jail"
}

is_there() {
	[ -n "$(jls name 2>&1)" ]
}

# Every second time it is started, else it is stopped.
turn=0
finished() {
	turn=$((turn + 1))
	if [ $((turn % 2)) = 0 ]; then
		is_there && [ ! -s /run/vjail/ops/www ] || next -c www
		is_whole
		next -r www
	elif [ -s /run/vjail/ops/www ] || is_there; then
		next -r www
	else # of one that has only just begun its name is left
		jail -q -f jail.conf -r www || :
	fi
	! is_there || trouble "it is still there"
	settled
}

# afresh - After a fault: whatever is there now is what there was
afresh() {
	jail -q -f jail.conf -r www >/dev/null 2>&1 || :
	rm -f /run/vjail/ops/*
	ip link show epair0b >/dev/null ||
		ip link add epair0a type veth peer name epair0b || :
	census >nothing
}

created() {
	[ $status != 0 ] || is_whole
	case $how:$status in
	fail?:1) ! is_there || trouble "failed, but it is there" ;;
	esac
	finished
}

it create "jail -c"
create_body() {
	conf
	steps 6 : created jail -f jail.conf -c www
}

up() {
	next -c www
}

removed() {
	[ $status != 0 ] || ! is_there || trouble "it is still there"
	finished
}

it remove "jail -r"
remove_body() {
	conf
	steps 5 up removed jail -f jail.conf -r www
}

restarted() {
	[ $status != 0 ] || is_whole
	finished
}

it restart "jail -rc"
restart_body() {
	conf
	steps 5 up restarted jail -f jail.conf -rc www
}
