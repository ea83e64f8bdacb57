/* SPDX-License-Identifier: MIT */
/* Tests with real kernel state. Exit: 0 passed, 1 failed, 77 this machine has no namespaces. */

#include <stdlib.h>
#include <string.h>

#include "netns.h"
#include "suite.h"

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

int main(int argc, char **argv)
{
	const char *required = getenv("IPH_TEST_REQUIRE");

	if (argc == 1 && !world_possible())
		return required && strstr(required, "netns") ? EXIT_FAILURE : SKIPPED;
	setenv("CK_FORK", "yes", 1); /* a test changes its process, which must not be this one */
	return suite_main(argc, argv);
}
