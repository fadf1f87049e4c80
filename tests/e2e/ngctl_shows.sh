#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# ngctl_shows.sh - ngctl prints and complains as FreeBSD's does, to the byte
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

# says STATUS STDOUT STDERR CMD ...
says() {
	_status=$1 _out=$2 _err=$3
	shift 3
	[ -z "$_out" ] || _out="$_out\n"
	[ -z "$_err" ] || _err="$_err\n"
	atf_check -s "exit:$_status" -o "inline:$_out" -e "inline:$_err" "$@"
}

graph() {
	cat >graph.ng <<-'NG'
		# a comment
		  # and another, indented
		mkpeer . hub a x

		name a hub0
		mkpeer hub0: ng_tee b left
		name hub0:b tee0
		msg hub0: setpersistent
	NG
	works ngctl -f graph.ng
}

it list "list and show have FreeBSD's columns"
list_body() {
	graph
	says 0 "There are 3 total named nodes:
  Name: hub0            Type: hub             ID: 00000002   Num hooks: 1
  Name: tee0            Type: tee             ID: 00000003   Num hooks: 1
  Name: me              Type: socket          ID: 00000004   Num hooks: 0" \
		"" ngctl -n me list -n
	says 0 "  Name: hub0            Type: hub             ID: 00000002   Num hooks: 1
  Local hook      Peer name       Peer type    Peer ID         Peer hook      
  ----------      ---------       ---------    -------         ---------      
  b               tee0            tee          00000003        left           " \
		"" ngctl show hub0:
	says 0 "  Name: hub0            Type: hub             ID: 00000002   Num hooks: 1" \
		"" ngctl show -n '[2]:'
	want_like '^            hub       1$' ngctl types
}

it words "aliases, unique beginnings and exit codes are FreeBSD's"
words_body() {
	graph
	for c in list ls LIS l; do
		[ $c = l ] || works ngctl $c
	done
	for c in show inquire info inq sho; do
		works ngctl $c hub0:
	done
	says 71 "" 'ngctl: "frob": unknown command' ngctl frob
	says 71 "" 'ngctl: "s": ambiguous command' ngctl s
	says 64 "" 'ngctl: usage: name <path> <name>' ngctl name x
	says 71 "" 'ngctl: send msg: No such file or directory' ngctl show nix:
	says 71 "" 'ngctl: shutdown: No such file or directory' ngctl shutdown nix:
	says 71 "" 'ngctl: send msg: File exists' ngctl mkpeer hub0: hub b c
	says 71 "" 'ngctl: send msg: Address already in use' ngctl name tee0: hub0
	says 71 "" 'ngctl: send msg: Invalid argument' ngctl name tee0: a.b
	says 71 "" 'ngctl: send msg: Invalid argument' \
		ngctl mkpeer hub0: bridge z nolink
	says 71 "" 'ngctl: send msg: Function not implemented' \
		ngctl msg hub0: frob
	says 0 "" "" ngctl rmhook hub0: nothing
	atf_check -s exit:66 -e match:'^ngctl: nofile: No such file' \
		ngctl -f nofile
	printf 'list\nfrob\nlist\n' >file
	atf_check -s exit:71 -o match:'^There are' \
		-e inline:'ngctl: "frob": unknown command\nngctl: line 2: error in file\n' \
		ngctl -f file
	works ngctl shutdown tee0:
	works ngctl kill hub0:
}

it messages "arguments and answers are written as FreeBSD writes them"
messages_body() {
	works ngctl mkpeer . bridge a link0
	cat >graph.ng <<-'NG'
		mkpeer . bridge a link0
		msg a setpersistent
		name a b
		mkpeer b: hub link5 x
	NG
	works ngctl -f graph.ng
	says 0 'Rec'"'"'d response "getconfig" (2) from "[2]:":
Args:	{ debugLevel=1 loopTimeout=60 maxStaleness=900 minStableAge=1 }' "" \
		ngctl msg b: getconfig
	says 0 "" "" ngctl msg b: setconfig '{ loopTimeout=5 }'
	says 0 'Rec'"'"'d response "getconfig" (2) from "[2]:":
Args:	{ loopTimeout=5 }' "" ngctl msg b: getconfig
	says 0 'Rec'"'"'d response "getstats" (4) from "[2]:":
Args:	{}' "" ngctl msg b: getstats 5
	says 0 'Rec'"'"'d response "gettable" (7) from "[2]:":
Args:	{}' "" ngctl msg b: gettable
	says 71 "" 'ngctl: send msg: Socket is not connected' ngctl msg b: getstats 6
	says 71 "" 'ngctl: send msg: No such file or directory' \
		ngctl msg b: setconfig '{ nofield=1 }'
	says 71 "" 'ngctl: send msg: Operation already in progress' \
		ngctl msg b: setconfig '{ loopTimeout=1 loopTimeout=2 }'
	says 71 "" 'ngctl: send msg: Invalid argument' \
		ngctl msg b: setconfig '{ loopTimeout=x }'
	says 71 "" 'ngctl: send msg: Invalid argument' ngctl msg b: setconfig '{'
}

it gone "with the last node everything is gone"
gone_body() {
	before=$(census)
	works ngctl list
	atf_check -s exit:2 -e ignore ls /sys/fs/bpf/vjail
	graph
	works ls /sys/fs/bpf/vjail
	works ngctl shutdown tee0:
	works ngctl shutdown hub0:
	atf_check -s exit:2 -e ignore ls /sys/fs/bpf/vjail
	same "$before" "$(census)"
}
