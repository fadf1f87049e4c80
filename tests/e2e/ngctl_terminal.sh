#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# ngctl_terminal.sh - At a terminal ngctl edits lines and shows what arrives
# shellcheck shell=sh
. "$(dirname "$0")/lib.sh"

# talks TERM STEP ... - Run ngctl in a terminal; a step is what is typed (with
# \e for escape), or run (with ! before it), ">" and what must then be printed
talks() {
	cat >talk.py <<-'PY'
		import os, pty, re, select, sys
		pid, fd = pty.fork()
		if pid == 0:
		    os.environ["TERM"] = sys.argv[1]
		    os.execlp("ngctl", "ngctl", "-n", "me")
		def until(text):
		    out = ""
		    while text not in out:
		        if not select.select([fd], [], [], 20)[0]:
		            sys.exit("waited for %r, got %r" % (text, out))
		        try:
		            out += os.read(fd, 4096).decode()
		        except OSError:
		            sys.exit("ended, got %r" % out)
		until("quit       Leave\r\n+ ")
		for step in sys.argv[2:]:
		    typed, wanted = step.split(">", 1)
		    if typed.startswith("!"):
		        os.system(typed[1:])
		        typed = ""
		    os.write(fd, typed.replace("\\e", "\033").replace("\\n", "\n").encode())
		    if wanted:
		        until(wanted.replace("\\n", "\r\n"))
		print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
	PY
	want 0 python3 talk.py "$@"
}

packet='Rec'"'"'d data packet on hook "a":\n0000:  01 02 41                                         ..A             \n+ '

it edits "lines are edited and come back with the arrow keys" python3
edits_body() {
	talks vt100 'mkpeer hub h 0\n>+ ' 'connect . h a b\n>+ ' \
		'wriX\e[D\e[3~te h 1 2 65\n>'"$packet" \
		'\e[A>write h 1 2 65' '\n>'"$packet" \
		'bogus\n>ngctl: "bogus": unknown command' 'quit\n>'
}

it dumb "a terminal that cannot is not asked to" python3
dumb_body() {
	talks dumb 'mkpeer hub h 0\n>+ ' 'connect . h a b\n>+ ' \
		'write h 1 2 65\n>'"$packet" 'exit\n>'
}

it arrives "what others send is shown while the prompt waits" python3
arrives_body() {
	printf 'mkpeer hub h 0\nname h hub\nmsg hub: setpersistent\n' | ngctl -f -
	talks vt100 'connect . hub: a b\n>+ ' 'lis>lis' \
		'!printf %s hello | nghook hub: mouth>68 65 6c 6c 6f                                   hello           \n+ lis' \
		't\n>There are 2 total nodes:' 'quit\n>'
}
