/* SPDX-License-Identifier: BSD-2-Clause */
/* proc.h - Processes by number, told apart from later ones of the same number */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/**
 * proc_start_time() - When a process started, in clock ticks since boot
 *
 * With its number this names a process for good.  Return: 0 if there is none
 */
uint64_t proc_start_time(pid_t pid);

/**
 * proc_open() - A pidfd for the process that started at @start
 *
 * Return: a descriptor, or -ESRCH when that one is gone, or -errno
 */
int proc_open(pid_t pid, uint64_t start);

/* proc_alive() - Is the process that started at @start there, and not on its way
 * out either?  It is while that cannot be found out (no descriptors left) */
bool proc_alive(pid_t pid, uint64_t start);

/* proc_has_threads() - Has the caller others that stay?  Those that are on their way
 * out, and may have been joined already, are waited for */
bool proc_has_threads(void);

/* proc_wait() - waitpid(2) that goes on after signals; the status, or -errno */
int proc_wait(pid_t pid);

/* proc_lend() - Call @fn(@arg) in a new process that borrows the caller's memory
 * and, with @fds, his descriptors, and wait until it returns, as vfork(2) does: to
 * copy memory is most of what a fork(2) costs.  Directory, namespaces and
 * credentials are its own.  What @fn returned (0 to 255), or -errno */
int proc_lend(int (*fn)(void *arg), void *arg, bool fds);

/* proc_exit_code() - What a shell would say: the exit code, or 128 + signal */
int proc_exit_code(int status);

/* proc_return() - setns(2) back to where one came from, with patience: whoever
 * stayed in the other namespace would do there what was meant for his own.  0 or
 * -errno */
int proc_return(int ns, int kind);

/* proc_reset_signals() - In a new process: every signal does what it does by
 * default, and none is blocked */
void proc_reset_signals(void);
