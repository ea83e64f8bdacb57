/* SPDX-License-Identifier: MIT */
/* Tests of libwinport, which need no privilege and no network. */

#include <stdbool.h>
#include <stdlib.h>

#include "../winport/suites.h"

int main(void)
{
	SRunner *runner = srunner_create(winport_codes_suite());
	bool passed;

	srunner_add_suite(runner, winport_print_suite());
	srunner_add_suite(runner, winport_system_suite());
	srunner_add_suite(runner, winport_text_suite());
	srunner_run_all(runner, CK_ENV);
	/* a CK_RUN_SUITE or CK_RUN_CASE that names nothing has tested nothing */
	passed = srunner_ntests_run(runner) > 0 && srunner_ntests_failed(runner) == 0;
	srunner_free(runner);
	return passed ? EXIT_SUCCESS : EXIT_FAILURE;
}
