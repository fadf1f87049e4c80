/* SPDX-License-Identifier: BSD-2-Clause */
/* args.h - Arguments of control messages as JSON */
#pragma once

struct json_object;
struct ng_mesg;

/* args_json() - Arguments of a message of whatever type, all of them, also those
 * that are left out of text.  *ret: NULL if it has none; caller puts.  -EINVAL,
 * -ENOSYS */
int args_json(const struct ng_mesg *m, struct json_object **ret);
