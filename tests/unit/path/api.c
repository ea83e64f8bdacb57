/* SPDX-License-Identifier: MIT */
/* src/lib/path/api.c: what the path calls refuse before they look at the system. */

#include <string.h>

#include "codes.h"
#include "refuse.h"
#include "suite.h"

/* Garbage but for the documented fields, as real programs have it. */
static MIB_IPPATH_ROW make_row(ADDRESS_FAMILY family, const char *text, NET_IFINDEX index)
{
	MIB_IPPATH_ROW row;

	memset(&row, 0xcc, sizeof(row));
	put_garbage_address(&row.Destination, family, text);
	put_garbage_address(&row.Source, 0, text);
	row.InterfaceLuid.Value = 0;
	row.InterfaceIndex = index;
	return row;
}

static void refuse(MIB_IPPATH_ROW row, uint32_t code)
{
	MIB_IPPATH_ROW before = row;

	assert_code(GetIpPathEntry(&row), code);
	ck_assert_mem_eq(&row, &before, sizeof(row));
}

START_TEST(a_missing_row_is_a_bad_argument)
{
	assert_code(GetIpPathEntry(NULL), CODE_BAD_ARGUMENT);
}
END_TEST

START_TEST(an_unknown_family_is_a_bad_argument)
{
	size_t i;

	for (i = 0; i < UNKNOWN_FAMILIES; i++) {
		MIB_IPPATH_ROW row = make_row(AF_INET, "192.0.2.7", 1);

		refuse(make_row(unknown_families[i], "2001:db8::7", 1), CODE_BAD_ARGUMENT);
		if (!unknown_families[i])
			continue;
		row.Source.si_family = unknown_families[i];
		refuse(row, CODE_BAD_ARGUMENT);
		assert_code(FlushIpPathTable(unknown_families[i]), CODE_BAD_ARGUMENT);
	}
}
END_TEST

START_TEST(a_source_of_the_other_family_is_a_bad_argument)
{
	MIB_IPPATH_ROW row = make_row(AF_INET, "192.0.2.7", 1);

	put_garbage_address(&row.Source, AF_INET6, "2001:db8::1");
	refuse(row, CODE_BAD_ARGUMENT);
	put_garbage_address(&row.Source, WINDOWS_AF_INET6, "::");
	refuse(row, CODE_BAD_ARGUMENT);
	row = make_row(WINDOWS_AF_INET6, "2001:db8::7", 1);
	put_garbage_address(&row.Source, AF_INET, "192.0.2.1");
	refuse(row, CODE_BAD_ARGUMENT);
}
END_TEST

START_TEST(a_row_without_luid_and_index_is_a_bad_argument)
{
	refuse(make_row(AF_INET, "192.0.2.7", 0), CODE_BAD_ARGUMENT);
	refuse(make_row(AF_INET6, "2001:db8::7", 0), CODE_BAD_ARGUMENT);
}
END_TEST

START_TEST(a_table_without_pointer_or_family_is_a_bad_argument_and_null)
{
	PMIB_IPPATH_TABLE table = (PMIB_IPPATH_TABLE)&table;

	assert_code(GetIpPathTable(AF_INET, NULL), CODE_BAD_ARGUMENT);
	assert_code(GetIpPathTable(1, &table), CODE_BAD_ARGUMENT);
	ck_assert_ptr_null(table);
}
END_TEST

TEST_SUITE("paths")
{
	TCase *tcase = tcase_create("arguments");

	tcase_add_test(tcase, a_missing_row_is_a_bad_argument);
	tcase_add_test(tcase, an_unknown_family_is_a_bad_argument);
	tcase_add_test(tcase, a_source_of_the_other_family_is_a_bad_argument);
	tcase_add_test(tcase, a_row_without_luid_and_index_is_a_bad_argument);
	tcase_add_test(tcase, a_table_without_pointer_or_family_is_a_bad_argument_and_null);
	suite_add_tcase(suite, tcase);
}
