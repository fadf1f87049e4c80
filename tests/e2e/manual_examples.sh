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
		ping -c 1 -W 5 10.0.0.2
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
	nm -D "$BUILD/lib/libjail/libjail.so" | grep -q __asan &&
		san=-fsanitize=address,undefined
	works cc -Wall -Werror ${san:+"$san"} -I"$SRC/include" -o bin/program \
		program.c -L"$BUILD/lib/libjail" -ljail
	export LD_LIBRARY_PATH="$BUILD/lib/libjail"
	want "1 www" bin/program
	refuse 'jail "www" already exists' bin/program
	works jail -R www
}
