#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# size.sh - Lengths of functions and files, and what else STYLE.md's table
# counts, against its last row
set -euo pipefail
cd "$(dirname "$0")/.."
BUILD=${BUILD:-build}

mapfile -t sources < <(find lib cmd node bpf include -name '*.[ch]')
mapfile -t tests < <(find tests -name '*.[ch]' -o -name '*.sh' \
	-o -path tests/e2e/inside -o -path "tests/transcripts/*.txt" \
	-o -path "tests/golden/*" -type f)

# In our format a function's braces, and only they, stand in column one.
lengths=$(awk 'FNR == 1 { inside = 0 }
	/^{$/ { start = FNR; inside = 1 }
	/^}$/ && inside { print FNR - start + 1, FILENAME ":" start; inside = 0 }
	' "${sources[@]}" | sort -n)
functions=$(printf '%s\n' "$lengths" | wc -l)
nth() { printf '%s\n' "$lengths" | awk -v n=$(((functions * $1 + 99) / 100)) \
	'NR == n { print $1 }'; }
over() { printf '%s\n' "$lengths" | awk -v n="$1" '$1 > n' | wc -l; }

source_lines=$(cat "${sources[@]}" | wc -l)
test_lines=$(cat "${tests[@]}" | wc -l)
mapfile -t pages < <(find lib cmd node -name '*.[1-9]')
longest=$(wc -l "${sources[@]}" "${tests[@]}" "${pages[@]}" | grep -v ' total$' | sort -n |
	tail -1)

# What the compiler put where it can be written: .data and .bss.
mapfile -t objects < <(find "$BUILD/lib" "$BUILD/cmd" -name '*.o')
globals=$(objdump -t "${objects[@]}" |
	awk '$4 ~ /^\.(data|bss)($|\.)/ && $4 !~ /rel\.ro/ && $3 == "O" ||
	     $3 ~ /^\.(data|bss)($|\.)/ && $3 !~ /rel\.ro/ && $2 == "O"' |
	awk '{ print $NF }' | sort -u)
n_globals=$(printf '%s' "$globals" | grep -c . || true)

exits=$(find lib -name '*.c' -exec grep -nHE \
	'(^|[^_a-z>.])(exit|abort|err|errx|verr|verrx|quick_exit) ?\(' {} + |
	grep -vE ':[0-9]+:[[:space:]]*(/?\*|//)' || true)
n_exits=$(printf '%s' "$exits" | grep -c . || true)

bad=0
row() { # row WHAT GOT LIMIT OPERATOR
	local ok=met
	awk -v a="$2" -v b="$3" "BEGIN { exit !(a $4 b) }" || {
		ok="NOT MET"
		bad=1
	}
	printf '%-42s %8s   %s %-6s %s\n' "$1" "$2" "$4" "$3" "$ok"
}
row "functions: median lines" "$(nth 50)" 15 '<='
row "functions: 90th percentile" "$(nth 90)" 45 '<='
row "functions: 99th percentile" "$(nth 99)" 80 '<='
row "functions over 80 lines" "$(over 80)" 0 '<='
row "functions over 60 lines, %" \
	"$(awk -v a="$(over 60)" -v b="$functions" \
		'BEGIN { printf "%.1f", 100 * a / b }')" 2 '<='
row "longest file" "$(echo "$longest" | awk '{ print $1 }')" 600 '<='
row "mutable globals per 1000 lines" \
	"$(awk -v a="$n_globals" -v b="$source_lines" \
		'BEGIN { printf "%.2f", 1000 * a / b }')" 0.5 '<='
row "exits in lib/" "$n_exits" 0 '<='
row "lines of tests : lines of source" \
	"$(awk -v a="$test_lines" -v b="$source_lines" \
		'BEGIN { printf "%.2f", a / b }')" 0.8 '>='
echo
echo "$functions functions, $source_lines lines of source, $test_lines of tests"
echo "longest functions:"
printf '%s\n' "$lengths" | tail -5 | sed 's/^/  /'
[ -z "$globals" ] || printf 'mutable globals: %s\n' "${globals//$'\n'/ }"
[ -z "$exits" ] || printf 'exits:\n%s\n' "$exits"
exit $bad
