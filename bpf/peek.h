/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only */
/*
 * peek.h - What the kernel knows of a device, or of a program's socket
 *
 * An interface's address can be changed without a word to the graph, in a jail
 * too, and no helper tells that of a device in another namespace.  Kernels before
 * 6.2 let nobody look: there "peeks" is false.
 */
#pragma once

#include "walk.h"

#include <bpf/bpf_core_read.h>

#define KERNEL_TYPE __attribute__((preserve_access_index))
#define IFF_UP 1u
#define PRIV_ALIGN 32u /* of what a driver has behind a struct net_device */

struct net {
	__u64 net_cookie;
} KERNEL_TYPE;

typedef struct {
	struct net *net;
} KERNEL_TYPE possible_net_t;

struct net_device {
	possible_net_t nd_net;
	unsigned int flags;
	const unsigned char *dev_addr;
} KERNEL_TYPE;

struct sock {
	struct {
		struct {
			int counter;
		} rmem_alloc;
	} sk_backlog;
	int sk_rcvbuf;
} KERNEL_TYPE;

struct sk_buff {
	struct net_device *dev;
	struct sock *sk;
} KERNEL_TYPE;

/* Any that begins with eight octets, and is in every kernel */
struct timespec64 {
	__s64 tv_sec;
} KERNEL_TYPE;

extern __ksym __weak void *bpf_cast_to_kern_ctx(void *);
extern __ksym __weak void *bpf_rdonly_cast(const void *, __u32);

/* Both are set before it is loaded. */
const volatile bool peeks = true;
const volatile __u64 home; /* cookie of the graph's network namespace */

/* Cookie of the network namespace in which the packet is */
static __always_inline __u64 peek_netns(struct __sk_buff *skb)
{
	struct sk_buff *k = bpf_cast_to_kern_ctx(skb);

	return k->dev->nd_net.net->net_cookie;
}

/* What is not there reads as zero. */
static __always_inline __u64 peek_word(__u64 at)
{
	struct timespec64 *p = bpf_rdonly_cast(
		(void *)(long)at, bpf_core_type_id_kernel(struct timespec64));

	return (__u64)p->tv_sec;
}

/* What a device's driver keeps begins behind the device. */
static __always_inline __u64 peek_driver(__u64 device)
{
	__u32 size = bpf_core_type_size(struct net_device);

	return peek_word(device +
			 ((size + PRIV_ALIGN - 1) & ~(PRIV_ALIGN - 1)));
}

/* The device that @skb came in by, as a number to keep */
static __always_inline __u64 peek_device(struct __sk_buff *skb)
{
	struct sk_buff *k = bpf_cast_to_kern_ctx(skb);

	return (__u64)(long)k->dev;
}

/* The other end of the veth that @skb came in by: veth keeps first where that
 * is, and so does the other end.  0: this is some other driver */
static __always_inline __u64 peek_outer(struct __sk_buff *skb)
{
	__u64 inner = peek_device(skb), outer = peek_driver(inner);

	return outer && peek_driver(outer) == inner ? outer : 0;
}

/* Of a device that was once found so.  It may be gone: but then so is the one
 * which a packet would reach it by. */
static __always_inline __u64 peek_mac(__u64 outer)
{
	struct net_device *dev =
		bpf_rdonly_cast((void *)(long)outer,
				bpf_core_type_id_kernel(struct net_device));

	return peek_word((__u64)(long)dev->dev_addr);
}

static __always_inline bool peek_is_down(__u64 device)
{
	struct net_device *dev =
		bpf_rdonly_cast((void *)(long)device,
				bpf_core_type_id_kernel(struct net_device));

	return !(dev->flags & IFF_UP);
}

/* The socket that @skb was sent by */
static __always_inline __u64 peek_socket(struct __sk_buff *skb)
{
	struct sk_buff *k = bpf_cast_to_kern_ctx(skb);

	return (__u64)(long)k->sk;
}

/* Would it take no more?  One that is gone takes nothing anyhow. */
static __always_inline bool peek_is_full(__u64 socket)
{
	struct sock *sk = bpf_rdonly_cast((void *)(long)socket,
					  bpf_core_type_id_kernel(struct sock));

	return sk->sk_backlog.rmem_alloc.counter >= sk->sk_rcvbuf;
}
