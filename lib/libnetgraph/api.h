/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * api.h - Which node a program's descriptor belongs to
 *
 * Programs have nothing but two descriptors, which they may close, or have from
 * another program; so what we know of each is looked up, and looked at again
 * when the number stands for another socket now.
 */
#pragma once

struct ng_mesg;
struct session;

/* api_session() - Of a control or data socket; NULL with errno set */
struct session *api_session(int fd);

/* api_add() - Remember what was made.  0 or -1 with errno */
int api_add(int cs, int ds, struct session *s);

/* api_fail() - Set errno from -errno, tell who wants to know; -1 */
int api_fail(int r, const char *what);

/* api_trace() - A message, for who set NgSetDebug() to 2 or more */
void api_trace(int cs, const char *what, const char *path,
	       const struct ng_mesg *m);

/* api_debug() - For who set NgSetDebug() */
void api_debug(int level, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
