# SPDX-License-Identifier: BSD-2-Clause
# step.sh - Strike at the system calls of a command, at one after the other
#
# STEP says at which: sample (some, others in every run), all, or a number.
# STEP_HOW says how, see HOWS.
# shellcheck shell=sh disable=SC2034,SC2086,SC2015

STEP=${STEP:-sample}
STEPPER="$BUILD/tests/step/stepper -x $BUILD"

# Who makes the call is killed, or with it all of the command's processes, on
# either side of the call; or the call fails, in one of two ways.
# A sample takes one of each two.  "within": killed some instructions after it,
# for what is changed in memory.
HOWS='before after before-all after-all fail1 fail2'

# hows - Those of this run
hows() {
	if [ -n "${STEP_HOW:-}" ]; then
		echo "$STEP_HOW"
	elif [ "$STEP" != sample ]; then
		echo "$HOWS"
	else
		echo "$HOWS" | xargs -n 2 shuf -n 1 -e
	fi
}

FAILED=1 # what the command exits with then

# strike HOW K CMD ... - False if it makes fewer calls.  Sets $status, and $where
# for messages; what it printed is in the file "said"
strike() {
	_how=$1 _k=$2
	shift 2
	case $_how in
	*-all) _opts="-t -s ${_how%-all}" ;;
	within)
		_opts="-s after -i $(($(od -An -N2 -tu2 /dev/urandom) % 6000 + 1))"
		;;
	fail?) _opts="-s fail -e $((_k + ${_how#fail}))" ;;
	*) _opts="-s $_how" ;;
	esac
	status=0
	# shellcheck disable=SC2086 # words
	$STEPPER $_opts -k "$_k" -l calls "$@" \
		>said 2>&1 </dev/null || status=$?
	_at=$(sed -n 's/^\* //p' calls)
	where="$*: $_how $_at"
	[ -n "$_at" ] || return 1
	strikes=$((strikes + 1))
	case $_how:$status in
	*:0 | *:"$FAILED" | before*:137 | after*:137 | within:137) ;;
	*) trouble "exit $status" ;;
	esac
	[ $status = 0 ] || [ $status = 137 ] || [ -s said ] ||
		trouble "not a word"
}

# trouble WHAT - The test fails; with STEP=all at its end, so that all is seen
trouble() {
	[ -z "$faulty" ] || return 0
	faulty=$1
	cat said
	[ "$STEP" = all ] || atf_fail "$where: $1"
	faults=$((faults + 1))
	echo "FAULT: $where: $1"
}

# checked CHECK - With what it did to go on after a fault
checked() {
	faulty=
	$1
	[ -z "$faulty" ] || afresh
}

# count CMD ... - How many calls it makes
count() {
	$STEPPER -l calls "$@" >said 2>&1 </dev/null || {
		cat said
		atf_fail "$*: failed"
	}
	grep -c . calls
}

# steps N READY CHECK CMD ... - After READY, strike at a call of CMD; then CHECK,
# which fails the test or puts things back.  With STEP=sample, N calls a way
steps() {
	_want=$1 _ready=$2 _check=$3
	shift 3
	strikes=0 faults=0 faulty=
	_why=0
	$STEPPER true >/dev/null 2>said || _why=$?
	[ $_why = 0 ] || atf_skip "$(cat said)"
	! sanitized || atf_skip "the sanitizers' own calls would be struck"
	$_ready
	n=$(count "$@")
	status=0 how=none where="$*: untouched"
	checked "$_check"
	for how in $(hows); do
		_stride=1 _at_k=1
		case $STEP in
		sample)
			_stride=$(((n + _want - 1) / _want))
			_at_k=$(($(od -An -N2 -tu2 /dev/urandom) % _stride + 1))
			;;
		all) ;;
		*) _at_k=$STEP _stride=100000 ;;
		esac
		while [ "$STEP" != sample ] || [ $_at_k -le "$n" ]; do
			$_ready
			_more=true
			strike "$how" "$_at_k" "$@" || _more=false
			checked "$_check"
			$_more || break
			_at_k=$((_at_k + _stride))
		done
		[ "$STEP" = sample ] || echo "$*: $how: $strikes strikes so far"
	done
	[ $faults = 0 ] || atf_fail "$*: $faults faults"
	[ "$strikes" -gt 0 ] || atf_fail "$*: no strike"
}
