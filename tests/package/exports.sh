#!/bin/sh
# SPDX-License-Identifier: MIT
# Symbol map, dynamic symbols, static archive, header and manual pages have the same names, and
# the libraries have neither foreign dependencies nor, but for one file, writable data.
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
	fail "$1 (>) and the headers (<) differ:"
	cat "$tmp/diff"
}

# Callback types have the calling convention in parentheses and do not match.
sed -n 's/^\(.* \)\{0,1\}NETIOAPI_API_\{0,1\} \([A-Za-z0-9]*\)(.*/\2/p' \
	include/netioapi.h include/iphlpapi/ext.h | sort >"$tmp/netio"
[ -s "$tmp/netio" ] || fail 'no function found in include/netioapi.h'
# What only libiphlpapi has.
sed -n 's/^[A-Z]* WINAPI \([A-Za-z0-9]*\)(.*/\1/p' include/iphlpapi.h include/icmpapi.h \
	>"$tmp/only"
[ -s "$tmp/only" ] || fail 'no function found in include/iphlpapi.h'
sort "$tmp/netio" "$tmp/only" >"$tmp/iphlpapi"
functions=$(wc -l <"$tmp/iphlpapi")

# A map is one node a release, names sorted within it.
for library in iphlpapi netio; do
	map=src/lib/$library.map
	cp "$tmp/$library" "$tmp/header"
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

	nm -g --defined-only "build/lib$library.a" | awk 'NF == 3 { print $3 }' |
		sort >"$tmp/archive"
	same "lib$library.a" "$tmp/archive"
done

cp "$tmp/iphlpapi" "$tmp/header"
for page in man/*.3; do
	basename "$page" .3
done | sort >"$tmp/pages"
same 'man3 pages' "$tmp/pages"

while read -r name; do
	cat man/netioapi.7 man/netioapi-unwritten.7 | grep -q "^$name\\b" ||
		fail "neither netioapi(7) nor netioapi-unwritten(7) lists $name"
done <"$tmp/header"

# libwinport has names of its own and nothing of the two. Its headers, too, declare what exists.
cat include/win*.h include/objbase.h include/ws2tcpip.h include/ip2string.h include/ntddk.h |
	sed -n 's/^\(.* \)\{0,1\}\**\(WINAPI \|NTAPI \|__cdecl \)\([A-Za-z0-9]*\)(.*/\3/p
		s/^[^#(]*[ *]\(winport_[a-z]*\)(.*);$/\1/p' | sort -u >"$tmp/header"
sed -n 's/^	\([A-Za-z0-9_]*\);$/\1/p' src/winport/winport.map >"$tmp/map"
sort "$tmp/map" | cmp -s - "$tmp/map" || fail 'src/winport/winport.map is not sorted'
nm -D --defined-only build/libwinport.so |
	awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' | sort >"$tmp/dynamic"
nm -g --defined-only build/libwinport.a | awk 'NF == 3 { print $3 }' | sort >"$tmp/archive"
for names in map dynamic archive; do
	diff "$tmp/header" "$tmp/$names" >"$tmp/diff" ||
		fail "libwinport: $names (>) and the headers (<) differ: $(cat "$tmp/diff")"
done
[ "$(nm -g --defined-only build/libwinportmain.a | awk 'NF == 3 { print $3 }')" = main ] ||
	fail 'libwinportmain.a has more than main'
while read -r name; do
	grep -q "\b$name\b" man/winport.7 || fail "winport(7) does not list $name"
done <"$tmp/map"

# Sanitizers bring data and libraries of their own.
if [ -z "${SANITIZE:-}" ]; then
	objects=$(find build/lib build/iphlpapi build/kernel build/protocol -name '*.o')
	# shellcheck disable=SC2086 # one word for each object
	objdump -h $objects |
		awk '/file format/ { file = $1 }
		     $2 ~ /^\.(data|bss|tdata|tbss)/ && $2 !~ /^\.data\.rel\.ro/ && $3 !~ /^0+$/ {
			print file, $2 }' >"$tmp/data"
	# shellcheck disable=SC2086
	nm $objects | awk '$2 == "C" { print $3, "is common" }' >>"$tmp/data"
	# The registrations for notices are the one state that there is.
	[ "$(sed 's/:.*//' "$tmp/data" | sort -u)" = build/lib/notify/machine.o ] ||
		fail "writable data in the library: $(cat "$tmp/data")"

	# The last error of a thread, and what Ctrl-C has to know, are alone in their files.
	objdump -h build/winport/*.o |
		awk '/file format/ { file = $1 }
		     $2 ~ /^\.(data|bss|tdata|tbss)/ && $2 !~ /^\.data\.rel\.ro/ && $3 !~ /^0+$/ {
			print file, $2 }' |
		grep -v '/last-error\.o: \.tbss\|/console\.o: ' >"$tmp/data" || true
	[ -s "$tmp/data" ] && fail "writable data in libwinport: $(cat "$tmp/data")"
	# The loader itself, because of the thread's own data.
	needed=$(objdump -p build/libwinport.so | awk '$1 == "NEEDED" { print $2 }' |
		grep -v '^ld-')
	[ "$needed" = libc.so.6 ] || fail "libwinport.so needs $needed"

	for library in iphlpapi netio; do
		needed=$(objdump -p "build/lib$library.so" | awk '$1 == "NEEDED" { print $2 }' |
			sed 's/\.so\..*//' | sort | tr '\n' ' ')
		[ "$needed" = 'libc libmnl ' ] || fail "lib$library.so needs $needed"
	done
fi

[ $status -eq 0 ] && echo "exports: ok, $functions functions, $(wc -l <"$tmp/map") in libwinport"
exit $status
