/* SPDX-License-Identifier: MIT */
/* src/lib/anycast/api.c: what the anycast calls refuse before they look at the system. None of
 * this needs privilege, for the shape of the arguments is judged first. */

#include <string.h>

#include "codes.h"
#include "refuse.h"
#include "suite.h"

typedef NETIO_STATUS (*row_call)(PMIB_ANYCASTIPADDRESS_ROW row);

static NETIO_STATUS create(PMIB_ANYCASTIPADDRESS_ROW row)
{
	return CreateAnycastIpAddressEntry(row);
}

static NETIO_STATUS delete (PMIB_ANYCASTIPADDRESS_ROW row)
{
	return DeleteAnycastIpAddressEntry(row);
}

static const row_call calls[] = {create, delete, GetAnycastIpAddressEntry};
#define CALLS (int)(sizeof(calls) / sizeof(calls[0]))

/* Garbage but for the documented fields, as real programs have it. */
static MIB_ANYCASTIPADDRESS_ROW make_row(ADDRESS_FAMILY family, const char *text, NET_IFINDEX index)
{
	MIB_ANYCASTIPADDRESS_ROW row;

	memset(&row, 0xcc, sizeof(row));
	put_garbage_address(&row.Address, family, text);
	row.InterfaceLuid.Value = 0;
	row.InterfaceIndex = index;
	return row;
}

/* All three refuse it, and no byte of the row changes. */
static void refuse_everywhere(MIB_ANYCASTIPADDRESS_ROW row)
{
	MIB_ANYCASTIPADDRESS_ROW before = row;
	int i;

	for (i = 0; i < CALLS; i++) {
		assert_code(calls[i](&row), CODE_BAD_ARGUMENT);
		ck_assert_mem_eq(&row, &before, sizeof(row));
	}
}

START_TEST(a_missing_row_is_a_bad_argument)
{
	assert_code(calls[_i](NULL), CODE_BAD_ARGUMENT);
}
END_TEST

START_TEST(an_all_zero_row_is_a_bad_argument)
{
	MIB_ANYCASTIPADDRESS_ROW row;

	memset(&row, 0, sizeof(row));
	refuse_everywhere(row);
}
END_TEST

START_TEST(an_unknown_family_is_a_bad_argument)
{
	size_t i;

	for (i = 0; i < UNKNOWN_FAMILIES; i++)
		refuse_everywhere(make_row(unknown_families[i], "2001:db8::53", 1));
}
END_TEST

static const char *const bad_addresses[] = {
	"0.0.0.0", "127.0.0.1", "127.1.2.3", "224.0.0.1", "239.1.2.3",	      "255.255.255.255",
	"::",	   "::1",	"ff02::1",   "ff0e::1",	  "::ffff:192.0.2.1",
};

START_TEST(an_address_that_is_not_unicast_is_a_bad_argument)
{
	const char *text = bad_addresses[_i];

	if (!strchr(text, ':')) {
		refuse_everywhere(make_row(AF_INET, text, 1));
		return;
	}
	refuse_everywhere(make_row(AF_INET6, text, 1));
	refuse_everywhere(make_row(WINDOWS_AF_INET6, text, 1));
}
END_TEST

START_TEST(a_row_without_luid_and_index_is_a_bad_argument)
{
	refuse_everywhere(make_row(AF_INET, "192.0.2.53", 0));
	refuse_everywhere(make_row(AF_INET6, "2001:db8::53", 0));
	refuse_everywhere(make_row(WINDOWS_AF_INET6, "2001:db8::53", 0));
}
END_TEST

START_TEST(a_missing_table_pointer_is_a_bad_argument)
{
	assert_code(GetAnycastIpAddressTable(AF_UNSPEC, NULL), CODE_BAD_ARGUMENT);
	assert_code(GetAnycastIpAddressTable(AF_INET6, NULL), CODE_BAD_ARGUMENT);
	assert_code(GetAnycastIpAddressTable(99, NULL), CODE_BAD_ARGUMENT);
}
END_TEST

START_TEST(a_table_of_an_unknown_family_is_a_bad_argument_and_null)
{
	MIB_ANYCASTIPADDRESS_TABLE somewhere;
	size_t i;

	for (i = 1; i < UNKNOWN_FAMILIES; i++) {
		PMIB_ANYCASTIPADDRESS_TABLE table = &somewhere;

		assert_code(GetAnycastIpAddressTable(unknown_families[i], &table),
			    CODE_BAD_ARGUMENT);
		ck_assert_ptr_null(table);
	}
}
END_TEST

TEST_SUITE("anycast")
{
	TCase *tcase = tcase_create("Create, Delete, GetAnycastIpAddressEntry");

	tcase_add_loop_test(tcase, a_missing_row_is_a_bad_argument, 0, CALLS);
	tcase_add_test(tcase, an_all_zero_row_is_a_bad_argument);
	tcase_add_test(tcase, an_unknown_family_is_a_bad_argument);
	tcase_add_loop_test(tcase, an_address_that_is_not_unicast_is_a_bad_argument, 0,
			    (int)(sizeof(bad_addresses) / sizeof(bad_addresses[0])));
	tcase_add_test(tcase, a_row_without_luid_and_index_is_a_bad_argument);
	suite_add_tcase(suite, tcase);

	tcase = tcase_create("GetAnycastIpAddressTable");
	tcase_add_test(tcase, a_missing_table_pointer_is_a_bad_argument);
	tcase_add_test(tcase, a_table_of_an_unknown_family_is_a_bad_argument_and_null);
	suite_add_tcase(suite, tcase);
}
