/* SPDX-License-Identifier: MIT */
/* Statistics of TCP and UDP. */

#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#include "codes/export.h"
#include "inet-socket.h"
#include "statistics.h"

#define TCP(name, member)                                                                          \
	{                                                                                          \
		.ipv4 = "Tcp" name, .at = offsetof(MIB_TCPSTATS2, member)                          \
	}
#define TCP_WIDE(name, member)                                                                     \
	{                                                                                          \
		.ipv4 = "Tcp" name, .at = offsetof(MIB_TCPSTATS2, member), .wide = true            \
	}
#define UDP(name, member)                                                                          \
	{                                                                                          \
		.ipv4 = "Udp" name, .ipv6 = "Udp6" name, .at = offsetof(MIB_UDPSTATS2, member)     \
	}
#define UDP_WIDE(name, member)                                                                     \
	{                                                                                          \
		.ipv4 = "Udp" name, .ipv6 = "Udp6" name, .at = offsetof(MIB_UDPSTATS2, member),    \
		.wide = true                                                                       \
	}

/* Of both families together: Linux does not tell them apart. */
static const struct iph_counter tcp_counters[] = {
	TCP("RtoAlgorithm", RtoAlgorithm),
	TCP("RtoMin", dwRtoMin),
	TCP("RtoMax", dwRtoMax),
	TCP("MaxConn", dwMaxConn),
	TCP("ActiveOpens", dwActiveOpens),
	TCP("PassiveOpens", dwPassiveOpens),
	TCP("AttemptFails", dwAttemptFails),
	TCP("EstabResets", dwEstabResets),
	TCP_WIDE("InSegs", dw64InSegs),
	TCP_WIDE("OutSegs", dw64OutSegs),
	TCP("RetransSegs", dwRetransSegs),
	TCP("InErrs", dwInErrs),
	TCP("OutRsts", dwOutRsts),
};

static const struct iph_counter udp_counters[] = {
	UDP_WIDE("InDatagrams", dw64InDatagrams),
	UDP("NoPorts", dwNoPorts),
	UDP("InErrors", dwInErrors),
	UDP_WIDE("OutDatagrams", dw64OutDatagrams),
};

/* A kernel that does not tell of sockets has counted none. */
static int count_sockets(uint8_t family, uint8_t protocol, struct iph_socket_count *ret_count)
{
	int r = iph_sockets_count(family, protocol, ret_count);

	return r == -EOPNOTSUPP ? 0 : r;
}

static int read_tcp(ULONG family, MIB_TCPSTATS2 *ret_row)
{
	struct iph_socket_count count = {0};
	uint8_t linux_family;
	int r = iph_statistics_family(family, &linux_family);

	memset(ret_row, 0, sizeof(*ret_row));
	if (r == 0)
		r = iph_statistics_fill(AF_INET, tcp_counters, IPH_ARRAY_SIZE(tcp_counters),
					ret_row);
	if (r == 0)
		r = count_sockets(linux_family, IPPROTO_TCP, &count);
	ret_row->dwCurrEstab = count.established;
	ret_row->dwNumConns = count.all;
	return r;
}

static int read_udp(ULONG family, MIB_UDPSTATS2 *ret_row)
{
	struct iph_socket_count count = {0};
	uint8_t linux_family;
	int r = iph_statistics_family(family, &linux_family);

	memset(ret_row, 0, sizeof(*ret_row));
	if (r == 0)
		r = iph_statistics_fill(linux_family, udp_counters, IPH_ARRAY_SIZE(udp_counters),
					ret_row);
	if (r == 0)
		r = count_sockets(linux_family, IPPROTO_UDP, &count);
	ret_row->dwNumAddrs = count.all;
	return r;
}

static int get_tcp2(MIB_TCPSTATS2 *statistics, ULONG family)
{
	MIB_TCPSTATS2 row;
	int r = statistics ? read_tcp(family, &row) : -EINVAL;

	if (r == 0)
		*statistics = row;
	return r;
}

static int get_udp2(MIB_UDPSTATS2 *statistics, ULONG family)
{
	MIB_UDPSTATS2 row;
	int r = statistics ? read_udp(family, &row) : -EINVAL;

	if (r == 0)
		*statistics = row;
	return r;
}

static int get_tcp(MIB_TCPSTATS *statistics, ULONG family)
{
	MIB_TCPSTATS2 row;
	int r = statistics ? read_tcp(family, &row) : -EINVAL;

	if (r < 0)
		return r;
	statistics->RtoAlgorithm = row.RtoAlgorithm;
	statistics->dwRtoMin = row.dwRtoMin;
	statistics->dwRtoMax = row.dwRtoMax;
	statistics->dwMaxConn = row.dwMaxConn;
	statistics->dwActiveOpens = row.dwActiveOpens;
	statistics->dwPassiveOpens = row.dwPassiveOpens;
	statistics->dwAttemptFails = row.dwAttemptFails;
	statistics->dwEstabResets = row.dwEstabResets;
	statistics->dwCurrEstab = row.dwCurrEstab;
	statistics->dwInSegs = (DWORD)row.dw64InSegs;
	statistics->dwOutSegs = (DWORD)row.dw64OutSegs;
	statistics->dwRetransSegs = row.dwRetransSegs;
	statistics->dwInErrs = row.dwInErrs;
	statistics->dwOutRsts = row.dwOutRsts;
	statistics->dwNumConns = row.dwNumConns;
	return 0;
}

static int get_udp(MIB_UDPSTATS *statistics, ULONG family)
{
	MIB_UDPSTATS2 row;
	int r = statistics ? read_udp(family, &row) : -EINVAL;

	if (r < 0)
		return r;
	statistics->dwInDatagrams = (DWORD)row.dw64InDatagrams;
	statistics->dwNoPorts = row.dwNoPorts;
	statistics->dwInErrors = row.dwInErrors;
	statistics->dwOutDatagrams = (DWORD)row.dw64OutDatagrams;
	statistics->dwNumAddrs = row.dwNumAddrs;
	return 0;
}

IPH_EXPORT ULONG GetTcpStatistics(PMIB_TCPSTATS Statistics)
{
	return iph_status(IPH_CALL_STATISTICS, get_tcp(Statistics, AF_INET));
}

IPH_EXPORT ULONG GetTcpStatisticsEx(PMIB_TCPSTATS Statistics, ULONG Family)
{
	return iph_status(IPH_CALL_STATISTICS, get_tcp(Statistics, Family));
}

IPH_EXPORT ULONG GetTcpStatisticsEx2(PMIB_TCPSTATS2 Statistics, ULONG Family)
{
	return iph_status(IPH_CALL_STATISTICS, get_tcp2(Statistics, Family));
}

IPH_EXPORT ULONG GetUdpStatistics(PMIB_UDPSTATS Stats)
{
	return iph_status(IPH_CALL_STATISTICS, get_udp(Stats, AF_INET));
}

IPH_EXPORT ULONG GetUdpStatisticsEx(PMIB_UDPSTATS Statistics, ULONG Family)
{
	return iph_status(IPH_CALL_STATISTICS, get_udp(Statistics, Family));
}

IPH_EXPORT ULONG GetUdpStatisticsEx2(PMIB_UDPSTATS2 Statistics, ULONG Family)
{
	return iph_status(IPH_CALL_STATISTICS, get_udp2(Statistics, Family));
}
