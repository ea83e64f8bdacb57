/* SPDX-License-Identifier: MIT */
/* The suites of main-winport. */
#pragma once

#include <check.h>

Suite *winport_codes_suite(void);
Suite *winport_print_suite(void);
Suite *winport_system_suite(void);
Suite *winport_text_suite(void);
