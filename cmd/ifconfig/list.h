/* SPDX-License-Identifier: BSD-2-Clause */
/* list.h - The ways in which ifconfig(8) tells of interfaces */
#pragma once

#include <stdbool.h>

#include "style.h"
#include "xo/xo.h"

struct errbuf;
struct ifc;
struct nl;

struct list {
	struct style style;
	struct xo xo; /* text or JSON */
	bool only_down; /* -d */
	bool only_up; /* -u */
	bool names; /* -l */
	const char *family; /* "inet", "ether", …; NULL: none */
	const char *group; /* -g with -a: a shell pattern */
	const char *not_group; /* -G */
};

/* list_all() - What -a and -l print; 0 or -errno */
int list_all(struct nl *nl, const struct list *how, struct errbuf *eb);

/* list_one() - What `ifconfig IF [AF]` prints */
int list_one(const struct ifc *c, const struct list *how, struct errbuf *eb);

/* list_group() - Names of the members of a group, one a line */
int list_group(struct nl *nl, const struct list *how, const char *group,
	       struct errbuf *eb);

/* list_cloners() - Names of the kinds that can be made, on one line */
int list_cloners(const struct list *how, struct errbuf *eb);

/* list_passes() - Do -d and -u let an interface with Linux's @if_flags pass? */
bool list_passes(const struct list *how, unsigned if_flags);
