/* SPDX-License-Identifier: BSD-2-Clause */
/* media.h - What "media" and the words like it ask for */
#pragma once

#include <stdbool.h>

struct media_want {
	const char *type; /* NULL: as it is */
	bool has_duplex;
	bool half;
};
