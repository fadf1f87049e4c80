#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# jail_churn.sh - A hundred starts, stops and restarts leave nothing
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

ROUNDS=${ROUNDS:-100}

# Two routers' worth of jails on the host's own files, a bridge between them.
conf() {
	ip link add br0 type bridge
	ip link set br0 up
	cat >jail.conf <<-'CONF'
		path = /;
		vnet; persist;
		exec.clean;
		exec.start = "ifconfig lo0 inet 127.0.0.1/8";
		a {
			vjail.interface = "e0 br0";
			exec.start += "ifconfig e0 inet 10.0.0.1/24";
		}
		b {
			vjail.interface = "e0 br0";
			exec.start += "ifconfig e0 inet 10.0.0.2/24";
			depend = a;
		}
	CONF
}

quiet() {
	until_true 5 sh -c '! pgrep -f "^vjail" && ! pgrep -x "jail|reap"'
}

TIMEOUT=300
it shared_root "two jails on / have addresses and a loopback of their own"
shared_root_body() {
	conf
	works jail -f jail.conf -c
	works jexec a ping -c 1 10.0.0.2
	works jexec b ping -c 1 10.0.0.1
	for j in a b; do
		works jexec $j ping -c 1 127.0.0.1
	done
	# A server on a's loopback is not on b's.
	jexec a sh -c 'echo hello | nc -l -N -s 127.0.0.1 -p 4711' &
	until_true 5 sh -c "jexec a sh -c 'ss -Hltn' | grep -q 127.0.0.1:4711"
	atf_check -s not-exit:0 -e ignore jexec b nc -w 1 127.0.0.1 4711
	want hello jexec a nc -w 1 127.0.0.1 4711
	wait
	atf_check -s not-exit:0 -o ignore -e ignore ping -c 1 -W 1 10.0.0.1
}

it restarts "a hundred times started, restarted and stopped"
restarts_body() {
	conf
	works jail -f jail.conf -c
	works jail -f jail.conf -r '*'
	quiet
	census >before
	for _ in $(seq "$ROUNDS"); do
		works jail -f jail.conf -c
		works jail -f jail.conf -rc
		works jail -f jail.conf -r '*'
	done
	quiet
	census >after
	diff before after >differs || atf_fail "$(tr '\n' ' ' <differs)"
}
