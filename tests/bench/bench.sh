#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# bench.sh - All that is measured, or one subject (T): ratios, in one run each,
# against what else does the like; over budget or not; says so and exits 0
set -eu

DIR=$(cd "$(dirname "$0")" && pwd)

# before_others CMD - Run it before what else the machine does, for steadier
# figures: in a group of its own, or a session at least, which the kernel gives
# time first
group=/sys/fs/cgroup/cpu/vjail-bench.$$
before_others() {
	setsid sh -c 'if [ -e /sys/fs/cgroup/cpu/tasks ] && mkdir "$2"; then
			echo 262144 >"$2/cpu.shares"
			echo $$ >"$2/tasks"
		elif [ -e /proc/self/autogroup ]; then
			echo -20 >/proc/self/autogroup
		fi
		exec nice -n -20 "$1"' sh "$1" "$group" &
	trap 'kill -- -$! 2>/dev/null; exit 130' INT TERM HUP
	wait $! || echo "bench: $1 failed" >&2
	trap - INT TERM HUP
	[ ! -d "$group" ] || until rmdir "$group" 2>/dev/null; do sleep 0.1; done
}

for subject in ${T:-jail many graph path}; do
	[ -x "$DIR/$subject.sh" ] || {
		echo "bench: $subject: no such subject" >&2
		exit 1
	}
	printf '== %s\n' "$subject"
	before_others "$DIR/$subject.sh"
	echo
done
