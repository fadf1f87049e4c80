/* SPDX-License-Identifier: BSD-2-Clause */
/* machine.c - What ps knows besides processes: time, memory, names */

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "keyword.h"
#include "libjail/core.h"
#include "libjail/jailed.h"

struct jail_name {
	int jid;
	char *name;
};

static time_t boot_time(void)
{
	cleanup_free char *text = NULL;
	const char *s;

	if (file_read(AT_FDCWD, "/proc/stat", &text, NULL, NULL) < 0)
		return 0;
	s = strstr(text, "\nbtime ");
	return s ? (time_t)strtoll(s + strlen("\nbtime "), NULL, 10) : 0;
}

void machine_init(struct machine *m)
{
	m->now = time(NULL);
	m->boot = boot_time();
	m->ticks = sysconf(_SC_CLK_TCK);
	m->memory = (unsigned long)sysconf(_SC_PHYS_PAGES) *
		    (unsigned long)(sysconf(_SC_PAGESIZE) / 1024);
	/* a root without them has only numbers */
	(void)file_read(AT_FDCWD, "/etc/passwd", &m->passwd, NULL, NULL);
	(void)file_read(AT_FDCWD, "/etc/group", &m->group, NULL, NULL);
}

void machine_done(struct machine *m)
{
	for (size_t i = 0; i < m->njails; i++)
		free(m->jails[i].name);
	free(m->jails);
	free(m->passwd);
	free(m->group);
}

static long id_of(const char *text, const char *word)
{
	size_t len = strlen(word);
	char *end;
	long id = strtol(word, &end, 10);

	if (len && !*end)
		return id;
	for (const char *line = text; line && *line;
	     line = strchr(line, '\n'), line = line ? line + 1 : NULL) {
		const char *field;

		if (strncmp(line, word, len) != 0 || line[len] != ':')
			continue;
		field = strchr(line + len + 1, ':');
		return field ? strtol(field + 1, NULL, 10) : -1;
	}
	return -1;
}

long machine_uid(const struct machine *m, const char *user)
{
	return id_of(m->passwd, user);
}

long machine_gid(const struct machine *m, const char *group)
{
	return id_of(m->group, group);
}

/* From inside a jail its own name is all there is to know. */
static char *look_up(int jid)
{
	cleanup_jail_info struct jail_info info = { 0 };

	if (jid == 0)
		return strdup("-");
	if (jailed())
		return jailed_name();
	if (jail_info_get(jid, &info, NULL) < 0)
		return strdup("-");
	return strdup(info.name);
}

const char *machine_jail(struct machine *m, int jid)
{
	struct jail_name *v;

	for (size_t i = 0; i < m->njails; i++)
		if (m->jails[i].jid == jid)
			return m->jails[i].name;
	v = reallocarray(m->jails, m->njails + 1, sizeof(*v));
	if (!v)
		return NULL;
	m->jails = v;
	v[m->njails].jid = jid;
	v[m->njails].name = look_up(jid);
	return v[m->njails].name ? v[m->njails++].name : NULL;
}
