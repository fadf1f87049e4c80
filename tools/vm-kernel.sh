#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# vm-kernel.sh - Fetch the distribution's own kernel, to run tests on as well
#
# The package is only unpacked, into build/vm, never installed.
set -eu
cd "$(dirname "$0")/.."
vm=${BUILD:-build}/vm

[ ! -e "$vm/vmlinuz" ] || exit 0
[ "$(uname -m)" = x86_64 ] || {
	echo "vm-kernel: only for x86_64" >&2
	exit 0
}
package=$(apt-cache depends linux-image-amd64 |
	sed -n 's/.*Depends: \(linux-image-[0-9].*\)/\1/p' | head -1)
rm -rf "$vm"
mkdir -p "$vm/unpacked"
(cd "$vm" && apt-get download -q "$package" 2>/dev/null) || {
	echo "vm-kernel: $package cannot be fetched; its test will be skipped" >&2
	exit 0
}
dpkg-deb -x "$vm/$package"_*.deb "$vm/unpacked"
rm -f "$vm/$package"_*.deb
ln -s "unpacked/lib/modules/$(ls "$vm/unpacked/lib/modules")/kernel" \
	"$vm/modules"
ln -s "unpacked/boot/$(basename "$vm"/unpacked/boot/vmlinuz-*)" "$vm/vmlinuz"
