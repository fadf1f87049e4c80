/* SPDX-License-Identifier: BSD-2-Clause */
/* vlanfilter.h - A bridge that tells VLANs apart */
#pragma once

struct errbuf;
struct ifc;
struct nl_vlans;
struct word;

/* vlanfilter_of_new() - "untagged" and "tagged", behind addm only */
int vlanfilter_of_new(struct ifc *c, const struct word *w, char *const *arg,
		      struct errbuf *eb);

/* vlanfilter_parse() - "1,5,10-20", "all" or "none"; 0 or -EINVAL */
int vlanfilter_parse(const char *s, struct nl_vlans *ret, struct errbuf *eb);
