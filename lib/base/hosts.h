/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hosts.h - Names of addresses, from hosts(5) and networks(5) alone
 *
 * getaddrinfo(3) loads libraries of the root it runs in, which a static
 * program inside any root cannot rely on.  These functions take the text of
 * the file; file_read() gets it.
 */
#pragma once

#include <netinet/in.h>
#include <stddef.h>

/**
 * hosts_addr() - The address a name has
 * @text:	What /etc/hosts says
 * @family:	AF_INET or AF_INET6
 * @name:	Compared without regard to case
 * @ret:	struct in_addr or struct in6_addr; untouched on failure
 *
 * Return: 0, or -ENOENT
 */
int hosts_addr(const char *text, int family, const char *name, void *ret);

/* hosts_name() - Copy the first name of an address; 0, -ENOENT, or
 * -ENAMETOOLONG where it does not fit */
int hosts_name(const char *text, int family, const void *addr, char *ret,
	       size_t size);

/* networks_addr() - The number of a network in what /etc/networks says
 * ("loopback 127"), missing parts being 0; 0 or -ENOENT */
int networks_addr(const char *text, const char *name, struct in_addr *ret);
