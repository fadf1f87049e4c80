#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# place.sh SRC DEST STAMP - Put a built program where it can be run in place
#
# A hard link, not a symbolic one: programs look for libexec beside themselves.
set -eu

mkdir -p "$(dirname "$2")"
ln -f "$1" "$2"
: >"$3"
