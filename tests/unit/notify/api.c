/* SPDX-License-Identifier: MIT */
/* What registering and cancelling refuse without a look at the system. */

#include <pthread.h>

#include "codes.h"
#include "refuse.h"
#include "suite.h"

static void no_unicast(PVOID context, PMIB_UNICASTIPADDRESS_ROW row, MIB_NOTIFICATION_TYPE type)
{
	(void)context;
	(void)row;
	ck_abort_msg("called back with %d", (int)type);
}

static void no_interface(PVOID context, PMIB_IPINTERFACE_ROW row, MIB_NOTIFICATION_TYPE type)
{
	(void)context;
	(void)row;
	ck_abort_msg("called back with %d", (int)type);
}

static void no_route(PVOID context, PMIB_IPFORWARD_ROW2 row, MIB_NOTIFICATION_TYPE type)
{
	(void)context;
	(void)row;
	ck_abort_msg("called back with %d", (int)type);
}

static void no_anycast(PVOID context, PMIB_ANYCASTIPADDRESS_ROW row, MIB_NOTIFICATION_TYPE type)
{
	(void)context;
	(void)row;
	ck_abort_msg("called back with %d", (int)type);
}

START_TEST(arguments_of_anycast_are_checked)
{
	HANDLE handle = &handle;
	size_t i;

	assert_code(IphlpNotifyAnycastIpAddressChange(AF_INET, no_anycast, NULL, TRUE, NULL),
		    CODE_BAD_ARGUMENT);
	assert_code(IphlpNotifyAnycastIpAddressChange(AF_INET, NULL, NULL, TRUE, &handle),
		    CODE_BAD_ARGUMENT);
	ck_assert_ptr_null(handle);
	for (i = 0; i < UNKNOWN_FAMILIES; i++) {
		if (unknown_families[i] == AF_UNSPEC)
			continue;
		handle = &handle;
		assert_code(IphlpNotifyAnycastIpAddressChange(unknown_families[i], no_anycast, NULL,
							      TRUE, &handle),
			    CODE_BAD_ARGUMENT);
		ck_assert_ptr_null(handle);
	}
}
END_TEST

START_TEST(arguments_are_checked)
{
	HANDLE handle = &handle;
	size_t i;

	assert_code(NotifyUnicastIpAddressChange(AF_INET, no_unicast, NULL, TRUE, NULL),
		    CODE_BAD_ARGUMENT);
	assert_code(NotifyIpInterfaceChange(AF_INET, no_interface, NULL, TRUE, NULL),
		    CODE_BAD_ARGUMENT);
	assert_code(NotifyRouteChange2(AF_INET, no_route, NULL, TRUE, NULL), CODE_BAD_ARGUMENT);
	assert_code(NotifyRouteChange2(AF_INET, NULL, NULL, TRUE, &handle), CODE_BAD_ARGUMENT);
	ck_assert_ptr_null(handle);
	handle = &handle;
	assert_code(NotifyUnicastIpAddressChange(AF_INET, NULL, NULL, TRUE, &handle),
		    CODE_BAD_ARGUMENT);
	ck_assert_ptr_null(handle);
	handle = &handle;
	assert_code(NotifyIpInterfaceChange(AF_INET, NULL, NULL, TRUE, &handle), CODE_BAD_ARGUMENT);
	ck_assert_ptr_null(handle);
	for (i = 0; i < UNKNOWN_FAMILIES; i++) {
		if (unknown_families[i] == AF_UNSPEC)
			continue;
		handle = &handle;
		assert_code(NotifyUnicastIpAddressChange(unknown_families[i], no_unicast, NULL,
							 TRUE, &handle),
			    CODE_BAD_ARGUMENT);
		ck_assert_ptr_null(handle);
		assert_code(NotifyRouteChange2(unknown_families[i], no_route, NULL, TRUE, &handle),
			    CODE_BAD_ARGUMENT);
		assert_code(NotifyIpInterfaceChange(unknown_families[i], no_interface, NULL, TRUE,
						    &handle),
			    CODE_BAD_ARGUMENT);
	}
}
END_TEST

static void no_table(PVOID context, PMIB_UNICASTIPADDRESS_TABLE table)
{
	(void)context;
	(void)table;
	ck_abort_msg("called back");
}

START_TEST(a_stable_table_needs_all_arguments)
{
	MIB_UNICASTIPADDRESS_TABLE *table = (MIB_UNICASTIPADDRESS_TABLE *)&table;
	HANDLE handle = &handle;
	size_t i;

	assert_code(NotifyStableUnicastIpAddressTable(AF_INET, NULL, no_table, NULL, &handle),
		    CODE_BAD_ARGUMENT);
	ck_assert_ptr_null(handle);
	assert_code(NotifyStableUnicastIpAddressTable(AF_INET, &table, no_table, NULL, NULL),
		    CODE_BAD_ARGUMENT);
	ck_assert_ptr_null(table);
	table = (MIB_UNICASTIPADDRESS_TABLE *)&table;
	handle = &handle;
	assert_code(NotifyStableUnicastIpAddressTable(AF_INET, &table, NULL, NULL, &handle),
		    CODE_BAD_ARGUMENT);
	ck_assert(!table && !handle);
	for (i = 0; i < UNKNOWN_FAMILIES; i++) {
		if (unknown_families[i] == AF_UNSPEC)
			continue;
		table = (MIB_UNICASTIPADDRESS_TABLE *)&table;
		handle = &handle;
		assert_code(NotifyStableUnicastIpAddressTable(unknown_families[i], &table, no_table,
							      NULL, &handle),
			    CODE_BAD_ARGUMENT);
		ck_assert(!table && !handle);
	}
}
END_TEST

struct seen {
	pthread_t thread;
	int calls;
};

static void teredo(PVOID context, USHORT port, MIB_NOTIFICATION_TYPE type)
{
	struct seen *seen = context;

	seen->thread = pthread_self();
	seen->calls++;
	ck_assert_uint_eq(port, 0);
	ck_assert_int_eq(type, 3);
}

START_TEST(teredo_has_an_initial_call_alone)
{
	struct seen seen = {0};
	HANDLE handle = NULL;
	HANDLE second = NULL;

	assert_code(NotifyTeredoPortChange(NULL, NULL, TRUE, &handle), CODE_BAD_ARGUMENT);
	assert_code(NotifyTeredoPortChange(teredo, &seen, TRUE, NULL), CODE_BAD_ARGUMENT);
	ck_assert_int_eq(seen.calls, 0);
	assert_code(NotifyTeredoPortChange(teredo, &seen, TRUE, &handle), CODE_SUCCESS);
	ck_assert_ptr_nonnull(handle);
	ck_assert_int_eq(seen.calls, 1);
	ck_assert(pthread_equal(seen.thread, pthread_self()));
	assert_code(NotifyTeredoPortChange(teredo, &seen, FALSE, &second), CODE_SUCCESS);
	ck_assert_int_eq(seen.calls, 1);
	ck_assert_ptr_ne(handle, second);
	assert_code(CancelMibChangeNotify2(handle), CODE_SUCCESS);
	assert_code(CancelMibChangeNotify2(handle), IPH_CODE(6, 0xC0000008));
	assert_code(CancelMibChangeNotify2(second), CODE_SUCCESS);
}
END_TEST

/* Microsoft's example for CreateUnicastIpAddressEntry passes an event. */
START_TEST(strange_handles_have_a_code)
{
	HANDLE strange[] = {&strange,		(HANDLE)1,	    (HANDLE)-1,
			    (HANDLE)0x5a000012, (HANDLE)0x5a00006e, (HANDLE)0x16e};
	size_t i;

	assert_code(CancelMibChangeNotify2(NULL), CODE_BAD_ARGUMENT);
	for (i = 0; i < sizeof(strange) / sizeof(strange[0]); i++)
		assert_code(CancelMibChangeNotify2(strange[i]), IPH_CODE(6, 0xC0000008));
}
END_TEST

TEST_SUITE("unit-notify")
{
	TCase *tcase = tcase_create("api");

	tcase_add_test(tcase, arguments_are_checked);
	tcase_add_test(tcase, a_stable_table_needs_all_arguments);
	tcase_add_test(tcase, arguments_of_anycast_are_checked);
	tcase_add_test(tcase, teredo_has_an_initial_call_alone);
	tcase_add_test(tcase, strange_handles_have_a_code);
	suite_add_tcase(suite, tcase);
}
