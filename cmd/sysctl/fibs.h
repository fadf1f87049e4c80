/* SPDX-License-Identifier: BSD-2-Clause */
/* fibs.h - net.fibs and net.my_fibnum: routing tables by number */
#pragma once

/* As get() and set() of struct oid: text that the caller frees; 0 or -errno */
int fibs_get(char **ret);
int fibs_set(const char *value);
int fibs_get_mine(char **ret);
