/* SPDX-License-Identifier: BSD-2-Clause */
/* types.h - One struct ng_type a folder */
#pragma once

#include "libnetgraph/type.h"

extern const struct ng_type ng_type_bridge;
extern const struct ng_type ng_type_echo;
extern const struct ng_type ng_type_eiface;
extern const struct ng_type ng_type_ether;
extern const struct ng_type ng_type_hole;
extern const struct ng_type ng_type_hub;
extern const struct ng_type ng_type_ksocket;
extern const struct ng_type ng_type_macfilter;
extern const struct ng_type ng_type_one2many;
extern const struct ng_type ng_type_patch;
extern const struct ng_type ng_type_socket;
extern const struct ng_type ng_type_source;
extern const struct ng_type ng_type_split;
extern const struct ng_type ng_type_tee;
extern const struct ng_type ng_type_vlan;
