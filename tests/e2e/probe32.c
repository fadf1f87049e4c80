/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * probe32.c - Say hello, and try to mount, by a 32-bit program's system calls
 *
 * Exits 0 when the mount is refused with EPERM, as it must be without
 * allow.mount, and 1 when something else came of it.
 */

#define SYS32_EXIT 1
#define SYS32_WRITE 4
#define SYS32_MOUNT 21
#define MINUS_EPERM (-1)

void _start(void);

static int call(int number, const void *a, const void *b, const void *c)
{
	int r;

	/* Fourth and fifth arguments are whatever is there: 0 will do. */
	__asm__ volatile("int $0x80"
			 : "=a"(r)
			 : "0"(number), "b"(a), "c"(b), "d"(c), "S"(0), "D"(0)
			 : "memory");
	return r;
}

void _start(void)
{
	int r;

	(void)call(SYS32_WRITE, (void *)1, "hello\n", (void *)6);
	r = call(SYS32_MOUNT, "none", "/mnt", "tmpfs");
	(void)call(SYS32_EXIT, (void *)(r == MINUS_EPERM ? 0 : 1), 0, 0);
	__builtin_unreachable();
}
