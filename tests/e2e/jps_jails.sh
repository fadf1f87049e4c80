#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# jps_jails.sh - Processes are shown with the jails they run in
. "$(dirname "$0")/lib.sh"

# two - Jails www and db, with a sleep each
two() {
	chmod 700 .
	for _j in www db; do
		make_root "$_j"
		works jail -c name=$_j path="$PWD/$_j" persist
		jexec $_j sleep 4711 &
	done
	# shellcheck disable=SC2016 # that shell is to expand it
	until_true 10 sh -c '[ $(jps axo jid,comm | grep -c "[1-9] sleep") = 2 ]'
}

it columns "ps axopid,jid,command tells the jail of each"
columns_body() {
	two
	www=$(jls -j www jid)
	want_like '^ *PID JID COMMAND$' jps axopid,jid,command
	want_like "^ *[0-9]+ +$www .*sleep 4711" "$BSD/ps" axopid,jid,command
	want_like '^ *1 +0 ' jps -axo pid,jid,command
	want "0" jps -o jid= -p 1
	want_like "^www +root +sleep" jps -J www -o jail,user,comm
}

it select "-J takes names and numbers, and only those are shown"
select_body() {
	two
	db=$(jls -j db jid)
	want "$db" sh -c 'jps -J db -o jid= | sort -u | tr -d " "'
	want "db" sh -c "jps -J $db -o jail= | sort -u"
	want 2 sh -c 'jps -J db,www -o comm= | grep -c sleep'
	want 0 sh -c 'jps -J 0 -o jid= | sort -u | tr -d " "'
	refuse 'jail "nope" not found' jps -J nope
	atf_check -s exit:1 -o inline:"PID JID\n" jps -J 999 -o pid,jid
}

it inside "in a jail there are its own processes, with its number and name"
inside_body() {
	two
	www=$(jls -j www jid)
	want "$www www" sh -c 'jexec www ps -ax -o jid= -o jail= | sort -u'
	want 1 sh -c 'jexec www ps -ax -o comm= | grep -c sleep'
	want_like '^root ' jexec www ps aux
}

it plain "what a jail calls itself does nothing to who looks at it"
plain_body() {
	chmod 700 .
	make_root root
	works jail -c name=www path="$PWD/root" vnet persist \
		host.hostname=www allow.set_hostname
	_esc=$(printf '\033')
	works jexec www hostname "a${_esc}[2J"
	works ip -n www link add "v$_esc" type veth peer name w
	works ip -n www link set w alias "$(printf 'x%s\ny' "$_esc")"
	want "a?[2J" jls -j www host.hostname
	want "?" sh -c "$BSD/ifconfig -j www -l | tr ' ' '\n' | grep -vx 'lo0\|w'"
	want_like '^	description: x[?][?]y$' "$BSD/ifconfig" -j www w
	jexec www sh -c "printf 'b%s' '$_esc' >/proc/self/comm; sleep 4711; :" &
	until_true 10 sh -c 'jps -J www -o ucomm= | grep -qx "b?"'
	want 0 sh -c "jps -J www -o args= | grep -c '$_esc' || :"
}

it users "users are those the jail knows"
users_body() {
	make_root root
	chmod 700 .
	works jail -c name=www path="$PWD/root" persist
	jexec -U alice www sleep 4711 &
	until_true 10 sh -c 'jps -J www -o comm= | grep -q sleep'
	want "1001" sh -c "jps -J www -o uid= -o comm= |
		sed -n 's/^ *\([0-9]*\) sleep/\1/p'"
	want_like '^alice +sleep' jexec www ps -axo user,comm
}

it json "--libxo json is for programs" jq
json_body() {
	two
	www=$(jls -j www jid)
	want "$www www sleep 4711" sh -c 'jps --libxo json axo jid,jail,args |
		jq -r ".[\"process-information\"].process[] |
		select(.arguments | test(\"sleep 4711\")) |
		select(.\"jail-name\" == \"www\") |
		.\"jail-id\" + \" \" + .\"jail-name\" + \" \" + .arguments"'
	refuse "form xml is not supported" jps --libxo xml
}

it errors "unknown words are told"
errors_body() {
	atf_check -s exit:1 -o inline:"PID\n  1\n" \
		-e inline:"ps: nosuch: keyword not found\n" \
		"$BSD/ps" -o nosuch,pid -p 1
	refuse "Invalid process id: x" jps -p x
	refuse "usage: ps" jps -Z
	atf_check -s exit:1 -o inline:"PID TT STAT TIME COMMAND\n" jps -p 999999
}

it choices "users, groups, terminals and processes choose"
choices_body() {
	setpriv --reuid 1001 --regid 1002 --clear-groups sleep 4712 &
	pid=$!
	until_true 10 sh -c "jps -o comm= -p $pid | grep -q sleep"
	want "sleep" jps -U 1001 -o comm=
	want "sleep" jps -G 1002 -o comm=
	want "sleep" jps -o comm= $pid
	want "  1002" sh -c "jps -o rgid -p $pid | tail -1 | sed 's/^/  /'"
	atf_check -s exit:1 jps -U 4242 -o comm=
	atf_check -s exit:1 jps -t pts/999 -o comm=
	want 2 sh -c "jps -p 1,$pid -o pid= | wc -l"
	atf_check -s exit:1 -o inline:"PID TT STAT TIME COMMAND\n" \
		setpriv --reuid 1002 "$BIN/jps"
	want_like "^ *$pid .* sleep 4712$" setpriv --reuid 1001 "$BIN/jps" -x
}

it terminals "a terminal's processes are those of its short name" script
terminals_body() {
	script -qec 'exec sleep 4713' /dev/null >/dev/null </dev/null &
	until_true 10 sh -c 'jps -ax -o comm= | grep -qx sleep'
	tt=$(jps -ax -o tt= -o comm= | sed -n 's/^ *\([0-9]*\) *sleep$/\1/p')
	[ -n "$tt" ] || atf_fail "no terminal: $(jps -ax -o tt,comm)"
	want_like '^sleep$' jps -t "$tt" -o comm
	want_like '^sleep$' jps -t "/dev/pts/$tt" -o comm
	# It may just have begun; its niceness is that of who runs this.
	until_true 10 sh -c "jps -t $tt -o state= | grep -q '^S[N<]*s+ *\$'"
}

it order "-r and -m put the greatest first, a terminal has an edge"
order_body() {
	want "sorted" sh -c 'jps -axm -o rss= | sort -c -n -r && echo sorted'
	want "sorted" sh -c 'jps -axr -o %cpu= | sort -c -n -r && echo sorted'
	want "  PID" sh -c 'COLUMNS=5 jps -p 1 -o pid=xxPID | tr x " " | head -1'
	want 20 sh -c 'COLUMNS=20 jps -p 1 -o pid,command=COMMANDCOMMANDCOMMAND |
		head -1 | tr -d "\n" | wc -c'
	want_like '^%cpu %mem args ' jps -L
	want_like '^USER PID PPID PGID SID STAT TT ' sh -c \
		'jps -j -p 1 | tr -s " "'
}
