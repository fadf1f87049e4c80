/* SPDX-License-Identifier: BSD-2-Clause */
/* ngparse-types.c - The types that all messages are made of */

#include <string.h>

#include "libnetgraph/ngparse-priv.h"

const struct ng_ptype ng_p_int8 = { .kind = NG_P_INT, .size = 1 };
const struct ng_ptype ng_p_int16 = { .kind = NG_P_INT, .size = 2 };
const struct ng_ptype ng_p_int32 = { .kind = NG_P_INT, .size = 4 };
const struct ng_ptype ng_p_int64 = { .kind = NG_P_INT, .size = 8 };
const struct ng_ptype ng_p_uint8 = { .kind = NG_P_UINT, .size = 1 };
const struct ng_ptype ng_p_uint16 = { .kind = NG_P_UINT, .size = 2 };
const struct ng_ptype ng_p_uint32 = { .kind = NG_P_UINT, .size = 4 };
const struct ng_ptype ng_p_uint64 = { .kind = NG_P_UINT, .size = 8 };
const struct ng_ptype ng_p_hex8 = { .kind = NG_P_HEX, .size = 1 };
const struct ng_ptype ng_p_hex16 = { .kind = NG_P_HEX, .size = 2 };
const struct ng_ptype ng_p_hex32 = { .kind = NG_P_HEX, .size = 4 };
const struct ng_ptype ng_p_name = { .kind = NG_P_STRING, .size = 32 };
const struct ng_ptype ng_p_path = { .kind = NG_P_STRING, .size = 512 };
const struct ng_ptype ng_p_text = { .kind = NG_P_STRING, .size = 1024 };
const struct ng_ptype ng_p_mac = { .kind = NG_P_MAC, .size = 6 };
const struct ng_ptype ng_p_ip = { .kind = NG_P_IP, .size = 4 };
const struct ng_ptype ng_p_sockaddr = { .kind = NG_P_SOCKADDR, .size = 16 };

uint32_t ng_p_first(const uint8_t *buf, const uint8_t *array)
{
	uint32_t n;

	(void)array;
	memcpy(&n, buf, sizeof(n));
	return n;
}

size_t ng_ptype_align(const struct ng_ptype *t)
{
	size_t align = 1;

	switch (t->kind) {
	case NG_P_INT:
	case NG_P_UINT:
	case NG_P_HEX:
	case NG_P_IP:
		return t->size;
	case NG_P_FIXED:
	case NG_P_ARRAY:
		return ng_ptype_align(t->elem);
	case NG_P_STRUCT:
		for (const struct ng_pfield *f = t->fields; f->name; f++)
			if (ng_ptype_align(f->type) > align)
				align = ng_ptype_align(f->type);
		return align;
	case NG_P_MESSAGE:
		return 4;
	case NG_P_STRING:
	case NG_P_MAC:
	case NG_P_SOCKADDR:
		break;
	}
	return 1;
}

uint64_t ng_int_get(const uint8_t *p, uint32_t size, int is_signed)
{
	union {
		uint8_t u8;
		uint16_t u16;
		uint32_t u32;
		uint64_t u64;
	} v = { 0 };

	memcpy(&v, p, size);
	switch (size) {
	case 1:
		return is_signed ? (uint64_t)(int8_t)v.u8 : v.u8;
	case 2:
		return is_signed ? (uint64_t)(int16_t)v.u16 : v.u16;
	case 4:
		return is_signed ? (uint64_t)(int32_t)v.u32 : v.u32;
	default:
		return v.u64;
	}
}

void ng_int_put(uint8_t *p, uint32_t size, uint64_t v)
{
	const uint8_t u8 = (uint8_t)v;
	const uint16_t u16 = (uint16_t)v;
	const uint32_t u32 = (uint32_t)v;

	switch (size) {
	case 1:
		memcpy(p, &u8, size);
		break;
	case 2:
		memcpy(p, &u16, size);
		break;
	case 4:
		memcpy(p, &u32, size);
		break;
	default:
		memcpy(p, &v, sizeof(v));
		break;
	}
}
