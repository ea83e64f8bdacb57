#!/bin/sh
# SPDX-License-Identifier: MIT
# Constants and layouts of our headers against those of mingw-w64, which others wrote: a compiler
# for Windows takes its headers and checks what ours said. IPH_MINGW_INCLUDE names another place.
# Run from the top of the tree. Exit: 0 all equal, 1 not, 77 no mingw-w64 headers or compiler.

# Lists of flags are split on purpose.
# shellcheck disable=SC2086
set -eu
export LC_ALL=C

place=${IPH_MINGW_INCLUDE:-/usr/share/mingw-w64/include}
if command -v x86_64-w64-mingw32-gcc >/dev/null; then
	windows=x86_64-w64-mingw32-gcc
elif command -v clang >/dev/null && [ -e "$place/netioapi.h" ]; then
	windows="clang --target=x86_64-w64-mingw32 -isystem $place -Wno-everything
		-ferror-limit=0 -fno-spell-checking"
else
	echo 'mingw: no compiler or headers of mingw-w64, skipped'
	exit 77
fi

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM

cat >"$tmp/ours.h" <<'END'
#include <winsock2.h>
#include <ws2tcpip.h>
#include <iphlpapi.h>
#include <mstcpip.h>
#include <objbase.h>
END
cat >"$tmp/theirs.h" <<'END'
#define _WIN32_WINNT 0x0A00
#define NTDDI_VERSION 0x0A000000
#define WIN32_NO_STATUS
#include <winsock2.h>
#include <ws2tcpip.h>
#include <iphlpapi.h>
#include <netioapi.h>
#include <mstcpip.h>
#include <objbase.h>
#undef WIN32_NO_STATUS
#include <ntstatus.h>
#include <stddef.h>
END

# Numbers that Linux decides, and what is ours to choose.
linux='INVALID_SOCKET SD_RECEIVE SD_SEND SD_BOTH'

# Macros with a value, and the enumerators; what is no integer drops out when it is compiled.
for header in include/*.h; do
	awk '/^#define [A-Za-z_0-9]+ [-(0-9]/ { print $2 }
	     /^typedef enum/ { on = 1 }
	     /^}/ { on = 0 }
	     on && /^\t[A-Z][A-Za-z_0-9]+( =.*)?,?$/ { sub(/[ ,].*/, ""); sub(/\t/, ""); print }' \
		"$header"
done | grep -vE "^(IPH_|$(echo $linux | tr ' ' '|')$)" | sort -u >"$tmp/names"

# Only where it has a value: the compiler says which have none.
echo '#include <ntstatus.h>' >>"$tmp/ours.h"
cat >>"$tmp/ours.h" <<'END'
#include <stdio.h>
#define SHOW(name) printf("%s %lld\n", #name, (long long)(name))
END
write_values() {
	cat "$tmp/ours.h"
	echo 'int main(void) {'
	while read -r name; do
		echo "#line 1 \"$name\""
		echo "SHOW($name); enum { e_$name = (long long)($name) != 0 };"
	done
	echo 'return 0; }'
}
write_values <"$tmp/names" >"$tmp/all.c"
${CC:-cc} -w -Iinclude -fmax-errors=0 -fsyntax-only "$tmp/all.c" 2>"$tmp/err" || true
sed -n 's/^\([A-Za-z_0-9]*\):1:.*error.*/\1/p' "$tmp/err" | sort -u >"$tmp/none"
comm -23 "$tmp/names" "$tmp/none" >"$tmp/good"
write_values <"$tmp/good" >"$tmp/values.c"
${CC:-cc} -w -Iinclude -o "$tmp/values" "$tmp/values.c" || exit 1
"$tmp/values" >"$tmp/values.txt"

# Two long longs that differ only in the sign of their 32 bits are one DWORD.
{
	cat "$tmp/theirs.h"
	while read -r name value; do
		echo "#line 1 \"$name\""
		echo "_Static_assert((unsigned)($name) == (unsigned)($value),"
		echo "\"differs: ours is $value\");"
	done <"$tmp/values.txt"
	# IPV6_ADDRESS_EX is packed in Microsoft's header (26 bytes), and not in theirs.
	sed -n '/^IPV6_ADDRESS_EX,/d
		s/^\([A-Z][A-Z0-9_]*\),__struct__,\([0-9]*\),\([0-9]*\)$/\1 \2 \3/p' \
		tests/data/win64-layout.csv | while read -r type align size; do
		echo "#line 1 \"$type\""
		echo "_Static_assert(_Alignof($type) == $align && sizeof($type) == $size,"
		echo '"differs");'
	done
	grep -v '__\|\[\|^IPV6_ADDRESS_EX,' tests/data/win64-layout.csv | tail -n +2 |
		while IFS=, read -r type member offset size; do
			echo "#line 1 \"$type.$member\""
			echo "_Static_assert(offsetof($type, $member) == $offset &&"
			echo "sizeof((($type *)0)->$member) == $size, \"differs\");"
		done
} >"$tmp/check.c"
$windows -std=gnu11 -fsyntax-only "$tmp/check.c" >"$tmp/err" 2>&1 || true
grep -iE 'static.*assert.*fail|differs' "$tmp/err" | grep 'error' >"$tmp/differ" || true
if [ -s "$tmp/differ" ]; then
	echo 'mingw: these differ:'
	cat "$tmp/differ"
	exit 1
fi
all=$(grep -c '^_Static_assert' "$tmp/check.c")
missing=$(sed -n 's/^\([A-Za-z_0-9.]*\):[12]:.*error.*/\1/p' "$tmp/err" | sort -u | wc -l)
if [ $((all - missing)) -lt 700 ]; then
	echo "mingw: of $all only $((all - missing)) could be compared:"
	head -20 "$tmp/err"
	exit 1
fi
echo "mingw: ok, $((all - missing)) constants and layouts are equal, $missing are not there"
