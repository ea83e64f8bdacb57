#!/bin/sh
# SPDX-License-Identifier: MIT
# A test program that was told to run what it does not have has not passed: a name that is wrong
# in a script would say "passed" for ever.
# Run from the top of the tree after "make check" has built the programs. Exit: 0 so it is, 1 not.
set -u
status=0
for program in build/check-unit-win32 build/check-unit-nt build/check-netns-win32 \
	build/check-netns-nt build/check-winport; do
	if CK_RUN_SUITE=attr CK_RUN_CASE=nosuch "$program" >/dev/null 2>&1; then
		echo "nothing: $program passes without a test"
		status=1
	fi
done
[ $status -eq 0 ] && echo 'nothing: ok'
exit $status
