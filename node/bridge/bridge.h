/* SPDX-License-Identifier: BSD-2-Clause */
/* bridge.h - What the parts of the bridge type share */
#pragma once

#include "libnetgraph/stats.h"
#include "libnetgraph/type.h"

extern const struct ng_command bridge_commands[];
