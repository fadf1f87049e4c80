#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# messages_whole.sh - Messages of tools that run at once do not mix
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

# once LINE CMD ... - It says the line, by one write(2)
once() {
	_line=$1
	shift
	strace -qq -o trace -e trace=write "$@" 2>said >/dev/null || true
	atf_check -o inline:"$_line\n" cat said
	atf_check -o inline:"1\n" grep -c '^write(2, ' trace
}

it one_write "a line of standard error goes out as one" strace
one_write_body() {
	once 'jail: "nobody" not found' jail -r nobody
	once 'jexec: jail "nobody" not found' jexec nobody ls
	once 'jls: jail "nobody" not found' jls -j nobody
	once 'ngctl: send msg: No such file or directory' ngctl show nobody:
	once "nghook: can't connect to node" nghook nobody: x
	once 'vnet: nobody: no such node or hook' vnet delete em9 nobody
	once 'ifconfig: interface nobody0 does not exist' \
		"$BSD/ifconfig" nobody0
	once "sysctl: unknown oid 'no.such.thing'" "$BSD/sysctl" no.such.thing
	once 'route: bad address: nowhere' "$BSD/route" get nowhere
}
