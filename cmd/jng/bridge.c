/* SPDX-License-Identifier: BSD-2-Clause */
/* bridge.c - bridge: interfaces on bridges to NICs */

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/errbuf.h"
#include "base/util.h"
#include "jng.h"

#define FIRST_LINK 2 /* 0 and 1 are the NIC's */

static int name_check(const char *name, struct errbuf *eb)
{
	if (strlen(name) >= NAME_SIZE)
		return errbuf_set(eb, ENAMETOOLONG, "%s: %s", name,
				  strerror(ENAMETOOLONG));
	for (const char *p = name; *p; p++)
		if (!isalnum((unsigned char)*p) && *p != '_')
			return errbuf_set(eb, EINVAL, "%s: bad name", name);
	return *name ? 0 : -NO_USAGE;
}

/* How often the parent came before in the list. */
static unsigned count_before(char **list, int i)
{
	const char *parent = list[i] + strspn(list[i], "=!");
	unsigned n = 0;

	for (int k = 0; k < i; k++)
		n += streq(list[k] + strspn(list[k], "=!"), parent);
	return n;
}

/* The bridge behind the NIC's that -b asks for, and its name */
static int second_bridge(struct ngnet *n, const char *first, const char *second,
			 struct errbuf *eb)
{
	char path[NAME_SIZE + 2], link[NG_HOOKSIZ],
		at[NAME_SIZE + 2 + NG_HOOKSIZ];
	unsigned num = 0;
	int r;

	(void)snprintf(path, sizeof(path), "%s:", second);
	if (ngnet_has(n, path))
		return 0;
	(void)snprintf(path, sizeof(path), "%s:", first);
	r = ngnet_free_link(n, path, FIRST_LINK, &num, eb);
	if (r < 0)
		return r;
	(void)snprintf(link, sizeof(link), "link%u", num);
	(void)snprintf(at, sizeof(at), "%s%s", path, link);
	r = ngnet_making(n, at, eb);
	if (r < 0)
		return r;
	r = ngnet_mkpeer(n, path, "bridge", link, "link1", eb);
	if (r == 0) {
		r = ngnet_name(n, at, second, eb);
		if (r < 0)
			(void)ngnet_shutdown(n, at, NULL);
	}
	return ngnet_made(n, r, eb);
}

static int add_one(struct ngnet *n, const char *name, const char *second,
		   char **list, int i, struct errbuf *eb)
{
	char flag = strchr("=!", *list[i]) ? *list[i] : '\0';
	const char *parent = list[i] + (flag != '\0');
	char first[NAME_SIZE], bridge[NAME_SIZE], path[NAME_SIZE + 2],
		node[NG_NODESIZ], eiface[NG_EIFACE_LONGNAME_SIZE];
	uint8_t mac[6], derived[6];
	int r;

	(void)snprintf(eiface, sizeof(eiface), "ng%d_%s", i, name);
	(void)snprintf(path, sizeof(path), "%s:", ngnet_node(eiface, node));
	if (ngnet_there(n, path))
		return 0;
	r = ngnet_mac(n, parent, mac, eb);
	(void)snprintf(first, sizeof(first), "%sbridge",
		       ngnet_node(parent, node));
	memcpy(bridge, first, sizeof(bridge));
	if (r == 0)
		r = ngnet_nic(n, parent, first, eb);
	if (r == 0 && second) {
		(void)snprintf(bridge, sizeof(bridge), "%s%s", node, second);
		r = second_bridge(n, first, bridge, eb);
	}
	if (r < 0)
		return r;
	if (!flag)
		r = ngnet_derive(n, mac, name, count_before(list, i), derived,
				 eb);
	if (r < 0)
		return r;
	return ngnet_eiface(n, bridge, FIRST_LINK, eiface,
			    flag == '!'	  ? NULL
			    : flag == '=' ? mac
					  : derived,
			    eb);
}

int jng_bridge(struct ngnet *n, const struct xo *xo, int argc, char **argv,
	       struct errbuf *eb)
{
	const char *second = NULL, *name;
	int r = 0;

	(void)xo;
	argc--, argv++;
	if (argc > 1 && streq(argv[0], "-b")) {
		second = argv[1];
		argc -= 2, argv += 2;
	} else if (argc > 0 && str_starts(argv[0], "-b")) {
		second = argv[0] + 2;
		argc--, argv++;
	}
	if (argc < 2 || *argv[0] == '-')
		return -NO_USAGE;
	name = argv[0];
	r = name_check(name, eb);
	if (r == 0 && second)
		r = name_check(second, eb);
	for (int i = 0; r == 0 && i < argc - 1; i++)
		r = add_one(n, name, second, argv + 1, i, eb);
	return r;
}
