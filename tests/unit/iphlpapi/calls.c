/* SPDX-License-Identifier: MIT */
/* src/iphlpapi/: what the calls refuse before they look at the system, and GUIDs as text. */

#include <string.h>

#include "winbase.h"

#include "codes.h"
#include "event-handle.h"
#include "guid.h"
#include "suite.h"

START_TEST(no_pointer_is_a_bad_argument)
{
	IP_ADAPTER_ADDRESSES adapter;
	IP_ADAPTER_INFO older;
	IP_INTERFACE_INFO info;
	MIB_IPADDRTABLE addresses;
	ULONG other;
	WCHAR name[] = u"eth0";
	struct sockaddr_in dest = {.sin_family = AF_INET};
	DWORD number;

	assert_code(GetAdaptersAddresses(AF_UNSPEC, 0, NULL, &adapter, NULL), 87);
	assert_code(GetAdaptersAddresses(AF_UNSPEC, 0, NULL, NULL, NULL), 87);
	assert_code(GetAdaptersInfo(NULL, NULL), 87);
	assert_code(GetAdaptersInfo(&older, NULL), 87);
	assert_code(GetPerAdapterInfo(1, NULL, NULL), 87);
	assert_code(GetNetworkParams(NULL, NULL), 87);
	assert_code(GetUniDirectionalAdapterInfo(NULL, NULL), 87);
	assert_code(GetIpAddrTable(NULL, NULL, FALSE), 87);
	assert_code(GetIpAddrTable(&addresses, NULL, TRUE), 87);
	assert_code(
		AddIPAddress(inet_addr("192.0.2.9"), inet_addr("255.255.255.0"), 1, NULL, &other),
		87);
	assert_code(
		AddIPAddress(inet_addr("192.0.2.9"), inet_addr("255.255.255.0"), 1, &other, NULL),
		87);
	assert_code(DeleteIPAddress(0), 87);
	assert_code(IpRenewAddress(NULL), 87);
	assert_code(IpReleaseAddress(NULL), 87);
	assert_code(GetInterfaceInfo(&info, NULL), 87);
	assert_code(GetInterfaceInfo(NULL, NULL), 87);
	assert_code(GetNumberOfInterfaces(NULL), 87);
	assert_code(GetAdapterIndex(NULL, &number), 87);
	assert_code(GetAdapterIndex(name, NULL), 87);
	assert_code(GetBestInterface(0, NULL), 87);
	assert_code(GetBestInterfaceEx(NULL, &number), 87);
	assert_code(GetBestInterfaceEx((struct sockaddr *)&dest, NULL), 87);
	assert_code(GetIfEntry(NULL), 87);
	assert_code(GetIfTable(NULL, NULL, TRUE), 87);
	assert_code(SetIfEntry(NULL), 87);
	assert_code(GetIpNetTable(NULL, NULL, TRUE), 87);
	assert_code(CreateIpNetEntry(NULL), 87);
	assert_code(SetIpNetEntry(NULL), 87);
	assert_code(DeleteIpNetEntry(NULL), 87);
	assert_code(FlushIpNetTable(0), 87);
	assert_code(CreateProxyArpEntry(0, 0xffffffff, 1), 87);
	assert_code(DeleteProxyArpEntry(0, 0xffffffff, 1), 87);
	assert_code(SendARP(0, 0, NULL, &number), 87);
	assert_code(SendARP(0, 0, name, NULL), 87);
	assert_code(GetIpForwardTable(NULL, NULL, FALSE), 87);
	assert_code(GetBestRoute(0, 0, NULL), 87);
	assert_code(GetTcpTable(NULL, NULL, TRUE), 87);
	assert_code(GetTcpTable2(NULL, NULL, TRUE), 87);
	assert_code(GetTcp6Table(NULL, NULL, TRUE), 87);
	assert_code(GetTcp6Table2(NULL, NULL, TRUE), 87);
	assert_code(GetUdpTable(NULL, NULL, TRUE), 87);
	assert_code(GetUdp6Table(NULL, NULL, TRUE), 87);
	assert_code(GetExtendedTcpTable(NULL, NULL, TRUE, AF_INET, TCP_TABLE_BASIC_ALL, 0), 87);
	assert_code(GetExtendedUdpTable(NULL, NULL, TRUE, AF_INET, UDP_TABLE_BASIC, 0), 87);
	assert_code(CreateIpForwardEntry(NULL), 87);
	assert_code(SetIpForwardEntry(NULL), 87);
	assert_code(DeleteIpForwardEntry(NULL), 87);
}
END_TEST

START_TEST(statistics_without_a_pointer_are_a_bad_argument)
{
	assert_code(GetIpStatistics(NULL), 87);
	assert_code(GetIpStatisticsEx(NULL, AF_INET), 87);
	assert_code(GetIcmpStatistics(NULL), 87);
	assert_code(GetIcmpStatisticsEx(NULL, AF_INET), 87);
	assert_code(GetTcpStatistics(NULL), 87);
	assert_code(GetTcpStatisticsEx(NULL, AF_INET), 87);
	assert_code(GetTcpStatisticsEx2(NULL, AF_INET), 87);
	assert_code(GetUdpStatistics(NULL), 87);
	assert_code(GetUdpStatisticsEx(NULL, AF_INET), 87);
	assert_code(GetUdpStatisticsEx2(NULL, AF_INET), 87);
	assert_code(SetIpStatistics(NULL), 87);
	assert_code(SetIpStatisticsEx(NULL, AF_INET), 87);
}
END_TEST

/* AF_UNSPEC, and those that name a family in their low 16 bits, among them. */
START_TEST(statistics_of_other_families_are_a_bad_argument)
{
	static const ULONG families[] = {0,  1,	  3,	  9,	   11,	    22,
					 24, 255, 0xffff, 0x10002, 0x1000a, 0xffffffff};
	union {
		unsigned char bytes[4096];
		MIB_IPSTATS ip;
		MIB_ICMP_EX icmp;
		MIB_TCPSTATS tcp;
		MIB_TCPSTATS2 tcp2;
		MIB_UDPSTATS udp;
		MIB_UDPSTATS2 udp2;
	} row;
	ULONG family = families[_i];
	size_t i;

	memset(&row, 0xcc, sizeof(row));
	assert_code(GetIpStatisticsEx(&row.ip, family), 87);
	assert_code(GetIcmpStatisticsEx(&row.icmp, family), 87);
	assert_code(GetTcpStatisticsEx(&row.tcp, family), 87);
	assert_code(GetTcpStatisticsEx2(&row.tcp2, family), 87);
	assert_code(GetUdpStatisticsEx(&row.udp, family), 87);
	assert_code(GetUdpStatisticsEx2(&row.udp2, family), 87);
	for (i = 0; i < sizeof(row.bytes); i++)
		ck_assert_uint_eq(row.bytes[i], 0xcc);
	row.ip.dwForwarding = MIB_USE_CURRENT_FORWARDING;
	row.ip.dwDefaultTTL = MIB_USE_CURRENT_TTL;
	assert_code(SetIpStatisticsEx(&row.ip, family), 87);
}
END_TEST

/* The struct's page of Microsoft has 0xffff for "as it is"; the headers have all 32 bits. */
START_TEST(settings_that_are_none_are_a_bad_argument)
{
	static const DWORD wrong[][2] = {
		{0, MIB_USE_CURRENT_TTL},	   {3, MIB_USE_CURRENT_TTL},
		{0xffff, MIB_USE_CURRENT_TTL},	   {MIB_USE_CURRENT_FORWARDING, 0},
		{MIB_USE_CURRENT_FORWARDING, 256}, {MIB_USE_CURRENT_FORWARDING, 0xfffffffe},
	};
	MIB_IPSTATS row;

	memset(&row, 0xcc, sizeof(row));
	row.dwForwarding = wrong[_i][0];
	row.dwDefaultTTL = wrong[_i][1];
	assert_code(SetIpStatistics(&row), 87);
	assert_code(SetIpStatisticsEx(&row, AF_INET6), 87);
	if (wrong[_i][1] != MIB_USE_CURRENT_TTL)
		assert_code(SetIpTTL(wrong[_i][1]), 87);
}
END_TEST

/* Those that name IPv6 in their low 16 bits among them. */
START_TEST(other_families_are_a_bad_argument)
{
	static const ULONG families[] = {1,   3,      9,       11,	22,	 24,
					 255, 0xffff, 0x10000, 0x10002, 0x1000a, 0xffffffff};
	size_t i;

	for (i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		struct sockaddr_in6 dest = {.sin6_family = (sa_family_t)families[i]};
		ULONG size = 0xcccccccc;
		DWORD index = 0xcccccccc;

		assert_code(GetAdaptersAddresses(families[i], 0, NULL, NULL, &size), 87);
		assert_code(GetExtendedTcpTable(NULL, &size, TRUE, families[i],
						TCP_TABLE_OWNER_PID_ALL, 0),
			    87);
		assert_code(
			GetExtendedUdpTable(NULL, &size, TRUE, families[i], UDP_TABLE_OWNER_PID, 0),
			87);
		ck_assert_uint_eq(size, 0xcccccccc);
		if (families[i] > 0xffff)
			continue;
		assert_code(GetBestInterfaceEx((struct sockaddr *)&dest, &index), 87);
		ck_assert_uint_eq(index, 0xcccccccc);
	}
}
END_TEST

/* AF_UNSPEC is a family for others. */
START_TEST(other_classes_of_tables_are_a_bad_argument)
{
	ULONG size = 0xcccccccc;

	assert_code(GetExtendedTcpTable(NULL, &size, TRUE, AF_INET, (TCP_TABLE_CLASS)9, 0), 87);
	assert_code(GetExtendedTcpTable(NULL, &size, TRUE, AF_INET, (TCP_TABLE_CLASS)-1, 0), 87);
	assert_code(GetExtendedUdpTable(NULL, &size, TRUE, AF_INET, (UDP_TABLE_CLASS)3, 0), 87);
	assert_code(GetExtendedUdpTable(NULL, &size, TRUE, AF_INET, (UDP_TABLE_CLASS)-1, 0), 87);
	assert_code(GetExtendedTcpTable(NULL, &size, TRUE, AF_UNSPEC, TCP_TABLE_BASIC_ALL, 0), 87);
	assert_code(GetExtendedUdpTable(NULL, &size, TRUE, AF_UNSPEC, UDP_TABLE_BASIC, 0), 87);
	ck_assert_uint_eq(size, 0xcccccccc);
}
END_TEST

/* Whatever the interface and the privilege. */
START_TEST(what_no_interface_can_have_is_refused)
{
	static const struct {
		const char *address;
		const char *mask;
		DWORD code;
	} refused[] = {
		{"192.0.2.9", "0.0.0.0", 87},	      {"192.0.2.9", "255.0.255.0", 87},
		{"192.0.2.9", "0.255.255.255", 87},   {"192.0.2.9", "255.255.255.1", 87},
		{"0.0.0.0", "255.255.255.0", 31},     {"224.0.0.1", "255.255.255.0", 31},
		{"255.255.255.255", "255.0.0.0", 31}, {"192.0.2.255", "255.255.255.0", 31},
		{"192.0.2.0", "255.255.255.0", 31},   {"192.0.2.127", "255.255.255.128", 31},
		{"192.0.2.3", "255.255.255.252", 31}, {"127.255.255.255", "255.0.0.0", 31},
	};
	ULONG context = 0xcccccccc;
	ULONG instance = 0xcccccccc;
	size_t i;

	for (i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		assert_code(AddIPAddress(inet_addr(refused[i].address), inet_addr(refused[i].mask),
					 1, &context, &instance),
			    refused[i].code);
	ck_assert_uint_eq(context, 0xcccccccc);
	ck_assert_uint_eq(instance, 0xcccccccc);
}
END_TEST

static DWORD(WINAPI *const waits[])(PHANDLE handle, LPOVERLAPPED overlapped) = {NotifyAddrChange,
										NotifyRouteChange};

START_TEST(an_overlapped_wait_needs_both_arguments_and_no_other_handle)
{
	OVERLAPPED overlapped = {0};
	HANDLE handle = &handle;

	assert_code(waits[_i](&handle, NULL), 50);
	assert_code(waits[_i](NULL, &overlapped), 50);
	ck_assert_uint_eq(overlapped.Internal, 0);
	ck_assert_int_eq(CancelIPChangeNotify(&overlapped), FALSE);
	ck_assert_int_eq(CancelIPChangeNotify(NULL), FALSE);
	overlapped.hEvent = &handle;
	assert_code(waits[_i](&handle, &overlapped), 6);
	/* a descriptor, but no event's: standard input */
	overlapped.hEvent = iph_event_handle(0, false);
	assert_code(waits[_i](&handle, &overlapped), 6);
	ck_assert_ptr_eq(handle, &handle);
}
END_TEST

START_TEST(a_guid_is_written_as_windows_does_and_read_back)
{
	static const GUID guid = {0x01234567, 0x89ab, 0xcdef, {0, 1, 2, 3, 0xfc, 0xfd, 0xfe, 0xff}};
	char text[IPH_GUID_TEXT_SIZE];
	GUID back;

	iph_guid_text(&guid, text);
	ck_assert_str_eq(text, "{01234567-89AB-CDEF-0001-0203FCFDFEFF}");
	ck_assert(iph_guid_parse(text, &back));
	ck_assert_mem_eq(&back, &guid, sizeof(guid));
	ck_assert(iph_guid_parse("{01234567-89ab-cdef-0001-0203fcfdfeff}", &back));
	ck_assert_mem_eq(&back, &guid, sizeof(guid));
}
END_TEST

START_TEST(what_is_no_guid_is_refused_and_nothing_is_written)
{
	static const char *const texts[] = {
		"",
		"{",
		"{}",
		"eth0",
		"01234567-89AB-CDEF-0001-0203FCFDFEFF",
		"{01234567-89AB-CDEF-0001-0203FCFDFEFF",
		"{01234567-89AB-CDEF-0001-0203FCFDFEFF}x",
		"{01234567-89AB-CDEF-0001-0203FCFDFEFG}",
		"{0123456789AB-CDEF-0001-0203FCFDFEFF}",
		"(01234567-89AB-CDEF-0001-0203FCFDFEFF)",
		"{01234567-89AB-CDEF-0001-0203FCFDFEF}",
	};
	GUID before;
	GUID guid;
	size_t i;

	memset(&before, 0xcc, sizeof(before));
	guid = before;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		ck_assert_msg(!iph_guid_parse(texts[i], &guid), "%s", texts[i]);
		ck_assert_mem_eq(&guid, &before, sizeof(guid));
	}
}
END_TEST

TEST_SUITE("win32-calls")
{
	TCase *tcase = tcase_create("arguments");

	tcase_add_test(tcase, no_pointer_is_a_bad_argument);
	tcase_add_test(tcase, statistics_without_a_pointer_are_a_bad_argument);
	tcase_add_loop_test(tcase, statistics_of_other_families_are_a_bad_argument, 0, 12);
	tcase_add_loop_test(tcase, settings_that_are_none_are_a_bad_argument, 0, 6);
	tcase_add_test(tcase, other_families_are_a_bad_argument);
	tcase_add_test(tcase, other_classes_of_tables_are_a_bad_argument);
	tcase_add_test(tcase, what_no_interface_can_have_is_refused);
	tcase_add_test(tcase, an_overlapped_wait_needs_both_arguments_and_no_other_handle);

	tcase_add_loop_test(tcase, an_overlapped_wait_needs_both_arguments_and_no_other_handle, 0,
			    ARRAYSIZE(waits));
	suite_add_tcase(suite, tcase);

	tcase = tcase_create("guid");
	tcase_add_test(tcase, a_guid_is_written_as_windows_does_and_read_back);
	tcase_add_test(tcase, what_is_no_guid_is_refused_and_nothing_is_written);
	suite_add_tcase(suite, tcase);
}
