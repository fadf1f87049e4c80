/* SPDX-License-Identifier: BSD-2-Clause */
/* keyword.c - The columns of ps(1): their names, headers and cells */

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "keyword.h"

#define DAY 86400L
#define WEEK (7 * DAY)

static char *format(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

static char *format(const char *fmt, ...)
{
	va_list ap;
	char *s;
	int r;

	va_start(ap, fmt);
	r = vasprintf(&s, fmt, ap);
	va_end(ap);
	return r < 0 ? NULL : s;
}

#define NUMBER_CELL(field, spec, member)                                       \
	static char *cell_##field(struct machine *m, const struct process *p)  \
	{                                                                      \
		(void)m;                                                       \
		return format(spec, p->member);                                \
	}

NUMBER_CELL(pid, "%d", pid)
NUMBER_CELL(ppid, "%d", ppid)
NUMBER_CELL(pgid, "%d", pgid)
NUMBER_CELL(sid, "%d", sid)
NUMBER_CELL(tpgid, "%d", tpgid)
NUMBER_CELL(jid, "%d", jid)
NUMBER_CELL(uid, "%u", uid)
NUMBER_CELL(ruid, "%u", ruid)
NUMBER_CELL(gid, "%u", gid)
NUMBER_CELL(rgid, "%u", rgid)
NUMBER_CELL(nice, "%ld", nice)
NUMBER_CELL(pri, "%ld", priority)
NUMBER_CELL(threads, "%u", threads)
NUMBER_CELL(rss, "%lu", rss)
NUMBER_CELL(comm, "%s", comm)

static char *cell_vsz(struct machine *m, const struct process *p)
{
	(void)m;
	return format("%llu", p->vsize / 1024);
}

/* The name of an id in the text of passwd(5) or group(5), or the number. */
static char *id_name(const char *text, unsigned id)
{
	for (const char *line = text; line && *line;
	     line = strchr(line, '\n'), line = line ? line + 1 : NULL) {
		size_t len = strcspn(line, ":\n");
		const char *field = line + len;
		char *end;

		if (*field != ':')
			continue;
		field += 1 + strcspn(field + 1, ":\n");
		if (*field == ':' && strtoul(field + 1, &end, 10) == id &&
		    end > field + 1)
			return strndup(line, len);
	}
	return format("%u", id);
}

static char *cell_user(struct machine *m, const struct process *p)
{
	return id_name(m->passwd, p->uid);
}

static char *cell_ruser(struct machine *m, const struct process *p)
{
	return id_name(m->passwd, p->ruid);
}

static char *cell_group(struct machine *m, const struct process *p)
{
	return id_name(m->group, p->gid);
}

static char *cell_rgroup(struct machine *m, const struct process *p)
{
	return id_name(m->group, p->rgid);
}

static char *cell_jail(struct machine *m, const struct process *p)
{
	const char *name = machine_jail(m, p->jid);

	return name ? strdup(name) : NULL;
}

/* What a command is, when its first argument does not tell. */
static char *with_comm(const char *args, const struct process *p)
{
	const char *first = p->args.v[0];
	const char *slash = strrchr(first, '/');

	if (strncmp(slash ? slash + 1 : first, p->comm, COMM_LEN - 1) == 0)
		return strdup(args);
	return format("%s (%s)", args, p->comm);
}

static char *cell_command(struct machine *m, const struct process *p)
{
	cleanup_free char *args = NULL;

	if (m->comm_only)
		return strdup(p->comm);
	if (p->state == 'Z')
		return strdup("<defunct>");
	if (!p->has_args)
		return format("[%s]", p->comm);
	args = strv_join(&p->args, " ");
	if (!args)
		return NULL;
	for (char *s = args; *s; s++)
		if ((unsigned char)*s < ' ')
			*s = ' ';
	return with_comm(args, p);
}

/* Linux's letters that FreeBSD writes otherwise. */
static char state_letter(char state)
{
	switch (state) {
	case 't':
		return 'T';
	case 'I': /* a thread of the kernel that has nothing to do */
		return 'I';
	case 'P':
		return 'R';
	default:
		return state;
	}
}

static char *cell_state(struct machine *m, const struct process *p)
{
	char buf[16], *s = buf;

	(void)m;
	*s++ = state_letter(p->state);
	if (p->nice < 0)
		*s++ = '<';
	else if (p->nice > 0)
		*s++ = 'N';
	if (p->traced)
		*s++ = 'X';
	if (p->sid == p->pid)
		*s++ = 's';
	if (p->tty && p->tpgid == p->pgid)
		*s++ = '+';
	if (p->jid)
		*s++ = 'J';
	*s = '\0';
	return strdup(buf);
}

static char *cell_tt(struct machine *m, const struct process *p)
{
	char name[16];

	(void)m;
	process_tty(p->tty, name, sizeof(name));
	return format("%s ", name);
}

static char *cell_time(struct machine *m, const struct process *p)
{
	unsigned long t = p->user_ticks + p->sys_ticks;
	unsigned long ticks = (unsigned long)m->ticks;
	unsigned long s = t / ticks;

	return format("%lu:%02lu.%02lu", s / 60, s % 60,
		      t % ticks * 100 / ticks);
}

static time_t started(const struct machine *m, const struct process *p)
{
	return m->boot + (time_t)(p->start / (unsigned long long)m->ticks);
}

/* Within a day the time, within a week the day, else the date. */
static char *cell_start(struct machine *m, const struct process *p)
{
	time_t t = started(m, p);
	struct tm tm = { 0 };
	char buf[32];

	(void)localtime_r(&t, &tm);
	if (m->now - t < DAY) {
		(void)strftime(buf, sizeof(buf), "%H:%M", &tm);
		return strdup(buf);
	}
	if (m->now - t < WEEK) {
		(void)strftime(buf, sizeof(buf), "%a%H", &tm);
		return strdup(buf);
	}
	(void)strftime(buf, sizeof(buf), "%e%b", &tm);
	return format("%s%02d", buf, tm.tm_year % 100);
}

static char *cell_lstart(struct machine *m, const struct process *p)
{
	time_t t = started(m, p);
	struct tm tm = { 0 };
	char buf[64];

	(void)localtime_r(&t, &tm);
	(void)strftime(buf, sizeof(buf), "%a %b %e %H:%M:%S %Y", &tm);
	return strdup(buf);
}

static char *cell_etimes(struct machine *m, const struct process *p)
{
	return format("%lld", (long long)(m->now - started(m, p)));
}

/* [[days-]hours:]minutes:seconds */
static char *cell_etime(struct machine *m, const struct process *p)
{
	long long s = m->now - started(m, p);

	if (s >= DAY)
		return format("%lld-%02lld:%02lld:%02lld", s / DAY,
			      s / 3600 % 24, s / 60 % 60, s % 60);
	if (s >= 3600)
		return format("%02lld:%02lld:%02lld", s / 3600, s / 60 % 60,
			      s % 60);
	return format("%02lld:%02lld", s / 60, s % 60);
}

double keyword_percent_cpu(const struct machine *m, const struct process *p)
{
	double used = (double)(p->user_ticks + p->sys_ticks) / (double)m->ticks;
	double lived = (double)(m->now - started(m, p));

	return lived > 0 ? 100 * used / lived : 0;
}

static char *cell_cpu(struct machine *m, const struct process *p)
{
	return format("%.1f", keyword_percent_cpu(m, p));
}

static char *cell_mem(struct machine *m, const struct process *p)
{
	return format("%.1f",
		      m->memory ? 100.0 * (double)p->rss / (double)m->memory
				: 0.0);
}

static const struct keyword keywords[] = {
	{ "%cpu", "%CPU", "percent-cpu", 0, cell_cpu },
	{ "%mem", "%MEM", "percent-memory", 0, cell_mem },
	{ "args", "COMMAND", "arguments", KEYWORD_LEFT, cell_command },
	{ "comm", "COMMAND", "command", KEYWORD_LEFT, cell_comm },
	{ "command", "COMMAND", "command", KEYWORD_LEFT, cell_command },
	{ "etime", "ELAPSED", "elapsed-time", 0, cell_etime },
	{ "etimes", "ELAPSED", "elapsed-times", 0, cell_etimes },
	{ "gid", "GID", "gid", 0, cell_gid },
	{ "group", "GROUP", "group", KEYWORD_LEFT, cell_group },
	{ "jail", "JAIL", "jail-name", KEYWORD_LEFT, cell_jail },
	{ "jid", "JID", "jail-id", 0, cell_jid },
	{ "lstart", "STARTED", "start-time", KEYWORD_LEFT, cell_lstart },
	{ "ni", "NI", "nice", 0, cell_nice },
	{ "nice", "NI", "nice", 0, cell_nice },
	{ "nlwp", "NLWP", "threads", 0, cell_threads },
	{ "pcpu", "%CPU", "percent-cpu", 0, cell_cpu },
	{ "pgid", "PGID", "process-group", 0, cell_pgid },
	{ "pid", "PID", "pid", 0, cell_pid },
	{ "pmem", "%MEM", "percent-memory", 0, cell_mem },
	{ "ppid", "PPID", "ppid", 0, cell_ppid },
	{ "pri", "PRI", "priority", 0, cell_pri },
	{ "rgid", "RGID", "real-gid", 0, cell_rgid },
	{ "rgroup", "RGROUP", "real-group", KEYWORD_LEFT, cell_rgroup },
	{ "rss", "RSS", "rss", 0, cell_rss },
	{ "ruid", "RUID", "real-uid", 0, cell_ruid },
	{ "ruser", "RUSER", "real-user", KEYWORD_LEFT, cell_ruser },
	{ "sid", "SID", "sid", 0, cell_sid },
	{ "start", "STARTED", "start-time", KEYWORD_LEFT, cell_start },
	{ "stat", "STAT", "state", KEYWORD_LEFT, cell_state },
	{ "state", "STAT", "state", KEYWORD_LEFT, cell_state },
	{ "time", "TIME", "cpu-time", 0, cell_time },
	{ "tpgid", "TPGID", "terminal-process-gid", 0, cell_tpgid },
	{ "tt", "TT", "terminal-name", KEYWORD_LEFT | KEYWORD_TTY, cell_tt },
	{ "ucomm", "UCOMM", "accounting-name", KEYWORD_LEFT, cell_comm },
	{ "uid", "UID", "uid", 0, cell_uid },
	{ "user", "USER", "user", KEYWORD_LEFT, cell_user },
	{ "vsize", "VSZ", "virtual-size", 0, cell_vsz },
	{ "vsz", "VSZ", "virtual-size", 0, cell_vsz },
};

static const struct keyword *keyword_find(const char *name, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(keywords); i++)
		if (strlen(keywords[i].name) == len &&
		    strncmp(keywords[i].name, name, len) == 0)
			return &keywords[i];
	return NULL;
}

int keyword_list(struct strv *ret)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(keywords); i++)
		r = strv_add(ret, keywords[i].name);
	return r;
}

static int column_add(struct columns *c, const struct keyword *k,
		      const char *header)
{
	struct column *v = reallocarray(c->v, c->n + 1, sizeof(*v));

	if (!v)
		return -ENOMEM;
	c->v = v;
	v[c->n].keyword = k;
	v[c->n].header = strdup(header);
	if (!v[c->n].header)
		return -ENOMEM;
	c->n++;
	return 0;
}

int columns_add(struct columns *c, const char *list, struct strv *unknown)
{
	const char *s = list;
	int r = 0;

	while (r == 0 && *(s += strspn(s, ", \t\n"))) {
		size_t len = strcspn(s, "=, \t\n");
		const struct keyword *k = keyword_find(s, len);

		if (!k)
			r = strv_addf(unknown, "%.*s", (int)len, s);
		else if (s[len] == '=') /* a header is all that follows */
			return column_add(c, k, s + len + 1);
		else
			r = column_add(c, k, k->header);
		s += len;
	}
	return r;
}

void columns_done(struct columns *c)
{
	for (size_t i = 0; i < c->n; i++)
		free(c->v[i].header);
	free(c->v);
	memset(c, 0, sizeof(*c));
}
