/* SPDX-License-Identifier: MIT */
/* src/lib/codes/: the gate gives the documented codes and one generic code for all else. */

#include <errno.h>
#include <stdbool.h>

#include "codes.h"
#include "codes/export.h"
#include "suite.h"

/* The last errno of Linux is 133; the kernel's internal ones end at 530. */
#define LAST_ERROR 600

static const struct {
	enum iph_call call;
	int error;
	uint32_t code;
} documented[] = {
	{IPH_CALL_ADDRESS_CHANGE, EINVAL, CODE_BAD_ARGUMENT},
	{IPH_CALL_ADDRESS_CHANGE, EPERM, CODE_NOT_PRIVILEGED},
	{IPH_CALL_ADDRESS_CHANGE, EACCES, CODE_MADE_BY_OTHERS},
	{IPH_CALL_ADDRESS_CHANGE, ENODEV, CODE_NO_INTERFACE},
	{IPH_CALL_ADDRESS_CHANGE, ENOENT, CODE_NO_ENTRY},
	{IPH_CALL_ADDRESS_CHANGE, EAFNOSUPPORT, CODE_NO_STACK},
	{IPH_CALL_ADDRESS_CHANGE, EOPNOTSUPP, CODE_CANNOT_CHANGE},
	{IPH_CALL_ADDRESS_CHANGE, EEXIST, CODE_DUPLICATE},
	{IPH_CALL_ADDRESS_CHANGE, ETIMEDOUT, CODE_NO_ANSWER},
	{IPH_CALL_ADDRESS_CHANGE, EPROTO, CODE_OTHER_VERSION},
	{IPH_CALL_ADDRESS_GET, EINVAL, CODE_BAD_ARGUMENT},
	{IPH_CALL_ADDRESS_GET, ENODEV, CODE_GET_NO_INTERFACE},
	{IPH_CALL_ADDRESS_GET, ENOENT, CODE_NO_ENTRY},
	{IPH_CALL_ADDRESS_GET, EAFNOSUPPORT, CODE_NO_STACK},
	{IPH_CALL_ROUTE_CHANGE, EINVAL, CODE_BAD_ARGUMENT},
	{IPH_CALL_ROUTE_CHANGE, EPERM, CODE_NOT_PRIVILEGED},
	{IPH_CALL_ROUTE_CHANGE, EACCES, CODE_MADE_BY_OTHERS},
	{IPH_CALL_ROUTE_CHANGE, ENODEV, CODE_NO_INTERFACE},
	{IPH_CALL_ROUTE_CHANGE, ENETDOWN, CODE_NO_INTERFACE},
	{IPH_CALL_ROUTE_CHANGE, ENOENT, CODE_NO_ENTRY},
	{IPH_CALL_ROUTE_CHANGE, EAFNOSUPPORT, CODE_NO_STACK},
	{IPH_CALL_ROUTE_CHANGE, EOPNOTSUPP, CODE_CANNOT_CHANGE},
	{IPH_CALL_ROUTE_CHANGE, EEXIST, CODE_DUPLICATE},
	{IPH_CALL_IPINTERFACE, EINVAL, CODE_BAD_ARGUMENT},
	{IPH_CALL_IPINTERFACE, EPERM, CODE_NOT_PRIVILEGED},
	{IPH_CALL_IPINTERFACE, EROFS, CODE_NOT_PRIVILEGED},
	{IPH_CALL_IPINTERFACE, EACCES, CODE_NOT_PRIVILEGED},
	{IPH_CALL_IPINTERFACE, ENODEV, CODE_GET_NO_INTERFACE},
	{IPH_CALL_IPINTERFACE, ENOENT, CODE_NO_ENTRY},
	{IPH_CALL_IPINTERFACE, EOPNOTSUPP, CODE_CANNOT_CHANGE},
	{IPH_CALL_NEIGHBOR_CHANGE, EINVAL, CODE_BAD_ARGUMENT},
	{IPH_CALL_NEIGHBOR_CHANGE, EPERM, CODE_NOT_PRIVILEGED},
	{IPH_CALL_NEIGHBOR_CHANGE, ENODEV, CODE_NO_INTERFACE},
	{IPH_CALL_NEIGHBOR_CHANGE, ENOENT, CODE_NO_ENTRY},
	{IPH_CALL_NEIGHBOR_CHANGE, EAFNOSUPPORT, CODE_NO_STACK},
	{IPH_CALL_NEIGHBOR_CHANGE, EOPNOTSUPP, CODE_CANNOT_CHANGE},
	{IPH_CALL_NEIGHBOR_CHANGE, EEXIST, CODE_DUPLICATE},
	{IPH_CALL_TABLE, EINVAL, CODE_BAD_ARGUMENT},
	{IPH_CALL_TABLE, EAFNOSUPPORT, CODE_NO_STACK},
	{IPH_CALL_INTERFACE_GET, EINVAL, CODE_BAD_ARGUMENT},
	{IPH_CALL_INTERFACE_GET, ENODEV, CODE_GET_NO_INTERFACE},
	{IPH_CALL_INTERFACE_TABLE, EINVAL, CODE_BAD_ARGUMENT},
	{IPH_CALL_INDEX_TO_LUID, EINVAL, CODE_BAD_ARGUMENT},
	{IPH_CALL_INDEX_TO_LUID, ENODEV, CODE_INDEX_UNKNOWN},
	{IPH_CALL_LUID_TO_OTHER, EINVAL, CODE_BAD_ARGUMENT},
	{IPH_CALL_LUID_TO_OTHER, ENODEV, CODE_LUID_UNKNOWN},
	{IPH_CALL_LUID_TO_OTHER, ERANGE, CODE_BUFFER_TOO_SMALL},
	{IPH_CALL_OTHER_TO_LUID, EINVAL, CODE_BAD_ARGUMENT},
	{IPH_CALL_OTHER_TO_LUID, ENODEV, CODE_ALIAS_UNKNOWN},
	{IPH_CALL_LUID_TO_NAME, EINVAL, CODE_BAD_ARGUMENT},
	{IPH_CALL_LUID_TO_NAME, ERANGE, CODE_BUFFER_TOO_SMALL},
	{IPH_CALL_NAME_TO_LUID, EINVAL, CODE_BAD_ARGUMENT},
	{IPH_CALL_NAME_TO_LUID, ENODEV, CODE_BAD_NAME},
	{IPH_CALL_NAME_TO_LUID, ENAMETOOLONG, CODE_NAME_TOO_LONG},
	{IPH_CALL_MASK, EINVAL, CODE_BAD_ARGUMENT},
	{IPH_CALL_UNWRITTEN, EOPNOTSUPP, CODE_NO_STACK},
#ifndef IPH_TEST_MODE_NT
	{IPH_CALL_ADAPTERS, EINVAL, 87},
	{IPH_CALL_ADAPTERS, EOVERFLOW, 111},
	{IPH_CALL_ADAPTERS, ENODATA, 232},
	{IPH_CALL_ADAPTER_INDEX, EINVAL, 87},
	{IPH_CALL_ADAPTER_INDEX, ENODEV, 55},
	{IPH_CALL_ADAPTER_INDEX, ENODATA, 232},
	{IPH_CALL_INTERFACE_INFO, EINVAL, 87},
	{IPH_CALL_INTERFACE_INFO, EOVERFLOW, 122},
	{IPH_CALL_INTERFACE_INFO, ENODATA, 232},
	{IPH_CALL_BEST_INTERFACE, EINVAL, 87},
	{IPH_CALL_BEST_INTERFACE, EAFNOSUPPORT, 50},
	{IPH_CALL_BEST_INTERFACE, ENETUNREACH, 1231},
	{IPH_CALL_ADDRESS_WAIT, EOPNOTSUPP, 50},
	{IPH_CALL_ADDRESS_WAIT, EBADF, 6},
	{IPH_CALL_ADDRESS_WAIT, EINVAL, 87},
	{IPH_CALL_ADDRESS_WAIT, EINPROGRESS, 997},
#endif
};
#define DOCUMENTED (int)(sizeof(documented) / sizeof(documented[0]))

static const int memory_errors[] = {ENOMEM, ENOBUFS, EMFILE, ENFILE};

static bool listed(enum iph_call call, int error)
{
	size_t i;

	for (i = 0; i < sizeof(memory_errors) / sizeof(memory_errors[0]); i++)
		if (memory_errors[i] == error)
			return true;
	for (i = 0; i < DOCUMENTED; i++)
		if (documented[i].call == call && documented[i].error == error)
			return true;
	return false;
}

START_TEST(success_is_success_for_every_call)
{
	assert_code(iph_status((enum iph_call)_i, 0), CODE_SUCCESS);
}
END_TEST

START_TEST(each_documented_code_is_given)
{
	assert_code(iph_status(documented[_i].call, -documented[_i].error), documented[_i].code);
}
END_TEST

START_TEST(want_of_memory_or_descriptors_has_one_code_for_every_call)
{
	size_t i;

	for (i = 0; i < sizeof(memory_errors) / sizeof(memory_errors[0]); i++)
		assert_code(iph_status((enum iph_call)_i, -memory_errors[i]), CODE_NO_MEMORY);
}
END_TEST

START_TEST(any_other_error_is_the_generic_code)
{
	int error;

	for (error = 1; error <= LAST_ERROR; error++)
		if (!listed((enum iph_call)_i, error))
			assert_code(iph_status((enum iph_call)_i, -error), CODE_GENERIC);
}
END_TEST

START_TEST(failure_codes_do_not_look_like_success)
{
	int error;

	for (error = 1; error <= LAST_ERROR; error++)
		ck_assert(!NETIO_SUCCESS(iph_status((enum iph_call)_i, -error)));
	ck_assert(NETIO_SUCCESS(iph_status((enum iph_call)_i, 0)));
}
END_TEST

TEST_SUITE("status")
{
	TCase *tcase = tcase_create("iph_status");

	tcase_add_loop_test(tcase, success_is_success_for_every_call, 0, IPH_CALL_UNWRITTEN + 1);
	tcase_add_loop_test(tcase, each_documented_code_is_given, 0, DOCUMENTED);
	tcase_add_loop_test(tcase, want_of_memory_or_descriptors_has_one_code_for_every_call, 0,
			    IPH_CALL_UNWRITTEN + 1);
	tcase_add_loop_test(tcase, any_other_error_is_the_generic_code, 0, IPH_CALL_UNWRITTEN + 1);
	tcase_add_loop_test(tcase, failure_codes_do_not_look_like_success, 0,
			    IPH_CALL_UNWRITTEN + 1);
	suite_add_tcase(suite, tcase);
}
