#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# soak.sh - Start, restart and stop jails N times (500), then count what is left
set -eu

[ "$(id -u)" = 0 ] || {
	echo "soak: jails need root" >&2
	exit 1
}
E2E=$(cd "$(dirname "$0")/../e2e" && pwd)
# Puts this script into namespaces of its own.
# shellcheck source=../e2e/lib.sh
. "$E2E/lib.sh"
N=${N:-500}

mkdir -m 700 /run/soak
cd /run/soak
make_root root
ip link add br0 type bridge
ip link set br0 up
cat >jail.conf <<CONF
path = /run/soak/root;
vnet;
persist;
vjail.interface = "e0_\$name br0";
exec.start = "/bin/true";
one { }
two { }
CONF

jail -q -f jail.conf -c
jail -q -f jail.conf -r '*'
before=$(census)
echo "soak: two jails, $N times"
i=0
while [ "$i" -lt "$N" ]; do
	i=$((i + 1))
	jail -q -f jail.conf -c
	jail -q -f jail.conf -rc '*'
	jail -q -f jail.conf -r '*'
	[ $((i % 50)) != 0 ] || echo "soak: $i"
done
after=$(census)
if [ "$before" != "$after" ]; then
	printf 'soak: something is left\nbefore:\n%s\nafter:\n%s\n' "$before" "$after"
	exit 1
fi
echo "soak: nothing is left"
