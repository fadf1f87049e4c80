/* SPDX-License-Identifier: BSD-2-Clause */
/* counters.c - Counters of a link, as jng(8) and vnet(8) show them */

#include <stdint.h>
#include <stdio.h>

#include "counters.h"
#include "libnetgraph/ngnet.h"
#include "xo/xo.h"

bool counters_show(char *text, struct json_object *o)
{
	const char *name;
	bool ok = true;
	uint64_t v;

	while (ok && ngnet_counter(&text, &name, &v)) {
		if (o)
			ok = xo_add_int(o, name, (int64_t)v);
		else
			printf("%20s = %ju\n", name, (uintmax_t)v);
	}
	return ok;
}
