/* SPDX-License-Identifier: BSD-2-Clause */
/* attach.h - Put a program of the walk on a device */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct graph;

struct attachment {
	uint32_t ifindex;
	const char *prog; /* its pin's name */
	const char *pin; /* the link's */
	bool egress;
	bool busy; /* in the closet: a link, too */
};

/* attach() - In the closet @ns, for as long as the device lives; or (-1) in the
 * caller's namespace, as a pinned link, or a filter where the kernel has no
 * such links.  0 or -errno */
int attach(struct graph *g, int ns, const struct attachment *a);

/* attach_look() - Let the program @prog note which device that is, in the closet
 * @ns or (-1) the caller's namespace, if the kernel lets it; 0 or -errno */
int attach_look(struct graph *g, int ns, const char *prog, uint32_t ifindex);

/* attach_keep() - Again, where a filter was taken away, by others or because
 * the device was in another namespace meanwhile; @ns is -1.  0 or -errno */
int attach_keep(struct graph *g, int ns, const struct attachment *a);

/* detach() - Take away the link pinned as @pin, or the filter on @ifindex (0:
 * nobody knows which); in the caller's namespace.  0 or -errno */
int detach(struct graph *g, const char *pin, uint32_t ifindex, bool egress);
