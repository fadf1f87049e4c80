/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * held.h - A process in the background that lives as long as a file has a name
 */
#pragma once

#include <stdbool.h>

/* held_begin() - Go on in the background, with the file @fd locked; the parent
 * ends when that is done, or has failed.  false: the caller is to end */
bool held_begin(int fd);

/* held_watch() - A descriptor that can be read when the file may be gone, or a
 * network namespace may have lost its name; -1 if there is none */
int held_watch(int fd);

/* held_lives() - Has the file a name? */
bool held_lives(int fd);

/* held_goes_on() - The same, when held_watch()'s descriptor can be read: what is
 * read is taken.  false, too, when ip-netns(8) took away the name of the network
 * namespace that the process is in, and nobody else is there */
bool held_goes_on(int watch, int fd);
