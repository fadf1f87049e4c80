#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# lint.sh - Everything a tool can say about the source; CHANGED=1: of files
# that differ from main only
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
export BUILD=${BUILD:-build}

bad=0
step() { # step NAME CMD ...
	local name=$1 out
	shift
	if out=$("$@" 2>&1); then
		echo "ok   $name"
	else
		echo "BAD  $name"
		printf '%s\n' "$out" | sed 's/^/     /'
		bad=1
	fi
}

# files PATTERN ... - Those of the tree, or of them those that changed
files() {
	local all
	all=$(find . \( -path './build*' -o -path ./.git \) -prune -o \
		-type f "$@" -print | sed 's|^\./||' | sort)
	if [ -z "${CHANGED:-}" ]; then
		printf '%s\n' "$all"
		return
	fi
	local base
	base=$(git merge-base HEAD main 2>/dev/null) || base=HEAD
	comm -12 <(printf '%s\n' "$all") \
		<({ git diff --name-only "$base"; git ls-files -o \
			--exclude-standard; } | sort -u)
}

# each CMD ... - Run it with the file names of stdin, if there are any
each() { xargs -r "$@"; }

format() { files -name '*.[ch]' | each clang-format --dry-run -Werror; }

# Only what is compiled here can be looked at.
tidy() {
	local known
	known=$(jq -r '.[] | .directory + "/" + .file' \
		"$BUILD/compile_commands.json" |
		xargs -r realpath --relative-to=. | sort -u)
	comm -12 <(files -name '*.c') <(printf '%s\n' "$known") |
		xargs -r -P2 -n1 clang-tidy --quiet -p "$BUILD" \
			--extra-arg=-Wno-unused-command-line-argument 2>/dev/null |
		grep -E ': (error|warning):' | sed "s|^[^:]*\.\./||" | sort -u
	return $((1 - PIPESTATUS[2]))
}

shells() {
	files \( -name '*.sh' -o -path ./tests/e2e/inside -o -path ./.ci/run \) |
		while read -r f; do
			case $(head -1 "$f") in
			*bash*) shellcheck -x -s bash "$f" ;;
			*) shellcheck -x -s sh "$f" ;;
			esac || echo "$f"
		done
}
shells_ok() { [ -z "$(shells | tee /dev/stderr)" ]; }

pages() { files -name '*.[134578]' | each mandoc -T lint -W warning; }

[ -f "$BUILD/compile_commands.json" ] || meson setup "$BUILD" >/dev/null
ninja -C "$BUILD" >/dev/null || exit 1

step "first lines and lengths of files" tools/files.sh
step "layers" tools/layers.sh
step "manual pages" pages
step "options and manual pages" tools/options.sh
step "shell scripts" shells_ok
step "formatting" format
step "clang-tidy" tidy
exit $bad
