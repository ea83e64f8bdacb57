#!/bin/sh
# SPDX-License-Identifier: MIT
# Sixteen threads, fork() and setns() under ThreadSanitizer: see threads.c; and registrations for
# notices that come and go: see registrations.c. The library is built here once more for that.
# IPH_THREADS_SECONDS says how long the threads run (default 5), IPH_THREADS_PAIRS how many
# registrations there are (default 1000).
# Exit: 0 all passed, 1 some failed, 77 no namespaces here (1 with IPH_TEST_REQUIRE=netns).
set -u

name=threads
# shellcheck source=tests/support/inside
. tests/support/inside
# shellcheck source=tests/support/rooms
. tests/support/rooms

IPH_TEST_HOLDER=${IPH_TEST_HOLDER:-$PWD/build/anycast-holder}
LC_ALL=C
export IPH_TEST_HOLDER LC_ALL

tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM

cc=${CC:-cc}
flags='-std=gnu11 -g -O1 -fsanitize=thread -D_GNU_SOURCE -include config.h'
# shellcheck disable=SC2046,SC2086 # lists of options and sources
{
	echo 'int main(void) { return 0; }' >"$tmp/try.c"
	$cc -fsanitize=thread -o "$tmp/try" "$tmp/try.c" 2>/dev/null && "$tmp/try" ||
		skip 'no ThreadSanitizer'
	$cc $flags $rooms -pthread -fPIC -shared -o "$tmp/library.so" \
		tests/support/holder-path.c \
		$(find src/base src/kernel src/protocol src/lib src/iphlpapi -name '*.c' |
			grep -v -e codes/nt -e holder-path) -lmnl || exit 1
	for program in threads registrations; do
		$cc $flags $rooms -pthread -o "$tmp/$program" "tests/threads/$program.c" \
			"$tmp/library.so" "-Wl,-rpath,$tmp" || exit 1
	done
}

ip link set lo up
ip link add eth0 type veth peer name eth1 || skip 'no veth interfaces'
for i in 0 1; do
	ip link set eth$i addrgenmode none up
	ip -6 addr add 2001:db8:1::1$i/64 dev eth$i nodad
done

export TSAN_OPTIONS="halt_on_error=0 exitcode=66 log_path=$tmp/race"
"$tmp/threads"
status=$?
"$tmp/registrations" "${IPH_THREADS_PAIRS:-1000}" || status=1
if cat "$tmp"/race.* 2>/dev/null | head -100 | grep .; then
	echo 'FAIL ThreadSanitizer sees no race'
	echo '0 passed, 1 failed'
	exit 1
fi
[ "$status" -eq 0 ]
