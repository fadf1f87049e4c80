/* SPDX-License-Identifier: BSD-2-Clause */
/* graph-rest.h - A jail's netgraph, when its network namespace goes */
#pragma once

/* graph_rest_remove() - Remove the pins and files that libnetgraph has for the
 * network namespace @netns_fd, which must be about to end.  Its nodes go with
 * them, and the closet they were wired in */
void graph_rest_remove(int netns_fd);
