/* SPDX-License-Identifier: BSD-2-Clause */
/* config.h - Read jail.conf(5) and what it includes */
#pragma once

struct conf;

/* config_load() - Read @file ("-": standard input).  What is wrong is printed.
 * 0, Caller: conf_free(*@ret); or -errno */
int config_load(const char *file, struct conf **ret);
