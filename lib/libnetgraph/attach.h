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
	bool closet; /* the device is there */
	bool egress;
};

/* attach() - In the closet @ns, for as long as the device lives; or (-1) in the
 * caller's namespace, as a pinned link.  0 or -errno */
int attach(struct graph *g, int ns, const struct attachment *a);

/* detach() - Take away the link pinned as @pin, if there is one */
void detach(struct graph *g, const char *pin);
