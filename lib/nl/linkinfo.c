/* SPDX-License-Identifier: BSD-2-Clause */
/* linkinfo.c - What only interfaces of one kind have, or members of one */

#include <errno.h>
#include <linux/rtnetlink.h>

#include "base/errbuf.h"
#include "nl/link.h"
#include "nl/linkinfo.h"
#include "nl/nl.h"
#include "nl/request.h"

int nl_link_info_set(struct nl *nl, int index, enum nl_link_info what,
		     const char *kind, struct nl_msg *data, struct errbuf *eb)
{
	bool slave = what == NL_LINK_SLAVE_INFO;
	const struct ifinfomsg ifi = { .ifi_index = index };
	struct nlmsghdr *h = nlmsg_hdr(data);
	cleanup_nl_msg struct nl_msg *msg = NULL;
	struct nlattr *info;
	int bad;

	msg = nl_msg_new(RTM_NEWLINK, 0, &ifi, sizeof(ifi),
			 (size_t)nlmsg_datalen(h));
	info = msg ? nla_nest_start(msg, IFLA_LINKINFO) : NULL;
	if (!info)
		return errbuf_set(eb, ENOMEM, "out of memory");
	bad = nl_put_str(msg, slave ? IFLA_INFO_SLAVE_KIND : IFLA_INFO_KIND,
			 kind);
	bad |= nla_put(msg,
		       (slave ? IFLA_INFO_SLAVE_DATA : IFLA_INFO_DATA) |
			       NLA_F_NESTED,
		       nlmsg_datalen(h), nlmsg_data(h));
	if (bad < 0)
		return errbuf_set(eb, ENOMEM, "out of memory");
	(void)nla_nest_end(msg, info);
	return nl_do(nl, msg, NULL, eb);
}

void nl_link_info_new(struct nl_link_new *req, struct nl_msg *data)
{
	req->info_data = nlmsg_data(nlmsg_hdr(data));
	req->info_data_len = (unsigned)nlmsg_datalen(nlmsg_hdr(data));
}

bool nl_link_info_parse(const struct nl_link *l, enum nl_link_info what,
			struct nlattr **tb, int max)
{
	bool slave = what == NL_LINK_SLAVE_INFO;
	void *data = slave ? l->slave_data : l->info_data;
	unsigned len = slave ? l->slave_data_len : l->info_data_len;

	return data && nla_parse(tb, max, data, (int)len, NULL) >= 0;
}
