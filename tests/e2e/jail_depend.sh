#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# jail_depend.sh - Jails wait for those they need, and else for nobody
. "$(dirname "$0")/lib.sh"

# shellcheck disable=SC2016
prepare() {
	make_root jails/a
	chmod 700 jails
	{
		echo "path = \"$PWD/jails/a\"; persist; vnet;"
		echo 'exec.poststart = "echo $name up"; exec.prestop = "echo $name stops";'
		echo 'exec.poststop = "echo $name down";'
		cat
	} >jail.conf
}

it pulls_in "what is needed is started first, what needs it stopped first"
pulls_in_body() {
	prepare <<-'CONF'
		app { depend = www, db; } www { depend = db; } db { } other { }
	CONF
	want "db: created
db up
www: created
www up
app: created
app up" jail -f jail.conf -c app
	want "app stops
app: removed
app down
www stops
www: removed
www down
db stops
db: removed
db down" jail -f jail.conf -r db
	want "" jls name
}

it all "all of them, however they are ordered in the file"
all_body() {
	prepare <<-'CONF'
		a { depend = b; } b { depend = c; } c { }
	CONF
	want "c up
b up
a up" sh -c 'jail -q -f jail.conf -c'
	want "" jail -q -f jail.conf -c
	want "a stops
a down
b stops
b down
c stops
c down
c up
b up
a up" jail -q -f jail.conf -rc c
	want "a stops
a down
b stops
b down
c stops
c down" jail -q -f jail.conf -r '*'
}

it skipped "what needs a jail that failed is skipped, others are not"
skipped_body() {
	prepare <<-'CONF'
		bad { exec.prestart = "false"; } x { depend = bad; }
		y { depend = x; } good { }
	CONF
	atf_check -s exit:1 -o inline:"good up\n" -e inline:"jail: bad: false: failed
jail: x: skipped
jail: y: skipped
" jail -q -f jail.conf -c
	want good jls name
}

it loops "a loop is refused for those in it only"
loops_body() {
	prepare <<-'CONF'
		a { depend = b; } b { depend = c; } c { depend = a; } ok { }
	CONF
	atf_check -s exit:1 -o inline:"ok up\n" -e inline:"jail: a: dependency loop
jail: b: dependency loop
jail: c: dependency loop
" jail -q -f jail.conf -c
}

it adhoc "a jail of a command line depends on running ones"
adhoc_body() {
	prepare </dev/null
	refuse 'depends on nonexistent jail "db"' \
		jail -c name=x path="$PWD/jails/a" persist depend=db
	works jail -c name=db path="$PWD/jails/a" persist
	works jail -c name=x path="$PWD/jails/a" persist depend=db
}

# Two hooks that each wait for the other's file: only together can they end.
it parallel "independent jails start together, unless -p says otherwise"
parallel_body() {
	mkfifo ab ba
	prepare <<-CONF
		exec.timeout = 20;
		a { exec.prestart = "echo >$PWD/ab; read x <$PWD/ba"; }
		b { exec.prestart = "read x <$PWD/ab; echo >$PWD/ba"; }
	CONF
	works jail -f jail.conf -c
	works jail -f jail.conf -r '*'
	sed -i 's/timeout = 20/timeout = 1/' jail.conf
	atf_check -s exit:1 -o ignore -e match:'a: .*: timed out' \
		-e match:'b: .*: timed out' jail -p 1 -f jail.conf -c
}

it limit "-p limits how many commands run at once"
limit_body() {
	prepare <<-CONF
		exec.prestart = "mkdir $PWD/one", "rmdir $PWD/one";
		exec.start = "/bin/true";
		a { } b { } c { } d { }
	CONF
	works jail -p 1 -f jail.conf -c
	want 4 sh -c 'jls name | wc -l'
}

it descriptors "more jails than descriptors"
descriptors_body() {
	{
		for i in $(seq 80); do echo "j$i { }"; done
	} | prepare
	works sh -c 'ulimit -n 64; exec jail -f jail.conf -c'
	want 80 sh -c 'jls name | wc -l'
	works sh -c 'ulimit -n 64; exec jail -f jail.conf -r "*"'
	want "" jls name
}

it many "fifty at once, and gone without a trace"
many_body() {
	{
		for i in $(seq 50); do echo "j$i { }"; done
	} | prepare
	works jail -f jail.conf -c j1
	works jail -f jail.conf -r j1
	before=$(census)
	works jail -q -f jail.conf -c
	want 50 sh -c 'jls name | wc -l'
	works jail -q -f jail.conf -r '*'
	same "$before" "$(census)" "what is left"
}

it descriptors "more jails than a process may have files open"
descriptors_body() {
	for i in $(seq 40); do echo "j$i { }"; done | prepare
	works sh -c 'ulimit -n 64; jail -q -f jail.conf -c'
	want 40 sh -c 'jls name | wc -l'
	works sh -c 'ulimit -n 64; jail -q -f jail.conf -rc'
	works sh -c 'ulimit -n 64; jail -q -f jail.conf -r "*"'
	want "" jls name
}

it restarts "two restarts of the same jails at once do not wait for each other"
restarts_body() {
	prepare <<-CONF
		a { } b { } c { depend = a; } d { depend = b; }
		e { depend = c; } f { depend = c; } g { depend = d; }
		h { depend = e; } i { depend = e; } j { depend = a, h; }
	CONF
	works jail -q -f jail.conf -c
	for _ in 1 2 3 4 5; do
		timeout 20 jail -p 3 -q -f jail.conf -rc '*' &
		first=$!
		works timeout 20 jail -p 5 -q -f jail.conf -rc '*'
		wait $first || atf_fail "the first: $?"
	done
	want 10 sh -c 'jls name | wc -l'
}
