#!/bin/sh
# SPDX-License-Identifier: MIT
# Every system call of the calls about routes, and everything that they ask malloc() for, fails
# once, and the routes are then what the code says: see main.c and routes.c.
# IPH_INJECT=full tries each errno of each call, else the first of each.
# Exit: 0 all passed, 1 some failed, 77 no namespaces here (1 with IPH_TEST_REQUIRE=netns).
set -u

name=inject-routes
# shellcheck source=tests/support/inside
. tests/support/inside
# shellcheck source=tests/inject/build
. tests/inject/build

for i in 0 1; do
	ip addr add 192.0.$i.1/24 dev eth$i
done

"$tmp/inject" routes "$@"
