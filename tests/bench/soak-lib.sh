# SPDX-License-Identifier: BSD-2-Clause
# soak-lib.sh - What soaks share: cycles, samples on the way, a report
# shellcheck shell=sh

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
N=${N:-500}
WARM=20

# What all of the machine has: others may be at work on it
bpf_count() { bpftool "$1" show -j | jq length; }
slab_count() { awk -v n="$1" '$1 == n { print $2 }' /proc/slabinfo; }
meminfo() { awk -v n="$1:" '$1 == n { print $2 }' /proc/meminfo; }

# sample CYCLE - A line of the report
sample() {
	printf '%7s %6s %6s %6s %6s %6s %7s %8s %10s %10s\n' "$1" \
		"$(bpf_count map)" "$(bpf_count prog)" "$(bpf_count link)" \
		"$(slab_count net_namespace)" "$(ip -o link | wc -l)" \
		"$(wc -l </proc/self/mountinfo)" \
		"$(find /sys/fs/cgroup -mindepth 1 -type d | wc -l)" \
		"$(meminfo SUnreclaim)" "$(meminfo MemAvailable)" | tee -a "$report"
}

# trend - Does anything grow with the cycles?  A hundredth of one each is none:
# what others do shows, too.  Of slabs, a kilobyte each; free memory is shown,
# but caches and others decide it.
trend() {
	awk -v n="$N" '
	/^ *[0-9]/ { for (i = 2; i <= NF; i++) { if (!(i in first)) first[i] = $i; last[i] = $i } }
	END {
		split("cycle maps programs bpf-links netns links mounts cgroups slabs", name, " ")
		for (i = 2; i <= 9; i++) {
			grown = last[i] - first[i]
			most = i < 9 ? n / 100 + 20 : n + 65536
			if (grown > most) {
				printf "soak: %s: %d more\n", name[i], grown
				bad = 1
			}
		}
		exit bad
	}' "$report"
}

# counted - The census, once nobody waits any more for the kernel to forget an
# interface
counted() {
	until_true 10 sh -c '! pgrep -x "jail|reap|ifconfig|ngctl" >/dev/null'
	census
}

# soak NAME WHAT CYCLE-COMMAND - N times; the report is kept
soak() {
	report=$BUILD/soak-$1.txt
	printf '%s, %s times, on %s\n\n%7s %6s %6s %6s %6s %6s %7s %8s %10s %10s\n' "$2" \
		"$N" "$(uname -r)" cycle maps progs links netns ifaces mounts \
		cgroups 'slabs kB' 'free kB' | tee "$report"
	_i=0
	while [ "$_i" -lt "$WARM" ]; do
		_i=$((_i + 1))
		$3
	done
	_before=$(counted)
	sample 0
	_i=0
	while [ "$_i" -lt "$N" ]; do
		_i=$((_i + 1))
		$3
		[ $((_i % ((N + 19) / 20))) != 0 ] || sample "$_i"
	done
	_after=$(counted)
	if [ "$_before" != "$_after" ]; then
		printf 'soak: something is left\nbefore:\n%s\nafter:\n%s\n' \
			"$_before" "$_after" | tee -a "$report"
		exit 1
	fi
	trend | tee -a "$report"
	trend >/dev/null || exit 1
	echo 'soak: nothing is left' | tee -a "$report"
}
