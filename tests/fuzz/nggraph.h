/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * nggraph.h - A real graph for fuzzers, in a network namespace of their own
 *
 * Root, /run and the file system for BPF must be private: tests/e2e/inside.
 */
#pragma once

#include <stdint.h>

struct session;

/* nggraph_session() - Made again when what came before took it away */
struct session *nggraph_session(void);

/* nggraph_furnish() - A bridge, a tee, a hub and a few more, called by the first
 * letters of their types (hole: o, one2many: m, macfilter: a) */
void nggraph_furnish(void);

/* nggraph_check() - The graph holds together, or abort() */
void nggraph_check(void);

/* nggraph_known() - That is one of netgraph's errors, or abort() */
void nggraph_known(int r);

/* nggraph_reset() - Without what the input made */
void nggraph_reset(void);
