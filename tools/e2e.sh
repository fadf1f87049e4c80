#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# e2e.sh - Run end-to-end tests: all, or T=name or T=name:case; DEBUG=1 leaves
# a shell in the namespaces of that one case
set -eu
cd "$(dirname "$0")/.."
BUILD=$(cd "${BUILD:-build}" && pwd)
export BUILD
db=${KYUA_DB:-$BUILD/meson-logs/e2e.db}
mkdir -p "${db%/*}"

script=${T:-}
script=${script%%:*}
script=${script%.sh}
if [ -n "$script" ] && [ ! -x "tests/e2e/$script.sh" ]; then
	echo "e2e: $script: no such test in tests/e2e" >&2
	exit 1
fi

if [ -n "${DEBUG:-}" ]; then
	case ${T:-} in
	*:*) ;;
	*)
		echo "e2e: say which case: T=${script:-name}:case" >&2
		exit 1
		;;
	esac
	work=$(mktemp -d /tmp/vjail-e2e.XXXX)
	trap 'rm -rf "$work"' EXIT
	prog=$PWD/tests/e2e/$script.sh
	cd "$work"
	export DEBUG __RUNNING_INSIDE_ATF_RUN=internal-yes-value
	"$prog" -s "${prog%/*}" "${T##*:}"
	exit
fi

rm -f "$db"
r=0
kyua --logfile="$BUILD/meson-logs/kyua.log" -v parallelism=2 test \
	-k tests/e2e/Kyuafile --results-file="$db" \
	${T:+"$script.sh${T#"${T%%:*}"}"} </dev/null || r=$?
kyua --logfile="$BUILD/meson-logs/kyua.log" report --results-file="$db" \
	--verbose --results-filter=skipped,broken,failed >"${db%.db}.txt"
# What failed, with what it printed, but without the settings around it.
sed -n '/^===> .*\.sh:/,/^===> Summary/p' "${db%.db}.txt" |
	awk '/^===> .*\.sh:/ { block = $0; getline; bad = !/skipped/
			if (bad) print block }
	     /^===> (Skipped|Broken|Failed|Summary)/ { bad = 0 }
	     bad && !/^    (allowed|has_|is_|required|timeout)/'
exit $r
