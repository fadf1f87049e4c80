/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * held.h - A process in the background that lives as long as a file has a name
 */
#pragma once

#include <stdbool.h>

/* held_begin() - Go on in the background, with the file @fd locked; the parent
 * ends when that is done, or has failed.  false: the caller is to end */
bool held_begin(int fd);

/* held_watch() - A descriptor that can be read when the file may be gone; -1 if
 * there is none */
int held_watch(int fd);

/* held_lives() - Has the file a name? */
bool held_lives(int fd);

/* held_goes_on() - The same, when held_watch()'s descriptor can be read: what is
 * read is taken */
bool held_goes_on(int watch, int fd);
