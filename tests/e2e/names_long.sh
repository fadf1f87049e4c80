#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# names_long.sh - Thirty jails at once, with names that the kernel's have no
# room for, in each of the ways their interfaces get names
# shellcheck shell=sh disable=SC2154
. "$(dirname "$0")/lib.sh"

COUNT=30
PREFIX=a_jail_whose_name_has_forty_letters__

# names - Of forty letters each; of the first two jib's and jng's sums are the
# same, so that one formula gives them one address
names() {
	echo "${PREFIX}aab"
	echo "${PREFIX}aca"
	i=2
	while [ "$i" -lt "$COUNT" ]; do
		printf '%sn%02d\n' "$PREFIX" "$i"
		i=$((i + 1))
	done
}

# lan - A host at the other end of the cable of the NIC em0
lan() {
	ip netns add lan
	ip link add em0 address 00:25:90:aa:bb:cc type veth \
		peer name far netns lan
	ip -n lan link set far up
	ip -n lan addr add 10.9.0.254/24 dev far
	make_root root
}

# conf HOOKS - jail.conf for all of them; $if is the interface's name
conf() {
	printf '%s\n' "path = \"$PWD/root\"; vnet; persist; allow.raw_sockets;"
	cat
	i=0
	for j in $(names); do
		i=$((i + 1))
		echo "$j { \$ip = 10.9.0.$i; }"
	done
}

# all_talk - Each has its own address and reaches the LAN and the one before
all_talk() {
	want "$COUNT" sh -c 'jls name | wc -l'
	before=10.9.0.254
	i=0
	for j in $(names); do
		i=$((i + 1))
		works jexec "$j" ping -q -c 1 10.9.0.254
		works jexec "$j" ping -q -c 1 "$before"
		before=10.9.0.$i
	done
	for j in $(names); do
		jexec "$j" cat /sys/class/net/*/address 2>/dev/null ||
			jexec "$j" ip -o link
	done | grep -oE '([0-9a-f]{2}:){5}[0-9a-f]{2}' |
		grep -v -e 00:00:00:00:00:00 -e ff:ff:ff:ff:ff:ff >macs
	same "$COUNT" "$(sort -u macs | wc -l)"
}

# gone - Nothing of theirs is left
gone() {
	works jail -f jail.conf -p "$COUNT" -r '*'
	want "" jls name
	until_true 10 sh -c '! pgrep -f "^vjail"'
}

it jib "jib's, made and destroyed by hooks"
jib_body() {
	PATH=$BSD:$PATH
	lan
	conf >jail.conf <<-'CONF'
		exec.prestart = "jib addm $name em0";
		vnet.interface = "e0b_$name";
		exec.start = "ifconfig e0b_$name ${ip}/24";
		exec.poststop = "jib destroy $name";
	CONF
	works jib addm first em0
	works jib destroy first
	census >before
	works jail -f jail.conf -p "$COUNT" -c '*'
	all_talk
	want "$(names | sort)" sh -c 'jib show | sort'
	for j in $(names); do
		want "lo0 e0b_$j" ifconfig -j "$j" -l
	done
	gone
	census >after
	atf_check diff before after
}

it vimage "those of netgraph, with FreeBSD's cut name as one more"
vimage_body() {
	PATH=$BSD:$PATH
	lan
	conf >jail.conf <<-'CONF'
		exec.prestart = "jng bridge $name em0";
		vnet.interface = "ng0_$name";
		exec.start = "ifconfig ng0_$name ${ip}/24";
		exec.poststop = "jng shutdown $name";
	CONF
	works jail -f jail.conf -p "$COUNT" -c '*'
	all_talk
	want "$(names | sort)" sh -c 'jng show | sort'
	for j in $(names); do
		want "lo0 ng0_$j" ifconfig -j "$j" -l
	done
	gone
	want "" jng show
	want "" sh -c 'ip -o link | grep -o "ng[0-9][^:@]*"; true'
}

it zsh "numbered pairs that a script makes, all scripts at once"
zsh_body() {
	PATH=$BSD:$PATH
	lan
	ifconfig bridge0 create >/dev/null
	works ifconfig bridge0 addm em0 up
	works ifconfig em0 up
	conf >jail.conf <<-'CONF'
		exec.start = "true";
	CONF
	census >before
	i=0
	for j in $(names); do
		i=$((i + 1))
		echo "set -e
		ifconfig epair$i create >/dev/null
		ifconfig bridge0 addm epair${i}a
		ifconfig epair${i}a up
		jail -c vnet name=$j host.hostname=$j.example path=$PWD/root persist
		ifconfig epair${i}b vnet $j
		jexec $j ifconfig epair${i}b 10.9.0.$i/24" >"on.$i"
		echo "set -e
		jail -r $j
		ifconfig bridge0 deletem epair${i}a
		ifconfig epair${i}a destroy" >"off.$i"
	done
	at_once on
	all_talk
	at_once off
	want "" jls name
	until_true 10 sh -c '! pgrep -f "^vjail"'
	census >after
	atf_check diff before after
}

# at_once NAME - Run the scripts NAME.* together; each must succeed
at_once() {
	for s in "$1".*; do
		sh "$s" >"out.$s" 2>&1 || echo "$s" >>failed &
	done
	wait
	[ ! -e failed ] ||
		_fail "failed: $(xargs <failed)" "$(cat out.*)"
}
