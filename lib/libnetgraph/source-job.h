/* SPDX-License-Identifier: BSD-2-Clause */
/* source-job.h - What the tools' part and the process that sends share */
#pragma once

#include <stdint.h>

#include "graph-abi.h"

/* Octets of a node's array: elements lie 8 apart, pages are full */
#define SOURCE_ROOM                                                            \
	((((NG_FRAMES + 1) * sizeof(struct ng_frame)) + 4095) & ~4095UL)

_Static_assert(sizeof(struct ng_frame) % 8 == 0, "elements lie 8 apart");
_Static_assert(sizeof(struct ng_source_job) <= sizeof(struct ng_frame),
	       "the job is in the last one");

/* source_due_ns() - When the packet after so many is due, from the first one on */
static inline uint64_t source_due_ns(uint64_t packets, uint32_t pps)
{
	return packets / pps * 1000000000 + packets % pps * 1000000000 / pps;
}

static inline struct ng_source_job *source_job(struct ng_frame *frames)
{
	return (struct ng_source_job *)(void *)&frames[NG_FRAMES];
}
