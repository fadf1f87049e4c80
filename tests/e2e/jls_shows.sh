#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# jls_shows.sh - What jls shows is what is there
. "$(dirname "$0")/lib.sh"

it nothing "without jails there is the header only"
nothing_body() {
	want "   JID  IP Address      Hostname                      Path" jls
	want "" jls -n
	want '{"__version": "2", "jail-information": {"jail": []}}' \
		jls --libxo json
	refuse 'jls: jail "www" not found' jls -j www
	refuse 'jls: unknown parameter: nosuch' jls nosuch
	refuse '--libxo: form xml is not supported' jls --libxo xml
}

it table "every jail is a row, in the order of their numbers" busybox
table_body() {
	make_root root
	works jail -c jid=7 name=b path="$PWD/root" vnet persist \
		host.hostname=b.example
	works jail -c jid=3 name=a path="$PWD/root" vnet persist \
		host.hostname=a.example
	want "   JID  IP Address      Hostname                      Path
     3                  a.example                     $PWD/root
     7                  b.example                     $PWD/root" jls
	want "3 a
7 b" jls jid name
	want "name vnet persist
b new true" jls -h -j b name vnet persist
	want "name=a persist vnet=new allow.noraw_sockets" \
		jls -n -j 3 name persist vnet allow.raw_sockets
	want '{"__version": "2", "jail-information": {"jail": [{"jid":"3"}, {"jid":"7"}]}}' \
		jls --libxo json jid
	want '{"__version": "2", "jail-information": {"jail": [{"jid":"3"}]}}' \
		jls --libxo:J -j a jid
}

it check "-c tells by the exit code alone" busybox
check_body() {
	make_root root
	works jail -c name=www path="$PWD/root" vnet persist
	want "" jls -c -j www
	atf_check -s exit:1 jls -c -j nosuch
	works jail -r www
	atf_check -s exit:1 jls -c -j www
}

it again "what -s prints makes the same jail again" busybox
again_body() {
	make_root root
	for more in "vnet allow.raw_sockets" "ip4=inherit ip6=disable" \
		"vnet=inherit allow.mount" "ip4=new sysvshm=new"; do
		# shellcheck disable=SC2086
		works jail -c name=www path="$PWD/root" persist $more \
			host.hostname="www.example" meta="role=web"
		line=$(jls -s -j www)
		all=$(jls -n -j www all)
		works jail -r www
		eval "works jail -c $line"
		same "$all" "$(jls -n -j www all)"
		same "$line" "$(jls -s -j www)"
		works jail -r www
	done
}

it hostname "the host name is the one in force" busybox
hostname_body() {
	make_root root
	works jail -c name=www path="$PWD/root" vnet persist \
		host.hostname=before
	want before jls -j www host.hostname
	works jexec www hostname after
	want after jls -j www host.hostname
	want vjail-e2e hostname
}

it meta "meta and env are kept, and read by their keys" busybox
meta_body() {
	make_root root
	works jail -c name=www path="$PWD/root" vnet persist \
		meta="role=web
tier=2" env.lang=C
	want "web 2 - C" jls -j www meta.role meta.tier meta.none env.lang
	want '{"__version": "2", "jail-information": {"jail": [{}]}}' \
		jls --libxo json -j www meta.none
}

it users "users who are not root may look" busybox setpriv
users_body() {
	make_root root
	works ngctl list # whichever comes first makes the directory
	works jail -c name=www path="$PWD/root" vnet persist \
		host.hostname=www.example
	want "1 www www.example" \
		setpriv --reuid 65534 --regid 65534 --clear-groups \
		"$BIN/jls" jid name host.hostname
}

