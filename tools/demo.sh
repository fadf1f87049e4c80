#!/bin/bash
# SPDX-License-Identifier: BSD-2-Clause
# demo.sh - Five jails, four networks and a tunnel: up, used, and gone again
#
# KEEP=1 leaves them running and says how to look around and how to stop them;
# PICTURE=FILE.html is where the picture of them goes.
set -Eeuo pipefail
cd "$(dirname "$0")/.."
BUILD=$(cd "${BUILD:-build}" && pwd)
PATH=$BUILD/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
networks="vi1 vi2 vri1 vri2"
picture=${PICTURE:-$BUILD/demo.html}

if [ "$(id -u)" != 0 ]; then
	echo "demo: jails need root: sudo make demo" >&2
	exit 1
fi
# Where the kernel's file system for maps is not mounted, the graph mounts it.
bpf=there
[ "$(stat -f -c %T /sys/fs/bpf)" = bpf_fs ] || bpf=ours
for n in $networks; do
	if vnet list "$n" >/dev/null 2>&1; then
		echo "demo: there is a network $n already; is a demo running?" >&2
		exit 1
	fi
done

bold='' plain=''
[ ! -t 1 ] || bold=$'\e[1m' plain=$'\e[0m'
step() { printf '\n%s== %s%s\n' "$bold" "$1" "$plain"; }
say() { printf '%s\n' "$@"; }
run() { # run CMD ... - Show it, then do it
	local words
	printf -v words ' %q' "$@"
	printf '%s$%s%s\n' "$bold" "$words" "$plain"
	"$@"
}

# inventory - Of the host, what a jail could leave behind, one thing a line
inventory() {
	ip -o link | awk -F': ' '{ print "interface", $2 }'
	awk '{ print "mount", $5 }' /proc/self/mountinfo
	{ find /sys/fs/cgroup -type d -path '*/vjail/*' \
		-not -path '*/vjail-e2e.*' || true; } 2>/dev/null |
		sed 's/^/cgroup /'
	{ find /run/vjail/jails /run/vjail/names /run/netns -mindepth 1 ||
		true; } 2>/dev/null | sed 's/^/state /'
	{ find /sys/fs/bpf/vjail /run/vjail/ng -mindepth 1 || true; } \
		2>/dev/null | sed 's/^/graph /'
	# A process that is dead and only waits for init to notice is none, and
	# those of tests (they may run beside) are not ours.
	for p in /proc/[0-9]*; do
		read -r stat <"$p/stat" || continue
		case ${stat##*) } in
		[ZX]*) continue ;;
		esac
		! grep -q vjail-e2e "$p/cgroup" || continue
		ns=$(readlink "$p/ns/pid") || continue
		echo "network namespace $(readlink "$p/ns/net")"
		echo "process namespace $ns"
		[ "$ns" = "$own_pidns" ] ||
			echo "process in a namespace $ns $(<"$p/comm")"
	done 2>/dev/null
}
own_pidns=$(readlink /proc/self/ns/pid)

stop_all() {
	"$BUILD/bin/jail" -q -f "$dir/jail.conf" -r '*' >/dev/null 2>&1 || true
	for n in $networks; do
		vnet list "$n" 2>/dev/null | while read -r i; do
			vnet delete "$n" "$i" 2>/dev/null || true
		done || true
	done
	[ "$bpf" = there ] || umount /sys/fs/bpf 2>/dev/null || true
	rm -rf --one-file-system "$dir"
}

[ "$bpf" = there ] || umount /sys/fs/bpf 2>/dev/null || true
before=$(inventory | sort -u)
dir=$(mktemp -d /tmp/vjail-demo.XXXX)
printf '%s\n' "$before" >"$dir/before"
failed() { # failed [WORDS]
	trap - ERR
	echo "demo: ${1:-failed}; stopping everything" >&2
	stop_all
	exit 1
}
trap 'failed' ERR
trap 'failed interrupted' INT TERM
started=$SECONDS

step "A network of five jails"
say "A jail is a small machine inside this one: its own files, processes and" \
	"network. Five of them make two offices and a piece of Internet:" "" \
	"  vpnh1 ---- vpnr1 ------ r1 ------ vpnr2 ---- vpnh2" \
	"   host 1   router 1   Internet   router 2   host 2" \
	"     192.168.1.x  172.31.1.x  172.31.2.x  192.168.2.x" "" \
	"Each line between two jails is a netgraph bridge; packets pass it inside the" \
	"kernel. r1 knows nothing of 192.168.x.x; the two routers join their offices" \
	"by an encrypted tunnel."

step "Roots for the jails, made from this host's own files"
say "Each jail gets a small directory of its own and sees /usr read-only."
run etc/examples/separate/make-roots "$dir"
say "The configuration is $dir/jail.conf; this is its router r1:"
sed -n '/^r1 {/,/^}/s/^/    /p' "$dir/jail.conf"

step "Start every jail, in the order they depend on each other"
say "Its exec.prestart makes a jail's interfaces, each on its network."
run jail -f "$dir/jail.conf" -c
run jls
run vnet list -r

step "Addresses and routes of a site's router, and of a host behind it"
run jexec vpnr1 ifconfig
run jexec vpnr1 ip route
run jexec vpnh1 ifconfig vri1_vpnh1
run jexec vpnh1 route -n get 192.168.2.11

step "r1 listens on the public side while vpnh1 talks to vpnh2"
say "tcpdump runs inside the jail r1 (its devfs ruleset unhides /dev/bpf)."
mkfifo "$dir/listening"
jexec r1 tcpdump -Z root --immediate-mode -U -i vi1_r1 -w - \
	>"$dir/capture" 2>"$dir/listening" &
tcpdump=$!
{
	read -r line
	say "$line"
	cat >/dev/null &
} <"$dir/listening"
run jexec vpnh1 ping -c 3 -i 0.2 -p deadbeef 192.168.2.11
run jexec vpnh1 traceroute -n -q 1 192.168.2.11
run jexec vpnh1 busybox wget -q -O - http://192.168.2.11/
kill -INT "$tcpdump" 2>/dev/null || true
wait "$tcpdump" 2>/dev/null || true

say "" "What r1 saw of all that:"
tcpdump -n -r "$dir/capture" ip 2>/dev/null | cut -c 1-76 | head -8 | sed 's/^/    /'
total=$(tcpdump -n -r "$dir/capture" ip 2>/dev/null | wc -l)
tunnel=$(tcpdump -n -r "$dir/capture" udp port 51820 2>/dev/null | wc -l)
say "$total IP packets, $tunnel of them WireGuard's."
if [ "$total" = 0 ] || [ "$total" != "$tunnel" ] ||
	grep -qa 'Hello from' "$dir/capture" ||
	LC_ALL=C grep -qaP '\xde\xad\xbe\xef\xde\xad\xbe\xef' "$dir/capture"; then
	failed "something went over the public side in clear"
fi
say "Neither the ping's pattern nor the page is in them: only encrypted datagrams."

step "A picture of it all"
run vnet stats vi1
run vnet graph -f -o "$picture"
say "Open it with a browser: what one points at tells its counters."

if [ -n "${KEEP:-}" ]; then
	step "Left running (KEEP=1)"
	say "Look around:" \
		"    $BUILD/bin/jls" \
		"    $BUILD/bin/jexec vpnh1 sh" \
		"    $BUILD/bin/jps axopid,jid,command" \
		"    $BUILD/bin/ngctl list" \
		"    ip -n r1 address" \
		"    less $dir/jail.conf" \
		"Stop it all:" \
		"    $BUILD/bin/jail -f $dir/jail.conf -r '*'" \
		"    rm -r $dir"
	exit 0
fi

step "Stop everything"
run jail -f "$dir/jail.conf" -r '*'
run jls
run vnet list
[ "$bpf" = there ] || run umount /sys/fs/bpf

step "Is this host what it was?"
inventory | sort -u >"$dir/after"
if ! diff "$dir/before" "$dir/after"; then
	failed "the host is not what it was (< before, > now)"
fi
for what in interface 'network namespace' 'process namespace' mount; do
	printf '%ss: %d, as before\n' "$what" "$(grep -c "^$what " "$dir/after")"
done
say "processes, cgroups and state files of jails, nodes of a graph: none"
rm -rf --one-file-system "$dir"
say "Only the picture stays: $picture"
say "" "All of it in $((SECONDS - started)) seconds. make demo KEEP=1 leaves it running."
