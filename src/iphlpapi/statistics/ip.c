/* SPDX-License-Identifier: MIT */
/* Statistics of IP. */

#include <errno.h>
#include <string.h>

#include "address/table.h"
#include "codes/export.h"
#include "file.h"
#include "links.h"
#include "netconf.h"
#include "route/read.h"
#include "statistics.h"

#define IP(ipv4_name, ipv6_name, member)                                                           \
	{                                                                                          \
		.ipv4 = "Ip" ipv4_name, .ipv6 = "Ip6" ipv6_name,                                   \
		.at = offsetof(MIB_IPSTATS, member)                                                \
	}

/* Not ReasmTimeout: Linux counts the times it has happened, Windows tells how long it takes. */
static const struct iph_counter counters[] = {
	{.ipv4 = "IpForwarding", .at = offsetof(MIB_IPSTATS, dwForwarding)},
	{.ipv4 = "IpDefaultTTL", .at = offsetof(MIB_IPSTATS, dwDefaultTTL)},
	IP("InReceives", "InReceives", dwInReceives),
	IP("InHdrErrors", "InHdrErrors", dwInHdrErrors),
	IP("InAddrErrors", "InAddrErrors", dwInAddrErrors),
	IP("ForwDatagrams", "OutForwDatagrams", dwForwDatagrams),
	IP("InUnknownProtos", "InUnknownProtos", dwInUnknownProtos),
	IP("InDiscards", "InDiscards", dwInDiscards),
	IP("InDelivers", "InDelivers", dwInDelivers),
	IP("OutRequests", "OutRequests", dwOutRequests),
	IP("OutDiscards", "OutDiscards", dwOutDiscards),
	IP("OutNoRoutes", "OutNoRoutes", dwOutNoRoutes),
	IP("ReasmReqds", "ReasmReqds", dwReasmReqds),
	IP("ReasmOKs", "ReasmOKs", dwReasmOks),
	IP("ReasmFails", "ReasmFails", dwReasmFails),
	IP("FragOKs", "FragOKs", dwFragOks),
	IP("FragFails", "FragFails", dwFragFails),
	IP("FragCreates", "FragCreates", dwFragCreates),
};

/* What a new socket has, which is net.ipv6.conf.all.hop_limit (ipv6_sockglue.c). */
static int read_hop_limit(DWORD *ret_limit)
{
	IPH_AUTO_CLOSE int fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int limit;
	socklen_t size = sizeof(limit);

	if (fd < 0 || getsockopt(fd, IPPROTO_IPV6, IPV6_UNICAST_HOPS, &limit, &size) < 0)
		return -errno;
	*ret_limit = (DWORD)limit;
	return 0;
}

/* /proc tells it of IPv4 among the counters. */
static int read_settings(struct iph_nl *nl, uint8_t family, MIB_IPSTATS *row)
{
	struct iph_netconf conf;
	int r;

	if (family == AF_INET)
		return 0;
	r = iph_netconf_read(nl, family, &conf);
	if (r == 0)
		row->dwForwarding = conf.forwarding ? MIB_IP_FORWARDING : MIB_IP_NOT_FORWARDING;
	return r < 0 ? r : read_hop_limit(&row->dwDefaultTTL);
}

/* In seconds. A container may not have the file: then it is 0. */
static int read_reassembly(uint8_t family, MIB_IPSTATS *row)
{
	int r = iph_file_read_number(family == AF_INET ? "/proc/sys/net/ipv4/ipfrag_time"
						       : "/proc/sys/net/ipv6/ip6frag_time",
				     &row->dwReasmTimeout);

	return r < 0 && iph_is_shortage(r) ? r : 0;
}

static int count_interfaces(struct iph_nl *nl, uint8_t family, MIB_IPSTATS *row)
{
	IPH_AUTO_LINKS struct iph_links links = {0};
	int r = iph_links_read_indices(nl, family, &links);

	row->dwNumIf = (DWORD)links.count;
	return r;
}

static int count_addresses(struct iph_nl *nl, uint8_t family, MIB_IPSTATS *row)
{
	IPH_AUTO_TABLE struct iph_table table = {0};
	int r = iph_table_init(&table, &iph_unicast_kind.shape);

	if (r < 0)
		return r;
	r = iph_address_rows(&iph_unicast_kind, nl, family, &table);
	row->dwNumAddr = (DWORD)iph_table_count(&table);
	return r;
}

static int count_routes(uint8_t family, MIB_IPSTATS *row)
{
	IPH_AUTO_FREE MIB_IPFORWARD_TABLE2 *table = NULL;
	int r = iph_route_table(family, &table);

	if (r == 0)
		row->dwNumRoutes = table->NumEntries;
	return r;
}

static int read_row(uint8_t family, MIB_IPSTATS *row)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	int r = iph_statistics_fill(family, counters, IPH_ARRAY_SIZE(counters), row);

	if (r == 0)
		r = iph_nl_open(NETLINK_ROUTE, &nl);
	if (r == 0)
		r = read_settings(&nl, family, row);
	if (r == 0)
		r = read_reassembly(family, row);
	if (r == 0)
		r = count_interfaces(&nl, family, row);
	if (r == 0)
		r = count_addresses(&nl, family, row);
	return r < 0 ? r : count_routes(family, row);
}

static int get(MIB_IPSTATS *statistics, ULONG family)
{
	MIB_IPSTATS row = {0};
	uint8_t linux_family;
	int r = -EINVAL;

	if (statistics)
		r = iph_statistics_family(family, &linux_family);
	if (r == 0)
		r = read_row(linux_family, &row);
	if (r == 0)
		*statistics = row;
	return r;
}

IPH_EXPORT ULONG GetIpStatistics(PMIB_IPSTATS Statistics)
{
	return iph_status(IPH_CALL_STATISTICS, get(Statistics, AF_INET));
}

IPH_EXPORT ULONG GetIpStatisticsEx(PMIB_IPSTATS Statistics, ULONG Family)
{
	return iph_status(IPH_CALL_STATISTICS, get(Statistics, Family));
}
