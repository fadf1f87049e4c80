#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# jail_hooks.sh - Who runs a hook, how long it may take, where its output goes
. "$(dirname "$0")/lib.sh"

# conf - One jail with what is said on stdin
conf() {
	make_root jails/www
	chmod 700 jails
	chmod 755 .
	{
		echo "path = \"$PWD/jails/www\"; persist; vnet; www {"
		cat
		echo '}'
	} >jail.conf
}

it timeout "exec.timeout ends a hook on the host with all it started"
timeout_body() {
	conf <<-'CONF'
		exec.timeout = 1; exec.prestart = "sleep 4711; true";
		exec.poststop = "echo never";
	CONF
	atf_check -s exit:1 -e inline:"jail: www: sleep 4711; true: timed out\n" \
		jail -f jail.conf -c www
	until_true 10 sh -c '! pgrep -x sleep'
}

it timeout_inside "exec.timeout ends the jail whose command takes too long"
timeout_inside_body() {
	conf <<-'CONF'
		exec.timeout = 1; exec.start = "/bin/sleep 4711";
	CONF
	atf_check -s exit:1 -o inline:"www: created\nwww: removed\n" \
		-e inline:"jail: www: /bin/sleep 4711: timed out\n" \
		jail -f jail.conf -c www
	until_true 10 sh -c '! pgrep -x sleep'
}

it stop_timeout "processes get SIGTERM and stop.timeout seconds"
stop_timeout_body() {
	conf <<-'CONF'
		stop.timeout = 100; exec.consolelog = "log";
		exec.start = "(trap 'echo bye >/tmp/said; exit' TERM; echo >/tmp/ready; while :; do sleep 0.1; done) &";
	CONF
	sed -i "s|\"log\"|\"$PWD/log\"|" jail.conf
	mkfifo jails/www/tmp/ready
	works jail -f jail.conf -c www
	read -r _ <jails/www/tmp/ready
	start=$(date +%s)
	atf_check -o match:'^www: sent SIGTERM to: [0-9]' \
		-o match:'^www: removed' jail -v -f jail.conf -r www
	[ $(($(date +%s) - start)) -lt 90 ] || atf_fail "waited to the end"
	want bye cat jails/www/tmp/said
}

it stop_kill "what ignores SIGTERM is killed when the time is up"
stop_kill_body() {
	conf <<-'CONF'
		stop.timeout = 1; exec.consolelog = /dev/null;
		exec.start = "trap '' TERM; sleep 4711 &";
	CONF
	works jail -f jail.conf -c www
	works jail -f jail.conf -r www
	until_true 10 sh -c '! pgrep -x sleep'
}

it background "a sole trailing & is not waited for, and stays"
background_body() {
	conf <<-'CONF'
		exec.consolelog = /dev/null;
		exec.start = "/bin/sleep 4711 &"; exec.poststart = "sleep 4712 >/dev/null 2>&1 &";
	CONF
	works jail -f jail.conf -c www
	# The host's is the shell's until that has become it.
	until_true 10 sh -c '[ "$(pgrep -cx sleep)" = 2 ]'
	works jail -f jail.conf -r www
	until_true 10 sh -c '[ "$(pgrep -cx sleep)" = 1 ]'
}

it zombies "what ended in the background does not hold up a removal"
zombies_body() {
	conf <<-'CONF'
		exec.consolelog = /dev/null; exec.start = "/bin/true &", "false";
		stop.timeout = 100;
	CONF
	start=$(date +%s)
	refuse "jail: www: false: failed" jail -f jail.conf -c www
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		works jail -c path="$PWD/jails/www" vnet stop.timeout=100 \
			command=/bin/true
	done
	[ $(($(date +%s) - start)) -lt 90 ] || atf_fail "it took long"
}

it shell "commands with special characters are the shell's"
shell_body() {
	conf <<-'CONF'
		exec.poststart = 'echo $JNAME | cat; echo b', "echo  c   d";
	CONF
	want "www: created
www
b
c d" jail -f jail.conf -c www
}

it freebsd_paths "FreeBSD's programs are ours where they are missing"
freebsd_paths_body() {
	conf <<-'CONF'
		exec.start = "/usr/sbin/ifconfig lo0 inet 127.0.0.1/8",
			"/usr/sbin/ifconfig lo0 | grep -c 'inet 127.0.0.1'",
			"ifconfig -l";
		exec.poststart = "/usr/local/sbin/ifconfig -l",
			"/usr/local/sbin/ifconfig -l | cat";
	CONF
	want "www: created
1
lo0
lo0
lo0" jail -f jail.conf -c www
}

it users "hooks run as the users that are asked for"
users_body() {
	conf <<-'CONF'
		exec.system_user = nobody; exec.prestart = "id -un";
		exec.jail_user = alice; exec.start = "id -u; pwd";
	CONF
	want "nobody
www: created
1001
/" jail -f jail.conf -c www
	works jail -f jail.conf -R www
	conf <<-'CONF'
		exec.system_user = nosuch; exec.prestart = "true";
	CONF
	refuse "jail: www: exec.system_user: nosuch: no such user" \
		jail -f jail.conf -c www
	conf <<-'CONF'
		exec.jail_user = nosuch; exec.start = "true";
	CONF
	refuse nosuch jail -f jail.conf -c www
	want "" jls name
}

it clean "exec.clean leaves TERM of the environment"
clean_body() {
	conf <<-'CONF'
		exec.clean; exec.start = 'echo "$SECRET:$TERM:$USER:$HOME"; pwd';
	CONF
	want "www: created
:vt220:root:/root
/root" env SECRET=x TERM=vt220 jail -f jail.conf -c www
	works jail -f jail.conf -R www
	conf <<-'CONF'
		exec.start = 'echo "$SECRET"';
	CONF
	want "www: created
x" env SECRET=x jail -f jail.conf -c www
}

it consolelog "exec.consolelog has what commands in the jail print"
consolelog_body() {
	conf <<-'CONF'
		exec.consolelog = "/LOG"; exec.prestart = "echo outside";
		exec.start = "echo one; echo two >&2"; exec.stop = "echo three";
	CONF
	sed -i "s|/LOG|$PWD/console.log|" jail.conf
	want "outside
www: created" jail -f jail.conf -c www
	works jail -f jail.conf -r www
	want "one
two
three" cat console.log
}

it consolelog_traps "no symbolic link in the jail leads the log elsewhere"
consolelog_traps_body() {
	for log in etc/link/x etc/file; do
		conf <<-CONF
			exec.consolelog = "$PWD/jails/www/$log";
			exec.start = "echo gotcha";
		CONF
		mkdir -p outside
		ln -sfn "$PWD/outside" jails/www/etc/link
		ln -sfn "$PWD/outside/y" jails/www/etc/file
		refuse "jail: www: exec.consolelog: $PWD/jails/www/$log is a symbolic link" \
			jail -f jail.conf -c www
		want "" ls outside
	done
	ln -s "$PWD/jails" alias
	conf <<-CONF
		exec.consolelog = "$PWD/alias/www/etc/file"; exec.start = "echo x";
	CONF
	refuse "is a symbolic link" jail -f jail.conf -c www
	conf <<-CONF
		exec.consolelog = "console.log"; exec.start = "echo x";
	CONF
	refuse "exec.consolelog: console.log: not an absolute pathname" \
		jail -f jail.conf -c www
}

it terminal "no command in a jail can read the host's terminal" script
terminal_body() {
	conf <<-'CONF'
		exec.start = 'for i in 0 1 2; do grep -h flags /proc/self/fdinfo/$i; readlink /proc/self/fd/$i; done';
	CONF
	script -qec 'jail -f jail.conf -c www' typescript </dev/null >out ||
		atf_fail "$(cat out)"
	tr -d '\r' <out | grep -A1 flags | grep -B1 /dev/pts |
		sed -n 's/^flags:.*\(.\)$/\1/p' | sort -u >modes
	want 1 cat modes
	script -qec "jail -c name=x path=$PWD/jails/www vnet command=/bin/sh -c 'test -t 0 && readlink /proc/self/fd/0'" \
		typescript </dev/null >out || atf_fail "$(cat out)"
	atf_check -o match:/dev/pts/0 cat out
}

it interrupt "a signal to jail(8) undoes a start and ends a stop"
interrupt_body() {
	conf <<-CONF
		exec.start = "/bin/sleep 4711";
		exec.created = "echo >$PWD/ready; sleep 4712; true";
	CONF
	mkfifo ready
	jail -q -f jail.conf -c www 2>err &
	read -r _ <ready
	kill -TERM $!
	r=0
	wait $! || r=$?
	same 1 "$r" "exit code"
	want "jail: www: echo >$PWD/ready; sleep 4712; true: interrupted" cat err
	want "" jls name
	until_true 10 sh -c '! pgrep -x sleep'
	want "" ls /run/vjail/ops
	conf <<-CONF
		exec.prestop = "echo >$PWD/ready; sleep 4712; true";
	CONF
	works jail -f jail.conf -c www
	jail -q -f jail.conf -r www 2>err &
	read -r _ <ready
	kill -TERM $!
	wait $! || true
	want www jls name
	want "" ls /run/vjail/ops
}

it progress "a long start is shown on a terminal, and only there" script
progress_body() {
	conf <<-'CONF'
		exec.start = "/bin/true", "/bin/sleep 1.5";
	CONF
	script -qec 'jail -f jail.conf -c www' typescript </dev/null >out ||
		atf_fail "$(cat out)"
	atf_check -o match:'www: exec.start 2/2' cat out
	atf_check -o match:'www: created' cat out
	works jail -f jail.conf -r www
	want "www: created" jail -f jail.conf -c www
	works jail -f jail.conf -r www
	script -qec 'jail -q -f jail.conf -c www' typescript </dev/null >out
	atf_check -s exit:1 grep exec.start out
}
