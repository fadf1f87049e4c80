#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# kld_modules.sh - A module is there when the kernel does what it is for
. "$(dirname "$0")/lib.sh"

# agrees MODULE CMD ... - kldstat says it is there just when CMD works
agrees() {
	_m=$1
	shift
	if "$@" >/dev/null 2>&1; then
		want "" "$BSD/kldstat" -q -m "$_m"
		want "" "$BSD/kldload" -n "$_m"
		refuse "kldload: can't load $_m: module already loaded or in kernel" \
			"$BSD/kldload" "$_m"
	else
		refuse "kldstat: can't find module $_m: No such file or directory" \
			"$BSD/kldstat" -m "$_m"
		refuse "kldload: can't load $_m: No such file or directory" \
			"$BSD/kldload" -n "$_m"
	fi
}

it interfaces "kinds of interfaces are there if they can be made"
interfaces_body() {
	agrees if_bridge ip link add b0 type bridge
	agrees if_epair ip link add v0 type veth peer name v1
	agrees if_vxlan ip link add x0 type vxlan id 1 dstport 4789
	agrees if_wg ip link add w0 type wireguard
	agrees if_lagg ip link add l0 type bond
	agrees if_vlan ip link add link v0 name v0.5 type vlan id 5
	agrees if_tap ip tuntap add dev t0 mode tap
}

it netgraph "what nodes need is there if nodes can be made"
netgraph_body() {
	agrees ng_bridge ngctl mkpeer . bridge x link0
	agrees ng_eiface ngctl mkpeer . eiface x ether
	agrees ng_tee ngctl mkpeer . tee x left
	ngctl types | awk '$2 ~ /^[0-9]+$/ { print $1 }' >listed
	while read -r t; do
		works "$BSD/kldload" -n "ng_$t"
	done <listed
	[ "$(wc -l <listed)" -gt 10 ] || atf_fail "only $(wc -l <listed) types"
}

it probing "asking leaves no interface behind"
probing_body() {
	works "$BSD/kldstat" -v
	want 1 sh -c 'ip -o link | wc -l'
}

it filesystems "file systems are there if they can be mounted"
filesystems_body() {
	mkdir m low up work
	agrees tmpfs mount -t tmpfs tmpfs m
	agrees nullfs mount --bind low m
	mount -t tmpfs tmpfs work
	mkdir work/u work/w
	agrees unionfs mount -t overlay -o \
		lowerdir=low,upperdir=work/u,workdir=work/w o m
}

it unknown "what was never heard of is not there"
unknown_body() {
	refuse "kldload: can't load nosuch: No such file or directory" \
		"$BSD/kldload" -n nosuch
	refuse "kldload: can't load ng_pptpgre: No such file or directory" \
		"$BSD/kldload" -nq ng_pptpgre
	atf_check -s exit:1 "$BSD/kldstat" -q -m nosuch
	refuse "kldstat: can't find file nosuch.ko: No such file" \
		"$BSD/kldstat" -n nosuch.ko
	refuse "kldunload: can't find file nosuch: No such file" \
		"$BSD/kldunload" nosuch
	atf_check -s exit:64 -e match:'^usage: kldunload' "$BSD/kldunload"
}

it list "the kernel itself is number one"
list_body() {
	want_like '^Id Refs Address                Size Name$' "$BSD/kldstat"
	want_like '^ 1 +[0-9]+ 0x[0-9a-f]{16} +[0-9a-f]+ kernel$' \
		"$BSD/kldstat" -i 1
	want_like '^Id  Refs Name$' "$BSD/kldstat" -m nullfs
	want "/boot/nullfs.ko is already loaded" "$BSD/kldload" -nv /boot/nullfs.ko
}

it broken "a module that the kernel does not take is told apart from none" depmod cc
broken_body() {
	! "$BSD/kldstat" -q -m if_wg ||
		atf_skip "this kernel makes interfaces of WireGuard"
	_dir=lib/modules/$(uname -r)
	mkdir -p "$_dir/kernel"
	echo 'char m[] __attribute__((section(".modinfo"))) = "license=x";' |
		cc -c -x c - -o "$_dir/kernel/wireguard.ko"
	touch "$_dir/modules.order" "$_dir/modules.builtin"
	works depmod -b "$PWD" "$(uname -r)"
	works mount -t overlay -o lowerdir=lib:/usr/lib overlay /usr/lib
	refuse "kldload: an error occurred while loading module if_wg. Please check dmesg(8) for more details." \
		"$BSD/kldload" if_wg
	refuse "kldload: can't load zfs: No such file or directory" \
		"$BSD/kldload" zfs
}
