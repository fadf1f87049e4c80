/* SPDX-License-Identifier: BSD-2-Clause */
/* ng_source.h - Send packets again and again */
#pragma once

#include <stdint.h>
#include <sys/time.h>

#define NG_SOURCE_NODE_TYPE "source"
#define NGM_SOURCE_COOKIE 1110646684

#define NG_SOURCE_HOOK_INPUT "input"
#define NG_SOURCE_HOOK_OUTPUT "output"

struct ng_source_stats {
	uint64_t outOctets;
	uint64_t outFrames;
	uint32_t queueOctets;
	uint32_t queueFrames;
	uint32_t maxPps;
	struct timeval startTime;
	struct timeval endTime;
	struct timeval elapsedTime;
};

#define NGM_SOURCE_EMBED_ENABLE 0x01
#define NGM_SOURCE_INC_CNT_PER_LIST 0x02 /* not with each packet */

/* The time of sending in each packet */
struct ng_source_embed_info {
	uint16_t offset;
	uint8_t flags;
	uint8_t spare;
};

/* A number in each packet, and the next one in the next */
struct ng_source_embed_cnt_info {
	uint16_t offset;
	uint8_t flags;
	uint8_t width; /* 1, 2 or 4 */
	uint32_t next_val;
	uint32_t min_val;
	uint32_t max_val;
	int32_t increment;
	uint8_t index; /* which of the four */
	uint8_t reserved[3];
};

enum {
	NGM_SOURCE_GET_STATS = 1,
	NGM_SOURCE_CLR_STATS,
	NGM_SOURCE_GETCLR_STATS,
	NGM_SOURCE_START,
	NGM_SOURCE_STOP,
	NGM_SOURCE_CLR_DATA,
	NGM_SOURCE_SETIFACE,
	NGM_SOURCE_SETPPS,
	NGM_SOURCE_SET_TIMESTAMP,
	NGM_SOURCE_GET_TIMESTAMP,
	NGM_SOURCE_SET_COUNTER,
	NGM_SOURCE_GET_COUNTER,
};
