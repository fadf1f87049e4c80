#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# params-page.sh - Do jail.params(5) and jail.conf(5) tell of every parameter
# what the tables say?  UPDATE=1 puts it into the former instead
#
#	params-page.sh PROGRAM PAGE PSEUDO CONF_PAGE
#
# PROGRAM prints the part between the two marks of PAGE; PSEUDO is the source
# with the table of those that jail(8) alone knows, and CONF_PAGE tells of them.
set -eu

program=$1 page=$2 pseudo=$3 conf_page=$4
begin='\\" The table:' end='\\" The end of the table'
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$program" >"$work/want"
if [ -n "${UPDATE:-}" ]; then
	sed -e "/^\\.$begin/r $work/want" \
		-e "/^\\.$begin/,/^\\.$end/{/^\\.\\\\\"/!d}" "$page" >"$work/page"
	cp "$work/page" "$page"
fi
sed -n "/^\\.$begin/,/^\\.$end/{/^\\.\\\\\"/!p}" "$page" >"$work/got"
diff -u "$work/want" "$work/got"

sed -n 's/.*{ "\([a-z._]*\)", TYPE_.*/\1/p' "$pseudo" >"$work/names"
[ -s "$work/names" ]
while read -r name; do
	grep -q "^\.It Va $name\( \|\$\)" "$conf_page" ||
		echo "$name: not in $conf_page"
done <"$work/names" >"$work/missing"
cat "$work/missing"
[ ! -s "$work/missing" ]
