/* SPDX-License-Identifier: MIT */
/* What a library and the anycast holder of its network namespace say to each other.
 *
 * They meet on NETLINK_FIB_LOOKUP, a netlink protocol every kernel with IPv4 has and whose
 * multicast groups the kernel itself does not use. There the kernel demands CAP_NET_ADMIN over
 * the network namespace from whoever sends to another process or joins a group
 * (netlink_allowed(), net/netlink/af_netlink.c). So a request that arrives is a privileged
 * one, a reply that arrives comes from a privileged process, and nobody else can say a word.
 *
 * Anybody can bind a port number, though. Hence the holder is not "who has IPH_HOLDER_PORT" but
 * "who is in IPH_GROUP_HOLDER", and requests go to the port and to the group in one call. */
#pragma once

#include <linux/netlink.h>
#include <stdbool.h>
#include <stdint.h>

#define IPH_HOLDER_PROTOCOL NETLINK_FIB_LOOKUP

/* Above every process id, so the kernel never gives it to a socket by itself. */
#define IPH_HOLDER_PORT 0x4e495048u

/* Group 20: every holder and candidate. Group 21: the one that is in office. */
#define IPH_GROUP_HOLDER (1u << 19)
#define IPH_GROUP_IN_OFFICE (1u << 20)

#define IPH_PROTO_VERSION 2

enum iph_op {
	IPH_OP_CREATE = 1,
	IPH_OP_DELETE = 2,
	IPH_OP_NOTHING = 3, /* gets no reply: whoever sends it only wants to know if it arrives */
};

/* From the beginning of a call to its deadline, in ms. */
#define IPH_DEADLINE 28000

/* Both are host byte order, one datagram each. Version, operation and id never move, so that two
 * of different versions can tell each other so: a holder answers what it does not know with its own
 * version and -EPROTONOSUPPORT, and a reply with the request's id is the answer whatever its
 * version. */
struct iph_request {
	uint8_t version;
	uint8_t op;
	uint16_t type; /* that the interface must have (IANA ifType, of its LUID); 0: any */
	uint32_t ifindex;
	uint64_t id; /* random; the reply repeats it, and a repeated request is answered again */
	uint8_t addr[16]; /* IPv6 */

	/* When the caller gives up, less what an answer takes: ms of CLOCK_MONOTONIC, or 0 for
	 * never. What comes later is not done, and what is done later is undone. */
	int64_t deadline;
	int64_t clock; /* whose CLOCK_MONOTONIC, see iph_clock() in wait.h */
};

/* What every version has; as long as the whole request of version 1, which took no other length. */
#define IPH_REQUEST_HEAD 16 /* up to id */
#define IPH_REQUEST_V1 32

/* The holder has nothing left to hold and ends: the caller waits for that. */
#define IPH_REPLY_LEAVING 1u

struct iph_reply {
	uint8_t version;
	uint8_t op;
	uint16_t flags;
	int32_t error; /* 0 or -errno */
	uint64_t id;
	uint32_t pid;	/* of the holder that leaves, in its own PID namespace */
	uint32_t pidns; /* which is this one, see iph_pidns() */
};

/* The inode number of the calling process's PID namespace, 0 where /proc does not tell. */
uint32_t iph_pidns(void);

/* Looks for holders in the calling thread's network namespace.
 * groups is what it must be in; own is a port that does not count. Gives the one with the
 * lowest rank, see iph_holder_rank(). -ESRCH when there is none, -ENOSYS when this kernel and
 * mount table give no way to know. */
int iph_holder_find(uint32_t groups, uint32_t own, uint32_t *ret_port)
	__attribute__((warn_unused_result));

/* Whether it is certain that no holder is in office, for one system call: fd is a socket of
 * NETLINK_ROUTE, where a holder has the port IPH_HOLDER_PORT, too, and drops what is sent there.
 * The kernel tells only the privileged that nobody has it. When somebody else has bound that port,
 * it is not certain. */
bool iph_holder_is_missing(int fd);

/* Of two candidates the lower rank has precedence: the known port, then by number. */
static inline uint32_t iph_holder_rank(uint32_t port)
{
	return port - IPH_HOLDER_PORT;
}
