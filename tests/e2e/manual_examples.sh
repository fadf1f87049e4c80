#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# manual_examples.sh - What the manual pages show can be typed in
. "$(dirname "$0")/lib.sh"

# literal PAGE N - The N-th display of its EXAMPLES, as a reader sees it
literal() {
	awk -v n="$2" '
		/^\.Sh / { inside = /EXAMPLES/ }
		/^\.Ed/ { shown = 0 }
		shown && i == n
		inside && /^\.Bd -literal/ { shown = 1; i++ }
	' "$1" | sed 's/^\\&//; s/\\e/\\/g'
}

it hosts "jail.conf(5): two hosts on a bridge reach each other" busybox ip
hosts_body() {
	chmod 711 .
	literal "$SRC/lib/conf/jail.conf.5" 1 >jail.conf
	works "$BSD/ifconfig" bridge0 create up
	works jail -f jail.conf -c
	want "a
b" jls name
	want_like "bytes from 10.0.0.2" jexec a "$(command -v busybox)" \
		ping -c 1 -t 5 10.0.0.2
	works jail -f jail.conf -r '*'
}

it router "jail.conf(5), devfs.rules(5): a router that may capture" busybox ip
router_body() {
	chmod 700 .
	make_root jails/r
	literal "$SRC/lib/conf/jail.conf.5" 2 |
		sed "s,/jails,$PWD/jails,; s,^	persist,	vjail.devfs_rules = $PWD/rules;&," \
			>jail.conf
	sed -n '/^\.Bd/,/^\.Ed/{/^\./d;p;}' "$SRC/lib/conf/devfs.rules.5" |
		sed -n '1,/^$/p' >rules
	works "$BSD/ifconfig" bridge1 create up
	works "$BSD/ifconfig" bridge2 create up
	works jail -f jail.conf -c
	want 1 jexec r cat /proc/sys/net/ipv4/ip_forward
	want_like "inet 10.0.2.1 netmask 0xffffff00" jexec r ifconfig right
	want 10 jls -j r devfs_ruleset
	works jail -f jail.conf -r r
}

it tunnels "devfs.rules(5): a jail that makes tunnels, one that has tapes" \
	busybox
tunnels_body() {
	chmod 700 .
	make_root root
	literal "$SRC/lib/conf/devfs.rules.5" 1 >rules
	for n in 11 12; do
		works jail -c name="j$n" path="$PWD/root" persist \
			devfs_ruleset="$n" vjail.devfs_rules="$PWD/rules"
	done
	want "/dev/net/tun" jexec j11 ls /dev/net/tun
	refuse "No such file" jexec j12 ls /dev/net/tun
	works jexec j12 test -c /dev/null
}

it devfs "devfs(8): the next jail has tunnels, and one that runs gets them" \
	busybox
devfs_body() {
	chmod 700 .
	make_root jails/www
	works jail -c name=www path="$PWD/jails/www" persist
	refuse "No such file" jexec www ls /dev/net/tun
	for n in 1 2; do
		literal "$SRC/cmd/devfs/devfs.8" "$n" |
			sed "s/^# //; s,/jails,$PWD/jails,; s,^devfs,$BSD/&," >script
		works sh -e script
	done
	want "/dev/net/tun" jexec www ls /dev/net/tun
	refuse "No such file" jexec www ls /dev/random
	works jail -c name=next path="$PWD/jails/www" persist devfs_ruleset=20
	works jexec next ls /dev/net/tun /dev/random
}

it library "libjail(3): a jail is made, and all are listed" busybox cc
library_body() {
	make_root root
	mkdir bin
	ln -s "$BUILD/libexec" libexec
	{
		echo "#include <err.h>"
		echo "#include <jail.h>"
		echo "#include <stdio.h>"
		echo "static void make(void) {"
		literal "$SRC/lib/libjail/libjail.3" 1 |
			sed "s,/jails/www,$PWD/root,"
		echo "}"
		echo "int main(void) { make();"
		literal "$SRC/lib/libjail/libjail.3" 2
		echo "return 0; }"
	} >program.c
	san=
	! sanitized ||
		san=-fsanitize=address,undefined
	works cc -Wall -Werror ${san:+"$san"} -I"$SRC/include" -o bin/program \
		program.c -L"$BUILD/lib/libjail" -ljail
	export LD_LIBRARY_PATH="$BUILD/lib/libjail"
	want "1 www" bin/program
	refuse 'jail "www" already exists' bin/program
	works jail -R www
}

it asks "libnetgraph(3): a bridge tells what it counted" cc
asks_body() {
	! sanitized || atf_skip "a sanitizer build is not for strangers"
	mkdir bin
	ln -s "$BUILD/libexec" libexec
	{
		echo "#include <err.h>"
		echo "#include <netgraph.h>"
		echo "#include <stdio.h>"
		echo "#include <stdlib.h>"
		echo "int main(void) {"
		literal "$SRC/lib/libnetgraph/libnetgraph.3" 1
		echo "return 0; }"
	} >program.c
	works cc -Wall -Werror -I"$SRC/include" -o bin/program program.c \
		-L"$BUILD/lib/libnetgraph" -lnetgraph
	export LD_LIBRARY_PATH="$BUILD/lib/libnetgraph"
	refuse "em0bridge: No such file or directory" bin/program
	works ip link add em0 type veth peer name far
	works jng bridge www em0
	works ip addr add 192.0.2.1/24 dev ng0_www
	works ip link set ng0_www up
	# Nobody answers, but it has asked.
	atf_check -s exit:1 -o ignore ping -c 1 -W 1 192.0.2.9
	want_like 'recvPackets=[1-9]' bin/program
}

# typed PAGE - All commands of its EXAMPLES, in their order
typed() {
	awk '
		/^\.Sh / { inside = /EXAMPLES/ }
		/^\.Ed/ { shown = 0 }
		inside && (shown || sub(/^\.Dl /, ""))
		inside && /^\.Bd -literal/ { shown = 1 }
	' "$1" | sed 's/\\(aq/'"'"'/g; s/\\(dq/"/g; s/^\\&//; s/\\e/\\/g'
}

# world PAGE - What the examples of a node type's page take for granted
world() {
	for n in 0 1; do
		ip link add em$n type veth peer name far$n
		ip link set em$n up
	done
	case $1 in
	*/ng_bridge.4 | */ng_eiface.4) works jng bridge www em0 ;;
	*/ng_hole.4)
		works ngctl mkpeer em0: tee lower left
		works ngctl name em0:lower em0tee
		works ngctl mkpeer em0tee: hole right x
		;;
	esac
	printf 'a frame for ng_source' >frame
	# The link that the page takes is still free.
	case $1 in
	*/ng_eiface.4) works ngctl shutdown ng0_www: ;;
	esac
}

# type_in PAGE - Into a shell that ends at the first failure
type_in() {
	world "$1"
	typed "$1" >in
	works sh -ex in
}

for _page in "$SRC"/node/*/*.4; do
	[ -n "$(typed "$_page")" ] || continue
	_name=${_page##*/}
	_name=${_name%.4}
	it "$_name" "$_name(4): what is typed in is taken"
	eval "${_name}_body() { type_in '$_page'; }"
done

it ngctl "ngctl(8): a bridge with a NIC and an interface; a jail's graph" jq
ngctl_body() {
	make_root root
	works jail -c name=www path="$PWD/root" vnet persist
	works ip link add em0 type veth peer name far
	typed "$SRC/cmd/ngctl/ngctl.8" >in
	atf_check -o match:'^Args:	"ngeth0"$' \
		-o match:'Name: ngctl[0-9]* *Type: socket' -o match:'^0$' \
		sh -e in
}

# session PAGE - What is typed at its prompts, and what the page says comes
session() {
	typed "$1" | sed -n '/^# /,$p' >session
	sed -n 's/^# //p' session >in
	sed '/^# /d' session >wanted
}

it jng "jng(8): in a jail's hooks, and by hand"
jng_body() {
	make_root root
	# What IPv6 sends by itself would be counted.
	for f in all default; do
		echo 1 >/proc/sys/net/ipv6/conf/$f/disable_ipv6
	done
	works ip link add em0 type veth peer name far
	typed "$SRC/cmd/jng/jng.8" | sed '/^# /,$d' >jail.conf
	echo "path = $PWD/root; persist;" >>jail.conf
	works jail -f jail.conf -c www
	want "lo0 ng0_www" jexec www ifconfig -l
	works jail -f jail.conf -r www
	want "" jng show
	session "$SRC/cmd/jng/jng.8"
	atf_check -o file:wanted sh -e in
}

it vnet "vnet(8): in a jail's hooks, and by hand"
vnet_body() {
	make_root root
	typed "$SRC/cmd/vnet/vnet.8" | sed '/^# /,$d' >jail.conf
	echo "path = $PWD/root; persist;" >>jail.conf
	works jail -f jail.conf -c r1
	want "lan1
  r1 lan1_r1" vnet list -r
	works jail -f jail.conf -r r1
	want "" vnet list
	session "$SRC/cmd/vnet/vnet.8"
	# What a table has depends on who has sent something by then.
	sed -i '/ link[0-9]* /d' wanted
	hostname gate
	atf_check -o save:got sh -e in
	atf_check -o file:wanted sed '/ link[0-9]* /d' got
}

it jail "jail(8): without a configuration, with an interface; a shell"
jail_body() {
	PATH=$BSD:$PATH
	works ip link add em1 type veth peer name far
	typed "$SRC/cmd/jail/jail.8" | sed '/^jail -rc* *www$/d; /^jail -c$/d' >in
	works sh -ex in
	want "" jls name
	works ip link show em1
}

it node "jail.conf(5): an interface that is a node of the host's graph"
node_body() {
	make_root jails/w
	works ip link add em0 type veth peer name far
	works jng bridge x em0
	literal "$SRC/lib/conf/jail.conf.5" 3 | sed "s,/jails,$PWD/jails," >jail.conf
	works jail -f jail.conf -c w
	want_like "inet 192.0.2.7 netmask 0xffffff00" jexec w ifconfig e0_w
	want_like '^  ether .*em0bridge ' ngctl show e0_w:
	works jail -f jail.conf -r w
	atf_check -s exit:71 -e ignore ngctl show e0_w:
}
