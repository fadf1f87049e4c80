/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * request.h - Send one netlink request, collect everything it answers
 *
 * For the modules of this folder and those that speak of things it has no
 * module for.  Messages are built with libnl's nlmsg_*() and nla_*().
 */
#pragma once

#include <linux/netlink.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nl/inet.h"

struct errbuf;
struct nl;

/* The answers to a request, one after the other; nl_foreach() walks them. */
struct nl_reply {
	char *buf;
	size_t len;
	size_t cap;
};

#define cleanup_nl_reply __attribute__((cleanup(nl_reply_done)))
#define cleanup_nl_msg __attribute__((cleanup(nl_msg_freep)))

#define nl_foreach(h, reply)                                                   \
	for (int _left = ((h) = (void *)(reply)->buf, (int)(reply)->len);      \
	     nlmsg_ok((h), _left); (h) = nlmsg_next((h), &_left))

/**
 * nl_msg_new() - Begin a request
 * @type:	RTM_*
 * @flags:	NLM_F_*, what nl_do() adds left out
 * @hdr:	The family's header (struct ifinfomsg, …)
 * @room:	Bytes of attributes that must fit, besides some hundreds
 *
 * Return: the message, or NULL when out of memory.  Caller: nlmsg_free()
 */
struct nl_msg *nl_msg_new(int type, int flags, const void *hdr, size_t hdr_len,
			  size_t room);

/**
 * nl_do() - Send @msg and wait until the kernel has done with it
 * @ret:	What it answered besides "done", may be NULL.  Caller:
 *		nl_reply_done(); untouched on failure
 * @eb:		The kernel's words and the errno's
 *
 * With NLM_F_DUMP in its flags a list is asked for, again when it changed
 * while it was told.  Return: 0 or -errno
 */
int nl_do(struct nl *nl, struct nl_msg *msg, struct nl_reply *ret,
	  struct errbuf *eb);

void nl_reply_done(struct nl_reply *reply);

/* nl_reply_count() - How many answers */
size_t nl_reply_count(const struct nl_reply *reply);

/* How to make an item of an answer. */
struct nl_reader {
	size_t size; /* of an item */
	/* Fill the zeroed @item; false: not one of those wanted */
	bool (*read)(struct nlmsghdr *h, const void *want, void *item);
	const void *want;
};

/* nl_collect() - nl_do(), and all items of the answer as an array.  Caller
 * frees @ret.  0 or -errno */
int nl_collect(struct nl *nl, struct nl_msg *msg,
	       const struct nl_reader *reader, void *ret, size_t *ret_n,
	       struct errbuf *eb);

/* nl_put_inet() - An address's bytes, nothing where there is none */
int nl_put_inet(struct nl_msg *msg, int type, const struct nl_inet *ip);

/* nl_attr_inet() - The address in @a, of family 0 where it is NULL or has
 * another length */
struct nl_inet nl_attr_inet(const struct nlattr *a, int family);

/* nl_put_str() - A string with its NUL; 0 or negative, as nla_put() */
int nl_put_str(struct nl_msg *msg, int type, const char *s);

/* nl_attr_u32() - What @a holds, @fallback where it is NULL or too short */
uint32_t nl_attr_u32(const struct nlattr *a, uint32_t fallback);

/* nl_attr_str() - Copy a string that may lack its NUL, cut to @size */
void nl_attr_str(const struct nlattr *a, char *buf, size_t size);

/* nl_attr_dup() - A copy of the payload with a NUL after it.  Caller frees;
 * NULL when out of memory or @a is NULL */
void *nl_attr_dup(const struct nlattr *a, unsigned *ret_len);

/* nl_join() - Be told by nl_wait() of what happens in these RTNLGRP_* groups.
 * Whoever joined makes no requests on @nl any more.  0 or -errno */
int nl_join(struct nl *nl, const unsigned *groups, size_t n, struct errbuf *eb);

/* nl_wait() - Until something is told; @each gets one message after the other.
 * 0; -ENOBUFS: too much happened, some of it is lost; -errno */
int nl_wait(struct nl *nl, void (*each)(struct nlmsghdr *h, void *arg),
	    void *arg, struct errbuf *eb);

/* nl_fd() - Its socket, to be waited for beside others; it stays @nl's */
int nl_fd(const struct nl *nl);

static inline void nl_msg_freep(struct nl_msg **msg)
{
	nlmsg_free(*msg);
}
