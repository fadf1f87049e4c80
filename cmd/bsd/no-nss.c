/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * no-nss.c - What libnl refers to and nothing here calls
 *
 * glibc's functions load libraries of the root the program runs in, and would
 * bring the loader into a static program.  Names are looked up in hosts.h.
 */

#include <netdb.h>
#include <stddef.h>

/* NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */

int getaddrinfo(const char *restrict node, const char *restrict service,
		const struct addrinfo *restrict hints,
		struct addrinfo **restrict res)
{
	(void)node;
	(void)service;
	(void)hints;
	(void)res;
	return EAI_FAIL;
}

void freeaddrinfo(struct addrinfo *res)
{
	(void)res;
}

struct protoent *getprotobyname(const char *name)
{
	(void)name;
	return NULL;
}

struct protoent *getprotobynumber(int proto)
{
	(void)proto;
	return NULL;
}

/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
