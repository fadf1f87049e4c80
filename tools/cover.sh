#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# cover.sh - How much of lib/ Meson's tests reach (as root those of the kernel too)
set -eu
cd "$(dirname "$0")/.."
tools/deps.sh

[ -f build-cover/build.ninja ] || meson setup build-cover -Db_coverage=true
ninja -C build-cover
meson test -C build-cover --no-rebuild </dev/null
gcovr -r . --filter lib/ --object-directory build-cover \
	--exclude-unreachable-branches --print-summary
