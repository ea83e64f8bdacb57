/* SPDX-License-Identifier: MIT */
/* Tests that need no kernel state and no privilege. */

#include <stdlib.h>

#include "suites.h"

int main(void)
{
	SRunner *runner = srunner_create(anycast_suite());
	int failed;

	srunner_add_suite(runner, convert_suite());
	srunner_add_suite(runner, ipinterface_suite());
	srunner_add_suite(runner, name_suite());
	srunner_add_suite(runner, memory_suite());
	srunner_add_suite(runner, status_suite());
	srunner_add_suite(runner, table_suite());
	srunner_add_suite(runner, row_suite());
	srunner_add_suite(runner, addr_suite());
	srunner_add_suite(runner, attr_suite());
	srunner_add_suite(runner, link_suite());
	srunner_add_suite(runner, holder_call_suite());
	srunner_add_suite(runner, interface_suite());
	srunner_add_suite(runner, layout_suite());
	srunner_add_suite(runner, unicast_suite());
	srunner_add_suite(runner, unicast_row_suite());
	srunner_add_suite(runner, igmp_suite());
#ifndef IPH_TEST_MODE_NT
	srunner_add_suite(runner, win32_calls_suite());
	srunner_add_suite(runner, adapters_suite());
	srunner_add_suite(runner, resolv_conf_suite());
#endif
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
