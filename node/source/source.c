/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * source.c - Packets to be sent again and again: the tools' part
 *
 * The walk keeps what comes in; a process, libexec/vjail/ng_source, sends it.
 * Both, and we, have the array of frames in memory.
 */

#include <bpf/bpf.h>
#include <errno.h>
#include <net/if.h>
#include <sys/mman.h>
#include <time.h>

#include "base/cleanup.h"
#include "libnetgraph/closet.h"
#include "libnetgraph/holder.h"
#include "libnetgraph/sock.h"
#include "libnetgraph/stats.h"
#include "netgraph/ng_source.h"
#include "libnetgraph/source-job.h"
#include "types.h"

#define NSEC 1000000000ULL
#define CFG_IFACE 0
#define CFG_HAD_OUTPUT 1

static const char *const roles[] = {
	[NG_SOURCE_INPUT] = NG_SOURCE_HOOK_INPUT,
	[NG_SOURCE_OUTPUT] = NG_SOURCE_HOOK_OUTPUT,
	NULL,
};

static const struct ng_ptype timeval_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "tv_sec", &ng_p_int64 },
					      { "tv_usec", &ng_p_int64 },
					      { NULL, NULL } },
};
static const struct ng_ptype stats_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "outOctets", &ng_p_uint64 },
					      { "outFrames", &ng_p_uint64 },
					      { "queueOctets", &ng_p_uint32 },
					      { "queueFrames", &ng_p_uint32 },
					      { "maxPps", &ng_p_uint32 },
					      { "startTime", &timeval_type },
					      { "endTime", &timeval_type },
					      { "elapsedTime", &timeval_type },
					      { NULL, NULL } },
};
static const struct ng_ptype embed_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "offset", &ng_p_hex16 },
					      { "flags", &ng_p_hex8 },
					      { NULL, NULL } },
};
static const struct ng_ptype reserved_type = { .kind = NG_P_FIXED,
					       .elem = &ng_p_uint8,
					       .count = 3 };
static const struct ng_ptype counter_type = {
	.kind = NG_P_STRUCT,
	.fields = (const struct ng_pfield[]){ { "offset", &ng_p_hex16 },
					      { "flags", &ng_p_hex8 },
					      { "width", &ng_p_uint8 },
					      { "next", &ng_p_uint32 },
					      { "min", &ng_p_uint32 },
					      { "max", &ng_p_uint32 },
					      { "increment", &ng_p_int32 },
					      { "index", &ng_p_uint8 },
					      { "reserved", &reserved_type },
					      { NULL, NULL } },
};
static const struct ng_ptype iface_type = { .kind = NG_P_STRING,
					    .size = IFNAMSIZ };

/* The frames of a node, in memory */
struct kept {
	struct ng_frame *frames;
	struct ng_source_job *job;
};

static void kept_done(struct kept *k)
{
	if (k->frames)
		(void)munmap(k->frames, SOURCE_ROOM);
}

#define cleanup_kept __attribute__((cleanup(kept_done)))

static int kept_fd(struct graph *g, const struct ng_node_rec *n)
{
	cleanup_close int outer = graph_map(g, "frames");
	uint32_t slot = node_slot(g, n), id;
	int fd;

	if (outer < 0)
		return outer;
	if (bpf_map_lookup_elem(outer, &slot, &id) < 0)
		return -errno;
	fd = bpf_map_get_fd_by_id(id);
	return fd < 0 ? -errno : fd;
}

static int kept_open(struct graph *g, const struct ng_node_rec *n,
		     struct kept *ret)
{
	cleanup_close int fd = kept_fd(g, n);
	void *p;

	if (fd < 0)
		return fd;
	p = mmap(NULL, SOURCE_ROOM, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (p == MAP_FAILED)
		return -ENOMEM;
	ret->frames = p;
	ret->job = source_job(p);
	return 0;
}

/* One with this slot that was left by another node is put aside. */
static int make(struct graph *g, struct ng_node_rec *n)
{
	LIBBPF_OPTS(bpf_map_create_opts, opts,
		    .map_flags = BPF_F_MMAPABLE | BPF_F_INNER_MAP);
	cleanup_close int outer = graph_map(g, "frames");
	uint32_t slot = node_slot(g, n);
	cleanup_close int fd = -1;

	if (outer < 0)
		return outer;
	fd = bpf_map_create(BPF_MAP_TYPE_ARRAY, "kept", sizeof(uint32_t),
			    sizeof(struct ng_frame), NG_FRAMES + 1, &opts);
	if (fd < 0)
		return -errno;
	return bpf_map_update_elem(outer, &slot, &fd, BPF_ANY) < 0 ? -errno : 0;
}

static int newhook(struct graph *g, struct ng_node_rec *n,
		   struct ng_hook_rec *like)
{
	int r = ng_hook_role(n, roles, like);

	if (r == 0)
		r = closet_sockets(g);
	like->ifindex = g->head->sock_graph;
	return r;
}

static int joined(struct graph *g, struct ng_node_rec *n, struct ng_hook_rec *h)
{
	if (h->num == NG_SOURCE_OUTPUT)
		graph_set64(g, &n->cfg[CFG_HAD_OUTPUT], 1);
	return ng_role_joined(g, n, h);
}

/* It ends with its output. */
static bool ends(const struct ng_node_rec *n)
{
	return n->cfg[CFG_HAD_OUTPUT] && !n->role[NG_SOURCE_OUTPUT];
}

/* Arrays of nodes that are gone, with what is in them */
static void gone(struct graph *g, uint32_t id)
{
	cleanup_close int outer = graph_map(g, "frames");
	uint32_t slot, next;
	int more;

	holder_stop(g, &holder_source, id);
	if (outer < 0)
		return;
	for (more = bpf_map_get_next_key(outer, NULL, &slot) == 0; more;
	     slot = next) {
		more = bpf_map_get_next_key(outer, &slot, &next) == 0;
		if (node_at(g, slot)->kind != NG_KIND_SOURCE)
			(void)bpf_map_delete_elem(outer, &slot);
	}
}

static uint64_t now_ns(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_REALTIME, &ts);
	return (uint64_t)ts.tv_sec * NSEC + (uint64_t)ts.tv_nsec;
}

static bool is_sending(const struct ng_call *c)
{
	return holder_is_there(c->g, &holder_source, c->node->id);
}

static int start(struct ng_call *c)
{
	const uint64_t *packets = ng_call_args(c, sizeof(*packets));
	cleanup_close int data = -1, fd = -1;
	cleanup_kept struct kept k = { 0 };
	int r;

	if (!packets || !c->node->role[NG_SOURCE_OUTPUT])
		return -EINVAL;
	if (c->g->guest) /* its process would have none of the jail's limits */
		return -EPERM;
	r = kept_open(c->g, c->node, &k);
	if (r < 0)
		return r;
	if (!k.job->pps && !c->node->cfg[CFG_IFACE])
		return -ENXIO;
	if (is_sending(c) && !k.job->ended)
		return -EBUSY;
	/* One that has sent all may not have ended altogether. */
	holder_stop(c->g, &holder_source, c->node->id);
	data = sock_data(c->g, c->node);
	fd = kept_fd(c->g, c->node);
	if (data < 0 || fd < 0)
		return data < 0 ? data : fd;
	k.job->hook = c->node->role[NG_SOURCE_OUTPUT];
	k.job->frames = c->node->role[NG_SOURCE_COUNT];
	k.job->left = *packets;
	k.job->begun = now_ns();
	k.job->ended = 0;
	return holder_start(c->g, &holder_source, c->node->id, fd, data);
}

static int stop(struct ng_call *c)
{
	cleanup_kept struct kept k = { 0 };
	bool was = is_sending(c);
	int r = kept_open(c->g, c->node, &k);

	if (r < 0)
		return r;
	holder_stop(c->g, &holder_source, c->node->id);
	if (was && !k.job->ended)
		k.job->ended = now_ns();
	return 0;
}

static int clr_data(struct ng_call *c)
{
	__atomic_store_n(&c->node->role[NG_SOURCE_COUNT], 0, __ATOMIC_SEQ_CST);
	return 0;
}

static int set_iface(struct ng_call *c)
{
	const char *name = ng_call_string(c);
	unsigned index = name ? if_nametoindex(name) : 0;

	if (!index)
		return -EINVAL;
	c->node->cfg[CFG_IFACE] = index;
	return 0;
}

static int set_pps(struct ng_call *c)
{
	const uint32_t *pps = ng_call_args(c, sizeof(*pps));
	cleanup_kept struct kept k = { 0 };
	int r = pps ? kept_open(c->g, c->node, &k) : -EINVAL;

	if (r == 0)
		k.job->pps = *pps;
	return r;
}

static struct timeval to_timeval(uint64_t ns)
{
	return (struct timeval){
		.tv_sec = (time_t)(ns / NSEC),
		.tv_usec = (suseconds_t)(ns % NSEC / 1000),
	};
}

static void fill_stats(const struct ng_call *c, const struct kept *k,
		       struct ng_source_stats *to)
{
	const struct ng_source_job *j = k->job;
	uint64_t until = j->ended ? j->ended : now_ns();

	to->outOctets = j->octets;
	to->outFrames = j->packets;
	to->queueFrames = c->node->role[NG_SOURCE_COUNT];
	for (uint32_t i = 0; i < to->queueFrames; i++)
		to->queueOctets += k->frames[i].len;
	to->maxPps = j->pps;
	to->startTime = to_timeval(j->begun);
	to->endTime = to_timeval(j->ended);
	if (j->begun && (j->ended || is_sending(c)))
		to->elapsedTime = to_timeval(until - j->begun);
}

static int stats(struct ng_call *c)
{
	cleanup_kept struct kept k = { 0 };
	int r = kept_open(c->g, c->node, &k);
	struct ng_source_stats *to;

	if (r < 0)
		return r;
	if (c->what & STATS_GET) {
		to = ng_call_reply(c, sizeof(*to));
		if (!to)
			return -ENOMEM;
		fill_stats(c, &k, to);
	}
	if (c->what & STATS_CLEAR) {
		__atomic_store_n(&k.job->octets, 0, __ATOMIC_SEQ_CST);
		__atomic_store_n(&k.job->packets, 0, __ATOMIC_SEQ_CST);
		if (!is_sending(c))
			k.job->begun = k.job->ended = 0;
	}
	return 0;
}

static int set_timestamp(struct ng_call *c)
{
	const struct ng_source_embed_info *e = ng_call_args(c, sizeof(*e));
	cleanup_kept struct kept k = { 0 };
	int r;

	if (!e || e->flags & ~NGM_SOURCE_EMBED_ENABLE)
		return -EINVAL;
	r = kept_open(c->g, c->node, &k);
	if (r < 0)
		return r;
	k.job->stamp_at = e->offset;
	k.job->stamp_flags = e->flags;
	return 0;
}

static int get_timestamp(struct ng_call *c)
{
	cleanup_kept struct kept k = { 0 };
	int r = kept_open(c->g, c->node, &k);
	struct ng_source_embed_info *e;

	if (r < 0)
		return r;
	e = ng_call_reply(c, sizeof(*e));
	if (!e)
		return -ENOMEM;
	e->offset = k.job->stamp_at;
	e->flags = k.job->stamp_flags;
	return 0;
}

static bool is_counter(const struct ng_source_embed_cnt_info *e)
{
	return e->index < NG_SOURCE_COUNTERS &&
	       (e->width == 1 || e->width == 2 || e->width == 4) &&
	       !(e->flags &
		 ~(NGM_SOURCE_EMBED_ENABLE | NGM_SOURCE_INC_CNT_PER_LIST)) &&
	       e->min_val <= e->max_val;
}

static int set_counter(struct ng_call *c)
{
	const struct ng_source_embed_cnt_info *e = ng_call_args(c, sizeof(*e));
	cleanup_kept struct kept k = { 0 };
	int r;

	if (!e || !is_counter(e))
		return -EINVAL;
	r = kept_open(c->g, c->node, &k);
	if (r < 0)
		return r;
	k.job->counters[e->index] = (struct ng_source_counter){
		.offset = e->offset,
		.flags = e->flags,
		.width = e->width,
		.next = e->next_val,
		.min = e->min_val,
		.max = e->max_val,
		.increment = e->increment,
	};
	return 0;
}

static int get_counter(struct ng_call *c)
{
	const uint8_t *index = ng_call_args(c, sizeof(*index));
	struct ng_source_embed_cnt_info *e;
	const struct ng_source_counter *from;
	cleanup_kept struct kept k = { 0 };
	int r;

	if (!index || *index >= NG_SOURCE_COUNTERS)
		return -EINVAL;
	r = kept_open(c->g, c->node, &k);
	if (r < 0)
		return r;
	e = ng_call_reply(c, sizeof(*e));
	if (!e)
		return -ENOMEM;
	from = &k.job->counters[*index];
	e->offset = from->offset;
	e->flags = from->flags;
	e->width = from->width;
	e->next_val = from->next;
	e->min_val = from->min;
	e->max_val = from->max;
	e->increment = from->increment;
	e->index = *index;
	return 0;
}

static const struct ng_command commands[] = {
	STATS_COMMANDS(SOURCE, STATS, "stats", NULL, &stats_type, stats),
	NG_COMMAND(SOURCE, START, "start", &ng_p_uint64, NULL, start),
	NG_COMMAND(SOURCE, STOP, "stop", NULL, NULL, stop),
	NG_COMMAND(SOURCE, CLR_DATA, "clrdata", NULL, NULL, clr_data),
	NG_COMMAND(SOURCE, SETIFACE, "setiface", &iface_type, NULL, set_iface),
	NG_COMMAND(SOURCE, SETPPS, "setpps", &ng_p_uint32, NULL, set_pps),
	NG_COMMAND(SOURCE, SET_TIMESTAMP, "settimestamp", &embed_type, NULL,
		   set_timestamp),
	NG_COMMAND(SOURCE, GET_TIMESTAMP, "gettimestamp", NULL, &embed_type,
		   get_timestamp),
	NG_COMMAND(SOURCE, SET_COUNTER, "setcounter", &counter_type, NULL,
		   set_counter),
	NG_COMMAND(SOURCE, GET_COUNTER, "getcounter", &ng_p_uint8,
		   &counter_type, get_counter),
	{ 0 },
};

const struct ng_type ng_type_source = {
	.name = NG_SOURCE_NODE_TYPE,
	.kind = NG_KIND_SOURCE,
	.commands = commands,
	.make = make,
	.newhook = newhook,
	.roles = roles,
	.joined = joined,
	.ends = ends,
	.gone = gone,
};
