#!/bin/sh
# SPDX-License-Identifier: MIT
# What the demo prints behind a $ can be typed as it stands: each line is run again here, by itself.
# Run from the top of the tree after "make".
# Exit: 0 all passed, 1 some failed, 77 no namespaces here (1 with IPH_TEST_REQUIRE=netns).
set -u

name=cli-demo limit=300
# shellcheck source=tests/support/inside
. tests/support/inside
# shellcheck source=tests/support/cli-checks
. tests/support/cli-checks

run sh examples/demo.sh
it 'the demo ends well' [ "$status" -eq 0 ]
it 'and has fetched its lines' [ "$(grep -c '^hello from' "$tmp/out")" -eq 3 ]
sed -n 's/^\$ //p' "$tmp/out" >"$tmp/lines"
it 'it prints what it does' [ "$(wc -l <"$tmp/lines")" -gt 20 ]

mount -t tmpfs tmpfs /run || skip 'cannot mount a file system'
PATH=$PWD/build:$PATH
export PATH
listens() {
	end=$(($(date +%s) + 60))
	until ip netns exec server ss -Hltn 'sport = :7777' | grep -q .; do
		[ "$(date +%s)" -lt $end ] || return 1
	done
}
while read -r line; do
	case $line in
	*'&')
		# the shell of the reader goes on, too
		sh -c "$line" >"$tmp/out" 2>"$tmp/err" </dev/null
		status=$?
		it "typed: $line" listens
		;;
	*)
		run sh -c "$line"
		it "typed: $line" [ "$status" -eq 0 ]
		;;
	esac
done <"$tmp/lines"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
