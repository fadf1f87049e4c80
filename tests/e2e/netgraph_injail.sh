#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# netgraph_injail.sh - With vjail.netgraph a jail's root has a graph of its own
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

# jailed NAME [PARAMETER ...] - Make it
jailed() {
	[ -d root ] || make_root root
	chmod 700 .
	_name=$1
	shift
	works jail -c name="$_name" path="$PWD/root" vnet persist "$@"
}

# feed FILE - To ngctl in jail j
feed() { works sh -c "jexec j /dev/.vjail/ngctl -f - <$1"; }

it refused "without it ngctl says in one line what to do"
refused_body() {
	jailed j
	atf_check -s exit:71 -e inline:"ngctl: can't create node: a jail's netgraph is changed from the host: use \`ngctl -j JAIL\` there, or make the jail with vjail.netgraph; if it was, any command for the jail there mends it\n" \
		jexec j /dev/.vjail/ngctl list
	atf_check -s exit:71 -e match:'Operation not permitted' \
		jexec j /dev/.vjail/nghook x: y
	refuse 'vjail.netgraph: only for jails with vnet' \
		jail -c name=k path="$PWD/root" persist vjail.netgraph
}

it works "ngctl, jng and nghook do their work, and the host sees it"
works_body() {
	before=$(census)
	jailed j vjail.netgraph
	cat >g <<-'NG'
		mkpeer bridge b link0
		name b br
		msg br: setpersistent
		mkpeer br: eiface link1 ether
		mkpeer br: eiface link2 ether
	NG
	feed g
	want "There are 4 total nodes:
  Name: br              Type: bridge          ID: 00000002   Num hooks: 2
  Name: ngeth0          Type: eiface          ID: 00000003   Num hooks: 1
  Name: ngeth1          Type: eiface          ID: 00000004   Num hooks: 1
  Name: me              Type: socket          ID: 00000005   Num hooks: 0" \
		jexec j /dev/.vjail/ngctl -n me list
	want_like 'Name: br  ' ngctl -j j list
	want "There are 1 total nodes:
  Name: me              Type: socket          ID: 00000001   Num hooks: 0" \
		ngctl -n me list
	want 'Rec'"'"'d response "getifname" (1) from "[3]:":
Args:	"ngeth0"' jexec j /dev/.vjail/ngctl msg br:link1 getifname
	want_like ngeth1 jexec j /dev/.vjail/ifconfig -l
	atf_check -s exit:71 -e inline:'ngctl: send msg: No such file or directory\n' \
		jexec j /dev/.vjail/ngctl show nix:
	works jexec j /dev/.vjail/ifconfig epair0 create
	works jexec j /dev/.vjail/jng bridge lan epair0a
	want_like 'ng0_lan' jexec j /dev/.vjail/ifconfig -l
	want lan jexec j /dev/.vjail/jng show
	works jail -r j
	same "$before" "$(census)"
}

it processes "no process is started on the host for it"
processes_body() {
	jailed j vjail.netgraph
	printf 'mkpeer hub h 0\nname h hub\nmsg hub: setpersistent\n' >g
	feed g
	atf_check -s exit:71 -e match:'Operation not permitted' \
		jexec j /dev/.vjail/ngctl mkpeer hub: ksocket k inet/raw/icmp
	# The host's root may, and the jail's may use it then.
	works ngctl -j j mkpeer hub: ksocket k inet/dgram/udp
	want_like 'inet/0.0.0.0' jexec j /dev/.vjail/ngctl msg hub:k getname
	works jexec j /dev/.vjail/ngctl shutdown hub:k
	works jexec j /dev/.vjail/ngctl mkpeer hub: source s output
	works jexec j /dev/.vjail/ngctl msg hub:s setpps 10
	atf_check -s exit:71 -e match:'Operation not permitted' \
		jexec j /dev/.vjail/ngctl msg hub:s start 1
	# Nor does one who only looks start what looks at a link.
	works jexec j /dev/.vjail/ifconfig epair0 create
	works jexec j /dev/.vjail/ngctl mkpeer epair0a: one2many lower many0
	works jexec j /dev/.vjail/ngctl list
	works ngctl -j j list
	same "" "$(pgrep -x ng_link)"
	works jexec j /dev/.vjail/ngctl shutdown epair0a:
	works ngctl -j j mkpeer epair0a: one2many lower many0
	until_true 5 pgrep -x ng_link
}

it packets "packets go in and out of programs in the jail" busybox
packets_body() {
	jailed j vjail.netgraph
	printf 'mkpeer hub h 0\nname h hub\nmsg hub: setpersistent\n' >g
	feed g
	jexec j /dev/.vjail/nghook -n hub: ear >heard &
	until_true 5 sh -c "ngctl -j j show hub: | grep -q ear"
	works sh -c 'printf hello | jexec j /dev/.vjail/nghook hub: mouth'
	until_true 5 grep -q hello heard
	# More than a socket's queue holds is no matter for control messages.
	awk 'BEGIN { for (i = 0; i < 4000; i++) print "mkpeer hub: hub x" i " y" }' >g
	feed g
	want 4003 sh -c 'jexec j /dev/.vjail/ngctl list | grep -c Name:'
	kill $!
}

it ends "a program that is killed in the jail leaves no node"
ends_body() {
	jailed j vjail.netgraph
	mkfifo in
	jexec j /dev/.vjail/ngctl -n dying <in >out 2>&1 &
	exec 3>in
	until_true 5 sh -c "ngctl -j j list | grep -q dying"
	works pkill -9 -x -f '/dev/.vjail/ngctl -n dying'
	# The host's part ends by itself.
	until_true 5 sh -c '! ps -e -o comm | grep -qx ngserve'
	atf_check -s exit:2 -e ignore -o ignore ls /sys/fs/bpf/vjail
}

it rewatched "the next command on the host mends what a killed watcher ends"
rewatched_body() {
	jailed j vjail.netgraph
	mkfifo go
	jexec j sh -c 'echo; read _; exec /dev/.vjail/ngctl list' \
		<go >out 2>&1 &
	exec 3>go
	until_true 5 test -s out # it is in, and mends nothing any more
	kill -9 "$(pgrep -f '^vjail: watch j')"
	until_true 5 sh -c '! pgrep -f "^vjail: watch j"'
	echo >&3
	! wait $! || atf_fail "who serves it?"
	want_like 'any command for the jail there' cat out
	want j jls name
	want_like 'There are 1 total' jexec j /dev/.vjail/ngctl list
}

it others "other users of the jail, and other jails, are refused"
others_body() {
	jailed j vjail.netgraph
	atf_check -s exit:71 \
		-e inline:"ngctl: can't create node: Operation not permitted\n" \
		jexec -U alice j /dev/.vjail/ngctl list
	jailed k
	atf_check -s exit:71 -e match:"can't create node" \
		jexec k /dev/.vjail/ngctl list
	works jexec j /dev/.vjail/ngctl list
}

it impostor "a user of the jail is not taken for the host" python3
impostor_body() {
	works jail -c name=j path=/ vnet persist
	cat >impostor.py <<-'PY'
		import socket
		s = socket.socket(socket.AF_UNIX)
		s.bind("\0vjail-netgraph")
		s.listen()
		print("listens", flush=True)
		c = s.accept()[0]
		print(c.recv(100), flush=True)
	PY
	chmod 644 impostor.py
	python=$(command -v python3)
	jexec -U nobody j "$python" -c "$(cat impostor.py)" >out 2>&1 &
	until_true 10 grep listens out
	atf_check -s exit:71 -e match:'use `ngctl -j JAIL` there' \
		timeout 10 jexec j /dev/.vjail/ngctl list
	wait $!
	want "listens
b''" cat out
}

it programs "C programs in the jail have all of libnetgraph(3)"
programs_body() {
	works jail -c name=j path=/ vnet persist vjail.netgraph
	works jexec j "$BUILD/tests/kernel/test-kernel-ng-api"
	works jexec j "$BUILD/tests/kernel/test-kernel-ng-several"
}
