/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * change.c - Change a jail that runs: all of it or nothing
 *
 * The record decides.  While a jail is renamed both names are its own, and the
 * record, which is replaced at once, says which of them goes ("also") and that
 * the kernel may not know yet what it says ("changing").
 */

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/proc.h"
#include "base/util.h"
#include "libjail/change.h"
#include "libjail/ident.h"
#include "libjail/pid1.h"
#include "libjail/pin.h"
#include "libjail/registry.h"

static bool given(const struct jail_params *ps, const char *name)
{
	const struct strv *value = jail_params_get(ps, name);

	return value && value->n > 0;
}

static bool names_host(const struct jail_params *ps)
{
	return given(ps, "host.hostname") || given(ps, "host.domainname");
}

/* What it is told of itself */
static bool tells(const struct jail_params *ps)
{
	return given(ps, "name") || given(ps, "securelevel");
}

static int check_host(const struct jail_rec *rec,
		      const struct jail_params *change, struct errbuf *eb)
{
	if (names_host(change) && given(&rec->params, "host") &&
	    streq(jail_params_str(&rec->params, "host"), "inherit"))
		return errbuf_set(
			eb, EINVAL,
			"host=inherit takes all of host.* from the host");
	return 0;
}

/* As the record has them. */
static int set_names_inside(const struct jail_rec *rec, struct errbuf *eb)
{
	cleanup_close int pid1 = proc_open(rec->init_pid, rec->init_start);
	pid_t pid;

	if (pid1 < 0)
		return errbuf_set(eb, -pid1, "host.hostname: %s",
				  strerror(-pid1));
	pid = fork();
	if (pid < 0)
		return errbuf_errno(eb, "host.hostname");
	if (pid == 0)
		_exit(setns(pid1, CLONE_NEWUTS) < 0 ||
		      pid1_set_names(&rec->params, NULL) < 0);
	if (proc_wait(pid) == 0)
		return 0;
	return errbuf_set(eb, EPERM, "host.hostname: %s", strerror(EPERM));
}

static int drop_other_name(struct jail_rec *rec, struct errbuf *eb)
{
	int r = registry_name_del(rec->jid, rec->also, eb);

	if (r == 0 && rec->own_net)
		r = pin_unlink(rec->jid, rec->also, eb);
	if (r == 0 && rec->own_net)
		r = pin_link(rec->jid, rec->name, eb);
	if (r == 0)
		free(TAKE_PTR(rec->also));
	return r;
}

static int settle(const struct jail_slot *slot, struct jail_rec *rec,
		  struct errbuf *eb)
{
	int r = rec->also ? drop_other_name(rec, eb) : 0;

	if (r < 0)
		return r;
	(void)ident_update(rec);
	rec->changing = false;
	return registry_write(slot, rec, eb);
}

int change_finish(const struct jail_slot *slot, struct jail_rec *rec,
		  struct errbuf *eb)
{
	int r = 0;

	if (!rec->also && !rec->changing)
		return 0;
	if (rec->changing)
		r = set_names_inside(rec, eb);
	return r < 0 ? r : settle(slot, rec, eb);
}

static int add_name(const struct jail_slot *slot, struct jail_rec *rec,
		    const struct jail_params *change, struct errbuf *eb)
{
	const char *name = jail_params_str(change, "name");
	int r;

	if (!given(change, "name") || streq(name, rec->name))
		return 0;
	rec->also = strdup(name);
	if (!rec->also)
		return errbuf_set(eb, ENOMEM, "out of memory");
	r = registry_write(slot, rec, eb);
	return r < 0 ? r : registry_name_add(slot, name, eb);
}

static int commit(const struct jail_slot *slot, struct jail_rec *rec,
		  const struct jail_params *change, struct errbuf *eb)
{
	int r = jail_params_merge(&rec->params, change);
	char *name = rec->name;

	if (r < 0)
		return r;
	if (rec->also) {
		rec->name = rec->also;
		rec->also = name;
	}
	rec->changing = names_host(change) || tells(change);
	return registry_write(slot, rec, eb);
}

/* The record of before, with the name that it was to get as its other one. */
static void undo(const struct jail_slot *slot, struct jail_rec *before,
		 struct jail_rec *rec)
{
	const char *other = rec->also;

	if (other && streq(other, before->name))
		other = rec->name;
	before->also = other ? strdup(other) : NULL;
	before->changing = rec->changing;
	if ((before->also || before->changing) &&
	    registry_write(slot, before, NULL) == 0)
		(void)change_finish(slot, before, NULL);
}

int change_jail(const struct jail_slot *slot, struct jail_rec *rec,
		const struct jail_params *change, struct errbuf *eb)
{
	cleanup_jail_rec struct jail_rec before = { 0 };
	int r = check_host(rec, change, eb);

	if (r < 0)
		return r;
	r = registry_read(slot->jid, &before, eb);
	if (r < 0)
		return r;
	r = add_name(slot, rec, change, eb);
	if (r == 0)
		r = commit(slot, rec, change, eb);
	if (r == 0 && names_host(change))
		r = set_names_inside(rec, eb);
	if (r < 0) {
		undo(slot, &before, rec);
		return r;
	}
	/* From here on there is no way back, but whoever comes next finishes. */
	return rec->changing || rec->also ? settle(slot, rec, eb) : 0;
}
