/* SPDX-License-Identifier: BSD-2-Clause */
/* arrive.c - Messages and packets that come to ngctl's own node */

#include <errno.h>
#include <json-c/json.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

#include "args.h"
#include "arrive.h"
#include "ask.h"
#include "base/cleanup.h"
#include "libnetgraph/session.h"
#include "libnetgraph/sock.h"
#include "libnetgraph/trace.h"
#include "ngctl.h"

#define PACKET_MAX 65536

static void dump(const void *p, size_t n)
{
	char line[TRACE_LINE];

	for (size_t at = 0; at < n; at += TRACE_PER_LINE)
		printf("%s\n", trace_bytes(p, n, at, line));
}

static const char *kind_of(const struct ng_mesg *m)
{
	return m->header.flags & NGF_RESP ? "response" : "command";
}

static void show_text(const char *path, const struct ng_mesg *m,
		      const struct ng_mesg *text)
{
	printf("Rec'd %s \"%s\" (%d) from \"%s\":\n", kind_of(m),
	       (const char *)text->header.cmdstr, (int)m->header.cmd, path);
	if (*text->data)
		printf("Args:\t%s\n", text->data);
	else
		printf("No arguments\n");
}

static void show_numbers(const char *path, const struct ng_mesg *m)
{
	printf("Rec'd %s %d from \"%s\":\n", kind_of(m), (int)m->header.cmd,
	       path);
	if (m->header.arglen)
		dump(m->data, m->header.arglen);
	else
		printf("No arguments\n");
}

/* Bytes that nobody understands, as numbers */
static struct json_object *raw(const struct ng_mesg *m)
{
	struct json_object *a = json_object_new_array();

	for (uint32_t i = 0; i < m->header.arglen; i++)
		json_add_item(a, json_object_new_int((uint8_t)m->data[i]));
	return a;
}

static void show_json(struct ngctl *ng, const char *path,
		      const struct ng_mesg *m, const struct ng_mesg *text)
{
	struct json_object *o = json_object_new_object(), *args = NULL;

	json_add_str(o, "kind", kind_of(m));
	if (text)
		json_add_str(o, "command", (const char *)text->header.cmdstr);
	json_add_num(o, "number", (int)m->header.cmd);
	json_add_str(o, "from", path);
	if (args_json(m, &args) < 0)
		args = raw(m);
	json_add(o, "args", args);
	json_print_one(ng, "message", o);
}

void show_message(struct ngctl *ng, const char *path, const struct ng_mesg *m)
{
	cleanup_free struct ng_mesg *text = NULL;

	(void)session_text_of(ng->s, path, m, &text);
	tell_message(ng,
		     m->header.flags & NGF_RESP ? "RECEIVED RESPONSE"
						: "RECEIVED MESSAGE",
		     path, m);
	if (ng->xo.json)
		show_json(ng, path, m, text);
	else if (text)
		show_text(path, m, text);
	else
		show_numbers(path, m);
}

void read_message(struct ngctl *ng)
{
	struct pollfd p = { .fd = session_cs(ng->s), .events = POLLIN };
	cleanup_free struct ng_mesg *m = NULL;
	char path[NG_PATHSIZ];
	int r;

	if (poll(&p, 1, 0) != 1)
		return;
	r = sock_message_alloc(p.fd, &m, path);
	if (r > 0) {
		show_message(ng, path, m);
		return;
	}
	if (r == 0) /* our node was shut down */
		return;
	errno = -r;
	complain("recv incoming message");
}

void read_packet(struct ngctl *ng)
{
	static unsigned char buf[PACKET_MAX];
	char hook[NG_HOOKSIZ];
	uint32_t slot = 0;
	int n = sock_recv(session_ds(ng->s), buf, sizeof(buf), 0, &slot);

	if (n < 0) {
		errno = -n;
		complain("reading hook");
		return;
	}
	session_hook_name(ng->s, slot, hook);
	if (n == 0 && !*hook) /* our node was shut down */
		return;
	printf("Rec'd data packet on hook \"%s\":\n", hook);
	dump(buf, (size_t)n);
}
