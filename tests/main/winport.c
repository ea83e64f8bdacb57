/* SPDX-License-Identifier: MIT */
/* Tests of libwinport, which need no privilege and no network. */

#include <stdlib.h>

#include "../winport/suites.h"

int main(void)
{
	SRunner *runner = srunner_create(winport_codes_suite());
	int failed;

	srunner_add_suite(runner, winport_print_suite());
	srunner_add_suite(runner, winport_system_suite());
	srunner_add_suite(runner, winport_text_suite());
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
