#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# fuzz.sh - Run one fuzz target (T=name) for S seconds; what it finds that is
# new goes to build-fuzz, what breaks it is named
set -eu
cd "$(dirname "$0")/.."

if [ ! -f "tests/fuzz/fuzz-${T:-}.c" ]; then
	echo "fuzz: say which: T=name of" \
		"$(find tests/fuzz -name 'fuzz-*.c' |
			sed 's/.*fuzz-//; s/\.c$//' | sort | tr '\n' ' ')" >&2
	exit 1
fi
[ -f build-fuzz/build.ninja ] ||
	CC=clang meson setup build-fuzz -Dfuzz=true \
		-Db_sanitize=address,undefined -Db_lundef=false
ninja -C build-fuzz "tests/fuzz/fuzz-$T"

new=build-fuzz/corpus/$T
mkdir -p "$new" "tests/fuzz/corpus/$T"
"build-fuzz/tests/fuzz/fuzz-$T" -max_total_time="${S:-60}" \
	-artifact_prefix="build-fuzz/$T-" "$new" "tests/fuzz/corpus/$T"
