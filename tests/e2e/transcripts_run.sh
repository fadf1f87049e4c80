#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# transcripts_run.sh - Commands print what tests/transcripts/ says, to the byte
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

. "$SRC/tests/transcripts/replay.sh"

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
