#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# boot.sh DIR [SCRIPT] - Boot the kernel of build/vm on a disk made in DIR, run
# SCRIPT (jails-work) there, and print what it says
#
# $MODULES are loaded as well; what is in DIR/guest is at its root.  Software
# emulation: no KVM is needed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
vm=$BUILD/vm
dir=$1
script=${2:-jails-work}

# Order matters to insmod; virtio and virtio_ring need each other's first half.
modules="drivers/virtio/virtio drivers/virtio/virtio_ring drivers/virtio/virtio
	drivers/virtio/virtio_pci_legacy_dev drivers/virtio/virtio_pci_modern_dev
	drivers/virtio/virtio_pci drivers/block/virtio_blk
	crypto/crc32c_generic lib/crc16 fs/mbcache fs/jbd2/jbd2 fs/ext4/ext4
	net/llc/llc net/802/stp net/bridge/bridge drivers/net/veth
	fs/overlayfs/overlay drivers/net/tun net/sched/sch_ingress
	net/sched/cls_bpf ${MODULES:-}"

busybox_in() {
	cp "$(command -v busybox)" "$1/bin/busybox"
	shift
	for a in "$@"; do
		ln -sf busybox "$dir/$a"
	done
}

# with_libraries FILE ... - What they load, below the disk's root
with_libraries() {
	for f in "$@"; do
		ldd "$f" 2>/dev/null | grep -o '/[^ ]*' || true
	done | sort -u | while read -r l; do
		mkdir -p "$dir/disk$(dirname "$l")"
		cp -L "$l" "$dir/disk$l"
	done
}

first_program() {
	mkdir -p "$dir/first/bin" "$dir/first/proc" "$dir/first/sys" \
		"$dir/first/dev" "$dir/first/new" "$dir/first/modules"
	busybox_in "$dir/first" first/bin/sh first/bin/mount first/bin/insmod \
		first/bin/mkdir first/bin/switch_root first/bin/poweroff
	for m in $modules; do
		if [ -e "$vm/modules/$m.ko" ]; then
			cp "$vm/modules/$m.ko" "$dir/first/modules/"
		fi
		echo "${m##*/}"
	done >"$dir/first/modules/order"
	cp "$here/init" "$dir/first/init"
	(cd "$dir/first" && find . | busybox cpio -o -H newc 2>/dev/null) |
		gzip -1 >"$dir/first.gz"
}

disk() {
	for d in bin sbin etc proc sys dev run tmp jails vjail; do
		mkdir -p "$dir/disk/$d"
	done
	busybox_in "$dir/disk" disk/bin/sh disk/bin/cat disk/bin/grep \
		disk/bin/ls disk/bin/mkdir disk/bin/test disk/bin/touch \
		disk/bin/uname disk/bin/chmod disk/bin/poweroff disk/bin/ping \
		disk/bin/sed disk/bin/sleep disk/bin/unshare disk/bin/dmesg
	cp "$(command -v ip)" "$dir/disk/sbin/ip"
	cp -a "$BUILD/bin" "$BUILD/libexec" "$dir/disk/vjail/"
	with_libraries "$dir/disk/sbin/ip" "$dir"/disk/vjail/bin/j* \
		"$dir"/disk/vjail/bin/ng* \
		"$dir/disk/vjail/libexec/vjail/reap" \
		"$dir/disk/vjail/bin/bsd/ifconfig"
	echo 'root:x:0:0::/:/bin/sh' >"$dir/disk/etc/passwd"
	cp -a "$dir/www" "$dir/disk/jails/www"
	cp "$BUILD/tests/e2e/probe" "$dir/disk/jails/www/bin/"
	cp "$here/$script" "$dir/disk/guest-script"
	if [ -d "$dir/guest" ]; then
		cp -a "$dir/guest/." "$dir/disk/"
		# shellcheck disable=SC2046 # a list of files
		with_libraries $(find "$dir/guest" -type f -perm -100)
	fi
	truncate -s 200M "$dir/disk.img"
	mke2fs -q -t ext4 -d "$dir/disk" "$dir/disk.img"
}

first_program
disk
qemu-system-x86_64 -nodefaults -nographic -no-reboot -m 512 -smp 2 \
	-kernel "$vm/vmlinuz" -initrd "$dir/first.gz" -serial stdio \
	-append "console=ttyS0 quiet panic=1" \
	-drive "file=$dir/disk.img,if=virtio,format=raw" </dev/null | tr -d '\r'
