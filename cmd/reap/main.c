/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * main.c - libexec/vjail/reap JID: remove a jail that has ended
 *
 * The watcher becomes this.  Where the jail turns out to live on, somebody
 * entered it meanwhile: a new watcher is started in its place.
 */

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/errbuf.h"
#include "base/paths.h"
#include "libjail/core.h"

/* The descriptors it polls are still open, and its number is the one that the
 * record knows. */
static void watch_again(char *jid)
{
	cleanup_free char *init = paths_libexec("init");
	cleanup_free char *reap = paths_libexec("reap");
	cleanup_free char *flag = NULL;

	if (!init || !reap ||
	    asprintf(&flag, VJAIL_STATE_DIR "/jails/%s/persist", jid) < 0)
		errx(EXIT_FAILURE, "out of memory");
	(void)execl(init, "vjail: watch", jid, flag, reap, (char *)NULL);
	err(EXIT_FAILURE, "%s", init);
}

int main(int argc, char **argv)
{
	struct errbuf eb;
	int r;

	if (argc != 2)
		errx(EXIT_FAILURE, "usage: reap jid");
	r = jail_reap(atoi(argv[1]), &eb);
	if (r < 0)
		errx(EXIT_FAILURE, "%s", eb.msg);
	if (r > 0)
		watch_again(argv[1]);
	return EXIT_SUCCESS;
}
