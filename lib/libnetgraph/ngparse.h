/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ngparse.h - Arguments of control messages: one description, two forms
 *
 * A struct ng_ptype says how a value lies in memory and how it is written:
 * "{ a=1 b=[ 2 3 7=4 ] c="text" }".  Fields and elements that have their
 * default, all zero, need not be written and are not printed.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum ng_pkind {
	NG_P_INT, /* signed, .size bytes */
	NG_P_UINT,
	NG_P_HEX,
	NG_P_STRING, /* in a buffer of .size bytes */
	NG_P_MAC,
	NG_P_IP,
	NG_P_SOCKADDR, /* struct sockaddr_in: inet/1.2.3.4:5000 */
	NG_P_STRUCT, /* .fields */
	NG_P_FIXED, /* array of .count .elem */
	NG_P_ARRAY, /* array of .elem, .length() says how many; without it, as
		     * many as there are to the end */
	NG_P_MESSAGE, /* struct ng_mesg: read by nobody, only sized */
};

struct ng_pfield;

struct ng_ptype {
	enum ng_pkind kind;
	uint32_t size;
	uint32_t count;
	const struct ng_pfield *fields;
	const struct ng_ptype *elem;
	/* @buf: what was read of the message so far, or all of it */
	uint32_t (*length)(const uint8_t *buf, const uint8_t *array);
};

struct ng_pfield {
	const char *name; /* NULL: no more */
	const struct ng_ptype *type;
};

extern const struct ng_ptype ng_p_int8, ng_p_int16, ng_p_int32, ng_p_int64;
extern const struct ng_ptype ng_p_uint8, ng_p_uint16, ng_p_uint32, ng_p_uint64;
extern const struct ng_ptype ng_p_hex8, ng_p_hex16, ng_p_hex32;
extern const struct ng_ptype ng_p_name; /* 32 bytes: nodes, hooks, types */
extern const struct ng_ptype ng_p_path;
extern const struct ng_ptype ng_p_text;
extern const struct ng_ptype ng_p_mac;
extern const struct ng_ptype ng_p_ip;
extern const struct ng_ptype ng_p_sockaddr;

/* ng_p_first() - For ng_ptype.length: the 32 bits that the message begins with */
uint32_t ng_p_first(const uint8_t *buf, const uint8_t *array);

/**
 * ng_parse() - From text to bytes
 * @text:	All of it must be used up
 * @cap:	Room in @buf
 * @ret_len:	Bytes that were made
 *
 * Return: 0, -EINVAL, -ENOENT (no such field), -EALREADY (given twice), -E2BIG
 * (more elements than there are), -ERANGE (does not fit)
 */
int ng_parse(const struct ng_ptype *t, const char *text, uint8_t *buf,
	     size_t cap, size_t *ret_len);

/**
 * ng_unparse() - From bytes to text
 * @cap:	Room in @text, the NUL included
 *
 * Return: 0, -EINVAL (@len is too short) or -ERANGE
 */
int ng_unparse(const struct ng_ptype *t, const uint8_t *data, size_t len,
	       char *text, size_t cap);
