#!/bin/sh
# SPDX-License-Identifier: MIT
# What a holder has from those who start it, and what it and the library leave with them: standard
# descriptors, limits, children, and what a cancelled thread has held. Run from the top of the tree
# after "make check" has built the library for tests.
# Exit: 0 all passed, 1 some failed, 77 no namespaces here (1 with IPH_TEST_REQUIRE=netns).
set -u

# shellcheck disable=SC2034
name=inherit limit=600
# shellcheck source=tests/support/inside
. tests/support/inside
# shellcheck source=tests/support/inherit-checks
. tests/support/inherit-checks

ip link set lo up

# Standard descriptors. $1: what they must be
standard_is() {
	for pid in $(alive); do
		for fd in 0 1 2; do
			to=$(readlink "/proc/$pid/fd/$fd")
			[ "$to" = "$1" ] || { echo "$fd of $pid is ${to:-closed}"; return 1; }
		done
	done
}
judge_standard() {
	it "$1: two processes" soon both
	it "$1: standard input, output and error are $2" standard_is "$2"
	kill -KILL "$(pgrep -x anycast-holder)"
	it "$1: another takes over" soon both
	it "$1: they still are" standard_is "$2"
	kill -HUP "$(pgrep -x anycast-holder)"
	it "$1: a program that replaces it" gives 0 "$inherit" code create 2001:db8::54
	it "$1: has two processes" soon both
	it "$1: has the same" standard_is "$2"
	# shellcheck disable=SC2046
	kill $(alive)
	it "$1: they end" soon none
}
it 'an entry is made' gives 0 "$inherit" code create 2001:db8::53
judge_standard 'as the library starts it' /dev/null
"$IPH_TEST_HOLDER" --background <&- >&- 2>&-
judge_standard 'in the background, with all three closed' /dev/null
"$IPH_TEST_HOLDER" <&- >&- 2>&- &
judge_standard 'in the foreground, with all three closed' /dev/null
wait
without_dev() { unshare -m sh -c 'mount -t tmpfs none /dev && exec "$@"' sh "$@"; }
it 'without /dev an entry is made' gives 0 without_dev "$inherit" code create 2001:db8::53
it 'by two processes' soon both
it 'which have nothing to write to' standard_is /
it 'it can be deleted' gives 0 "$inherit" code delete 2001:db8::53

# Limits that are the caller's, and ways that are closed to it.
limited() { (ulimit "$1" "$2" && shift 2 && "$@"); }
for size in 0 1 1000; do
	it "with ulimit -f $size an entry is made" gives 0 limited -f $size "$inherit" code \
		create 2001:db8::53
	it 'and deleted' gives 0 limited -f $size "$inherit" code delete 2001:db8::53
	it 'and the holder leaves' soon none
done

# Nor may it raise them where it is not let.
powerless() { setpriv --bounding-set -sys_resource --inh-caps -sys_resource "$@"; }
it 'nor does it need more' gives 0 limited -f 0 powerless "$inherit" code create 2001:db8::53
it 'by two processes' soon both
kill -HUP "$(pgrep -x anycast-holder)"
it 'which go on where no other program can' gives 0 "$inherit" code create 2001:db8::54
kill -KILL "$(pgrep -x anycast-holder)"
it 'and one after the other' gives 0 "$inherit" code delete 2001:db8::54
it 'the last goes' gives 0 "$inherit" code delete 2001:db8::53
it 'and the holder' soon none

# Orphans.
inside() {
	unshare -np --fork --kill-child --mount-proc sh -c 'ip link set lo up; exec "$@"' sh "$@"
}
it 'process 1 keeps no zombie of 40 lives of a holder' inside "$inherit" first 40
it 'nor does a subreaper, and its own children stay' "$inherit" subreaper
it 'nobody is left' soon none

# Cancellation.
it 'a thread that is cancelled 300 times leaves no descriptor' "$inherit" cancel
it 'nobody is left' soon none

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
