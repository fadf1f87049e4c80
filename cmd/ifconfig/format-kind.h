/* SPDX-License-Identifier: BSD-2-Clause */
/* format-kind.h - The lines that only interfaces of one kind have */
#pragma once

#include <stdint.h>
#include <stdio.h>

struct nl_vlans;
struct style;
struct view;

void format_mac(FILE *out, const uint8_t *mac, unsigned len, char sep);

/* format_tunnel() - Behind the options: where a gif or gre leads to */
void format_tunnel(FILE *out, const struct view *v);

/* format_ports() - Before the groups: of a bridge or lagg */
void format_ports(FILE *out, const struct view *v);

/* format_kind() - Behind the groups */
void format_kind(FILE *out, const struct view *v, const struct style *st);

/* format_vlan_set() - "1,5,10-20" */
void format_vlan_set(FILE *out, const struct nl_vlans *v);

/* format_stp_state() - The word for one of Linux's BR_STATE_* */
const char *format_stp_state(unsigned state);
