/* SPDX-License-Identifier: BSD-2-Clause */
/* fuzz-route.c - What route reads is a route, or refused with a status */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/strv.h"
#include "../../cmd/route/route.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The destination has no bits that its length says do not count. */
static void check_route(const struct nl_route *rt)
{
	unsigned max = 8 * nl_inet_len(rt->dst.family);
	struct nl_inet net;

	if (!max || rt->dst_len > max)
		abort();
	net = nl_inet_mask(rt->dst.family, rt->dst_len, &rt->dst);
	if (!nl_inet_same(&net, &rt->dst))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_free char *text = strndup((const char *)data, size);
	cleanup_strv struct strv words = { 0 };
	static char *none[] = { NULL };
	struct route_args args = { .fibs.count = 2 };
	struct route_wrong wrong = { 0 };
	struct errbuf eb = { "" };

	if (!text || strv_split(&words, text, " \n") < 0)
		return 0;
	if (route_parse(words.n ? words.v : none, AF_INET, &args, &wrong,
			&eb) == 0)
		check_route(&args.route);
	else if (wrong.status <= 0 || wrong.status > 255 ||
		 (!*eb.msg && !wrong.usage))
		abort();
	return 0;
}
