#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# demo_separate.sh - The demo does what it says, and leaves nothing
. "$(dirname "$0")/lib.sh"

it all "five jails come up, talk through the tunnel and go" \
	wg tcpdump traceroute
all_body() {
	before=$(census)
	works "$SRC/tools/demo.sh"
	same "$before" "$(census)"
}

it keep "with KEEP=1 they stay, and the said commands stop them" \
	wg tcpdump traceroute
keep_body() {
	before=$(census)
	KEEP=1 "$SRC/tools/demo.sh" >out 2>&1 || _fail "demo" "$(cat out)"
	want 5 sh -c 'jls -q name | wc -l'
	sed -n '/^Stop it all:/,$s/^    //p' out >stop.sh
	works sh -e stop.sh
	same "$before" "$(census)"
}
