/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * relay.h - Stand between our terminal and the one that a jail was given
 *
 * A command in a jail never gets a descriptor of the host's terminal: whoever
 * has one can type into it.  It gets a terminal of its own, and what is typed
 * and printed is copied to and fro until it ends.
 */
#pragma once

#include <sys/types.h>

struct relay {
	pid_t pid; /* child to wait for; signals are forwarded to it */
	int pty; /* master side of its terminal, or -1: only wait */
	int in; /* what to feed it from, or -1.  A terminal is put into raw
		    * mode meanwhile, unless we are in its background */
	int out; /* what to copy to, or -1 */
};

/**
 * relay_run() - Copy and forward until the child has ended
 *
 * Signals that end or change a program (INT, TERM, HUP, QUIT, USR1, USR2,
 * WINCH) go to the child.  Terminal modes and the signal mask are then what
 * they were.  Return: what waitpid(2) said, or -errno
 */
int relay_run(const struct relay *r);
