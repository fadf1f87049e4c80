#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# jail_netgraph.sh - A jail's interface is a node of the host's graph
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/step.sh"

# lan - em0 here, its far end 10.0.0.100, with a bridge behind it as jng has it
lan() {
	ip netns add lan
	ip link add em0 type veth peer name far netns lan
	ip link set em0 up
	ip addr add 10.0.0.1/24 dev em0
	ip -n lan link set far up
	ip -n lan addr add 10.0.0.100/24 dev far
	ngctl -f - <<-GRAPH || atf_fail "the graph"
		mkpeer em0: bridge lower link0
		name em0:lower em0bridge
		connect em0: em0bridge: upper link1
		msg em0: setpromisc 1
	GRAPH
}

# jails - jail.conf with jails a and b on the bridge
jails() {
	make_root root
	cat >jail.conf <<-CONF
		path = "$PWD/root"; vnet; persist;
		vjail.interface = "e0_\$name em0bridge:";
		exec.start = "ifconfig e0_\$name 10.0.0.\$host/24 up";
		a { \$host = 11; }
		b { \$host = 12; vjail.interface += "e1_b em0bridge: ether 02:00:00:00:00:b1"; }
	CONF
	# What the first jail ever leaves is the registry itself.
	works jail -f jail.conf -c a
	works jail -f jail.conf -r a
}

# state - Nodes, their hooks and devices, numbers left out
state() {
	{
		ngctl list | sed '1d; /Type: socket/d'
		ngctl show em0bridge: | sed 1d
		ip -o link | sed 's/^[0-9]*: //; s/[:@].*//; s/^x.*/x/'
		nsenter --net="$(echo /run/vjail/ng/*/closet)" ip -o link |
			sed 's/^[0-9]*: //; s/[0-9a-f]*[:@].*//'
		find /sys/fs/bpf/vjail -name 'dev_*' | sed 's/.*dev_\(.\).*/dev \1/'
		ls /run/vjail/jails /run/vjail/names /run/vjail/ids
	} | sed 's/0[0-9a-f]\{7\}//g' | sort
}

# quiet - Until no process of ours is left
quiet() {
	until_true 5 sh -c '! pgrep -f "^vjail" && ! pgrep -x "jail|reap|eiface"'
}

it traffic "jails, host and LAN reach each other; nothing of it is on the host"
traffic_body() {
	lan
	jails
	before=$(state) links=$(ip -o link)
	works jail -f jail.conf -c '*'
	same "$links" "$(ip -o link)" "links of the host"
	for to in 10.0.0.1 10.0.0.100 10.0.0.12; do
		works jexec a ping -c 1 $to
	done
	works jexec b ping -c 1 10.0.0.11
	works ip netns exec lan ping -c 1 -W 9 10.0.0.12
	works ping -c 1 -W 9 10.0.0.11
	want_like 'ether 02:00:00:00:00:b1' jexec b ifconfig e1_b
	mac=$(jexec a ifconfig e0_a | grep ether)
	works jail -f jail.conf -r '*'
	same "$before" "$(state)"
	works jail -f jail.conf -c a
	same "$mac" "$(jexec a ifconfig e0_a | grep ether)" "address next time"
	works jail -f jail.conf -r a
	same "$before" "$(state)"
}

it many "thirty jails at once each get a link of their own, and give it back"
many_body() {
	lan
	jails
	before=$(state)
	for i in $(seq 30); do
		echo "j$i {
			vjail.interface = \"eth0 em0bridge:\";
			exec.start = \"ifconfig eth0 10.0.0.$((i + 20))/24 up\";
		}"
	done >>jail.conf
	# shellcheck disable=SC2046 # names
	works jail -f jail.conf -c $(seq -f j%g 30)
	same 30 "$(ngctl show em0bridge: | awk '$3 == "eiface" { print $1 }' |
		sort -u | wc -l)" "links"
	same 30 "$(ngctl list | grep -c 'Name: j[0-9]*_eth0 ')" "nodes"
	works jexec j1 ping -c 1 10.0.0.50
	works jexec j30 ping -c 1 10.0.0.100
	works jail -f jail.conf -r '*'
	quiet
	same "$before" "$(state)"
}

it ends "it goes with the jail, however that ends"
ends_body() {
	lan
	jails
	before=$(state)
	works jail -f jail.conf -c a
	kill -9 "$(pgrep -f '^vjail: a$')"
	until_true 5 sh -c '! ngctl show e0_a: 2>&1'
	quiet
	same "$before" "$(state)" "pid 1 killed"
	works jail -f jail.conf -c a
	kill -9 "$(pgrep -f '^vjail: watch a')"
	kill -9 "$(pgrep -f '^vjail: a$')"
	quiet
	want "" jls name
	same "$before" "$(state)" "watcher killed too"
}

it elsewhere "removed from another network namespace, it leaves the host's graph"
elsewhere_body() {
	lan
	jails
	before=$(state)
	ip netns add other
	works jail -f jail.conf -c a
	works nsenter --net=/run/netns/other jail -f jail.conf -r a
	quiet
	same "$before" "$(state)"
	# Where there is another /sys
	refuse "vjail.interface: em0bridge: no such node" \
		ip netns exec other jail -f jail.conf -c a
	works jail -f jail.conf -c a
	works ip netns exec other jail -f jail.conf -r a
	quiet
	same "$before" "$(state)"
	# Where the graph cannot be seen the jail waits for who can.
	works jail -f jail.conf -c a
	refuse "netgraph: no bpf file system on /sys/fs/bpf here" blind -r
	want "" jls name
	quiet
	same "$before" "$(state)"
	refuse "vjail.interface: netgraph: no bpf file system on /sys/fs/bpf here" \
		blind -c
	quiet
	same "$before" "$(state)"
}

# blind -c|-r - jail(8) in mounts without the file system of the graphs
blind() {
	unshare --mount sh -ec "umount /sys/fs/bpf; exec jail -f jail.conf $1 a"
}

it last "the graph goes when the jail's interface was the last of it"
last_body() {
	make_root root
	ngctl -f - <<-GRAPH || atf_fail "the graph"
		mkpeer . hub x b
		name .:x h
		msg h: setpersistent
	GRAPH
	works jail -c name=j path="$PWD/root" vnet persist vjail.interface="e0 h:"
	works ngctl shutdown h:
	works test -d /sys/fs/bpf/vjail
	works jail -r j
	atf_check -s exit:2 -e ignore ls /sys/fs/bpf/vjail
	want "" ls /run/vjail/ng
}

is_there() {
	[ -n "$(jls name 2>&1)" ]
}

# finished - The next command, whichever it is, leaves the host as it was
finished() {
	turn=$((${turn:-0} + 1))
	if [ $((turn % 2)) = 0 ]; then
		is_there || works jail -f jail.conf -c b
		want_like '^  ether .*em0bridge ' \
			ngctl show "e0_$(jls name | head -n 1):"
	fi
	! is_there || works jail -f jail.conf -r '*'
	quiet
	# A device that could not be deleted goes with the jail's namespace.
	_end=$(($(date +%s) + 20))
	until state >now && diff nothing now >differs; do
		[ "$(date +%s)" -lt $_end ] || break
		sleep 0.1
	done
	[ ! -s differs ] || {
		cat differs
		trouble "something is left"
	}
}

made() {
	[ "$status" != 0 ] || ngctl show -n e1_b: >/dev/null ||
		trouble "it is there, without its interface"
	case $how:$status in
	fail?:1) ! is_there || trouble "failed, but it is there" ;;
	esac
	finished
}

# afresh - After a fault: whatever is there now is what there was
afresh() {
	jail -q -f jail.conf -r '*' >/dev/null 2>&1 || :
	state >nothing
}

TIMEOUT=300
it made "whatever call is its last, or fails, jail -c leaves all or nothing"
made_body() {
	lan
	jails
	state >nothing
	steps 6 : made jail -f jail.conf -c b
}

up() {
	works jail -f jail.conf -c b
}

unmade() {
	[ "$status" != 0 ] || ! is_there || trouble "it is still there"
	finished
}

it unmade "whatever call is its last, or fails, jail -r can be finished"
unmade_body() {
	lan
	jails
	state >nothing
	steps 6 up unmade jail -f jail.conf -r b
}
