#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# libjail_program.sh - A program written for FreeBSD's libjail does its work
. "$(dirname "$0")/lib.sh"

# build STATIC - Compile and link it as a stranger would, against what is
# installed; the library then finds its helpers beside the program
build() {
	mkdir -p bin
	ln -sfn "$BUILD/libexec" libexec
	if [ -n "${1:-}" ]; then
		libs="$BUILD/lib/libjail/libjail.a $(pkg-config --libs \
			libnl-3.0 libseccomp json-c)"
	else
		libs="-L$BUILD/lib/libjail -ljail"
	fi
	if nm -D "$BUILD/lib/libjail/libjail.so" | grep -q __asan; then
		libs="$libs -fsanitize=address,undefined"
	fi
	# shellcheck disable=SC2086
	works cc -Wall -Werror -I"$SRC/include" -o bin/program \
		"$E2E/libjail_program.c" $libs
	export LD_LIBRARY_PATH="$BUILD/lib/libjail"
}

# part NAME - Do it; nothing is left
part() {
	build
	make_root root
	before=$(census)
	works bin/program "$1" "$PWD/root"
	until_true 10 no_jails
	same "$before" "$(census)" "left behind"
}

no_jails() {
	[ -z "$(jls -d jid)" ]
}

it bytes "jail_set() and jail_get() take and give bytes" busybox cc
bytes_body() {
	part bytes
}

it text "jail_setv() and jail_getv() take and give text" busybox cc
text_body() {
	part text
}

it params "jailparam_*() know the types" busybox cc
params_body() {
	part params
}

it attach "a process enters a jail, also one that is to go with it" busybox cc
attach_body() {
	part attach
}

it static "linked statically it does the same" busybox cc pkg-config
static_body() {
	build static
	make_root root
	works bin/program params "$PWD/root"
	atf_check -s exit:1 -o ignore sh -c "ldd bin/program | grep libjail"
}

it symbols "the library shows nothing but jail.h" nm
symbols_body() {
	want "" sh -c "nm -D --defined-only '$BUILD/lib/libjail/libjail.so.1' |
		awk '{ sub(/@.*/, \"\", \$3); print \$3 }' |
		grep -v '^VJAIL_' | while read -r name; do
			grep -qw \"\$name\" '$SRC/include/jail.h' ||
				echo \"\$name\"
		done"
}
