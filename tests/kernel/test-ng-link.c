/* SPDX-License-Identifier: BSD-2-Clause */
/* test-ng-link.c - What is said of a link, and who hears it */

#include <fcntl.h>
#include <glob.h>
#include <signal.h>
#include <sys/stat.h>

#include "ng-wire.h"

static void link_of(const char *name, bool up)
{
	const struct nl_link_change c = { .flags_mask = IFF_UP,
					  .flags = up ? IFF_UP : 0 };
	cleanup_nl struct nl *nl = NULL;

	assert_int_equal(nl_open(&nl, NULL), 0);
	assert_int_equal(nl_link_set(nl, (int)if_nametoindex(name), &c, NULL),
			 0);
}

/* The program asks for nothing meanwhile: whoever looks at the graph would tell
 * it, too. */
static void is_told(int cs, uint32_t cmd)
{
	struct pollfd p = { .fd = cs, .events = POLLIN };
	char from[NG_PATHSIZ];
	struct ng_mesg m;

	assert_int_equal(poll(&p, 1, 20000), 1);
	assert_int_equal(NgRecvMsg(cs, &m, sizeof(m), from), sizeof(m));
	assert_int_equal(m.header.typecookie, NGM_FLOW_COOKIE);
	assert_int_equal(m.header.cmd, cmd);
	assert_int_equal(m.header.flags, 0);
	assert_int_equal(from[0], '[');
}

static void neighbours_are_told(void **state)
{
	struct ends e = ends_open();
	struct port lower, upper, orphans;

	(void)state;
	port_open(&lower, "em0:", "lower");
	port_open(&upper, "em0:", "upper");
	port_open(&orphans, "em0:", "orphans");
	link_of("wire0", false);
	is_told(lower.cs, NGM_LINK_IS_DOWN);
	is_told(orphans.cs, NGM_LINK_IS_DOWN);
	link_of("wire0", true);
	is_told(lower.cs, NGM_LINK_IS_UP);
	is_told(orphans.cs, NGM_LINK_IS_UP);
	link_of("em0", false);
	is_told(lower.cs, NGM_LINK_IS_DOWN);
	is_told(orphans.cs, NGM_LINK_IS_DOWN);
	assert_int_equal(poll(&(struct pollfd){ upper.cs, POLLIN, 0 }, 1, 0),
			 0);
	port_close(&lower);
	port_close(&upper);
	port_close(&orphans);
	ends_close(&e);
}

/* The only process that looks at a link: by what it has locked */
static pid_t looks(void)
{
	struct flock l = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	char pattern[64];
	struct stat st;
	glob_t found;
	int fd;

	assert_int_equal(stat("/proc/thread-self/ns/net", &st), 0);
	(void)snprintf(pattern, sizeof(pattern), "/run/vjail/ng/%lu/link*",
		       (unsigned long)st.st_ino);
	assert_int_equal(glob(pattern, 0, NULL, &found), 0);
	fd = open(found.gl_pathv[0], O_RDWR | O_CLOEXEC);
	assert_return_code(fd, errno);
	assert_int_equal(fcntl(fd, F_GETLK, &l), 0);
	assert_int_equal(l.l_type, F_WRLCK);
	(void)close(fd);
	globfree(&found);
	return l.l_pid;
}

/* More than the kernel keeps for who does not read */
static void much_news(void)
{
	struct nl_link_change c = { .has = NL_LINK_HAS_MTU };
	int lo = (int)if_nametoindex("lo");
	cleanup_nl struct nl *nl = NULL;

	assert_int_equal(nl_open(&nl, NULL), 0);
	for (c.mtu = 2000; c.mtu < 3000; c.mtu++)
		assert_int_equal(nl_link_set(nl, lo, &c, NULL), 0);
}

static void what_news_of_a_link_is_lost_is_looked_for(void **state)
{
	struct ends e = ends_open();
	struct port lower;
	pid_t pid;

	(void)state;
	port_open(&lower, "em0:", "lower");
	link_of("wire0", false);
	is_told(lower.cs, NGM_LINK_IS_DOWN);
	link_of("wire0", true);
	is_told(lower.cs, NGM_LINK_IS_UP);
	pid = looks();
	assert_return_code(kill(pid, SIGSTOP), errno);
	much_news();
	link_of("wire0", false);
	assert_return_code(kill(pid, SIGCONT), errno);
	is_told(lower.cs, NGM_LINK_IS_DOWN);
	link_of("wire0", true);
	is_told(lower.cs, NGM_LINK_IS_UP);
	port_close(&lower);
	ends_close(&e);
}

/* Of two nodes that have names */
static void join(int cs, const char *a, const char *hook_a, const char *b,
		 const char *hook_b)
{
	struct ngm_connect m = { 0 };

	(void)snprintf(m.path, sizeof(m.path), "%s", b);
	(void)snprintf(m.ourhook, sizeof(m.ourhook), "%s", hook_a);
	(void)snprintf(m.peerhook, sizeof(m.peerhook), "%s", hook_b);
	must(NgSendMsg(cs, a, NGM_GENERIC_COOKIE, NGM_CONNECT, &m, sizeof(m)),
	     "connect");
}

static int says(int cs, const char *path, uint32_t cmd)
{
	return NgSendMsg(cs, path, NGM_FLOW_COOKIE, (int)cmd, NULL, 0);
}

static void tees_hand_it_on(void **state)
{
	struct ends e = ends_open();
	struct port t1, t2, last;

	(void)state;
	node_make(&t1, "tee", "left2right", "t1");
	node_make(&t2, "tee", "left2right", "t2");
	join(t1.cs, "em0:", "lower", "t1:", "left");
	join(t1.cs, "t1:", "right", "t2:", "right");
	must(says(t1.cs, "em0:lower", NGM_LINK_IS_UP), "to nobody");
	port_open(&last, "t2:", "left");
	link_of("wire0", false);
	is_told(last.cs, NGM_LINK_IS_DOWN);
	link_of("wire0", true);
	is_told(last.cs, NGM_LINK_IS_UP);
	must(says(t1.cs, "em0:lower", NGM_LINK_IS_DOWN), "by a program");
	is_told(last.cs, NGM_LINK_IS_DOWN);
	assert_int_equal(poll(&(struct pollfd){ t1.cs, POLLIN, 0 }, 1, 0), 0);
	port_close(&last);
	port_close(&t1);
	port_close(&t2);
	ends_close(&e);
}

static void a_ring_of_tees_ends(void **state)
{
	struct port t1, t2;

	(void)state;
	node_make(&t1, "tee", "left2right", "t1");
	node_make(&t2, "tee", "left2right", "t2");
	join(t1.cs, "t1:", "right", "t2:", "left");
	join(t1.cs, "t2:", "right", "t1:", "left");
	must(says(t1.cs, "t1:right", NGM_LINK_IS_DOWN), "in a ring");
	port_close(&t1);
	port_close(&t2);
}

/* has_carrier() - ngeth0 gets it, or loses it */
static void has_carrier(bool yes)
{
	cleanup_nl struct nl *nl = NULL;

	assert_int_equal(nl_open(&nl, NULL), 0);
	for (long from = now_ms(); now_ms() - from < NEVER_MS;) {
		cleanup_nl_link struct nl_link l = { 0 };

		assert_int_equal(nl_link_get(nl, "ngeth0", 0, &l, NULL), 0);
		if (!!(l.flags & IFF_LOWER_UP) == yes)
			return;
	}
	fail_msg("ngeth0 has %s carrier", yes ? "no" : "a");
}

static void an_eiface_has_the_carrier_of_its_neighbour(void **state)
{
	struct ends e = ends_open();
	struct port p;

	(void)state;
	node_make(&p, "eiface", "ether", "eth");
	link_of("ngeth0", true);
	has_carrier(true);
	must(says(p.cs, "p", NGM_LINK_IS_DOWN), "down");
	has_carrier(false);
	must(says(p.cs, "p", NGM_LINK_IS_UP), "up");
	has_carrier(true);
	must(NgSendAsciiMsg(p.cs, ".", "rmhook { hook=\"p\" }"), "rmhook");
	has_carrier(false);
	join(p.cs, "em0:", "lower", "eth:", "ether");
	has_carrier(true);
	link_of("wire0", false);
	has_carrier(false);
	link_of("wire0", true);
	has_carrier(true);
	(void)ng_say(p.cs, "eth:", "shutdown");
	port_close(&p);
	ends_close(&e);
}

#define T(f) cmocka_unit_test_setup(f, wire)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(neighbours_are_told),
		T(what_news_of_a_link_is_lost_is_looked_for),
		T(tees_hand_it_on),
		ng_test(a_ring_of_tees_ends),
		T(an_eiface_has_the_carrier_of_its_neighbour),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
