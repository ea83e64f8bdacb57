#!/bin/sh
# SPDX-License-Identifier: MIT
# The rows have Windows' 32-bit layout where this machine can link 32-bit programs; 77 where not.
set -u
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
cc=${CC:-cc}
echo 'int main(void) { return 0; }' >"$tmp/try.c"
if ! { $cc -m32 -o "$tmp/try" "$tmp/try.c" && "$tmp/try"; } 2>/dev/null; then
	echo 'layout32: skipped: no 32-bit programs here'
	exit 77
fi
$cc -m32 -std=gnu11 -D_GNU_SOURCE -DLAYOUT_MAIN -DTESTS_DATA_DIR='"tests/data"' -Iinclude -Itests/support \
	-o "$tmp/layout" tests/unit/layout.c || exit 1
"$tmp/layout" && echo 'layout32: ok'
