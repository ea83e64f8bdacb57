/* SPDX-License-Identifier: MIT */
/* src/lib/neighbor/api.c: what the neighbour calls refuse before they look at the system. */

#include <string.h>

#include "codes.h"
#include "refuse.h"
#include "suite.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

typedef NETIO_STATUS (*row_call)(PMIB_IPNET_ROW2 row);

static NETIO_STATUS create(PMIB_IPNET_ROW2 row)
{
	return CreateIpNetEntry2(row);
}

static NETIO_STATUS delete (PMIB_IPNET_ROW2 row)
{
	return DeleteIpNetEntry2(row);
}

static const row_call calls[] = {create, SetIpNetEntry2, delete, GetIpNetEntry2};
#define CALLS (int)COUNT(calls)
#define WRITERS 2 /* the first of them, which say what becomes a neighbour */

/* Garbage but for the documented fields, as real programs have it. */
static MIB_IPNET_ROW2 make_row(ADDRESS_FAMILY family, const char *text, NET_IFINDEX index)
{
	MIB_IPNET_ROW2 row;

	memset(&row, 0xcc, sizeof(row));
	put_garbage_address(&row.Address, family, text);
	row.InterfaceLuid.Value = 0;
	row.InterfaceIndex = index;
	row.PhysicalAddressLength = 6;
	return row;
}

static void refuse(MIB_IPNET_ROW2 row, int to, uint32_t code)
{
	MIB_IPNET_ROW2 before = row;
	int i;

	for (i = 0; i < to; i++) {
		assert_code(calls[i](&row), code);
		ck_assert_mem_eq(&row, &before, sizeof(row));
	}
}

START_TEST(a_missing_row_is_a_bad_argument)
{
	assert_code(calls[_i](NULL), CODE_BAD_ARGUMENT);
}
END_TEST

START_TEST(an_unknown_family_is_a_bad_argument)
{
	size_t i;

	for (i = 0; i < UNKNOWN_FAMILIES; i++) {
		refuse(make_row(unknown_families[i], "2001:db8::53", 1), CALLS, CODE_BAD_ARGUMENT);
		if (unknown_families[i])
			assert_code(FlushIpNetTable2(unknown_families[i], 1), CODE_BAD_ARGUMENT);
	}
}
END_TEST

START_TEST(no_address_is_a_bad_argument)
{
	refuse(make_row(AF_INET, "0.0.0.0", 1), CALLS, CODE_BAD_ARGUMENT);
	refuse(make_row(AF_INET6, "::", 1), CALLS, CODE_BAD_ARGUMENT);
	refuse(make_row(23, "::", 1), CALLS, CODE_BAD_ARGUMENT);
}
END_TEST

START_TEST(what_no_neighbour_can_have_is_a_bad_argument)
{
	static const char *const addrs[] = {"127.0.0.1", "127.255.0.9", "255.255.255.255", "::1",
					    "::ffff:192.0.2.1"};
	size_t i;

	for (i = 0; i < COUNT(addrs); i++)
		refuse(make_row(strchr(addrs[i], ':') ? AF_INET6 : AF_INET, addrs[i], 1), WRITERS,
		       CODE_BAD_ARGUMENT);
}
END_TEST

START_TEST(a_row_without_luid_and_index_is_a_bad_argument)
{
	refuse(make_row(AF_INET, "192.0.2.7", 0), CALLS, CODE_BAD_ARGUMENT);
	refuse(make_row(AF_INET6, "2001:db8::7", 0), CALLS, CODE_BAD_ARGUMENT);
}
END_TEST

START_TEST(a_hardware_address_longer_than_the_row_is_a_bad_argument)
{
	static const ULONG lengths[] = {33, 256, 0x80000006, 0xcccccccc, 0xffffffff};
	MIB_IPNET_ROW2 row = make_row(AF_INET, "192.0.2.7", 4242);
	size_t i;

	for (i = 0; i < COUNT(lengths); i++) {
		row.PhysicalAddressLength = lengths[i];
		refuse(row, WRITERS, CODE_BAD_ARGUMENT);
	}
}
END_TEST

START_TEST(a_table_without_pointer_or_family_is_a_bad_argument_and_null)
{
	PMIB_IPNET_TABLE2 table = (PMIB_IPNET_TABLE2)&table;

	assert_code(GetIpNetTable2(AF_INET, NULL), CODE_BAD_ARGUMENT);
	assert_code(GetIpNetTable2(1, &table), CODE_BAD_ARGUMENT);
	ck_assert_ptr_null(table);
}
END_TEST

TEST_SUITE("neighbors")
{
	TCase *tcase = tcase_create("arguments");

	tcase_add_loop_test(tcase, a_missing_row_is_a_bad_argument, 0, CALLS);
	tcase_add_test(tcase, an_unknown_family_is_a_bad_argument);
	tcase_add_test(tcase, no_address_is_a_bad_argument);
	tcase_add_test(tcase, what_no_neighbour_can_have_is_a_bad_argument);
	tcase_add_test(tcase, a_row_without_luid_and_index_is_a_bad_argument);
	tcase_add_test(tcase, a_hardware_address_longer_than_the_row_is_a_bad_argument);
	tcase_add_test(tcase, a_table_without_pointer_or_family_is_a_bad_argument_and_null);
	suite_add_tcase(suite, tcase);
}
