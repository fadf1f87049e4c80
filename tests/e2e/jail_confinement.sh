#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# jail_confinement.sh - Root in a jail is nobody on the host
#
# Each is tried from inside, as the jail's root; where the same can be allowed,
# also that it then works, so that the refusal is known to be ours.
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

PROBE=$BUILD/tests/e2e/probe

# start [PARAM ...] - The jail `j` on a root of its own
start() {
	[ -e root ] || make_root root
	cp "$PROBE" root/bin/probe
	works jail -c name=j path="$PWD/root" persist "$@"
}

# denied ERRNO THING [ARG] - The probe must not manage, and for that reason
denied() {
	_why=$1
	shift
	_got=$(jexec j /bin/probe "$@") && atf_fail "a jail's root can: $*"
	same "$_why" "$_got" "$*"
}

# allowed THING [ARG] - The probe must manage
allowed() {
	want "done" jexec j /bin/probe "$@"
}

it processes "host processes are neither seen nor signalled"
processes_body() {
	start
	sleep 1000 &
	host=$!
	jexec j ps -o pid,args >seen
	atf_check -s exit:1 grep -q 'sleep 1000' seen
	for p in $(jexec j sh -c 'cd /proc && echo [0-9]*'); do
		[ "$p" -lt 100 ] || atf_fail "process $p is seen"
	done
	denied ESRCH signal "$host"
	jexec j sh -c 'kill -9 -1' || true
	kill -0 "$host" || atf_fail "the host's process is gone"
	# Whatever is left in the jail is its own pid 1, which stays.
	want "ACTIVE" sh -c "jls -v | sed -n 's/.* //; /ACTIVE/p'"
}

it files "files outside its path are out of reach"
files_body() {
	echo secret >secret
	start
	ln -s ../../../../../../../../../"$PWD"/secret root/link
	ln -s "$PWD/secret" root/abs
	for f in /link /abs "$PWD/secret" /../secret; do
		atf_check -s not-exit:0 -e not-empty jexec j cat "$f"
	done
	atf_check -s not-exit:0 -e ignore jexec j ls /proc/1/root/../secret
	denied EPERM handle /
	# Their owners on disk stay, by user name spaces of its own.
	works jexec j sh -c 'echo mine >/mine; chown 1001:1001 /mine'
	want "1001:1001" stat -c %u:%g root/mine
	# So root in there is a number of its own out here.
	works sh -c "awk '{ exit !(\$2 > 65535) }' \
		/proc/$(pgrep -f '^vjail: j')/uid_map"
}

it mounts "mounting needs allow.mount"
mounts_body() {
	start
	denied EPERM mount /mnt
	denied EPERM umount /proc
	jail -r j
	start allow.mount
	allowed mount /mnt
}

it read_only "a read-only mount cannot be turned writable"
read_only_body() {
	mkdir ro
	echo host >ro/file
	make_root root
	cat >jail.conf <<-CONF
		j { path = "$PWD/root"; persist; mount = "$PWD/ro $PWD/root/mnt nullfs ro 0 0"; }
		m { path = "$PWD/root"; persist; allow.mount;
		    mount = "$PWD/ro $PWD/root/mnt nullfs ro 0 0"; }
	CONF
	cp "$PROBE" root/bin/probe
	works jail -f jail.conf -c
	denied EPERM remount /mnt
	denied EPERM setattr /mnt
	for j in j m; do
		want host jexec "$j" cat /mnt/file
		atf_check -s not-exit:0 -e match:"[Rr]ead-only" \
			jexec "$j" sh -c 'echo x >/mnt/file'
	done
	# With the right to mount the kernel's lock on the flag holds.
	atf_check -s exit:1 -o inline:"EPERM\n" jexec m /bin/probe remount /mnt
	atf_check -s exit:1 -o inline:"EPERM\n" jexec m /bin/probe setattr /mnt
	atf_check -s exit:1 -o inline:"EINVAL\n" jexec m /bin/probe umount /mnt
	want host cat ro/file
}

it bpf "BPF cannot be loaded"
bpf_body() {
	start vnet allow.mount allow.raw_sockets
	denied EPERM bpf
	want "done" "$PROBE" bpf
}

it host_network "the host's network cannot be changed"
host_network_body() {
	ip link add v0 type veth peer name v1
	start vnet
	want lo jexec j sh -c 'ls /sys/class/net 2>/dev/null || echo lo'
	atf_check -s not-exit:0 -e ignore jexec j ip link set v0 up
	atf_check -s not-exit:0 -e ignore jexec j ip link del v0
	atf_check -o match:DOWN ip -br link show v0
	jail -r j
	start ip4=inherit
	atf_check -o match:v0 jexec j ip link
	atf_check -s not-exit:0 -e ignore jexec j ip link set v0 up
	atf_check -s not-exit:0 -e ignore jexec j ip addr add 10.9.9.9/24 dev v0
	atf_check -o match:DOWN ip -br link show v0
	denied EPERM setns /proc/1/ns/net
}

it devices "device nodes outside the ruleset cannot be opened"
devices_body() {
	make_root root
	mknod root/disk b "$((0x$(stat -c %D / | sed 's/..$//')))" 0
	mknod root/mem c 1 1
	start
	allowed open /dev/null
	allowed open /dev/zero
	denied EACCES open /disk
	denied EACCES open /mem
	denied EPERM mknod
	for d in kmsg mem sda vda loop0 kvm net/tun bpf0; do
		denied ENOENT open /dev/$d
	done
}

it raw_sockets "raw sockets need vnet or allow.raw_sockets"
raw_sockets_body() {
	start
	denied EPERM raw
	denied EAFNOSUPPORT vsock
	jail -r j
	start allow.raw_sockets
	allowed raw
	jail -r j
	start vnet
	allowed raw
}

it raw_shared "raw sockets of the host's stack are told to need more"
raw_shared_body() {
	make_root root
	words="allow.raw_sockets: has no effect on the host's network stack"
	echo "j { path = $PWD/root; persist; ip4 = inherit;
		allow.raw_sockets; }" >jail.conf
	atf_check -o ignore -e match:"jail: j: $words; .*(jail.conf line 2)" \
		jail -f jail.conf -c
	works jail -R j
	for more in vnet "ip4=inherit vjail.userns=inherit" "ip4=inherit"; do
		raw=allow.raw_sockets
		[ "$more" != ip4=inherit ] || raw=allow.noraw_sockets
		# shellcheck disable=SC2086
		want "" jail -c name=j path="$PWD/root" persist $raw $more
		works jail -R j
	done
}

it reserved_ports "its root binds low ports of the host's stack, as FreeBSD's does"
reserved_ports_body() {
	make_root root
	listen='httpd -p 127.0.0.1:80 && echo bound'
	jail -c name=j path="$PWD/root" persist ip4=inherit
	want bound jexec j sh -c "$listen"
	ss -Hltn | grep -q '127.0.0.1:80 ' || atf_fail "not on the host's stack"
	works jail -R j
	jail -c name=j path="$PWD/root" persist ip4=inherit
	refuse "Permission denied" jexec -U alice j sh -c "$listen"
	works jail -R j
	jail -c name=j path="$PWD/root" persist ip4=inherit \
		allow.noreserved_ports
	refuse "Permission denied" jexec j sh -c "$listen"
}

it capture "packet capture needs a ruleset that shows bpf"
capture_body() {
	cat >devfs.rules <<-'RULES'
		[devfsrules_bpfjail=10]
		add include $devfsrules_jail
		add path 'bpf*' unhide
	RULES
	start vnet
	denied EAFNOSUPPORT packet
	jail -r j
	start vnet devfs_ruleset=10 vjail.devfs_rules="$PWD/devfs.rules"
	allowed packet
}

it descriptors "no descriptor of the host is kept"
descriptors_body() {
	make_root root
	cp "$PROBE" root/bin/probe
	# The caller has a directory of the host's open, and stands in one.
	(exec 7</ 8<"$PWD" && cd / && jail -c name=j path="$OLDPWD/root" \
		persist) || atf_fail "jail -c"
	exec 9</
	want "/" jexec j pwd
	jexec j sh -c 'ls -l /proc/self/fd /proc/1/fd' >fds
	atf_check -s exit:1 grep -E -- "-> (/work|/root|$PWD|/)$" fds
	want "0 1 2" sh -c 'jexec j sh -c "echo /proc/self/fd/[0-9]*" |
		sed "s,/proc/self/fd/,,g; s/ 3$//"'
	want "0 1 2" sh -c 'jexec j sh -c "cd /proc/1/fd && echo *"'
	atf_check -s not-exit:0 -e ignore jexec j sh -c 'echo x >/proc/1/exe'
}

it whole_host "path=/ changes nothing on the host"
whole_host_body() {
	# What is in memory on the host is not carried over.
	skip_unless [ "$(stat -f -c %T .)" != tmpfs ] -- "/tmp is a tmpfs"
	echo host >mine
	works jail -c name=a path=/ vnet persist
	works jail -c name=b path=/ vnet persist
	want host jexec a cat "$PWD/mine"
	works jexec a sh -c "echo jail >$PWD/mine; rm -rf /etc/hosts; touch /new"
	want host cat mine
	works test -e /etc/hosts
	refuse "" test -e /new
	want jail jexec a cat "$PWD/mine"
	want host jexec b cat "$PWD/mine"
	works jail -r a
	works jail -c name=a path=/ vnet persist
	want host jexec a cat "$PWD/mine"
}

it namespaces "no namespace can be made, no terminal stuffed, no clock set"
namespaces_body() {
	start vnet
	for f in 0x10000000 0x20000000 0x00020000 0x40000000 0x02000000 \
		0x04000000 0x08000000; do
		denied EPERM unshare $f
		denied EPERM clone $f
	done
	allowed clone 0
	denied EPERM tiocsti
	denied EPERM clock
	denied EPERM keyctl
}

it sysv "System V IPC needs to be asked for"
sysv_body() {
	start
	denied EPERM shm
	jail -r j
	start sysvshm=new sysvsem=new sysvmsg=new
	allowed shm
	jail -r j
	# Each is asked for by itself.
	start sysvsem=new
	allowed sem
	denied EPERM shm
	denied EPERM msg
	jail -r j
	start allow.sysvipc
	allowed msg
}

it mlock "locking memory needs allow.mlock"
mlock_body() {
	start
	denied EPERM mlock
	jail -r j
	start allow.mlock
	allowed mlock
}

it exposed "a path that host users can enter is warned about"
exposed_body() {
	make_root root
	chmod 755 . root
	d=$(mktemp -d /tmp/exposed.XXXXXX)
	chmod 755 "$d"
	mount --bind root "$d"
	atf_check -e match:"$d.*(enter|chmod)" jail -c name=j path="$d" persist
	jail -r j
	chmod 700 "$d"
	atf_check jail -c name=j path="$d" persist
	umount "$d"
	rmdir "$d"
}

it inherit "vjail.userns=inherit is a jail all the same"
inherit_body() {
	make_root root
	refuse "allow.mount: with vjail.userns=inherit" jail -c name=m \
		path="$PWD/root" persist allow.mount vjail.userns=inherit
	start vjail.userns=inherit
	denied EPERM mount /mnt
	denied EPERM bpf
	denied EPERM mknod
	denied EPERM unshare 0x10000000
	atf_check -s not-exit:0 -e ignore jexec j sh -c 'echo b >/proc/sysrq-trigger'
	atf_check -s not-exit:0 -e ignore \
		jexec j sh -c 'echo x >/proc/sys/kernel/core_pattern'
	want "0" sh -c "awk '{ print \$2 }' /proc/$(pgrep -f '^vjail: j')/uid_map"
}

it hostname "its root changes the host name only where it may"
hostname_body() {
	make_root root
	for more in "" allow.mount; do
		jail -c name=j path="$PWD/root" persist $more
		works jexec j hostname changed
		want changed jls -j j host.hostname
		works jail -R j
		jail -c name=j path="$PWD/root" persist host.hostname=given \
			allow.noset_hostname $more
		refuse "not permitted" jexec j hostname changed
		want given jls -j j host.hostname
		works jail -m name=j host.hostname=later
		want later jexec j hostname
		works jail -R j
	done
}
