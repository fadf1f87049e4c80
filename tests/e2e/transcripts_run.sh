#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# transcripts_run.sh - Commands print what tests/transcripts/ says, to the byte
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

# replay FILE - Run its commands, print them and what they say in its form
replay() {
	while IFS= read -r _line; do
		case $_line in
		'# '* | '#') printf '%s\n' "$_line" ;;
		'$ '*)
			printf '%s\n' "$_line"
			_status=0
			eval "${_line#'$ '}" </dev/null 2>&1 || _status=$?
			[ "$_status" = 0 ] || echo "[$_status]"
			;;
		esac
	done <"$1"
}

# play NAME - One transcript as one test
play() {
	_file=$SRC/tests/transcripts/$1.txt
	PATH=$BSD:$PATH
	replay "$_file" >.got 2>&1
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
