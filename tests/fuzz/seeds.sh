#!/bin/sh
# SPDX-License-Identifier: MIT
# Every seed of the fuzzing harnesses once, without a fuzzer: among them are a holder that dies, or
# whose kernel fails, in each step of an entry. Run from the top of the tree after "make".
# Exit: 0 all passed, 1 some failed.
set -u

LC_ALL=C
export LC_ALL

# shellcheck source=tests/support/rooms
. tests/support/rooms

tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM

failed=0
# $1 harness
replay() {
	# what a harness does not include itself it names behind "with:"
	sources=$(sed -n 's/^.* with: \([^*]*\).*/\1/p' "tests/fuzz/$1.c" | tr ' ' '\n' |
		sed -n 's|^[a-z]|src/cli/&|p')
	# shellcheck disable=SC2046,SC2086 # lists of options
	${CC:-cc} -std=gnu11 -g -O1 ${SANITIZE:-} -D_GNU_SOURCE -include config.h $rooms \
		-w -o "$tmp/$1" "tests/fuzz/$1.c" $sources tests/fuzz/replay/main.c \
		$(pkg-config --cflags --libs libmnl smartcols) || return 1
	"$tmp/$1" tests/fuzz/seeds/"$1"/* >/dev/null 2>"$tmp/err"
}
for harness in tests/fuzz/*.c; do
	name=$(basename "$harness" .c)
	if replay "$name"; then
		echo "PASS $name: $(find "tests/fuzz/seeds/$name" -type f | wc -l) inputs"
	else
		failed=$((failed + 1))
		echo "FAIL $name"
		tail -n 3 "$tmp/err" | sed 's/^/     /'
	fi
done
[ "$failed" -eq 0 ]
