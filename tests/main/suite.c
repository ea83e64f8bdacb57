/* SPDX-License-Identifier: MIT */
/* The suites of a test program: which there are, and running them. */

#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct test_suite *suites; /* by name, so that their order is that of no linker */

void suite_register(struct test_suite *suite)
{
	struct test_suite **at = &suites;

	while (*at && strcmp((*at)->name, suite->name) < 0)
		at = &(*at)->next;
	suite->next = *at;
	*at = suite;
}

/* IPH_TEST_PART=2/3 has the second, fifth ... suite. */
static bool in_part(unsigned number)
{
	const char *text = getenv("IPH_TEST_PART");
	unsigned part, parts;

	if (!text)
		return true;
	return sscanf(text, "%u/%u", &part, &parts) == 2 && parts > 0 && number % parts == part - 1;
}

static bool wanted(const struct test_suite *suite, unsigned number)
{
	const char *size = getenv("IPH_TEST_SIZE");

	if (size)
		return suite->large == (strcmp(size, "large") == 0);
	return in_part(number) && !(suite->large && getenv("IPH_TEST_DIVISOR"));
}

static Suite *make(const struct test_suite *suite)
{
	Suite *made = suite_create(suite->name);

	suite->fill(made);
	return made;
}

static int run(void)
{
	SRunner *runner = srunner_create(NULL);
	unsigned number = 0;
	bool passed;

	for (const struct test_suite *suite = suites; suite; suite = suite->next) {
		if (wanted(suite, number++))
			srunner_add_suite(runner, make(suite));
	}
	srunner_run_all(runner, CK_ENV);
	/* a part, CK_RUN_SUITE or CK_RUN_CASE that names nothing has tested nothing */
	passed = srunner_ntests_run(runner) > 0 && srunner_ntests_failed(runner) == 0;
	srunner_free(runner);
	return passed ? EXIT_SUCCESS : EXIT_FAILURE;
}

int suite_main(int argc, char **argv)
{
	if (argc == 1)
		return run();
	for (const struct test_suite *suite = suites; suite; suite = suite->next)
		if (!suite->large)
			puts(suite->name);
	return argc == 2 && strcmp(argv[1], "--list") == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
