#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# libjail_program.sh - A program written for FreeBSD's libjail does its work
. "$(dirname "$0")/lib.sh"

# build PROGRAM STATIC - Compile and link it as a stranger would, against what
# is installed; the library then finds its helpers beside the program
build() {
	mkdir -p bin
	ln -sfn "$BUILD/libexec" libexec
	if [ -n "${2:-}" ]; then
		libs="$BUILD/lib/libjail/libjail.a $(pkg-config --libs \
			libnl-3.0 libseccomp json-c)"
	else
		libs="-L$BUILD/lib/libjail -ljail"
	fi
	if sanitized; then
		libs="$libs -fsanitize=address,undefined"
	fi
	# shellcheck disable=SC2086
	works cc -D_GNU_SOURCE -Wall -Werror -I"$SRC/include" -o bin/program \
		"$E2E/$1.c" $libs
	export LD_LIBRARY_PATH="$BUILD/lib/libjail"
}

# part NAME PROGRAM - Do it; nothing is left
part() {
	build "${2:-libjail_program}"
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

it walk "three ways to go through all jails meet the same ones" busybox cc
walk_body() {
	part walk libjail_walk
}

it texts "all that a jail has is text that is taken back" busybox cc
texts_body() {
	part texts libjail_walk
}

it copies "a jail is made from what another one has" busybox cc
copies_body() {
	part copies libjail_walk
}

it sizes "a program asks how much room a value needs" busybox cc
sizes_body() {
	part sizes libjail_walk
}

it stays "a jail ends with its last process, no sooner" busybox cc
stays_body() {
	part stays libjail_enter
}

it new "made and entered at once, it ends with its maker or persists" \
	busybox cc
new_body() {
	part new libjail_enter
}

it caged "what is in a jail can do nothing with jails" busybox cc
caged_body() {
	part caged libjail_enter
}

it removed "removing a jail kills who entered it" busybox cc
removed_body() {
	part removed libjail_enter
}

it threads "one thread of several cannot enter a jail" busybox cc
threads_body() {
	part threads libjail_enter
}

it installed "a stranger builds with what is installed and pkg-config" \
	busybox cc meson pkg-config
installed_body() {
	skip_unless [ -e "$BUILD/build.ninja" ] -- "not a build directory"
	works meson install -C "$BUILD" --no-rebuild --destdir "$PWD/inst"
	pc=$(find inst -name libjail.pc)
	[ -n "$pc" ] || atf_fail "there is no libjail.pc"
	export PKG_CONFIG_PATH="$PWD/${pc%/*}" \
		PKG_CONFIG_SYSROOT_DIR="$PWD/inst"
	! sanitized ||
		atf_skip "a sanitizer build is not for strangers"
	for p in libjail_program libjail_walk libjail_enter; do
		# shellcheck disable=SC2046
		works cc -D_GNU_SOURCE -Wall -Werror -o "$p" "$E2E/$p.c" \
			$(pkg-config --cflags --libs libjail)
	done
	make_root root
	lib=$(find "$PWD/inst" -name libjail.so.1)
	export LD_LIBRARY_PATH="${lib%/*}"
	want_like "${lib%/*}" ldd libjail_walk
	works test -e "${lib%.1}"
}

it static "linked statically it does the same" busybox cc pkg-config
static_body() {
	build libjail_program static
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
