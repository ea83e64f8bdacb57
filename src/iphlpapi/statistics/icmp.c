/* SPDX-License-Identifier: MIT */
/* Statistics of ICMP. */

#include <errno.h>
#include <string.h>

#include "codes/export.h"
#include "snmp.h"
#include "statistics.h"

#define ICMP(name, member)                                                                         \
	{.ipv4 = "IcmpIn" name, .at = offsetof(MIB_ICMP, stats.icmpInStats.member)},               \
	{                                                                                          \
		.ipv4 = "IcmpOut" name, .at = offsetof(MIB_ICMP, stats.icmpOutStats.member)        \
	}

static const struct iph_counter counters[] = {
	ICMP("Msgs", dwMsgs),
	ICMP("Errors", dwErrors),
	ICMP("DestUnreachs", dwDestUnreachs),
	ICMP("TimeExcds", dwTimeExcds),
	ICMP("ParmProbs", dwParmProbs),
	ICMP("SrcQuenchs", dwSrcQuenchs),
	ICMP("Redirects", dwRedirects),
	ICMP("Echos", dwEchos),
	ICMP("EchoReps", dwEchoReps),
	ICMP("Timestamps", dwTimestamps),
	ICMP("TimestampReps", dwTimestampReps),
	ICMP("AddrMasks", dwAddrMasks),
	ICMP("AddrMaskReps", dwAddrMaskReps),
};

/* What comes before a direction: "IcmpMsgInType3", "Icmp6OutMsgs". */
struct filling {
	const char *sum;
	const char *by_type;
	MIB_ICMP_EX *row;
};

/* What is behind the beginning of a name, or NULL when it begins otherwise. */
static const char *rest_of(const char *name, const char *begin)
{
	size_t length = strlen(begin);

	return strncmp(name, begin, length) == 0 ? name + length : NULL;
}

/* The statistics of the direction that a name goes on with, and what is behind that. */
static MIBICMPSTATS_EX *direction(MIB_ICMP_EX *row, const char *name, const char **ret_rest)
{
	*ret_rest = rest_of(name, "In");
	if (*ret_rest)
		return &row->icmpInStats;
	*ret_rest = rest_of(name, "Out");
	return *ret_rest ? &row->icmpOutStats : NULL;
}

static void take_sum(const char *name, uint64_t value, MIB_ICMP_EX *row)
{
	const char *what;
	MIBICMPSTATS_EX *statistics = direction(row, name, &what);

	if (statistics && strcmp(what, "Msgs") == 0)
		statistics->dwMsgs = (DWORD)value;
	else if (statistics && strcmp(what, "Errors") == 0)
		statistics->dwErrors = (DWORD)value;
}

static void take_type(const char *name, uint64_t value, MIB_ICMP_EX *row)
{
	const char *what;
	MIBICMPSTATS_EX *statistics = direction(row, name, &what);
	const char *number = statistics ? rest_of(what, "Type") : NULL;
	unsigned long type;
	char *end;

	if (!number || *number < '0' || *number > '9')
		return;
	type = strtoul(number, &end, 10);
	if (!*end && type < IPH_ARRAY_SIZE(statistics->rgdwTypeCount))
		statistics->rgdwTypeCount[type] = (DWORD)value;
}

static void take(const char *name, uint64_t value, void *arg)
{
	const struct filling *filling = arg;
	const char *sum = rest_of(name, filling->sum);
	const char *by_type = rest_of(name, filling->by_type);

	if (sum)
		take_sum(sum, value, filling->row);
	if (by_type)
		take_type(by_type, value, filling->row);
}

static int get(MIB_ICMP *statistics)
{
	MIB_ICMP row = {0};
	uint8_t family;
	int r = -EINVAL;

	if (statistics)
		r = iph_statistics_family(AF_INET, &family);
	if (r == 0)
		r = iph_statistics_fill(family, counters, IPH_ARRAY_SIZE(counters), &row);
	if (r == 0)
		*statistics = row;
	return r;
}

static int get_ex(MIB_ICMP_EX *statistics, ULONG family)
{
	MIB_ICMP_EX row = {0};
	struct filling filling = {.row = &row};
	uint8_t linux_family;
	int r = -EINVAL;

	if (statistics)
		r = iph_statistics_family(family, &linux_family);
	if (r < 0)
		return r;
	filling.sum = linux_family == AF_INET ? "Icmp" : "Icmp6";
	filling.by_type = linux_family == AF_INET ? "IcmpMsg" : "Icmp6";
	r = iph_snmp_read(linux_family, take, &filling);
	if (r == 0)
		*statistics = row;
	return r;
}

IPH_EXPORT ULONG GetIcmpStatistics(PMIB_ICMP Statistics)
{
	return iph_status(IPH_CALL_STATISTICS, get(Statistics));
}

IPH_EXPORT ULONG GetIcmpStatisticsEx(PMIB_ICMP_EX Statistics, ULONG Family)
{
	return iph_status(IPH_CALL_STATISTICS, get_ex(Statistics, Family));
}
