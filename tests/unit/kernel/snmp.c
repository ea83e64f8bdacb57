/* SPDX-License-Identifier: MIT */
/* src/kernel/snmp.c: /proc/net/snmp and snmp6 as kernels write them, and as they never would. */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "snmp.h"
#include "suite.h"

typedef void (*parse_fn)(const char *text, size_t length, iph_snmp_fn take, void *arg);

static void note(const char *name, uint64_t value, void *arg)
{
	char *seen = arg;
	char line[IPH_SNMP_NAME + 32];

	snprintf(line, sizeof(line), "%s %" PRIu64 "\n", name, value);
	ck_assert_uint_lt(strlen(seen) + strlen(line), 512);
	strcat(seen, line);
}

/* The text alone in memory, so that nothing behind it can be read. */
static void reads_bytes(parse_fn parse, const char *text, size_t length, const char *expected)
{
	char *alone = malloc(length ? length : 1);
	char seen[512] = "";

	ck_assert_ptr_nonnull(alone);
	memcpy(alone, text, length);
	parse(alone, length, note, seen);
	ck_assert_str_eq(seen, expected);
	free(alone);
}

static const struct {
	const char *text;
	const char *expected;
} texts[] = {
	{"Ip: Forwarding DefaultTTL\nIp: 2 64\nIcmp: InMsgs\nIcmp: 3\n",
	 "IpForwarding 2\nIpDefaultTTL 64\nIcmpInMsgs 3\n"},
	/* each 16 types of messages are a group again */
	{"IcmpMsg: InType3 OutType8\nIcmpMsg: 5 1\nIcmpMsg: OutType13\nIcmpMsg: 7\n",
	 "IcmpMsgInType3 5\nIcmpMsgOutType8 1\nIcmpMsgOutType13 7\n"},
	{"Tcp: RtoMax MaxConn InSegs\nTcp: 120000 -1 18446744073709551615\n",
	 "TcpRtoMax 120000\nTcpMaxConn 18446744073709551615\nTcpInSegs 18446744073709551615\n"},
	{"", ""},
	{"\n\n\n", ""},
	{"Ip:\nIp:\n", ""},
	{"Ip: A B\nIp: 1\n", "IpA 1\n"},
	{"Ip: A\nIp: 1 2\n", "IpA 1\n"},
	/* a line too many is no reason to lose the others */
	{"Ip: A\nTcp: B\nTcp: 4\n", "TcpB 4\n"},
	{"Ip: A\nTcp: 4\n", ""},
	{"Ip A\nIp 1\n", ""},
	{"Ip: A B C D E F\nIp: x 1x - 18446744073709551616 +1 6\n", "IpF 6\n"},
	{"Ip: A B\nIp: 1\t2", ""},
	{"Ip: \nIp: 1\nUdp: A\nUdp: 1\n", "UdpA 1\n"},
};

START_TEST(a_line_of_names_and_one_of_numbers)
{
	reads_bytes(iph_snmp_parse, texts[_i].text, strlen(texts[_i].text), texts[_i].expected);
}
END_TEST

static const struct {
	const char *text;
	const char *expected;
} texts6[] = {
	{"Ip6InReceives                   \t5\nIcmp6InType1                    \t7\n",
	 "Ip6InReceives 5\nIcmp6InType1 7\n"},
	{"", ""},
	{"Ip6InReceives\nIp6InDelivers\t\nIp6OutRequests\tx\nUdp6InErrors\t1\n",
	 "Udp6InErrors 1\n"},
	{"Ip6InReceives\t1\nIp6InDelivers\t12", "Ip6InReceives 1\n"},
	{"\t3\n3\n", ""},
};

START_TEST(a_name_and_a_number_in_each_line)
{
	reads_bytes(iph_snmp6_parse, texts6[_i].text, strlen(texts6[_i].text), texts6[_i].expected);
}
END_TEST

/* What is cut has not been all said: 12 may have been 123. */
START_TEST(a_line_that_is_cut_counts_for_nothing)
{
	static const char whole[] = "Ip: A B\nIp: 1 23\n";
	static const char whole6[] = "Ip6A\t12\n";
	size_t length;

	for (length = 0; length < strlen(whole); length++)
		reads_bytes(iph_snmp_parse, whole, length, "");
	reads_bytes(iph_snmp_parse, whole, length, "IpA 1\nIpB 23\n");
	for (length = 0; length < strlen(whole6); length++)
		reads_bytes(iph_snmp6_parse, whole6, length, "");
	reads_bytes(iph_snmp6_parse, whole6, length, "Ip6A 12\n");
}
END_TEST

START_TEST(a_name_may_have_any_length_and_any_bytes)
{
	char text[400];
	char expected[400];
	size_t i;

	for (i = IPH_SNMP_NAME - 4; i < IPH_SNMP_NAME + 200; i++) {
		snprintf(text, sizeof(text), "%0*d\t7\nEnd\t1\n", (int)i, 0);
		snprintf(expected, sizeof(expected), "%0*d 7\nEnd 1\n", (int)i, 0);
		reads_bytes(iph_snmp6_parse, text, strlen(text),
			    i < IPH_SNMP_NAME ? expected : "End 1\n");
	}
	reads_bytes(iph_snmp_parse, "A: \0B\nA: 1\nC: D\nC: 2\n", 21, "CD 2\n");
}
END_TEST

TEST_SUITE("snmp")
{
	TCase *tcase = tcase_create("iph_snmp_parse");

	tcase_add_loop_test(tcase, a_line_of_names_and_one_of_numbers, 0,
			    (int)(sizeof(texts) / sizeof(texts[0])));
	tcase_add_loop_test(tcase, a_name_and_a_number_in_each_line, 0,
			    (int)(sizeof(texts6) / sizeof(texts6[0])));
	tcase_add_test(tcase, a_line_that_is_cut_counts_for_nothing);
	tcase_add_test(tcase, a_name_may_have_any_length_and_any_bytes);
	suite_add_tcase(suite, tcase);
}
