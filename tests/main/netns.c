/* SPDX-License-Identifier: MIT */
/* Tests with real kernel state. Exit: 0 passed, 1 failed, 77 this machine has no namespaces. */

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "netns.h"
#include "suites.h"

#define SKIPPED 77
#define TIMEOUT 180 /* seconds, times CK_TIMEOUT_MULTIPLIER; see tests/run */

TCase *netns_tcase(Suite *suite, const char *name, void (*setup)(void))
{
	TCase *tcase = tcase_create(name);

	tcase_add_checked_fixture(tcase, world_setup, world_teardown);
	if (setup)
		tcase_add_checked_fixture(tcase, setup, NULL);
	tcase_set_timeout(tcase, TIMEOUT);
	suite_add_tcase(suite, tcase);
	return tcase;
}

/* Thousands of interfaces, and others that change them: it is the number that matters there, and
 * an emulated machine would need an hour. */
static void add_large_suites(SRunner *runner)
{
	srunner_add_suite(runner, netns_interface_many_suite());
	srunner_add_suite(runner, netns_ipinterface_many_suite());
	srunner_add_suite(runner, netns_unicast_many_suite());
}

static void add_anycast_suites(SRunner *runner)
{
	srunner_add_suite(runner, netns_anycast_round_suite());
	srunner_add_suite(runner, netns_anycast_codes_suite());
	srunner_add_suite(runner, netns_anycast_foreign_suite());
	srunner_add_suite(runner, netns_anycast_privilege_suite());
	srunner_add_suite(runner, netns_anycast_table_suite());
	srunner_add_suite(runner, netns_anycast_shared_suite());
	srunner_add_suite(runner, netns_anycast_serve_suite());
	srunner_add_suite(runner, netns_anycast_gone_suite());
	srunner_add_suite(runner, netns_anycast_many_suite());
}

static void add_interface_suites(SRunner *runner)
{
	srunner_add_suite(runner, netns_convert_suite());
	srunner_add_suite(runner, netns_interface_suite());
	srunner_add_suite(runner, netns_interface_fields_suite());
	srunner_add_suite(runner, netns_long_suite());
	srunner_add_suite(runner, netns_stack_suite());
	srunner_add_suite(runner, netns_wifi_suite());
	srunner_add_suite(runner, netns_ipinterface_read_suite());
	srunner_add_suite(runner, netns_ipinterface_set_suite());
	srunner_add_suite(runner, netns_ipinterface_codes_suite());
}

static void add_address_suites(SRunner *runner)
{
	srunner_add_suite(runner, netns_unicast_row_suite());
	srunner_add_suite(runner, netns_unicast_change_suite());
	srunner_add_suite(runner, netns_unicast_codes_suite());
	srunner_add_suite(runner, netns_unicast_origin_suite());
	srunner_add_suite(runner, netns_unicast_other_end_suite());
	srunner_add_suite(runner, netns_multicast_suite());
	srunner_add_suite(runner, netns_unicast_source_suite());
#ifndef IPH_TEST_MODE_NT
	srunner_add_suite(runner, netns_adapters_suite());
	srunner_add_suite(runner, netns_adapter_fields_suite());
	srunner_add_suite(runner, netns_win32_calls_suite());
	srunner_add_suite(runner, netns_win32_notify_suite());
#endif
}

/* IPH_TEST_PART: 1 for anycast, 2 for interfaces, 3 for all other addresses, so that machines can
 * share the work; without it everything. */
static int run_suites(void)
{
	const char *part = getenv("IPH_TEST_PART");
	SRunner *runner = srunner_create(NULL);
	bool passed;

	if (!part || *part == '1')
		add_anycast_suites(runner);
	if (!part || *part == '2')
		add_interface_suites(runner);
	if (!part || *part == '3')
		add_address_suites(runner);
	if (!part && !getenv("IPH_TEST_DIVISOR"))
		add_large_suites(runner);
	srunner_set_fork_status(runner, CK_FORK); /* whatever CK_FORK says: never this process */
	srunner_run_all(runner, CK_ENV);
	/* a part or CK_RUN_SUITE that names nothing has tested nothing */
	passed = srunner_ntests_run(runner) > 0 && srunner_ntests_failed(runner) == 0;
	srunner_free(runner);
	return passed ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(void)
{
	const char *required = getenv("IPH_TEST_REQUIRE");

	if (!world_possible())
		return required && strstr(required, "netns") ? EXIT_FAILURE : SKIPPED;
	return run_suites();
}
