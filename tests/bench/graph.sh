#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# graph.sh - Graphs of many nodes, built, listed and shut down, against bare
# updates of maps; and how long one look at a small one takes
set -eu
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
ROUNDS=${ROUNDS:-11}
NODES=${NODES:-65534}

mkdir -m 700 /run/bench
cd /run/bench

# hubs NODES - Commands that hang them all on one of them
hubs() {
	awk -v n="$1" 'BEGIN {
		print "mkpeer hub h 0\nname h hub\nmsg hub: setpersistent"
		for (i = 1; i < n; i++) print "mkpeer hub: hub", i, "x" }'
}
hubs "$NODES" >many.ng
hubs 1000 >thousand.ng
hubs 1 >one.ng

# From no graph at all to none again
cat >cycle <<'SH'
#!/bin/sh
set -e
ngctl -f $1.ng
ngctl list >$1.list
ngctl shutdown hub:
SH
chmod +x cycle
"$TOOLS/race" "$ROUNDS" maps "$TOOLS/maps" "$NODES" , many ./cycle many , \
	thousand ./cycle thousand , one ./cycle one >raced
[ "$(grep -c hub many.list)" = "$NODES" ] || echo "graph: not all are listed" >&2

printf '%s hubs: built, listed, shut down; %s rounds\n\n' "$NODES" "$ROUNDS"
head_line ''
show_ms maps maps '' "bare updates, $("$TOOLS/maps" "$NODES")"
show_ms many maps '<= 3' 'ngctl -f, list, shutdown'
show_ms thousand maps '' 'of 1,000 nodes'
show_ms one maps '' 'of one'
echo

# What the first node costs, programs loaded and maps made, is left out too.
awk -v nodes="$NODES" '$2 == $1 { v[$1] = $3 } END {
	printf "%.3f %.3f\n", v["many"] / nodes / (v["thousand"] / 1000),
		(v["many"] - v["one"]) / nodes / ((v["thousand"] - v["one"]) / 999)
	printf "%.1f %.1f\n", v["many"] / nodes, v["thousand"] / 1000 }' raced >each
{
	read -r whole more
	read -r us us1000
} <each
figure "a node of $NODES ($us us) to one of 1,000 ($us1000 us)" "$whole" '' '<= 1.5'
figure 'the same without what the first node costs' "$more" '' '<= 1.5'
ngctl -f many.ng
kb=$(find /sys/fs/bpf/vjail -type f ! -name 'ng_*' ! -name 'dev_*' \
	-exec "$TOOLS/maps" memory {} +)
figure 'memory of its maps' "$kb" kB ''
ngctl shutdown hub:

printf '\nngctl list of a small graph, 200 rounds\n\n'
head_line ''
ngctl -f - <<GRAPH
mkpeer bridge h link0
name h br
msg br: setpersistent
mkpeer br: eiface link1 ether
mkpeer br: eiface link2 ether
GRAPH
"$TOOLS/race" 200 true /bin/true , list ngctl list | grep -v '^ \|^There' >raced
show_ms true true '' /bin/true
show_ms list true '<= 2' 'ngctl list'
