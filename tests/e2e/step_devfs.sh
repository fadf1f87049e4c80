#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# step_devfs.sh - Whatever call of devfs is its last, or fails, a jail has no
# node that no rule gave to it, and the next command finishes the work
# shellcheck shell=sh disable=SC2086,SC2015
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/step.sh"

# The jail's nodes that can be opened, wherever they are
alive() {
	jexec www sh -c 'find /dev ! -type d ! -type l ! -path "*vjail*" ! -path "/dev/pts*" |
		sort | while read -r n; do head -c 1 "$n" >/dev/null 2>&1 && echo "$n"; done'
}

rule() {
	"$BSD/devfs" -m root/dev rule "$@"
}

a_jail() {
	chmod 700 .
	make_root root
	for s in 20 21; do
		works "$BSD/devfs" rule -s $s add hide
		works "$BSD/devfs" rule -s $s add path null unhide
	done
	works "$BSD/devfs" rule -s 20 add path zero unhide
	works "$BSD/devfs" rule -s 21 add path random unhide
	works jail -c name=www path="$PWD/root" persist devfs_ruleset=20
}

before() {
	rule -s 20 applyset >said 2>&1 || {
		cat said
		trouble "the first set"
	}
	jexec www ln -f /dev/zero /dev/shm/z
}

# What both sets show, and nothing else; then all of the second.
after() {
	alive >now
	_extra=$(grep -vxE '/dev/(null|zero|full|random|shm/z)' now)
	[ -z "$_extra" ] || trouble "there is $_extra"
	rule -s 21 applyset >next 2>&1 || {
		cat next
		trouble "then applyset"
	}
	[ "$(alive | tr '\n' ' ')" = "/dev/null /dev/random " ] || {
		alive
		trouble "not the second set"
	}
}

it applied "devfs rule applyset"
applied_body() {
	a_jail
	afresh() { :; }
	steps 6 before after "$BSD/devfs" -m root/dev rule -s 21 applyset
}

sets() {
	rm -f /run/vjail/devfs.rules
	"$BSD/devfs" rule -s 20 add path one hide
}

added() {
	"$BSD/devfs" rule -s 20 show >now 2>&1 || {
		cat now
		trouble "then show"
	}
	case $(tr '\n' ' ' <now) in
	'100 path one hide ' | '100 path one hide 200 path two unhide ') ;;
	*) trouble "neither before nor after: $(cat now)" ;;
	esac
	[ $status != 0 ] || grep -q two now || trouble "it is not there"
	"$BSD/devfs" rule -s 20 add path three hide >next 2>&1 || {
		cat next
		trouble "then add"
	}
}

it added "devfs rule add"
added_body() {
	afresh() { :; }
	mkdir -p /run/vjail
	steps 4 sets added "$BSD/devfs" rule -s 20 add path two unhide
}
