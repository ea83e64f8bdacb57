/* SPDX-License-Identifier: MIT */
/* The small calls that only libiphlpapi has: names, numbers, best interface, waiting. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include "netns-row.h"
#include "netns.h"
#include "suite.h"

static void widen(const char *text, WCHAR *ret_wide)
{
	do
		*ret_wide++ = (WCHAR)*text;
	while (*text++);
}

static DWORD adapter_index(const char *name, ULONG *ret_index)
{
	WCHAR wide[300];

	widen(name, wide);
	return GetAdapterIndex(wide, ret_index);
}

START_TEST(all_interfaces_are_counted)
{
	char *text = output_of("ip -j link | jq length");
	DWORD number = 0;

	assert_code(GetNumberOfInterfaces(&number), 0);
	ck_assert_int_eq((int)number, atoi(text));
	free(text);
	run("ip link add eth8 type veth peer name eth9");
	text = output_of("ip -j link | jq length");
	assert_code(GetNumberOfInterfaces(&number), 0);
	ck_assert_int_eq((int)number, atoi(text));
	free(text);
}
END_TEST

/* "index index index " */
static void get_info(char *ret_indices)
{
	ULONG size = 0;
	IP_INTERFACE_INFO *info;
	LONG i;

	assert_code(GetInterfaceInfo(NULL, &size), 122);
	info = malloc(size);
	ck_assert_ptr_nonnull(info);
	assert_code(GetInterfaceInfo(info, &size), 0);
	ck_assert_uint_eq(size, 4 + (ULONG)info->NumAdapters * 260);
	for (i = 0; i < info->NumAdapters; i++) {
		ULONG index = 0;

		assert_code(GetAdapterIndex(info->Adapter[i].Name, &index), 0);
		ck_assert_uint_eq(index, info->Adapter[i].Index);
		ret_indices += sprintf(ret_indices, "%u ", index);
	}
	free(info);
}

START_TEST(info_is_about_adapters_that_are_up_and_have_ipv4)
{
	char expected[100];
	char indices[100];

	run("ip link add eth8 type veth peer name eth9 && ip link set eth9 up");
	snprintf(expected, sizeof(expected), "%u %u ", index_of("eth0"), index_of("eth9"));
	if (index_of("eth9") < index_of("eth0"))
		snprintf(expected, sizeof(expected), "%u %u ", index_of("eth9"), index_of("eth0"));
	get_info(indices);
	ck_assert_str_eq(indices, expected);
	/* inetdev_event(), devinet.c: too small an MTU for IPv4, which few kinds of devices take */
	if (try_run("ip link add ifb8 type ifb && ip link set ifb8 up mtu 67")) {
		get_info(indices);
		ck_assert_str_eq(indices, expected);
	}
}
END_TEST

START_TEST(no_such_adapter_is_no_data)
{
	ULONG size = 0xcccccccc;

	run("ip link set eth0 down");
	assert_code(GetInterfaceInfo(NULL, &size), 232);
	ck_assert_uint_eq(size, 0xcccccccc);
}
END_TEST

START_TEST(too_small_a_buffer_for_info_is_left_alone)
{
	unsigned char buffer[4 + 260 + 8];
	unsigned char before[sizeof(buffer)];
	ULONG size;
	ULONG given;

	memset(before, 0xcc, sizeof(before));
	memset(buffer, 0xcc, sizeof(buffer));
	for (size = 0; size < 264; size++) {
		given = size;
		assert_code(GetInterfaceInfo((PIP_INTERFACE_INFO)(void *)buffer, &given), 122);
		ck_assert_uint_eq(given, 264);
		ck_assert_mem_eq(buffer, before, sizeof(buffer));
	}
	assert_code(GetInterfaceInfo((PIP_INTERFACE_INFO)(void *)buffer, &given), 0);
	ck_assert_mem_eq(buffer + 264, before, 8);
}
END_TEST

START_TEST(an_adapter_is_found_by_each_of_its_names)
{
	NET_LUID luid = {.Value = luid_of("eth0")};
	static const char *const forms[] = {"\\DEVICE\\TCPIP_%s", "\\Device\\Tcpip_%s", "%s"};
	unsigned int eth0 = index_of("eth0");
	char guid_text[64];
	char name[100];
	ULONG index;
	GUID guid;
	size_t i;

	run("ip link property add dev eth0 altname another-name-that-is-a-long-one");
	assert_code(ConvertInterfaceLuidToGuid(&luid, &guid), 0);
	snprintf(guid_text, sizeof(guid_text), "{%08x-%04X-%04X-%02X%02X-%02X%02X%02X%02X%02X%02X}",
		 guid.Data1, guid.Data2, guid.Data3, guid.Data4[0], guid.Data4[1], guid.Data4[2],
		 guid.Data4[3], guid.Data4[4], guid.Data4[5], guid.Data4[6], guid.Data4[7]);
	for (i = 0; i < 3; i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(name, sizeof(name), forms[i], guid_text);
#pragma GCC diagnostic pop
		index = 0;
		assert_code(adapter_index(name, &index), 0);
		ck_assert_uint_eq(index, eth0);
	}
	assert_code(adapter_index("eth0", &index), 0);
	ck_assert_uint_eq(index, eth0);
	index = 0;
	assert_code(adapter_index("another-name-that-is-a-long-one", &index), 0);
	ck_assert_uint_eq(index, eth0);
	assert_code(adapter_index("lo", &index), 0);
	ck_assert_uint_eq(index, 1);
}
END_TEST

static const char *const no_names[] = {
	"",
	"eth99",
	"\\DEVICE\\TCPIP_",
	"\\DEVICE\\TCPIP_eth0",
	"__Bogus**__",
	"{00000000-0000-0000-0000-00000000000}",
};

static const char *const bad_names[] = {
	"{00000000-0000-0000-0000-000000000000}",
	/* ours, but for the interface */
	"{6E657469-6F61-8070-0000-000000000000}",
	"{6E657469-6F61-8070-0000-00FFFF000600}",
	/* lo, but as Ethernet */
	"\\DEVICE\\TCPIP_{6E657469-6F61-8070-0000-000100000600}",
	"\\DEVICE\\TCPIP_{00000000-1111-2222-3333-444444444444}",
};

START_TEST(what_is_no_name_of_an_adapter_is_a_bad_argument)
{
	WCHAR half[] = {0xd800, 'x', 0};
	ULONG index = 0xcccccccc;
	WCHAR endless[400];
	size_t i;

	for (i = 0; i < 399; i++)
		endless[i] = 'x';
	endless[399] = 0;
	for (i = 0; i < sizeof(no_names) / sizeof(no_names[0]); i++)
		assert_code(adapter_index(no_names[i], &index), 87);
	assert_code(GetAdapterIndex(half, &index), 87);
	assert_code(GetAdapterIndex(endless, &index), 87);
	ck_assert_uint_eq(index, 0xcccccccc);
}
END_TEST

/* Of a machine without a DHCP client, whatever runs on this one. tests/dhcp/ has those with one. */
START_TEST(a_lease_is_that_of_an_adapter_and_its_client)
{
	static const char *const none[] = {"", "eth77", "lo", "\\DEVICE\\TCPIP_{1}"};
	IP_ADAPTER_INDEX_MAP map = {.Index = index_of("eth0")};
	size_t i;

	ck_assert_int_eq(setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere", 1), 0);
	for (i = 0; i < 4; i++) {
		widen(none[i], map.Name);
		assert_code(IpRenewAddress(&map), 87);
		assert_code(IpReleaseAddress(&map), 87);
	}
	widen("eth0", map.Name);
	assert_code(IpRenewAddress(&map), 50);
	assert_code(IpReleaseAddress(&map), 50);
	for (i = 0; i < MAX_ADAPTER_NAME; i++) /* without an end */
		map.Name[i] = 'x';
	assert_code(IpRenewAddress(&map), 87);
}
END_TEST

START_TEST(a_name_that_no_adapter_has_is_another_code_where_there_are_none)
{
	ULONG index = 0xcccccccc;
	bool none;
	size_t i;

	for (i = 0; i < sizeof(bad_names) / sizeof(bad_names[0]); i++)
		assert_code(adapter_index(bad_names[i], &index), 55);
	run("ip link del eth0");
	/* a kernel may give each namespace tunnels of its own, which cannot be deleted */
	none = !try_run("ip -o link | grep -v ' lo:'");
	for (i = 0; i < sizeof(bad_names) / sizeof(bad_names[0]); i++)
		assert_code(adapter_index(bad_names[i], &index), none ? 232 : 55);
	ck_assert_uint_eq(index, 0xcccccccc);
}
END_TEST

static DWORD best(const char *text, uint32_t scope, DWORD *ret_index)
{
	struct sockaddr_in6 six;
	struct sockaddr_in four;

	memset(&six, 0xcc, sizeof(six));
	memset(&four, 0xcc, sizeof(four));
	if (inet_pton(AF_INET, text, &four.sin_addr) == 1) {
		four.sin_family = AF_INET;
		return GetBestInterfaceEx((struct sockaddr *)&four, ret_index);
	}
	six.sin6_family = scope & 1 ? 23 : AF_INET6;
	six.sin6_scope_id = scope;
	ck_assert_int_eq(inet_pton(AF_INET6, text, &six.sin6_addr), 1);
	return GetBestInterfaceEx((struct sockaddr *)&six, ret_index);
}

static const char *const destinations[] = {
	"192.0.2.1",	 "192.0.2.2", "192.0.2.255",	 "127.0.0.1",
	"198.51.100.7",	 "8.8.8.8",   "255.255.255.255", "2001:db8:1::1",
	"2001:db8:1::2", "::1",	      "2001:db8:8::1",
};

START_TEST(the_best_interface_is_that_of_ip_route_get)
{
	size_t i;

	run("ip link add eth8 type veth peer name eth9 && ip link set eth8 up && "
	    "ip link set eth9 up && ip addr add 198.51.100.1/24 dev eth8 && "
	    "ip addr add 2001:db8:8::8/64 dev eth8 nodad && "
	    "ip route add default via 198.51.100.254");
	for (i = 0; i < sizeof(destinations) / sizeof(destinations[0]); i++) {
		char *name = output_of("ip -j route get %s | jq -j '.[0].dev'", destinations[i]);
		struct in_addr ipv4;
		DWORD index = 0;

		assert_code(best(destinations[i], 0xcccccccc, &index), 0);
		ck_assert_msg(index == index_of(name), "%s: %u", destinations[i], index);
		index = 0;
		if (inet_pton(AF_INET, destinations[i], &ipv4) == 1) {
			assert_code(GetBestInterface(ipv4.s_addr, &index), 0);
			ck_assert_uint_eq(index, index_of(name));
		}
		free(name);
	}
}
END_TEST

static void any_leads_to(const char *ifname)
{
	DWORD index = 0;

	assert_code(GetBestInterface(INADDR_ANY, &index), 0);
	ck_assert_uint_eq(index, index_of(ifname));
	index = 0;
	assert_code(best("0.0.0.0", 0, &index), 0);
	ck_assert_uint_eq(index, index_of(ifname));
}

START_TEST(the_way_to_everywhere_is_the_default_route_of_lowest_metric)
{
	DWORD index = 0xcccccccc;

	assert_code(GetBestInterface(INADDR_ANY, &index), 1231);
	run("ip link add eth8 type veth peer name eth9 && ip link set eth8 up && "
	    "ip link set eth9 up && ip addr add 198.51.100.1/24 dev eth8");
	assert_code(GetBestInterface(INADDR_ANY, &index), 1231);
	run("ip route add default via 198.51.100.254 metric 50");
	any_leads_to("eth8");
	run("ip route add default via 192.0.2.254 metric 40");
	any_leads_to("eth0");
	run("ip route add default metric 30 nexthop via 198.51.100.253 nexthop via 192.0.2.253");
	any_leads_to("eth8");
	run("ip route add default dev eth0 metric 20");
	any_leads_to("eth0");
	/* neither is for packets of no particular kind */
	run("ip route add default dev eth8 tos 0x10 metric 5 && "
	    "ip route add default dev eth8 table 77 && ip route add 0.0.0.0/1 dev eth8");
	any_leads_to("eth0");
	index = 0xcccccccc;
	run("ip route add unreachable default metric 10");
	assert_code(GetBestInterface(INADDR_ANY, &index), 1231);
	ck_assert_uint_eq(index, 0xcccccccc);
}
END_TEST

START_TEST(the_scope_id_counts_for_addresses_with_a_zone)
{
	DWORD index = 0;

	run("ip link add eth8 type veth peer name eth9 && ip link set eth8 up && "
	    "ip link set eth9 up");
	ck_assert(await(is_ready, "eth8") && await(is_ready, "eth9"));
	assert_code(best("fe80::1", index_of("eth8"), &index), 0);
	ck_assert_uint_eq(index, index_of("eth8"));
	assert_code(best("ff02::1", index_of("eth9"), &index), 0);
	ck_assert_uint_eq(index, index_of("eth9"));
	assert_code(best("fe80::1", index_of("eth0"), &index), 0);
	ck_assert_uint_eq(index, index_of("eth0"));
	assert_code(best("fe80::1", 0xcccccccc, &index), 1231);
	assert_code(best("fe80::1", 99, &index), 1231);
}
END_TEST

START_TEST(no_route_is_an_unreachable_network)
{
	static const char *const nowhere[] = {"203.0.113.1",   "203.0.112.1",	"203.0.111.1",
					      "203.0.110.1",   "2001:db8:a::1", "2001:db8:b::1",
					      "2001:db8:c::1", "2001:db8:d::1"};
	DWORD index = 0xcccccccc;
	size_t i;

	run("ip route add unreachable 203.0.113.0/24 && ip route add blackhole 203.0.112.0/24 && "
	    "ip route add prohibit 203.0.111.0/24");
	run("ip route add unreachable 2001:db8:a::/48 && ip route add blackhole 2001:db8:b::/48 "
	    "&& ip route add prohibit 2001:db8:c::/48");
	for (i = 0; i < sizeof(nowhere) / sizeof(nowhere[0]); i++)
		assert_code(best(nowhere[i], 0, &index), 1231);
	assert_code(GetBestInterface(inet_addr("203.0.113.1"), &index), 1231);
	ck_assert_uint_eq(index, 0xcccccccc);
}
END_TEST

struct pipe_ends {
	int read;
	int write;
};

static void wait_for_change(void *arg)
{
	const struct pipe_ends *ends = arg;

	close(ends->read);
	assert_code(NotifyAddrChange(NULL, NULL), 0);
	ck_assert_int_eq(write(ends->write, "x", 1), 1);
}

/* Whether some socket here has joined the group: from then on nothing is lost. */
static bool somebody_listens(void)
{
	FILE *file = fopen("/proc/thread-self/net/netlink", "re");
	bool found = false;
	unsigned int groups;
	unsigned int protocol;
	char line[256];

	ck_assert_ptr_nonnull(file);
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, "%*s %u %*s %x", &protocol, &groups) == 2 &&
		    protocol == NETLINK_ROUTE && groups & RTMGRP_IPV4_IFADDR)
			found = true;
	fclose(file);
	return found;
}

static void changes_wake(const char *command)
{
	struct pipe_ends ends;
	char byte;
	pid_t pid;

	ck_assert_int_eq(pipe((int *)&ends), 0);
	pid = start(wait_for_change, &ends);
	close(ends.write);
	while (!somebody_listens())
		usleep(1000); /* nothing tells */
	run("%s", command);
	ck_assert_int_eq(read(ends.read, &byte, 1), 1);
	close(ends.read);
	finish(pid);
}

START_TEST(each_change_of_an_ipv4_address_ends_the_wait)
{
	changes_wake("ip addr add 2001:db8:9::9/64 dev eth0 nodad; "
		     "ip addr add 198.51.100.1/24 dev eth0");
	changes_wake("ip addr change 198.51.100.1/24 dev eth0 valid_lft 1000 preferred_lft 900");
	changes_wake("ip addr del 198.51.100.1/24 dev eth0");
}
END_TEST

TEST_SUITE("netns-win32-calls")
{
	TCase *tcase = netns_tcase(suite, "calls", peer_setup);

	tcase_add_test(tcase, all_interfaces_are_counted);
	tcase_add_test(tcase, info_is_about_adapters_that_are_up_and_have_ipv4);
	tcase_add_test(tcase, no_such_adapter_is_no_data);
	tcase_add_test(tcase, too_small_a_buffer_for_info_is_left_alone);
	tcase_add_test(tcase, an_adapter_is_found_by_each_of_its_names);
	tcase_add_test(tcase, what_is_no_name_of_an_adapter_is_a_bad_argument);
	tcase_add_test(tcase, a_lease_is_that_of_an_adapter_and_its_client);
	tcase_add_test(tcase, a_name_that_no_adapter_has_is_another_code_where_there_are_none);
	tcase_add_test(tcase, the_best_interface_is_that_of_ip_route_get);
	tcase_add_test(tcase, the_way_to_everywhere_is_the_default_route_of_lowest_metric);
	tcase_add_test(tcase, the_scope_id_counts_for_addresses_with_a_zone);
	tcase_add_test(tcase, no_route_is_an_unreachable_network);
	tcase_add_test(tcase, each_change_of_an_ipv4_address_ends_the_wait);
}
