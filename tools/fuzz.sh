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

new=$PWD/build-fuzz/corpus/$T
mkdir -p "$new" "tests/fuzz/corpus/$T"
# Those that change a graph do it in namespaces of their own; one of them prints.
case $T in
ngmsg | ngserve | ngtext | ngctl) set -- tests/e2e/inside ;;
*) set -- ;;
esac
"$@" "build-fuzz/tests/fuzz/fuzz-$T" -max_total_time="${S:-60}" \
	-close_fd_mask=1 -artifact_prefix="$PWD/build-fuzz/$T-" "$new" \
	"$PWD/tests/fuzz/corpus/$T"
