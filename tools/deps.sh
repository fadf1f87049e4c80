#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# deps.sh [demo] - Install what building and testing need, as Debian packages;
# "demo": what building and the demo need
#
# Does nothing, and quickly, where all of it is there.
set -eu

build="build-essential meson ninja-build pkg-config libnl-3-dev libbpf-dev
	clang bpftool musl-tools
	libseccomp-dev libjson-c-dev libcmocka-dev libedit-dev"
demo="iproute2 iputils-ping tcpdump traceroute busybox-static procps util-linux
	graphviz wireguard-go wireguard-tools"
test="kyua libatf-dev atf-sh bsdextrautils netcat-openbsd libcap2-bin strace jq
	zsh runc ethtool kmod qemu-system-x86 e2fsprogs"
lint="shellcheck mandoc clang-format clang-tidy llvm
	libclang-rt-14-dev gcovr"
# What a test can be without: pages are looked at in a real browser.
wish=chromium-headless-shell
case ${1:-} in
demo) test='' lint='' wish='' ;;
esac

# lacking PACKAGE ... - Those that are not installed
lacking() {
	have=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" \
		2>/dev/null || true)
	for p; do
		case "
$have
" in
		*"
$p installed
"*) ;;
		*) printf ' %s' "$p" ;;
		esac
	done
}

# shellcheck disable=SC2086 # lists of words
missing=$(lacking $build $demo $test $lint) wished=$(lacking $wish)
[ -n "$missing$wished" ] || exit 0

if [ "$(id -u)" != 0 ]; then
	[ -n "$missing" ] || exit 0
	echo "deps: missing:$missing" >&2
	echo "deps: run 'sudo make deps'" >&2
	exit 1
fi
echo "deps: installing$missing$wished"
export DEBIAN_FRONTEND=noninteractive
apt-get update -q </dev/null
# shellcheck disable=SC2086 # a list of words
[ -z "$missing" ] ||
	apt-get install -q -y --no-install-recommends $missing </dev/null
# shellcheck disable=SC2086
[ -z "$wished" ] ||
	apt-get install -q -y --no-install-recommends $wished </dev/null ||
	echo "deps: goes on without$wished: a test will be skipped"
