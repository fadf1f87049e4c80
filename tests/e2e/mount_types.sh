#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# mount_types.sh - FreeBSD's file systems are mounted, listed and taken away
. "$(dirname "$0")/lib.sh"

it nullfs "a directory shows in another place, with flags of its own"
nullfs_body() {
	mkdir src dst
	echo hello >src/file
	want "" "$BSD/mount_nullfs" -o ro,noexec,noatime src dst
	want hello cat dst/file
	refuse "Read-only file system" touch dst/new
	want_like "^$PWD/src on $PWD/dst \(nullfs, local, noatime, noexec, read-only\)$" \
		"$BSD/mount"
	want "" "$BSD/mount" -u -o rw,atime dst
	works touch dst/new
	want_like "^$PWD/src on $PWD/dst \(nullfs, local, noexec\)$" \
		"$BSD/mount" -t nullfs
	want "$PWD/src: unmount from $PWD/dst" "$BSD/umount" -v dst
	[ ! -e dst/file ] || atf_fail "still there"
}

it nullfs_slashes "a trailing slash and -t nullfs are as good"
nullfs_slashes_body() {
	mkdir src dst
	echo hello >src/file
	want "" "$BSD/mount" -t nullfs -r src/ dst/
	want hello cat dst/file
	want "" "$BSD/umount" -t nullfs "$PWD/dst"
	want "" "$BSD/mount_nullfs" src dst
	want "" "$BSD/umount" "$PWD/src"
	[ ! -e dst/file ] || atf_fail "still there"
}

it nullfs_errors "what cannot be is told as mount_nullfs does"
nullfs_errors_body() {
	mkdir -p src/in dst
	atf_check -s exit:64 -e inline:"mount_nullfs: none: No such file or directory\n" \
		"$BSD/mount_nullfs" none dst
	atf_check -s exit:64 -e inline:"mount_nullfs: none: No such file or directory\n" \
		"$BSD/mount" -t nullfs src none
	atf_check -s exit:64 -e match:'src/in \(.*/src/in\) and .*/src are not distinct paths' \
		"$BSD/mount_nullfs" src/in src
	atf_check -s exit:1 -e match:'mount option <bogus> is unknown: Invalid argument' \
		"$BSD/mount_nullfs" -o ro,bogus src dst
	atf_check -s exit:64 -e match:'^usage: mount_nullfs' \
		"$BSD/mount_nullfs" src
	atf_check -s exit:1 -e match:'^mount_nullfs: .*: Operation not permitted' \
		setpriv --reuid 1001 "$BSD/mount_nullfs" /usr /mnt
}

it tmpfs "memory has the size asked for, and the directory's owner"
tmpfs_body() {
	mkdir -m 750 dst
	chown 1001:1002 dst
	want "" "$BSD/mount" -t tmpfs -o size=1m,nosuid tmpfs dst
	want "750 1001 1002" stat -c '%a %u %g' dst
	want "1024" sh -c "df -k --output=size dst | tail -1 | tr -d ' '"
	want_like "^tmpfs on $PWD/dst \(tmpfs, local, nosuid\)$" "$BSD/mount"
	want "" "$BSD/umount" dst
	want "" "$BSD/mount_tmpfs" -o mode=711,inodes=10 tmpfs dst
	want 711 stat -c %a dst
	refuse "mount option <maxfilesize=1m> is unknown" "$BSD/mount" \
		-t tmpfs -o maxfilesize=1m tmpfs dst
}

it devfs "a devfs has what its ruleset shows, and no more"
devfs_body() {
	mkdir dev
	want "" "$BSD/mount" -t devfs devfs dev
	want "devfs on $PWD/dev (devfs, noexec, nosuid)" sh -c \
		"'$BSD/mount' -t devfs | grep $PWD"
	for n in null zero random urandom tty; do
		[ -c "dev/$n" ] || atf_fail "no $n"
	done
	want "/proc/self/fd" readlink dev/fd
	want "1777" stat -c %a dev/shm
	for n in console kmsg kvm loop0 ttyS0 net mem vda; do
		[ ! -e "dev/$n" ] || atf_fail "$n is there"
	done
	works sh -c 'echo x >dev/null'
	want 4 sh -c 'head -c4 dev/zero | wc -c'
	want "" "$BSD/umount" dev
	want "" "$BSD/mount" -t devfs -oruleset=1 devfs dev
	[ ! -e dev/null ] || atf_fail "ruleset 1 shows null"
	want "" "$BSD/umount" dev
	want "" "$BSD/mount" -t devfs -oruleset=0 devfs dev
	[ -c dev/full ] || atf_fail "ruleset 0 hides full"
	[ -c dev/net/tun ] || atf_fail "ruleset 0 hides tun"
	[ ! -e dev/console ] || atf_fail "the host's console"
	refuse "no ruleset 77" "$BSD/mount" -t devfs -o ruleset=77 devfs dev
	refuse 'invalid ruleset "x"' "$BSD/mount" -t devfs -o ruleset=x \
		devfs dev
}

it unionfs "the directory named lies on top, and takes what is written"
unionfs_body() {
	mount -t tmpfs tmpfs .
	cd "$PWD" || exit 1
	mkdir low up
	echo low >low/a
	echo up >up/b
	want "" "$BSD/mount" -t unionfs up low
	want "low" cat low/a
	want "up" cat low/b
	want_like "^<above>:$PWD/up on $PWD/low \(unionfs, local\)$" \
		"$BSD/mount"
	echo new >low/c
	rm low/a
	want "" "$BSD/umount" low
	rm up/a
	want new cat up/c
	[ ! -e low/c ] || atf_fail "written below"
	same "low up " "$(find . -mindepth 1 -maxdepth 1 ! -name '*check*' \
		-printf '%f\n' | sort | tr '\n' ' ')"
	want "" "$BSD/mount" -t unionfs -o below up low
	want "up" cat low/b
	echo new >low/d
	want "" "$BSD/umount" low
	want new cat low/d
}

it others "types that are not there are refused by name"
others_body() {
	mkdir dst
	refuse "mount: pool/x: file system type zfs: Operation not supported by device" \
		"$BSD/mount" -t zfs pool/x dst
	refuse "file system type ufs" "$BSD/mount" /dev/da0 dst
	refuse "mount: nothing: unknown special file or file system" \
		"$BSD/mount" nothing
	refuse "mount: none: No such file or directory" "$BSD/mount" -t tmpfs \
		tmpfs none
	refuse "fdescfs is only possible" "$BSD/mount" -t fdescfs fdesc dst
	refuse "umount: dst: not a file system root directory" "$BSD/umount" dst
	refuse "umount: none: statfs: No such file or directory" \
		"$BSD/umount" none
	refuse "umount: none: unknown file system" "$BSD/umount" none
}

it busy "a busy mount stays unless it is forced"
busy_body() {
	mkdir src dst
	works "$BSD/mount_nullfs" src dst
	(cd dst && exec sleep 100) &
	until_true 10 sh -c "[ \$(readlink /proc/$!/cwd) = $PWD/dst ]"
	refuse "umount: unmount of $PWD/dst failed: Device busy" \
		"$BSD/umount" dst
	want "" "$BSD/umount" -f dst
	refuse "not a file system root directory" "$BSD/umount" dst
	kill $!
}

it fstab "-a -F takes a jail's fstab, and umount -a undoes it"
fstab_body() {
	mkdir src 'a b' tmp no
	echo hello >src/file
	cat >fstab <<-FSTAB
		# Device	Mountpoint	FStype	Options	Dump	Pass#
		$PWD/src	$PWD/a\\040b	nullfs	ro	0	0
		tmpfs	$PWD/tmp	tmpfs	rw,size=1m	0	0
		$PWD/src	$PWD/no	nullfs	rw,noauto	0	0
	FSTAB
	want "" "$BSD/mount" -a -F fstab
	want hello cat 'a b/file'
	[ ! -e no/file ] || atf_fail "noauto was mounted"
	want "" "$BSD/mount" -a -F fstab
	want 1 sh -c "grep -c ' $PWD/tmp ' /proc/self/mountinfo"
	want "" "$BSD/mount" -F fstab "$PWD/no"
	want hello cat no/file
	want_like "^$PWD/src		$PWD/no	nullfs	rw	0 0$" "$BSD/mount" -p
	want "" "$BSD/umount" -a -F fstab
	atf_check -s exit:1 grep " $PWD/" /proc/self/mountinfo
	[ -z "$(ls -A "a b")$(ls -A no)" ] || atf_fail "still mounted"
}

it chosen "-t chooses, -d only tells, and lists can exclude"
chosen_body() {
	mkdir src dst tmp
	want "mount -t nullfs -o ro src dst" "$BSD/mount" -d -t nullfs -o ro \
		src dst
	atf_check -s exit:1 grep " $PWD/dst " /proc/self/mountinfo
	want "$PWD/src on $PWD/dst (nullfs, local, read-only)" "$BSD/mount" \
		-v -t nullfs -o ro src dst
	works "$BSD/mount_tmpfs" tmpfs tmp
	atf_check -s exit:1 sh -c "'$BSD/mount' -t nonullfs | grep $PWD/dst"
	want 1 sh -c "'$BSD/mount' -t tmpfs,procfs | grep -c $PWD/tmp"
	want_like "^$PWD/src on $PWD/dst \(nullfs, local, read-only, fsid [0-9a-f]{16}\)$" \
		"$BSD/mount" -v
	atf_check -s exit:1 "$BSD/umount" -t tmpfs dst
	want "" "$BSD/umount" -t nonullfs tmp
}

it update "-u changes flags, and only of what is mounted"
update_body() {
	mkdir src dst
	refuse "not currently mounted dst" "$BSD/mount" -u -o ro dst
	works "$BSD/mount_nullfs" src dst
	want "" "$BSD/mount" -ur dst
	refuse "Read-only file system" touch dst/x
	want "" "$BSD/mount" -uw dst
	works touch dst/x
	refuse "mount option <size=1> is unknown" "$BSD/mount" -u -o size=1 dst
}

it usage "wrong usage is told"
usage_body() {
	refuse "usage: mount" "$BSD/mount" -X
	refuse "usage: mount" "$BSD/mount" a b c
	refuse "usage: umount" "$BSD/umount"
	refuse "No such file or directory" "$BSD/mount" -a -F nosuch
	printf 'only two\n' >fstab
	refuse "fstab line 1: " "$BSD/mount" -a -F fstab
	for p in mount umount mount_nullfs mount_tmpfs; do
		want_like "^usage: $p " "$BSD/$p" --help
		want_like "^$p \(vjail\) [0-9]" "$BSD/$p" --version
	done
}

it links "a link that the jail's root made leads no layer to the host's files"
links_body() {
	make_root root
	mkdir secret top root/data
	echo secret >secret/file
	for opts in rw rw,below; do
		echo "www { path = $PWD/root; persist;
			mount = '$PWD/top $PWD/root/data/d unionfs $opts 0 0'; }" \
			>jail.conf
		mkdir -p root/data/d
		works jail -f jail.conf -qc
		works jail -f jail.conf -qr www
		rm -rf root/data
		ln -s "$PWD/secret" root/data
		mkdir -p "root$PWD/secret/d" secret/d
		refuse "symbolic link in the jail" jail -f jail.conf -c
		want "d
file" ls -A secret
		rm -rf root/data secret/d "root$PWD"
	done
	ln -s "$PWD/secret" root/data
	mkdir root/mnt
	refuse "root/data: a symbolic link in the jail" jail -c name=www \
		path="$PWD/root" persist \
		mount="$PWD/root/data $PWD/root/mnt nullfs rw 0 0"
}
