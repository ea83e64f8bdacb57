#!/bin/sh
# SPDX-License-Identifier: MIT
# The rows have Windows' 32-bit layout where this machine can link 32-bit programs; 77 where not. A
# kernel that cannot run them leaves that to qemu-i386.
set -u
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
cc=${CC:-cc}
run=
echo 'int main(void) { return 0; }' >"$tmp/try.c"
$cc -m32 -o "$tmp/try" "$tmp/try.c" 2>/dev/null && "$tmp/try" 2>/dev/null || run=qemu-i386
if [ -n "$run" ] && ! $run "$tmp/try" 2>/dev/null; then
	echo 'layout32: skipped: no 32-bit programs here'
	exit 77
fi
$cc -m32 -std=gnu11 -D_GNU_SOURCE -DLAYOUT_MAIN -DTESTS_DATA_DIR='"tests/data"' -Iinclude \
	-Itests/support \
	-o "$tmp/layout" tests/unit/layout.c || exit 1
$run "$tmp/layout" && echo "layout32: ok${run:+ with $run}"
