/* SPDX-License-Identifier: MIT */
/* How a file says that it has a suite: TEST_SUITE("name") in the place of a function's head, and
 * the body adds its cases to the variable suite. The program that the file is linked into finds it.
 */
#pragma once

#include <check.h>
#include <stdbool.h>

struct test_suite {
	const char *name;
	void (*fill)(Suite *suite);
	bool large; /* thousands of interfaces: an emulated machine would need an hour */
	struct test_suite *next;
};

void suite_register(struct test_suite *suite);

/* What main() returns: runs the suites of this program, or those that the environment chooses:
 * CK_RUN_SUITE is a name, IPH_TEST_PART is K/N for every Nth suite, so that machines can share the
 * work, IPH_TEST_SIZE=large is the large ones, and IPH_TEST_DIVISOR leaves those out. With --list
 * it prints the names of all others. */
int suite_main(int argc, char **argv);

#define TEST_SUITE(suite_name) TEST_SUITE_OF_SIZE(suite_name, false)
#define TEST_SUITE_LARGE(suite_name) TEST_SUITE_OF_SIZE(suite_name, true)

#define TEST_SUITE_OF_SIZE(suite_name, is_large)                                                   \
	static void fill_suite(Suite *suite);                                                      \
	__attribute__((constructor)) static void register_suite(void)                              \
	{                                                                                          \
		static struct test_suite this_one = {                                              \
			.name = suite_name, .fill = fill_suite, .large = is_large};                \
                                                                                                   \
		suite_register(&this_one);                                                         \
	}                                                                                          \
	static void fill_suite(Suite *suite)
