#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# transcripts_run.sh - Commands print what tests/transcripts/ says, to the byte
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

# run_it - Run the command that has been read, in this shell
run_it() {
	[ -n "$_command" ] || return 0
	_status=0
	eval "$_command" </dev/null 2>&1 || _status=$?
	[ "$_status" = 0 ] || echo "[$_status]"
	_command=
}

# plain - Of standard input: what differs from run to run by a word for it
plain() {
	sed -E 's/([0-9a-f]{2}:){5}[0-9a-f]{2}/MAC/g
		s/fe80::[0-9a-f:]+/LL/g
		s/ maxaddr [0-9]+/ maxaddr N/'
}

# replay FILE - Run its commands, print them and what they say in its form
replay() {
	_command=
	while IFS= read -r _line; do
		case ${_command:+more}$_line in
		'more>'*)
			printf '%s\n' "$_line"
			_line=${_line#>}
			_command="$_command
${_line# }"
			continue
			;;
		esac
		run_it
		case $_line in
		'# '* | '#') printf '%s\n' "$_line" ;;
		'$ '*)
			printf '%s\n' "$_line"
			_command=${_line#'$ '}
			;;
		esac
	done <"$1"
	run_it
}

# play NAME - One transcript as one test
play() {
	_file=$SRC/tests/transcripts/$1.txt
	_work=$PWD
	PATH=$BSD:$PATH
	replay "$_file" >.raw 2>&1
	# Whether the kernel is still looking for duplicates is a race.
	sed "s,$_work,DIR,g; /prefixlen/s/ tentative//" .raw >.got
	if [ -n "${ACCEPT:-}" ]; then
		cp .got "$_file"
	fi
	atf_check -o ignore diff -u "$_file" .got
}

for _t in "$SRC"/tests/transcripts/*.txt; do
	_t=${_t##*/}
	_t=${_t%.txt}
	it "$_t" "$(sed -n '1s/^# //p' "$SRC/tests/transcripts/$_t.txt")"
	eval "${_t}_body() { play $_t; }"
done
