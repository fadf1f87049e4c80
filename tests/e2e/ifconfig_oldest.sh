#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# ifconfig_oldest.sh - Kinds of interfaces that need the distribution's kernel
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

net="net/802/garp net/802/mrp net/8021q/8021q drivers/net/dummy drivers/net/ifb
	net/tls/tls drivers/net/bonding/bonding
	net/ipv4/udp_tunnel net/ipv6/ip6_udp_tunnel drivers/net/vxlan/vxlan
	net/ipv4/ip_tunnel net/ipv4/tunnel4 net/ipv6/tunnel6 net/ipv6/sit
	net/ipv6/ip6_tunnel net/ipv4/gre net/ipv4/ip_gre net/ipv6/ip6_gre
	lib/crypto/libcurve25519-generic arch/x86/crypto/curve25519-x86_64
	lib/crypto/libchacha arch/x86/crypto/chacha-x86_64
	arch/x86/crypto/poly1305-x86_64 lib/crypto/libchacha20poly1305
	drivers/net/wireguard/wireguard net/sched/act_mirred net/sched/cls_u32"

TIMEOUT=300
it transcripts "what tests/vm/transcripts say, on Debian's own kernel" qemu-system-x86_64 mke2fs
transcripts_body() {
	skip_unless test -e "$BUILD/vm/vmlinuz" -- "no kernel in build/vm: tools/vm-kernel.sh"
	make_root www
	mkdir -p guest got want
	cp -r "$SRC/tests/vm/transcripts" guest/
	cp "$SRC/tests/transcripts/replay.sh" guest/
	MODULES=$net "$SRC/tests/vm/boot.sh" "$PWD" transcripts-run >out 2>&1 ||
		atf_fail "$(cat out)"
	atf_check -o match:'^end$' cat out
	# When a link-local address comes is a race.
	sed -i '/^end$/,$d; /inet6 LL%/d; /inet6 fe80:/d' out
	awk '/^=== / { f = "got/" $2 ".txt"; next } f { print >f }' out
	cp "$SRC"/tests/vm/transcripts/*.txt want/
	if [ -n "${ACCEPT:-}" ]; then
		cp got/*.txt "$SRC/tests/vm/transcripts/"
	fi
	atf_check -o ignore diff -ru want got
}

TIMEOUT=600
it freebsd "what freebsd_vlan.sh, freebsd_lagg.sh, freebsd_tunnel.sh and rc_vlan.sh say, on Debian's own kernel" qemu-system-x86_64 mke2fs
freebsd_body() {
	skip_unless test -e "$BUILD/vm/vmlinuz" -- "no kernel in build/vm: tools/vm-kernel.sh"
	make_root www
	mkdir -p guest/src/tests/e2e guest/vjail-build
	rmdir guest/vjail-build
	cp "$SRC"/tests/e2e/*.sh guest/src/tests/e2e/
	printf '%s\n' freebsd_vlan freebsd_lagg freebsd_tunnel rc_vlan \
		>guest/cases
	for f in /usr/bin/atf-sh /usr/libexec/atf-check /usr/share/atf/libatf-sh.subr; do
		mkdir -p "guest$(dirname $f)"
		cp "$f" "guest$f"
	done
	MODULES=$net "$SRC/tests/vm/boot.sh" "$PWD" atf-run >out 2>&1 ||
		atf_fail "$(cat out)"
	! grep -q '^not ok' out || {
		cat out
		atf_fail "not all of it works"
	}
	atf_check -o match:'^end$' cat out
	same 14 "$(grep -c '^ok ' out)" "tests that pass"
}
