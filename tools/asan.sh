#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# asan.sh - Every test again, with address and undefined behaviour sanitizers
#
# Leaks are looked for in what runs without privileges; a jail forbids the
# ptrace(2) that the leak checker needs.
set -eu
cd "$(dirname "$0")/.."
tools/deps.sh

[ -f build-asan/build.ninja ] ||
	meson setup build-asan -Db_sanitize=address,undefined -Db_lundef=false
ninja -C build-asan

export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
ASAN_OPTIONS=detect_leaks=1 meson test -C build-asan --no-rebuild \
	--print-errorlogs --no-suite kernel </dev/null
export ASAN_OPTIONS=detect_leaks=0
T="${T:-}" BUILD=build-asan tools/e2e.sh
