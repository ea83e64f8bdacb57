/* SPDX-License-Identifier: MIT */
/* The lines anycast-create-ipv4, anycast-create-ipv6 and anycast-first. */

#include <arpa/inet.h>
#include <err.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mman.h>

#include <netlink/netlink.h>
#include <netlink/route/addr.h>

#include "anycast.h"
#include "bench.h"
#include "holder.h"
#include "process.h"
#include "world.h"

#define BATCH_PAIRS 100	 /* in one "ip -batch" */
#define OFF_LINK 1000000 /* the number of an address that no other entry has */

struct nlroute {
	struct nl_sock *sock;
	struct rtnl_addr *addr;
};

static void nlroute_init(struct nlroute *ret_peer, uint32_t ifindex, struct in_addr addr)
{
	struct nl_addr *local = nl_addr_build(AF_INET, &addr, sizeof(addr));

	ret_peer->sock = nl_socket_alloc();
	ret_peer->addr = rtnl_addr_alloc();
	if (!local || !ret_peer->sock || !ret_peer->addr ||
	    nl_connect(ret_peer->sock, NETLINK_ROUTE) < 0)
		errx(1, "libnl does not start");
	nl_addr_set_prefixlen(local, 32);
	rtnl_addr_set_ifindex(ret_peer->addr, (int)ifindex);
	rtnl_addr_set_local(ret_peer->addr, local);
	nl_addr_put(local);
}

static int nlroute_add_delete(void *arg)
{
	const struct nlroute *peer = arg;
	int r = rtnl_addr_add(peer->sock, peer->addr, NLM_F_CREATE | NLM_F_EXCL);

	return r ? r : rtnl_addr_delete(peer->sock, peer->addr, 0);
}

/* A file for "ip -batch" that is in memory only, and its name. */
static void write_batch(struct in_addr addr, char *ret_path, size_t size)
{
	int fd = memfd_create("batch", 0); /* ip(8) inherits it */
	char text[INET_ADDRSTRLEN];
	int i;

	inet_ntop(AF_INET, &addr, text, sizeof(text));
	for (i = 0; i < BATCH_PAIRS; i++)
		if (dprintf(fd, "addr add %s/32 dev eth0\naddr del %s/32 dev eth0\n", text, text) <
		    0)
			err(1, "memfd_create");
	snprintf(ret_path, size, "/proc/self/fd/%d", fd);
}

static void compare_ipv4(uint32_t ifindex, long present)
{
	const struct in_addr addr = world_ipv4(OFF_LINK);
	MIB_ANYCASTIPADDRESS_ROW row = anycast_row(ifindex, AF_INET, &addr);
	static struct anycast_raw4 raw;
	struct nlroute nlroute;
	char path[32];
	const char *batch[] = {"ip", "-batch", path, NULL};
	struct work work = {
		.line = "anycast-create-ipv4",
		.size = present,
		.contenders = {CONTENDER("ours", BENCH_OURS, anycast_create_delete, &row),
			       CONTENDER("raw", BENCH_RAW, anycast_raw4, &raw),
			       CONTENDER("raw, own socket", BENCH_RAW, anycast_raw4_fresh, &raw),
			       CONTENDER("raw, asking", BENCH_RAW, anycast_raw4_asking, &raw),
			       CONTENDER("libnl-route", BENCH_PEER, nlroute_add_delete, &nlroute),
			       CONTENDER("ip -batch", BENCH_PROCESS, process_run, batch,
					 .ops = BATCH_PAIRS)},
		.goals = {{"raw", 1.25}, {"raw, own socket", 2}, {"raw, asking", 1.25}},
	};

	anycast_raw4_init(&raw, ifindex, addr);
	nlroute_init(&nlroute, ifindex, addr);
	write_batch(addr, path, sizeof(path));
	bench_compare(&work);
}

void line_anycast_create_ipv4(void)
{
	static const long sizes[] = {1, 1000, 16000};
	struct in_addr addr;
	uint32_t ifindex;
	long n = 0;
	size_t i;

	world_begin();
	ifindex = world_ethernet();
	for (i = 0; i < 3 && bench_wants(sizes[i]); i++) {
		for (; n < sizes[i]; n++) {
			addr = world_ipv4(n);
			world_add_address(ifindex, AF_INET, &addr);
		}
		compare_ipv4(ifindex, n);
	}
}

/* Where the library has its entries, and where the same ones were made by hand: what the holder
 * does must not be in the way of what it is compared with. */
struct place {
	int netns;
	uint32_t ifindex;
};

/* By hand in three ways, each with an address of its own. */
struct hands {
	struct anycast_raw6 raw;
	struct anycast_raw6 waiting;
	struct anycast_remote6 remote;
};

static void enter(const struct place *place)
{
	if (setns(place->netns, CLONE_NEWNET) < 0)
		err(1, "setns");
}

static void compare_ipv6(const struct place *ours, const struct place *other, long present,
			 struct hands *hands)
{
	const struct in6_addr addr = world_ipv6(OFF_LINK);
	MIB_ANYCASTIPADDRESS_ROW row = anycast_row(ours->ifindex, AF_INET6, &addr);
	struct work work = {
		.line = "anycast-create-ipv6",
		.size = present,
		.contenders = {CONTENDER("ours", BENCH_OURS, anycast_create_delete, &row,
					 .netns = ours->netns, .helper = world_holder()),
			       CONTENDER("raw", BENCH_RAW, anycast_raw6, &hands->raw,
					 .netns = other->netns),
			       CONTENDER("raw, waiting", BENCH_RAW, anycast_raw6_wait,
					 &hands->waiting, .netns = other->netns),
			       CONTENDER("raw, by a process", BENCH_RAW, anycast_remote6,
					 &hands->remote, .netns = other->netns,
					 .helper = hands->remote.pid)},
		.goals = {{"raw", 1.5}, {"raw, waiting", 1.5}, {"raw, by a process", 1.5}},
	};

	bench_compare(&work);
}

void line_anycast_create_ipv6(void)
{
	static const long sizes[] = {1, 1000, 16000};
	static struct hands hands;
	struct place ours;
	struct place other;
	long present = 0;
	size_t i;

	if (!world_allows_descriptors(sizes[2]))
		warnx("the limit of open files is low: not all entries will fit");
	world_begin();
	ours.ifindex = world_ethernet();
	ours.netns = world_this_namespace();
	other.netns = world_new_namespace();
	other.ifindex = world_ethernet();
	anycast_raw6_init(&hands.raw, other.ifindex, world_ipv6(OFF_LINK));
	anycast_raw6_init(&hands.waiting, other.ifindex, world_ipv6(OFF_LINK + 1));
	anycast_remote6_init(&hands.remote, other.ifindex, world_ipv6(OFF_LINK + 2));
	for (i = 0; i < 3 && bench_wants(sizes[i]); i++) {
		enter(&other);
		anycast_raw6_many(other.ifindex, present, sizes[i]);
		enter(&ours);
		anycast_create_many(ours.ifindex, present, sizes[i]);
		present = sizes[i];
		compare_ipv6(&ours, &other, present, &hands);
		holder_memory(present);
	}
	world_end();
	enter(&other); /* and that one ends with the line */
}

/* Each Create finds no holder, and each Delete sees it leave. */
void line_anycast_first(void)
{
	static const char *nothing[] = {"true", NULL};
	const struct in6_addr addr = world_ipv6(OFF_LINK);
	static struct anycast_raw6 raw;
	MIB_ANYCASTIPADDRESS_ROW row;
	uint32_t ifindex;
	struct work work = {
		.line = "anycast-first",
		.size = 0,
		.contenders = {CONTENDER("ours", BENCH_OURS, anycast_create, &row,
					 .undo = anycast_delete),
			       CONTENDER("raw", BENCH_RAW, anycast_raw6_create, &raw,
					 .undo = anycast_raw6_delete),
			       CONTENDER("start of true(1)", BENCH_PROCESS, process_run, nothing)},
	};

	world_begin();
	ifindex = world_ethernet();
	row = anycast_row(ifindex, AF_INET6, &addr);
	anycast_raw6_init(&raw, ifindex, addr);
	bench_compare(&work);
}
