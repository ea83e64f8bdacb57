/* SPDX-License-Identifier: MIT */
/* The lines unicast-table, if-table, adapters-info, ipinterface-table and multicast-table. */

#include <arpa/inet.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/ethtool_netlink.h>
#include <linux/genetlink.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <netlink/route/addr.h>
#include <netlink/route/link.h>

#include "process.h"
#include "tables.h"
#include "world.h"

#define MOST_INTERFACES 1000 /* that share the addresses of a table of those */
#define ROWS_AN_INTERFACE 100

static DWORD get_unicast(void **ret_table)
{
	return GetUnicastIpAddressTable(AF_UNSPEC, (PMIB_UNICASTIPADDRESS_TABLE *)ret_table);
}

static DWORD get_multicast(void **ret_table)
{
	return GetMulticastIpAddressTable(AF_UNSPEC, (PMIB_MULTICASTIPADDRESS_TABLE *)ret_table);
}

static DWORD get_interfaces(void **ret_table)
{
	return GetIfTable2((PMIB_IF_TABLE2 *)ret_table);
}

/* Shaped as the tables are, around a buffer that is large enough for each size of that line. */
struct adapters {
	ULONG NumEntries;
	IP_ADAPTER_INFO Table[1];
};

static DWORD get_adapters(void **ret_table)
{
	ULONG size = (MOST_INTERFACES + 64) * sizeof(IP_ADAPTER_INFO);
	struct adapters *adapters = malloc(sizeof(*adapters) + size);
	const IP_ADAPTER_INFO *info;
	DWORD r;

	if (!adapters)
		return ERROR_NOT_ENOUGH_MEMORY;
	r = GetAdaptersInfo(adapters->Table, &size);
	adapters->NumEntries = 0;
	for (info = adapters->Table; r == NO_ERROR && info; info = info->Next)
		adapters->NumEntries++;
	*ret_table = adapters;
	return r == ERROR_NO_DATA ? NO_ERROR : r; /* before there is an interface */
}

static DWORD get_ip_interfaces(void **ret_table)
{
	return GetIpInterfaceTable(AF_UNSPEC, (PMIB_IPINTERFACE_TABLE *)ret_table);
}

static void start_addresses(struct dump *dump)
{
	message_start(&dump->message, RTM_GETADDR, NLM_F_DUMP, sizeof(struct ifaddrmsg));
}

static void start_multicast_ipv4(struct dump *dump)
{
	struct ifaddrmsg *ifa =
		message_start(&dump->message, RTM_GETMULTICAST, NLM_F_DUMP, sizeof(*ifa));

	ifa->ifa_family = AF_INET;
}

static void start_multicast_ipv6(struct dump *dump)
{
	struct ifaddrmsg *ifa =
		message_start(&dump->message, RTM_GETMULTICAST, NLM_F_DUMP, sizeof(*ifa));

	ifa->ifa_family = AF_INET6;
}

static void start_links(struct dump *dump)
{
	message_start(&dump->message, RTM_GETLINK, NLM_F_DUMP, sizeof(struct ifinfomsg));
}

static void start_neighbour_tables(struct dump *dump)
{
	message_start(&dump->message, RTM_GETNEIGHTBL, NLM_F_DUMP, sizeof(struct rtgenmsg));
}

/* Speeds and offloads of all interfaces; the kernel leaves out those that have none. */
static void start_ethtool(struct dump *dump, uint8_t command, uint16_t header)
{
	const uint32_t flags = ETHTOOL_FLAG_COMPACT_BITSETS;
	struct genlmsghdr *genl =
		message_start(&dump->message, raw_family("ethtool"), NLM_F_DUMP, sizeof(*genl));
	struct nlattr *nest = message_nest(&dump->message, header | NLA_F_NESTED);

	genl->cmd = command;
	genl->version = ETHTOOL_GENL_VERSION;
	message_put(&dump->message, ETHTOOL_A_HEADER_FLAGS, &flags, sizeof(flags));
	message_end(&dump->message, nest);
	dump->generic = true;
}

static void start_addresses_ipv4(struct dump *dump)
{
	struct ifaddrmsg *ifa =
		message_start(&dump->message, RTM_GETADDR, NLM_F_DUMP, sizeof(*ifa));

	ifa->ifa_family = AF_INET;
}

static void start_routes_ipv4(struct dump *dump)
{
	struct rtmsg *rtm = message_start(&dump->message, RTM_GETROUTE, NLM_F_DUMP, sizeof(*rtm));

	rtm->rtm_family = AF_INET;
}

static void start_link_modes(struct dump *dump)
{
	start_ethtool(dump, ETHTOOL_MSG_LINKMODES_GET, ETHTOOL_A_LINKMODES_HEADER);
}

static void start_features(struct dump *dump)
{
	start_ethtool(dump, ETHTOOL_MSG_FEATURES_GET, ETHTOOL_A_FEATURES_HEADER);
}

/* libnl's way to ask for all links takes a family as well. */
static int alloc_links(struct nl_sock *sock, struct nl_cache **ret_cache)
{
	return rtnl_link_alloc_cache(sock, AF_UNSPEC, ret_cache);
}

struct subject {
	const char *line;
	struct table table;
	void (*grow)(long from, long to);
	void (*dumps[MOST_DUMPS])(struct dump *dump); /* what the rows are made of */
	unsigned int rows[MOST_DUMPS];		      /* that a message of each makes */
	int (*libnl)(struct nl_sock *sock, struct nl_cache **ret_cache);
	const char *ip[6];
	long sizes[6];
	bool buffer; /* of the caller, so that the heap would say nothing */
};

/* Interfaces first, then addresses of both families on each of them in turn. */
static void grow_addresses(long from, long to)
{
	static long interfaces;
	static uint32_t first;
	long wanted = to / ROWS_AN_INTERFACE + 1;
	long n;

	wanted = wanted < MOST_INTERFACES ? wanted : MOST_INTERFACES;
	world_interfaces(interfaces, wanted);
	first = if_nametoindex("bench0");
	interfaces = wanted;
	for (n = from; n < to; n++) {
		const struct in6_addr ipv6 = world_ipv6(n);
		const struct in_addr ipv4 = world_ipv4(n);

		if (n % 2)
			world_add_address(first + (uint32_t)(n / 2 % wanted), AF_INET6, &ipv6);
		else
			world_add_address(first + (uint32_t)(n / 2 % wanted), AF_INET, &ipv4);
	}
}

static void grow_interfaces(long from, long to)
{
	world_interfaces(from, to);
}

static struct subject unicast = {
	.line = "unicast-table",
	.table = TABLE(MIB_UNICASTIPADDRESS_TABLE, get_unicast),
	.grow = grow_addresses,
	.dumps = {start_addresses, start_links_without_statistics},
	.rows = {1},
	.libnl = rtnl_addr_alloc_cache,
	.ip = {"ip", "-j", "addr", NULL},
	.sizes = {10, 100, 1000, 10000, 100000},
};

static struct subject interfaces = {
	.line = "if-table",
	.table = TABLE(MIB_IF_TABLE2, get_interfaces),
	.grow = grow_interfaces,
	.dumps = {start_links, start_link_modes},
	.rows = {1},
	.libnl = alloc_links,
	.ip = {"ip", "-j", "-d", "-s", "link", NULL},
	.sizes = {10, 100, 1000, 10000},
};

/* As a program does that knows how much it takes. */
static struct subject adapters = {
	.line = "adapters-info",
	.table = TABLE(struct adapters, get_adapters),
	.grow = grow_interfaces,
	.dumps = {start_links_without_statistics, start_link_modes, start_addresses_ipv4,
		  start_routes_ipv4},
	.rows = {1},
	.ip = {"ip", "-j", "-4", "addr", NULL},
	.sizes = {10, 100, 1000},
	.buffer = true,
};

static struct subject ip_interfaces = {
	.line = "ipinterface-table",
	.table = TABLE(MIB_IPINTERFACE_TABLE, get_ip_interfaces),
	.grow = grow_interfaces,
	.dumps = {start_links_without_statistics, start_neighbour_tables, start_features},
	.rows = {2},
	.libnl = alloc_links,
	.ip = {"ip", "-j", "netconf", NULL},
	.sizes = {10, 100, 1000, 10000},
};

static struct subject multicast = {
	.line = "multicast-table",
	.table = TABLE(MIB_MULTICASTIPADDRESS_TABLE, get_multicast),
	.grow = grow_interfaces,
	.dumps = {start_multicast_ipv4, start_multicast_ipv6, start_links_without_statistics},
	.rows = {1, 1},
	.ip = {"ip", "-j", "maddr", NULL},
	.sizes = {10, 100, 1000, 10000},
};

static void compare(struct subject *subject, struct dumps *dumps, long size)
{
	struct nlcache libnl;
	struct work work = {
		.line = subject->line,
		.size = size,
		.contenders = {CONTENDER("ours", BENCH_OURS, table_get_free, &subject->table),
			       CONTENDER("raw", BENCH_RAW, dumps_read, dumps),
			       CONTENDER("raw, own socket", BENCH_RAW, dumps_read_fresh, dumps),
			       CONTENDER("raw, and stored", BENCH_RAW, dumps_store, dumps),
			       CONTENDER("ip -j", BENCH_PROCESS, process_run, subject->ip)},
		.goals = {{"raw", 1.1}, {"raw, own socket", 1.1}},
	};

	if (subject->libnl) {
		nlcache_init(&libnl, subject->libnl);
		work.contenders[5] = (struct contender){.name = "libnl-3 cache",
							.role = BENCH_PEER,
							.call = nlcache_read,
							.arg = &libnl};
		work.goals[2] = (struct goal){"libnl-3 cache", 0.5};
	}
	bench_compare(&work);
	if (subject->libnl)
		nl_socket_free(libnl.sock);
	if (!subject->buffer)
		table_heap(&subject->table, subject->line, size);
}

static void run(struct subject *subject)
{
	static struct dumps dumps;
	long n = 0;
	int i;

	world_begin();
	if (!table_is_there(&subject->table, subject->line))
		return;
	bench_note(subject->line, 0, "all", "the interfaces are of kind %s",
		   world_interfaces(0, 0));
	dumps_init(&dumps, &subject->table);
	for (i = 0; i < MOST_DUMPS && subject->dumps[i]; i++)
		dumps_add(&dumps, subject->dumps[i], subject->rows[i], subject->line);
	for (i = 0; subject->sizes[i] && bench_wants(subject->sizes[i]); i++) {
		subject->grow(n, subject->sizes[i]);
		n = subject->sizes[i];
		compare(subject, &dumps, n);
	}
}

void line_unicast_table(void)
{
	run(&unicast);
}

void line_if_table(void)
{
	run(&interfaces);
}

void line_adapters_info(void)
{
	run(&adapters);
}

void line_ipinterface_table(void)
{
	run(&ip_interfaces);
}

void line_multicast_table(void)
{
	run(&multicast);
}
