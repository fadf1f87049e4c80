#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# freebsd_vlan.sh - VLANs between vnet jails, tested as FreeBSD does
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/vnet.sh"

# two_jails - left and right, an epair between them
two_jails() {
	kernel_has vlan
	pair=$(mkepair)
	mkjail left "${pair}a"
	mkjail right "${pair}b"
	atf_check jexec left ifconfig "${pair}a" up
	atf_check jexec right ifconfig "${pair}b" up
}

it basic "jails hear one another in one VLAN, not in different ones"
basic_body() {
	two_jails
	atf_check -o inline:"vlan0\n" jexec left \
		ifconfig vlan create vlandev "${pair}a" vlan 42
	atf_check jexec left ifconfig vlan0 inet 10.0.0.1/24 up
	atf_check jexec right ifconfig "${pair}b.42" create
	atf_check jexec right ifconfig "${pair}b.42" inet 10.0.0.2/24
	pings left 10.0.0.2
	atf_check jexec right ifconfig "${pair}b.42" destroy
	atf_check jexec right ifconfig "${pair}b.43" create
	atf_check jexec right ifconfig "${pair}b.43" inet 10.0.0.2/24
	silent left 10.0.0.2
}

it told_later "one that was made first leads where it is told to, and elsewhere"
told_later_body() {
	two_jails
	atf_check jexec left ifconfig vlan7 create
	atf_check jexec left ifconfig vlan7 inet 10.0.0.1/24 vlan 7 \
		vlandev "${pair}a"
	atf_check jexec right ifconfig "${pair}b.8" create
	atf_check jexec right ifconfig "${pair}b.8" inet 10.0.0.2/24
	silent left 10.0.0.2
	atf_check -s exit:1 -e inline:"ifconfig: SIOCSETVLAN: Device busy\n" \
		jexec left ifconfig vlan7 vlan 8 vlandev "${pair}a"
	atf_check jexec left ifconfig vlan7 -vlandev
	atf_check jexec left ifconfig vlan7 vlan 8 vlandev "${pair}a"
	pings left 10.0.0.2
	atf_check -o inline:"	vlan: 8 vlanproto: 802.1q vlanpcp: 0 parent interface: ${pair}a\n" \
		sh -c "jexec left ifconfig vlan7 | grep vlan:"
}

it qinq "a VLAN in a VLAN"
qinq_body() {
	two_jails
	for j in left:a:1 right:b:2; do
		jail=${j%%:*}
		end=$pair$(echo "$j" | cut -d: -f2)
		atf_check jexec "$jail" ifconfig vlan5 create vlan 5 \
			vlandev "$end" vlanproto 802.1ad up
		atf_check jexec "$jail" ifconfig vlan5.6 create
		atf_check jexec "$jail" ifconfig vlan5.6 inet 10.0.0."${j##*:}"/24
	done
	pings left 10.0.0.2
	atf_check -o match:'vlan: 5 vlanproto: 802.1ad ' jexec left ifconfig vlan5
	atf_check -o match:'vlan: 6 vlanproto: 802.1q .* vlan5$' \
		jexec left ifconfig vlan5.6
}

it filtered "a bridge that tells VLANs apart keeps jails apart"
filtered_body() {
	kernel_has vlan
	l=$(mkepair)
	r=$(mkepair)
	mkjail left "${l}b"
	mkjail right "${r}b"
	atf_check jexec left ifconfig "${l}b" inet 10.0.0.1/24
	atf_check jexec right ifconfig "${r}b" inet 10.0.0.2/24
	atf_check ifconfig bridge0 create vlanfilter up \
		addm "${l}a" untagged 20 addm "${r}a" untagged 30
	silent left 10.0.0.2
	atf_check ifconfig bridge0 ifuntagged "${r}a" 20
	pings left 10.0.0.2
	atf_check jexec right ifconfig "${r}b" inet 10.0.0.2/24 -alias
	atf_check ifconfig bridge0 -ifuntagged "${r}a" iftagged "${r}a" 20
	atf_check jexec right ifconfig "${r}b.20" create
	atf_check jexec right ifconfig "${r}b.20" inet 10.0.0.2/24
	pings left 10.0.0.2
}
