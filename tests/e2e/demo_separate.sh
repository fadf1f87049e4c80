#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# demo_separate.sh - The demo does what it says, and leaves nothing
. "$(dirname "$0")/lib.sh"

it all "five jails come up, talk through the tunnel and go" \
	wg tcpdump traceroute dot
all_body() {
	before=$(census)
	PICTURE=$PWD/demo.html works "$SRC/tools/demo.sh"
	want 5 grep -c 'class="cluster jail"' demo.html
	want 4 grep -c 'class="node bridge"' demo.html
	want_like '>10.99.0.1/30<' cat demo.html
	same "$before" "$(census)"
}

it keep "with KEEP=1 they stay, and the said commands stop them" \
	wg tcpdump traceroute dot
keep_body() {
	before=$(census)
	PICTURE=$PWD/demo.html KEEP=1 "$SRC/tools/demo.sh" >out 2>&1 || _fail "demo" "$(cat out)"
	want 5 sh -c 'jls -q name | wc -l'
	want_like '^  vpnr2 vi2_vpnr2 172.31.2.11/24$' vnet list -r
	sed -n '/^Stop it all:/,$s/^    //p' out >stop.sh
	works sh -e stop.sh
	same "$before" "$(census)"
}
