/* SPDX-License-Identifier: MIT */
/* Kills and tables while other programs join and leave anycast groups as fast as they can. The
 * kernel then skips entries when it lists them, and does not say so. */

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
		if (setsockopt(fd, IPPROTO_IPV6, i / BATCH % 2 ? LEAVE_ANYCAST : JOIN_ANYCAST,
			       &mreq, sizeof(mreq)) < 0)
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

static void start_churn(uint32_t ifindex, pid_t *ret_churners)
{
	int i;

	joins = mmap(NULL, sizeof(*joins), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		     0);
	if (joins == MAP_FAILED)
		give_up("mmap");
	for (i = 0; i < CHURNERS; i++)
		if ((ret_churners[i] = start()) == 0)
			churn(ifindex, (unsigned int)i);
}

static void end_churn(const pid_t *churners)
{
	int i;

	for (i = 0; i < CHURNERS; i++) {
		kill(churners[i], SIGKILL);
		waitpid(churners[i], NULL, 0);
	}
}

int kill_beside_churn(uint32_t ifindex, int kills)
{
	pid_t churners[CHURNERS];
	int64_t began = now_ms();
	long bad = change_many(ifindex, CreateAnycastIpAddressEntry);
	long lost;
	int i;

	start_churn(ifindex, churners);
	for (i = 0; i < kills; i++) {
		kill_one();
		bad += settled(ifindex);
	}
	end_churn(churners);
	lost = missing(ifindex);
	printf("%d kills beside %ld joins and leaves of others in %.1f s: %ld of %d entries "
	       "missing\n",
	       kills, *joins, (double)(now_ms() - began) / 1000, lost, MANY);
	bad += change_many(ifindex, DeleteAnycastIpAddressEntry);
	return bad != 0 || lost != 0;
}

static bool same(const MIB_ANYCASTIPADDRESS_ROW *a, const MIB_ANYCASTIPADDRESS_ROW *b)
{
	return a->InterfaceIndex == b->InterfaceIndex &&
	       memcmp(&a->Address.Ipv6.sin6_addr, &b->Address.Ipv6.sin6_addr, 16) == 0;
}

/* Rows are in order, so that a double is next to itself. */
static void look_at_table(uint32_t ifindex, long *missed, long *doubles)
{
	MIB_ANYCASTIPADDRESS_TABLE *table;
	MIB_ANYCASTIPADDRESS_ROW first = make_row(ifindex, "2001:db8::500:0", 0);
	long ours = 0;
	ULONG i;

	if (checked("table", GetAnycastIpAddressTable(AF_INET6, &table)))
		exit(1);
	for (i = 0; i < table->NumEntries; i++) {
		const MIB_ANYCASTIPADDRESS_ROW *row = &table->Table[i];

		ours += memcmp(&row->Address.Ipv6.sin6_addr, &first.Address.Ipv6.sin6_addr, 14) ==
			0;
		*doubles += i > 0 && same(row, row - 1);
	}
	FreeMibTable(table);
	*missed += ours != MANY;
}

int look_beside_churn(uint32_t ifindex, int looks)
{
	pid_t churners[CHURNERS];
	MIB_ANYCASTIPADDRESS_ROW row;
	long bad = change_many(ifindex, CreateAnycastIpAddressEntry);
	long missed = 0;
	long doubles = 0;
	long not_found = 0;
	int i;

	start_churn(ifindex, churners);
	for (i = 0; i < looks; i++) {
		look_at_table(ifindex, &missed, &doubles);
		row = make_row(ifindex, "2001:db8::500:0", draw(MANY));
		not_found += GetAnycastIpAddressEntry(&row) != NO_ERROR;
	}
	end_churn(churners);
	printf("%d tables beside %ld joins and leaves of others: %ld with missing rows, %ld double "
	       "rows, "
	       "%ld times not found\n",
	       looks, *joins, missed, doubles, not_found);
	bad += change_many(ifindex, DeleteAnycastIpAddressEntry);
	return bad || missed || doubles || not_found;
}
