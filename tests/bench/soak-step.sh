#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# soak-step.sh - Every system call of the commands that change something is
# struck once in each way: minutes, for each case of tests/e2e/step_*.sh
set -eu

E2E=$(cd "$(dirname "$0")/../e2e" && pwd)
BUILD=$(cd "${BUILD:-build}" && pwd)
export BUILD STEP=all
export __RUNNING_INSIDE_ATF_RUN=internal-yes-value
report=$BUILD/soak-step.txt
work=$(mktemp -d /tmp/vjail-step.XXXXXX)
trap 'rm -rf "$work"' EXIT

# case_of SCRIPT CASE - Run one, in a directory of its own
case_of() {
	mkdir -m 700 "$work/$2"
	(cd "$work/$2" && "$1" -r "$work/result" -s "$E2E" "$2") \
		>"$work/out" 2>&1 || true
	grep -h 'strikes so far$\|^FAULT' "$work/out" || true
	echo "soak: $(basename "$1" .sh):$2: $(cat "$work/result")"
	rm -rf "${work:?}/$2"
}

for script in "$E2E"/step_*.sh; do
	"$script" -l | sed -n 's/^ident: //p' >"$work/cases"
	while read -r name; do
		case_of "$script" "$name" </dev/null
	done <"$work/cases"
done | tee "$report"
! grep -q '^soak: .*: \(failed\|broken\)' "$report" || exit 1
echo "soak: every call was struck; see $report"
