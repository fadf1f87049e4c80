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
