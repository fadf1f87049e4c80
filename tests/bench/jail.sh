#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# jail.sh - What a jail costs, in time against runc and in memory
set -eu

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
ROUNDS=${ROUNDS:-25}
JAILS=${JAILS:-100}

# On a tmpfs, so that no disk takes part.
work=/run/bench
mkdir -m 700 "$work"
cd "$work"
make_root root

# Without network: runc's default, a network namespace with nothing in it.
mkdir bundle
(
	cd bundle
	runc spec
	jq '.process.terminal = false | .process.args = ["/bin/true"] |
		.root.path = "/run/bench/root"' config.json >new
	mv new config.json
)
ip link add br0 type bridge
ip link set br0 up
ip link add ep0a type veth peer name ep0b
ip link set ep0a up master br0
ip link add m0 type veth peer name m0a

printf 'from nothing through /bin/true to gone, %s interleaved rounds each:\n\n' \
	"$ROUNDS"
head_line ''

# against_runc NAME BUDGET PARAMETER WHAT - A jail with it, in turn with runc
# and with a program that only does WHAT of its work, by bare system calls
against_runc() {
	"$TOOLS/race" "$ROUNDS" \
		runc runc run --bundle bundle bench , \
		bare "$TOOLS/bare" "$4" 1 1 root br0 , \
		jail jail -c name=b path="$work/root" vnet "$3" \
		command=/bin/true >raced
	show_ms runc runc '' 'runc, no network'
	show_ms bare runc '' "bare: $4"
	show_ms jail runc "<= $2" "$1"
}
against_runc vjail.interface 0.5 "vjail.interface=e0 br0" pair
against_runc vnet.interface 1.7 vnet.interface=ep0b move
ip link show ep0b >/dev/null || echo "bench: ep0b did not come home" >&2

# What stays resident: every process that is there now and was not before.
pids() { find /proc -maxdepth 1 -name '[0-9]*' -printf '%f\n' | sort; }
pids >before
i=0
while [ "$i" -lt "$JAILS" ]; do
	i=$((i + 1))
	jail -c name="idle$i" path="$work/root" vnet persist >/dev/null
done
pids >after
n=0
kb=0
for pid in $(comm -13 before after); do
	pss=$(awk '/^Pss:/ { print $2 }' "/proc/$pid/smaps_rollup" 2>/dev/null) ||
		continue
	[ -n "$pss" ] || continue
	n=$((n + 1))
	kb=$((kb + pss))
done
echo
awk -v kb="$kb" -v n="$n" -v jails="$JAILS" 'BEGIN { per = kb / jails
	printf "memory: %d idle jails, %d processes, %.0f kB (Pss) a jail;", jails, n, per
	printf " budget 256 kB: %s\n", per <= 256 ? "met" : "over budget" }'
jail -r '*' >/dev/null
