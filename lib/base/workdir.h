/* SPDX-License-Identifier: BSD-2-Clause */
/* workdir.h - The directory that an overlay works on beside its upper layer */
#pragma once

/* workdir_remove() - Remove @name from @dirfd with what an overlay that is gone
 * leaves in one; what else is in there stays, and so does the directory then.
 * A link is not followed.  0, also where there is none, or -errno */
int workdir_remove(int dirfd, const char *name);
