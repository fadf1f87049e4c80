/* SPDX-License-Identifier: BSD-2-Clause */
/* conffiles.h - Files of jail.conf(5) from disk, with what they include */
#pragma once

struct conf;
struct conf_errors;
struct conf_source;

/* conf_files - What .include names is found with glob(3), relative to the
 * including file's directory */
extern const struct conf_source conf_files;

/* conf_parse_file() - Read @path and add what it says to @conf; 0, -EINVAL when
 * anything was appended to @errs (also "PATH: why"), or -ENOMEM */
int conf_parse_file(struct conf *conf, const char *path,
		    struct conf_errors *errs);
