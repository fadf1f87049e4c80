#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# install_pages.sh - What is installed can be read about
. "$(dirname "$0")/lib.sh"

# page_of NAME - Is there a page that is called so, or tells of it?
page_of() {
	find inst -path '*/man/man*' -name "$1.[158]" | grep -q . ||
		find inst -path '*/man/man*' -name '*.[158]' \
			-exec grep -lxE "\.Nm $1( ,)?" {} + | grep -q .
}

it pages "every program has its manual page installed with it" meson
pages_body() {
	skip_unless [ -e "$BUILD/build.ninja" ] -- "not a build directory"
	works meson install -C "$BUILD" --no-rebuild --destdir "$PWD/inst"
	find inst -path '*/bin/*' -o -path '*/sbin/*' -o -path '*/vjail/bsd/*' \
		>programs
	works test -s programs
	while read -r prog; do
		page_of "${prog##*/}" || echo "${prog##*/}"
	done <programs >without
	want "" cat without
	refuse "" page_of nosuch
}

it prefix "another PREFIX than was built for is heeded" meson
prefix_body() {
	# The real front door, in front of a small house
	unset BUILD DESTDIR MAKEFLAGS MAKELEVEL PREFIX
	cp "$SRC/Makefile" .
	cat >meson.build <<-'END'
		project('house')
		install_data('key', install_dir: 'share')
		configure_file(output: 'where', install: false,
		  configuration: {'AT': get_option('prefix')})
	END
	: >key
	works make
	works make install PREFIX="$PWD/other" DESTDIR="$PWD/inst"
	want "inst$PWD/other/share/key" find inst -type f
	want_like "AT $PWD/other\$" cat build/where
	works make install DESTDIR="$PWD/again"
	want "again$PWD/other/share/key" find again -type f
}

it apart "Linux's own pages are neither replaced nor hidden" meson
apart_body() {
	skip_unless [ -e "$BUILD/build.ninja" ] -- "not a build directory"
	works meson install -C "$BUILD" --no-rebuild --destdir "$PWD/inst"
	for name in ifconfig.8 mount.8 ping.8 ps.1 sysctl.8; do
		where=$(find inst -name "$name")
		case $where in
		*/share/vjail/man/man?/$name) ;;
		*) atf_fail "$name is at: $where" ;;
		esac
	done
}

it headers "each header can be used alone; a program needs pkg-config only" \
	meson cc pkg-config
headers_body() {
	skip_unless [ -e "$BUILD/build.ninja" ] -- "not a build directory"
	! sanitized || atf_skip "a sanitizer build is not for strangers"
	works meson install -C "$BUILD" --no-rebuild --destdir "$PWD/inst"
	include=$(find inst -name netgraph.h -printf '%h')
	works test -n "$include"
	for h in "$include"/*.h "$include"/netgraph/*.h; do
		printf '#include <%s>\nint x;\n' "${h#"$include/"}" >h.c
		for std in c99 c17; do
			works cc -std=$std -pedantic -Wall -Wextra -Werror \
				"-I$include" -c -o h.o h.c
		done
	done
	cat >link.c <<-'C'
		#include <stdio.h>
		#include <netgraph.h>
		#include <netgraph/ng_bridge.h>
		int main(void)
		{
			int cs;

			if (NgMkSockNode("me", &cs, NULL) < 0)
				return 1;
			return printf(NG_BRIDGE_HOOK_LINK_FMT "\n", 7) < 0;
		}
	C
	pc=$(find "$PWD/inst" -name libnetgraph.pc -printf '%h')
	# shellcheck disable=SC2046
	works cc -Wall -Werror -o link link.c $(PKG_CONFIG_PATH=$pc \
		PKG_CONFIG_SYSROOT_DIR=$PWD/inst \
		pkg-config --cflags --libs libnetgraph)
	want link7 env LD_LIBRARY_PATH="$BUILD/lib/libnetgraph" ./link
}
