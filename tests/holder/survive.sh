#!/bin/sh
# SPDX-License-Identifier: MIT
# Entries outlive kill -9 of either process of the holder, and of its callers. Run from the top of
# the tree after "make". IPH_SURVIVE_KILLS and IPH_SURVIVE_CALLERS: how many die;
# IPH_SURVIVE_DOUBLE: how often both processes of the holder die at once; IPH_SURVIVE_CHURN: how
# many of them while others change the list of anycast addresses; IPH_SURVIVE_FLAPS: for how many
# seconds the link flaps.
# Exit: 0 all passed, 1 some failed, 77 no namespaces here (1 with IPH_TEST_REQUIRE=netns).
set -u

kills=${IPH_SURVIVE_KILLS:-200}
callers=${IPH_SURVIVE_CALLERS:-500}
double=${IPH_SURVIVE_DOUBLE:-20}
churn=${IPH_SURVIVE_CHURN:-60}
flaps=${IPH_SURVIVE_FLAPS:-5}

name=survive limit=$((120 + kills / 5 + double + callers / 10 + churn + flaps))
# shellcheck source=tests/support/inside
. tests/support/inside

installed=${IPH_TEST_HOLDER:-$PWD/build/anycast-holder}
LC_ALL=C

tmp=$(mktemp -d) || exit 1
IPH_TEST_HOLDER=$tmp/anycast-holder
export IPH_TEST_HOLDER LC_ALL
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
survive=$tmp/survive

# shellcheck disable=SC2086 # SANITIZE is a list of options
${CC:-cc} -std=gnu11 -D_GNU_SOURCE -O2 -Wall -Wextra ${SANITIZE:-} -Iinclude -o "$survive" \
	tests/holder/survive/*.c build/libiphlpapi-private.a -lmnl || exit 1

# shellcheck source=tests/support/it
. tests/support/it
shows=always

# The judges: ip(8) and /proc.
entries() { grep -c ' 20010db8.*0100[0-9a-f]* ' /proc/net/anycast6; }
service_addresses() { ip -6 addr show dev lo | grep -c 'inet6 [^:]'; }
anycast_routes() { ip -6 route show table local type anycast | wc -l; }
state_is() {
	state="$(entries) $(service_addresses) $(anycast_routes)"
	[ "$state" = "$1" ] || { echo "entries, service addresses, anycast routes: $state"; false; }
}

# $1 file: waits until the process that writes it says that it is ready
await_ready() { timeout 20 sh -c 'until grep -qs ready "$1"; do :; done' sh "$1"; }

quiet_sysctl='for f in /proc/sys/net/ipv6/conf/default; do
	echo 0 >$f/accept_dad; echo 0 >$f/accept_ra; done'
eval "$quiet_sysctl"
echo 1 2>/dev/null >/proc/sys/net/ipv6/conf/default/addr_gen_mode
unshare -n sh -c "$quiet_sysctl; echo ready; exec $survive rest" >"$tmp/peer" &
peer=$!
await_ready "$tmp/peer" || exit 1
{
	ip link set lo up &&
		ip link add eth0 type veth peer name eth1 netns "$peer" &&
		ip link add eth2 type veth peer name eth3 &&
		ip link set eth0 up && ip link set eth2 up && ip link set eth3 up &&
		nsenter -t "$peer" -n ip link set eth1 up &&
		ip addr add 2001:db8::1/64 dev eth0 nodad &&
		nsenter -t "$peer" -n ip addr add 2001:db8::2/64 dev eth1 nodad
} || skip 'no veth interfaces here'
index=$(ip -o link show eth0 | cut -d: -f1)
other=$(ip -o link show eth2 | cut -d: -f1)

# What the peer sees while processes die.
hear() {
	"$survive" echo 2001:db8::100:0 >"$tmp/echo" &
	await_ready "$tmp/echo" || return 1
	nsenter -t "$peer" -n "$survive" talk 2001:db8::100:0 >"$tmp/talk" 2>&1 &
	talker=$!
	await_ready "$tmp/talk" || return 1
	nsenter -t "$peer" -n ping -n -i 0.01 2001:db8::100:1 >"$tmp/ping" 2>&1 &
	pinger=$!
}
hung_up() {
	kill -TERM "$talker"
	wait "$talker"
	status=$?
	grep -v ready "$tmp/talk"
	[ "$status" -eq 0 ]
}
# The last request may be under way when ping ends, so the numbers answered must be without gap.
# Those sent before the neighbour was known may come behind the first ones sent after.
no_ping_lost() {
	kill -INT "$pinger"
	wait "$pinger"
	sed -n 's/.*icmp_seq=\([0-9]*\) .*/\1/p' "$tmp/ping" | sort -n | awk '
		NR > 1 && $1 != last + 1 { print "after number " last " came " $1; lost = 1 }
		{ last = $1 }
		END { print NR " pings answered"; exit NR < 2 || lost }'
}

cp "$installed" "$IPH_TEST_HOLDER" || exit 1
it '20 entries are made' "$survive" create "$index"
it 'and are whole' state_is '20 20 0'
hear || echo 'the peer is not heard'
it "$kills kills of either process: every call succeeds, no entry is missing for a moment" \
	"$survive" murder "$index" "$other" "$kills"
it 'the connection of the peer has lost nothing' hung_up
it 'no ping to an untouched entry was lost' no_ping_lost
it 'the untouched entries are whole afterwards, and nothing else is there' state_is '20 20 0'

# A link-local entry has the route that the holder gives back after its link was down.
is_back() {
	ip -6 route show table local type anycast | grep -q '^anycast fe80::53 dev eth2 .*proto 65'
}
is_soon_back() {
	end=$(($(date +%s) + 20))
	until is_back; do
		[ "$(date +%s)" -lt $end ] || return 1
	done
}
add_and_flap() {
	it "$1" build/tests/iphlp anycast add fe80::53 dev eth2
	ip link set eth2 down && ip link set eth2 up
	it 'and its route comes back with the link' is_soon_back
}
add_and_flap 'a link-local entry is made'

it 'both are killed at once' "$survive" kill-both
it 'the kernel lists none of their entries, service addresses and the route are left' \
	state_is '0 20 1'
# The route of a holder that is killed while a service address stands aside, and a stranger's.
ip -6 route add local 2001:db8:7::1 dev lo table local proto 65 metric 1024
ip -6 route add local 2001:db8:7::2 dev lo table local metric 1024
local_routes() { ip -6 route show table local type local | grep -c '^local 2001:db8:7::'; }
add_and_flap 'the next create works, also of that one'
it 'with it all entries are back, and what was left is swept' state_is '20 20 1'
it 'but not what is of others' [ "$(local_routes)" -eq 1 ]
it "both are killed $double times: the next call brings all entries back" \
	"$survive" murder-both "$index" "$double"
it 'and they are whole' state_is '20 20 1'

# $1 process, $2 signal
ends_orderly() {
	it "$2 to the $1 ends both processes" "$survive" signal "anycast-$1" "$3"
	it "$2 to the $1 leaves no entry" state_is '0 0 0'
	it 'and the entries can be made again' "$survive" create "$index"
}
ends_orderly holder SIGTERM 15
ends_orderly keeper SIGTERM 15
ends_orderly holder SIGINT 2
ends_orderly keeper SIGINT 2

# As packages are upgraded: another file under the same name.
upgrade() { cp "$installed" "$tmp/newer" && mv "$tmp/newer" "$IPH_TEST_HOLDER"; }
both_run_it() {
	# shellcheck disable=SC2013 # names of files in /proc have no blanks
	for comm in $(grep -lsE '^anycast-(holder|keeper)$' /proc/[0-9]*/comm); do
		[ "${comm%comm}exe" -ef "$IPH_TEST_HOLDER" ] || return 1
	done
}
# $1 process
is_replaced() {
	upgrade
	kill -HUP "$(grep -lsx "anycast-$1" /proc/[0-9]*/comm | cut -d/ -f3)"
	it "SIGHUP to the $1 leaves the entries" state_is '20 20 0'
	it 'create works while the program is replaced' build/tests/iphlp anycast add \
		2001:db8:9::55 dev eth0
	it 'and delete' build/tests/iphlp anycast delete 2001:db8:9::55 dev eth0
	it 'two processes go on' "$survive" await 2
	it 'they run the program that is installed now' both_run_it
	it 'with the entries' state_is '20 20 0'
}
is_replaced holder
is_replaced keeper
it 'all are deleted' "$survive" delete "$index"
it 'nothing is left' state_is '0 0 0'
it 'no process is left' "$survive" await 0

# With time between the pieces of the kernel's list, which others change meanwhile.
${CC:-cc} -shared -fPIC -std=gnu11 -D_GNU_SOURCE -O2 -Wall -Wextra -o "$tmp/slow-dump.so" \
	tests/holder/slow-dump.c -ldl || exit 1
LD_PRELOAD=$tmp/slow-dump.so "$IPH_TEST_HOLDER" --background || exit 1
it 'kills while other programs join and leave: no entry is lost' "$survive" churn "$index" \
	"$other" "$churn"
it 'tables meanwhile: no row is missing or there twice, and each entry is found' \
	env "LD_PRELOAD=$tmp/slow-dump.so" "$survive" look "$index" "$other" 100
it 'SIGTERM ends both processes' "$survive" signal anycast-holder 15
it 'nothing is left' state_is '0 0 0'

it "$flaps s of flaps of the link and sweeps of addresses: no wrong code, no wrong table" \
	"$survive" flaps "$index" "$other" "$flaps"
it 'nothing is left' state_is '0 0 0'

it "$callers callers killed at any moment leave whole entries or nothing" \
	"$survive" die "$index" "$other" "$callers"
it 'nothing is left of them' state_is '0 0 0'

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
