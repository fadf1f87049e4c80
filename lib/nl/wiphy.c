/* SPDX-License-Identifier: BSD-2-Clause */
/* wiphy.c - Wireless hardware, whose interfaces move with all of it */

#include <errno.h>
#include <linux/genetlink.h>
#include <linux/nl80211.h>

#include "base/errbuf.h"
#include "nl/nl.h"
#include "nl/request.h"
#include "nl/wiphy.h"

/* A generic netlink request; the caller adds what it says. */
static struct nl_msg *request(int family, uint8_t command)
{
	const struct genlmsghdr h = { .cmd = command, .version = 1 };

	return nl_msg_new(family, 0, &h, sizeof(h), 0);
}

/* Send @msg; the first answer's attribute @type, or -errno. */
static int ask(struct nl *nl, struct nl_msg *msg, int type, uint32_t *ret)
{
	cleanup_nl_reply struct nl_reply reply = { 0 };
	struct nlmsghdr *h;
	int r = nl_do(nl, msg, &reply, NULL);

	if (r < 0)
		return r;
	nl_foreach (h, &reply) {
		const struct nlattr *a =
			nlmsg_find_attr(h, sizeof(struct genlmsghdr), type);

		if (!a)
			continue;
		*ret = nla_len(a) >= 4 ? nla_get_u32(a) : nla_get_u16(a);
		return 0;
	}
	return -ENOENT;
}

/* The number that nl80211 has in this kernel. */
static int find_family(struct nl *nl, uint32_t *ret)
{
	cleanup_nl_msg struct nl_msg *msg =
		request(GENL_ID_CTRL, CTRL_CMD_GETFAMILY);

	if (!msg ||
	    nl_put_str(msg, CTRL_ATTR_FAMILY_NAME, NL80211_GENL_NAME) < 0)
		return -ENOMEM;
	return ask(nl, msg, CTRL_ATTR_FAMILY_ID, ret);
}

static int find_wiphy(struct nl *nl, int family, int index, uint32_t *ret)
{
	cleanup_nl_msg struct nl_msg *msg =
		request(family, NL80211_CMD_GET_INTERFACE);

	if (!msg || nla_put_u32(msg, NL80211_ATTR_IFINDEX, (uint32_t)index) < 0)
		return -ENOMEM;
	return ask(nl, msg, NL80211_ATTR_WIPHY, ret);
}

int nl_wiphy_move(struct nl *nl, int index, int netns_fd, struct errbuf *eb)
{
	cleanup_nl struct nl *generic = NULL;
	cleanup_nl_msg struct nl_msg *msg = NULL;
	uint32_t family = 0, wiphy = 0;
	int r = nl_open_generic(nl, &generic, eb);

	if (r < 0)
		return r;
	if (find_family(generic, &family) < 0 ||
	    find_wiphy(generic, (int)family, index, &wiphy) < 0)
		return errbuf_set(eb, ENODEV, "not a wireless interface");
	msg = request((int)family, NL80211_CMD_SET_WIPHY_NETNS);
	if (!msg || nla_put_u32(msg, NL80211_ATTR_WIPHY, wiphy) < 0 ||
	    nla_put_u32(msg, NL80211_ATTR_NETNS_FD, (uint32_t)netns_fd) < 0)
		return errbuf_set(eb, ENOMEM, "out of memory");
	return nl_do(generic, msg, NULL, eb);
}
