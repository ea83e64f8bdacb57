#!/bin/sh
# SPDX-License-Identifier: MIT
# No call waits without end, whatever has become of the holder, and no holder goes on that can do
# nothing any more. Each case has a world of its own and all run at once, since some take as long as
# a call may. Run from the top of the tree after "make check" has built the library for tests.
# Exit: 0 all passed, 1 some failed, 77 no namespaces here (1 with IPH_TEST_REQUIRE=netns).
set -u

# shellcheck disable=SC2034
name=hang limit=600
# shellcheck source=tests/support/inside
. tests/support/inside
# shellcheck source=tests/support/rooms
. tests/support/rooms
LC_ALL=C
export LC_ALL

cases='stopped keeper_stopped signals other_clock version few_descriptors refused_poll refused_pidfd
	refused_other refused_fcntl refused_wait refused_diag refused_netlink
	upgrade_hangs upgrade_hangs_later'
if [ $# = 0 ]; then
	tmp=$(mktemp -d) || exit 1
	trap 'rm -rf "$tmp"' EXIT
	trap 'exit 1' HUP INT TERM
	# A library of another version.
	mkdir "$tmp/next"
	sed 's/^\(#define IPH_PROTO_VERSION\) .*/\1 99/' src/protocol/anycast-proto.h \
		>"$tmp/next/anycast-proto.h"
	flags="-std=gnu11 -g -O1 -D_GNU_SOURCE -include config.h ${SANITIZE:-}"
	# shellcheck disable=SC2086,SC2046
	${CC:-cc} $flags $rooms -o "$tmp/hang" tests/holder/hang.c \
		build/libiphlpapi-private.a -lmnl &&
		${CC:-cc} $flags -I"$tmp/next" $rooms -o "$tmp/next/hang" tests/holder/hang.c \
			tests/support/holder-path.c \
			$(find src/base src/kernel src/protocol src/lib src/iphlpapi -name '*.c' |
				grep -v -e codes/nt -e holder-path) -lmnl || exit 1
	IPH_TEST_HOLDER=${IPH_TEST_HOLDER:-$PWD/build/anycast-holder}
	export tmp IPH_TEST_HOLDER
	for case in $cases; do
		IPH_INSIDE='' sh "$0" "$case" >"$tmp/$case.log" 2>&1 &
	done
	wait
	for case in $cases; do
		sed "s/^\(PASS\|FAIL\)/\1 $case:/" "$tmp/$case.log"
		tail -n 1 "$tmp/$case.log" | grep -qx 'done' ||
			echo "FAIL $case: it did not come to its end"
	done >"$tmp/log"
	grep -vx 'done' "$tmp/log"
	echo "$(grep -c ^PASS "$tmp/log") passed, $(grep -c ^FAIL "$tmp/log") failed"
	! grep -q ^FAIL "$tmp/log"
	exit
fi

hang=$tmp/hang
mine=$tmp/$1.d
mkdir "$mine"
ip link set lo up
ip link add eth0 type veth peer name eth1 || exit 1
ip link set eth0 addrgenmode none up
ip link set eth1 addrgenmode none up
ip addr add 2001:db8::1/64 dev eth0 nodad
patience=60

it() {
	sentence=$1
	shift
	if "$@"; then
		echo "PASS $sentence"
		return
	fi
	echo "FAIL $sentence"
	echo "     wanted: $*"
	echo "     got: ${out:-} after ${seconds:-?} s"
	ps -e -o pid,ppid,stat,comm | sed 's/^/     /'
}

# The command prints a code; how long it took is looked at, too.
call() {
	began=$(date +%s)
	out=$(timeout 120 "$@" 2>&1)
	seconds=$(($(date +%s) - began))
}
gives() { [ "$out" = "$1" ]; }
# A call may take 30 s and, on a machine with much else to do, a little longer.
gives_up() { [ "$out" = 1460 ] && [ "$seconds" -ge 29 ] && [ "$seconds" -le 60 ]; }
# It did not wait for the end of what a call may take.
at_once() { [ "$out" = "$1" ] && [ "$seconds" -lt 28 ]; }
soon() {
	end=$(($(date +%s) + patience))
	until "$@"; do
		[ "$(date +%s)" -lt "$end" ] || return 1
		sleep 0.05
	done
}
pid_of() { pgrep -x "anycast-$1" | head -n 1; }
alive() { ps -e -o stat=,pid=,comm= | awk '$1 !~ /^Z/ && $3 ~ /^anycast-/ { print $2 }'; }
both() { [ "$(alive | wc -l)" = 2 ] && [ -n "$(pid_of keeper)" ]; }
none() { [ -z "$(alive)" ]; }
entries() { grep -c 20010db8 /proc/net/anycast6; }
has() { [ "$(entries)" = "$1" ]; }
is_stopped() { grep -q '^State:.T' "/proc/$1/status"; }
# A number other than the one given.
another() { [ -n "$(pid_of holder)" ] && [ "$(pid_of holder)" != "$1" ]; }

make_one() {
	call "$hang" create 2001:db8::53 eth0
	it 'an entry is made' gives 0
	it 'by two processes' soon both
	holder=$(pid_of holder)
	keeper=$(pid_of keeper)
}
end_all() {
	call "$hang" delete 2001:db8::53 eth0
	it 'the entry can be deleted' gives 0
	it 'nobody is left' soon none
}

stopped() {
	make_one
	kill -STOP "$holder"
	it 'the holder is stopped' soon is_stopped "$holder"
	"$hang" create 2001:db8::54 eth0 >"$mine/create" &
	call "$hang" delete 2001:db8::53 eth0
	it 'a Delete gives 1460 in its time' gives_up
	wait $!
	out=$(cat "$mine/create")
	it 'so does a Create' gives 1460
	kill -CONT "$holder"
	call "$hang" create 2001:db8::55 eth0
	it 'the holder goes on, and answers' gives 0
	it 'it has done nothing for who had given up' has 2
	call "$hang" delete 2001:db8::54 eth0
	it 'that entry is not there' gives 1168
	call "$hang" delete 2001:db8::55 eth0
	it 'this one is' gives 0
	end_all
}

keeper_stopped() {
	make_one
	kill -STOP "$keeper"
	it 'the keeper is stopped' soon is_stopped "$keeper"
	kill -KILL "$holder"
	call "$hang" create 2001:db8::54 eth0
	it 'a Create gives 1460 in its time' gives_up
	kill -CONT "$keeper"
	call "$hang" create 2001:db8::55 eth0
	it 'the keeper takes over' gives 0
	it 'and has done nothing for who had given up' has 2
	call "$hang" delete 2001:db8::55 eth0
	end_all
}

signals() {
	"$hang" squat >"$mine/squat" &
	squatter=$!
	it 'somebody squats on the port' soon grep -q ready "$mine/squat"
	call "$hang" ticking create 2001:db8::53 eth0
	it 'a Create with a signal a millisecond succeeds' at_once 0
	call "$hang" ticking delete 2001:db8::53 eth0
	it 'so does a Delete' at_once 0
	call "$hang" create 2001:db8::53 eth0
	holder=$(pid_of holder)
	kill -STOP "$holder"
	call "$hang" ticking create 2001:db8::54 eth0
	it 'with the holder stopped it gives 1460 in its time' gives_up
	kill -CONT "$holder"
	end_all
	kill "$squatter"
}

# A time namespace has a monotonic clock of its own, by which a deadline of here is over or far
# away.
other_clock() {
	make_one
	for ahead in 1000000 -1; do # the clock cannot be set below 0
		[ "$ahead" -gt 0 ] || ahead=-$(cut -d. -f1 /proc/uptime)
		call unshare -T --monotonic "$ahead" --fork "$hang" create 2001:db8::54 eth0
		it "a Create from another time namespace succeeds ($ahead s)" at_once 0
		it 'and has made one' has 2
		call unshare -T --monotonic "$ahead" --fork "$hang" delete 2001:db8::54 eth0
		it 'so does a Delete' at_once 0
		it 'and one is left' has 1
	done
	end_all
}

version() {
	make_one
	call "$tmp/next/hang" create 2001:db8::54 eth0
	it 'a library of another version gives 1306' at_once 1306
	it 'and has made nothing' has 1
	end_all
}

few_descriptors() {
	make_one
	prlimit --pid "$holder" --nofile=1:1
	call "$hang" create 2001:db8::54 eth0
	it 'a holder that may have one descriptor makes an entry on a socket that it has' at_once 0
	it 'and another one takes over' soon another "$holder"
	it 'that has a keeper' soon both
	call "$hang" create 2001:db8::56 eth0
	it 'and can make entries' at_once 0
	it 'none was lost' has 3
	for pid in $(alive); do
		prlimit --pid "$pid" --nofile=1:1
	done
	call "$hang" create 2001:db8::55 eth0
	it 'so can both' at_once 0
	it 'and both end' soon none
	call "$hang" create 2001:db8::53 eth0
	it 'a Create starts new ones' at_once 0
	it 'with which all entries are back' has 4
	for address in 2001:db8::54 2001:db8::55 2001:db8::56; do
		call "$hang" delete $address eth0
		it 'they can be deleted' gives 0
	done
	end_all
}

refused_poll() {
	"$hang" refuse "$1" "$IPH_TEST_HOLDER" &
	it "a holder that is refused poll() ends ($1)" soon ended $!
	it 'and its keeper' soon none
	call "$hang" create 2001:db8::53 eth0
	it 'a Create then starts another' at_once 0
	end_all
}
ended() { ! kill -0 "$1" 2>/dev/null || grep -q '^State:.Z' "/proc/$1/status"; }

# $1 what is refused
ends_by_a_signal() {
	call "$hang" refuse "$1" "$hang" create 2001:db8::53 eth0
	it "with $1 refused an entry is made" at_once 0
	it 'by two processes' soon both
	holder=$(pid_of holder)
	keeper=$(pid_of keeper)
	kill -KILL "$holder"
	call "$hang" create 2001:db8::54 eth0
	it 'kill -9 loses none' has 2
	it 'the keeper has got one' soon both
	for pid in "$holder" "$(pid_of keeper)"; do
		case $1 in *kill*) pid=$(pid_of holder) ;; esac
		kill "$pid" 2>/dev/null
	done
	it 'SIGTERM ends them all' soon none
	it 'with their entries' has 0
}
refused_pidfd() {
	ends_by_a_signal pidfd_open
	ends_by_a_signal pidfd_send_signal
	ends_by_a_signal pidfd_open,pidfd_send_signal
	ends_by_a_signal pidfd_open,pidfd_send_signal,kill
	call "$hang" refuse pidfd_open,pidfd_send_signal,kill "$hang" create 2001:db8::53 eth0
	call "$hang" refuse pidfd_open,pidfd_send_signal,kill "$hang" delete 2001:db8::53 eth0
	it 'with all of that refused the last Delete succeeds' at_once 0
	it 'and nobody is left' soon none
}

# Who else lives in a namespace that loses its name cannot be watched: it lives there all the same.
refused_other() {
	touch "$mine/named"
	unshare -n sh -c 'ip link set lo up; echo ready; exec tail -f /dev/null' >"$mine/living" &
	living=$!
	it 'a namespace is made' soon grep -qs ready "$mine/living"
	it 'it gets a name' mount --bind "/proc/$living/ns/net" "$mine/named"
	call nsenter -t "$living" -n "$hang" refuse pidfd_open "$hang" create 2001:db8::53 lo
	it 'with pidfd_open refused an entry is made' at_once 0
	umount "$mine/named"
	# The holder asks for the mounts before it takes the next request.
	call nsenter -t "$living" -n "$hang" create 2001:db8::54 lo
	it 'without the name the next is made' at_once 0
	kill -KILL "$(pid_of holder)"
	call nsenter -t "$living" -n "$hang" delete 2001:db8::53 lo
	it 'the first one was there, and after a take-over' at_once 0
	kill "$living"
	it 'the last process ends, and the holder with it' soon none
}

refused_fcntl() {
	call "$hang" refuse fcntl "$hang" create 2001:db8::53 eth0
	it 'with fcntl() refused an entry is made' at_once 0
	call "$hang" refuse fcntl "$hang" delete 2001:db8::53 eth0
	it 'and deleted' at_once 0
	it 'nobody is left' soon none
}

refused_wait() {
	call "$hang" refuse wait4 "$hang" create 2001:db8::53 eth0
	it 'with wait4() always interrupted an entry is made' at_once 0
	call "$hang" refuse wait4 "$hang" delete 2001:db8::53 eth0
	it 'and deleted' at_once 0
	it 'nobody is left' soon none
}

refused_diag() {
	call "$hang" refuse sock_diag "$hang" create 2001:db8::53 eth0
	it 'with NETLINK_SOCK_DIAG refused an entry is made' at_once 0
	call "$hang" refuse sock_diag "$hang" create 2001:db8::54 eth0
	it 'the holder is found' at_once 0
	it 'there is one pair' soon both
	call "$hang" refuse sock_diag "$hang" delete 2001:db8::54 eth0
	call "$hang" refuse sock_diag "$hang" delete 2001:db8::53 eth0
	it 'the entries can be deleted' at_once 0
	it 'nobody is left' soon none
}

# What is withheld from the caller is neither the machine's nor the holder's fault.
refused_netlink() {
	for address in 192.0.2.53 2001:db8::53; do
		out=$("$hang" refuse netlink build/tests/iphlp anycast add $address dev eth0 2>&1)
		it "without netlink $address cannot be added" mentions 'ERROR_GEN_FAILURE (31)'
	done
	out=$("$hang" refuse netlink build/tests/iphlp anycast show 2>&1)
	it 'nor can a table be read' mentions '(31): unexpected answer from the kernel'
}
mentions() { echo "$out" | grep -qF "$1" && ! echo "$out" | grep -q 'has no IPv'; }

# $1 what the program does that is to take the holder's place
upgrade() {
	cp "$IPH_TEST_HOLDER" "$mine/anycast-holder"
	IPH_TEST_HOLDER=$mine/anycast-holder
	make_one
	printf '#!/bin/sh\n%s\n' "$1" >"$mine/newer"
	chmod 755 "$mine/newer"
	mv "$mine/newer" "$mine/anycast-holder"
	kill -HUP "$holder"
	call "$hang" create 2001:db8::54 eth0
	it "a Create succeeds ($1)" at_once 0
	it 'all entries are there' has 2
	it 'two processes go on' soon both
	it 'nothing of the other program is left' soon no_sleep
	call "$hang" delete 2001:db8::54 eth0
	end_all
}
# shellcheck disable=SC2009 # the whole line, not a pattern in it
no_sleep() { ! ps -e -o args= | grep -qx 'sleep 1111'; }
upgrade_hangs() {
	upgrade 'sleep 1111; exit'
}
upgrade_hangs_later() {
	upgrade '[ "$1" != --version ] || exec echo anycast-holder 9; exec sleep 1111'
}

case $1 in
refused_poll) refused_poll poll; refused_poll poll-signal ;;
*) "$1" ;;
esac
echo 'done'
