#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# step_graph.sh - Whatever call of ngctl, nghook, jng or vnet is its last, or
# fails, the graph is what it was before or after, and packets go on
# shellcheck shell=sh disable=SC2086,SC2015
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/step.sh"
FAILED=71
HOWS="$HOWS within within"

# state - What there is, numbers left out: nodes, hooks, interfaces, programs
state() {
	{
		ngctl list -l | sed '/^There are/d; /Type: socket/,/^$/d;
			s/[0-9a-f]\{8\}//g; s/  */ /g; /^ *$/d'
		ip -o link | sed 's/^[0-9]*: //; s/[:@].*//; s/^x[0-9].*/x/'
		find /run/vjail -name '*making*'
		find /sys/fs/bpf/vjail -name 'dev_*' |
			sed 's/.*dev_\(.\).*/dev \1/'
		config
		echo "wired $(bpftool map dump pinned \
			/sys/fs/bpf/vjail/*/devs -j | jq length)"
	} 2>&1 | sort
}

# config - What nodes were told that the test looks at
config() {
	:
}

# A bridge with two programs' worth of traffic on it: one in each of two other
# namespaces, one pings the other all the time.
prepare() {
	ip link add em0 type veth peer name em0p
	ip link set em0 up
	ip link set em0p up
	cat >graph.ng <<-'NG'
		mkpeer . bridge a link0
		msg a setpersistent
		name a b0
		mkpeer b0: eiface link1 ether
		mkpeer b0: eiface link2 ether
		mkpeer b0: eiface link3 ether
	NG
	works ngctl -f graph.ng
	for i in 0 1; do
		ip netns add "n$i"
		ip link set ngeth$i netns n$i
		ip -n n$i link set ngeth$i up
		ip -n n$i addr add 10.0.0.$((i + 1))/24 dev ngeth$i
	done
	works ip netns exec n0 ping -c 1 -W 9 10.0.0.2
	ip netns exec n0 ping -i 0.005 10.0.0.2 >pings &
	pinger=$!
}

# arrived - Every packet that was sent has come back once
arrived() {
	kill -INT "$pinger"
	wait "$pinger" || :
	all_came pings
}

afresh() {
	eval "$undo" >/dev/null 2>&1 || :
	was=$(state)
}

# edited - All or nothing
edited() {
	_got=$(state)
	[ "$how" != none ] || is=$_got
	case $how:$status in
	*:0) _right=$is ;;
	fail?:*) _right=$was ;;
	*)
		_right=$was
		[ "$_got" = "$was" ] || _right=$is
		;;
	esac
	[ "$_got" = "$_right" ] || {
		printf '%s\n' "$_right" >right
		printf '%s\n' "$_got" | diff right - || :
		trouble "between before and after"
	}
	[ "$_got" = "$was" ] || eval "$undo" >next 2>&1 || {
		cat next
		trouble "then $undo"
	}
	_got=$(state)
	[ "$_got" = "$was" ] || {
		printf '%s\n' "$was" >right
		printf '%s\n' "$_got" | diff right - || :
		trouble "not undone"
	}
}

# edit N UNDO CMD ... - Strike at CMD, which UNDO undoes
edit() {
	_n=$1 undo=$2
	shift 2
	was=$(state)
	steps "$_n" : edited "$@"
}

it mkpeer "ngctl mkpeer"
mkpeer_body() {
	prepare
	edit 1 'ngctl shutdown ngeth3:' ngctl mkpeer b0: eiface link4 ether
	edit 1 'ngctl shutdown em0:lower' ngctl mkpeer em0: tee lower left
	edit 1 'ngctl shutdown b0:link4' ngctl mkpeer b0: hub link4 a
	arrived
}

it connect "ngctl connect and rmhook"
connect_body() {
	prepare
	edit 1 'ngctl rmhook em0: lower' ngctl connect em0: b0: lower link5
	works ngctl connect em0: b0: lower link5
	edit 1 'ngctl connect em0: b0: lower link5' ngctl rmhook em0: lower
	edit 1 'ngctl connect b0: ngeth2: link3 ether' ngctl rmhook b0: link3
	arrived
}

# Its link is looked at by a process.
it watched "ngctl connect and rmhook, of a neighbour that hears of the link"
watched_body() {
	prepare
	works ngctl mkpeer b0: one2many link4 one
	works ngctl name b0:link4 o
	config() {
		ngctl msg o: getconfig
		# One that was struck down may be going still.
		find /run/vjail/ng -name 'link*' | sed 's/.*/looks/'
	}
	edit 1 'ngctl rmhook em0: lower' ngctl connect em0: o: lower many0
	works ngctl connect em0: o: lower many0
	edit 1 'ngctl connect em0: o: lower many0' ngctl rmhook em0: lower
	edit 1 'ngctl connect em0: o: lower many0' ngctl shutdown em0:
	arrived
}

it shutdown "ngctl shutdown"
shutdown_body() {
	prepare
	edit 1 'ngctl mkpeer b0: eiface link3 ether' ngctl shutdown ngeth2:
	works ngctl connect em0: b0: lower link5
	edit 1 'ngctl connect em0: b0: lower link5' ngctl shutdown em0:
	works ngctl mkpeer b0: hub link4 a
	works ngctl name b0:link4 h
	edit 1 'ngctl mkpeer b0: hub link4 a && ngctl name b0:link4 h' \
		ngctl shutdown h:
	arrived
}

# What it was told ends with its use, not before.
it shutdown_told "ngctl shutdown, of an interface that was told something"
shutdown_told_body() {
	prepare
	config() {
		ngctl msg em0: getpromisc
		ngctl msg em0: getautosrc
		ip -d link show em0 | grep -o 'promiscuity [0-9]*'
	}
	cat >told.ng <<-'NG'
		connect em0: b0: lower link5
		msg em0: setpromisc 1
		msg em0: setautosrc 1
	NG
	works ngctl -f told.ng
	edit 1 'ngctl -f told.ng' ngctl shutdown em0:
	works ngctl rmhook em0: lower
	works ngctl msg em0: setpromisc 1
	edit 1 'ngctl msg em0: setpromisc 1' ngctl shutdown em0:
	arrived
}

# A source goes with its output, in the midst of it.
it shutdown_both "ngctl shutdown, of a node with which another one ends"
shutdown_both_body() {
	prepare
	cat >both.ng <<-'NG'
		mkpeer . hub a a
		name a h
		mkpeer h: source r output
		name h:r r
		connect r: h: input y
		mkpeer h: hub x x
		name h:x k
		mkpeer h: source s output
		name h:s s
		mkpeer s: hub input x
		name s:input i
	NG
	works ngctl -f both.ng
	edit 1 'ngctl -f both.ng' ngctl shutdown h:
	arrived
}

# What goes into the patch comes out at a hub that drops it: sent back, the bridge
# would take it for a loop and mute a link.
it nodes "ngctl msg, to nodes that keep what they are told"
nodes_body() {
	prepare
	cat >nodes.ng <<-'NG'
		mkpeer b0: vlan link4 nomatch
		name b0:link4 v
		mkpeer v: hub v7 x
		mkpeer b0: one2many link5 one
		name b0:link5 o
		mkpeer o: hub many0 x
		mkpeer o: hub many1 x
		mkpeer b0: macfilter link6 ether
		name b0:link6 m
		mkpeer m: hub guests x
		mkpeer b0: patch link7 in
		name b0:link7 p
		mkpeer p: hub out x
	NG
	works ngctl -f nodes.ng
	config() {
		ngctl msg v: gettable
		ngctl msg o: getconfig
		ngctl msg m: gethooks
		ngctl msg p: getconfig
	}
	edit 1 'ngctl msg v: delvidflt 7' \
		ngctl msg v: addfilter '{ hook="v7" vid=7 }'
	edit 1 'ngctl msg o: setconfig { xmitAlg=1 failAlg=1 enabledLinks=[ 1 1 ] }' \
		ngctl msg o: setconfig '{ xmitAlg=3 failAlg=2 enabledLinks=[ 1=1 ] }'
	edit 1 'ngctl msg m: reset' \
		ngctl msg m: direct '{ ether=02:00:00:00:00:09 hookname="guests" }'
	edit 1 'ngctl msg p: setconfig {}' \
		ngctl msg p: setconfig '{ count=1 ops=[ { length=1 mode=6 } ] }'
	edit 1 'ngctl shutdown b0:link8' ngctl mkpeer b0: source link8 output
	arrived
}

# redone - Of several steps some; the same again does the rest, or they are undone
turn=0
redone() {
	turn=$((turn + 1))
	[ "$how" != none ] || is=$(state)
	case $how:$status in
	*:0) [ "$(state)" = "$is" ] || trouble "not all of it" ;;
	esac
	if [ $((turn % 2)) = 0 ]; then
		eval "$again" >next 2>&1 || :
		[ "$(state)" = "$is" ] || {
			printf '%s\n' "$is" >right
			state | diff right - || :
			cat next
			trouble "not finished"
		}
	fi
	eval "$undo" >next 2>&1 || : # what is not there cannot be undone
	[ "$(state)" = "$was" ] || {
		printf '%s\n' "$was" >right
		state | diff right - || :
		cat next
		trouble "not undone"
	}
}

# several N UNDO AGAIN CMD ... - Strike at CMD
several() {
	_n=$1 undo=$2 again=$3
	shift 3
	was=$(state)
	steps "$_n" : redone "$@"
}

it jng_bridge "jng bridge"
jng_bridge_body() {
	FAILED=1
	prepare
	several 2 'jng shutdown www; ngctl shutdown em0two:
		ngctl shutdown em0bridge:' \
		'jng bridge -b two www em0' jng bridge -b two www em0
	arrived
}

it jng_shutdown "jng shutdown"
jng_shutdown_body() {
	FAILED=1
	prepare
	works jng bridge other em0
	works jng bridge www em0
	several 1 'jng bridge www em0' 'jng shutdown www' jng shutdown www
	arrived
}

it vnet_first "vnet add, of a network's first interface"
vnet_first_body() {
	FAILED=1
	prepare
	several 2 'vnet delete lan lan_a' 'vnet add -b lan lan_a' \
		vnet add -b lan lan_a
	arrived
}

it vnet_second "vnet add, of one more"
vnet_second_body() {
	FAILED=1
	prepare
	works vnet add -b lan lan_a
	several 1 'vnet delete lan lan_b' 'vnet add -b lan lan_b' \
		vnet add -b lan lan_b
	arrived
}

it vnet_delete "vnet delete, of a network's last interface"
vnet_delete_body() {
	FAILED=1
	prepare
	works vnet add -b lan lan_a
	several 1 'vnet add -b lan lan_a' 'vnet delete lan lan_a' \
		vnet delete lan lan_a
	arrived
}

it vnet_eiface "vnet eiface"
vnet_eiface_body() {
	FAILED=1
	prepare
	several 2 'vnet eiface -d lone' 'vnet eiface -4 10.9.0.1/24 lone' \
		vnet eiface -4 10.9.0.1/24 lone
	works vnet eiface lone
	several 1 'vnet eiface lone' 'vnet eiface -d lone' vnet eiface -d lone
	arrived
}

it name "ngctl name"
name_body() {
	prepare
	edit 1 'ngctl name b1: b0' ngctl name b0: b1
	arrived
}

it nghook "nghook"
nghook_body() {
	prepare
	edit 1 : nghook b0: link9
	arrived
}
