/* SPDX-License-Identifier: MIT */
/* src/lib/table/free.c: FreeMibTable. */

#include "codes.h"
#include "suite.h"

START_TEST(freeing_no_table_does_nothing)
{
	FreeMibTable(NULL);
	FreeMibTable(NULL);
}
END_TEST

START_TEST(a_table_can_be_freed)
{
	PMIB_ANYCASTIPADDRESS_TABLE table = NULL;

	assert_code(GetAnycastIpAddressTable(AF_INET, &table), CODE_SUCCESS);
	ck_assert_ptr_nonnull(table);
	FreeMibTable(table);
}
END_TEST

TEST_SUITE("memory")
{
	TCase *tcase = tcase_create("FreeMibTable");

	tcase_add_test(tcase, freeing_no_table_does_nothing);
	tcase_add_test(tcase, a_table_can_be_freed);
	suite_add_tcase(suite, tcase);
}
