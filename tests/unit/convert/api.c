/* SPDX-License-Identifier: MIT */
/* src/lib/convert/api.c: what needs no interface. Errors and outputs: windows-behaviour 4.3. */

#include <arpa/inet.h>
#include <string.h>

#include "codes.h"
#include "suite.h"

#define GARBAGE 0xccccccccccccccccULL

/* Tokenring is no type that a device here has, so no interface has this LUID. */
#define UNKNOWN_LUID (9ULL << 48 | 5ULL << 24)

static const NET_LUID unknown = {.Value = UNKNOWN_LUID};
static const GUID no_guid = {0};
static const WCHAR no_alias[] = u"no interface has this name";

START_TEST(index_to_luid_without_luid_is_a_bad_argument)
{
	assert_code(ConvertInterfaceIndexToLuid(1, NULL), CODE_BAD_ARGUMENT);
	assert_code(ConvertInterfaceIndexToLuid(0, NULL), CODE_BAD_ARGUMENT);
}
END_TEST

START_TEST(unknown_index_zeroes_the_luid)
{
	static const NET_IFINDEX indices[] = {0, 0x7fffffff, 0x80000000, 0xffffffff};
	size_t i;

	for (i = 0; i < sizeof(indices) / sizeof(indices[0]); i++) {
		NET_LUID luid = {.Value = GARBAGE};

		assert_code(ConvertInterfaceIndexToLuid(indices[i], &luid), CODE_INDEX_UNKNOWN);
		ck_assert_uint_eq(luid.Value, 0);
	}
}
END_TEST

START_TEST(luid_to_index_with_a_null_is_a_bad_argument)
{
	NET_IFINDEX index = 0xcccccccc;

	assert_code(ConvertInterfaceLuidToIndex(NULL, NULL), CODE_BAD_ARGUMENT);
	assert_code(ConvertInterfaceLuidToIndex(&unknown, NULL), CODE_BAD_ARGUMENT);
	assert_code(ConvertInterfaceLuidToIndex(NULL, &index), CODE_BAD_ARGUMENT);
}
END_TEST

START_TEST(unknown_luid_zeroes_the_index)
{
	static const uint64_t values[] = {0,
					  UNKNOWN_LUID,
					  GARBAGE,
					  6ULL << 48,
					  0xffffff,
					  UINT64_MAX,
					  24ULL << 48 | 0xffffff000001ULL};
	size_t i;

	for (i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		NET_LUID luid = {.Value = values[i]};
		NET_IFINDEX index = 0xcccccccc;

		assert_code(ConvertInterfaceLuidToIndex(&luid, &index), CODE_LUID_UNKNOWN);
		ck_assert_uint_eq(index, 0);
		ck_assert_uint_eq(luid.Value, values[i]);
	}
}
END_TEST

START_TEST(luid_to_guid_with_a_null_is_a_bad_argument_and_the_guid_untouched)
{
	GUID guid;
	GUID before;

	memset(&guid, 0xcc, sizeof(guid));
	before = guid;
	assert_code(ConvertInterfaceLuidToGuid(NULL, NULL), CODE_BAD_ARGUMENT);
	assert_code(ConvertInterfaceLuidToGuid(&unknown, NULL), CODE_BAD_ARGUMENT);
	assert_code(ConvertInterfaceLuidToGuid(NULL, &guid), CODE_BAD_ARGUMENT);
	ck_assert_mem_eq(&guid, &before, sizeof(guid));
}
END_TEST

START_TEST(unknown_luid_zeroes_the_guid)
{
	GUID guid;

	memset(&guid, 0xcc, sizeof(guid));
	assert_code(ConvertInterfaceLuidToGuid(&unknown, &guid), CODE_LUID_UNKNOWN);
	ck_assert_mem_eq(&guid, &no_guid, sizeof(guid));
}
END_TEST

START_TEST(guid_to_luid_with_a_null_is_a_bad_argument_and_the_luid_untouched)
{
	NET_LUID luid = {.Value = GARBAGE};

	assert_code(ConvertInterfaceGuidToLuid(NULL, NULL), CODE_BAD_ARGUMENT);
	assert_code(ConvertInterfaceGuidToLuid(&no_guid, NULL), CODE_BAD_ARGUMENT);
	assert_code(ConvertInterfaceGuidToLuid(NULL, &luid), CODE_BAD_ARGUMENT);
	ck_assert_uint_eq(luid.Value, GARBAGE);
}
END_TEST

START_TEST(unknown_guid_zeroes_the_luid)
{
	GUID guid;
	NET_LUID luid = {.Value = GARBAGE};

	assert_code(ConvertInterfaceGuidToLuid(&no_guid, &luid), CODE_GUID_UNKNOWN);
	ck_assert_uint_eq(luid.Value, 0);
	luid.Value = GARBAGE;
	memset(&guid, 0xcc, sizeof(guid));
	assert_code(ConvertInterfaceGuidToLuid(&guid, &luid), CODE_GUID_UNKNOWN);
	ck_assert_uint_eq(luid.Value, 0);
}
END_TEST

START_TEST(alias_to_luid_with_a_null_is_a_bad_argument)
{
	NET_LUID luid = {.Value = GARBAGE};

	assert_code(ConvertInterfaceAliasToLuid(NULL, NULL), CODE_BAD_ARGUMENT);
	assert_code(ConvertInterfaceAliasToLuid(no_alias, NULL), CODE_BAD_ARGUMENT);
	assert_code(ConvertInterfaceAliasToLuid(NULL, &luid), CODE_BAD_ARGUMENT);
}
END_TEST

START_TEST(unknown_or_impossible_alias_zeroes_the_luid)
{
	static WCHAR longest[300];
	const WCHAR *const names[] = {u"",	 no_alias, u"\u00e9th0", u"lo\u0100",
				      u"\xd800", u"a/b",   longest};
	size_t i;

	for (i = 0; i + 1 < sizeof(longest) / sizeof(longest[0]); i++)
		longest[i] = u'x';
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		NET_LUID luid = {.Value = GARBAGE};

		assert_code(ConvertInterfaceAliasToLuid(names[i], &luid), CODE_ALIAS_UNKNOWN);
		ck_assert_uint_eq(luid.Value, 0);
	}
}
END_TEST

START_TEST(luid_to_alias_with_a_null_is_a_bad_argument)
{
	WCHAR alias[IF_MAX_STRING_SIZE + 1];

	assert_code(ConvertInterfaceLuidToAlias(NULL, NULL, 0), CODE_BAD_ARGUMENT);
	assert_code(ConvertInterfaceLuidToAlias(&unknown, NULL, 257), CODE_BAD_ARGUMENT);
	assert_code(ConvertInterfaceLuidToAlias(NULL, alias, 257), CODE_BAD_ARGUMENT);
}
END_TEST

START_TEST(unknown_luid_has_no_alias)
{
	WCHAR alias[IF_MAX_STRING_SIZE + 1];
	WCHAR before[IF_MAX_STRING_SIZE + 1];

	memset(alias, 0xcc, sizeof(alias));
	memcpy(before, alias, sizeof(alias));
	assert_code(ConvertInterfaceLuidToAlias(&unknown, alias, 257), CODE_LUID_UNKNOWN);
	ck_assert_mem_eq(alias, before, sizeof(alias));
}
END_TEST

START_TEST(each_length_gives_its_mask_in_network_order)
{
	ULONG length;

	for (length = 0; length <= 32; length++) {
		uint64_t ones = 0xffffffff00000000ULL >> length;
		ULONG mask = 0xcccccccc;

		assert_code(ConvertLengthToIpv4Mask(length, &mask), CODE_SUCCESS);
		ck_assert_uint_eq(mask, htonl((uint32_t)ones));
	}
}
END_TEST

START_TEST(too_long_a_length_gives_inaddr_none)
{
	static const ULONG lengths[] = {33, 64, 255, 256, 0x80000000, 0xffffffff};
	size_t i;

	for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		ULONG mask = 0xcccccccc;

		assert_code(ConvertLengthToIpv4Mask(lengths[i], &mask), CODE_BAD_ARGUMENT);
		ck_assert_uint_eq(mask, 0xffffffff);
	}
}
END_TEST

START_TEST(length_to_mask_without_mask_is_a_bad_argument)
{
	assert_code(ConvertLengthToIpv4Mask(24, NULL), CODE_BAD_ARGUMENT);
	assert_code(ConvertLengthToIpv4Mask(33, NULL), CODE_BAD_ARGUMENT);
}
END_TEST

START_TEST(each_mask_gives_its_length)
{
	unsigned int length;

	for (length = 0; length <= 32; length++) {
		uint64_t ones = 0xffffffff00000000ULL >> length;
		UINT8 ret = 0xcc;

		assert_code(ConvertIpv4MaskToLength(htonl((uint32_t)ones), &ret), CODE_SUCCESS);
		ck_assert_uint_eq(ret, length);
	}
}
END_TEST

/* Vanara's test on Windows: 0x00FFFFFF is 255.255.255.0 and 24 bits long. */
START_TEST(a_mask_is_in_network_order_on_this_machine_too)
{
	UINT8 length = 0xcc;

	assert_code(ConvertIpv4MaskToLength(inet_addr("255.255.255.0"), &length), CODE_SUCCESS);
	ck_assert_uint_eq(length, 24);
}
END_TEST

START_TEST(a_mask_with_holes_is_a_bad_argument_and_the_length_untouched)
{
	static const char *const masks[] = {"0.0.0.1",	     "255.0.255.0",   "127.255.255.255",
					    "255.255.255.1", "0.255.255.255", "64.0.0.0"};
	size_t i;

	for (i = 0; i < sizeof(masks) / sizeof(masks[0]); i++) {
		UINT8 length = 0xcc;

		assert_code(ConvertIpv4MaskToLength(inet_addr(masks[i]), &length),
			    CODE_BAD_ARGUMENT);
		ck_assert_uint_eq(length, 0xcc);
	}
	assert_code(ConvertIpv4MaskToLength(0xffffffff, NULL), CODE_BAD_ARGUMENT);
}
END_TEST

START_TEST(the_compartment_is_the_first_one)
{
	ck_assert_uint_eq(GetCurrentThreadCompartmentId(), 1);
	ck_assert_uint_eq(GetDefaultCompartmentId(), 1);
}
END_TEST

static void add_conversions(Suite *suite)
{
	TCase *tcase = tcase_create("ConvertInterfaceIndexToLuid");

	tcase_add_test(tcase, index_to_luid_without_luid_is_a_bad_argument);
	tcase_add_test(tcase, unknown_index_zeroes_the_luid);
	suite_add_tcase(suite, tcase);
	tcase = tcase_create("ConvertInterfaceLuidToIndex");
	tcase_add_test(tcase, luid_to_index_with_a_null_is_a_bad_argument);
	tcase_add_test(tcase, unknown_luid_zeroes_the_index);
	suite_add_tcase(suite, tcase);
	tcase = tcase_create("ConvertInterfaceLuidToGuid");
	tcase_add_test(tcase, luid_to_guid_with_a_null_is_a_bad_argument_and_the_guid_untouched);
	tcase_add_test(tcase, unknown_luid_zeroes_the_guid);
	suite_add_tcase(suite, tcase);
	tcase = tcase_create("ConvertInterfaceGuidToLuid");
	tcase_add_test(tcase, guid_to_luid_with_a_null_is_a_bad_argument_and_the_luid_untouched);
	tcase_add_test(tcase, unknown_guid_zeroes_the_luid);
	suite_add_tcase(suite, tcase);
	tcase = tcase_create("ConvertInterfaceAliasToLuid");
	tcase_add_test(tcase, alias_to_luid_with_a_null_is_a_bad_argument);
	tcase_add_test(tcase, unknown_or_impossible_alias_zeroes_the_luid);
	suite_add_tcase(suite, tcase);
	tcase = tcase_create("ConvertInterfaceLuidToAlias");
	tcase_add_test(tcase, luid_to_alias_with_a_null_is_a_bad_argument);
	tcase_add_test(tcase, unknown_luid_has_no_alias);
	suite_add_tcase(suite, tcase);
	tcase = tcase_create("compartments");
	tcase_add_test(tcase, the_compartment_is_the_first_one);
	suite_add_tcase(suite, tcase);
}

TEST_SUITE("convert")
{
	TCase *tcase;

	add_conversions(suite);
	tcase = tcase_create("ConvertLengthToIpv4Mask");
	tcase_add_test(tcase, length_to_mask_without_mask_is_a_bad_argument);
	tcase_add_test(tcase, too_long_a_length_gives_inaddr_none);
	tcase_add_test(tcase, each_length_gives_its_mask_in_network_order);
	suite_add_tcase(suite, tcase);
	tcase = tcase_create("ConvertIpv4MaskToLength");
	tcase_add_test(tcase, a_mask_with_holes_is_a_bad_argument_and_the_length_untouched);
	tcase_add_test(tcase, each_mask_gives_its_length);
	tcase_add_test(tcase, a_mask_is_in_network_order_on_this_machine_too);
	suite_add_tcase(suite, tcase);
}
