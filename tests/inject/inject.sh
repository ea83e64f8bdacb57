#!/bin/sh
# SPDX-License-Identifier: MIT
# Every system call of the anycast calls and of the holder fails once: see main.c.
# IPH_INJECT=full tries each errno of each call, else the first of each.
# Exit: 0 all passed, 1 some failed, 77 no namespaces here (1 with IPH_TEST_REQUIRE=netns).
set -u

name=inject
# shellcheck source=tests/support/inside
. tests/support/inside
# shellcheck source=tests/inject/build
. tests/inject/build

# Not exec: the shell stays, as the process that reaps the holders.
"$tmp/inject" anycast "$@"
