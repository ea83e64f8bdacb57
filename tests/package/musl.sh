#!/bin/sh
# SPDX-License-Identifier: MIT
# Every source of the libraries, the holder and iphlp, and the unit tests, compile with musl's
# headers without a warning. They are not linked: Debian has libmnl and the others for glibc only.
# Run from the top of the tree after "make". Exit: 0 all compile, 1 some do not, 77 no musl-gcc.
set -eu

if ! command -v musl-gcc >/dev/null; then
	echo 'musl: skipped: no musl-gcc'
	exit 77
fi
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM

# Of the system's headers only those that musl has not: the kernel's and the libraries'.
multiarch=/usr/include/$(gcc -print-multiarch)
for name in libmnl linux asm-generic mtd libsmartcols check.h check_stdint.h cap-ng.h libnl3 asm; do
	for directory in /usr/include "$multiarch"; do
		[ ! -e "$directory/$name" ] || ln -sfn "$directory/$name" "$tmp/$name"
	done
done
# The library of systemd is for glibc, too.
grep -v HAVE_SYSTEMD config.h >"$tmp/config.h"
find src tests/unit tests/winport -name '*.c' >"$tmp/list"
tmp=$tmp xargs -P "$(nproc)" -n 8 sh -c '
status=0
for source in "$@"; do
	musl-gcc -fsyntax-only -std=gnu11 -Wall -Wextra -Werror -idirafter "$tmp" \
		-idirafter "$tmp/libsmartcols" -idirafter "$tmp/libnl3" -D_GNU_SOURCE \
		-include "$tmp/config.h" -Iinclude -Isrc/base -Isrc/kernel -Isrc/protocol -Isrc/lib \
		-Isrc/iphlpapi -Itests/support -DHOLDER_DIR=\"\" -DTESTS_DATA_DIR=\"\" \
		-DCOMPLAINTS=\"\" "$source" || status=1
done
exit $status' sh <"$tmp/list" >"$tmp/log" 2>&1 || {
	head -n 40 "$tmp/log"
	echo 'musl: some sources do not compile'
	exit 1
}
echo "musl: ok, $(wc -l <"$tmp/list") sources"
