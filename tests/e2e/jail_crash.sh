#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# jail_crash.sh - A killed jail(8) is no problem of the next one's
. "$(dirname "$0")/lib.sh"

prepare() {
	make_root jails/a
	chmod 700 jails
	cat >jail.conf <<-CONF
		path = "$PWD/jails/a"; persist; vnet;
		exec.prestart = "ip link add h0 type veth peer name j0", "sleep 0.01";
		vnet.interface = j0;
		exec.created = "sleep 0.01";
		exec.consolelog = /dev/null;
		exec.start = "/bin/sleep 0.02", "/bin/sleep 4711 &";
		exec.poststart = "sleep 0.01"; exec.prestop = "sleep 0.01";
		exec.stop = "/bin/sleep 0.01";
		exec.poststop = "sleep 0.01", "ip link del h0 2>/dev/null; true";
		www { }
	CONF
	works jail -f jail.conf -c www
	works jail -f jail.conf -r www
	before=$(census)
}

# In parts of the time it takes when it is left alone: this machine's, just now
MOMENTS='2 4 6 8 10 13 16 19 22 26 30 35 40 45 50 60 70 80 90 99'

# timed CMD ... - It works, and takes $took microseconds
timed() {
	_begin=$(date +%s%6N)
	works "$@"
	took=$(($(date +%s%6N) - _begin))
}

# killed_at PERCENT ARG ... - Start jail ARG ..., and kill it when that part of
# $took has gone.  True if it was at work
killed_at() {
	_after=$(printf '%d.%06d' $((took * $1 / 100000000)) \
		$((took * $1 / 100 % 1000000)))
	shift
	jail -q -f jail.conf "$@" >/dev/null 2>&1 &
	_pid=$!
	sleep "$_after"
	kill -9 $_pid 2>/dev/null
	wait $_pid 2>/dev/null
	[ -s /run/vjail/ops/www ] # empty: it had not begun
}

# nothing_left WHAT - As before; what a killed hook had started ends by itself
nothing_left() {
	_end=$(($(date +%s) + 30))
	until [ "$before" = "$(census)" ]; do
		[ "$(date +%s)" -lt $_end ] || same "$before" "$(census)" "$1"
		sleep 0.02
	done
}

# stopped - Stop it, if there is anything to stop: a jail(8) can be killed
# before it has begun, and after it has ended
stopped() {
	if [ -e /run/vjail/ops/www ] || [ -n "$(jls name)" ]; then
		works jail -q -f jail.conf -r www
	fi
	want "" jls name
}

it start "after a killed start, the next start or stop succeeds"
start_body() {
	prepare
	cut=0
	for t in $MOMENTS; do
		timed jail -q -f jail.conf -c www
		works jail -q -f jail.conf -r www
		if killed_at "$t" -c www; then
			cut=$((cut + 1))
			works jail -q -f jail.conf -c www
			want www jls name
		fi
		stopped
		nothing_left "left by a start killed at $t % of $took us"
		killed_at "$t" -c www || true
		stopped
		nothing_left "left by a start killed at $t % of $took us"
	done
	[ $cut -gt 5 ] || atf_fail "only $cut starts were cut off"
}

it stop "after a killed stop, the next stop or start succeeds"
stop_body() {
	prepare
	cut=0
	for t in $MOMENTS; do
		works jail -q -f jail.conf -c www
		timed jail -q -f jail.conf -r www
		works jail -q -f jail.conf -c www
		if killed_at "$t" -r www; then
			cut=$((cut + 1))
			works jail -q -f jail.conf -c www
			want www jls name
			killed_at "$t" -r www || true
		fi
		stopped
		nothing_left "left by a stop killed at $t % of $took us"
	done
	[ $cut -gt 5 ] || atf_fail "only $cut stops were cut off"
}

it told "-v tells that something is finished, and what of it fails"
told_body() {
	prepare
	cat >>jail.conf <<-'CONF'
		x { exec.prestart = 'kill -9 $PPID'; vnet.interface; exec.poststop = "false"; }
	CONF
	jail -f jail.conf -c x
	want "start    exec.prestart" sh -c 'sed "s/ *$//" /run/vjail/ops/x'
	atf_check -o inline:"x: finishing what was cut off
x: run command: false
" -e inline:"jail: x: false: failed\n" jail -v -f jail.conf -r x
	want "" ls /run/vjail/ops
	jail -f jail.conf -c x
	want "" jail -f jail.conf -r x
}

it together "two at the same time: the second waits"
together_body() {
	make_root jails/a
	chmod 700 jails
	mkfifo go ready
	cat >jail.conf <<-CONF
		path = "$PWD/jails/a"; persist;
		a { exec.poststart = "[ -e $PWD/once ] || { touch $PWD/once; echo >$PWD/ready; read x <$PWD/go; }"; }
	CONF
	jail -q -f jail.conf -c a &
	first=$!
	read -r _ <ready
	jail -q -f jail.conf -c a 2>err &
	second=$!
	jail -q -f jail.conf -r a &
	third=$!
	# both wait in flock(2), for the file of the first
	# shellcheck disable=SC2016
	until_true 10 sh -c '[ "$(grep -c -- "-> FLOCK" /proc/locks)" = 2 ]'
	echo >go
	wait $first || atf_fail "the first failed"
	r=0
	wait $second || r=$?
	wait $third || atf_fail "the third failed"
	# the third may have been before the second
	if [ "$r" = 0 ]; then
		want a jls name
	else
		want 'jail: "a" already exists' cat err
		want "" jls name
	fi
	want "" ls /run/vjail/ops
}
