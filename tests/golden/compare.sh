#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# compare.sh - Run PROGRAM FILE [ARG...] in DIR: does it print just what WANT
# holds?  UPDATE=1 writes WANT instead
#
#	compare.sh PROGRAM WANT DIR FILE [ARG...]
#
# LISTINGS says where the folder of that name is, if not where DIR says.
set -eu

program=$(realpath "$1") want=$2 dir=$3
shift 3
[ "${dir##*/}" != listings ] || dir=${LISTINGS:-$dir}

if [ ! -e "$dir/$1" ]; then
	echo "$dir/$1 is not there"
	exit 77
fi
cd "$dir"
got=$(mktemp)
trap 'rm -f "$got"' EXIT

# 1: it met problems, which are in the text.
"$program" "$@" >"$got" || [ $? = 1 ]
[ -z "${UPDATE:-}" ] || cp "$got" "$want"
diff -u "$want" "$got"
