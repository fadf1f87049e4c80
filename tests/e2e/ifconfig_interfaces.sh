#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# ifconfig_interfaces.sh - ifconfig makes interfaces, tells of them, and refuses
. "$(dirname "$0")/lib.sh"

ifc=$BSD/ifconfig

# without_macs - Addresses of hardware differ from host to host
without_macs() {
	sed -E 's/([0-9a-f]{2}:){5}[0-9a-f]{2}/MAC/; s/fe80::[0-9a-f:]+/LL/'
}

it epair "an epair is two ends, listed as FreeBSD lists them"
epair_body() {
	want "epair0a" "$ifc" epair create
	want "epair17a" "$ifc" epair17 create
	want "epair1a" "$ifc" epair create
	refuse "interface epair17 already exists" "$ifc" epair17 create
	want "lo0 epair0a epair0b epair17a epair17b epair1a epair1b" "$ifc" -l
	same "02 0a 0b" "$("$ifc" epair0a | sed -n 's/.*ether \(..\).*:\(..\)/\1 \2/p') \
$("$ifc" epair0b | sed -n 's/.*ether .*:\(..\)/\1/p')"
	works "$ifc" epair0a up
	works "$ifc" epair0b inet6 -auto_linklocal
	works "$ifc" epair0b 192.0.2.1/24 descr "to the lab" group web
	same "epair0b: flags=1008843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST,LOWER_UP> metric 0 mtu 1500
	description: to the lab
	options=60031b<RXCSUM,TXCSUM,VLAN_MTU,VLAN_HWTAGGING,TSO4,TSO6,RXCSUM_IPV6,TXCSUM_IPV6>
	ether MAC
	inet 192.0.2.1 netmask 0xffffff00 broadcast 192.0.2.255
	groups: epair web
	media: Ethernet 10Gbase-T (10Gbase-T <full-duplex>)
	status: active
	nd6 options=1<PERFORMNUD>" "$("$ifc" epair0b | without_macs)"
	works "$ifc" epair0b destroy
	refuse "interface epair0a does not exist" "$ifc" epair0a
	want "lo0 epair17a epair17b epair1a epair1b" "$ifc" -l
}

it bridge "a bridge joins epairs, keeps its address and tells its members"
bridge_body() {
	want "lan0br" "$ifc" bridge create name lan0br up
	works "$ifc" epair0 create up
	works "$ifc" epair0b up
	mac=$("$ifc" lan0br ether)
	works "$ifc" lan0br addm epair0a
	same "$mac" "$("$ifc" lan0br ether | sed 's/1008843/8843/; s/,LOWER_UP//')"
	index=$(cat /sys/class/net/epair0a/ifindex)
	same "lan0br: flags=1008843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST,LOWER_UP> metric 0 mtu 1500
	options=0
	ether MAC
	id 00:00:00:00:00:00 priority 32768 hellotime 2 fwddelay 15
	maxage 20 holdcnt 6 proto rstp maxaddr N timeout 1200
	root id 00:00:00:00:00:00 priority 32768 ifcost 0 port 0
	bridge flags=0<>
	member: epair0a flags=143<LEARNING,DISCOVER,AUTOEDGE,AUTOPTP>
	        port $index priority 128 path cost 2000
	groups: bridge
	nd6 options=1<PERFORMNUD>" "$("$ifc" lan0br |
		sed -E '/ether/s/58:9c:fc:1[0-9a-f:]+/MAC/; s/maxaddr [0-9]+/maxaddr N/')"

	refuse "BRDGADD epair0a: File exists" "$ifc" lan0br addm epair0a
	refuse "BRDGADD em9: No such file or directory" "$ifc" lan0br addm em9
	works "$ifc" bridge7 create
	refuse "BRDGADD epair0a: Device busy" "$ifc" bridge7 addm epair0a
	refuse "BRDGADD bridge7: Invalid argument" "$ifc" lan0br addm bridge7
	works "$ifc" epair0b 192.0.2.1/24
	refuse "BRDGADD epair0b: it has addresses" "$ifc" lan0br addm epair0b
	atf_check -o not-match:"member: epair0b" "$ifc" lan0br
	refuse "BRDGDEL epair0b: No such file or directory" \
		"$ifc" lan0br deletem epair0b
	refuse "unable to get bridge flags: No such file or directory" \
		"$ifc" lan0br private epair0b
	works "$ifc" lan0br private epair0a -learn epair0a timeout 60
	want_like "flags=942<DISCOVER,PRIVATE,AUTOEDGE,AUTOPTP>" "$ifc" lan0br
	want_like "timeout 60$" "$ifc" lan0br
	works "$ifc" lan0br deletem epair0a
	atf_check -o not-match:member "$ifc" lan0br
	works "$ifc" lan0br destroy
}

it table "a bridge's table is told, filled and emptied"
table_body() {
	works "$ifc" bridge0 create up
	works "$ifc" epair0 create up
	works "$ifc" epair0b ether 02:00:00:00:00:0b
	works "$ifc" bridge0 addm epair0a static epair0a 02:00:00:00:00:99
	want "02:00:00:00:00:99 Vlan0 epair0a 0 flags=1<STATIC>" \
		"$ifc" bridge0 addr
	works "$ifc" epair0b 192.0.2.1/24
	until_true 10 sh -c "$ifc bridge0 addr |
		grep -q '^02:00:00:00:00:0b Vlan0 epair0a 1[12][0-9]* flags=0<>'"
	works "$ifc" bridge0 flush
	works "$ifc" bridge0 deladdr 02:00:00:00:00:99
	refuse "BRDGDADDR 02:00:00:00:00:99: No such file or directory" \
		"$ifc" bridge0 deladdr 02:00:00:00:00:99
	refuse "invalid address: x" "$ifc" bridge0 static epair0a x
	refuse "invalid value: 9" "$ifc" bridge0 hellotime 9
}

it tun "tap and tun stay without a program, and tell who holds them" busybox
tun_body() {
	skip_unless [ -c /dev/net/tun ] -- "no /dev/net/tun"
	want "tap0" "$ifc" tap create
	works "$ifc" tun3 create
	works "$ifc" tun3 10.9.0.1 10.9.0.2
	want_like "inet 10.9.0.1 --> 10.9.0.2 netmask 0xffffffff" "$ifc" tun3
	want_like "flags=8802<BROADCAST,SIMPLEX,MULTICAST>" "$ifc" tap0
	want_like "groups: tap" "$ifc" tap0
	works "$ifc" tap0 destroy
	works "$ifc" tun3 destroy
	want "lo0" "$ifc" -l
}

it names "long names are whole everywhere, and lo0 is lo"
names_body() {
	long=e0b_a_jail_with_a_long_name
	works "$ifc" epair0 create
	want "$long" "$ifc" epair0b name "$long"
	want "lo0 epair0a $long" "$ifc" -l
	want_like "^$long: flags" "$ifc" "$long"
	works "$ifc" bridge0 create addm "$long"
	want_like "member: $long flags" "$ifc" bridge0
	refuse "ioctl SIOCSIFNAME (set name): File exists" \
		"$ifc" epair0a name "$long"
	want "em0" "$ifc" "$long" name em0
	want "lo0 epair0a em0 bridge0" "$ifc" -l
	works "$ifc" lo0 alias 127.0.0.2
	want_like "inet 127.0.0.2 netmask 0xff000000" "$ifc" lo0
	refuse "lo0: cannot be renamed" "$ifc" lo0 name lo9
	refuse "SIOCIFDESTROY: Invalid argument" "$ifc" lo0 destroy
}

it groups "groups name and choose interfaces"
groups_body() {
	works "$ifc" epair0 create
	works "$ifc" epair0a group web group db
	works "$ifc" epair0b group web
	want "epair0a
epair0b" "$ifc" -g web
	want "epair0a" "$ifc" -g db
	want "" "$ifc" -g nobody
	works "$ifc" epair0a group web -group db
	want "" "$ifc" -g db
	same "epair0a: epair0b:" "$("$ifc" -a -g 'we*' | grep -o '^e[^ ]*' | xargs)"
	same "lo0:" "$("$ifc" -a -G 'epair' | grep -o '^[a-z][^ ]*' | xargs)"
	refuse "setifgroup: group names may not end in a digit" \
		"$ifc" epair0a group web2
	refuse "unsetifgroup: epair: comes with the interface" \
		"$ifc" epair0a -group epair
}

it refusals "what cannot be is one line that names it"
refusals_body() {
	works "$ifc" epair0 create
	refuse "ifconfig: interface em9 does not exist" "$ifc" em9
	refuse "ifconfig: interface epair0a already exists" \
		"$ifc" epair0a create
	refuse "SIOCIFCREATE2 (em9): Invalid argument" "$ifc" em9 create
	refuse "ifconfig: carp: not supported on Linux" "$ifc" carp0 create
	refuse "ifconfig: upp: bad value" "$ifc" epair0a upp
	refuse "ifconfig: inet: bad value" "$ifc" epair0a up inet 10.0.0.1/8
	refuse "'mtu' requires argument" "$ifc" epair0a mtu
	refuse "ioctl SIOCSIFMTU (set mtu): Invalid argument" \
		"$ifc" epair0a mtu 9
	refuse "metric: not supported on Linux" "$ifc" epair0a metric 2
	refuse 'jail "nope" not found' "$ifc" epair0a vnet nope
	refuse 'jail 99 not found' "$ifc" epair0a -vnet 99
	refuse "jail not found: nope" "$ifc" -j nope
	refuse "Address family 'em0' unknown." "$ifc" -l em0
	refuse "usage: ifconfig" "$ifc" -du
	refuse "must specify a parent device for vlan create" \
		"$ifc" vlan0 create vlan 5
	refuse "value for vlan out of range" "$ifc" epair0a.4095 create
	if ! ip link add link epair0a name probe type vlan id 9 2>/dev/null; then
		refuse "SIOCIFCREATE2 (epair0a.5): this kernel has no vlan" \
			"$ifc" epair0a.5 create
	fi
	want "lo0 epair0a epair0b" "$ifc" -l
	refuse "up: permission denied" setpriv --reuid 65534 --clear-groups \
		"$ifc" epair0a up
	want_like '^usage: ifconfig ' "$ifc" --help
	want_like '^ifconfig [0-9]' "$ifc" --version
}

it vlan "a vlan knows its tag and parent"
vlan_body() {
	works "$ifc" epair0 create
	ip link add link epair0a name probe type vlan id 9 2>/dev/null ||
		atf_skip "this kernel has no vlan interfaces"
	ip link del probe
	works "$ifc" epair0a.5 create
	works "$ifc" vlan0 create vlan 6 vlandev epair0a up
	want_like "vlan: 5 vlanproto: 802.1q vlanpcp: 0 parent interface: epair0a" \
		"$ifc" epair0a.5
	want_like "vlan: 6 vlanproto" "$ifc" vlan0
}

it vnet "an interface goes into a jail and comes home"
vnet_body() {
	make_root root
	works jail -c name=www path="$PWD/root" vnet persist
	works "$ifc" epair0 create
	works "$ifc" epair0a 192.0.2.1/24
	works "$ifc" epair0b vnet www
	want "lo0 epair0a" "$ifc" -l
	want "lo0 epair0b" "$ifc" -j www -l
	want "lo0 epair0b" jexec www ifconfig -l
	works jexec www ifconfig lo0 alias 127.0.0.1
	works jexec www ifconfig epair0b 192.0.2.2/24 group web
	want "epair0b" jexec www ifconfig -g web
	works ping -c 1 -W 5 192.0.2.2
	refuse "SIOCSIFRVNET(1, em9): Device not configured" \
		"$ifc" em9 -vnet www
	works "$ifc" epair0b -vnet www
	want "lo0" "$ifc" -j www -l
	want "lo0 epair0a epair0b" "$ifc" -l
	works "$ifc" epair0b vnet www
	works "$ifc" epair0a destroy
	want "lo0" "$ifc" -j www -l
	works jail -r www
}
