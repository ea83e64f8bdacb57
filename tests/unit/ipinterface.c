/* SPDX-License-Identifier: MIT */
/* src/lib/ipinterface/api.c: what the IP interface calls refuse before they look at the system, and
 * the row that InitializeIpInterfaceEntry() makes. None of this needs privilege. */

#include <stddef.h>
#include <string.h>

#include "codes.h"
#include "refuse.h"
#include "suite.h"

typedef NETIO_STATUS (*row_call)(PMIB_IPINTERFACE_ROW row);

static const row_call calls[] = {GetIpInterfaceEntry, SetIpInterfaceEntry};
#define CALLS (int)(sizeof(calls) / sizeof(calls[0]))

static const ADDRESS_FAMILY families[] = {AF_INET, AF_INET6, WINDOWS_AF_INET6};

/* Garbage but for the documented fields, as real programs have it. */
static MIB_IPINTERFACE_ROW make_row(ADDRESS_FAMILY family, NET_IFINDEX index)
{
	MIB_IPINTERFACE_ROW row;

	memset(&row, 0xcc, sizeof(row));
	row.Family = family;
	row.InterfaceLuid.Value = 0;
	row.InterfaceIndex = index;
	return row;
}

static void refuse(row_call call, MIB_IPINTERFACE_ROW row)
{
	MIB_IPINTERFACE_ROW before = row;

	assert_code(call(&row), CODE_BAD_ARGUMENT);
	ck_assert_mem_eq(&row, &before, sizeof(row));
}

START_TEST(a_missing_row_is_a_bad_argument)
{
	assert_code(calls[_i](NULL), CODE_BAD_ARGUMENT);
}
END_TEST

START_TEST(an_all_zero_row_is_a_bad_argument)
{
	MIB_IPINTERFACE_ROW row;

	memset(&row, 0, sizeof(row));
	refuse(calls[_i], row);
}
END_TEST

START_TEST(an_unknown_family_is_a_bad_argument)
{
	size_t i;

	for (i = 0; i < UNKNOWN_FAMILIES; i++)
		refuse(calls[_i], make_row(unknown_families[i], 1));
}
END_TEST

START_TEST(a_row_without_luid_and_index_is_a_bad_argument)
{
	size_t i;

	for (i = 0; i < sizeof(families) / sizeof(families[0]); i++)
		refuse(calls[_i], make_row(families[i], 0));
}
END_TEST

static MIB_IPINTERFACE_ROW unchanged(ADDRESS_FAMILY family)
{
	MIB_IPINTERFACE_ROW row;

	InitializeIpInterfaceEntry(&row);
	row.Family = family;
	row.InterfaceIndex = 1;
	return row;
}

START_TEST(a_value_outside_its_enumeration_is_a_bad_argument)
{
	static const int discoveries[] = {-2, 3, 0x7fffffff, -0x7fffffff};
	size_t i;

	for (i = 0; i < sizeof(discoveries) / sizeof(discoveries[0]); i++) {
		MIB_IPINTERFACE_ROW row = unchanged(families[_i]);

		row.RouterDiscoveryBehavior = (NL_ROUTER_DISCOVERY_BEHAVIOR)discoveries[i];
		refuse(SetIpInterfaceEntry, row);
		row = unchanged(families[_i]);
		row.LinkLocalAddressBehavior = (NL_LINK_LOCAL_ADDRESS_BEHAVIOR)discoveries[i];
		refuse(SetIpInterfaceEntry, row);
	}
}
END_TEST

START_TEST(a_site_prefix_length_is_none_for_ipv4_and_none_above_128)
{
	static const ULONG lengths[] = {129, 255, 0x80000000, 0xffffffff};
	size_t i;

	for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		MIB_IPINTERFACE_ROW row = unchanged(families[_i]);

		row.SitePrefixLength = lengths[i];
		refuse(SetIpInterfaceEntry, row);
	}
	if (families[_i] == AF_INET) {
		MIB_IPINTERFACE_ROW row = unchanged(AF_INET);

		row.SitePrefixLength = 1;
		refuse(SetIpInterfaceEntry, row);
	}
}
END_TEST

START_TEST(a_number_that_no_kernel_takes_is_a_bad_argument)
{
	static const size_t members[] = {offsetof(MIB_IPINTERFACE_ROW, NlMtu),
					 offsetof(MIB_IPINTERFACE_ROW, DadTransmits),
					 offsetof(MIB_IPINTERFACE_ROW, BaseReachableTime),
					 offsetof(MIB_IPINTERFACE_ROW, RetransmitTime)};
	size_t i;

	for (i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		MIB_IPINTERFACE_ROW row = unchanged(families[_i]);

		*(ULONG *)((char *)&row + members[i]) = 0x80000000;
		refuse(SetIpInterfaceEntry, row);
		*(ULONG *)((char *)&row + members[i]) = 0xfffffffe;
		refuse(SetIpInterfaceEntry, row);
	}
}
END_TEST

START_TEST(a_missing_table_pointer_is_a_bad_argument)
{
	assert_code(GetIpInterfaceTable(AF_UNSPEC, NULL), CODE_BAD_ARGUMENT);
	assert_code(GetIpInterfaceTable(AF_INET6, NULL), CODE_BAD_ARGUMENT);
	assert_code(GetIpInterfaceTable(99, NULL), CODE_BAD_ARGUMENT);
}
END_TEST

START_TEST(a_table_of_an_unknown_family_is_a_bad_argument_and_null)
{
	MIB_IPINTERFACE_TABLE somewhere;
	size_t i;

	for (i = 1; i < UNKNOWN_FAMILIES; i++) {
		PMIB_IPINTERFACE_TABLE table = &somewhere;

		assert_code(GetIpInterfaceTable(unknown_families[i], &table), CODE_BAD_ARGUMENT);
		ck_assert_ptr_null(table);
	}
}
END_TEST

START_TEST(an_initialized_row_has_no_key_and_asks_for_nothing)
{
	MIB_IPINTERFACE_ROW row;

	memset(&row, 0xcc, sizeof(row));
	InitializeIpInterfaceEntry(&row);
	ck_assert_uint_eq(row.Family, AF_UNSPEC);
	ck_assert_uint_eq(row.InterfaceLuid.Value, 0);
	ck_assert_uint_eq(row.InterfaceIndex, 0);
	ck_assert_uint_eq(row.SitePrefixLength, 0);
	ck_assert_int_eq(row.RouterDiscoveryBehavior, RouterDiscoveryUnchanged);
	ck_assert_int_eq(row.LinkLocalAddressBehavior, LinkLocalUnchanged);
	/* what Vanara's tests find on Windows */
	ck_assert_uint_ne(row.InterfaceIdentifier, 0);
	ck_assert_uint_ne(row.SupportsNeighborDiscovery, 0);
	ck_assert_uint_eq(row.NlMtu, 0xffffffff);
	ck_assert_uint_eq(row.Metric, 0xffffffff);
	ck_assert_uint_eq(row.ForwardingEnabled, 0xff);
	ck_assert_uint_eq(row.ZoneIndices[15], 0xffffffff);
	ck_assert_uint_eq(row.DisableDefaultRoutes, 0xff);
	InitializeIpInterfaceEntry(NULL);
}
END_TEST

TEST_SUITE("ipinterface")
{
	TCase *tcase = tcase_create("GetIpInterfaceEntry, SetIpInterfaceEntry");

	tcase_add_loop_test(tcase, a_missing_row_is_a_bad_argument, 0, CALLS);
	tcase_add_loop_test(tcase, an_all_zero_row_is_a_bad_argument, 0, CALLS);
	tcase_add_loop_test(tcase, an_unknown_family_is_a_bad_argument, 0, CALLS);
	tcase_add_loop_test(tcase, a_row_without_luid_and_index_is_a_bad_argument, 0, CALLS);
	suite_add_tcase(suite, tcase);

	tcase = tcase_create("SetIpInterfaceEntry");
	tcase_add_loop_test(tcase, a_value_outside_its_enumeration_is_a_bad_argument, 0, 3);
	tcase_add_loop_test(tcase, a_site_prefix_length_is_none_for_ipv4_and_none_above_128, 0, 3);
	tcase_add_loop_test(tcase, a_number_that_no_kernel_takes_is_a_bad_argument, 0, 3);
	suite_add_tcase(suite, tcase);

	tcase = tcase_create("GetIpInterfaceTable");
	tcase_add_test(tcase, a_missing_table_pointer_is_a_bad_argument);
	tcase_add_test(tcase, a_table_of_an_unknown_family_is_a_bad_argument_and_null);
	suite_add_tcase(suite, tcase);

	tcase = tcase_create("InitializeIpInterfaceEntry");
	tcase_add_test(tcase, an_initialized_row_has_no_key_and_asks_for_nothing);
	suite_add_tcase(suite, tcase);
}
