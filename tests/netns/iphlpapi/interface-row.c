/* SPDX-License-Identifier: MIT */
/* GetIfEntry, GetIfTable, SetIfEntry: judged by ip(8). */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../interface/interface.h"
#include "netns-peer.h"
#include "netns-privilege.h"
#include "netns-row.h"
#include "suite.h"

static PMIB_IFTABLE table_of(BOOL sorted)
{
	PMIB_IFTABLE table;
	ULONG size = 0;
	ULONG given;

	assert_code(GetIfTable(NULL, &size, sorted), 122);
	table = malloc(size);
	ck_assert_ptr_nonnull(table);
	memset(table, 0xcc, size);
	given = size;
	assert_code(GetIfTable(table, &given, sorted), 0);
	ck_assert_uint_eq(size, 4 + table->dwNumEntries * 860);
	return table;
}

static MIB_IFROW entry_of(const char *name)
{
	MIB_IFROW row;

	memset(&row, 0xcc, sizeof(row));
	row.dwIndex = index_of(name);
	assert_code(GetIfEntry(&row), 0);
	return row;
}

/* "index mtu hardware-address administrative-status operational-status", as ip(8) would have it.
 * Those of 4 bytes are IPv4 addresses to it. */
static void put_row(const MIB_IFROW *row, char *text)
{
	DWORD length = row->dwPhysAddrLen == 4 ? 0 : row->dwPhysAddrLen;
	DWORD i;

	text += sprintf(text, "%u %u ", row->dwIndex, row->dwMtu);
	for (i = 0; i < length; i++)
		text += sprintf(text, i ? ":%02x" : "%02x", row->bPhysAddr[i]);
	sprintf(text, " %u %u\n", row->dwAdminStatus, row->dwOperStatus);
}

/* Zeroes are no address, and one of more than 8 bytes does not fit. */
static char *judge(void)
{
	return output_of(
		"ip -j link | jq -r 'sort_by(.ifindex) | .[] | \"\\(.ifindex) \\(.mtu) "
		"\\(.address // \"\" | if test(\"^[0:]*$\") or "
		"(test(\"^([0-9a-f]{2}:){0,7}[0-9a-f]{2}$\") | not) then \"\" else . end) "
		"\\(if (.flags | index(\"UP\")) then 1 else 2 end) "
		"\\(if (.flags | index(\"UP\") | not) then 0 "
		"elif .operstate == \"DOWN\" or .operstate == \"LOWERLAYERDOWN\" or "
		"(.operstate == \"UNKNOWN\" and (.flags | index(\"LOWER_UP\") | not)) then 2 "
		"elif .operstate == \"DORMANT\" then 3 else 5 end)\"'");
}

static char *our_rows(BOOL sorted)
{
	PMIB_IFTABLE table = table_of(sorted);
	char *text = calloc(table->dwNumEntries, 200);
	char *at = text;
	DWORD i;

	for (i = 0; i < table->dwNumEntries; i++) {
		put_row(&table->table[i], at);
		at += strlen(at);
	}
	free(table);
	return text;
}

/* An interface of each kind that this kernel can make. It says a moment later which of them have
 * no carrier, so ip(8) is asked before and after. */
START_TEST(rows_are_what_ip_link_has)
{
	char *before = NULL;
	char *after = NULL;
	char *seen = NULL;
	int tries;

	interfaces_setup();
	for (tries = 0; tries < 1000 && (!after || strcmp(before, after) != 0); tries++) {
		free(before);
		free(after);
		free(seen);
		before = judge();
		seen = our_rows(_i);
		after = judge();
	}
	ck_assert_str_eq(seen, before);
	free(before);
	free(after);
	free(seen);
}
END_TEST

/* What Wine's tests assert of Windows: GetAdapterIndex() takes the name, the description is that of
 * GetIfEntry2(). */
START_TEST(names_are_those_of_the_other_calls)
{
	PMIB_IFTABLE table;
	DWORD i;
	size_t k;

	interfaces_setup();
	run("ip link set eth0 alias 'K\xc3\xb6ln, 2. Stock'");
	table = table_of(FALSE);
	for (i = 0; i < table->dwNumEntries; i++) {
		MIB_IFROW *row = &table->table[i];
		MIB_IF_ROW2 newer = {.InterfaceIndex = row->dwIndex};
		MIB_IFROW entry = {.dwIndex = row->dwIndex};
		ULONG index = 0;

		assert_code(GetAdapterIndex(row->wszName, &index), 0);
		ck_assert_uint_eq(index, row->dwIndex);
		assert_code(GetIfEntry2(&newer), 0);
		ck_assert_uint_eq(row->dwType, newer.Type);
		ck_assert_uint_eq(row->dwDescrLen, strlen((char *)row->bDescr));
		for (k = 0; newer.Description[k] && newer.Description[k] < 0x80; k++)
			ck_assert_uint_eq(row->bDescr[k], newer.Description[k]);
		assert_code(GetIfEntry(&entry), 0);
		ck_assert_mem_eq(&entry, row, offsetof(MIB_IFROW, dwInOctets));
		ck_assert_mem_eq(&entry.dwOutQLen, &row->dwOutQLen,
				 sizeof(entry) - offsetof(MIB_IFROW, dwOutQLen));
	}
	free(table);
	ck_assert_str_eq((char *)entry_of("eth0").bDescr, "K\xc3\xb6ln, 2. Stock");
}
END_TEST

/* What is no UTF-8 becomes a character of three bytes. */
START_TEST(a_long_description_is_cut_between_characters)
{
	MIB_IFROW row;

	run("ip link set eth0 alias \"x$(head -c 100 /dev/zero | tr '\\0' '\\377')\"");
	row = entry_of("eth0");
	ck_assert_uint_eq(row.dwDescrLen, 1 + 84 * 3);
	ck_assert_mem_eq(row.bDescr + 250, "\xef\xbf\xbd\0\0", 5);
}
END_TEST

static void counters_of(char *text)
{
	MIB_IFROW row = entry_of("eth0");

	sprintf(text, "%u %u %u %u %u %u %u %u %u\n", row.dwInOctets,
		row.dwInUcastPkts + row.dwInNUcastPkts, row.dwInNUcastPkts, row.dwInDiscards,
		row.dwInErrors, row.dwOutOctets, row.dwOutUcastPkts, row.dwOutDiscards,
		row.dwOutErrors);
}

static char *judge_counters(void)
{
	return output_of("ip -s -j link show dev eth0 | jq -r '.[0].stats64 | "
			 "\"\\(.rx.bytes) \\(.rx.packets) \\(.rx.multicast) "
			 "\\(.rx.dropped) \\(.rx.errors) \\(.tx.bytes) \\(.tx.packets) "
			 "\\(.tx.dropped) \\(.tx.errors)\"'");
}

/* Others may send meanwhile: neighbour discovery does. */
START_TEST(counters_are_those_of_ip_link)
{
	char *before = NULL;
	char *after = NULL;
	char seen[200];
	int tries;

	peer_run("ping -c 3 -i 0.01 -s 1000 " OUR_IPV4 " >&2");
	for (tries = 0; tries < 1000 && (!after || strcmp(before, after) != 0); tries++) {
		free(before);
		free(after);
		before = judge_counters();
		counters_of(seen);
		after = judge_counters();
	}
	ck_assert_str_eq(seen, before);
	ck_assert_uint_gt(entry_of("eth0").dwInOctets, 3000);
	free(before);
	free(after);
}
END_TEST

START_TEST(too_small_a_buffer_is_left_alone)
{
	PMIB_IFTABLE table = table_of(FALSE);
	ULONG needed = 4 + table->dwNumEntries * 860;
	unsigned char *buffer = malloc(needed + 8);
	ULONG size;
	ULONG given;
	ULONG i;

	memset(buffer, 0xcc, needed + 8);
	for (size = 0; size < needed; size += size + 860 < needed ? 860 : 1) {
		given = size;
		assert_code(GetIfTable((PMIB_IFTABLE)(void *)buffer, &given, TRUE), 122);
		ck_assert_uint_eq(given, needed);
	}
	for (i = 0; i < needed; i++)
		ck_assert_uint_eq(buffer[i], 0xcc);
	assert_code(GetIfTable((PMIB_IFTABLE)(void *)buffer, &given, FALSE), 0);
	for (i = 0; i < 8; i++)
		ck_assert_uint_eq(buffer[needed + i], 0xcc);
	free(buffer);
	free(table);
}
END_TEST

START_TEST(an_index_that_no_interface_has_is_not_found)
{
	static const DWORD indices[] = {4242, 0x7fffffff, 0x80000001, 0xffffffff};
	MIB_IFROW before;
	MIB_IFROW row;
	size_t i;

	memset(&row, 0xcc, sizeof(row));
	row.dwAdminStatus = MIB_IF_ADMIN_STATUS_UP;
	for (i = 0; i < 4; i++) {
		row.dwIndex = indices[i];
		before = row;
		assert_code(GetIfEntry(&row), 2);
		assert_code(SetIfEntry(&row), 2);
		ck_assert_mem_eq(&row, &before, sizeof(row));
	}
	row.dwIndex = 0;
	assert_code(GetIfEntry(&row), 87);
	assert_code(SetIfEntry(&row), 87);
}
END_TEST

static void is_up(bool up)
{
	run("ip -j link show dev eth0 | jq -e '.[0].flags | index(\"UP\") %s null'",
	    up ? "!=" : "==");
}

START_TEST(an_interface_goes_down_and_up)
{
	static const DWORD wrong[] = {0, MIB_IF_ADMIN_STATUS_TESTING, 4, 0xffffffff};
	MIB_IFROW row;
	size_t i;

	memset(&row, 0xcc, sizeof(row));
	row.dwIndex = index_of("eth0");
	for (i = 0; i < 8; i++) {
		row.dwAdminStatus = i / 2 % 2 ? MIB_IF_ADMIN_STATUS_UP : MIB_IF_ADMIN_STATUS_DOWN;
		assert_code(SetIfEntry(&row), 0);
		is_up(i / 2 % 2);
		ck_assert_uint_eq(entry_of("eth0").dwAdminStatus, row.dwAdminStatus);
		row.dwAdminStatus = wrong[i % 4];
		assert_code(SetIfEntry(&row), 87);
		is_up(i / 2 % 2);
	}
	row = entry_of("eth0"); /* a row that was read */
	assert_code(SetIfEntry(&row), 0);
	is_up(true);
}
END_TEST

static void set_status(void *way)
{
	MIB_IFROW row = entry_of("eth0");

	lose_privilege(*(int *)way);
	assert_code(GetIfEntry(&row), 0);
	assert_code(SetIfEntry(&row), 5);
	row.dwIndex = 4242;
	assert_code(SetIfEntry(&row), 5);
	row.dwIndex = 0xffffffff;
	assert_code(SetIfEntry(&row), 5);
	row.dwIndex = 0;
	assert_code(SetIfEntry(&row), 87);
}

START_TEST(to_set_needs_a_privilege)
{
	in_child(set_status, &_i);
}
END_TEST

START_TEST(a_friendly_index_has_24_bits)
{
	ck_assert_uint_eq(GetFriendlyIfIndex(0), 0);
	ck_assert_uint_eq(GetFriendlyIfIndex(index_of("eth0")), index_of("eth0"));
	ck_assert_uint_eq(GetFriendlyIfIndex(0x89abcdef), 0xabcdef);
	ck_assert_uint_eq(GetFriendlyIfIndex(0xffffffff), 0xffffff);
}
END_TEST

TEST_SUITE("netns-win32-interface-row")
{
	TCase *tcase = netns_tcase(suite, "interface row", peer_setup);

	tcase_add_loop_test(tcase, rows_are_what_ip_link_has, 0, 2);
	tcase_add_test(tcase, names_are_those_of_the_other_calls);
	tcase_add_test(tcase, a_long_description_is_cut_between_characters);
	tcase_add_test(tcase, counters_are_those_of_ip_link);
	tcase_add_test(tcase, too_small_a_buffer_is_left_alone);
	tcase_add_test(tcase, an_index_that_no_interface_has_is_not_found);
	tcase_add_test(tcase, an_interface_goes_down_and_up);
	tcase_add_loop_test(tcase, to_set_needs_a_privilege, 0, LOSSES);
	tcase_add_test(tcase, a_friendly_index_has_24_bits);
}
