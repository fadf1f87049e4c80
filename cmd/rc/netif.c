/* SPDX-License-Identifier: BSD-2-Clause */
/* netif.c - Interfaces, as rc.d/netif starts them */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/util.h"
#include "conf/rcconf.h"
#include "rc.h"

#define LOOPBACK_DEFAULT "inet 127.0.0.1/8"

/* Words in ifconfig_IF that are not for ifconfig. */
enum pseudo {
	PSEUDO_DHCP = 1 << 0,
	PSEUDO_NOAUTO = 1 << 1,
	PSEUDO_WIRELESS = 1 << 2,
};

static const struct {
	const char *word;
	unsigned flag;
} pseudo_words[] = {
	{ "DHCP", PSEUDO_DHCP },       { "SYNCDHCP", PSEUDO_DHCP },
	{ "NOSYNCDHCP", PSEUDO_DHCP }, { "NOAUTO", PSEUDO_NOAUTO },
	{ "WPA", PSEUDO_WIRELESS },    { "HOSTAP", PSEUDO_WIRELESS },
};

static const char *const dhclients[] = { "/sbin/dhclient",
					 "/usr/sbin/dhclient" };

/* What ifconfig_IF says, or its fallback; NULL: nothing. */
static const char *if_config(const struct rc *rc, const char *ifn)
{
	const char *value = rc_get_if(rc, "ifconfig_", ifn, "");

	if (!value && streq(ifn, "lo0"))
		return LOOPBACK_DEFAULT;
	return value ? value : rcconf_get(rc->conf, "ifconfig_DEFAULT");
}

/* Take the pseudo words out of a value: the rest as words, and which there
 * were. */
static int split_config(const char *value, struct strv *ret, unsigned *pseudo)
{
	cleanup_strv struct strv words = { 0 };
	int r = rc_words(value, &words);

	*pseudo = 0;
	for (size_t i = 0; r == 0 && i < words.n; i++) {
		bool found = false;

		for (size_t k = 0; k < ARRAY_SIZE(pseudo_words); k++) {
			if (strcasecmp(pseudo_words[k].word, words.v[i]) == 0) {
				*pseudo |= pseudo_words[k].flag;
				found = true;
			}
		}
		if (streq(words.v[i], "vnet")) /* with the jail's name */
			i++;
		else if (!found)
			r = strv_addf(ret, "\"%s\"", words.v[i]);
	}
	return r;
}

static bool exists(const char *ifn)
{
	cleanup_free char *names = rc_tool_output("ifconfig", "-l");
	cleanup_strv struct strv list = { 0 };

	return names && strv_split(&list, names, " \n") == 0 &&
	       strv_has(&list, ifn);
}

/* epairN is two interfaces. */
static int add_created(const char *ifn, struct strv *created)
{
	if (!str_starts(ifn, "epair"))
		return strv_add(created, ifn);
	if (strv_addf(created, "%sa", ifn) < 0)
		return -ENOMEM;
	return strv_addf(created, "%sb", ifn);
}

static int clone_one(const struct rc *rc, char *ifn, struct strv *created)
{
	cleanup_free char *first = NULL;
	const char *args;

	ifn[strcspn(ifn, ":")] = '\0'; /* :sticky matters when stopping */
	if (asprintf(&first, "%s%s", ifn, str_starts(ifn, "epair") ? "a" : "") <
	    0) {
		first = NULL;
		return -ENOMEM;
	}
	if (exists(first))
		return 0;
	args = rc_get_if(rc, "create_args_", ifn, "");
	if (rc_tool("ifconfig", true, "%s create %s", ifn, args ? args : ""))
		return 0; /* it has said why */
	return add_created(ifn, created);
}

static int clone_all(const struct rc *rc)
{
	cleanup_strv struct strv list = { 0 };
	cleanup_strv struct strv created = { 0 };
	cleanup_free char *names = NULL;
	int r = rc_words(rc_get(rc, "cloned_interfaces"), &list);

	for (size_t i = 0; r == 0 && i < list.n; i++)
		r = clone_one(rc, list.v[i], &created);
	if (r < 0 || created.n == 0)
		return r;
	names = strv_join(&created, " ");
	if (names && rc->messages)
		printf("Created clone interfaces: %s.\n", names);
	return 0;
}

static int rename_all(const struct rc *rc)
{
	cleanup_free char *names = rc_tool_output("ifconfig", "-l");
	cleanup_strv struct strv list = { 0 };
	int r = names ? strv_split(&list, names, " \n") : 0;

	for (size_t i = 0; r == 0 && i < list.n; i++) {
		const char *to = rc_get_if(rc, "ifconfig_", list.v[i], "_name");

		if (to && *to)
			(void)rc_tool("ifconfig", false, "%s name %s",
				      list.v[i], to);
	}
	return r;
}

static bool is_noauto(const struct rc *rc, const char *ifn)
{
	cleanup_strv struct strv words = { 0 };
	const char *value = if_config(rc, ifn);
	unsigned pseudo = 0;

	return value && split_config(value, &words, &pseudo) == 0 &&
	       (pseudo & PSEUDO_NOAUTO);
}

/* Those to configure that are there, lo0 before the others. */
static int interfaces(const struct rc *rc, struct strv *ret)
{
	cleanup_free char *present = rc_tool_output("ifconfig", "-l");
	cleanup_strv struct strv there = { 0 };
	cleanup_strv struct strv list = { 0 };
	const char *wanted = rc_get(rc, "network_interfaces");
	bool automatic = !*wanted || strcasecmp(wanted, "auto") == 0;
	int r = present ? strv_split(&there, present, " \n") : 0;

	if (r == 0)
		r = automatic ? strv_add_all(&list, &there)
			      : rc_words(wanted, &list);
	if (r == 0 && strv_has(&list, "lo0") && strv_has(&there, "lo0"))
		r = strv_add(ret, "lo0");
	for (size_t i = 0; r == 0 && i < list.n; i++)
		if (!streq(list.v[i], "lo0") && strv_has(&there, list.v[i]) &&
		    !(automatic && is_noauto(rc, list.v[i])))
			r = strv_add(ret, list.v[i]);
	return r;
}

static void dhcp(const char *ifn)
{
	for (size_t i = 0; i < ARRAY_SIZE(dhclients); i++) {
		cleanup_strv struct strv argv = { 0 };

		if (access(dhclients[i], X_OK) < 0)
			continue;
		if (strv_add(&argv, dhclients[i]) < 0 ||
		    strv_add(&argv, ifn) < 0)
			return;
		(void)rc_program(&argv);
		return;
	}
	rc_warn("ifconfig_%s: DHCP is not supported without %s", ifn,
		dhclients[0]);
}

/* ifconfig_IF.  Was there anything to do? */
static bool start_main(const struct rc *rc, const char *ifn)
{
	cleanup_strv struct strv words = { 0 };
	cleanup_free char *args = NULL;
	const char *value = if_config(rc, ifn);
	unsigned pseudo = 0;

	if (!value || split_config(value, &words, &pseudo) < 0)
		return false;
	args = strv_join(&words, " ");
	if (args && *args)
		(void)rc_tool("ifconfig", false, "%s %s", ifn, args);
	if ((args && *args) || (pseudo & PSEUDO_DHCP) || !*value)
		(void)rc_tool("ifconfig", false, "%s up", ifn);
	if (pseudo & PSEUDO_DHCP)
		dhcp(ifn);
	if (pseudo & PSEUDO_WIRELESS)
		rc_warn("ifconfig_%s: wireless networks are not supported",
			ifn);
	return true;
}

static bool start_ipv6(const struct rc *rc, const char *ifn)
{
	const char *value = rc_get_if(rc, "ifconfig_", ifn, "_ipv6");
	const char *rest;

	if (!value || !*value)
		return false;
	rest = value;
	if (str_starts(value, "inet6 "))
		rest = value + strlen("inet6 ");
	else
		rc_warn("$ifconfig_%s_ipv6 needs leading \"inet6\" keyword for an IPv6 address.",
			ifn);
	(void)rc_tool("ifconfig", false, "%s inet6 %s", ifn, rest);
	(void)rc_tool("ifconfig", false, "%s up", ifn);
	return true;
}

static bool start_aliases(const struct rc *rc, const char *ifn)
{
	cleanup_strv struct strv list = { 0 };

	if (rc_aliases(rc, ifn, &list) < 0)
		return false;
	for (size_t i = 0; i < list.n; i++)
		(void)rc_tool("ifconfig", false, "%s %s%s", ifn, list.v[i],
			      str_starts(list.v[i], "link") ? "" : " alias");
	return list.n > 0;
}

static void start_script(const char *ifn)
{
	cleanup_strv struct strv argv = { 0 };

	if (strv_add(&argv, "/bin/sh") < 0 ||
	    strv_addf(&argv, "/etc/start_if.%s", ifn) < 0)
		return;
	if (access(argv.v[1], R_OK) == 0)
		(void)rc_program(&argv);
}

/* "5" of vlans_em0 is em0.5, whose parent and tag are in its name; any other word
 * is a name, and create_args_ of it has the tag. */
static int vlan_create(const struct rc *rc, const char *parent,
		       const char *word, struct strv *created)
{
	bool number = word[strspn(word, "0123456789")] == '\0';
	cleanup_free char *name = NULL;
	const char *args;
	int status;

	if (asprintf(&name, "%s%s%s", number ? parent : "", number ? "." : "",
		     word) < 0) {
		name = NULL;
		return -ENOMEM;
	}
	args = rc_get_if(rc, "create_args_", name, "");
	if (number)
		status = rc_tool("ifconfig", true, "%s create %s", name,
				 args ? args : "");
	else
		status = rc_tool("ifconfig", true,
				 "vlan create vlandev %s %s name %s", parent,
				 args ? args : "", name);
	return status ? 0 : strv_add(created, name);
}

static bool start_one(const struct rc *rc, const char *ifn);

/* Those on it, and what is on them */
static bool start_vlans(const struct rc *rc, const char *ifn)
{
	cleanup_strv struct strv words = { 0 }, created = { 0 };
	const char *value = rc_get_if(rc, "vlans_", ifn, "");
	int r = value ? rc_words(value, &words) : 0;

	for (size_t i = 0; r == 0 && i < words.n; i++)
		r = vlan_create(rc, ifn, words.v[i], &created);
	for (size_t i = 0; r == 0 && i < created.n; i++)
		if (!is_noauto(rc, created.v[i]))
			(void)start_one(rc, created.v[i]);
	return created.n > 0;
}

static bool start_one(const struct rc *rc, const char *ifn)
{
	const char *descr = rc_get_if(rc, "ifconfig_", ifn, "_descr");
	bool configured;

	start_script(ifn);
	configured = start_main(rc, ifn);
	configured |= start_ipv6(rc, ifn);
	configured |= start_aliases(rc, ifn);
	configured |= start_vlans(rc, ifn);
	if (descr && *descr)
		(void)rc_tool("ifconfig", false, "%s description \"%s\"", ifn,
			      descr);
	return configured;
}

static void show(const struct rc *rc, const struct strv *started)
{
	cleanup_free char *names = strv_join(started, " ");

	if (!rc->messages || !names || started->n == 0)
		return;
	printf("Starting Network: %s.\n", names);
	for (size_t i = 0; i < started->n; i++)
		(void)rc_tool("ifconfig", false, "%s", started->v[i]);
}

void rc_netif(const struct rc *rc)
{
	cleanup_strv struct strv list = { 0 };
	cleanup_strv struct strv started = { 0 };
	int r = clone_all(rc);

	if (r == 0)
		r = rename_all(rc);
	if (r == 0)
		r = interfaces(rc, &list);
	for (size_t i = 0; r == 0 && i < list.n; i++)
		if (start_one(rc, list.v[i]))
			r = strv_add(&started, list.v[i]);
	if (r < 0)
		rc_warn("network: %s", strerror(-r));
	show(rc, &started);
}
