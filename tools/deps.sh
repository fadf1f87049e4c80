#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# deps.sh - Install what building and testing need, as Debian packages
#
# Does nothing, and quickly, where all of it is there.
set -eu

build="build-essential meson ninja-build pkg-config libnl-3-dev libbpf-dev
	clang bpftool
	libseccomp-dev libjson-c-dev libcmocka-dev libedit-dev"
test="kyua libatf-dev atf-sh iproute2 iputils-ping tcpdump traceroute
	bsdextrautils busybox-static netcat-openbsd procps util-linux libcap2-bin strace jq
	graphviz zsh runc ethtool wireguard-go wireguard-tools qemu-system-x86 e2fsprogs"
lint="shellcheck mandoc clang-format clang-tidy llvm
	libclang-rt-14-dev gcovr"

missing=
# shellcheck disable=SC2086 # a list of words
have=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' $build $test $lint \
	2>/dev/null || true)
for p in $build $test $lint; do
	case "
$have
" in
	*"
$p installed
"*) ;;
	*) missing="$missing $p" ;;
	esac
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ]; then
	echo "deps: missing:$missing" >&2
	echo "deps: run 'sudo make deps'" >&2
	exit 1
fi
echo "deps: installing$missing"
export DEBIAN_FRONTEND=noninteractive
apt-get update -q </dev/null
# shellcheck disable=SC2086 # a list of words
apt-get install -q -y --no-install-recommends $missing </dev/null
