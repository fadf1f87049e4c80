/* SPDX-License-Identifier: BSD-2-Clause */
/* serve.h - What somebody in a jail asks of its netgraph */
#pragma once

/* serve() - Answer questions, see remote.h, until there are no more.  The graph
 * is that of the network namespace the caller is in */
void serve(int sock);
