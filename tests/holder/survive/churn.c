/* SPDX-License-Identifier: MIT */
/* Kills while other programs join and leave anycast groups as fast as they can. The kernel then skips
 * entries when it lists them, and does not say so. */

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "survive.h"

#define JOIN_ANYCAST 27 /* IPV6_JOIN_ANYCAST, linux/in6.h */
#define LEAVE_ANYCAST 28

#define CHURNERS 1

/* So many join, then so many leave: what is behind them moves by as many places. */
#define BATCH 1

/* More than fit into the first three pieces of a list. */
#define MANY 800

static volatile long *joins;

static void churn(uint32_t ifindex, unsigned int which)
{
	MIB_ANYCASTIPADDRESS_ROW row;
	struct ipv6_mreq mreq = {.ipv6mr_interface = ifindex};
	int fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	unsigned int i;

	for (i = 0;; i++) {
		row = make_row(ifindex, "2001:db8::400:0", which * 256 + i % BATCH);
		memcpy(&mreq.ipv6mr_multiaddr, &row.Address.Ipv6.sin6_addr, 16);
		if (setsockopt(fd, IPPROTO_IPV6, i / BATCH % 2 ? LEAVE_ANYCAST : JOIN_ANYCAST, &mreq,
			       sizeof(mreq)) < 0)
			give_up("join or leave");
		__atomic_add_fetch(joins, 1, __ATOMIC_RELAXED);
	}
}

static long change_many(uint32_t ifindex, DWORD (*call)(const MIB_ANYCASTIPADDRESS_ROW *row))
{
	MIB_ANYCASTIPADDRESS_ROW row;
	long bad = 0;
	unsigned int i;

	for (i = 0; i < MANY; i++) {
		row = make_row(ifindex, "2001:db8::500:0", i);
		bad += checked("many", call(&row));
	}
	return bad;
}

/* The judge is /proc, when nothing moves any more. */
static long missing(uint32_t ifindex)
{
	static char list[1 << 18];
	MIB_ANYCASTIPADDRESS_ROW row;
	char hex[33];
	long count = 0;
	unsigned int i;

	if (read_whole("/proc/net/anycast6", list, sizeof(list)) < 0)
		give_up("/proc/net/anycast6");
	for (i = 0; i < MANY; i++) {
		row = make_row(ifindex, "2001:db8::500:0", i);
		to_hex(&row.Address.Ipv6.sin6_addr, hex);
		count += !strstr(list, hex);
	}
	return count;
}

/* Whoever answers has taken over. */
static long settled(uint32_t ifindex)
{
	MIB_ANYCASTIPADDRESS_ROW row = make_row(ifindex, "2001:db8::999:0", 0);

	return DeleteAnycastIpAddressEntry(&row) != ERROR_NOT_FOUND;
}

int kill_beside_churn(uint32_t ifindex, int kills)
{
	pid_t churners[CHURNERS];
	int64_t began = now_ms();
	long bad = change_many(ifindex, CreateAnycastIpAddressEntry);
	long lost;
	int i;

	joins = mmap(NULL, sizeof(*joins), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (joins == MAP_FAILED)
		give_up("mmap");
	for (i = 0; i < CHURNERS; i++)
		if ((churners[i] = start()) == 0)
			churn(ifindex, (unsigned int)i);
	for (i = 0; i < kills; i++) {
		kill_one();
		bad += settled(ifindex);
	}
	for (i = 0; i < CHURNERS; i++) {
		kill(churners[i], SIGKILL);
		waitpid(churners[i], NULL, 0);
	}
	lost = missing(ifindex);
	printf("%d kills beside %ld joins and leaves of others in %.1f s: %ld of %d entries missing\n",
	       kills, *joins, (double)(now_ms() - began) / 1000, lost, MANY);
	bad += change_many(ifindex, DeleteAnycastIpAddressEntry);
	return bad != 0 || lost != 0;
}
