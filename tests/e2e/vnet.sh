# SPDX-License-Identifier: BSD-2-Clause
# vnet.sh - Words for tests in FreeBSD's way: epairs and vnet jails by hand
#
# After lib.sh.  They run on a second kernel too, in busybox's shell, which has
# an ifconfig of its own: the tools are functions here, and programs in PATH.
# shellcheck shell=sh
PATH=$BSD:$PATH

ifconfig() { "$BSD/ifconfig" "$@"; }

# mkjail NAME [IF ...] - A jail on the host's files that stays, with these in it
mkjail() {
	_name=$1
	shift
	_with=
	for _i; do
		_with="$_with vnet.interface=$_i"
	done
	# shellcheck disable=SC2086 # a list of words
	atf_check jail -c name="$_name" path=/ vnet persist $_with
}

# mkepair - The name of a new pair, without its a or b; both ends are up
mkepair() {
	_pair=$(ifconfig epair create) || atf_fail "no epair"
	_pair=${_pair%a}
	ifconfig "${_pair}a" up
	ifconfig "${_pair}b" up
	echo "$_pair"
}

# pings JAIL ADDR - It answers, when it has been found
pings() {
	until_true 10 jexec "$1" ping -c 1 -t 1 "$2"
	atf_check -o match:'3 (packets )?received' \
		jexec "$1" ping -c 3 -i 0.2 "$2"
}

# silent JAIL ADDR - It does not answer
silent() {
	atf_check -s not-exit:0 -o ignore -e ignore \
		jexec "$1" ping -c 2 -i 0.2 -t 1 "$2"
}

# mac_of JAIL IF
mac_of() { jexec "$1" ifconfig "$2" ether | sed -n 's/.*ether //p'; }

# kernel_has KIND - Or the test is skipped, and says so
kernel_has() {
	_made=$(ifconfig "$1" create 2>/dev/null) || atf_skip \
		"this kernel has no $1 interfaces; ifconfig_oldest.sh runs this on one that has"
	ifconfig "$_made" destroy
}
