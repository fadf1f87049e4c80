/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * jail.h - libjail: make, look at, enter and remove jails
 *
 * FreeBSD's jail(3) and jail(2), with their names, structures and contract: a
 * function that fails returns -1 (or NULL), sets errno and puts words into
 * jail_errmsg.
 */
#pragma once

#include <stddef.h>
#include <sys/types.h>
#include <sys/uio.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Flags of jail_set() and jail_get() */
#define JAIL_CREATE 0x01 /* make the jail if it does not exist */
#define JAIL_UPDATE 0x02 /* change a jail that exists */
#define JAIL_ATTACH 0x04 /* enter it as well */
#define JAIL_DYING 0x08 /* also jails that are being removed */

/* Values of parameters that say how a subsystem is shared */
#define JAIL_SYS_DISABLE 0
#define JAIL_SYS_NEW 1
#define JAIL_SYS_INHERIT 2

#define JAIL_ERRMSGLEN 1024

/* jp_flags */
#define JP_RAWVALUE 0x01 /* jp_value is what jail_set() wants already */
#define JP_BOOL 0x02 /* a boolean … */
#define JP_NOBOOL 0x04 /* … in its no-form */
#define JP_JAILSYS 0x08 /* disable, new or inherit */
#define JP_KEYVALUE 0x10 /* a list of key=value lines */

/* jp_ctltype: a type and flags, with the numbers FreeBSD gives them */
#define CTLTYPE 0xf
#define CTLTYPE_INT 2
#define CTLTYPE_STRING 3
#define CTLTYPE_STRUCT 5
#define CTLTYPE_UINT 6
#define CTLTYPE_ULONG 8
#define CTLFLAG_RD 0x80000000
#define CTLFLAG_WR 0x40000000
#define CTLFLAG_RW (CTLFLAG_RD | CTLFLAG_WR)
#define CTLFLAG_TUN 0x00080000 /* with CTLFLAG_RD: only at creation */

struct jailparam {
	char *jp_name;
	void *jp_value;
	size_t jp_valuelen;
	size_t jp_elemlen;
	int jp_ctltype;
	int jp_structtype;
	unsigned jp_flags;
};

extern char jail_errmsg[JAIL_ERRMSGLEN];

int jail_set(struct iovec *iov, unsigned int niov, int flags);
int jail_get(struct iovec *iov, unsigned int niov, int flags);
int jail_attach(int jid);
int jail_remove(int jid);

int jail_getid(const char *name);
char *jail_getname(int jid);
int jail_setv(int flags, ...);
int jail_getv(int flags, ...);

int jailparam_all(struct jailparam **jpp);
int jailparam_init(struct jailparam *jp, const char *name);
int jailparam_import(struct jailparam *jp, const char *value);
int jailparam_import_raw(struct jailparam *jp, void *value, size_t valuelen);
int jailparam_set(struct jailparam *jp, unsigned njp, int flags);
int jailparam_get(struct jailparam *jp, unsigned njp, int flags);
char *jailparam_export(struct jailparam *jp);
void jailparam_free(struct jailparam *jp, unsigned njp);

#ifdef __cplusplus
}
#endif
