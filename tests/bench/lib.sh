# SPDX-License-Identifier: BSD-2-Clause
# lib.sh - What the measuring scripts share: namespaces of their own, one form
# of table
# shellcheck shell=sh disable=SC2034

[ "$(id -u)" = 0 ] || {
	echo "bench: needs root" >&2
	exit 1
}
BENCH=$(cd "$(dirname "$0")" && pwd)
E2E=$(cd "$BENCH/../e2e" && pwd)
# Puts this script into namespaces of its own.
# shellcheck source=../e2e/lib.sh
. "$E2E/lib.sh"
TOOLS=$BUILD/tests/bench

# head WHAT - Of a table of ratios
head_line() {
	printf '  %-34s %12s %7s %16s  %s\n' "$1" 'median' 'ratio' '10 % .. 90 %' 'budget'
}

# row NAME MEDIAN UNIT RATIO LOW HIGH BUDGET - A line of it; BUDGET is "<= 1.1",
# ">= 0.95" or empty
row() {
	awk -v name="$1" -v m="$2" -v unit="$3" -v r="$4" -v lo="$5" -v hi="$6" \
		-v budget="$7" 'BEGIN {
		printf "  %-34s %12s %7.3f %7.3f .. %5.3f", name, m " " unit, r, lo, hi
		if (budget != "") {
			split(budget, b, " ")
			ok = b[1] == "<=" ? r <= b[2] : r >= b[2]
			printf "  %s: %s", budget, ok ? "met" : "over budget"
		}
		print "" }'
}

# figure WHAT VALUE UNIT BUDGET - A figure by itself, the same way
figure() {
	awk -v name="$1" -v v="$2" -v unit="$3" -v budget="$4" 'BEGIN {
		printf "  %s: %s %s", name, v, unit
		if (budget != "") {
			split(budget, b, " ")
			ok = b[1] == "<=" ? v <= b[2] : b[1] == ">=" ? v >= b[2] : v == b[2]
			printf "; budget %s: %s", budget, ok ? "met" : "over budget"
		}
		print "" }'
}

# show_ms NAME OTHER BUDGET WHAT - A row of what race(1) wrote to "raced"
show_ms() {
	# shellcheck disable=SC2046 # words
	set -- "$3" "$4" $(awk -v a="$1" -v b="$2" '$1 == a && $2 == b {
		print $3 / 1000, $4, $5, $6 }' raced)
	row "$2" "$(printf '%.2f' "$3")" ms "$4" "$5" "$6" "$1"
}
