#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# listing_001-getifname.sh - An interface's name cut out of ngctl's answer
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

SCRIPT=$LISTINGS/001-getifname.sh

it renamed "the interface gets the name, its node keeps its own"
renamed_body() {
	skip_unless test -f "$SCRIPT" -- "no $SCRIPT"
	PATH=$BSD:$PATH
	ngctl -f - <<-GRAPH || atf_fail "the graph"
		mkpeer . bridge virt link0
		name virt bridge1
		mkpeer bridge1: eiface link2 ether
		mkpeer bridge1: eiface link3 ether
	GRAPH
	works sh -e "$SCRIPT"
	want "lo0 virt0 ngeth1" ifconfig -l
	atf_check -o inline:'Rec'"'"'d response "getifname" (1) from "[3]:":\nArgs:\t"virt0"\n' \
		ngctl msg bridge1:link2 getifname
	atf_check -s exit:71 -e match:'No such file or directory' \
		ngctl msg virt0: getifname
	works ngctl msg ngeth0: getifname
}
