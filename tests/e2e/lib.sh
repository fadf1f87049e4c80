# SPDX-License-Identifier: BSD-2-Clause
# lib.sh - Every test in namespaces of its own, and words to write tests with
#
# See README.md.  Nothing needs cleaning up: when a test ends, however it ends,
# the kernel takes down its namespaces with all that is in them.
# shellcheck shell=sh disable=SC2034

E2E=${E2E:-$(cd "$(dirname "$0")" && pwd)}
SRC=$(cd "$E2E/../.." && pwd)
BUILD=${BUILD:-build}
case $BUILD in
/*) ;;
*) BUILD=$SRC/$BUILD ;;
esac
BIN=$BUILD/bin
BSD=$BUILD/bin/bsd
LISTINGS=${LISTINGS:-$SRC/../shared/listings}
PATH=$BIN:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export BUILD BIN BSD PATH

# Asked to list its tests a script needs no namespaces.
if [ "${1:-}" != -l ] && [ -z "${VJAIL_E2E_INSIDE:-}" ] &&
	[ "$(id -u)" = 0 ]; then
	export VJAIL_E2E_INSIDE=1
	exec "$E2E/inside" "$0" "$@"
fi

# it NAME "what should be true" [PROGRAM ...] - Declare a test.  Its body is
# the function NAME_body; without one of the programs it is skipped
it() {
	atf_test_case "$1"
	eval "_descr_$1=\$2"
	_it=$1
	shift 2
	eval "_progs_$_it=\$*"
	eval "${_it}_head() { _head $_it; }"
	_its="${_its:-} $_it"
}

_head() {
	eval "atf_set descr \"\$_descr_$1\""
	eval "_progs=\$_progs_$1"
	[ -z "$_progs" ] || atf_set require.progs "$_progs"
	atf_set require.user root
	# As until_true: a machine with other things to do gets more.
	atf_set timeout "$((${TIMEOUT:-120} * 4))"
}

atf_init_test_cases() {
	# jail(8) warns of roots that the host's users can enter.
	[ -z "${VJAIL_E2E_INSIDE:-}" ] || chmod 700 .
	for _c in $_its; do
		atf_add_test_case "$_c"
	done
}

# want OUT CMD ... - It must succeed and print exactly OUT (and a newline)
want() {
	_out=$1
	shift
	if [ -z "$_out" ]; then
		atf_check -s exit:0 "$@"
	else
		atf_check -s exit:0 -o inline:"$_out\n" "$@"
	fi
}

# want_like REGEX CMD ... - It must succeed and print a line that matches
want_like() {
	_re=$1
	shift
	atf_check -s exit:0 -o match:"$_re" -e ignore "$@"
}

# _fail WHY TEXT - The reason is one line, what was printed goes before it
_fail() {
	printf '%s\n' "$2" >&2
	atf_fail "$1"
}

# works CMD ... - It must succeed; what it prints is shown if it does not
works() {
	_r=0
	_got=$("$@" 2>&1 </dev/null) || _r=$?
	[ "$_r" = 0 ] || _fail "$*: exit $_r" "$_got"
}

# refuse WORDS CMD ... - It must exit with 1 and say WORDS
refuse() {
	_words=$1
	_r=0
	shift
	_got=$("$@" 2>&1 </dev/null) || _r=$?
	[ "$_r" = 1 ] || _fail "$*: exit $_r, not 1" "$_got"
	case $_got in
	*"$_words"*) ;;
	*) _fail "$*: does not say '$_words'" "$_got" ;;
	esac
}

# same WANTED GOT [WHAT] - Two texts that must be the same
same() {
	[ "$1" = "$2" ] || _fail "${3:-texts differ}" "wanted
$1
but got
$2"
}

# skip_unless CONDITION-CMD ... -- REASON - E.g. skip_unless [ -e X ] -- "no X"
skip_unless() {
	_cmd=
	while [ "$1" != -- ]; do
		_cmd="$_cmd '$1'"
		shift
	done
	eval "$_cmd" >/dev/null 2>&1 || atf_skip "$2"
}

# sanitized - Is this a build with sanitizers?
sanitized() {
	nm -D "$BUILD/lib/libjail/libjail.so" | grep -q __asan
}

# until_true SECONDS CMD ... - Where the kernel offers no event to wait for:
# look again every 20 ms, fail when the time is up, of which a machine that has
# other things to do gets more
until_true() {
	_end=$(($(date +%s) + $1 * 4))
	shift
	until "$@" >/dev/null 2>&1; do
		[ "$(date +%s)" -lt "$_end" ] || atf_fail "never became true: $*"
		sleep 0.02
	done
}

# carries [-n NETNS] IF ... - Wait until they take what is sent.  Until then they
# drop it: the state "up" comes with the queue, under the lock that setting it up
# once more waits for
carries() {
	_in=
	[ "$1" != -n ] || {
		_in="-n $2"
		shift 2
	}
	for _if in "$@"; do
		# shellcheck disable=SC2086 # words
		until_true 10 sh -c "ip $_in -o link show $_if |
			grep -q ' state UP '"
		# shellcheck disable=SC2086
		ip $_in link set "$_if" up
	done
}

# listens ADDRESS PORT - Wait until some socket here listens there (tcp)
listens() {
	until_true 10 sh -c "ss -Hltn 'sport = :$2' | grep -q '$1:$2 '"
}

# all_came FILE - Of what ping(8) wrote there: every packet, but for the last few,
# which may have been on their way, has come back once.  Two processors may have
# put one before another; the numbers have 16 bits
all_came() {
	_lost=$(sed -n 's/.*icmp_seq=\([0-9]*\) .*/\1/p' "$1" | awk '
		$1 < last - 30000 { turns++ }
		{ last = $1; print turns * 65536 + $1 }' | sort -n | head -n -5 |
		awk '$1 != last + 1 { print last " " $1 } { last = $1 }')
	[ -z "$_lost" ] || atf_fail "lost or repeated between $_lost"
	[ "$(grep -c icmp_seq "$1")" -gt 20 ] || atf_fail "no traffic"
	tail -n 2 "$1"
}

# traffic [-r] NAME,NETNS,IF,IPV4,IPV6 ... - All that these can send each other
# comes, and once; NETNS is a name, or "-" for here.  See traffic.c
traffic() {
	_members=
	for _m in "$@"; do
		case $_m in
		-r | *,-,*,*,*) _members="$_members $_m" ;;
		*) _members="$_members ${_m%%,*},/run/netns/${_m#*,}" ;;
		esac
	done
	# shellcheck disable=SC2086
	works "$BUILD/tests/e2e/traffic" $_members
}

# make_root DIR - A jail's root that holds one static busybox and two users
make_root() {
	mkdir -p "$1/bin" "$1/etc" "$1/dev" "$1/proc" "$1/tmp" "$1/root" \
		"$1/var/run" "$1/usr" "$1/mnt"
	chmod 1777 "$1/tmp"
	cp "$(command -v busybox)" "$1/bin/busybox"
	for _a in sh true false cat ls echo ip ping nc sleep ps id kill mount \
		umount env hostname touch rm mkdir mknod head wc grep sed \
		stat printf pwd dd chmod chown ln readlink test sync tail \
		tee traceroute wget httpd ipcs unshare nproc; do
		ln -f "$1/bin/busybox" "$1/bin/$_a"
	done
	[ -e "$1/sbin" ] || ln -s bin "$1/sbin"
	cat >"$1/etc/passwd" <<-PASSWD
		root:x:0:0:root:/root:/bin/sh
		alice:x:1001:1001:alice:/tmp:/bin/sh
	PASSWD
	cat >"$1/etc/group" <<-GROUP
		root:x:0:
		alice:x:1001:
	GROUP
	_copy_libs "$1"
}

# A sanitizer build's tools are not static: they need their libraries in there.
_copy_libs() {
	[ -x "$BSD/ifconfig" ] || return 0
	for _f in "$BSD/ifconfig" "$BIN/ngctl"; do
		ldd "$_f" 2>/dev/null
	done | grep -o '/[^ ]*' | while read -r _l; do
		mkdir -p "$1${_l%/*}"
		cp -L "$_l" "$1$_l"
	done
}

# root_of_host DIR - A jail's root of the host's own files: mount points, and
# the lines for mount.fstab in DIR.fstab
root_of_host() {
	mkdir -p "$1/dev" "$1/proc" "$1/tmp" "$1/run" "$1/root" "$1/var"
	: >"$1.fstab"
	for _d in usr etc bin sbin lib lib32 lib64 libx32; do
		if [ -L "/$_d" ]; then
			ln -sfn "$(readlink "/$_d")" "$1/$_d"
		elif [ -d "/$_d" ]; then
			mkdir -p "$1/$_d"
			echo "/$_d $1/$_d nullfs ro 0 0" >>"$1.fstab"
		fi
	done
	for _d in tmp run var; do
		echo "tmpfs $1/$_d tmpfs rw,mode=755 0 0" >>"$1.fstab"
	done
}

# census - What a jail could leave behind, counted: compare before and after
census() {
	until_true 10 _forgotten
	echo "network namespaces $(lsns -n -t net -o NS | wc -l)"
	echo "links $(ip -o link | wc -l)"
	echo "mounts $(wc -l </proc/self/mountinfo)"
	echo "cgroups $(find /sys/fs/cgroup -mindepth 1 -type d | wc -l)"
	echo "processes $(_processes)"
	echo "files under /run $(find /run -mindepth 1 \
		-not -path /run/vjail -not -path /run/vjail/lock \
		-not -path /run/vjail/lastjid -not -path /run/vjail/jails -not -path /run/vjail/names \
		-not -path /run/vjail/ids -not -path /run/vjail/ops \
		-not -path /run/vjail/ng -not -path /run/vjail/ng-lock | wc -l)"
}

# Nobody waits for the kernel any more to forget an interface that jail(8) has
# deleted: such a process has a pipe and a socket open, and nothing else
_forgotten() {
	for _p in /proc/[0-9]*; do
		[ -L "$_p/fd/2" ] || case $(readlink "$_p/fd/0" "$_p/fd/1") in
		pipe:*socket:*) return 1 ;;
		esac
	done
}

# Not those of the count itself: the leaves of pid 1 that are no shell of ours
_processes() {
	_n=0
	for _p in /proc/[0-9]*; do
		[ "$(readlink "$_p/exe" 2>/dev/null)" != "" ] && _n=$((_n + 1))
	done
	echo "$_n"
}
