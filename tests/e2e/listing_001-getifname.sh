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

	# By either name it is the same interface.
	for n in 1:virt0 2:ngeth1; do
		ip netns add "n${n%:*}"
		works ip link set "${n#*:}" netns "n${n%:*}"
		ip -n "n${n%:*}" link set "${n#*:}" up
		ip -n "n${n%:*}" addr add "10.0.0.${n%:*}/24" dev "${n#*:}"
		ip -n "n${n%:*}" addr add "fd00::${n%:*}/64" dev "${n#*:}" nodad
	done
	traffic n1,n1,virt0,10.0.0.1,fd00::1 n2,n2,ngeth1,10.0.0.2,fd00::2
}
