# SPDX-License-Identifier: BSD-2-Clause
# replay.sh - Run the commands of a transcript; a virtual machine does it, too
# shellcheck shell=sh

# run_it - Run the command that has been read, in this shell
run_it() {
	[ -n "$_command" ] || return 0
	_status=0
	eval "$_command" </dev/null 2>&1 || _status=$?
	[ "$_status" = 0 ] || echo "[$_status]"
	_command=
}

# plain - Of standard input: what differs from run to run by a word for it
plain() {
	sed -E 's/([0-9a-f]{2}:){5}[0-9a-f]{2}/MAC/g
		s/fe80::[0-9a-f:]+/LL/g
		s/ maxaddr [0-9]+/ maxaddr N/'
}

# replay FILE - Run its commands, print them and what they say in its form
replay() {
	_command=
	while IFS= read -r _line; do
		case ${_command:+more}$_line in
		'more>'*)
			printf '%s\n' "$_line"
			_line=${_line#>}
			_command="$_command
${_line# }"
			continue
			;;
		esac
		run_it
		case $_line in
		'# '* | '#') printf '%s\n' "$_line" ;;
		'$ '*)
			printf '%s\n' "$_line"
			_command=${_line#'$ '}
			;;
		esac
	done <"$1"
	run_it
}
