/* SPDX-License-Identifier: BSD-2-Clause */
/* hosts.c - Names of addresses, from hosts(5) and networks(5) alone */

#include <arpa/inet.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/hosts.h"

#define BLANK " \t\r"
#define WORD_SIZE 256

struct word {
	const char *s;
	size_t len;
};

/* The next word of a line, none at its end or at a comment. */
static bool next_word(const char **line, struct word *ret)
{
	const char *s = *line + strspn(*line, BLANK);

	ret->s = s;
	ret->len = strcspn(s, BLANK "\n#");
	*line = s + ret->len;
	return ret->len > 0;
}

static const char *next_line(const char *line)
{
	const char *end = strchr(line, '\n');

	return end ? end + 1 : line + strlen(line);
}

static bool word_is(const struct word *w, const char *s)
{
	return strlen(s) == w->len && strncasecmp(w->s, s, w->len) == 0;
}

static bool word_copy(const struct word *w, char *buf, size_t size)
{
	if (w->len >= size)
		return false;
	memcpy(buf, w->s, w->len);
	buf[w->len] = '\0';
	return true;
}

static bool line_addr(const char **line, int family, void *ret)
{
	char buf[WORD_SIZE];
	struct word w;

	return next_word(line, &w) && word_copy(&w, buf, sizeof(buf)) &&
	       inet_pton(family, buf, ret) == 1;
}

static size_t addr_size(int family)
{
	return family == AF_INET ? sizeof(struct in_addr)
				 : sizeof(struct in6_addr);
}

int hosts_addr(const char *text, int family, const char *name, void *ret)
{
	for (; *text; text = next_line(text)) {
		const char *at = text;
		struct in6_addr addr;
		struct word w;

		if (!line_addr(&at, family, &addr))
			continue;
		while (next_word(&at, &w)) {
			if (!word_is(&w, name))
				continue;
			memcpy(ret, &addr, addr_size(family));
			return 0;
		}
	}
	return -ENOENT;
}

int hosts_name(const char *text, int family, const void *addr, char *ret,
	       size_t size)
{
	for (; *text; text = next_line(text)) {
		const char *at = text;
		struct in6_addr here;
		struct word w;

		if (!line_addr(&at, family, &here) ||
		    memcmp(&here, addr, addr_size(family)) != 0 ||
		    !next_word(&at, &w))
			continue;
		return word_copy(&w, ret, size) ? 0 : -ENAMETOOLONG;
	}
	return -ENOENT;
}

/* "127" is 127.0.0.0, "10.1" is 10.1.0.0. */
static bool network_number(const char *s, struct in_addr *ret)
{
	uint32_t addr = 0;
	int part;

	for (part = 0; part < 4; part++) {
		char *end;
		unsigned long n = strtoul(s, &end, 10);

		if (end == s || n > 255 || (*end && *end != '.'))
			return false;
		addr |= (uint32_t)n << (24 - 8 * part);
		if (!*end)
			break;
		s = end + 1;
	}
	if (part == 4)
		return false;
	ret->s_addr = htonl(addr);
	return true;
}

int networks_addr(const char *text, const char *name, struct in_addr *ret)
{
	for (; *text; text = next_line(text)) {
		const char *at = text;
		struct word first, number, w;
		char buf[WORD_SIZE];
		bool found;

		if (!next_word(&at, &first) || !next_word(&at, &number))
			continue;
		found = word_is(&first, name);
		while (!found && next_word(&at, &w))
			found = word_is(&w, name);
		if (found && word_copy(&number, buf, sizeof(buf)) &&
		    network_number(buf, ret))
			return 0;
	}
	return -ENOENT;
}
