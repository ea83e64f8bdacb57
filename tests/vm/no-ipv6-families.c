/* SPDX-License-Identifier: MIT */
/* A kernel that runs without IPv6: unicast addresses, groups, neighbours, routes and paths. Each
 * call says of IPv6 that it is not supported, whatever the interface, and does its work for IPv4.
 */

#include "no-ipv6.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define SIX "2001:db8::7"
#define PEER "192.0.2.2"
#define WINDOWS_AF_INET6 23

typedef NETIO_STATUS (*table_call)(ADDRESS_FAMILY family, void **table);

/* All tables begin with the number of their rows. */
struct any_table {
	ULONG count;
};

static SOCKADDR_INET address(const char *text)
{
	SOCKADDR_INET made = {0};

	if (inet_pton(AF_INET, text, &made.Ipv4.sin_addr) == 1)
		made.si_family = AF_INET;
	else if (inet_pton(AF_INET6, text, &made.Ipv6.sin6_addr) == 1)
		made.si_family = AF_INET6;
	return made;
}

static int count_rows(table_call call, ADDRESS_FAMILY family)
{
	struct any_table *table = NULL;
	uint32_t code = (uint32_t)call(family, (void **)&table);
	int count = table ? (int)table->count : -1;

	FreeMibTable(table);
	return code == SUCCESS ? count : -1;
}

static void tables(table_call call, const char *name)
{
	static const ADDRESS_FAMILY six[] = {AF_INET6, WINDOWS_AF_INET6};
	char detail[80];
	void *table;
	int both;
	int four;

	for (size_t i = 0; i < sizeof(six) / sizeof(six[0]); i++) {
		table = &detail;
		expect((uint32_t)call(six[i], &table), NOT_SUPPORTED,
		       "there is no IPv6 table of %s", name);
		note(!table, "and the table is NULL", name);
	}
	four = count_rows(call, AF_INET);
	both = count_rows(call, AF_UNSPEC);
	snprintf(detail, sizeof(detail), "%s: %d rows of IPv4, %d of both", name, four, both);
	note(four > 0 && both == four, "the table of both families has IPv4's rows", detail);
}

static NETIO_STATUS unicast_table(ADDRESS_FAMILY family, void **table)
{
	return GetUnicastIpAddressTable(family, (PMIB_UNICASTIPADDRESS_TABLE *)table);
}

static void never(PVOID context, PMIB_UNICASTIPADDRESS_TABLE table)
{
	(void)context;
	(void)table;
}

/* IPv4's addresses are stable at once. */
static NETIO_STATUS stable_table(ADDRESS_FAMILY family, void **table)
{
	HANDLE handle;

	return NotifyStableUnicastIpAddressTable(family, (PMIB_UNICASTIPADDRESS_TABLE *)table,
						 never, NULL, &handle);
}

static MIB_UNICASTIPADDRESS_ROW unicast_row(const char *addr, NET_IFINDEX index)
{
	MIB_UNICASTIPADDRESS_ROW row;

	InitializeUnicastIpAddressEntry(&row);
	row.Address = address(addr);
	row.InterfaceIndex = index;
	row.OnLinkPrefixLength = 24;
	return row;
}

static void unicast_addresses(NET_IFINDEX index)
{
	MIB_UNICASTIPADDRESS_ROW six = unicast_row(SIX, index);
	MIB_UNICASTIPADDRESS_ROW four = unicast_row("198.51.100.7", index);

	expect(CreateUnicastIpAddressEntry(&six), NOT_SUPPORTED, "%s: no create", "unicast IPv6");
	expect(SetUnicastIpAddressEntry(&six), NOT_SUPPORTED, "%s: no set", "unicast IPv6");
	expect(DeleteUnicastIpAddressEntry(&six), NOT_SUPPORTED, "%s: no delete", "unicast IPv6");
	expect(GetUnicastIpAddressEntry(&six), NOT_SUPPORTED, "%s: no get", "unicast IPv6");
	six.InterfaceIndex = MISSING;
	expect(CreateUnicastIpAddressEntry(&six), NOT_SUPPORTED, "%s: the stack comes first",
	       "unicast IPv6");
	expect(GetUnicastIpAddressEntry(&six), NOT_SUPPORTED, "%s: also for get", "unicast IPv6");
	expect(CreateUnicastIpAddressEntry(&four), SUCCESS, "%s is created", "a unicast address");
	must_run("ip -4 addr show dev v0 | grep -q 'inet 198.51.100.7/24 '");
	expect(GetUnicastIpAddressEntry(&four), SUCCESS, "%s is got", "a unicast address");
	tables(unicast_table, "unicast addresses");
	tables(stable_table, "stable unicast addresses");
	expect(DeleteUnicastIpAddressEntry(&four), SUCCESS, "%s is deleted", "a unicast address");
	must_run("! ip -4 addr show dev v0 | grep -q 198.51.100.7");
}

static NETIO_STATUS multicast_table(ADDRESS_FAMILY family, void **table)
{
	return GetMulticastIpAddressTable(family, (PMIB_MULTICASTIPADDRESS_TABLE *)table);
}

static void groups(NET_IFINDEX index)
{
	MIB_MULTICASTIPADDRESS_ROW row = {.Address = address("ff02::1"), .InterfaceIndex = index};

	expect(GetMulticastIpAddressEntry(&row), NOT_SUPPORTED, "no get of %s", "an IPv6 group");
	row.Address = address("224.0.0.1");
	expect(GetMulticastIpAddressEntry(&row), SUCCESS, "get of %s", "an IPv4 group");
	tables(multicast_table, "groups");
}

static NETIO_STATUS neighbor_table(ADDRESS_FAMILY family, void **table)
{
	return GetIpNetTable2(family, (PMIB_IPNET_TABLE2 *)table);
}

static MIB_IPNET_ROW2 neighbor_row(const char *addr, NET_IFINDEX index)
{
	MIB_IPNET_ROW2 row = {.Address = address(addr),
			      .InterfaceIndex = index,
			      .PhysicalAddress = {2, 0, 0, 0, 0, 9},
			      .PhysicalAddressLength = 6};

	return row;
}

static void no_ipv6_neighbors(NET_IFINDEX index, const char *where)
{
	MIB_IPNET_ROW2 row = neighbor_row(SIX, index);

	expect(CreateIpNetEntry2(&row), NOT_SUPPORTED, "no neighbour is created: %s", where);
	expect(SetIpNetEntry2(&row), NOT_SUPPORTED, "no neighbour is set: %s", where);
	expect(DeleteIpNetEntry2(&row), NOT_SUPPORTED, "no neighbour is deleted: %s", where);
	expect(GetIpNetEntry2(&row), NOT_SUPPORTED, "no neighbour is got: %s", where);
	expect(ResolveIpNetEntry2(&row, NULL), NOT_SUPPORTED, "no neighbour is resolved: %s",
	       where);
}

static void neighbors(NET_IFINDEX index)
{
	MIB_IPNET_ROW2 row = neighbor_row("192.0.2.9", index);

	no_ipv6_neighbors(index, "v0");
	no_ipv6_neighbors(MISSING, "a missing interface");
	expect(FlushIpNetTable2(AF_INET6, 0), NOT_SUPPORTED, "no flush of %s", "IPv6");
	expect(FlushIpNetTable2(AF_INET6, index), NOT_SUPPORTED, "no flush of %s", "IPv6 on v0");
	expect(CreateIpNetEntry2(&row), SUCCESS, "%s is created", "a neighbour");
	must_run("ip neighbour show to 192.0.2.9 dev v0 | grep -q 02:00:00:00:00:09");
	expect(CreateIpNetEntry2(&row), DUPLICATE, "%s is there once", "a neighbour");
	row.PhysicalAddress[5] = 8;
	expect(SetIpNetEntry2(&row), SUCCESS, "%s is set", "a neighbour");
	expect(GetIpNetEntry2(&row), SUCCESS, "%s is got", "a neighbour");
	note(row.PhysicalAddress[5] == 8 && row.State == NlnsPermanent, "as it was set", "not so");
	tables(neighbor_table, "neighbours");
	expect(FlushIpNetTable2(AF_UNSPEC, 0), SUCCESS, "flush of %s", "both families");
	expect(DeleteIpNetEntry2(&row), SUCCESS, "%s is deleted", "a neighbour");
	expect(GetIpNetEntry2(&row), NO_ENTRY, "%s is gone", "a neighbour");
	row = neighbor_row(PEER, index);
	expect(ResolveIpNetEntry2(&row, NULL), SUCCESS, "%s answers", "the peer");
	note(row.State == NlnsReachable && row.PhysicalAddressLength == 6, "and is reachable",
	     "not so");
	row = neighbor_row("192.0.2.99", index);
	expect(ResolveIpNetEntry2(&row, NULL), NO_NEIGHBOR, "%s does not answer", "nobody");
}

static NETIO_STATUS route_table(ADDRESS_FAMILY family, void **table)
{
	return GetIpForwardTable2(family, (PMIB_IPFORWARD_TABLE2 *)table);
}

static MIB_IPFORWARD_ROW2 route_row(const char *prefix, const char *next_hop, NET_IFINDEX index)
{
	MIB_IPFORWARD_ROW2 row;

	InitializeIpForwardEntry(&row);
	row.DestinationPrefix.Prefix = address(prefix);
	row.DestinationPrefix.PrefixLength =
		row.DestinationPrefix.Prefix.si_family == AF_INET ? 24 : 128;
	row.NextHop = address(next_hop);
	row.InterfaceIndex = index;
	return row;
}

static void no_ipv6_routes(NET_IFINDEX index, const char *where)
{
	static const char *const hops[] = {"", "::", "fe80::1", "2001:db8::1"};

	for (size_t i = 0; i < sizeof(hops) / sizeof(hops[0]); i++) {
		MIB_IPFORWARD_ROW2 row = route_row(SIX, hops[i], index);

		expect(CreateIpForwardEntry2(&row), NOT_SUPPORTED, "no route is created: %s",
		       where);
		expect(SetIpForwardEntry2(&row), NOT_SUPPORTED, "no route is set: %s", where);
		expect(DeleteIpForwardEntry2(&row), NOT_SUPPORTED, "no route is deleted: %s",
		       where);
		expect(GetIpForwardEntry2(&row), NOT_SUPPORTED, "no route is got: %s", where);
	}
}

static uint32_t best(const char *to, const char *from, NET_IFINDEX index,
		     MIB_IPFORWARD_ROW2 *ret_row)
{
	SOCKADDR_INET destination = address(to);
	SOCKADDR_INET source = address(from);
	SOCKADDR_INET chosen;

	return (uint32_t)GetBestRoute2(NULL, index, &source, &destination, 0, ret_row, &chosen);
}

static void best_routes(NET_IFINDEX index)
{
	MIB_IPFORWARD_ROW2 row;

	expect(best(SIX, "", 0, &row), NOT_SUPPORTED, "no best route: %s", "any interface");
	expect(best(SIX, "", index, &row), NOT_SUPPORTED, "no best route: %s", "v0");
	expect(best(SIX, "", MISSING, &row), NOT_SUPPORTED, "no best route: %s",
	       "a missing interface");
	expect(best(SIX, "2001:db8::1", 0, &row), NOT_SUPPORTED, "no best route: %s", "a source");
	expect(best("::1", "", 0, &row), NOT_SUPPORTED, "no best route: %s", "loopback");
	expect(best("203.0.113.9", "", 0, &row), SUCCESS, "the best route: %s", "IPv4");
	note(row.InterfaceIndex == index && row.DestinationPrefix.PrefixLength == 24,
	     "is the one that was made", "another");
	expect(best("203.0.113.9", "192.0.2.1", index, &row), SUCCESS, "the best route: %s",
	       "with source and interface");
}

static void routes(NET_IFINDEX index)
{
	MIB_IPFORWARD_ROW2 row = route_row("203.0.113.0", PEER, index);
	MIB_IPFORWARD_ROW2 by_ipv6 = route_row("198.51.100.0", "fe80::1", index);

	no_ipv6_routes(index, "v0");
	no_ipv6_routes(MISSING, "a missing interface");
	expect(CreateIpForwardEntry2(&by_ipv6), NOT_SUPPORTED, "nor a route %s",
	       "of IPv4 by way of IPv6");
	expect(DeleteIpForwardEntry2(&by_ipv6), NO_ENTRY, "and there is none %s", "to delete");
	expect(CreateIpForwardEntry2(&row), SUCCESS, "%s is created", "a route");
	must_run("ip route show exact 203.0.113.0/24 | grep -q 'via 192.0.2.2 dev v0'");
	expect(CreateIpForwardEntry2(&row), DUPLICATE, "%s is there once", "a route");
	row.Metric = 7;
	expect(SetIpForwardEntry2(&row), SUCCESS, "%s is set", "a route");
	must_run("ip route show exact 203.0.113.0/24 | grep -q 'metric 7'");
	expect(GetIpForwardEntry2(&row), SUCCESS, "%s is got", "a route");
	tables(route_table, "routes");
	best_routes(index);
	expect(DeleteIpForwardEntry2(&row), SUCCESS, "%s is deleted", "a route");
	expect(GetIpForwardEntry2(&row), NO_ENTRY, "%s is gone", "a route");
	must_run("! ip route show exact 203.0.113.0/24 | grep -q .");
}

static NETIO_STATUS path_table(ADDRESS_FAMILY family, void **table)
{
	return GetIpPathTable(family, (PMIB_IPPATH_TABLE *)table);
}

/* TCP keeps the times of a connection that has ended: a path to this machine itself. */
static void learn_path(void)
{
	struct sockaddr_in sin = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t length = sizeof(sin);
	int listening = socket(AF_INET, SOCK_STREAM, 0);
	int near = socket(AF_INET, SOCK_STREAM, 0);
	int far = -1;
	char byte = 0;

	if (bind(listening, (struct sockaddr *)&sin, length) == 0 && listen(listening, 1) == 0 &&
	    getsockname(listening, (struct sockaddr *)&sin, &length) == 0 &&
	    connect(near, (struct sockaddr *)&sin, length) == 0)
		far = accept(listening, NULL, NULL);
	note(far >= 0 && write(near, &byte, 1) == 1 && read(far, &byte, 1) == 1 &&
		     write(far, &byte, 1) == 1 && read(near, &byte, 1) == 1,
	     "a connection is made", "not so");
	close(near);
	close(far);
	close(listening);
}

static void paths(NET_IFINDEX index)
{
	MIB_IPPATH_ROW six = {.Destination = address(SIX), .InterfaceIndex = index};
	MIB_IPPATH_ROW four = {.Destination = address("127.0.0.1"), .InterfaceIndex = 1};

	expect(GetIpPathEntry(&six), NOT_SUPPORTED, "no get of %s", "an IPv6 path");
	expect(FlushIpPathTable(AF_INET6), NOT_SUPPORTED, "no flush of %s", "IPv6 paths");
	learn_path();
	expect(GetIpPathEntry(&four), SUCCESS, "%s is got", "a path");
	tables(path_table, "paths");
	expect(FlushIpPathTable(AF_UNSPEC), SUCCESS, "flush of %s", "the paths of both families");
	expect(GetIpPathEntry(&four), NO_ENTRY, "%s is gone", "a path");
}

#ifndef IPH_TEST_MODE_NT
static int count_addresses(const IP_ADAPTER_ADDRESSES *adapter)
{
	int count = 0;

	for (const IP_ADAPTER_UNICAST_ADDRESS *at = adapter->FirstUnicastAddress; at; at = at->Next)
		count++;
	return count;
}

static int count_gateways(const IP_ADAPTER_ADDRESSES *adapter)
{
	int count = 0;

	for (const IP_ADAPTER_GATEWAY_ADDRESS *at = adapter->FirstGatewayAddress; at; at = at->Next)
		count++;
	return count;
}

static void adapters(NET_IFINDEX index)
{
	static _Alignas(IP_ADAPTER_ADDRESSES) char buf[65536];
	const IP_ADAPTER_ADDRESSES *adapter = (const void *)buf;
	ULONG size = sizeof(buf);

	must_run("ip route add default via " PEER);
	expect(GetAdaptersAddresses(AF_UNSPEC, GAA_FLAG_INCLUDE_GATEWAYS, NULL, (void *)buf, &size),
	       SUCCESS, "%s of both families", "adapters");
	while (adapter && adapter->IfIndex != index)
		adapter = adapter->Next;
	note(adapter && count_addresses(adapter) == 1, "v0 has its address once", "not so");
	note(adapter && count_gateways(adapter) == 1, "and its gateway once", "not so");
	size = sizeof(buf);
	expect(GetAdaptersAddresses(AF_INET6, 0, NULL, (void *)buf, &size), ERROR_NO_DATA,
	       "%s have no IPv6", "adapters");
	must_run("ip route delete default");
}
#endif

void families(NET_IFINDEX index)
{
#ifndef IPH_TEST_MODE_NT
	adapters(index);
#endif
	unicast_addresses(index);
	groups(index);
	neighbors(index);
	routes(index);
	paths(index);
}

void families_without_privilege(NET_IFINDEX index)
{
	MIB_UNICASTIPADDRESS_ROW unicast = unicast_row(SIX, index);
	MIB_IPFORWARD_ROW2 route = route_row(SIX, "", index);
	MIB_IPNET_ROW2 neighbor = neighbor_row(SIX, index);

	expect(CreateUnicastIpAddressEntry(&unicast), ACCESS_DENIED, "%s: privilege comes first",
	       "unicast");
	expect(CreateIpNetEntry2(&neighbor), ACCESS_DENIED, "%s: privilege comes first",
	       "neighbours");
	expect(FlushIpNetTable2(AF_INET6, 0), ACCESS_DENIED, "%s: privilege comes first", "flush");
	expect(CreateIpForwardEntry2(&route), ACCESS_DENIED, "%s: privilege comes first", "routes");
	expect(DeleteIpForwardEntry2(&route), ACCESS_DENIED, "%s: privilege comes first",
	       "routes deleted");
	expect(ResolveIpNetEntry2(&neighbor, NULL), NOT_SUPPORTED, "%s: needs none", "resolve");
	expect(GetIpNetEntry2(&neighbor), NOT_SUPPORTED, "%s: needs none", "get");
	expect(GetIpForwardEntry2(&route), NOT_SUPPORTED, "%s: needs none", "get of routes");
}
