/* SPDX-License-Identifier: MIT */
/* GetIpAddrTable(), AddIPAddress(), DeleteIPAddress(): against what ip(8) says and makes. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "netns-privilege.h"
#include "netns-row.h"
#include "netns.h"
#include "suite.h"

#define CANARY 0xcc

static MIB_IPADDRTABLE *get_table(BOOL order)
{
	MIB_IPADDRTABLE *table;
	ULONG size = 0;

	assert_code(GetIpAddrTable(NULL, &size, order), 122);
	table = malloc(size);
	ck_assert_ptr_nonnull(table);
	assert_code(GetIpAddrTable(table, &size, order), 0);
	ck_assert_uint_eq(size, 4 + table->dwNumEntries * sizeof(table->table[0]));
	return table;
}

/* "index address/length type" for each row; the caller frees it. */
static char *table_text(BOOL order)
{
	MIB_IPADDRTABLE *table = get_table(order);
	char *text;
	size_t size;
	FILE *file = open_memstream(&text, &size);
	DWORD i;

	ck_assert_ptr_nonnull(file);
	for (i = 0; i < table->dwNumEntries; i++) {
		const MIB_IPADDRROW *row = &table->table[i];
		struct in_addr address = {.s_addr = row->dwAddr};
		UINT8 length;

		ck_assert_uint_eq(row->dwBCastAddr, 1);
		ck_assert_uint_eq(row->dwReasmSize, 65535);
		assert_code(ConvertIpv4MaskToLength(row->dwMask, &length), 0);
		fprintf(file, "%u %s/%u %u\n", row->dwIndex, inet_ntoa(address), length,
			row->wType);
	}
	fclose(file);
	free(table);
	return text;
}

/* By index, loopback last. */
#define ADDRESSES                                                                                  \
	"ip -j addr | jq -r '[.[] | . as $l | .addr_info[] | select(.family == \"inet\") |"        \
	" {i: $l.ifindex, a: .local, p: .prefixlen, t: ((if .secondary then 0 else 1 end) +"       \
	" (if .dynamic then 4 else 0 end) +"                                                       \
	" (if $l.flags | index(\"LOWER_UP\") then 0 else 8 end))}]"
#define BY_INDEX " | sort_by(if .i == 1 then 4294967296 else .i end)"
#define BY_ADDRESS " | sort_by(.a | split(\".\") | map(tonumber))"
#define LINES " | .[] | \"\\(.i) \\(.a)/\\(.p) \\(.t)\"'"

static void table_agrees(void)
{
	char *ours = table_text(FALSE);
	char *theirs = output_of("%s", ADDRESSES BY_INDEX LINES);

	judge_same(ours, theirs);
	free(ours);
	free(theirs);
	ours = table_text(TRUE);
	theirs = output_of("%s", ADDRESSES BY_INDEX BY_ADDRESS LINES);
	judge_same(ours, theirs);
	free(ours);
	free(theirs);
}

static void make_addresses(void)
{
	run_ip("link add eth8 type veth peer name eth9\n"
	       "addr add 198.51.100.9/25 dev eth8\naddr add 198.51.100.2/25 dev eth8\n"
	       "addr add 203.0.113.7/32 dev eth8\naddr add 10.0.0.2/31 dev eth8\n"
	       "addr add 192.0.2.200/24 dev eth0 valid_lft 1000 preferred_lft 900\n"
	       "addr add 192.0.2.9/24 dev eth0\naddr add 127.0.0.2/8 dev lo\n"
	       "addr add 9.255.0.1/8 dev eth9\naddr add 10.0.0.2/31 dev eth9");
}

START_TEST(the_table_is_that_of_ip)
{
	table_agrees();
	make_addresses();
	table_agrees();
	run("ip link set eth8 up && ip link set eth9 up");
	ck_assert(await(is_ready, "eth8") && await(is_ready, "eth9"));
	table_agrees();
}
END_TEST

static void ask_unprivileged(void *arg)
{
	lose_privilege(*(const int *)arg);
	table_agrees();
}

START_TEST(who_has_no_privilege_is_told_the_same)
{
	make_addresses();
	in_child(ask_unprivileged, &_i);
}
END_TEST

START_TEST(a_table_without_rows_is_no_data)
{
	ULONG size = 0xcccccccc;

	run("ip addr flush dev lo && ip addr flush dev eth0");
	assert_code(GetIpAddrTable(NULL, &size, FALSE), 232);
	ck_assert_uint_eq(size, 0xcccccccc);
}
END_TEST

START_TEST(too_small_a_buffer_for_the_table_is_left_alone)
{
	unsigned char buffer[4 + 2 * 24 + 8];
	unsigned char before[sizeof(buffer)];
	ULONG needed = 4 + 2 * 24; /* 127.0.0.1, and eth0's */
	ULONG size;
	ULONG given;

	memset(before, CANARY, sizeof(before));
	memset(buffer, CANARY, sizeof(buffer));
	for (size = 0; size < needed; size++) {
		given = size;
		assert_code(GetIpAddrTable((PMIB_IPADDRTABLE)(void *)buffer, &given, TRUE), 122);
		ck_assert_uint_eq(given, needed);
		ck_assert_mem_eq(buffer, before, sizeof(buffer));
	}
	assert_code(GetIpAddrTable((PMIB_IPADDRTABLE)(void *)buffer, &given, TRUE), 0);
	ck_assert_mem_eq(buffer + needed, before, 8);
}
END_TEST

static DWORD add(const char *address, const char *mask, DWORD index, ULONG *ret_context)
{
	ULONG instance;

	return AddIPAddress(inet_addr(address), inet_addr(mask), index, ret_context, &instance);
}

/* The context that GetAdaptersInfo() tells of an address, or 0. */
static ULONG told_context(const char *address)
{
	IP_ADAPTER_INFO *all;
	const IP_ADAPTER_INFO *info;
	const IP_ADDR_STRING *string;
	ULONG context = 0;
	ULONG size = 0;

	assert_code(GetAdaptersInfo(NULL, &size), 111);
	all = malloc(size);
	assert_code(GetAdaptersInfo(all, &size), 0);
	for (info = all; info; info = info->Next)
		for (string = &info->IpAddressList; string; string = string->Next)
			if (strcmp(string->IpAddress.String, address) == 0)
				context = string->Context;
	free(all);
	return context;
}

START_TEST(an_address_is_added_as_ip_would)
{
	ULONG context = 0;
	char *ours;
	char *theirs;

	assert_code(add("198.51.100.7", "255.255.255.0", index_of("eth0"), &context), 0);
	ours = output_of("ip -o -4 addr show dev eth0 to 198.51.100.7");
	run("ip addr del 198.51.100.7/24 dev eth0 && "
	    "ip addr add 198.51.100.7/24 brd + dev eth0");
	theirs = output_of("ip -o -4 addr show dev eth0 to 198.51.100.7");
	judge_same(ours, theirs);
	free(ours);
	free(theirs);
}
END_TEST

static void delete_by_context(void *arg)
{
	assert_code(DeleteIPAddress(*(const ULONG *)arg), 0);
}

START_TEST(another_process_deletes_by_the_context)
{
	char *before = judge_snapshot();
	ULONG context = 0;
	ULONG second = 0;

	assert_code(add("198.51.100.7", "255.255.255.0", index_of("eth0"), &context), 0);
	assert_code(add("198.51.100.8", "255.255.255.255", index_of("lo"), &second), 0);
	ck_assert_int_gt((INT)context, 0); /* programs take -1 for none, and write it with %d */
	ck_assert_uint_ne(context, second);
	ck_assert_uint_eq(context, told_context("198.51.100.7"));
	in_child(delete_by_context, &context);
	assert_code(DeleteIPAddress(context), 87);
	ck_assert(judge_address("198.51.100.8", 32, "lo"));
	in_child(delete_by_context, &second);
	judge_unchanged(before);
}
END_TEST

/* The context of an address that has gone is not that of its successor. The kernel counts in 1/100
 * s: within one of these both would be the same. */
START_TEST(an_address_that_was_added_again_has_another_context)
{
	ULONG context = 0;
	int tries = 0;

	assert_code(add("198.51.100.7", "255.255.255.0", index_of("eth0"), &context), 0);
	do
		run("ip addr del 198.51.100.7/24 dev eth0 && "
		    "ip addr add 198.51.100.7/24 dev eth0");
	while (told_context("198.51.100.7") == context && ++tries < 100);
	assert_code(DeleteIPAddress(context), 87);
	ck_assert(judge_address("198.51.100.7", 24, "eth0"));
	assert_code(DeleteIPAddress(told_context("198.51.100.7")), 0);
	ck_assert(!judge_address_anywhere("198.51.100.7"));
}
END_TEST

START_TEST(the_others_of_a_subnet_stay)
{
	run_ip("addr add 198.51.100.9/24 dev eth0\naddr add 198.51.100.2/24 dev eth0\n"
	       "addr add 198.51.100.3/24 dev eth0");
	assert_code(DeleteIPAddress(told_context("198.51.100.9")), 0);
	ck_assert(!judge_address_anywhere("198.51.100.9"));
	ck_assert(judge_address("198.51.100.2", 24, "eth0"));
	ck_assert(judge_address("198.51.100.3", 24, "eth0"));
}
END_TEST

START_TEST(what_somebody_else_keeps_is_not_deleted)
{
	static const ULONG others[] = {0, 1, 0x7fffffff, 0xffffffff};
	char *before;
	char *after;
	size_t i;

	run("ip addr add 198.51.100.9/24 dev eth0 valid_lft 1000 preferred_lft 900");
	before = output_of("ip -o addr | sed 's/valid_lft.*//'");
	assert_code(DeleteIPAddress(told_context("198.51.100.9")), 87);
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_code(DeleteIPAddress(others[i]), 87);
	after = output_of("ip -o addr | sed 's/valid_lft.*//'");
	judge_same(after, before);
	free(after);
	free(before);
}
END_TEST

static void refused(const char *address, const char *mask, DWORD index, DWORD code)
{
	char *before = judge_snapshot();
	ULONG instance = 0xcccccccc;
	ULONG context = 0xcccccccc;

	assert_code(AddIPAddress(inet_addr(address), inet_addr(mask), index, &context, &instance),
		    code);
	ck_assert_uint_eq(context, 0xcccccccc);
	ck_assert_uint_eq(instance, 0xcccccccc);
	judge_unchanged(before);
}

START_TEST(each_code_has_its_cause)
{
	DWORD eth0 = index_of("eth0");

	run("ip addr add 198.51.100.9/24 dev eth0 && ip addr add 203.0.113.5/32 dev lo");
	refused("127.0.0.9", "255.0.0.0", eth0, 87);
	refused("198.51.100.0", "255.255.255.0", eth0, 31);
	refused("198.51.100.7", "255.255.255.0", 0, 55);
	refused("198.51.100.7", "255.255.255.0", 4711, 55);
	refused("198.51.100.7", "255.255.255.0", 0xffffffff, 55);
	refused("198.51.100.9", "255.255.255.0", eth0, 1221);
	refused("198.51.100.9", "255.255.0.0", eth0, 1221);
	refused("203.0.113.5", "255.255.255.255", 1, 1221);
	/* inetdev_event(), devinet.c: too small an MTU for IPv4, which few kinds of devices take */
	if (try_run("ip link add ifb8 type ifb && ip link set ifb8 up mtu 67"))
		refused("198.51.100.7", "255.255.255.0", index_of("ifb8"), 50);
}
END_TEST

START_TEST(an_anycast_entry_is_an_address_that_is_there)
{
	create_ok("198.51.100.53", "eth0");
	refused("198.51.100.53", "255.255.255.0", index_of("eth0"), 1221);
}
END_TEST

struct unprivileged {
	int way;
	ULONG context;
	DWORD index;
};

static void change_unprivileged(void *arg)
{
	const struct unprivileged *unprivileged = arg;

	lose_privilege(unprivileged->way);
	refused("198.51.100.7", "255.255.255.0", unprivileged->index, 6);
	refused("198.51.100.7", "255.255.255.0", 4711, 6);
	refused("198.51.100.7", "255.0.255.0", 4711, 87);
	assert_code(DeleteIPAddress(unprivileged->context), 5);
	assert_code(DeleteIPAddress(1), 5);
	assert_code(DeleteIPAddress(0), 87);
	ck_assert(judge_address("198.51.100.9", 24, "eth0"));
}

START_TEST(who_has_no_privilege_changes_nothing)
{
	struct unprivileged unprivileged = {.way = _i, .index = index_of("eth0")};

	assert_code(add("198.51.100.9", "255.255.255.0", unprivileged.index, &unprivileged.context),
		    0);
	in_child(change_unprivileged, &unprivileged);
}
END_TEST

TEST_SUITE("netns-ip-address")
{
	TCase *tcase = netns_tcase(suite, "table", peer_setup);

	tcase_add_test(tcase, the_table_is_that_of_ip);
	tcase_add_loop_test(tcase, who_has_no_privilege_is_told_the_same, 0, LOSSES);
	tcase_add_test(tcase, a_table_without_rows_is_no_data);
	tcase_add_test(tcase, too_small_a_buffer_for_the_table_is_left_alone);

	tcase = netns_tcase(suite, "change", peer_setup);
	tcase_add_test(tcase, an_address_is_added_as_ip_would);
	tcase_add_test(tcase, another_process_deletes_by_the_context);
	tcase_add_test(tcase, an_address_that_was_added_again_has_another_context);
	tcase_add_test(tcase, the_others_of_a_subnet_stay);
	tcase_add_test(tcase, what_somebody_else_keeps_is_not_deleted);
	tcase_add_test(tcase, each_code_has_its_cause);
	tcase_add_test(tcase, an_anycast_entry_is_an_address_that_is_there);
	tcase_add_loop_test(tcase, who_has_no_privilege_changes_nothing, 0, LOSSES);
}
