#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# path.sh - Packets through a netgraph, against a bare veth pair and a Linux
# bridge: streams, round trips, a burst of broadcasts, the walk by itself
set -eu
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
ROUNDS=${ROUNDS:-15}
MS=${MS:-150}
PORTS=${PORTS:-1000}

mkdir -m 700 /run/bench
cd /run/bench
make_root root

# jail_with NAME ADDRESS INTERFACE - A jail that has it; its namespace: net.NAME
jail_with() {
	jail -q -c name="$1" path=/run/bench/root vnet persist \
		vnet.interface="$3" >/dev/null
	ln -s "/run/vjail/jails/$(jls -j "$1" jid)/net" "net.$1"
	nsenter --net="net.$1" ip addr add "$2/24" dev "$3"
	nsenter --net="net.$1" ip link set "$3" up
}

# veth_pair: nothing between the jails
ip link add va type veth peer name vb
jail_with veth1 10.1.0.1 va
jail_with veth2 10.1.0.2 vb

# A Linux bridge, as everybody has it
ip link add br0 type bridge
ip link set br0 up
for i in 1 2; do
	ip link add "vb$i" type veth peer name "e$i"
	ip link set "vb$i" up master br0
	jail_with "bridge$i" "10.2.0.$i" "e$i"
done

ngctl -f - <<GRAPH
mkpeer bridge h link0
name h br
msg br: setpersistent
mkpeer br: eiface link1 ether
mkpeer br: eiface link2 ether
GRAPH
jail_with ng1 10.3.0.1 ngeth0
jail_with ng2 10.3.0.2 ngeth1

# lan NAME NIC - A machine behind a NIC of ours: frames as they are on a wire,
# 1,500 octets each, and put together again by the NIC's driver
lan() {
	ip netns add "$1"
	ip link add "$2" type veth peer name nic netns "$1"
	ip netns exec "$1" ethtool -K nic tso off gso off >/dev/null
	ethtool -K "$2" gro on
	ip -n "$1" link set nic up
	ip link set "$2" up
}
# Three NICs: one on a Linux bridge with a jail, one in the graph with two, one
# that a jail has to itself, which no path to a jail can be faster than.  After
# what is measured without: as soon as there is a NIC interfaces take segments
# as short as it does.
with_nics() {
	first=$(ngeths)
	lan lan1 em0
	lan lan2 em1
	lan lan3 em2
	ip -n lan1 addr add 10.4.0.1/24 dev nic
	ip -n lan2 addr add 10.5.0.1/24 dev nic
	ip -n lan3 addr add 10.6.0.1/24 dev nic
	jail_with lanself 10.6.0.2 em2
	ip link add br1 type bridge
	ip link set br1 up
	ip link set em1 master br1
	ip link add vb3 type veth peer name e3
	ip link set vb3 up master br1
	jail_with lanbr 10.5.0.2 e3
	ngctl -f - <<-GRAPH
		mkpeer em0: bridge lower link0
		name em0:lower lan
		connect em0: lan: upper link1
		mkpeer lan: eiface link2 ether
		mkpeer lan: eiface link3 ether
	GRAPH
	jail_with lanng 10.4.0.2 "ngeth$first"
	jail_with lanng2 10.4.0.3 "ngeth$((first + 1))"
}

# ngeths - How many there are, wherever: the number of the next
ngeths() { ngctl types | awk '$1 == "eiface" { print $2 }'; }

# flow MODE PATHS - What flow.c prints of them, a path a word
flow() {
	# shellcheck disable=SC2046 # four words each
	"$TOOLS/flow" "$1" "$MS" "$ROUNDS" $(echo "$2" | tr , ' ') >flows
}

# show NAME OTHER BUDGET UNIT WHAT - A row of what was measured last; UNIT "us"
# turns round trips into their time
show() {
	# shellcheck disable=SC2046 # words
	set -- "$5" "$3" $(awk -v a="$1" -v b="$2" -v unit="$4" '
		$1 != a || $2 != b { next }
		unit == "us" { printf "%.1f us %.3f %.3f %.3f", 1e6 / $3, 1 / $4, 1 / $6, 1 / $5 }
		unit == "k/s" { printf "%.1f k/s %s %s %s", $3 / 1e3, $4, $5, $6 }
		unit == "Gbit/s" { printf "%.1f Gbit/s %s %s %s", $3 / 1e3, $4, $5, $6 }' flows)
	row "$1" "$3" "$4" "$5" "$6" "$7" "$2"
}

jails="veth,net.veth1,net.veth2,10.1.0.2 netgraph,net.ng1,net.ng2,10.3.0.2
	bridge,net.bridge1,net.bridge2,10.2.0.2"
nics="veth,net.veth1,net.veth2,10.1.0.2 netgraph,net.lanng,net.lanng2,10.4.0.3
	bridge,net.bridge1,net.bridge2,10.2.0.2"
lans="bridge,/run/netns/lan2,net.lanbr,10.5.0.2
	netgraph,/run/netns/lan1,net.lanng,10.4.0.2"
alone=self,/run/netns/lan3,net.lanself,10.6.0.2

jail_to_jail() {
	printf '\njail to jail, %s\n' "$1"
	head_line ''
	flow tcp "$2"
	show veth veth '' Gbit/s 'TCP, bare veth pair'
	show bridge veth '' Gbit/s 'TCP, Linux bridge, to veth'
	show netgraph veth '>= 0.95' Gbit/s 'TCP, ng_bridge, to veth'
	show netgraph bridge '>= 1.2' Gbit/s 'TCP, ng_bridge, to Linux bridge'
	flow udp "$2"
	show veth veth '' us 'UDP round trip, bare veth pair'
	show bridge veth '' us 'UDP round trip, Linux bridge'
	show netgraph veth '<= 1.1' us 'UDP round trip, ng_bridge'
}

# lan_to_jail WHAT [PATH] - PATH: that of a NIC in the jail itself
lan_to_jail() {
	printf '\nLAN to jail, %s\n' "$1"
	head_line ''
	lan_flow tcp "${2:-}" Gbit/s TCP
	lan_flow udp "${2:-}" k/s 'UDP round trips'
	lan_flow send "${2:-}" k/s 'UDP packets sent'
}

# lan_flow MODE PATH UNIT WHAT
lan_flow() {
	flow "$1" "$lans $2"
	show bridge bridge '' "$3" "$4, Linux bridge"
	show netgraph bridge '>= 1.05' "$3" "$4, ng_ether"
	[ -z "$2" ] || show self bridge '' "$3" "$4, NIC in the jail"
}

# eiface_id N, eiface_mac N - The closet's end of ngethN; its address
eiface_id() {
	ngctl show -n "ngeth$1:" | sed -n 's/.*ID: 0*\([0-9a-f]*\) .*/n\1/p'
}
eiface_mac() { cat "/sys/class/net/ngeth$1/address"; }

# Three interfaces on a bridge, one of them behind sixteen tees in a row; and
# what runs is the program, without the kernel's part of the way.
TEES=16
the_walk() {
	printf '\nthe walk by itself, a bridge between two interfaces\n'
	{
		echo 'mkpeer bridge h link0'
		echo 'name h tb'
		echo 'msg tb: setpersistent'
		echo 'mkpeer tb: eiface link1 ether'
		echo 'mkpeer tb: eiface link2 ether'
		echo 'mkpeer tb: tee link3 left'
		echo 'name tb:link3 t1'
		awk -v n=$TEES 'BEGIN { for (i = 1; i < n; i++)
			printf "mkpeer t%d: tee right left\nname t%d:right t%d\n", i, i, i + 1 }'
		echo "mkpeer t$TEES: eiface right ether"
	} | ngctl -f -
	# On its way back a packet tells the bridge where to go.
	"$TOOLS/walk" "$ROUNDS" \
		back "$(eiface_id 3)" "$(eiface_mac 3)" "$(eiface_mac 2)" \
		plain "$(eiface_id 2)" "$(eiface_mac 2)" "$(eiface_mac 3)" \
		tees "$(eiface_id 4)" "$(eiface_mac 4)" "$(eiface_mac 3)" >walks
	awk '{ v[$1] = $2; lo[$1] = $3; hi[$1] = $4 }
		END { print v["plain"], lo["plain"], hi["plain"], (v["tees"] - v["plain"]) / n, v["verified"] }' n=$TEES walks >walk
	read -r plain lo hi tee insns <walk
	for n in ngeth2 ngeth3 ngeth4 t1 tb; do
		ngctl shutdown $n:
	done
	figure 'a packet' "$plain ($lo .. $hi)" ns ''
	figure 'one more tee' "$tee" 'ns a packet' '<= 100'
	figure 'instructions verified, of the largest program' "$insns" '' '<= 99999'
}

broadcasts() {
	printf '\n64 broadcasts at once\n'
	for _ in 1 2 3; do
		"$TOOLS/burst" 64 net.ng1 ngeth0 "/proc/$$/ns/net" \
			net.ng1 net.ng2
	done >bursts
	awk '{ print $1; exit }' bursts >ports
	figure 'ports beside the sender' "$(cat ports)" '' ''
	figure 'frames lost, of all rounds' "$(awk '{ n += $2 - $3 } END { print n }' bursts)" \
		"of $(awk '{ n += $2 } END { print n }' bursts)" '== 0'
	figure 'frames that came twice' "$(awk '{ n += $4 } END { print n }' bursts)" '' '== 0'
}

# fill BRIDGE FIRST - As many more interfaces on it as it takes to have PORTS
fill() {
	awk -v b="$1" -v i="$2" -v n="$PORTS" 'BEGIN { for (; i <= n; i++)
		printf "mkpeer %s: eiface link%d ether\n", b, i }' | ngctl -f -
	for d in /sys/class/net/ngeth*; do
		echo "link set ${d##*/} up"
	done | ip -b -
}

printf '%s rounds of %s ms each\n' "$ROUNDS" "$MS"
the_walk
jail_to_jail 'two ports on the bridge' "$jails"
echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6
fill br 3
jail_to_jail "$PORTS ports on the bridge" "$jails"
broadcasts
with_nics
lan_to_jail 'four ports on the bridge' "$alone"
jail_to_jail 'a NIC on the bridge' "$nics"
fill lan 4
lan_to_jail "$PORTS ports on the bridge"
