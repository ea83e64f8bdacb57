/* SPDX-License-Identifier: MIT */
/* src/lib/route/api.c: what is decided without a look at the system. */

#include <stdbool.h>
#include <string.h>

#include "codes.h"
#include "suite.h"

static bool all_zero(const void *memory, size_t size)
{
	const char *bytes = memory;

	return bytes[0] == 0 && memcmp(bytes, bytes + 1, size - 1) == 0;
}

START_TEST(initialize_writes_the_whole_row)
{
	MIB_IPFORWARD_ROW2 row;

	memset(&row, 0xcc, sizeof(row));
	InitializeIpForwardEntry(&row);
	ck_assert_uint_eq(row.SitePrefixLength, 255);
	ck_assert_uint_eq(row.ValidLifetime, 0xffffffff);
	ck_assert_uint_eq(row.PreferredLifetime, 0xffffffff);
	ck_assert_uint_eq(row.Metric, 0xffffffff);
	ck_assert_int_eq((int)row.Protocol, -1);
	ck_assert_uint_eq(row.Loopback, TRUE);
	ck_assert_uint_eq(row.AutoconfigureAddress, TRUE);
	ck_assert_uint_eq(row.Publish, TRUE);
	ck_assert_uint_eq(row.Immortal, TRUE);
	row.SitePrefixLength = 0;
	row.ValidLifetime = row.PreferredLifetime = row.Metric = 0;
	row.Protocol = (NL_ROUTE_PROTOCOL)0;
	row.Loopback = row.AutoconfigureAddress = row.Publish = row.Immortal = 0;
	ck_assert(all_zero(&row, sizeof(row)));
	InitializeIpForwardEntry(NULL);
}
END_TEST

START_TEST(get_refuses_what_names_no_route_and_leaves_the_row_alone)
{
	MIB_IPFORWARD_ROW2 row;
	MIB_IPFORWARD_ROW2 before;

	assert_code(GetIpForwardEntry2(NULL), CODE_BAD_ARGUMENT);
	memset(&row, 0, sizeof(row));
	before = row;
	assert_code(GetIpForwardEntry2(&row), CODE_BAD_ARGUMENT);
	ck_assert_mem_eq(&row, &before, sizeof(row));
	row.InterfaceIndex = 1;
	row.DestinationPrefix.Prefix.si_family = row.NextHop.si_family = AF_INET;
	row.DestinationPrefix.PrefixLength = 33;
	before = row;
	assert_code(GetIpForwardEntry2(&row), CODE_BAD_ARGUMENT);
	ck_assert_mem_eq(&row, &before, sizeof(row));
	row.DestinationPrefix.PrefixLength = 32;
	row.NextHop.si_family = AF_UNIX;
	assert_code(GetIpForwardEntry2(&row), CODE_BAD_ARGUMENT);
}
END_TEST

START_TEST(table_refuses_null_and_other_families)
{
	MIB_IPFORWARD_TABLE2 *table = (void *)&table;

	assert_code(GetIpForwardTable2(AF_INET, NULL), CODE_BAD_ARGUMENT);
	assert_code(GetIpForwardTable2(AF_UNIX, &table), CODE_BAD_ARGUMENT);
	ck_assert_ptr_null(table);
}
END_TEST

START_TEST(best_route_leaves_memory_alone_when_a_pointer_is_null)
{
	SOCKADDR_INET to = {.si_family = AF_INET};
	MIB_IPFORWARD_ROW2 row;
	MIB_IPFORWARD_ROW2 old_row;
	SOCKADDR_INET from;
	SOCKADDR_INET old_from;

	memset(&row, 0xcc, sizeof(row));
	memset(&from, 0xcc, sizeof(from));
	old_row = row;
	old_from = from;
	assert_code(GetBestRoute2(NULL, 0, NULL, NULL, 0, &row, &from), CODE_BAD_ARGUMENT);
	assert_code(GetBestRoute2(NULL, 0, NULL, &to, 0, NULL, &from), CODE_BAD_ARGUMENT);
	assert_code(GetBestRoute2(NULL, 0, NULL, &to, 0, &row, NULL), CODE_BAD_ARGUMENT);
	ck_assert_mem_eq(&row, &old_row, sizeof(row));
	ck_assert_mem_eq(&from, &old_from, sizeof(from));
}
END_TEST

static const struct {
	ADDRESS_FAMILY to;
	ADDRESS_FAMILY from;
} families[] = {
	{AF_UNSPEC, AF_UNSPEC}, {AF_UNIX, AF_UNSPEC}, {AF_INET, AF_UNIX},
	{AF_INET, AF_INET6},	{AF_INET6, AF_INET},  {23, AF_INET},
};

START_TEST(best_route_refuses_families_with_outputs_of_zeros)
{
	SOCKADDR_INET source = {.si_family = families[_i].from};
	SOCKADDR_INET to = {.si_family = families[_i].to};
	MIB_IPFORWARD_ROW2 row;
	SOCKADDR_INET from;

	memset(&row, 0xcc, sizeof(row));
	memset(&from, 0xcc, sizeof(from));
	assert_code(GetBestRoute2(NULL, 1, &source, &to, 0, &row, &from), CODE_BAD_ARGUMENT);
	ck_assert(all_zero(&row, sizeof(row)));
	ck_assert(all_zero(&from, sizeof(from)));
}
END_TEST

TEST_SUITE("route api")
{
	TCase *tcase = tcase_create("InitializeIpForwardEntry");

	tcase_add_test(tcase, initialize_writes_the_whole_row);
	suite_add_tcase(suite, tcase);
	tcase = tcase_create("GetIpForwardEntry2");
	tcase_add_test(tcase, get_refuses_what_names_no_route_and_leaves_the_row_alone);
	suite_add_tcase(suite, tcase);
	tcase = tcase_create("GetIpForwardTable2");
	tcase_add_test(tcase, table_refuses_null_and_other_families);
	suite_add_tcase(suite, tcase);
	tcase = tcase_create("GetBestRoute2");
	tcase_add_test(tcase, best_route_leaves_memory_alone_when_a_pointer_is_null);
	tcase_add_loop_test(tcase, best_route_refuses_families_with_outputs_of_zeros, 0,
			    (int)(sizeof(families) / sizeof(families[0])));
	suite_add_tcase(suite, tcase);
}
