#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# kernel_oldest.sh - Jails work on the oldest kernel we support, Debian's 6.1
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

TIMEOUT=300
it jails "a jail's life on Debian's own kernel" qemu-system-x86_64 mke2fs
jails_body() {
	skip_unless test -e "$BUILD/vm/vmlinuz" -- "no kernel in build/vm: tools/vm-kernel.sh"
	make_root www
	MODULES="net/rfkill/rfkill net/wireless/cfg80211 lib/crypto/libarc4
		net/mac80211/mac80211 drivers/net/wireless/mac80211_hwsim" \
		"$SRC/tests/vm/boot.sh" "$PWD" >out 2>&1 || atf_fail "$(cat out)"
	! grep -q '^not ok' out || {
		cat out
		atf_fail "not all of it works"
	}
	atf_check -o match:'^end$' cat out
	same 53 "$(grep -c '^ok ' out)" "things that work"
}

it netgraph "all kinds of traffic over a graph there, and over VLANs on it" \
	qemu-system-x86_64 mke2fs
netgraph_body() {
	skip_unless test -e "$BUILD/vm/vmlinuz" -- "no kernel in build/vm: tools/vm-kernel.sh"
	make_root www
	mkdir -p guest/bin
	cp "$BUILD/tests/e2e/traffic" guest/bin/
	MODULES="net/802/garp net/802/mrp net/8021q/8021q" \
		"$SRC/tests/vm/boot.sh" "$PWD" netgraph-work >out 2>&1 ||
		atf_fail "$(cat out)"
	! grep -q '^not ok' out || {
		cat out
		atf_fail "not all of it works"
	}
	atf_check -o match:'^end$' cat out
	# 12 pairs, four members to all, three times
	same $((3 * (12 * 6 + 4 * 4))) "$(grep -c '^ok ' out)" "things that work"
	same "link0 link1" "$(awk '/^  link/ { print $1 }' out | sort |
		tr '\n' ' ' | sed 's/ $//')" "the bridge's links afterwards"
}

it hooks "an interface's hooks, the host's filters and sockets there" \
	qemu-system-x86_64 mke2fs
hooks_body() {
	skip_unless test -e "$BUILD/vm/vmlinuz" -- "no kernel in build/vm: tools/vm-kernel.sh"
	make_root www
	mkdir -p guest/bin guest/testlib
	ln -s vjail/libexec guest/libexec
	for t in ether link filters api several; do
		cp "$BUILD/tests/kernel/test-kernel-ng-$t" guest/bin/
		ldd "guest/bin/test-kernel-ng-$t" | grep -o '/[^ ]*lib[^ ]*' |
			xargs -I{} cp -L {} guest/testlib/
	done
	cp -L "$BUILD"/lib/libnetgraph/libnetgraph.so.1 guest/testlib/
	cp "$(command -v busybox)" guest/bin/nsenter
	"$SRC/tests/vm/boot.sh" "$PWD" hooks-work >out 2>&1 ||
		atf_fail "$(cat out)"
	! grep -q '^not ok' out || {
		cat out
		atf_fail "not all of it works"
	}
	atf_check -o match:'^end$' cat out
	same 23 "$(grep -c '^ok ' out)" "things that work"
}
