/* SPDX-License-Identifier: MIT */
/* The lines about neighbours: their table, and the time that it takes to find one. */

#include <arpa/inet.h>
#include <err.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <netlink/netlink.h>
#include <netlink/route/neighbour.h>

#include "process.h"
#include "tables.h"
#include "world.h"

static DWORD get_neighbors(void **ret_table)
{
	return GetIpNetTable2(AF_INET, (PMIB_IPNET_TABLE2 *)ret_table);
}

static struct table neighbors = TABLE(MIB_IPNET_TABLE2, get_neighbors);

static void start_neighbors(struct dump *dump)
{
	struct ndmsg *ndm = message_start(&dump->message, RTM_GETNEIGH, NLM_F_DUMP, sizeof(*ndm));

	ndm->ndm_family = AF_INET;
}

/* Of all families, as it always is. */
static int alloc_neighbors(struct nl_sock *sock, struct nl_cache **ret_cache)
{
	return rtnl_neigh_alloc_cache(sock, ret_cache);
}

static void add_neighbors(uint32_t index, long from, long to)
{
	static const uint8_t lladdr[6] = {2, 0, 0, 0, 0, 9};
	struct message message;
	struct ndmsg *ndm;
	struct in_addr addr;
	struct raw raw;
	int r = 0;

	raw_open(&raw);
	for (; r == 0 && from < to; from++) {
		addr = world_ipv4(from);
		ndm = message_start(&message, RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_EXCL,
				    sizeof(*ndm));
		ndm->ndm_family = AF_INET;
		ndm->ndm_ifindex = (int)index;
		ndm->ndm_state = NUD_PERMANENT;
		message_put(&message, NDA_DST, &addr, sizeof(addr));
		message_put(&message, NDA_LLADDR, lladdr, sizeof(lladdr));
		r = raw_request(&raw, &message);
	}
	raw_close(&raw);
	if (r < 0)
		errx(1, "a neighbour: %s", strerror(-r));
}

static void compare_tables(struct dumps *dumps, long size)
{
	static const char *const ip[] = {"ip", "-4", "-j", "neighbour", NULL};
	struct nlcache libnl;
	const struct work work = {
		.line = "neighbor-table",
		.size = size,
		.contenders = {CONTENDER("ours", BENCH_OURS, table_get_free, &neighbors),
			       CONTENDER("raw", BENCH_RAW, dumps_read, dumps),
			       CONTENDER("raw, and stored", BENCH_RAW, dumps_store, dumps),
			       CONTENDER("libnl-3 cache", BENCH_PEER, nlcache_read, &libnl),
			       CONTENDER("ip -j", BENCH_PROCESS, process_run, (void *)ip)},
		.goals = {{"raw, and stored", 1.25}},
	};

	nlcache_init(&libnl, alloc_neighbors);
	bench_compare(&work);
	nl_socket_free(libnl.sock);
	table_heap(&neighbors, work.line, size);
}

void line_neighbor_table(void)
{
	static const long sizes[] = {10, 100, 1000, 10000, 100000};
	static struct dumps dumps;
	uint32_t index;
	long n = 0;
	size_t i;

	world_begin();
	index = world_ethernet();
	dumps_init(&dumps, &neighbors);
	dumps_add(&dumps, start_neighbors, 1, "neighbor-table");
	dumps_add(&dumps, start_links_without_statistics, 0, "neighbor-table");
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]) && bench_wants(sizes[i]); i++) {
		add_neighbors(index, n, sizes[i]);
		n = sizes[i];
		compare_tables(&dumps, n);
	}
}

/* The far end of the cable is another machine, which has one address. */
#define PRESENT "192.0.2.2"
#define ABSENT "192.0.2.3"
#define RETRANSMISSION "100" /* ms between questions; after three the kernel gives up */

struct resolving {
	struct in_addr addr;
	uint32_t index;
	bool present;
};

static void move_away(uint32_t index, int namespace)
{
	struct message message;
	struct ifinfomsg *ifi = message_start(&message, RTM_NEWLINK, 0, sizeof(*ifi));
	struct raw raw;

	ifi->ifi_index = (int)index;
	message_put(&message, IFLA_NET_NS_FD, &namespace, sizeof(namespace));
	raw_open(&raw);
	if (raw_request(&raw, &message) < 0)
		errx(1, "eth1 does not go");
	raw_close(&raw);
}

static void run_ip(const char *words)
{
	char command[256];

	snprintf(command, sizeof(command), "ip %s", words);
	if (system(command) != 0)
		errx(1, "%s", command);
}

static uint32_t make_peer(void)
{
	const uint32_t index = world_ethernet();
	const int home = world_this_namespace();
	const int far = world_new_namespace();

	if (setns(home, CLONE_NEWNET) < 0)
		err(1, "setns");
	move_away(if_nametoindex("eth1"), far);
	run_ip("address add 192.0.2.1/24 dev eth0");
	if (setns(far, CLONE_NEWNET) < 0)
		err(1, "setns");
	run_ip("address add " PRESENT "/24 dev eth1");
	run_ip("link set eth1 up");
	if (setns(home, CLONE_NEWNET) < 0 ||
	    system("echo " RETRANSMISSION " >/proc/sys/net/ipv4/neigh/eth0/retrans_time_ms") != 0)
		err(1, "the peer");
	return index;
}

static int resolve(void *arg)
{
	const struct resolving *resolving = arg;
	MIB_IPNET_ROW2 row;
	DWORD code;

	memset(&row, 0, sizeof(row));
	row.Address.si_family = AF_INET;
	row.Address.Ipv4.sin_addr = resolving->addr;
	row.InterfaceIndex = resolving->index;
	code = ResolveIpNetEntry2(&row, NULL);
	return code == (resolving->present ? NO_ERROR : ERROR_BAD_NET_NAME) ? 0 : (int)code + 1;
}

static struct message neighbor_request(const struct resolving *resolving, uint16_t type,
				       uint16_t flags, uint8_t neighbor_flags)
{
	struct message message;
	struct ndmsg *ndm = message_start(&message, type, flags, sizeof(*ndm));

	ndm->ndm_family = AF_INET;
	ndm->ndm_ifindex = (int)resolving->index;
	ndm->ndm_flags = neighbor_flags;
	message_put(&message, NDA_DST, &resolving->addr, sizeof(resolving->addr));
	return message;
}

/* The state that the kernel tells of the one neighbour that there is: by itself, and not because of
 * a request, which the deletion is. */
static uint16_t next_state(struct raw *notices)
{
	struct message notice;
	const struct ndmsg *ndm = (const struct ndmsg *)notice.body;

	if (recv(notices->fd, &notice, sizeof(notice), 0) < 0)
		err(1, "recv");
	return notice.nlh.nlmsg_type == RTM_NEWNEIGH && notice.nlh.nlmsg_pid == 0 ? ndm->ndm_state
										  : 0;
}

static int raw_resolve(void *arg)
{
	const struct resolving *resolving = arg;
	const uint16_t wanted = resolving->present ? NUD_REACHABLE : NUD_FAILED;
	const struct sockaddr_nl bound = {.nl_family = AF_NETLINK, .nl_groups = RTMGRP_NEIGH};
	struct message forget = neighbor_request(resolving, RTM_DELNEIGH, 0, 0);
	struct message use = neighbor_request(resolving, RTM_NEWNEIGH, NLM_F_CREATE, NTF_USE);
	struct raw notices;
	struct raw raw;
	int r;

	raw_open(&raw);
	(void)raw_request(&raw, &forget);
	raw_open(&notices);
	if (bind(notices.fd, (const struct sockaddr *)&bound, sizeof(bound)) < 0)
		err(1, "RTNLGRP_NEIGH");
	r = raw_request(&raw, &use);
	while (r == 0 && next_state(&notices) != wanted)
		;
	raw_close(&notices);
	raw_close(&raw);
	return r;
}

void line_neighbor_resolve(void)
{
	struct resolving resolving;
	struct work work = {
		.line = "neighbor-resolve",
		.contenders = {CONTENDER("ours", BENCH_OURS, resolve, &resolving),
			       CONTENDER("raw", BENCH_RAW, raw_resolve, &resolving)},
	};

	world_begin();
	resolving.index = make_peer();
	resolving.present = true;
	resolving.addr.s_addr = inet_addr(PRESENT);
	work.line = "neighbor-resolve-present";
	bench_compare(&work);
	resolving.present = false;
	resolving.addr.s_addr = inet_addr(ABSENT);
	work.line = "neighbor-resolve-absent";
	work.goals[0] = (struct goal){"raw", 1.1};
	bench_compare(&work);
}
