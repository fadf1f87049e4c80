#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# soak-jails.sh - Two jails: started, restarted and stopped
set -eu
# shellcheck source=soak-lib.sh
. "$(dirname "$0")/soak-lib.sh"

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

cycle() {
	jail -q -f jail.conf -c
	jail -q -f jail.conf -rc '*'
	jail -q -f jail.conf -r '*'
}

soak jails 'two jails started, restarted and stopped' cycle
