/* SPDX-License-Identifier: BSD-2-Clause */
/* arrive.h - Messages and packets that come to ngctl's own node */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct ng_mesg;
struct ngctl;

/* show_message() - What node @path sent, as text or in numbers */
void show_message(struct ngctl *ng, const char *path, const struct ng_mesg *m);

/* read_message() - Show one that waits in the control socket, if one does */
void read_message(struct ngctl *ng);

/* read_packet() - Take one from the data socket and show it */
void read_packet(struct ngctl *ng);
