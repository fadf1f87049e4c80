/* SPDX-License-Identifier: BSD-2-Clause */
/* main.c - ifconfig(8): show and configure network interfaces */

#include <stdio.h>

int ifconfig_main(int argc, char **argv);

int ifconfig_main(int argc, char **argv)
{
	(void)argc;
	fprintf(stderr, "%s: not supported yet\n", argv[0]);
	return 1;
}
