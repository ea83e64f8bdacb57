#!/bin/sh
# SPDX-License-Identifier: MIT
# Every system call of the calls about neighbours and paths, and everything that they ask malloc()
# for, fails once, and those are then what the code says: see main.c, neighbors.c and paths.c.
# IPH_INJECT=full tries each errno of each call, else the first of each.
# Exit: 0 all passed, 1 some failed, 77 no namespaces here (1 with IPH_TEST_REQUIRE=netns).
set -u

name=inject-neighbors
# shellcheck source=tests/support/inside
. tests/support/inside
# shellcheck source=tests/inject/build
. tests/inject/build

ip addr add 192.0.0.1/24 dev eth0

"$tmp/inject" neighbors && "$tmp/inject" paths
