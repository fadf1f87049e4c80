#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# soak.sh - The same again and again, N times (500), then look what is left; all
# of it or one subject (T): jails, epair, graph, step
set -eu

DIR=$(cd "$(dirname "$0")" && pwd)
for subject in ${T:-jails epair graph step}; do
	[ -x "$DIR/soak-$subject.sh" ] || {
		echo "soak: $subject: no such subject" >&2
		exit 1
	}
	"$DIR/soak-$subject.sh"
done
