/* SPDX-License-Identifier: BSD-2-Clause */
/* ndp.h - The parts of ndp(8): lists of prefixes and routers, interfaces */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct nl;
struct xo;

#define NDP_XO_VERSION "1"
#define NDP_TIME_MAX 32

/* ndp_time() - Seconds as "29d23h59m52s"; returns @buf */
const char *ndp_time(uint32_t seconds, char buf[static NDP_TIME_MAX]);

/* ndp_prefixes(), ndp_routers() - Show them; an exit status, as all of these */
int ndp_prefixes(struct nl *nl, bool numeric, const struct xo *xo);
int ndp_routers(struct nl *nl, bool numeric, const struct xo *xo);

/* ndp_flush_prefixes(), ndp_flush_routers() - Forget those that were advertised,
 * with the addresses made from them */
int ndp_flush_prefixes(struct nl *nl);
int ndp_flush_routers(struct nl *nl);

/* ndp_interface() - Change what @words say of it ("-nud", "curhlim=32"), NULL at
 * their end; then show it */
int ndp_interface(struct nl *nl, const char *name, char *const *words,
		  const struct xo *xo);

/* ndp_default_interface() - Where everything is a neighbour while there is no
 * router: change it, @word "delete": to none, NULL: do not; then show it */
int ndp_default_interface(struct nl *nl, const char *word, const struct xo *xo);
