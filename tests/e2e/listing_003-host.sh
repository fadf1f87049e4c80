#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# listing_003-host.sh - The commands that make an epair, a bridge and jib's pair
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

SCRIPT=$LISTINGS/003-host.sh

it host "every line works, and both pairs lead somewhere"
host_body() {
	skip_unless test -f "$SCRIPT" -- "no $SCRIPT"
	PATH=$BSD:$PATH
	ip netns add lan
	ip link add re0 type veth peer name far netns lan
	ip -n lan addr add 10.1.0.1/24 dev far
	ip -n lan link set far up

	atf_check -o save:out sh -e "$SCRIPT"
	want epair17a sh -c 'head -n 1 out'
	atf_check -o match:'member: epair17a flags=143<' ifconfig bridge0
	atf_check -o match:'member: e0a_TEST flags=143<' ifconfig re0bridge
	atf_check -o match:'member: re0 flags=143<' ifconfig re0bridge
	want TEST jib show

	make_root root
	works jail -c name=test path="$PWD/root" vnet persist \
		vnet.interface=e0b_TEST,epair17b
	works jexec test ifconfig e0b_TEST inet 10.1.0.2/24
	works jexec test ping -c 1 10.1.0.1
	works jexec test ifconfig epair17b inet 10.2.0.2/24
	works ifconfig bridge0 inet 10.2.0.1/24
	works jexec test ping -c 1 10.2.0.1
	works jail -r test
	works jib destroy TEST
	works ifconfig epair17a destroy
	refuse "" ip link show epair17b
}
