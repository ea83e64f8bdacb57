/* SPDX-License-Identifier: MIT */
/* GetAdaptersInfo(): its lists against what ip(8) says of the same network. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "netns-privilege.h"
#include "netns-row.h"
#include "netns.h"
#include "suite.h"

#define CANARY 0xcc

static IP_ADAPTER_INFO *get_info(void)
{
	IP_ADAPTER_INFO *info;
	ULONG size = 0;

	assert_code(GetAdaptersInfo(NULL, &size), 111);
	info = malloc(size);
	ck_assert_ptr_nonnull(info);
	assert_code(GetAdaptersInfo(info, &size), 0);
	return info;
}

static const IP_ADAPTER_INFO *find_info(const IP_ADAPTER_INFO *info, const char *name)
{
	unsigned int index = index_of(name);

	while (info && info->Index != index)
		info = info->Next;
	ck_assert_msg(info != NULL, "no adapter for %s", name);
	return info;
}

static void print_list(FILE *file, DWORD index, const IP_ADDR_STRING *string)
{
	UINT8 length;

	for (; string; string = string->Next) {
		assert_code(ConvertIpv4MaskToLength(inet_addr(string->IpMask.String), &length), 0);
		fprintf(file, "%u %s/%u\n", index, string->IpAddress.String, length);
	}
}

/* Our lines and those of a command, in the same order. */
static void addresses_are(const char *command)
{
	IP_ADAPTER_INFO *all = get_info();
	const IP_ADAPTER_INFO *info;
	char *theirs = output_of("%s", command);
	char *ours;
	size_t size;
	FILE *file = open_memstream(&ours, &size);

	ck_assert_ptr_nonnull(file);
	for (info = all; info; info = info->Next)
		print_list(file, info->Index, &info->IpAddressList);
	fclose(file);
	judge_same(ours, theirs);
	ck_assert_msg(strchr(ours, '\n') != NULL, "nothing was compared");
	free(ours);
	free(theirs);
	free(all);
}

/* What is not up has addresses that nobody is told of. */
#define ADDRESSES                                                                                  \
	"ip -j addr | jq -r 'sort_by(.ifindex)[] | select(.link_type != \"loopback\") | . as $l |" \
	"[.addr_info[] | select(.family == \"inet\" and $l.operstate == \"UP\")] |"                \
	"if length == 0 then \"\\($l.ifindex) 0.0.0.0/0\" else "                                   \
	".[] | \"\\($l.ifindex) \\(.local)/\\(.prefixlen)\" end'"

START_TEST(addresses_are_those_of_ip_in_the_kernels_order)
{
	addresses_are(ADDRESSES);
	run_ip("link add eth8 type veth peer name eth9\n"
	       "addr add 198.51.100.9/25 dev eth8\naddr add 198.51.100.2/25 dev eth8\n"
	       "addr add 203.0.113.7/32 dev eth8\naddr add 10.0.0.2/31 dev eth8\n"
	       "addr add 198.51.100.1/25 dev eth8\naddr add 192.0.2.200/24 dev eth0\n"
	       "addr add 192.0.2.9/24 dev eth0\naddr add 127.0.0.2/8 dev lo");
	addresses_are(ADDRESSES);
	run("ip link set eth8 up && ip link set eth9 up");
	ck_assert(await(is_ready, "eth8") && await(is_ready, "eth9"));
	addresses_are(ADDRESSES);
	run("ip addr add 203.0.113.1 peer 203.0.113.2/32 dev eth9");
	addresses_are(ADDRESSES);
}
END_TEST

static void print_row(const MIB_IF_ROW2 *row, const IP_ADAPTER_INFO *info)
{
	char guid[64];
	const GUID *g = &row->InterfaceGuid;

	snprintf(guid, sizeof(guid), "{%08X-%04X-%04X-%02X%02X-%02X%02X%02X%02X%02X%02X}", g->Data1,
		 g->Data2, g->Data3, g->Data4[0], g->Data4[1], g->Data4[2], g->Data4[3],
		 g->Data4[4], g->Data4[5], g->Data4[6], g->Data4[7]);
	ck_assert_str_eq(info->AdapterName, guid);
	ck_assert_uint_eq(info->Type, row->Type);
	ck_assert_uint_eq(info->AddressLength, row->PhysicalAddressLength);
	ck_assert_mem_eq(info->Address, row->PhysicalAddress, info->AddressLength);
}

START_TEST(an_adapter_is_what_if_entry_says)
{
	MIB_IF_ROW2 row = {.InterfaceIndex = index_of("eth0")};
	IP_ADAPTER_INFO *all;
	const IP_ADAPTER_INFO *info;
	char *address = output_of("ip -j link show eth0 | jq -j '.[0].address'");
	char text[32];

	run("ip link set eth0 alias 'words of the administrator'");
	assert_code(GetIfEntry2(&row), 0);
	all = get_info();
	info = find_info(all, "eth0");
	print_row(&row, info);
	ck_assert_str_eq(info->Description, "words of the administrator");
	ck_assert_uint_eq(info->Type, MIB_IF_TYPE_ETHERNET);
	snprintf(text, sizeof(text), "%02x:%02x:%02x:%02x:%02x:%02x", info->Address[0],
		 info->Address[1], info->Address[2], info->Address[3], info->Address[4],
		 info->Address[5]);
	ck_assert_str_eq(text, address);
	ck_assert_uint_eq(info->ComboIndex, info->Index);
	ck_assert_uint_eq(info->DhcpEnabled, 0);
	ck_assert_str_eq(info->DhcpServer.IpAddress.String, "");
	ck_assert(info->LeaseObtained == 0 && info->LeaseExpires == 0);
	ck_assert_int_eq(info->HaveWins, FALSE);
	ck_assert_ptr_null(info->CurrentIpAddress);
	free(address);
	free(all);
}
END_TEST

/* 131 bytes and the terminator, of which none is half a character. */
START_TEST(a_long_description_ends_with_a_whole_character)
{
	IP_ADAPTER_INFO *all;
	char expected[132] = "x";
	size_t i;

	for (i = 1; i + 3 < sizeof(expected); i += 3)
		memcpy(expected + i, "\xe2\x82\xac", 4);
	ck_assert_uint_eq(strlen(expected), 130);
	run("ip link set eth0 alias \"x$(printf '\\342\\202\\254%%.0s' $(seq 60))\"");
	all = get_info();
	ck_assert_str_eq(find_info(all, "eth0")->Description, expected);
	free(all);
}
END_TEST

START_TEST(a_lease_is_that_of_the_address_with_a_lifetime)
{
	time_t before = time(NULL);
	IP_ADAPTER_INFO *all;
	const IP_ADAPTER_INFO *info;
	time_t after;

	run("ip addr add 192.0.2.99/24 dev eth0 valid_lft 100000 preferred_lft 90000");
	after = time(NULL);
	all = get_info();
	info = find_info(all, "eth0");
	ck_assert_uint_eq(info->DhcpEnabled, 1);
	ck_assert(info->LeaseObtained >= before - 2 && info->LeaseObtained <= after + 1);
	ck_assert(info->LeaseExpires >= info->LeaseObtained + 100000 - 1);
	ck_assert(info->LeaseExpires <= info->LeaseObtained + 100000 + 2);
	ck_assert_str_eq(info->DhcpServer.IpAddress.String, "");
	free(all);
}
END_TEST

static void gateways_are(const char *ifname, const char *expected)
{
	IP_ADAPTER_INFO *all = get_info();
	const IP_ADDR_STRING *string = &find_info(all, ifname)->GatewayList;
	char text[200] = "";

	for (; string; string = string->Next) {
		strcat(text, string->IpAddress.String);
		strcat(text, "/");
		strcat(text, string->IpMask.String);
		strcat(text, " ");
	}
	ck_assert_str_eq(text, expected);
	free(all);
}

START_TEST(gateways_are_those_of_the_default_routes_by_metric)
{
	gateways_are("eth0", "0.0.0.0/0.0.0.0 ");
	run_ip("route add default via 192.0.2.254 metric 50\n"
	       "route add 198.51.100.0/24 via 192.0.2.250\n"
	       "route add default via 2001:db8:1::99");
	gateways_are("eth0", "192.0.2.254/255.255.255.255 ");
	run("ip route add default via 192.0.2.253 metric 40");
	gateways_are("eth0", "192.0.2.253/255.255.255.255 192.0.2.254/255.255.255.255 ");
	run("ip link set eth0 down");
	gateways_are("eth0", "0.0.0.0/0.0.0.0 ");
}
END_TEST

static bool untouched(const unsigned char *bytes, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++)
		if (bytes[i] != CANARY)
			return false;
	return true;
}

START_TEST(a_buffer_that_is_too_small_is_left_alone)
{
	unsigned char *buffer;
	ULONG needed = 0;
	ULONG given;
	ULONG size;

	run_ip("addr add 192.0.2.7/24 dev eth0\nroute add default via 192.0.2.254 metric 5\n"
	       "route add default via 192.0.2.253 metric 6\n"
	       "link add eth8 type veth peer name eth9");
	assert_code(GetAdaptersInfo(NULL, &needed), 111);
	/* one address and one gateway have no room in their adapter */
	ck_assert_uint_eq((needed - 2 * sizeof(IP_ADDR_STRING)) % sizeof(IP_ADAPTER_INFO), 0);
	buffer = malloc(needed + 64);
	ck_assert_ptr_nonnull(buffer);
	memset(buffer, CANARY, needed + 64);
	for (size = 0; size < needed; size += size + 61 < needed ? 61 : 1) {
		given = size;
		assert_code(GetAdaptersInfo((PIP_ADAPTER_INFO)(void *)buffer, &given), 111);
		ck_assert_uint_eq(given, needed);
	}
	ck_assert(untouched(buffer, needed + 64));
	given = needed;
	assert_code(GetAdaptersInfo((PIP_ADAPTER_INFO)(void *)buffer, &given), 0);
	ck_assert(untouched(buffer + needed, 64));
	given = 0xffffffff;
	assert_code(GetAdaptersInfo(NULL, &given), 111);
	ck_assert_uint_eq(given, needed);
	given = 0xffffffff;
	assert_code(GetAdaptersInfo((PIP_ADAPTER_INFO)(void *)buffer, &given), 0);
	ck_assert_uint_eq(given, 0xffffffff);
	ck_assert(untouched(buffer + needed, 64));
	free(buffer);
}
END_TEST

START_TEST(no_adapter_but_loopback_is_no_data)
{
	ULONG size = 0xcccccccc;

	run("ip link del eth0");
	/* a kernel may give each namespace tunnels of its own, which cannot be deleted */
	if (try_run("ip -o link | grep -v ' lo:'"))
		return;
	assert_code(GetAdaptersInfo(NULL, &size), 232);
	ck_assert_uint_eq(size, 0xcccccccc);
}
END_TEST

static void ask_unprivileged(void *arg)
{
	lose_privilege(*(const int *)arg);
	addresses_are(ADDRESSES);
}

START_TEST(who_has_no_privilege_is_told_the_same)
{
	in_child(ask_unprivileged, &_i);
}
END_TEST

TEST_SUITE("netns-adapters-info")
{
	TCase *tcase = netns_tcase(suite, "info", peer_setup);

	tcase_add_test(tcase, addresses_are_those_of_ip_in_the_kernels_order);
	tcase_add_test(tcase, an_adapter_is_what_if_entry_says);
	tcase_add_test(tcase, a_long_description_ends_with_a_whole_character);
	tcase_add_test(tcase, a_lease_is_that_of_the_address_with_a_lifetime);
	tcase_add_test(tcase, gateways_are_those_of_the_default_routes_by_metric);
	tcase_add_test(tcase, a_buffer_that_is_too_small_is_left_alone);
	tcase_add_test(tcase, no_adapter_but_loopback_is_no_data);
	tcase_add_loop_test(tcase, who_has_no_privilege_is_told_the_same, 0, LOSSES);
}
