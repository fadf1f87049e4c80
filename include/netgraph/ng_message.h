/* SPDX-License-Identifier: BSD-2-Clause */
/* ng_message.h - Control messages as FreeBSD's programs know them */
#pragma once

#include <stdint.h>
#include <sys/types.h>

/* All with their NUL */
#define NG_TYPESIZ 32
#define NG_HOOKSIZ 32
#define NG_NODESIZ 32
#define NG_PATHSIZ 512
#define NG_CMDSTRSIZ 32
#define NG_TEXTRESPONSE 1024

#define NG_VERSION 8

typedef uint32_t ng_ID_t;

struct ng_mesg {
	struct ng_msghdr {
		unsigned char version; /* NG_VERSION */
		unsigned char spare;
		uint16_t spare2;
		uint32_t arglen; /* of data */
		uint32_t cmd;
		uint32_t flags; /* NGF_* */
		uint32_t token; /* an answer has its question's */
		uint32_t typecookie; /* whose command it is */
		unsigned char cmdstr[NG_CMDSTRSIZ];
	} header;
	char data[]; /* arguments */
};

#define NGF_ORIG 0x00000000
#define NGF_RESP 0x00000001

#define NGM_READONLY 0x10000000
#define NGM_HASREPLY 0x20000000

/* Commands of every node */
#define NGM_GENERIC_COOKIE 1137070366
#define NGM_SHUTDOWN 1
#define NGM_MKPEER 2
#define NGM_CONNECT 3
#define NGM_NAME 4
#define NGM_RMHOOK 5
#define NGM_NODEINFO (6 | NGM_READONLY | NGM_HASREPLY)
#define NGM_LISTHOOKS (7 | NGM_READONLY | NGM_HASREPLY)
#define NGM_LISTNAMES (8 | NGM_READONLY | NGM_HASREPLY)
#define NGM_LISTNODES (9 | NGM_READONLY | NGM_HASREPLY)
#define NGM_LISTTYPES (10 | NGM_READONLY | NGM_HASREPLY)
#define NGM_TEXT_STATUS (11 | NGM_READONLY | NGM_HASREPLY)
#define NGM_BINARY2ASCII (12 | NGM_READONLY | NGM_HASREPLY)
#define NGM_ASCII2BINARY (13 | NGM_READONLY | NGM_HASREPLY)
#define NGM_TEXT_CONFIG 14

#define NGM_FLOW_COOKIE 851672669
#define NGM_LINK_IS_UP 32
#define NGM_LINK_IS_DOWN 33

struct ngm_mkpeer {
	char type[NG_TYPESIZ];
	char ourhook[NG_HOOKSIZ];
	char peerhook[NG_HOOKSIZ];
};

struct ngm_connect {
	char path[NG_PATHSIZ];
	char ourhook[NG_HOOKSIZ];
	char peerhook[NG_HOOKSIZ];
};

struct ngm_name {
	char name[NG_NODESIZ];
};

struct ngm_rmhook {
	char ourhook[NG_HOOKSIZ];
};

struct nodeinfo {
	char name[NG_NODESIZ];
	char type[NG_TYPESIZ];
	ng_ID_t id;
	uint32_t hooks;
};

struct linkinfo {
	char ourhook[NG_HOOKSIZ];
	char peerhook[NG_HOOKSIZ];
	struct nodeinfo nodeinfo; /* of the node at the other end */
};

struct hooklist {
	struct nodeinfo nodeinfo;
	struct linkinfo link[];
};

struct namelist {
	uint32_t numnames;
	struct nodeinfo nodeinfo[];
};

struct typeinfo {
	char type_name[NG_TYPESIZ];
	uint32_t numnodes;
};

struct typelist {
	uint32_t numtypes;
	struct typeinfo typeinfo[];
};
