#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# jexec_runs.sh - Commands run in the jail, and say outside how they ended
# What is in single quotes is for the jail's shell.
# shellcheck disable=SC2016
. "$(dirname "$0")/lib.sh"

# up - A jail www with busybox, and alice as 1001
up() {
	make_root root
	works jail -c name=www path="$PWD/root" vnet persist
}

it codes "the exit code is the command's" busybox
codes_body() {
	up
	want "" jexec www true
	atf_check -s exit:7 jexec www sh -c 'exit 7'
	atf_check -s exit:137 jexec www sh -c 'kill -9 $$'
	atf_check -s exit:1 -e inline:'jexec: jail "x" not found\n' \
		jexec x true
	atf_check -s exit:1 -e inline:'jexec: jail 99 not found\n' \
		jexec 99 true
	atf_check -s exit:1 \
		-e inline:'jexec: execvp: nosuch: No such file or directory\n' \
		jexec www nosuch
	atf_check -s exit:1 -e match:usage jexec
	atf_check -s exit:1 -e inline:'jexec: -e lang: not name=value\n' \
		jexec -e lang www true
}

it where "it starts in / or in -d, by name or number" busybox
where_body() {
	up
	want / jexec www pwd
	want / jexec 1 pwd
	want /mnt jexec -d /mnt www pwd
	refuse "chdir: /none: No such file or directory" \
		jexec -d /none www pwd
}

it users "-U is a user of the jail, -u one of the host" busybox
users_body() {
	up
	want 0 jexec www id -u
	want 1001 jexec -U alice www id -u
	refuse "jexec: alice: no such user" jexec -u alice www id -u
	want "$(id -u daemon)" jexec -u daemon www id -u
	refuse "jexec: daemon: no such user" jexec -U daemon www id -u
	refuse usage jexec -u daemon -U alice www id -u
}

it environment "-l forgets the environment, -e adds to it" busybox
environment_body() {
	up
	want "kept" env SECRET=kept "$BIN/jexec" www sh -c 'echo $SECRET'
	want ":C" env SECRET=lost "$BIN/jexec" -l -e LANG=C www \
		sh -c 'echo $SECRET:$LANG'
	want "/tmp alice /bin/sh /tmp" jexec -l -U alice www \
		sh -c 'echo $HOME $USER $SHELL $PWD'
	want "/dev/.vjail" jexec www sh -c 'echo ${PATH%%:*}'
	want "/x" jexec -e PATH=/x www /bin/sh -c 'echo $PATH'
}

it shell "without a command there is a shell" busybox
shell_body() {
	up
	echo 'echo in $(pwd)' >script
	atf_check -o match:"in /" -e ignore env SHELL=/bin/sh \
		"$BIN/jexec" www <script
	atf_check -o match:"in /tmp" -e ignore jexec -l -U alice www <script
}

it pipes "files and pipes are handed over as they are" busybox
pipes_body() {
	up
	want "abc" sh -c "echo abc | '$BIN/jexec' www cat"
	head -c 100000 /dev/urandom >in
	works sh -c "'$BIN/jexec' www cat <in >out"
	works cmp in out
	# On a terminal too, what is redirected is the file, unchanged.
	works script -qec "'$BIN/jexec' www cat /bin/busybox >out" /dev/null
	works cmp root/bin/busybox out
}

it terminal "a terminal is the jail's own, of the same size" busybox script
terminal_body() {
	up
	cat >inner <<-INNER
		stty rows 41 cols 97
		'$BIN/jexec' www sh -c 'test -t 0 && test -t 1 && test -t 2 && readlink /proc/self/fd/0; busybox stty size'
		echo code \$?
	INNER
	script -qec "sh inner" out.txt >/dev/null </dev/null
	want_like "/dev/pts/0$" tr -d '\r' <out.txt
	want_like "41 97$" tr -d '\r' <out.txt
	want_like "code 0$" tr -d '\r' <out.txt
}

it job "typing ^C ends the command, and the modes come back" busybox script
job_body() {
	up
	mkfifo keys
	cat >inner <<-INNER
		stty -a >before
		'$BIN/jexec' www sh -c 'echo ready; exec sleep 100'
		echo code \$?
		stty -a >after
	INNER
	exec 3<>keys
	script -qefc "sh inner" out.txt <keys >/dev/null &
	job=$!
	until_true 10 grep -q ready out.txt
	printf '\003' >&3
	wait "$job"
	want_like "code 130$" tr -d '\r' <out.txt
	works cmp before after
}

it signals "signals to jexec reach the command" busybox
signals_body() {
	up
	jexec www sh -c 'trap "exit 9" TERM; echo up; while :; do sleep 0.05; done' \
		>out.txt &
	pid=$!
	until_true 10 grep -q up out.txt
	kill -TERM "$pid"
	r=0
	wait "$pid" || r=$?
	same 9 "$r" "exit code"
}

it killed "a command goes with a jexec that is killed, what it left behind stays" busybox
killed_body() {
	up
	jexec -U alice www sh -c 'setsid sleep 4712 & echo up; exec sleep 4711' >out.txt &
	pid=$!
	until_true 10 grep -q up out.txt
	until_true 10 pgrep -fx 'sleep 4711'
	until_true 10 pgrep -fx 'sleep 4712'
	kill -9 "$pid"
	until_true 10 sh -c '! pgrep -fx "sleep 4711"'
	works pgrep -fx 'sleep 4712'
}

it nothing_of_the_host "no descriptor and no terminal of the host comes in" busybox
nothing_of_the_host_body() {
	up
	# ls itself opens one more.
	want "0
1
2
3" sh -c "exec 5</etc/passwd 6</; '$BIN/jexec' www ls /proc/self/fd </dev/null | cat"
	script -qec "'$BIN/jexec' www sh -c '(exec 3</dev/tty) 2>/dev/null && echo some || echo none' </dev/null 2>&1 | cat" \
		out.txt >/dev/null
	want_like "^none" tr -d '\r' <out.txt
}

it background "in the background it waits until a shell says fg" busybox script bash
background_body() {
	up
	mkfifo keys
	exec 3<>keys
	script -qefc "bash --norc -i" out.txt <keys >/dev/null &
	job=$!
	echo "jexec www sh &" >&3
	until_true 10 grep -q '/ # ' out.txt
	echo fg >&3
	# The line that was typed, and bash's word of what it brings back.
	until_true 10 sh -c '[ "$(grep -c "jexec www sh" out.txt)" -ge 2 ]'
	echo 'echo in $((40 + 2))' >&3
	until_true 10 grep -q '^in 42' out.txt
	echo 'exit 5' >&3
	until_true 10 sh -c '! pgrep -x jexec'
	echo 'exit $?' >&3
	r=0
	wait "$job" || r=$?
	same 5 "$r" "exit code"
}

it passwd "no file of the jail's root holds up who comes in"
passwd_body() {
	up
	for f in passwd group; do
		rm "root/etc/$f"
		mkfifo "root/etc/$f"
		works timeout 10 jexec www true
		rm "root/etc/$f"
		ln -s /dev/zero "root/etc/$f"
		works timeout 10 jexec www true
	done
	refuse "alice: no such user" timeout 10 jexec -U alice www true
}
