#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# check.sh - Every test: Meson's (unit, golden, fuzz corpus, kernel), then
# end to end; says what was skipped and why, and counts
set -eu
cd "$(dirname "$0")/.."
BUILD=$(cd "${BUILD:-build}" && pwd)
export BUILD

rc=0
meson test -C "$BUILD" --no-rebuild -t 4 --print-errorlogs </dev/null || rc=1
log=$BUILD/meson-logs/testlog.json
count() { jq -s "[.[] | select(.result | IN($1))] | length" "$log"; }
passed=$(count '"OK", "EXPECTEDFAIL"')
skipped=$(count '"SKIP"')
failed=$(($(jq -s length "$log") - passed - skipped))

echo
KYUA_DB=$BUILD/meson-logs/kyua.db tools/e2e.sh || rc=1
# e2e.sh left the report; its summary has the numbers.
report=$BUILD/meson-logs/kyua.txt
number() { sed -n "s/^Test cases: .*[ ,]\([0-9]*\) $1.*/\1/p" "$report"; }
e2e_total=$(sed -n 's/^Test cases: \([0-9]*\) total.*/\1/p' "$report")
e2e_skipped=$(number skipped)
e2e_failed=$(($(number broken) + $(number failed)))
passed=$((passed + ${e2e_total:-0} - e2e_skipped - e2e_failed))
failed=$((failed + e2e_failed))

echo
echo "skipped:"
jq -r 'select(.result == "SKIP") | "  \(.name): \(.stdout // "" |
	rtrimstr("\n") | split("\n") | last // "")"' "$log"
sed -n 's/^\(.*\)  ->  skipped: \(.*\)  \[.*/  \1: \2/p' "$report" | sort -u
echo
[ "$failed" = 0 ] || rc=1
[ -n "$e2e_total" ] && [ "$e2e_total" -gt 0 ] || rc=1
echo "$passed passed, $failed failed, $((skipped + e2e_skipped)) skipped"
exit $rc
