/* SPDX-License-Identifier: MIT */
/* Tests that need no kernel state and no privilege. */

#include <stdbool.h>
#include <stdlib.h>

#include "suites.h"

int main(void)
{
	SRunner *runner = srunner_create(anycast_suite());
	bool passed;

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
	srunner_add_suite(runner, route_suite());
	srunner_add_suite(runner, holder_call_suite());
	srunner_add_suite(runner, interface_suite());
	srunner_add_suite(runner, layout_suite());
	srunner_add_suite(runner, unicast_suite());
	srunner_add_suite(runner, unicast_row_suite());
	srunner_add_suite(runner, route_row_suite());
	srunner_add_suite(runner, igmp_suite());
#ifndef IPH_TEST_MODE_NT
	srunner_add_suite(runner, win32_calls_suite());
	srunner_add_suite(runner, adapters_suite());
	srunner_add_suite(runner, resolv_conf_suite());
#endif
	srunner_run_all(runner, CK_ENV);
	/* a CK_RUN_SUITE or CK_RUN_CASE that names nothing has tested nothing */
	passed = srunner_ntests_run(runner) > 0 && srunner_ntests_failed(runner) == 0;
	srunner_free(runner);
	return passed ? EXIT_SUCCESS : EXIT_FAILURE;
}
