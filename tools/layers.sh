#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# layers.sh - Who may include whom: cmd -> libjail -> conf, nl -> base; cmd ->
# xo -> base; cmd -> libnetgraph <-> node -> nl -> base; bpf -> node, nl
set -eu
cd "$(dirname "$0")/.."

# own_part FOLDER INC - netgraph's: what tools and kernel share, and skeletons
own_part() {
	case $1 in
	lib/libnetgraph | node | bpf)
		[ -e "node/$2" ] || [ -e "bpf/$2" ] || [ "$2" != "${2%.skel.h}" ]
		;;
	cmd) [ "$2" != "${2%.skel.h}" ] ;;
	*) return 1 ;;
	esac
}

# node_part FOLDER INC - A node type's folder: for the graph and the walk only
node_part() {
	case $1 in
	lib/libnetgraph | node | bpf) [ -e "node/$2" ] ;;
	*) return 1 ;;
	esac
}

# may FOLDER WHAT ... - Its files may include from these and from itself
may() {
	dir=$1
	shift
	find "$dir" -name '*.[ch]' -exec grep -Hn '^#include "' {} + |
		while IFS=: read -r file line text; do
			inc=${text#*\"}
			inc=${inc%%\"*}
			case $inc in
			# Which tools there are is for all who are in it.
			../bsd/applet.h) [ "$dir" != cmd ] || continue ;;
			esac
			case $inc in
			../* | cmd/*)
				echo "$file:$line: includes $inc"
				continue
				;;
			*/*) ;;
			*)
				[ -e "${file%/*}/$inc" ] || [ -e "include/$inc" ] ||
					[ "$inc" = config.h ] || own_part "$dir" "$inc" ||
					echo "$file:$line: $inc: whose is it?"
				continue
				;;
			esac
			for ok in "$@"; do
				[ "${inc%%/*}" != "$ok" ] || continue 2
			done
			! node_part "$dir" "$inc" || continue
			# A program of several folders includes its own.
			[ "$dir" = cmd ] && [ -e "${file%/*}/$inc" ] && continue
			echo "$file:$line: ${dir#lib/} may not include $inc"
		done
}

bad=$({
	may lib/base base
	may lib/xo xo base
	may lib/nl nl base
	may lib/conf conf base
	may lib/libjail libjail conf nl base
	may lib/libnetgraph libnetgraph netgraph nl base
	may node libnetgraph netgraph nl base
	may bpf nl
	may cmd counters opts libjail libnetgraph netgraph conf nl xo base
})
[ -z "$bad" ] || {
	printf '%s\n' "$bad"
	exit 1
}
