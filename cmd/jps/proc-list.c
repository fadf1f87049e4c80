/* SPDX-License-Identifier: BSD-2-Clause */
/* proc-list.c - Processes, read from /proc, with the jails they run in */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/file.h"
#include "libjail/core.h"
#include "libjail/jailed.h"
#include "proc-list.h"

#define MAJOR_TTY 4
#define FIRST_SERIAL 64
#define MAJOR_PTS 136
#define MAJOR_PTS_LAST 143

static void process_done(struct process *p)
{
	strv_done(&p->args);
}

void process_list_done(struct process_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		process_done(&l->v[i]);
	free(l->v);
	memset(l, 0, sizeof(*l));
}

/* The words after the name in /proc/PID/stat, see proc_pid_stat(5). */
enum {
	STAT_STATE,
	STAT_PPID,
	STAT_PGID,
	STAT_SID,
	STAT_TTY,
	STAT_TPGID,
	STAT_USER_TICKS = 11,
	STAT_SYS_TICKS,
	STAT_PRIORITY = 15,
	STAT_NICE,
	STAT_THREADS,
	STAT_START = 19,
	STAT_VSIZE,
	STAT_WORDS,
};

static long word_number(const struct strv *words, size_t i)
{
	return strtol(words->v[i], NULL, 10);
}

/* A name may hold anything, so it ends at the last parenthesis. */
int process_parse_stat(const char *text, struct process *ret)
{
	cleanup_strv struct strv w = { 0 };
	const char *open = strchr(text, '(');
	const char *close = strrchr(text, ')');
	size_t len;

	if (!open || !close || close < open ||
	    strv_split(&w, close + 1, " \n") < 0 || w.n < STAT_WORDS)
		return -EINVAL;
	len = (size_t)(close - open - 1);
	if (len >= sizeof(ret->comm))
		len = sizeof(ret->comm) - 1;
	memcpy(ret->comm, open + 1, len);
	ret->comm[len] = '\0';
	ret->pid = (pid_t)strtol(text, NULL, 10);
	ret->state = w.v[STAT_STATE][0];
	ret->ppid = (pid_t)word_number(&w, STAT_PPID);
	ret->pgid = (pid_t)word_number(&w, STAT_PGID);
	ret->sid = (pid_t)word_number(&w, STAT_SID);
	ret->tty = (unsigned)word_number(&w, STAT_TTY);
	ret->tpgid = (pid_t)word_number(&w, STAT_TPGID);
	ret->user_ticks = (unsigned long)word_number(&w, STAT_USER_TICKS);
	ret->sys_ticks = (unsigned long)word_number(&w, STAT_SYS_TICKS);
	ret->priority = word_number(&w, STAT_PRIORITY);
	ret->nice = word_number(&w, STAT_NICE);
	ret->threads = (unsigned)word_number(&w, STAT_THREADS);
	ret->start = strtoull(w.v[STAT_START], NULL, 10);
	ret->vsize = strtoull(w.v[STAT_VSIZE], NULL, 10);
	return 0;
}

void process_tty(unsigned tty, char *buf, size_t len)
{
	unsigned maj = major(tty), min = minor(tty);

	if (tty == 0)
		(void)snprintf(buf, len, "-");
	else if (maj >= MAJOR_PTS && maj <= MAJOR_PTS_LAST)
		(void)snprintf(buf, len, "%u", (maj - MAJOR_PTS) * 256 + min);
	else if (maj == MAJOR_TTY && min >= FIRST_SERIAL)
		(void)snprintf(buf, len, "S%u", min - FIRST_SERIAL);
	else if (maj == MAJOR_TTY)
		(void)snprintf(buf, len, "v%u", min);
	else
		(void)snprintf(buf, len, "%u:%u", maj, min);
}

static int read_stat(int dir, struct process *p)
{
	cleanup_free char *text = NULL;
	int r = file_read(dir, "stat", &text, NULL, NULL);

	return r < 0 ? r : process_parse_stat(text, p);
}

/* The number in column @col of the line @key of a status file; 0 if none. */
static unsigned long status_number(const char *text, const char *key,
				   unsigned col)
{
	const char *line = strstr(text, key);
	unsigned long n = 0;
	char *end;

	if (!line)
		return 0;
	line += strlen(key);
	for (unsigned i = 0; i <= col; i++, line = end)
		n = strtoul(line, &end, 10);
	return n;
}

static void read_status(int dir, struct process *p)
{
	cleanup_free char *text = NULL;

	if (file_read(dir, "status", &text, NULL, NULL) < 0)
		return;
	p->ruid = (uid_t)status_number(text, "\nUid:", 0);
	p->uid = (uid_t)status_number(text, "\nUid:", 1);
	p->rgid = (gid_t)status_number(text, "\nGid:", 0);
	p->gid = (gid_t)status_number(text, "\nGid:", 1);
	p->rss = status_number(text, "\nVmRSS:", 0);
	p->traced = status_number(text, "\nTracerPid:", 0) != 0;
}

static void read_args(int dir, struct process *p)
{
	cleanup_free char *text = NULL;
	size_t len = 0;

	if (file_read(dir, "cmdline", &text, &len, NULL) < 0)
		return;
	for (size_t i = 0; i < len; i += strlen(text + i) + 1)
		if (strv_add(&p->args, text + i) < 0)
			return;
	p->has_args = p->args.n > 0;
}

/* An id as the first range of a map ("0 100000 65536") has it inside. */
static unsigned map_id(const char *map, unsigned id)
{
	char *end;
	unsigned long inside = strtoul(map, &end, 10);
	unsigned long outside = strtoul(end, &end, 10);
	unsigned long count = strtoul(end, &end, 10);

	if (id < outside || id - outside >= count)
		return id;
	return (unsigned)(id - outside + inside);
}

/* A jail's root is root, whatever the host calls it. */
static void map_ids(int dir, struct process *p)
{
	cleanup_free char *uids = NULL;
	cleanup_free char *gids = NULL;

	if (file_read(dir, "uid_map", &uids, NULL, NULL) < 0 ||
	    file_read(dir, "gid_map", &gids, NULL, NULL) < 0)
		return;
	p->uid = map_id(uids, p->uid);
	p->ruid = map_id(uids, p->ruid);
	p->gid = map_id(gids, p->gid);
	p->rgid = map_id(gids, p->rgid);
}

static int read_process(int dir, struct process *p, int own_jid)
{
	int r = read_stat(dir, p);

	if (r < 0)
		return r;
	read_status(dir, p);
	read_args(dir, p);
	p->jid = own_jid > 0 ? own_jid : jail_of_pid(p->pid);
	if (p->jid < 0)
		p->jid = 0;
	if (own_jid == 0 && p->jid > 0)
		map_ids(dir, p);
	return 0;
}

static int add(struct process_list *l, const struct process *p)
{
	struct process *v = reallocarray(l->v, l->n + 1, sizeof(*v));

	if (!v)
		return -ENOMEM;
	l->v = v;
	l->v[l->n++] = *p;
	return 0;
}

/* One that ends while it is looked at is not there. */
static int add_pid(struct process_list *l, int proc, const char *name,
		   int own_jid)
{
	cleanup_close int dir =
		openat(proc, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct process p = { 0 };
	int r;

	if (dir < 0)
		return 0;
	if (read_process(dir, &p, own_jid) < 0) {
		process_done(&p);
		return 0;
	}
	r = add(l, &p);
	if (r < 0)
		process_done(&p);
	return r;
}

int process_list_get(struct process_list *ret, struct errbuf *eb)
{
	struct process_list l = { 0 };
	int own_jid = jailed() ? jailed_jid() : 0;
	DIR *dir = opendir("/proc");
	int r = 0;

	if (!dir)
		return errbuf_errno(eb, "/proc");
	for (struct dirent *e = readdir(dir); e && r == 0; e = readdir(dir))
		if (e->d_name[0] >= '1' && e->d_name[0] <= '9')
			r = add_pid(&l, dirfd(dir), e->d_name, own_jid);
	(void)closedir(dir);
	if (r < 0) {
		process_list_done(&l);
		return errbuf_set(eb, -r, "%s", strerror(-r));
	}
	*ret = l;
	return 0;
}
