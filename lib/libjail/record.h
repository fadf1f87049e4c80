/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * record.h - What is written down of a jail: /run/vjail/jails/JID/record.json
 *
 * A record is written before anything that would need undoing is done, and
 * replaced whole (rename(2)).  Who holds the jail's lock may write it.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/strv.h"
#include "libjail/core.h"
#include "libjail/param.h"

struct errbuf;

/* An interface that was moved in and goes home with jail_destroy(). */
struct jail_rec_if {
	char *name; /* what it was called at home, in full */
	struct strv altnames; /* those it had at home */
	char *kind; /* as nl_link.kind: another one of that index is not it */
	unsigned mtu; /* it had at home; 0: not known */
	int index; /* in the jail; 0: about to be moved, or not moved */
	bool remade; /* cannot move: deleted at home and made anew (bridge) */
};

struct jail_rec {
	int jid;
	char *name;
	char *also; /* while it is renamed, the name it gets or had; or NULL */
	bool changing; /* what runs has not been told all of it */
	enum jail_state state;
	bool persist; /* it stays when nothing runs in it */
	bool own_user; /* has a user namespace, ids from base on */
	bool own_net; /* has a network namespace */
	int ids; /* number of its range of ids, -1: none */
	pid_t init_pid, watch_pid;
	uint64_t init_start, watch_start;
	uint64_t home; /* inode of the network namespace it was made in */
	struct jail_params params;
	struct jail_rec_if *ifs;
	size_t nifs;
	struct strv workdirs; /* of overlays; ours to remove */
};

#define cleanup_jail_rec __attribute__((cleanup(jail_rec_done)))

/* jail_rec_parse() - 0, -EBADMSG or -ENOMEM */
int jail_rec_parse(const char *text, struct jail_rec *ret, struct errbuf *eb);

/* jail_rec_format() - Caller frees; NULL when out of memory */
char *jail_rec_format(const struct jail_rec *rec);

/* jail_rec_if_add() - Append an interface; NULL when out of memory */
struct jail_rec_if *jail_rec_if_add(struct jail_rec *rec, const char *name);

/* jail_rec_if_del() - Forget interface number @i */
void jail_rec_if_del(struct jail_rec *rec, size_t i);

void jail_rec_done(struct jail_rec *rec);
