/* SPDX-License-Identifier: MIT */
/* Counters: judged by what /proc says to awk, and by ss(8), after traffic that was made for it. */

#include <inttypes.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "netns-peer.h"
#include "statistics.h"
#include "suite.h"

/* "name value" of each counter, for free(3). */
static char *counters(void)
{
	return output_of("awk '$1 != group { group = $1; split($0, names); next }"
			 "     { group = \"\"; for (i = 2; i <= NF; i++)"
			 "           print substr($1, 1, length($1) - 1) names[i], $i }'"
			 " /proc/self/net/snmp; awk '{ print $1, $2 }' /proc/self/net/snmp6");
}

static uint64_t value_of(const char *text, const char *name)
{
	size_t length = strlen(name);
	const char *line = text;

	while (line && (strncmp(line, name, length) != 0 || line[length] != ' ')) {
		line = strchr(line, '\n');
		line = line ? line + 1 : NULL;
	}
	return line ? strtoull(line + length, NULL, 10) : 0;
}

/* What is told while no counter of the namespace moves: neighbour discovery may still be at it. */
static char *get_all_at_rest(ULONG family, struct told *told)
{
	time_t end = time(NULL) + 60;
	char *before = counters();
	char *after;

	for (;;) {
		get_all(family, told, 0);
		after = counters();
		if (strcmp(before, after) == 0)
			break;
		ck_assert_msg(time(NULL) < end, "the counters never rest");
		free(before);
		before = after;
	}
	free(before);
	return after;
}

static void is(uint64_t value, const char *member, const char *text, const char *name)
{
	uint64_t wanted = value_of(text, name);

	ck_assert_msg(value == wanted, "%s is %" PRIu64 ", %s %" PRIu64, member, value, name,
		      wanted);
}

#define IS(member, name) is(member, #member, text, name)

static void transport_is(const struct told *told, const char *text, bool ipv6)
{
	IS(told->tcp2.dwRtoMin, "TcpRtoMin");
	IS(told->tcp2.dwRtoMax, "TcpRtoMax");
	ck_assert_uint_eq(told->tcp2.RtoAlgorithm, MIB_TCP_RTO_OTHER);
	ck_assert_uint_eq(told->tcp2.dwMaxConn, MIB_TCP_MAXCONN_DYNAMIC);
	IS(told->tcp2.dwActiveOpens, "TcpActiveOpens");
	IS(told->tcp2.dwPassiveOpens, "TcpPassiveOpens");
	IS(told->tcp2.dwAttemptFails, "TcpAttemptFails");
	IS(told->tcp2.dwEstabResets, "TcpEstabResets");
	IS(told->tcp2.dw64InSegs, "TcpInSegs");
	IS(told->tcp2.dw64OutSegs, "TcpOutSegs");
	IS(told->tcp2.dwRetransSegs, "TcpRetransSegs");
	IS(told->tcp2.dwInErrs, "TcpInErrs");
	IS(told->tcp2.dwOutRsts, "TcpOutRsts");
	IS(told->udp2.dw64InDatagrams, ipv6 ? "Udp6InDatagrams" : "UdpInDatagrams");
	IS(told->udp2.dwNoPorts, ipv6 ? "Udp6NoPorts" : "UdpNoPorts");
	IS(told->udp2.dwInErrors, ipv6 ? "Udp6InErrors" : "UdpInErrors");
	IS(told->udp2.dw64OutDatagrams, ipv6 ? "Udp6OutDatagrams" : "UdpOutDatagrams");
}

static void narrow_is_wide(const struct told *told)
{
	const MIB_TCPSTATS *tcp = &told->tcp;
	const MIB_TCPSTATS2 *tcp2 = &told->tcp2;

	ck_assert_mem_eq(tcp, tcp2, offsetof(MIB_TCPSTATS, dwInSegs));
	ck_assert_uint_eq(tcp->dwInSegs, (DWORD)tcp2->dw64InSegs);
	ck_assert_uint_eq(tcp->dwOutSegs, (DWORD)tcp2->dw64OutSegs);
	ck_assert_mem_eq(&tcp->dwRetransSegs, &tcp2->dwRetransSegs,
			 sizeof(*tcp) - offsetof(MIB_TCPSTATS, dwRetransSegs));
	ck_assert_uint_eq(told->udp.dwInDatagrams, (DWORD)told->udp2.dw64InDatagrams);
	ck_assert_uint_eq(told->udp.dwNoPorts, told->udp2.dwNoPorts);
	ck_assert_uint_eq(told->udp.dwInErrors, told->udp2.dwInErrors);
	ck_assert_uint_eq(told->udp.dwOutDatagrams, (DWORD)told->udp2.dw64OutDatagrams);
	ck_assert_uint_eq(told->udp.dwNumAddrs, told->udp2.dwNumAddrs);
}

static void ip_is(const MIB_IPSTATS *ip, const char *text, bool ipv6)
{
	IS(ip->dwInReceives, ipv6 ? "Ip6InReceives" : "IpInReceives");
	IS(ip->dwInHdrErrors, ipv6 ? "Ip6InHdrErrors" : "IpInHdrErrors");
	IS(ip->dwInAddrErrors, ipv6 ? "Ip6InAddrErrors" : "IpInAddrErrors");
	IS(ip->dwForwDatagrams, ipv6 ? "Ip6OutForwDatagrams" : "IpForwDatagrams");
	IS(ip->dwInUnknownProtos, ipv6 ? "Ip6InUnknownProtos" : "IpInUnknownProtos");
	IS(ip->dwInDiscards, ipv6 ? "Ip6InDiscards" : "IpInDiscards");
	IS(ip->dwInDelivers, ipv6 ? "Ip6InDelivers" : "IpInDelivers");
	IS(ip->dwOutRequests, ipv6 ? "Ip6OutRequests" : "IpOutRequests");
	ck_assert_uint_eq(ip->dwRoutingDiscards, 0);
	IS(ip->dwOutDiscards, ipv6 ? "Ip6OutDiscards" : "IpOutDiscards");
	IS(ip->dwOutNoRoutes, ipv6 ? "Ip6OutNoRoutes" : "IpOutNoRoutes");
	IS(ip->dwReasmReqds, ipv6 ? "Ip6ReasmReqds" : "IpReasmReqds");
	IS(ip->dwReasmOks, ipv6 ? "Ip6ReasmOKs" : "IpReasmOKs");
	IS(ip->dwReasmFails, ipv6 ? "Ip6ReasmFails" : "IpReasmFails");
	IS(ip->dwFragOks, ipv6 ? "Ip6FragOKs" : "IpFragOKs");
	IS(ip->dwFragFails, ipv6 ? "Ip6FragFails" : "IpFragFails");
	IS(ip->dwFragCreates, ipv6 ? "Ip6FragCreates" : "IpFragCreates");
}

static void icmp_types_are(const MIBICMPSTATS_EX *icmp, const char *text, const char *begin)
{
	char name[40];
	int type;

	for (type = 0; type < 256; type++) {
		snprintf(name, sizeof(name), "%sType%d", begin, type);
		IS(icmp->rgdwTypeCount[type], name);
	}
}

static void icmp_is(const MIB_ICMP_EX *icmp, const char *text, bool ipv6)
{
	IS(icmp->icmpInStats.dwMsgs, ipv6 ? "Icmp6InMsgs" : "IcmpInMsgs");
	IS(icmp->icmpInStats.dwErrors, ipv6 ? "Icmp6InErrors" : "IcmpInErrors");
	IS(icmp->icmpOutStats.dwMsgs, ipv6 ? "Icmp6OutMsgs" : "IcmpOutMsgs");
	IS(icmp->icmpOutStats.dwErrors, ipv6 ? "Icmp6OutErrors" : "IcmpOutErrors");
	icmp_types_are(&icmp->icmpInStats, text, ipv6 ? "Icmp6In" : "IcmpMsgIn");
	icmp_types_are(&icmp->icmpOutStats, text, ipv6 ? "Icmp6Out" : "IcmpMsgOut");
}

/* One of each that the kernel counts: pings in pieces, datagrams to nobody, connections that are
 * refused, and such as are not. */
static void make_traffic(void)
{
	static const char *const addrs[] = {OUR_IPV4, OUR_IPV6};
	size_t i;

	for (i = 0; i < 2; i++) {
		struct server tcp = serve(SOCK_STREAM, addrs[i]);
		struct server udp = serve(SOCK_DGRAM, addrs[i]);

		peer_run("ping -q -c 1 -W 30 -s 4000 %s", addrs[i]);
		ck_assert(tcp_reaches(addrs[i], tcp.port));
		ck_assert(udp_reaches(addrs[i], udp.port));
		stop_serving(tcp);
		stop_serving(udp);
		ck_assert(!tcp_reaches(addrs[i], tcp.port));
		peer_run("echo x | nc -u -w 1 %s 9", addrs[i]);
	}
}

static void family_is(ULONG family)
{
	bool ipv6 = family != AF_INET;
	struct told told;
	char *text;

	memset(&told, 0xcc, sizeof(told));
	text = get_all_at_rest(family, &told);
	ip_is(&told.ip, text, ipv6);
	icmp_is(&told.icmp, text, ipv6);
	transport_is(&told, text, ipv6);
	narrow_is_wide(&told);
	ck_assert_uint_gt(told.ip.dwReasmOks, 0);
	ck_assert_uint_gt(told.ip.dwFragCreates, 0);
	ck_assert_uint_gt(told.udp.dwInDatagrams, 0);
	ck_assert_uint_gt(told.udp.dwNoPorts, 0);
	ck_assert_uint_gt(told.tcp.dwPassiveOpens, 0);
	ck_assert_uint_gt(told.tcp.dwOutRsts, 0);
	ck_assert_uint_gt(told.icmp.icmpInStats.rgdwTypeCount[ipv6 ? 128 : 8], 0);
	ck_assert_uint_gt(told.icmp.icmpOutStats.rgdwTypeCount[ipv6 ? 1 : 3], 0);
	free(text);
}

#define ICMP_IS(member, name)                                                                      \
	do {                                                                                       \
		IS(icmp.stats.icmpInStats.member, "IcmpIn" name);                                  \
		IS(icmp.stats.icmpOutStats.member, "IcmpOut" name);                                \
	} while (0)

/* Nothing of IPv4 comes by itself: there is no need to wait for rest. */
static void calls_without_a_family_tell_of_ipv4(void)
{
	char *text = counters();
	struct told told;
	MIB_IPSTATS ip;
	MIB_TCPSTATS tcp;
	MIB_UDPSTATS udp;
	MIB_ICMP icmp;

	memset(&icmp, 0xcc, sizeof(icmp));
	get_all(AF_INET, &told, 0);
	assert_code(GetIpStatistics(&ip), 0);
	ck_assert_mem_eq(&ip, &told.ip, sizeof(ip));
	assert_code(GetTcpStatistics(&tcp), 0);
	ck_assert_mem_eq(&tcp, &told.tcp, sizeof(tcp));
	assert_code(GetUdpStatistics(&udp), 0);
	ck_assert_mem_eq(&udp, &told.udp, sizeof(udp));
	assert_code(GetIcmpStatistics(&icmp), 0);
	ICMP_IS(dwMsgs, "Msgs");
	ICMP_IS(dwErrors, "Errors");
	ICMP_IS(dwDestUnreachs, "DestUnreachs");
	ICMP_IS(dwTimeExcds, "TimeExcds");
	ICMP_IS(dwParmProbs, "ParmProbs");
	ICMP_IS(dwSrcQuenchs, "SrcQuenchs");
	ICMP_IS(dwRedirects, "Redirects");
	ICMP_IS(dwEchos, "Echos");
	ICMP_IS(dwEchoReps, "EchoReps");
	ICMP_IS(dwTimestamps, "Timestamps");
	ICMP_IS(dwTimestampReps, "TimestampReps");
	ICMP_IS(dwAddrMasks, "AddrMasks");
	ICMP_IS(dwAddrMaskReps, "AddrMaskReps");
	free(text);
}

START_TEST(each_counter_is_the_kernels)
{
	make_traffic();
	family_is(AF_INET);
	family_is(AF_INET6);
	family_is(23); /* Windows' AF_INET6 */
	calls_without_a_family_tell_of_ipv4();
}
END_TEST

/* ss(8) counts a connection of IPv4 among those of IPv6 when its socket is one of IPv6. */
static void connections_are(DWORD ipv4, DWORD ipv6)
{
	struct told told;

	run("[ \"$(ss -tnH state established | grep -c '192\\.0\\.2\\.')\" = %u ]", ipv4);
	run("[ \"$(ss -tnH state established | grep -c '2001:db8:')\" = %u ]", ipv6);
	get_all(AF_INET, &told, 0);
	ck_assert_uint_eq(told.tcp.dwCurrEstab, ipv4);
	ck_assert_uint_eq(told.tcp.dwNumConns, ipv4);
	get_all(AF_INET6, &told, 0);
	ck_assert_uint_eq(told.tcp.dwCurrEstab, ipv6);
	ck_assert_uint_eq(told.tcp.dwNumConns, ipv6);
}

/* Each server is busy with its one connection. */
START_TEST(connections_are_counted_by_family)
{
	static const char *const ends[][2] = {
		{OUR_IPV4, OUR_IPV4}, {"::", OUR_IPV4}, {"::", OUR_IPV4}, {"::", OUR_IPV6}};
	struct server servers[4];
	int fds[4];
	int i;

	for (i = 0; i < 4; i++) {
		servers[i] = serve(SOCK_STREAM, ends[i][0]);
		fds[i] = peer_connect(ends[i][1], servers[i].port);
		ck_assert_msg(fds[i] >= 0 && echoes(fds[i]), "no connection %d", i);
	}
	connections_are(3, 1);
	for (i = 0; i < 4; i++) {
		close(fds[i]);
		stop_serving(servers[i]);
	}
}
END_TEST

static int bound(const char *addr, int family)
{
	struct sockaddr_in6 name6 = {.sin6_family = AF_INET6};
	struct sockaddr_in name4 = {.sin_family = AF_INET};
	int fd = socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	ck_assert_int_ge(fd, 0);
	if (family == AF_INET) {
		name4.sin_addr.s_addr = inet_addr(addr);
		ck_assert_int_eq(bind(fd, (struct sockaddr *)&name4, sizeof(name4)), 0);
	} else {
		ck_assert_int_eq(inet_pton(AF_INET6, addr, &name6.sin6_addr), 1);
		ck_assert_int_eq(bind(fd, (struct sockaddr *)&name6, sizeof(name6)), 0);
	}
	return fd;
}

START_TEST(udp_sockets_are_counted_by_family)
{
	struct told told;
	int fds[4];
	int i;

	get_all(AF_INET, &told, 0);
	ck_assert_uint_eq(told.udp.dwNumAddrs, 0);
	fds[0] = bound("0.0.0.0", AF_INET);
	fds[1] = bound(OUR_IPV4, AF_INET);
	fds[2] = bound("::ffff:" OUR_IPV4, AF_INET6);
	fds[3] = bound("::", AF_INET6);
	get_all(AF_INET, &told, 0);
	ck_assert_uint_eq(told.udp.dwNumAddrs, 3);
	get_all(AF_INET6, &told, 0);
	ck_assert_uint_eq(told.udp.dwNumAddrs, 1);
	for (i = 0; i < 4; i++)
		close(fds[i]);
}
END_TEST

static DWORD output_number(const char *command)
{
	char *text = output_of("%s", command);
	DWORD number = (DWORD)strtoul(text, NULL, 10);

	free(text);
	return number;
}

static void numbers_are(ULONG family, const char *links, const char *addresses)
{
	PMIB_IPFORWARD_TABLE2 routes;
	struct told told;

	get_all(family, &told, 0);
	ck_assert_uint_eq(told.ip.dwNumIf, output_number(links));
	ck_assert_uint_eq(told.ip.dwNumAddr, output_number(addresses));
	assert_code(GetIpForwardTable2((ADDRESS_FAMILY)family, &routes), 0);
	ck_assert_uint_eq(told.ip.dwNumRoutes, routes->NumEntries);
	FreeMibTable(routes);
}

START_TEST(interfaces_addresses_and_routes_are_counted)
{
	struct told before[2];
	struct told after[2];

	get_all(AF_INET, &before[0], 0);
	get_all(AF_INET6, &before[1], 0);
	run_ip("link add d0 type bridge\nlink set d0 up\naddress add 198.51.100.1/24 dev d0\n"
	       "address add 198.51.100.2/24 dev d0\naddress add 2001:db8:9::1/64 dev d0 nodad\n"
	       "route add 203.0.113.0/24 via 192.0.2.2\nroute add 2001:db8:8::/64 dev d0");
	set_sysctl("net/ipv6/conf/lo/disable_ipv6", "1");
	numbers_are(AF_INET, "ip -j link | jq length",
		    "ip -4 -j address | jq '[.[].addr_info[]] | length'");
	numbers_are(AF_INET6, "ls -d /proc/sys/net/ipv6/conf/*/ | grep -vc '/all/\\|/default/'",
		    "ip -6 -j address | jq '[.[].addr_info[]] | length'");
	get_all(AF_INET, &after[0], 0);
	get_all(AF_INET6, &after[1], 0);
	ck_assert_uint_eq(after[0].ip.dwNumIf, before[0].ip.dwNumIf + 1);
	ck_assert_uint_eq(after[0].ip.dwNumAddr, before[0].ip.dwNumAddr + 2);
	ck_assert_uint_gt(after[0].ip.dwNumRoutes, before[0].ip.dwNumRoutes + 1);
	ck_assert_uint_gt(after[1].ip.dwNumRoutes, before[1].ip.dwNumRoutes);
}
END_TEST

static void *look_elsewhere(void *complaint)
{
	struct told told;

	if (unshare(CLONE_NEWNET) < 0)
		return strcpy(complaint, "unshare(2) fails");
	get_all(AF_INET, &told, 0);
	if (told.ip.dwInReceives || told.ip.dwNumAddr || told.udp.dwInDatagrams ||
	    told.udp.dwNumAddrs || told.tcp.dwInSegs || told.icmp.icmpInStats.dwMsgs)
		strcpy(complaint, "these are the counters of another thread's namespace");
	return NULL;
}

static void look_in_a_thread(void *unused)
{
	char complaint[100] = "";
	pthread_t thread;

	(void)unused;
	ck_assert_int_eq(pthread_create(&thread, NULL, look_elsewhere, complaint), 0);
	ck_assert_int_eq(pthread_join(thread, NULL), 0);
	ck_assert_str_eq(complaint, "");
}

START_TEST(a_thread_in_another_namespace_has_its_counters)
{
	struct told told;

	make_traffic();
	in_child(look_in_a_thread, NULL);
	get_all(AF_INET, &told, 0);
	ck_assert_uint_gt(told.udp.dwInDatagrams, 0);
}
END_TEST

TEST_SUITE("netns-win32-statistics")
{
	TCase *tcase = netns_tcase(suite, "statistics", peer_setup);

	tcase_add_test(tcase, each_counter_is_the_kernels);
	tcase_add_test(tcase, connections_are_counted_by_family);
	tcase_add_test(tcase, udp_sockets_are_counted_by_family);
	tcase_add_test(tcase, interfaces_addresses_and_routes_are_counted);
	tcase_add_test(tcase, a_thread_in_another_namespace_has_its_counters);
}
