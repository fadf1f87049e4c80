#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# options.sh - Programs and their manual pages tell of the same options
set -eu
cd "$(dirname "$0")/.."
BUILD=${BUILD:-build}

bad=0
complain() {
	echo "$1"
	bad=1
}

# flags - The options in a text, one a line, "-abc" taken apart
flags() {
	grep -oE '(^|[][ (|,])--?[A-Za-z0-9?][-A-Za-z0-9.]*' |
		sed 's/^[^-]*//' | sort -u | while read -r flag; do
		case $flag in
		--* | -?) printf '%s\n' "$flag" ;;
		*)
			printf '%s\n' "$flag"
			printf '%s\n' "${flag#-}" | fold -w 1 | sed 's/^/-/'
			;;
		esac
	done | sort -u
}

# words - The same without taking apart: what must be told of
words() {
	grep -oE '(^|[][ (|,])--?[A-Za-z0-9?][-A-Za-z0-9.]*' |
		sed 's/^[^-]*//' | sort -u
}

# told WORD LIST - Is it in the list, or each of its letters?
told() {
	printf '%s\n' "$2" | grep -qxe "$1" && return 0
	case $1 in
	--* | -?) return 1 ;;
	esac
	for letter in $(echo "${1#-}" | fold -w 1); do
		printf '%s\n' "$2" | grep -qxe "-$letter" || return 1
	done
}

for prog in "$BUILD"/bin/* "$BUILD"/bin/bsd/*; do
	[ -f "$prog" ] || continue
	name=${prog##*/}
	help=$("$prog" --help 2>/dev/null </dev/null) ||
		complain "$name: --help does not exit with 0"
	version=$("$prog" --version 2>/dev/null </dev/null) ||
		complain "$name: --version does not exit with 0"
	[ -n "$version" ] || complain "$name: --version prints nothing"
	page=$(find cmd -name "$name.[158]" | head -1)
	# One page may tell of several programs.
	[ -n "$page" ] || page=$(find cmd -name '*.[158]' \
		-exec grep -lxE "\.Nm $name( ,)?" {} + | head -1)
	if [ -z "$page" ]; then
		complain "$name: no manual page in cmd/"
		continue
	fi
	text=$(mandoc -T ascii "$page" | col -bx)
	in_page=$(printf '%s\n' "$text" | flags)
	in_help=$(printf '%s\n' "$help" | flags)
	for w in $(printf '%s\n' "$help" | words); do
		told "$w" "$in_page" || complain "$page: $w of --help is missing"
	done
	synopsis=$(printf '%s\n' "$text" | sed -n '/^SYNOPSIS/,/^DESCRIPTION/p')
	for w in $(printf '%s\n' "$synopsis" | words); do
		told "$w" "$in_help" || complain "$name: --help lacks $w of $page"
	done
	for section in 'EXIT STATUS' EXAMPLES; do
		printf '%s\n' "$text" | grep -qx "$section" ||
			complain "$page: no section $section"
	done
done
exit $bad
