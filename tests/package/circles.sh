#!/bin/sh
# SPDX-License-Identifier: MIT
# No file of src/ needs, by way of whatever others, one that needs it: neither what is linked nor
# what is included goes in a circle. And no file reaches into another folder past the include path
# of its layer. Run from the top of the tree after make. Exit: 0 all is well, 1 not, 77 no binutils.
set -eu
export LC_ALL=C

command -v nm >/dev/null || {
	echo 'circles: no nm, skipped'
	exit 77
}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
status=0

# same_order WHAT FILE: the lines of FILE are pairs "needs needed".
same_order() {
	if ! tsort "$2" >/dev/null 2>"$tmp/loops"; then
		status=1
		echo "circles: $1 in a circle:"
		grep -v 'contains a loop' "$tmp/loops" | sed 's/^tsort: /	/'
	fi
}

# What an object defines, and what it uses of others. A name that several programs have is, for each
# of them, the one of its own folder.
find src -name '*.c' | sort >"$tmp/sources"
sed 's|^src/\(.*\)\.c$|build/\1.o|' "$tmp/sources" | xargs nm -gA |
	sed -n 's|^build/\([^:]*\)\.o:.* \([A-Z]\) \(.*\)$|\1 \2 \3|p' |
	awk '{ $2 = $2 == "U" ? "uses" : "defines"; print }' >"$tmp/symbols"
[ "$(grep -c ' uses iph_nl_dump$' "$tmp/symbols")" -gt 3 ] || {
	echo 'circles: nm does not tell who uses iph_nl_dump()'
	exit 1
}
awk '{ split($1, part, "/") }
     NR == FNR && $2 == "defines" { by[$3] = by[$3] " " $1; own[part[1], $3] = $1 }
     NR != FNR && $2 == "uses" && $3 in by {
	n = (part[1], $3) in own ? split(own[part[1], $3], files, " ") : split(by[$3], files, " ")
	for (i = 1; i <= n; i++)
		if (files[i] != $1)
			print $1, files[i]
     }' "$tmp/symbols" "$tmp/symbols" | sort -u >"$tmp/pairs"
[ -s "$tmp/pairs" ] || status=1
same_order 'these sources need each other' "$tmp/pairs"

grep -r --include='*.h' '^#include "' src | sed 's/:#include "\(.*\)".*/ \1/' |
	while read -r header name; do
		for folder in "${header%/*}" src/base src/kernel src/protocol src/lib \
			src/iphlpapi; do
			[ -f "$folder/$name" ] || continue
			echo "$header $folder/$name"
			break
		done
	done >"$tmp/includes"
[ -s "$tmp/includes" ] || status=1
same_order 'these headers include each other' "$tmp/includes"

if grep -rn '#include "\.\./' src; then
	echo 'circles: each layer is compiled with the include folders of what it may use: no ../'
	status=1
fi

[ $status -eq 0 ] && echo "circles: none, in $(wc -l <"$tmp/sources") sources"
exit $status
