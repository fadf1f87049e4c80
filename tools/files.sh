#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# files.sh - What every file must have: the licence, what it is for, a bound
# shellcheck disable=SC2044 # names in this tree have no blanks
set -eu
cd "$(dirname "$0")/.."

bad=0
complain() {
	echo "$1"
	bad=1
}

lines=600
for f in $(find lib cmd node bpf include tests -name '*.[ch]' -o -name '*.c.in'); do
	name=$(basename "$f" .in)
	# What the kernel loads as a program needs a second licence.
	sed -n 1p "$f" | grep -qE '^/\* SPDX-License-Identifier: BSD-2-Clause( OR GPL-2\.0-only)? \*/$' ||
		complain "$f:1: not the SPDX line"
	sed -n '2,3p' "$f" | grep -q "^\(/\*\| \*\) $name - " ||
		complain "$f:2: not '/* $name - what it is for */'"
	[ "$(wc -l <"$f")" -le $lines ] ||
		complain "$f: $(wc -l <"$f") lines, over $lines"
done

for f in $(find tools tests .ci -name '*.sh' -o -path .ci/run \
	-o -path tests/e2e/inside) Makefile; do
	head -3 "$f" | grep -q '^# SPDX-License-Identifier: BSD-2-Clause$' ||
		complain "$f: no SPDX line"
	head -4 "$f" | grep -q "^# $(basename "$f").* - " ||
		complain "$f: does not say what it is for"
	[ "$(wc -l <"$f")" -le $lines ] ||
		complain "$f: $(wc -l <"$f") lines, over $lines"
done

for f in $(find lib cmd node -name '*.[1-9]'); do
	[ "$(wc -l <"$f")" -le $lines ] ||
		complain "$f: $(wc -l <"$f") lines, over $lines"
done

# A header says once that it is one.
for f in $(find lib cmd node bpf include -name '*.h'); do
	grep -qx '#pragma once' "$f" || complain "$f: no #pragma once"
done
exit $bad
