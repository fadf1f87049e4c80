#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# jail_order.sh - Hooks run in the documented order, and unwind in reverse
. "$(dirname "$0")/lib.sh"

# conf - A jail whose every hook tells its name; more lines for it on stdin
conf() {
	make_root jails/www
	chmod 700 jails
	{
		cat <<-CONF
			path = "$PWD/jails/www"; persist; vnet;
		CONF
		for hook in prepare prestart created start poststart prestop \
			stop poststop release; do
			echo "exec.$hook = \"echo $hook\";"
		done
		echo 'www {'
		cat
		echo '}'
	} >jail.conf
}

it order "start and stop run their hooks in order"
order_body() {
	conf </dev/null
	want "prepare
prestart
www: created
created
start
poststart" jail -f jail.conf -c www
	want "prestop
stop
www: removed
poststop
release" jail -f jail.conf -r www
	want "" ls /run/vjail/ops
}

it environment "hooks on the host know the jail; those in it do not"
environment_body() {
	conf <<-'CONF'
		exec.prestart = 'echo prestart $JID:$JNAME:$JPATH';
		exec.created = 'echo created $JID:$JNAME:$JPATH';
		exec.start = 'echo start $JID:$JNAME:$JPATH';
		exec.poststart = 'echo poststart $JID';
		exec.prestop = 'echo prestop $JID'; exec.stop;
		exec.poststop = 'echo poststop $JID'; exec.prepare; exec.release;
	CONF
	want "prestart :www:$PWD/jails/www
www: created
created 1:www:$PWD/jails/www
start ::
poststart 1" jail -f jail.conf -c www
	want "prestop 1
www: removed
poststop 1" jail -f jail.conf -r www
}

it unwinding "a start that fails is undone, without the hooks of a stop"
unwinding_body() {
	conf </dev/null
	works jail -f jail.conf -c www
	works jail -f jail.conf -r www
	before=$(census)
	conf <<-'CONF'
		exec.start += "false", "echo never";
	CONF
	atf_check -s exit:1 -o inline:"prepare
prestart
www: created
created
start
www: removed
" -e inline:"jail: www: false: failed\n" jail -f jail.conf -c www
	same "$before" "$(census)" "what is left"
}

it before_create "what fails before the jail is made says only why"
before_create_body() {
	conf <<-'CONF'
		exec.prestart = "echo one", "sh -c 'exit 3'", "echo two";
	CONF
	atf_check -s exit:1 -o inline:"prepare\none\n" \
		-e inline:"jail: www: sh -c 'exit 3': failed\n" \
		jail -f jail.conf -c www
	want "" ls /run/vjail/ops
}

it stop_fails "a hook that fails keeps the jail; after removal it does not"
stop_fails_body() {
	conf <<-'CONF'
		exec.prestop = 'test ! -e keep';
		exec.poststop = "false", "echo after";
	CONF
	works jail -f jail.conf -c www
	touch keep
	atf_check -s exit:1 -e inline:"jail: www: test ! -e keep: failed\n" \
		jail -f jail.conf -r www
	want www jls name
	rm keep
	atf_check -s exit:1 -o inline:"stop
www: removed
after
release
" -e inline:"jail: www: false: failed\n" jail -f jail.conf -r www
	refuse '"www" not found' jail -f jail.conf -r www
}

it interfaces "vnet.interface comes after created and before start"
interfaces_body() {
	conf <<-'CONF'
		exec.prestart = "ip link add h0 type veth peer name j0";
		exec.created = "ip -o link show j0"; vnet.interface = "j0";
		exec.start = "echo"; exec.poststart = "! ip link show j0";
		exec.poststop = "ip -o link show j0", "ip link del h0";
	CONF
	atf_check -o match:'run command: ifconfig j0 vnet www' -e ignore \
		jail -v -f jail.conf -c www
	works jail -f jail.conf -r www
	want 1 sh -c 'ip -o link | wc -l'
	conf <<-'CONF'
		vnet.interface = "em7";
	CONF
	refuse "jail: www: vnet.interface: em7: no such interface" \
		jail -f jail.conf -c www
	want "" jls name
}

it ends "a jail that does not persist goes after its commands"
ends_body() {
	conf <<-'CONF'
		nopersist; exec.poststart = "jls -j www name persist";
	CONF
	want "prepare
prestart
www: created
created
start
www false" jail -f jail.conf -c www
	want "" jls name
	want "" ls /run/vjail/jails
}

it verbose "-v shows each command and parameter"
verbose_body() {
	conf <<-'CONF'
		exec.prestart; exec.jail_user = alice; host.hostname = "a b";
	CONF
	want "www: run command: echo prepare
prepare
www: jail_set(JAIL_CREATE) name=www path=$PWD/jails/www persist vnet=new host.hostname=\"a b\"
www: created
www: run command: echo created
created
www: run command in jail as alice: echo start
start
www: run command: echo poststart
poststart" jail -v -f jail.conf -c www
}

it quiet "-q says nothing but errors"
quiet_body() {
	conf </dev/null
	want "prepare
prestart
created
start
poststart" jail -q -f jail.conf -c www
	want "prestop
stop
poststop
release" jail -q -f jail.conf -r www
}
