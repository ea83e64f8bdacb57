#!/bin/sh
# SPDX-License-Identifier: MIT
# coverage.sh TREE: which lines of the libraries and the holder have run in the tree, which was
# built and tested with --coverage. Writes TREE/report, and TREE/lines/ with a file for each source.
# Exit: 0 reported, 1 not.
set -eu
LC_ALL=C
export LC_ALL
cd "$1"
rm -rf lines
mkdir lines
find build/base build/kernel build/protocol build/lib build/iphlpapi build/holder -name '*.gcno' |
	while read -r object; do
	gcov -s "$PWD" -r -o "$object" "$object" 2>/dev/null | awk '
		/^File / { file = $2; gsub(/\x27/, "", file) }
		/^Lines executed:/ && file ~ /^src\/.*\.c$/ {
			sub(/Lines executed:/, "")
			sub(/%/, "")
			print file, $1, $3
			file = ""
		}'
	for text in *.gcov; do
		[ ! -e "$text" ] || mv "$text" lines/
	done
done | sort -u >lines/summary
awk '
	function say(name, run, all) {
		if (all > 0)
			printf "%-40s %6.1f %% of %5d lines\n", name, 100 * run / all, all
	}
	{
		say($1, $2 * $3 / 100, $3)
		layer = $1
		sub(/^src\//, "", layer)
		sub(/\/.*/, "", layer)
		all[layer] += $3
		run[layer] += $2 * $3 / 100
	}
	END {
		print ""
		count = split("base kernel protocol lib iphlpapi holder", order, " ")
		for (i = 1; i <= count; i++)
			say(order[i], run[order[i]], all[order[i]])
	}' lines/summary >report
rm lines/summary
cat report
[ -s report ]
