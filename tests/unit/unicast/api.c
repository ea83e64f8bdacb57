/* SPDX-License-Identifier: MIT */
/* src/lib/unicast/api.c: what the unicast calls refuse before they look at the system. None of this
 * needs privilege, for the arguments are judged first. */

#include <string.h>

#include "codes.h"
#include "refuse.h"
#include "suite.h"

#define FOREVER 0xffffffffu
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

typedef NETIO_STATUS (*row_call)(PMIB_UNICASTIPADDRESS_ROW row);

static NETIO_STATUS create(PMIB_UNICASTIPADDRESS_ROW row)
{
	return CreateUnicastIpAddressEntry(row);
}

static NETIO_STATUS set(PMIB_UNICASTIPADDRESS_ROW row)
{
	return SetUnicastIpAddressEntry(row);
}

static NETIO_STATUS delete (PMIB_UNICASTIPADDRESS_ROW row)
{
	return DeleteUnicastIpAddressEntry(row);
}

static const row_call calls[] = {create, set, delete, GetUnicastIpAddressEntry};
#define CALLS (int)COUNT(calls)
#define CHANGES 3 /* the first of them */
#define WRITERS 2 /* which read the values, too */

/* Garbage but for the documented fields, as real programs have it. */
static MIB_UNICASTIPADDRESS_ROW make_row(ADDRESS_FAMILY family, const char *text, NET_IFINDEX index)
{
	MIB_UNICASTIPADDRESS_ROW row;

	memset(&row, 0xcc, sizeof(row));
	InitializeUnicastIpAddressEntry(&row);
	put_garbage_address(&row.Address, family, text);
	row.InterfaceIndex = index;
	return row;
}

static void refuse(MIB_UNICASTIPADDRESS_ROW row, int from, int to, uint32_t code)
{
	MIB_UNICASTIPADDRESS_ROW before = row;
	int i;

	for (i = from; i < to; i++) {
		assert_code(calls[i](&row), code);
		ck_assert_mem_eq(&row, &before, sizeof(row));
	}
}

START_TEST(initialize_fills_every_byte)
{
	MIB_UNICASTIPADDRESS_ROW expected;
	MIB_UNICASTIPADDRESS_ROW row;

	memset(&expected, 0, sizeof(expected));
	expected.PrefixOrigin = 16;
	expected.SuffixOrigin = 16;
	expected.ValidLifetime = FOREVER;
	expected.PreferredLifetime = FOREVER;
	expected.OnLinkPrefixLength = 255;
	memset(&row, 0xcc, sizeof(row));
	InitializeUnicastIpAddressEntry(&row);
	ck_assert_mem_eq(&row, &expected, sizeof(row));
	InitializeUnicastIpAddressEntry(NULL);
}
END_TEST

START_TEST(a_missing_row_is_a_bad_argument)
{
	assert_code(calls[_i](NULL), CODE_BAD_ARGUMENT);
}
END_TEST

START_TEST(an_all_zero_row_is_a_bad_argument)
{
	MIB_UNICASTIPADDRESS_ROW row;

	memset(&row, 0, sizeof(row));
	refuse(row, 0, CALLS, CODE_BAD_ARGUMENT);
	row.InterfaceIndex = 123;
	refuse(row, 0, CALLS, CODE_BAD_ARGUMENT);
}
END_TEST

START_TEST(an_unknown_family_is_a_bad_argument)
{
	size_t i;

	for (i = 0; i < UNKNOWN_FAMILIES; i++)
		refuse(make_row(unknown_families[i], "2001:db8::53", 1), 0, CALLS,
		       CODE_BAD_ARGUMENT);
}
END_TEST

static const char *const bad_addresses[] = {
	"0.0.0.0", "224.0.0.1", "239.1.2.3", "255.255.255.255",
	"::",	   "ff02::1",	"ff0e::1",   "::ffff:192.0.2.1",
};

START_TEST(an_address_that_is_not_unicast_is_a_bad_argument)
{
	const char *text = bad_addresses[_i];

	if (!strchr(text, ':')) {
		refuse(make_row(AF_INET, text, 1), 0, CALLS, CODE_BAD_ARGUMENT);
		return;
	}
	refuse(make_row(AF_INET6, text, 1), 0, CALLS, CODE_BAD_ARGUMENT);
	refuse(make_row(WINDOWS_AF_INET6, text, 1), 0, CALLS, CODE_BAD_ARGUMENT);
}
END_TEST

START_TEST(a_row_without_luid_and_index_is_a_bad_argument_but_for_get)
{
	refuse(make_row(AF_INET, "192.0.2.53", 0), 0, CHANGES, CODE_BAD_ARGUMENT);
	refuse(make_row(AF_INET6, "2001:db8::53", 0), 0, CHANGES, CODE_BAD_ARGUMENT);
	refuse(make_row(AF_INET, "192.0.2.53", 0), CHANGES, CALLS, CODE_GET_NO_INTERFACE);
	refuse(make_row(WINDOWS_AF_INET6, "2001:db8::53", 0), CHANGES, CALLS,
	       CODE_GET_NO_INTERFACE);
}
END_TEST

START_TEST(lifetimes_that_contradict_are_a_bad_argument)
{
	static const ULONG pairs[][2] = {{0, 0},	  {0, 1},	{1, 2},
					 {4000, FOREVER}, {0, FOREVER}, {FOREVER - 1, FOREVER}};
	MIB_UNICASTIPADDRESS_ROW row = make_row(AF_INET, "192.0.2.53", 1);
	size_t i;

	for (i = 0; i < COUNT(pairs); i++) {
		row.ValidLifetime = pairs[i][0];
		row.PreferredLifetime = pairs[i][1];
		refuse(row, 0, WRITERS, CODE_BAD_ARGUMENT);
	}
}
END_TEST

START_TEST(one_unchanged_origin_is_a_bad_argument)
{
	MIB_UNICASTIPADDRESS_ROW row = make_row(AF_INET6, "2001:db8::53", 1);
	int origin;

	for (origin = 0; origin <= 5; origin++) {
		row.PrefixOrigin = IpPrefixOriginUnchanged;
		row.SuffixOrigin = (NL_SUFFIX_ORIGIN)origin;
		refuse(row, 0, WRITERS, CODE_BAD_ARGUMENT);
		row.PrefixOrigin = (NL_PREFIX_ORIGIN)origin;
		row.SuffixOrigin = IpSuffixOriginUnchanged;
		refuse(row, 0, WRITERS, CODE_BAD_ARGUMENT);
	}
}
END_TEST

START_TEST(an_origin_that_does_not_exist_is_a_bad_argument)
{
	static const int prefixes[] = {5, 6, 15, 17, 255, -1, 0x7fffffff, -0x33333334};
	static const int suffixes[] = {6, 7, 15, 17, 255, -1, 0x7fffffff, -0x33333334};
	MIB_UNICASTIPADDRESS_ROW row = make_row(AF_INET, "192.0.2.53", 1);
	size_t i;

	for (i = 0; i < COUNT(prefixes); i++) {
		row.PrefixOrigin = (NL_PREFIX_ORIGIN)prefixes[i];
		row.SuffixOrigin = IpSuffixOriginManual;
		refuse(row, 0, WRITERS, CODE_BAD_ARGUMENT);
		row.PrefixOrigin = IpPrefixOriginManual;
		row.SuffixOrigin = (NL_SUFFIX_ORIGIN)suffixes[i];
		refuse(row, 0, WRITERS, CODE_BAD_ARGUMENT);
	}
}
END_TEST

START_TEST(a_prefix_longer_than_the_address_is_a_bad_argument)
{
	static const UINT8 lengths[] = {129, 200, 254};
	MIB_UNICASTIPADDRESS_ROW four = make_row(AF_INET, "192.0.2.53", 1);
	MIB_UNICASTIPADDRESS_ROW six = make_row(AF_INET6, "2001:db8::53", 1);
	size_t i;

	for (i = 0; i < COUNT(lengths); i++) {
		four.OnLinkPrefixLength = lengths[i];
		six.OnLinkPrefixLength = lengths[i];
		refuse(four, 0, WRITERS, CODE_BAD_ARGUMENT);
		refuse(six, 0, WRITERS, CODE_BAD_ARGUMENT);
	}
	four.OnLinkPrefixLength = 33;
	refuse(four, 0, WRITERS, CODE_BAD_ARGUMENT);
}
END_TEST

START_TEST(a_table_without_pointer_or_family_is_a_bad_argument_and_null)
{
	MIB_UNICASTIPADDRESS_TABLE somewhere;
	size_t i;

	assert_code(GetUnicastIpAddressTable(AF_UNSPEC, NULL), CODE_BAD_ARGUMENT);
	assert_code(GetUnicastIpAddressTable(99, NULL), CODE_BAD_ARGUMENT);
	for (i = 1; i < UNKNOWN_FAMILIES; i++) {
		PMIB_UNICASTIPADDRESS_TABLE table = &somewhere;

		assert_code(GetUnicastIpAddressTable(unknown_families[i], &table),
			    CODE_BAD_ARGUMENT);
		ck_assert_ptr_null(table);
	}
}
END_TEST

TEST_SUITE("unicast")
{
	TCase *tcase = tcase_create("arguments");

	tcase_add_test(tcase, initialize_fills_every_byte);
	tcase_add_loop_test(tcase, a_missing_row_is_a_bad_argument, 0, CALLS);
	tcase_add_test(tcase, an_all_zero_row_is_a_bad_argument);
	tcase_add_test(tcase, an_unknown_family_is_a_bad_argument);
	tcase_add_loop_test(tcase, an_address_that_is_not_unicast_is_a_bad_argument, 0,
			    (int)COUNT(bad_addresses));
	tcase_add_test(tcase, a_row_without_luid_and_index_is_a_bad_argument_but_for_get);
	tcase_add_test(tcase, lifetimes_that_contradict_are_a_bad_argument);
	tcase_add_test(tcase, one_unchanged_origin_is_a_bad_argument);
	tcase_add_test(tcase, an_origin_that_does_not_exist_is_a_bad_argument);
	tcase_add_test(tcase, a_prefix_longer_than_the_address_is_a_bad_argument);
	tcase_add_test(tcase, a_table_without_pointer_or_family_is_a_bad_argument_and_null);
	suite_add_tcase(suite, tcase);
}
