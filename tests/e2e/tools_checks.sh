#!/usr/bin/env atf-sh
# SPDX-License-Identifier: BSD-2-Clause
# tools_checks.sh - What make lint and make size look for, they find
. "$(dirname "$0")/lib.sh"

# A tree in which nothing is wrong; each test spoils it in one way.
good_tree() {
	mkdir -p t/tools t/lib/base t/lib/nl t/lib/conf t/lib/libjail \
		t/cmd/prog t/include t/node t/bpf t/tests/e2e t/.ci \
		t/build/bin
	cp "$SRC"/tools/*.sh t/tools/
	source_file t/lib/base/a.c 'int a;'
	source_file t/lib/nl/b.c '#include "base/a.h"'
	source_file t/cmd/prog/main.c '#include "nl/b.h"'
	printf '# SPDX-License-Identifier: BSD-2-Clause\n# Makefile - x\n' \
		>t/Makefile
	printf '#!/bin/sh\n# SPDX-License-Identifier: BSD-2-Clause\n# run - x\n' |
		tee t/.ci/run >t/tests/e2e/run.sh
	sed -i 's/run -/run.sh -/' t/tests/e2e/run.sh
}

# source_file PATH TEXT - With the two lines that every file has
source_file() {
	printf '/* SPDX-License-Identifier: BSD-2-Clause */\n' >"$1"
	printf '/* %s - For a test */\n%s\n' "${1##*/}" "$2" >>"$1"
}

# found WORDS CMD - The check fails with WORDS; on a good tree it passes
found() {
	refuse "$1" "t/tools/$2"
	rm -r t
	good_tree
	works "t/tools/$2"
}

it layers "an include against the layers is found"
layers_body() {
	good_tree
	source_file t/lib/base/a.c '#include "libjail/core.h"'
	found "lib/base/a.c:3: base may not include libjail/core.h" layers.sh
}

it layers_cmd "nothing may include a program"
layers_cmd_body() {
	good_tree
	source_file t/lib/libjail/c.c '#include "../../cmd/prog/main.h"'
	found "lib/libjail/c.c:3: includes ../../cmd/prog/main.h" layers.sh
}

it licence "a file without the licence is found"
licence_body() {
	good_tree
	echo 'int a;' >t/lib/base/a.c
	found "lib/base/a.c:1: not the SPDX line" files.sh
}

it purpose "a file that does not say what it is for is found"
purpose_body() {
	good_tree
	sed -i '2s/a\.c/b.c/' t/lib/base/a.c
	found "lib/base/a.c:2: not '/* a.c - what it is for */'" files.sh
}

it long_file "a file over 600 lines is found"
long_file_body() {
	good_tree
	seq 600 | sed 's|.*|/* & */|' >>t/lib/base/a.c
	found "lib/base/a.c: 603 lines, over 600" files.sh
}

it pragma "a header that can be included twice is found"
pragma_body() {
	good_tree
	source_file t/lib/base/a.h 'extern int a;'
	found "lib/base/a.h: no #pragma once" files.sh
}

# program HELP PAGE-OPTIONS - A program and its manual page
program() {
	cat >t/build/bin/prog <<-PROG
		#!/bin/sh
		case \$1 in
		--help) echo "usage: prog $1" ;;
		--version) echo "prog 1" ;;
		esac
	PROG
	chmod +x t/build/bin/prog
	cat >t/cmd/prog/prog.8 <<-PAGE
		.Dd November 22, 2026
		.Dt PROG 8
		.Os
		.Sh NAME
		.Nm prog
		.Nd for a test
		.Sh SYNOPSIS
		.Nm
		$2
		.Sh DESCRIPTION
		Nothing.
		.Sh EXIT STATUS
		Zero.
		.Sh EXAMPLES
		None.
	PAGE
}

it options "an option that the manual page lacks is found" mandoc col
options_body() {
	good_tree
	BUILD=build
	program "[-a] [-bc]" ".Op Fl ab"
	refuse "cmd/prog/prog.8: -bc of --help is missing" t/tools/options.sh
	program "[-a]" ".Op Fl ab"
	refuse "prog: --help lacks -ab of cmd/prog/prog.8" t/tools/options.sh
	program "[-ab] [--long]" ".Op Fl ba Fl Fl long"
	works t/tools/options.sh
	rm t/cmd/prog/prog.8
	refuse "prog: no manual page in cmd/" t/tools/options.sh
}

it size "a function that is too long is found" objdump cc
size_body() {
	good_tree
	BUILD=build
	mkdir -p t/build/lib t/build/cmd
	{
		echo 'int f(void);'
		echo 'int f(void)'
		echo '{'
		seq 90 | sed 's|.*|/* & */|'
		echo 'return 0;'
		echo '}'
	} >>t/lib/base/a.c
	(cd t/build/lib && cc -c ../../lib/base/a.c)
	atf_check -s exit:1 -o match:'functions over 80 lines +1 .*NOT MET' \
		-o match:'^mutable globals: a$' -o match:'93 lib/base/a.c' \
		t/tools/size.sh
}
