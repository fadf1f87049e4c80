/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * gone.h - Delete interfaces without waiting for the kernel to forget them
 *
 * A deleted interface is off every list within a millisecond or two, and says
 * so to who listens; the request itself returns only when the kernel has waited
 * for all readers everywhere, some 15 ms later.
 */
#pragma once

#include <stdint.h>

#include "base/strv.h"

struct errbuf;

/**
 * nl_link_gone() - Delete the group @group of the caller's network namespace
 * @names:	Interfaces in it; those that do not exist do not matter
 *
 * Returns when none of @names exists any more.  A process of ours waits for the
 * rest, and ends by itself.  Return: 0 or -errno
 */
int nl_link_gone(uint32_t group, const struct strv *names, struct errbuf *eb);
