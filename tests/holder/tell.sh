#!/bin/sh
# SPDX-License-Identifier: MIT
# What the holder tells the system's log, and that it waits for nobody who does not read it.
# Run from the top of the tree after "make check" has built the library for tests.
# Exit: 0 all passed, 1 some failed, 77 no namespaces here (1 with IPH_TEST_REQUIRE=netns).
set -u

# shellcheck disable=SC2034
name=tell limit=600
# shellcheck source=tests/support/inside
. tests/support/inside
LC_ALL=C
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
IPH_TEST_HOLDER=${IPH_TEST_HOLDER:-$PWD/build/anycast-holder}
inherit=$tmp/inherit
iphlp=$PWD/build/tests/iphlp
export LC_ALL IPH_TEST_HOLDER
# shellcheck disable=SC2086
${CC:-cc} -std=gnu11 -g -O1 -D_GNU_SOURCE ${SANITIZE:-} -Iinclude -pthread -o "$inherit" \
	tests/holder/inherit.c build/libiphlpapi-private.a -lmnl || exit 1
ip link set lo up

# shellcheck source=tests/support/it
. tests/support/it
evidence() { cat "$tmp/log"; }
soon() {
	end=$(($(date +%s) + 60))
	until "$@"; do
		[ "$(date +%s)" -lt "$end" ] || return 1
		sleep 0.05
	done
}
gives() { wanted=$1; shift; [ "$("$@")" = "$wanted" ]; }
alive() { ps -e -o stat=,pid=,comm= | awk '$1 !~ /^Z/ && $3 ~ /^anycast-/ { print $2 }'; }
none() { [ -z "$(alive)" ]; }
both() { [ "$(alive | wc -l)" = 2 ] && pgrep -x anycast-keeper >/dev/null; }
# $1 a line that must be there so often as $2 says
told() { [ "$(grep -cx "<30>anycast-holder\[[0-9]*\]: $where: $1" "$tmp/log")" = "$2" ]; }
# The same for a warning.
warned() { [ "$(grep -cx "<28>anycast-holder\[[0-9]*\]: $where: $1" "$tmp/log")" = "$2" ]; }
where=$(readlink /proc/self/ns/net | sed 's/[][]/\\&/g')

# A /dev of our own, with nothing in it but what programs cannot do without.
mkdir "$tmp/dev"
touch "$tmp/dev/null" "$tmp/log"
trap 'umount -l /dev "$tmp/dev/null"; rm -rf "$tmp"' EXIT
mount --bind /dev/null "$tmp/dev/null" && mount --rbind "$tmp/dev" /dev || skip 'cannot mount here'
it 'without a log an entry is made' gives 0 "$inherit" code create 2001:db8::53
it 'and deleted' gives 0 "$inherit" code delete 2001:db8::53

"$inherit" log /dev/log >"$tmp/log" &
log=$!
it 'there is a log' soon grep -q ready "$tmp/log"
it 'an entry is made' gives 0 "$inherit" code create 2001:db8::53
it 'the log has the beginning' soon told 'has begun' 1
it 'by two processes' soon both
kill -KILL "$(pgrep -x anycast-holder)"
it 'it has the take-over' soon told 'the other process has died; this one goes on; entries: 1' 1
it 'there are two processes' soon both
kill -HUP "$(pgrep -x anycast-holder)"
it 'it has the replacement' soon told 'goes on as the program that is installed now' 1
it 'there are two processes then' soon both
it 'the entry is deleted' gives 0 "$inherit" code delete 2001:db8::53
it 'it has the end' soon told ends 1
it 'another entry is made' gives 0 "$inherit" code create 2001:db8::54
it 'by two processes again' soon both
kill "$(pgrep -x anycast-holder)"
it 'it has what SIGTERM did' soon told 'was told to end, and has deleted all; entries: 1' 1
it 'and the end' soon told ends 2
it 'nobody is left' soon none
it 'an entry is made once more' gives 0 "$inherit" code create 2001:db8::54
it 'by two processes once more' soon both
kill -USR2 "$(pgrep -x anycast-holder)"
it 'it has what SIGUSR2 did' soon told 'was told to make room for another; entries: 1' 1
it 'nobody is left of them' soon none
it 'the next holder makes another entry' gives 0 "$inherit" code create 2001:db8::55
it 'and has made the first one again' [ "$(grep -c 20010db8 /proc/net/anycast6)" = 2 ]
it 'it has that' soon told 'has made again what was forgotten; entries: 1' 1
it 'and which' soon told 'entry 2001:db8::54 on interface 1 is there again' 1
ip route flush table 19786
it 'it has that records were deleted' soon warned \
	'has written records again that somebody had deleted; records: 2' 1
ip address delete 2001:db8::54/128 dev lo
lost='entry 2001:db8::54 on interface 1 goes with its service address, which somebody has deleted'
it 'a deletion by hand is told' soon told "$lost" 1
it 'the other is deleted' gives 0 "$inherit" code delete 2001:db8::55

ip link add eth0 type veth peer name eth1 && ip link set eth0 up || skip 'no veth interfaces here'
index=$(ip -o link show dev eth0 | cut -d: -f1)
it 'an entry of another interface is made' "$iphlp" anycast add 2001:db8::56 dev eth0
it 'and one of lo' gives 0 "$inherit" code create 2001:db8::57
it 'by two processes again' soon both
kill -USR2 "$(pgrep -x anycast-holder)"
it 'nobody holds them' soon none
ip link delete eth0
it 'without the interface another entry is made' gives 0 "$inherit" code create 2001:db8::58
dropped='has dropped what was forgotten on interfaces that are gone or others now; entries: 1'
it 'it has that one is dropped' soon warned "$dropped" 1
it 'and which one' soon told "entry 2001:db8::56 on interface $index is dropped" 1
it 'and the other that is there again' \
	soon told 'entry 2001:db8::57 on interface 1 is there again' 1
it 'by two processes then' soon both
kill -USR2 "$(pgrep -x anycast-holder)"
it 'nobody holds them any more' soon none
ip route flush table 19786
it 'without the records another entry is made' gives 0 "$inherit" code create 2001:db8::59
swept='has swept service addresses that no entry has; addresses: 2'
it 'it has what was swept' soon told "$swept" 1
it 'it is deleted' gives 0 "$inherit" code delete 2001:db8::59

# A log that does not read: its queue is short, and then full.
kill -STOP "$log"
begun=$(date +%s)
i=0
while [ $((i += 1)) -le 15 ]; do
	"$inherit" code create 2001:db8::53
	"$inherit" code delete 2001:db8::53
done >"$tmp/codes"
it 'with a log that does not read all calls succeed' [ "$(sort -u "$tmp/codes")" = 0 ]
it 'none of them waits for it' [ $(($(date +%s) - begun)) -lt 60 ]
kill -CONT "$log"
it 'there were more lines than its queue takes' \
	[ "$(cat /proc/sys/net/unix/max_dgram_qlen)" -lt 30 ]

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
