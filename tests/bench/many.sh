#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# many.sh - Hundreds of jails, against a C program that makes the same by bare
# system calls, against Mininet's hosts, and the last ones against the first
set -eu
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
ROUNDS=${ROUNDS:-11}
JAILS=${JAILS:-300}
MOVED=${MOVED:-50}
HOSTS=${HOSTS:-50}
THOUSAND=${THOUSAND:-1000}
JOBS=${JOBS:-8}

mkdir -m 700 /run/bench
cd /run/bench
make_root root
ip link add br0 type bridge
ip link set br0 up

# conf N LINE - A jail.conf of so many; $name in LINE is theirs
conf() {
	echo 'path = /run/bench/root; vnet; persist;'
	echo "$2"
	awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++) printf "j%d { }\n", i }'
}
# shellcheck disable=SC2016 # jail.conf's
pair='vjail.interface = "e_$name br0";'
conf "$JAILS" "$pair" >pair.conf
conf "$HOSTS" "$pair" >hosts.conf
# shellcheck disable=SC2016 # jail.conf's
conf "$MOVED" 'vnet.interface = "m$name";' >move.conf
i=0
while [ "$i" -lt "$MOVED" ]; do
	# Theirs and ours; not on the bridge, which has 1,023 ports at most.
	for name in "mj$i" "m$i"; do
		echo "link add $name type veth peer name p$name"
		echo "link set p$name up"
	done
	i=$((i + 1))
done | ip -b -

# cycle CONF - All of it up and down again
cat >cycle <<SH
#!/bin/sh
set -e
jail -q -f \$1.conf -p $JOBS -c
jail -q -f \$1.conf -p $JOBS -r '*'
SH
chmod +x cycle

printf '%s rounds; %s at a time\n\n' "$ROUNDS" "$JOBS"
head_line ''
"$TOOLS/race" "$ROUNDS" bare "$TOOLS/bare" pair "$JAILS" "$JOBS" \
	/run/bench/root br0 , jails ./cycle pair >raced
show_ms bare bare '' "$JAILS by bare system calls"
show_ms jails bare '<= 2' "$JAILS jails, -p"
"$TOOLS/race" "$ROUNDS" bare "$TOOLS/bare" move "$MOVED" "$JOBS" \
	/run/bench/root br0 , jails ./cycle move >raced
show_ms bare bare '' "$MOVED by them, with interfaces moved"
show_ms jails bare '<= 1.3' "$MOVED jails with them"

# Milliseconds until all are there
mininet() { /usr/bin/python3 "$BENCH/hosts.py" "$HOSTS" 2>/dev/null; }
jails() {
	_start=$(date +%s%N)
	jail -q -f hosts.conf -p "$JOBS" -c
	echo $(($(date +%s%N) - _start)) | awk '{ print $1 / 1e6 }'
	jail -q -f hosts.conf -p "$JOBS" -r '*'
}

# The same by bare system calls, up and down again: what no program can be below
bare() {
	_start=$(date +%s%N)
	"$TOOLS/bare" pair "$1" "$JOBS" /run/bench/root br0
	echo $(($(date +%s%N) - _start)) | awk '{ print $1 / 1e6 }'
}

# compare NAME OTHER - Of lines "round name ms": as rounds_report() does
compare() {
	awk -v a="$1" -v b="$2" '{ v[$1, $2] = $3; n = n > $1 ? n : $1 }
		END { for (i = 1; i <= n; i++)
			print v[i, a], v[i, a] / v[i, b] }' started >both
	cut -d' ' -f1 both | sort -g >values
	cut -d' ' -f2 both | sort -g >ratios
	n=$(wc -l <both)
	at() { sed -n "$(($2 * (n - 1) / 10 + 1))p" "$1"; }
	echo "$1 $2 $(awk -v v="$(at values 5)" 'BEGIN { print v * 1000 }')" \
		"$(at ratios 5)" "$(at ratios 1)" "$(at ratios 9)"
}

if /usr/bin/python3 -c 'import mininet.net' 2>/dev/null; then
	round=0
	: >started
	while [ "$round" -lt "$ROUNDS" ]; do
		round=$((round + 1))
		{
			echo "$round jails $(jails)"
			echo "$round mininet $(mininet)"
			echo "$round bare $(bare "$HOSTS")"
		} >>started
	done
	{
		compare jails jails
		compare mininet jails
		compare mininet bare | sed 's/^mininet/floor/'
	} >raced
	show_ms jails jails '' "$HOSTS jails, start"
	show_ms mininet jails '>= 15' "$HOSTS hosts of Mininet, start"
	show_ms floor bare '' 'the same, to bare calls up and down'
else
	echo "  Mininet: not here (make bench-deps installs it)"
fi

# All of them stay while the next fifty come.
fifties() {
	conf "$THOUSAND" "$pair" >thousand.conf
	last=$((THOUSAND - 50))
	for first in 0 $last; do
		# shellcheck disable=SC2046 # names
		[ "$first" = 0 ] || jail -q -f thousand.conf -p "$JOBS" -c \
			$(seq -f 'j%g' 50 $((last - 1)))
		echo "$1 bare$first $(bare 50)"
		_start=$(date +%s%N)
		# shellcheck disable=SC2046 # names
		jail -q -f thousand.conf -p "$JOBS" -c \
			$(seq -f 'j%g' "$first" $((first + 49)))
		echo $(($(date +%s%N) - _start)) | awk -v r="$1" -v n="$first" \
			'{ print r, n ? "last" : "first", $1 / 1e6 }'
	done
	jail -q -f thousand.conf -p "$JOBS" -r '*'
}
: >started
for round in 1 2 3 4 5; do
	fifties "$round" >>started
done
{
	compare first first
	compare last first
	compare "bare$((THOUSAND - 50))" bare0 | sed 's/^bare[0-9]*/bare/'
} >raced
show_ms first first '' "the first 50 of $THOUSAND, of 5 rounds"
show_ms last first '<= 1.3' 'the last 50'
show_ms bare bare0 '' '50 by bare system calls, then too'
