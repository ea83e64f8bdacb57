#!/bin/sh
# SPDX-License-Identifier: MIT
# Symbol map, dynamic symbols, static archive, header and manual pages have the same names, and
# the libraries have neither writable data nor foreign dependencies.
# Run from the top of the tree after make. Exit: 0 all agree, 1 not, 77 no binutils.
set -eu
export LC_ALL=C

for tool in nm objdump; do
	command -v "$tool" >/dev/null && continue
	echo "exports: no $tool, skipped"
	exit 77
done

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
status=0

fail() {
	echo "exports: $*"
	status=1
}

# same WHAT FILE: FILE has the names of the header.
same() {
	diff "$tmp/header" "$2" >"$tmp/diff" && return
	fail "$1 (>) and include/netioapi.h (<) differ:"
	cat "$tmp/diff"
}

# Callback types have the calling convention in parentheses and do not match.
sed -n 's/^\(.* \)\{0,1\}NETIOAPI_API_\{0,1\} \([A-Za-z0-9]*\)(.*/\2/p' include/netioapi.h |
	sort >"$tmp/header"
[ -s "$tmp/header" ] || fail 'no function found in include/netioapi.h'

# A map is one node a release, names sorted within it.
for library in iphlpapi netio; do
	map=src/lib/$library.map
	awk '/global:/ { on = 1; last = ""; next } /local:|}/ { on = 0 }
	     on { sub(/;.*/, ""); gsub(/[ \t]/, "") }
	     on && $0 { if ($0 < last) print "not sorted: " $0; last = $0 }' $map >"$tmp/unsorted"
	[ -s "$tmp/unsorted" ] && fail "$map: $(cat "$tmp/unsorted")"
	awk '/global:/ { on = 1; next } /local:|}/ { on = 0 }
	     on { sub(/;.*/, ""); gsub(/[ \t]/, ""); if ($0) print }' $map | sort >"$tmp/map"
	same "$map" "$tmp/map"

	# A symbol of type A is the name of a version.
	nm -D --defined-only "build/lib$library.so" |
		awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' | sort >"$tmp/dynamic"
	same "lib$library.so" "$tmp/dynamic"

	nm -g --defined-only "build/lib$library.a" | awk 'NF == 3 { print $3 }' | sort >"$tmp/archive"
	same "lib$library.a" "$tmp/archive"
done

for page in man/*.3; do
	basename "$page" .3
done | sort >"$tmp/pages"
same 'man3 pages' "$tmp/pages"

while read -r name; do
	grep -q "^$name\\b" man/netioapi.7 || fail "netioapi(7) does not list $name"
done <"$tmp/header"

# Sanitizers bring data and libraries of their own.
if [ -z "${SANITIZE:-}" ]; then
	objdump -h build/lib/*.o build/shared/*.o |
		awk '/file format/ { file = $1 }
		     $2 ~ /^\.(data|bss|tdata|tbss)/ && $2 !~ /^\.data\.rel\.ro/ && $3 !~ /^0+$/ {
			print file, $2 }' >"$tmp/data"
	nm build/lib/*.o build/shared/*.o | awk '$2 == "C" { print $3, "is common" }' >>"$tmp/data"
	[ -s "$tmp/data" ] && fail "writable data in the library: $(cat "$tmp/data")"

	for library in iphlpapi netio; do
		needed=$(objdump -p "build/lib$library.so" | awk '$1 == "NEEDED" { print $2 }' |
			sed 's/\.so\..*//' | sort | tr '\n' ' ')
		[ "$needed" = 'libc libmnl ' ] || fail "lib$library.so needs $needed"
	done
fi

[ $status -eq 0 ] && echo "exports: ok, $(wc -l <"$tmp/header") functions"
exit $status
