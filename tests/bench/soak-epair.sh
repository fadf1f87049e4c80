#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# soak-epair.sh - A vnet jail, an epair and a bridge: made and destroyed
set -eu
# shellcheck source=soak-lib.sh
. "$(dirname "$0")/soak-lib.sh"

mkdir -m 700 /run/soak
cd /run/soak
make_root root

cycle() {
	"$BSD/ifconfig" bridge0 create >/dev/null
	"$BSD/ifconfig" epair0 create >/dev/null
	"$BSD/ifconfig" bridge0 addm epair0a up
	"$BSD/ifconfig" epair0a up
	jail -q -c name=soak path=/run/soak/root vnet persist \
		vnet.interface=epair0b >/dev/null
	jail -q -r soak
	"$BSD/ifconfig" epair0a destroy
	"$BSD/ifconfig" bridge0 destroy
}

soak epair 'a jail, an epair and a bridge made and destroyed' cycle
