/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ident.h - What a jail is told of itself: its /dev/.vjail.id, "KEY=VALUE" lines
 *
 * Its root can change or remove it, and then only misleads itself (jailed.h).
 */
#pragma once

#include <stddef.h>

struct jail_rec;

#define IDENT_MAX 512

/* ident_format() - What the file says of @rec */
void ident_format(const struct jail_rec *rec, char buf[static IDENT_MAX]);

/* ident_update() - Say it anew in a jail that runs, where its root has left the
 * file as it was made.  0; -errno: the jail has an older text, or none */
int ident_update(const struct jail_rec *rec);
