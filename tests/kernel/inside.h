/* SPDX-License-Identifier: BSD-2-Clause */
/* inside.h - Tests that e2e/inside runs in namespaces of their own */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

/* inside_only() - Refuse to touch the host: /run, cgroups and the network must
 * be those that e2e/inside made, which gives its host this name */
static inline void inside_only(void)
{
	struct utsname u;

	if (uname(&u) == 0 && strcmp(u.nodename, "vjail-e2e") == 0)
		return;
	(void)printf("not in namespaces of its own: run it by e2e/inside\n");
	exit(1);
}
