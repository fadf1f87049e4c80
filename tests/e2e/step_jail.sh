#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# step_jail.sh - Whatever call of jail(8) or jexec(8) is its last, or fails, the
# next command finishes or undoes all of it
# shellcheck shell=sh disable=SC2086,SC2015
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/step.sh"

# One jail with all that could be left: an interface of the host's that is lent
# to it, one made in it, mounts of which one needs a directory beside its own,
# hooks on both sides.
conf() {
	make_root root
	mkdir -m 700 layers layers/up root/data
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
			mount += "$PWD/layers/up $PWD/root/data unionfs rw 0 0";
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
	until_true 5 sh -c '! pgrep -f "^vjail" && ! pgrep -x "jail|reap|jexec|jls"'
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
	[ "$(ls -A layers)" = up ] || trouble "left in layers: $(ls -A layers)"
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
	jail -q -f jail.conf -r www >/dev/null 2>&1 || jail -q -r '*' || :
	rm -f /run/vjail/ops/*
	ip link show epair0b >/dev/null ||
		ip link add epair0a type veth peer name epair0b || :
	${keep:-:}
	quiet_but www
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
	steps 3 : created jail -f jail.conf -c www
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
	steps 3 up removed jail -f jail.conf -r www
}

restarted() {
	[ $status != 0 ] || is_whole
	finished
}

it restart "jail -rc"
restart_body() {
	conf
	steps 2 up restarted jail -f jail.conf -rc www
}

# A jail that ends by itself: its watcher becomes reap, which is struck.
reaped() {
	until_true 5 sh -c '! pgrep -x reap && [ -z "$(cat \
		/sys/fs/cgroup/vjail/*/jail/cgroup.procs 2>/dev/null)" ]'
	! is_there || trouble "it is still there"
	settled
}

it reap "the end of a jail that does not persist"
reap_body() {
	conf
	STEPPER="$STEPPER/libexec/vjail/reap -a"
	steps 2 : reaped jail -c name=www path="$PWD/root" vnet \
		vjail.interface="e0 br0" vnet.interface=epair0b \
		exec.start="/bin/sleep 0.05 &"
}

# is_called NAME - By that name it is found, and by no other
is_called() {
	[ "$(jls -j 40 name host.hostname)" = "$1 $1.example" ] ||
		trouble "not $1: $(jls -j 40 name host.hostname)"
	[ "$(jexec "$1" hostname)" = "$1.example" ] ||
		trouble "host name $(jexec "$1" hostname), not $1.example"
	[ "$(ls /run/vjail/names) $(ls /run/netns)" = "$1 $1" ] ||
		trouble "names $(ls /run/vjail/names), in netns $(ls /run/netns)"
}

# call NAME - The next command
call() {
	jail -q -m jid=40 name="$1" host.hostname="$1.example" >next 2>&1 || {
		cat next
		trouble "then jail -m name=$1"
	}
	is_called "$1"
}

modified() {
	_name=$(jls -j 40 name host.hostname)
	[ "$_name" = "new new.example" ] || [ $status != 0 ] ||
		trouble "not changed: $_name"
	turn=$((turn + 1))
	case $_name:$((turn % 2)) in
	"www www.example:0") call www ;;
	"www www.example:1") call new ;;
	"new new.example:0") call new ;;
	"new new.example:1")
		# the name that it had is free
		jail -q -c name=www path="$PWD/root" persist >next 2>&1 || {
			cat next
			trouble "then jail -c name=www"
		}
		jail -q -r www || trouble "then jail -r www"
		;;
	*) trouble "neither changed nor as it was: $_name" ;;
	esac
	call www
	quiet_but www
	census >now
	diff nothing now || trouble "something is left"
}

# quiet_but NAME - Until of our processes there are only those of that jail
quiet_but() {
	until_true 5 sh -c "! pgrep -f '^vjail' -a | grep -Eqv ' $1( |\$)' &&
		! pgrep -x 'jail|reap|jexec|jls'"
}

numbered() {
	jail -q -c jid=40 name=www path="$PWD/root" vnet persist \
		host.hostname=www.example
}

it modify "jail -m, with another name"
modify_body() {
	conf
	keep=numbered
	numbered
	quiet_but www
	census >nothing
	steps 1 numbered_once modified jail -m jid=40 name=new host.hostname=new.example
}

# Nothing runs in it: it goes at once.
let_go() {
	until_true 5 sh -c '! pgrep -x reap' # nor does it come back for ever
	if is_there; then
		[ $status != 0 ] || trouble "it is still there"
		jail -q -m name=www nopersist || trouble "then jail -m"
	else
		jail -q -r www || :
	fi
	! is_there || trouble "it is still there"
	settled
}

numbered_once() {
	is_there || numbered
}

it persist "jail -m nopersist, with nothing in the jail"
persist_body() {
	conf
	steps 1 numbered_once let_go jail -m name=www nopersist
}

entered() {
	quiet_but www
	is_whole
	[ "$(jexec www echo hello 2>&1)" = hello ] || trouble "then jexec"
	quiet_but www
	census >now
	diff nothing now || trouble "something is left"
}

it enter "jexec"
enter_body() {
	conf
	keep=up
	up
	quiet_but www
	census >nothing
	steps 1 : entered jexec www true
}

# unwatched - A jail whose watcher was killed
unwatched() {
	is_there || next -c www
	pkill -9 -f '^vjail: watch www' || :
	until_true 5 sh -c '! pgrep -f "^vjail: watch www"'
}

mended() {
	quiet_but www # what was killed has let go of the jail
	[ $how != none ] || pgrep -f '^vjail: watch www' >/dev/null ||
		trouble "no watcher"
	[ "$(jls name)" = www ] || trouble "not there"
	# By this call, or where a killed one still had the lock, by a later one.
	until_true 5 sh -c 'jls name >/dev/null
		pgrep -f "^vjail: watch www" >/dev/null'
	next -r www
	settled
}

it watcher "jls, which starts a killed watcher again"
watcher_body() {
	conf
	steps 1 unwatched mended jls name
}

it dying "a killed command's processes are waited for, that still make the jail"
dying_body() {
	! sanitized || atf_skip "the sanitizers' own calls would be struck"
	conf
	$STEPPER -t -s before -k 60 jail -f jail.conf -c www >said 2>&1 || :
	quiet
	slot=$(echo /run/vjail/jails/*)
	want creating jq -r .state "$slot/record.json"
	exec 9<"$slot/lock"
	flock 9 # as the last of them has it
	jail -f jail.conf -qc www >said 2>&1 9<&- &
	until_true 5 sh -c 'cat /proc/[0-9]*/wchan | grep -q lock_inode_wait'
	exec 9<&-
	wait $! || _fail "not made" "$(cat said)"
	is_whole
	next -r www
	settled
}
