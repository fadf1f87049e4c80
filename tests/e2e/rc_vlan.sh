#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# rc_vlan.sh - A jail's rc.conf makes VLANs on its interface
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
}

# rc - In the jail right, with the rc.conf of standard input
rc() {
	atf_check jexec right sh -c 'mkdir -p /etc && cat >/etc/rc.conf'
	atf_check -o save:out jexec right rc
}

it numbers "a number is a VLAN that is called after its parent, and gets its addresses"
numbers_body() {
	two_jails
	rc <<-CONF
		vlans_${pair}b="5 6"
		ifconfig_${pair}b="up"
		ifconfig_${pair}b_5="inet 10.5.0.2/24"
		ifconfig_${pair}b_6="inet 10.6.0.2/24 NOAUTO"
	CONF
	atf_check jexec left ifconfig "${pair}a.5" create
	atf_check jexec left ifconfig "${pair}a.5" inet 10.5.0.1/24
	pings left 10.5.0.2
	atf_check -o not-match:"inet " jexec right ifconfig "${pair}b.6"
}

it names "another word is a name, whose tag stands elsewhere; VLANs have VLANs"
names_body() {
	two_jails
	rc <<-CONF
		vlans_${pair}b="vlan0 office"
		ifconfig_${pair}b="up"
		create_args_vlan0="vlan 7"
		ifconfig_vlan0="inet 10.7.0.2/24"
		create_args_office="vlan 8"
		vlans_office="9"
		ifconfig_office_9="inet 10.9.0.2/24"
		ifconfig_office="up"
	CONF
	atf_check jexec left ifconfig "${pair}a.7" create
	atf_check jexec left ifconfig "${pair}a.7" inet 10.7.0.1/24
	pings left 10.7.0.2
	atf_check jexec left ifconfig "${pair}a.8" create up
	atf_check jexec left ifconfig "${pair}a.8.9" create
	atf_check jexec left ifconfig "${pair}a.8.9" inet 10.9.0.1/24
	pings left 10.9.0.2
}
