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
	"$SRC/tests/vm/boot.sh" "$PWD" >out 2>&1 || atf_fail "$(cat out)"
	atf_check -s exit:1 grep '^not ok' out
	atf_check -o match:'^end$' cat out
	same 29 "$(grep -c '^ok ' out)" "things that work"
}
