#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# jail_commands.sh - Every way of saying what is to be done to which jail
. "$(dirname "$0")/lib.sh"

prepare() {
	make_root jails/a
	chmod 700 jails
	cat >jail.conf <<-CONF
		path = "$PWD/jails/a"; persist; vnet;
		www { jid = 10; } db { }
	CONF
	R=$PWD/jails/a
}

it adhoc "a jail of parameters is silent, and command takes the rest"
# shellcheck disable=SC2016
adhoc_body() {
	prepare
	want "" jail -c name=x path="$R" persist
	want x jls name
	want "" jail -c name=r path=jails/a persist
	want "$R" jls -j r path
	want "a b  c \$HOME d=e" jail -c path="$R" vnet \
		command=/bin/echo "a b " 'c $HOME' d=e
	refuse 'jail: "x" already exists' jail -c name=x path="$R" persist
	want "" jail -m name=x meta=hello
	want hello jls -j x meta
	want "" jail -r x
	refuse 'jail: "x" not found' jail -r x
	refuse 'jail: "x" not found' jail -m name=x meta=hello
	refuse "jail: /bin/false: failed" jail -c path="$R" command=/bin/false
	refuse "jail: new jail must persist or attach" jail -c path="$R"
	refuse "command: only for a jail that is created" \
		sh -c "jail -c name=y path=$R persist && jail -m name=y command=/bin/true"
}

it running "a jail can be removed while its command runs"
# shellcheck disable=SC2016
running_body() {
	prepare
	mkfifo jails/a/tmp/ready
	jail -c name=x path="$R" vnet command=/bin/sh \
		-c 'echo >/tmp/ready; sleep 4711; true' 2>err &
	read -r _ <jails/a/tmp/ready
	until_true 10 sh -c '[ -z "$(ls /run/vjail/ops)" ]'
	want "x false" jls name persist
	works jail -r x
	r=0
	wait $! || r=$?
	same 1 "$r" "exit code"
	atf_check -o match:'^jail: /bin/sh .*: exited on signal 15$' cat err
	want "" jls name
	want "" ls /run/vjail/jails
}

it killed "a jail ends with its command also when jail(8) is killed"
# shellcheck disable=SC2016
killed_body() {
	prepare
	mkfifo jails/a/tmp/ready jails/a/tmp/go
	jail -c name=x path="$R" vnet command=/bin/sh \
		-c 'echo >/tmp/ready; read x </tmp/go; true' &
	read -r _ <jails/a/tmp/ready
	until_true 10 sh -c '[ "$(jls name persist)" = "x false" ]'
	kill -9 $!
	wait $! || true
	want x jls name
	echo >jails/a/tmp/go
	until_true 10 sh -c '[ -z "$(ls /run/vjail/jails)" ]'
}

it options "-n -s -u -U -l -h set parameters"
options_body() {
	prepare
	want "" jail -n x -s 0 -c path="$R" persist
	want "x 0" jls -j x name securelevel
	want 1001 jail -U alice -c path="$R" command=/bin/id -u
	want "$(id -u nobody)" jail -u nobody -c path="$R" command=/bin/id -u
	want "/root" jail -l -c path="$R" command=/bin/pwd
	refuse "usage: jail" jail -l -f jail.conf -c www
}

it oldstyle "PATH HOST IP COMMAND"
oldstyle_body() {
	prepare
	want old.example jail -J "$PWD/out" "$R" old.example "" /bin/hostname
	want "1	$R	old.example		/bin/hostname" cat out
	refuse "usage: jail" jail "$R" old.example ""
}

it names "names, numbers and wildcards mean jails of the configuration"
names_body() {
	prepare
	want "www: created" jail -f jail.conf -c www
	refuse 'jail: "www" already exists' jail -f jail.conf -c www
	refuse 'jail: "nope" not found' jail -f jail.conf -c nope
	want "" jail -f jail.conf -c 'foo.*'
	want "db: created" jail -f jail.conf -c
	want "" jail -f jail.conf -c
	want "www: removed" jail -f jail.conf -r 10
	atf_check -s exit:1 -o inline:"db: removed\n" \
		-e inline:'jail: "nope" not found\n' \
		jail -f jail.conf -r nope db
	want "www: created
db: created" jail -f jail.conf -p 1 -c www db
	want "www: removed
db: removed" jail -f jail.conf -p 1 -r '*'
	want "" jls name
}

it unconfigured "-r also removes what no configuration knows"
unconfigured_body() {
	prepare
	want "" jail -c name=x path="$R" persist
	want "x: removed" jail -f jail.conf -r x
	want "" jail -c name=y path="$R" persist jid=5
	want "" jail -f nosuch.conf -r 5
	want "" jail -c name=x1 path="$R" persist
	want "" jail -c name=x2 path="$R" persist
	atf_check -o inline:"x1: removed\nx2: removed\n" jail -R -p 1 '*'
	refuse 'jail: "99" not found' jail -R 99
}

it combined "-cm -mr -cmr -rc do what the jail's state asks for"
combined_body() {
	prepare
	want "db: created" jail -f jail.conf -cm db
	want "db: updated" jail -f jail.conf -cm db
	want "db: updated" jail -f jail.conf -cmr db
	sed -i 's/db { }/db { devfs_ruleset = 5; meta = x; }/' jail.conf
	refuse "jail: db: devfs_ruleset cannot be changed after creation" \
		jail -f jail.conf -m db
	want "db: removed
db: created" jail -f jail.conf -mr db
	want "5 x" jls -j db devfs_ruleset meta
	want "db: removed
db: created" jail -f jail.conf -rc db
	want "db: removed" jail -f jail.conf -r db
	refuse 'jail: "db" not found' jail -f jail.conf -mr db
	want "db: created" jail -f jail.conf -cmr db
}

it jid_outputs "-i prints the number, -J writes a line"
jid_outputs_body() {
	prepare
	want 10 jail -i -J out -f jail.conf -c www
	want "jid=10 name=www path=$R persist vnet" cat out
	want 1 jail -i -c path="$R" persist vnet
	want 2 jail -i -J out -c path="$R" persist vnet meta="a b"
	want "jid=2 path=$R persist vnet meta=\"a b\"" cat out
	refuse "nosuch/out" jail -J nosuch/out -f jail.conf -c
	want 3 sh -c 'jls name | wc -l'
}

it exhibit "-e prints the merged configuration"
exhibit_body() {
	cat >e.conf <<-'CONF'
		path = "/jails/x"; $x = 5;
		* { exec.start = "a b"; mount.devfs; }
		www { exec.start += "it's", 'q"uote', 'back\\slash'; empty = ""; vnet; }
		7 { mount.nodevfs; devfs_ruleset = $x; }
	CONF
	want 'name=www:path=/jails/x:exec.start="a b","it'"'"'s",'"'"'q"uote'"'"',back\\\\slash:mount.devfs:empty="":vnet
jid=7:path=/jails/x:exec.start="a b":mount.nodevfs:devfs_ruleset=5' \
		jail -f e.conf -e :
	atf_check -s exit:1 -e match:"usage: jail" jail -f e.conf -e : www
}

it stdin "the configuration can come from standard input"
stdin_body() {
	prepare
	atf_check -o inline:"db: created\n" -x "jail -f - -c db <jail.conf"
	atf_check -s exit:1 -e match:'^jail: STDIN line 1: ' \
		-x "echo 'x = { ;' | jail -f - -c"
}

it bad "what is wrong is one line that names it, and nothing has happened"
bad_body() {
	prepare
	cat >bad.conf <<-CONF
		path = "$R"; persist; exec.prestart = "touch $PWD/ran";
		a { foo.bar = 1; }
		b { exec.clean = maybe; }
		c { exec.timeout = soon; }
		d { exec.fib = -2; }
		e { depend = nope; }
		f { vnet; ip4.addr = 10.0.0.1; }
		g { securelevel = high; }
		h { zfs.dataset = tank/x; }
		i { vjail.mount = "x /y z"; }
	CONF
	while read -r name words; do
		atf_check -s exit:1 -e inline:"jail: $name: $words\n" \
			jail -f bad.conf -c "$name"
	done <<-WORDS
		a unknown parameter: foo.bar (bad.conf line 2)
		b exec.clean: unknown boolean value "maybe" (bad.conf line 3)
		c exec.timeout: non-integer value "soon" (bad.conf line 4)
		d exec.fib: -2: not from 0 to 255 (bad.conf line 5)
		e depends on undefined jail "nope" (bad.conf line 6)
		g securelevel: non-integer value "high" (bad.conf line 8)
		h zfs.dataset: tank/x: datasets cannot be given to a jail (bad.conf line 9)
		i unknown parameter: vjail.mount (bad.conf line 10)
	WORDS
	atf_check -s exit:1 -e match:'^jail: f: ' jail -f bad.conf -c f
	refuse "unknown parameter: x.y" jail -c path="$R" persist x.y=1
	refuse "path $PWD/nope: No such file" jail -c path="$PWD/nope" persist
	refuse "nosuch.conf: No such file" jail -f nosuch.conf -c
	refuse "usage: jail" jail -r
	refuse "usage: jail" jail -Z
	[ ! -e ran ] || atf_fail "a hook was run"
	want "" jls name
}

it help "--help and --version succeed"
help_body() {
	atf_check -o match:'^usage: jail' jail --help
	atf_check -o match:'^jail \(vjail\)' jail --version
}

it exposed "a path that host users can enter is warned about"
exposed_body() {
	mount -t tmpfs -o mode=755 tmpfs /mnt
	make_root /mnt/jails/a
	chmod 755 /mnt/jails
	echo 'path = /mnt/jails/a; persist; www { }' >jail.conf
	words="path /mnt/jails/a: users of the host can enter it"
	atf_check -e match:"^jail: www: $words .*chmod 700 /mnt/jails\$" \
		-o ignore jail -f jail.conf -c www
	chmod 700 /mnt/jails
	want "www: removed
www: created" jail -f jail.conf -rc www
}
