/* SPDX-License-Identifier: BSD-2-Clause */
/* test-confine-plan.c - What a jail's parameters let its root do */

#include "test.h"

#include <linux/capability.h>

#include "base/util.h"
#include "libjail/confine.h"
#include "libjail/param.h"

#define CAP(c) (1ULL << CAP_##c)

#define ALWAYS                                                                 \
	(CAP(CHOWN) | CAP(DAC_OVERRIDE) | CAP(DAC_READ_SEARCH) | CAP(FOWNER) | \
	 CAP(FSETID) | CAP(KILL) | CAP(SETGID) | CAP(SETUID) | CAP(SETPCAP) |  \
	 CAP(NET_BROADCAST) | CAP(SYS_CHROOT) | CAP(SETFCAP) |                 \
	 CAP(IPC_OWNER) | CAP(LEASE) | CAP(AUDIT_WRITE))
/* What the defaults of the parameters add */
#define PORTS CAP(NET_BIND_SERVICE)
#define OWN (CAP(SYS_PTRACE) | CAP(SYS_NICE) | CAP(SYS_ADMIN))
#define NET (CAP(NET_ADMIN) | CAP(NET_RAW))

#define USER 1U
#define STACK 2U
#define BPF 4U

static void plan(const char *text, unsigned flags, struct confine *ret)
{
	cleanup_jail_params struct jail_params ps = { 0 };
	cleanup_strv struct strv all = { 0 };

	assert_int_equal(strv_split(&all, text, " "), 0);
	for (size_t i = 0; i < all.n; i++) {
		cleanup_strv struct strv value = { 0 };
		char *eq = strchr(all.v[i], '=');

		if (eq) {
			*eq = '\0';
			assert_int_equal(strv_add(&value, eq + 1), 0);
		}
		assert_int_equal(jail_params_put(&ps, all.v[i], &value, NULL),
				 0);
	}
	confine_plan(&ps, flags & USER, flags & STACK, flags & BPF, ret);
}

static void parameters_come_down_to_capabilities(void **state)
{
	static const struct {
		const char *params;
		unsigned flags;
		unsigned long long caps;
	} cases[] = {
		{ "", 0, ALWAYS | PORTS },
		{ "", USER, ALWAYS | PORTS | OWN },
		{ "", USER | STACK, ALWAYS | PORTS | OWN },
		{ "vnet", USER | STACK, ALWAYS | PORTS | OWN | NET },
		{ "vnet", STACK, ALWAYS | PORTS | NET },
		/* without a stack of its own it would be the host's */
		{ "vnet", USER, ALWAYS | PORTS | OWN },
		{ "vnet=inherit", USER, ALWAYS | PORTS | OWN },
		{ "allow.raw_sockets", USER,
		  ALWAYS | PORTS | OWN | CAP(NET_RAW) },
		{ "allow.noreserved_ports", USER, ALWAYS | OWN },
		{ "allow.noset_hostname", USER,
		  ALWAYS | PORTS | CAP(SYS_PTRACE) | CAP(SYS_NICE) },
		{ "allow.set_hostname", 0, ALWAYS | PORTS },
		{ "allow.mount", 0, ALWAYS | PORTS | CAP(SYS_ADMIN) },
		{ "allow.mount allow.noset_hostname", USER,
		  ALWAYS | PORTS | OWN },
		{ "allow.mlock", USER, ALWAYS | PORTS | OWN | CAP(IPC_LOCK) },
		{ "allow.read_msgbuf", USER,
		  ALWAYS | PORTS | OWN | CAP(SYSLOG) },
		{ "allow.settime allow.nfsd allow.vmm allow.quotas", USER,
		  ALWAYS | PORTS | OWN },
		{ "allow.chflags allow.adjtime allow.routing", 0,
		  ALWAYS | PORTS },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct confine c;

		plan(cases[i].params, cases[i].flags, &c);
		if (c.caps != cases[i].caps)
			fail_msg("\"%s\" %u: %#llx, not %#llx", cases[i].params,
				 cases[i].flags, c.caps, cases[i].caps);
	}
}

static void no_jail_gets_what_reaches_the_host(void **state)
{
	static const unsigned long long never =
		CAP(SYS_MODULE) | CAP(SYS_RAWIO) | CAP(SYS_BOOT) |
		CAP(SYS_TIME) | CAP(MKNOD) | CAP(MAC_ADMIN) |
		CAP(MAC_OVERRIDE) | CAP(SYS_PACCT) | CAP(BPF) | CAP(PERFMON) |
		CAP(AUDIT_CONTROL) | CAP(AUDIT_READ) | CAP(SYS_RESOURCE) |
		CAP(LINUX_IMMUTABLE) | CAP(WAKE_ALARM) | CAP(BLOCK_SUSPEND) |
		CAP(CHECKPOINT_RESTORE) | CAP(SYS_TTY_CONFIG);
	cleanup_jail_params struct jail_params ps = { 0 };
	size_t n;
	const struct jail_param_desc *table = jail_param_table(&n);
	struct confine c;

	(void)state;
	for (size_t i = 0; i < n; i++)
		if (table[i].type == JAIL_PARAM_BOOL ||
		    table[i].type == JAIL_PARAM_JAILSYS)
			assert_int_equal(
				jail_params_put(&ps, table[i].name, NULL, NULL),
				0);
	for (unsigned flags = 0; flags < 8; flags++) {
		confine_plan(&ps, flags & USER, flags & STACK, flags & BPF, &c);
		assert_true((c.caps & never) == 0);
	}
}

static void parameters_come_down_to_the_filter(void **state)
{
	static const struct {
		const char *params;
		unsigned flags;
		struct confine want; /* but for caps */
	} cases[] = {
		{ "", USER, { 0 } },
		{ "allow.mount", 0, { .mount = true } },
		{ "allow.socket_af", 0, { .all_families = true } },
		{ "allow.read_msgbuf", 0, { .msgbuf = true } },
		{ "sysvmsg=new", 0, { .msg = true } },
		{ "sysvsem=new", 0, { .sem = true } },
		{ "sysvshm", 0, { .shm = true } },
		{ "allow.sysvipc",
		  0,
		  { .msg = true, .sem = true, .shm = true } },
		{ "sysvshm=disable allow.sysvipc",
		  0,
		  { .msg = true, .sem = true, .shm = true } },
		{ "", BPF, { 0 } }, /* raw sockets are wanted for that too */
		{ "allow.raw_sockets", BPF, { .packet = true } },
		{ "allow.raw_sockets", 0, { 0 } },
		{ "vnet", STACK | BPF, { .packet = true } },
		{ "vnet", STACK, { 0 } },
		{ "ip4=inherit", 0, { 0 } },
		{ "ip4=inherit ip6=disable", 0, { .no_inet6 = true } },
		{ "vnet=inherit ip4=new", 0, { .no_inet = true } },
		{ "ip4=disable", STACK, { 0 } },
		{ "allow.noset_hostname", USER, { .no_hostname = true } },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct confine *w = &cases[i].want;
		struct confine c;

		plan(cases[i].params, cases[i].flags, &c);
		if (c.no_inet != w->no_inet || c.no_inet6 != w->no_inet6 ||
		    c.no_hostname != w->no_hostname || c.mount != w->mount ||
		    c.packet != w->packet ||
		    c.all_families != w->all_families || c.msg != w->msg ||
		    c.sem != w->sem || c.shm != w->shm || c.msgbuf != w->msgbuf)
			fail_msg("\"%s\" %u", cases[i].params, cases[i].flags);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(parameters_come_down_to_capabilities),
		cmocka_unit_test(no_jail_gets_what_reaches_the_host),
		cmocka_unit_test(parameters_come_down_to_the_filter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
