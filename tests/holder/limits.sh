#!/bin/sh
# SPDX-License-Identifier: MIT
# The library and its holder where something has run out: descriptors, memory, buffers, disks,
# /proc. What is left is judged by ip(8) and /proc/net/anycast6. Run after "make".
# Exit: 0 all passed, 1 some failed, 77 no namespaces here (1 with IPH_TEST_REQUIRE=netns).
set -u

name=limits
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
here=$PWD

# shellcheck disable=SC2086
${CC:-cc} -std=gnu11 -g -O1 ${SANITIZE:-} -D_GNU_SOURCE -include config.h $rooms \
	-o "$tmp/limits" tests/holder/limits.c build/libiphlpapi-private.a -lmnl \
	-Wl,--wrap=malloc,--wrap=realloc,--wrap=free,--wrap=socket || exit 1
limits=$tmp/limits
# A holder whose sockets all have the smallest receive buffer that there is.
# shellcheck disable=SC2046,SC2086 # lists of options
${CC:-cc} ${SANITIZE:-} -DIPH_SOCKET_ONLY -D_GNU_SOURCE -std=gnu11 -include config.h $rooms \
	-c -o "$tmp/socket.o" tests/holder/limits.c &&
	${CC:-cc} ${SANITIZE:-} -o "$tmp/tiny-holder" build/holder/*.o "$tmp/socket.o" \
		build/libiphlpapi-private.a -Wl,--wrap=socket -Wl,--as-needed \
		$(sed -n '/^CHECK/d; s/^[A-Z]*_LIBS = //p' config.mk) || exit 1

ip link set lo up
ip link add eth0 type veth peer name eth1 || skip 'no veth interfaces'
for i in 0 1; do
	ip link set eth$i addrgenmode none up
	ip -6 addr add 2001:db8:1::1$i/64 dev eth$i nodad
done
ip -o addr show | sort >"$tmp/addresses"

passed=0
failed=0
out=

it() {
	sentence=$1
	shift
	if "$@"; then
		passed=$((passed + 1))
		echo "PASS $sentence"
		return
	fi
	failed=$((failed + 1))
	echo "FAIL $sentence"
	echo "     wanted: $*"
	printf '%s\n' "$out" | sed 's/^/     got: /'
}

gives() { [ "$out" = "$1" ]; }
# One of several codes.
among() {
	for wanted in "$@"; do
		[ "$out" != "$wanted" ] || return 0
	done
	return 1
}
members() { grep -c . /proc/self/net/anycast6; }
# shellcheck disable=SC2009 # those that have ended and were not reaped do not count
holders() { ps -e -o stat=,comm= | grep -c '^[^Z].* anycast-'; }

no_holders() {
	end=$(($(date +%s) + 30))
	until [ "$(holders)" -eq 0 ]; do
		[ "$(date +%s)" -lt $end ] || return 1
	done
}

nothing_left() {
	no_holders && [ "$(members)" -eq 0 ] &&
		ip -o addr show | sort | cmp -s - "$tmp/addresses"
}

# The caller's descriptors. The limit is lowered within the program, around each call.
out=$("$limits" fds 192.0.2.9 eth0)
it 'with 3 to 20 descriptors IPv4 calls succeed or give 8, and leak none' test $? -eq 0
"$IPH_TEST_HOLDER" &
holder=$!
out=$("$limits" create 2001:db8:1::99 eth0)
it 'a holder that was started beforehand answers' gives 0
out=$("$limits" fds 2001:db8:1::9 eth0)
it 'with 3 to 20 descriptors IPv6 calls succeed or give 8, and do what they say' test $? -eq 0
out=$("$limits" delete 2001:db8:1::99 eth0)
kill "$holder"
wait "$holder"
out=$("$limits" fds 2001:db8:1::9 eth0)
it 'so they do when each call has to start a holder' test $? -eq 0
it 'nothing is left of that' nothing_left

# The holder's descriptors.
# Who has CAP_SYS_RESOURCE may have more of them.
(ulimit -n 32 && exec setpriv --bounding-set -sys_resource --inh-caps -sys_resource \
	"$IPH_TEST_HOLDER") &
holder=$!
sleep 0.2
made=600
out=$("$limits" many eth0 $made)
it 'a holder with 32 descriptors makes 600 entries' gives "$made 0"
it 'all of them are there' test "$(members)" -eq "$made"
out=$("$limits" delete 2001:db8:1::aa:0 eth0)
it 'one of them can be deleted' gives 0
out=$("$limits" create 2001:db8:1::aa:0 eth0)
it 'and made again' gives 0
keeper=$(pgrep -f -x "$IPH_TEST_HOLDER" | grep -v "^$holder\$")
kill -9 "$holder"
sleep 0.7
it 'kill -9 with no descriptor to spare loses none of them' test "$(members)" -eq "$made"
out=$("$limits" delete 2001:db8:1::aa:1 eth0)
it 'and the one who takes over works' gives 0
kill "${keeper:-$holder}" 2>/dev/null
wait "$holder" 2>/dev/null
# shellcheck disable=SC2046 # a list
no_holders || kill -9 $(ps -e -o pid=,comm= | sed -n 's/ anycast-.*//p')
it 'its end leaves nothing' nothing_left

# Kernel memory for socket options. Kernels where it is no limit of the namespace's own do not
# show it in ours (net_core_net_init(), net/core/sysctl_net_core.c).
if optmem=$(cat /proc/sys/net/core/optmem_max 2>/dev/null) &&
	{ echo 16 >/proc/sys/net/core/optmem_max; } 2>/dev/null; then
	out=$("$limits" create 2001:db8:1::9 eth0)
	it 'with optmem_max 16 a Create gives 8' gives 8
	it 'and no entry' test "$(members)" -eq 0
	out=$("$limits" create 192.0.2.9 eth0)
	it 'while an IPv4 entry needs none' gives 0
	out=$("$limits" delete 192.0.2.9 eth0)
	echo "$optmem" >/proc/sys/net/core/optmem_max
	out=$("$limits" create 2001:db8:1::9 eth0)
	it 'afterwards a Create succeeds' gives 0
	out=$("$limits" delete 2001:db8:1::9 eth0)
	it 'nothing is left of that' nothing_left
fi

# Disks. Everything the test itself needs lies elsewhere.
round() {
	out=$("$@" create 2001:db8:1::9 eth0)
	it "$what a Create succeeds" gives 0
	out=$("$@" get 2001:db8:1::9 eth0)
	it "$what a Get succeeds" gives 0
	out=$("$@" table 0)
	it "$what a table has that row" gives '0 1'
	out=$("$@" delete 2001:db8:1::9 eth0)
	it "$what a Delete succeeds" gives 0
	out=$("$@" create 192.0.2.9 eth0)
	it "$what an IPv4 Create succeeds" gives 0
	out=$("$@" delete 192.0.2.9 eth0)
	it "$what an IPv4 Delete succeeds" gives 0
	it "$what nothing is left" nothing_left
}
# $1: mounts to make first; the rest: a program in them. Its files are bound to /mnt.
mounted() {
	mounts=$1
	shift
	(cd / && exec unshare -m --propagation private sh -c "
		mount -t tmpfs none /mnt && mkdir /mnt/bin && cp '$limits' /mnt/bin/limits &&
		cp '$here_holder' /mnt/bin/anycast-holder && $mounts &&
		IPH_TEST_HOLDER=/mnt/bin/anycast-holder exec /mnt/bin/limits \"\$@\"" sh "$@")
}
here_holder=$IPH_TEST_HOLDER
case $here_holder in
/*) ;;
*) here_holder=$here/$here_holder ;;
esac

what='with /run and /tmp read-only'
round mounted 'mount -t tmpfs -o ro none /run && mount -t tmpfs -o ro none /tmp'
what='with /run and /tmp full'
round mounted 'mount -t tmpfs -o size=4k none /run && mount -t tmpfs -o size=4k none /tmp &&
	{ cat /dev/zero >/run/full; cat /dev/zero >/tmp/full; } 2>/dev/null; true'
what='without /proc'
round mounted 'mount -t tmpfs none /proc'
what='with /proc unmounted'
round mounted 'umount -l /proc'
what='without /sys and /dev'
round mounted 'mount -t tmpfs none /sys && mount -t tmpfs none /dev'

# Address space: sizes from where nothing starts up to where everything works.
codes=
for size in 1000 2000 2400 2600 2800 3000 3500 4000 6000 8000 20000 40000 60000 80000 200000; do
	out=$( (ulimit -v $size && "$limits" create 2001:db8:1::9 eth0) 2>/dev/null)
	codes="$codes $size:${out:--}"
	case $out in
	0) it "ulimit -v $size: 0, and the entry is there" test "$(members)" -eq 1 ;;
	8 | 31) it "ulimit -v $size: $out, and no entry" test "$(members)" -eq 0 ;;
	'') it "ulimit -v $size: the program does not start, and no entry" test \
		"$(members)" -eq 0 ;;
	*) it "ulimit -v $size gives no other code" false ;;
	esac
	out=$("$limits" delete 2001:db8:1::9 eth0)
	it "ulimit -v $size: a Delete without it then is right" among 0 1168
done
echo "     create with ulimit -v:$codes"
it 'no failure left anything' nothing_left

# malloc() in the caller.
out=$("$limits" malloc 192.0.2.9 eth0)
it 'each failing allocation of an IPv4 call gives 8 and leaks nothing' test $? -eq 0
out=$("$limits" malloc 2001:db8:1::9 eth0)
it 'each failing allocation of an IPv6 call gives 8 and changes nothing' test $? -eq 0
echo "     $out"
it 'nothing is left of that' nothing_left

# Dumps while the tables change, with the smallest receive buffers there are.
# net.core.rmem_default is the host's; SO_RCVBUF on each socket does the same.
IPH_TINY=1
export IPH_TINY
"$tmp/tiny-holder" &
holder=$!
sleep 0.2
i=0
while [ $i -lt 200 ]; do
	"$limits" create "2001:db8:1::bb:$i" eth0 >/dev/null
	i=$((i + 1))
done
it 'with a tiny receive buffer 200 entries can be made' test "$(members)" -eq 200
seconds=${IPH_LIMITS_SECONDS:-4}
"$limits" churn $((seconds + 1)) eth1 links >/dev/null &
links=$!
"$limits" churn $((seconds + 1)) eth1 addresses >/dev/null &
addresses=$!
out=$("$limits" read "$seconds" eth0 2001:db8:1::bb:0 200)
it 'beside links and addresses that come and go at full speed tables are right' test $? -eq 0
echo "     $out"
out=$("$limits" create 2001:db8:1::9 eth0)
it 'and entries can be made' gives 0
out=$("$limits" delete 2001:db8:1::9 eth0)
it 'and deleted' gives 0
wait $links $addresses
it 'the flood of notices cost no entry' test "$(members)" -eq 200
unset IPH_TINY
for i in 0 1 2 3 4 5 6 7; do ip link del churn$i 2>/dev/null; done
kill "$holder"
wait "$holder"
ip addr flush dev eth1
ip -6 addr add 2001:db8:1::11/64 dev eth1 nodad
it 'nothing is left at the end' nothing_left

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
