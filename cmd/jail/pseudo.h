/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pseudo.h - The parameters that jail(8) itself acts on
 *
 * The kernel's parameters are in libjail/param.h; these say what to do around
 * the making and removing of a jail.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/strv.h"

struct errbuf;

enum pseudo {
	P_ALLOW_DYING,
	P_COMMAND,
	P_DEPEND,
	P_EXEC_CLEAN,
	P_EXEC_CONSOLELOG,
	P_EXEC_CREATED,
	P_EXEC_FIB,
	P_EXEC_JAIL_USER,
	P_EXEC_POSTSTART,
	P_EXEC_POSTSTOP,
	P_EXEC_PREPARE,
	P_EXEC_PRESTART,
	P_EXEC_PRESTOP,
	P_EXEC_RELEASE,
	P_EXEC_START,
	P_EXEC_STOP,
	P_EXEC_SYSTEM_JAIL_USER,
	P_EXEC_SYSTEM_USER,
	P_EXEC_TIMEOUT,
	P_INTERFACE,
	P_IP_HOSTNAME,
	P_MOUNT,
	P_MOUNT_DEVFS,
	P_MOUNT_FDESCFS,
	P_MOUNT_FSTAB,
	P_MOUNT_PROCFS,
	P_STOP_TIMEOUT,
	P_VNET_INTERFACE,
	P_ZFS_DATASET,
	P_COUNT,
	P_NONE = P_COUNT,
};

/* What a jail's configuration says of them. */
struct pseudos {
	struct strv value[P_COUNT];
	bool set[P_COUNT];
};

/* pseudo_find() - By name, or by the no-form of a boolean, which sets *@ret_no
 * (may be NULL).  P_NONE: it is not one of them */
enum pseudo pseudo_find(const char *name, bool *ret_no);

const char *pseudo_name(enum pseudo p);

/**
 * pseudo_put() - Check a value and put it in, replacing what was there
 * @no:		It was spelt in its no-form
 * @value:	The words given; NULL or empty: none
 *
 * Return: 0, -EINVAL (`P: unknown boolean value "V"`, `P: non-integer value
 * "V"`), -EOPNOTSUPP for what has no meaning on Linux, or -ENOMEM
 */
int pseudo_put(struct pseudos *ps, enum pseudo p, bool no,
	       const struct strv *value, struct errbuf *eb);

/* The values: a default where nothing was set */
bool pseudo_bool(const struct pseudos *ps, enum pseudo p);
int pseudo_int(const struct pseudos *ps, enum pseudo p, int def);
const char *pseudo_str(const struct pseudos *ps, enum pseudo p); /* or NULL */

void pseudos_done(struct pseudos *ps);
