/* SPDX-License-Identifier: MIT */
/* Statistics, all at once. */
#pragma once

#include "codes.h"

/* All that is told of one family. */
struct told {
	MIB_IPSTATS ip;
	MIB_ICMP_EX icmp;
	MIB_TCPSTATS tcp;
	MIB_TCPSTATS2 tcp2;
	MIB_UDPSTATS udp;
	MIB_UDPSTATS2 udp2;
};

static inline void get_all(ULONG family, struct told *told, uint32_t code)
{
	assert_code(GetIpStatisticsEx(&told->ip, family), code);
	assert_code(GetIcmpStatisticsEx(&told->icmp, family), code);
	assert_code(GetTcpStatisticsEx(&told->tcp, family), code);
	assert_code(GetTcpStatisticsEx2(&told->tcp2, family), code);
	assert_code(GetUdpStatisticsEx(&told->udp, family), code);
	assert_code(GetUdpStatisticsEx2(&told->udp2, family), code);
}
