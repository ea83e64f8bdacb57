#!/bin/sh
# SPDX-License-Identifier: MIT
# What becomes of entries when all of the holder's processes have been killed: as anycast-holder(8)
# says. Run from the top of the tree after "make".
# Exit: 0 all passed, 1 some failed, 77 no namespaces here (1 with IPH_TEST_REQUIRE=netns).
set -u

name=forgotten limit=300
# shellcheck source=tests/support/inside
. tests/support/inside

iphlp=$PWD/build/tests/iphlp
IPH_TEST_HOLDER=${IPH_TEST_HOLDER:-$PWD/build/anycast-holder}
LC_ALL=C
export IPH_TEST_HOLDER LC_ALL

tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM

patience=30 # seconds

# shellcheck source=tests/support/it
. tests/support/it
evidence() {
	cat /proc/net/anycast6
	ip -6 addr show dev lo | grep 2001
	ip -6 route show table local type anycast
	ip route show table 19786
}

# Waits until a command succeeds: the holder hears of a change after the one who made it.
soon() {
	end=$(($(date +%s) + patience))
	until "$@"; do
		[ "$(date +%s)" -lt "$end" ] || return 1
	done
}

# On link and covered by a prefix, covered by none, and link-local; the first is shared by eth2.
near=2001:db8::53
far=2001:db8:9::53
local=fe80::53
other=2001:db8:7::53
hex() {
	case $1 in
	"$near") echo 20010db8000000000000000000000053 ;;
	"$far") echo 20010db8000900000000000000000053 ;;
	"$other") echo 20010db8000700000000000000000053 ;;
	"$local") echo fe800000000000000000000000000053 ;;
	esac
}

# The judges: ip(8) and /proc. $1 interface, $2 address
index_of() { ip -o link show dev "$1" | cut -d: -f1; }
member() {
	awk -v n="$1" -v a="$(hex "$2")" '$2 == n && $3 == a { f = 1 } END { exit !f }' \
		/proc/self/net/anycast6
}
service() { ip -6 addr show dev lo | grep -q "inet6 $1/128"; }
any_route() { ip -6 route show table local type anycast | grep -q "^anycast $1 "; }
stand_ins() { ip -6 route show table local | grep -c 'metric 1024'; }
whole() {
	if [ "$2" = "$local" ]; then
		member "$1" "$2" && any_route "$2" && ! service "$2"
	else
		member "$1" "$2" && service "$2" && ! any_route "$2"
	fi
}
# $1 interface
are_whole() { whole "$1" $near && whole "$1" $far && whole "$1" $local; }
all_whole() { are_whole eth0 && whole eth2 $near && whole lo $other && [ "$(stand_ins)" -eq 0 ]; }
entries() { wc -l </proc/self/net/anycast6; }
records() { ip route show table 19786 | wc -l; }
count_is() { [ "$($1)" -eq "$2" ]; }
nothing_left() {
	count_is entries 0 && count_is records 0 && count_is stand_ins 0 && ! service $near &&
		! service $far && ! service $other && ! pids >/dev/null
}

# Of this PID namespace, those that have ended and are not reaped yet left out.
pids() {
	# shellcheck disable=SC2013 # names of files in /proc have no blanks
	for stat in $(grep -lsE '^[0-9]+ \(anycast-(holder|keeper)\) [^ZX]' /proc/[0-9]*/stat); do
		stat=${stat#/proc/}
		echo "${stat%/stat}"
	done | grep .
}
no_holder() { ! pids >/dev/null; }
# A stopped process does not see that the other one is killed.
kill_all() {
	while pids >"$tmp/pids"; do
		# shellcheck disable=SC2046 # a list
		kill -STOP $(cat "$tmp/pids") 2>/dev/null
		# shellcheck disable=SC2046
		kill -KILL $(cat "$tmp/pids") 2>/dev/null
	done
	it 'nobody holds the entries' no_holder
}

# shellcheck source=tests/support/anycast-peer
. tests/support/anycast-peer
answers() { reaches $near && reaches $far && reaches "$local%eth1"; }

# $1 interface
make_entries() {
	"$iphlp" anycast add $near dev "$1" && "$iphlp" anycast add $far dev "$1" &&
		"$iphlp" anycast add $local dev "$1"
}
about='the beginning'
{
	ip link set lo up && add_link && ip link add eth2 type veth peer name eth3 &&
		ip link set eth2 up && ip link set eth3 up
} || skip 'no veth interfaces here'
it 'entries are made' make_entries eth0
it 'one of them for another interface, too' "$iphlp" anycast add $near dev eth2
it 'and one for lo' "$iphlp" anycast add $other dev lo
it 'all are whole' all_whole
it 'the kernel has a record of each' count_is records 5

about='all of it is killed'
kill_all
it 'the kernel has no entry' count_is entries 0
it 'but a record of each' count_is records 5

# $1 state, $2 how many
shows() {
	[ "$("$iphlp" -j anycast show |
		jq "[.[] | select(.state == \"$1\" and .made_by == \"us\")] | length")" -eq "$2" ]
}
unprivileged() { setpriv --bounding-set -net_admin --inh-caps -net_admin "$@"; }
says() { "$@" >"$tmp/said" 2>&1; cat "$tmp/said"; grep -qF -- "$said" "$tmp/said"; }
it 'show tells of all that they are forgotten' shows forgotten 5
it 'also without privilege' [ "$(unprivileged "$iphlp" anycast show | grep -c forgotten)" -eq 5 ]
it 'those of one interface can be shown' \
	[ "$("$iphlp" anycast show dev eth2 | grep -c forgotten)" -eq 1 ]
said=repair
it 'get says what can be done' says "$iphlp" anycast get $far dev eth0
it 'they are offered for deletion' sh -c "$iphlp __complete anycast delete 2001 | grep -q $far"
said='ERROR_ACCESS_DENIED (5)'
it 'to bring them back needs privilege' says unprivileged "$iphlp" anycast repair
it 'they are still forgotten' shows forgotten 5
it 'repair brings them back' "$iphlp" anycast repair
it 'all are whole' all_whole
it 'and shown so' shows works 5
it 'there is nothing to repair' "$iphlp" anycast repair

about='IPv6 leaves an interface'
ip link set eth0 mtu 1000
it 'its entries sleep' soon shows sleeps 3
said='ERROR_NOT_SUPPORTED (50)'
it 'they cannot be brought back' says "$iphlp" anycast repair
it 'nor created' says "$iphlp" anycast add $far dev eth0
kill_all
it 'which a holder does not change' "$IPH_TEST_HOLDER" --background
it 'they sleep' soon shows sleeps 3
ip link set eth0 mtu 1500
ip addr replace 2001:db8::1/64 dev eth0 nodad
it 'and come back with IPv6' soon all_whole
kill_all

# Whichever call comes next brings all of them back.
about='the next one creates another entry'
it 'it is made' "$iphlp" anycast add 2001:db8:9::1 dev eth0
it 'all are whole' all_whole
it 'they answer' soon answers
it 'it is deleted' "$iphlp" anycast delete 2001:db8:9::1 dev eth0
it 'and has left no record' count_is records 5

about='the next one deletes another entry'
"$iphlp" anycast add 2001:db8:9::1 dev eth0
kill_all
it 'it is deleted' "$iphlp" anycast delete 2001:db8:9::1 dev eth0
it 'all others are whole' all_whole
it 'and no more than those' count_is entries 5

about='the next one deletes an entry that is not there'
kill_all
code_is() { "$iphlp" anycast "$2" "$3" dev "$4" 2>&1 | grep -q "($1)"; }
it 'that is what it is told' code_is 1168 delete 2001:db8:9::1 eth0
it 'all are whole' all_whole

about='the next one is of IPv4'
kill_all
it 'it is made' "$iphlp" anycast add 192.0.2.53 dev eth0
it 'all are whole' all_whole
it 'it is deleted' "$iphlp" anycast delete 192.0.2.53 dev eth0

about='somebody starts a holder'
kill_all
it 'it starts' "$IPH_TEST_HOLDER" --background
it 'all are whole' all_whole
it 'they answer' soon answers

about='one is created that is forgotten'
kill_all
it 'it is made' "$iphlp" anycast add $near dev eth0
it 'all are whole' all_whole
it 'the second time it is there already' code_is 5010 add $near eth0
it 'another one is there as well' code_is 5010 add $far eth0

about='one is deleted that is forgotten'
kill_all
it 'it is deleted' "$iphlp" anycast delete $far dev eth0
it 'it is gone' code_is 1168 delete $far eth0
it 'with its service address' sh -c "! ip -6 addr show dev lo | grep -q '$far'"
it 'and its record' count_is records 4
it 'it can be made again' "$iphlp" anycast add $far dev eth0
it 'all are whole' all_whole

about='lo goes down and up between'
kill_all
ip link set lo down
ip link set lo up
it 'the service addresses are gone' sh -c '! ip -6 addr show dev lo | grep 2001'
it 'one is made' "$iphlp" anycast add 2001:db8:9::1 dev eth0
it 'all are whole' all_whole
"$iphlp" anycast delete 2001:db8:9::1 dev eth0

about='lo is down'
kill_all
ip link set lo down
it 'somebody starts a holder' "$IPH_TEST_HOLDER" --background
ip link set lo up
it 'all are whole when it is up' soon all_whole

about='IPv6 is switched off and on between'
kill_all
echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6
echo 0 >/proc/sys/net/ipv6/conf/all/disable_ipv6
ip addr replace 2001:db8::1/64 dev eth0 nodad
it 'one is made' "$iphlp" anycast add 2001:db8:9::1 dev eth0
it 'all are whole' all_whole
it 'they answer' soon answers
"$iphlp" anycast delete 2001:db8:9::1 dev eth0

about='IPv6 is off'
kill_all
echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6
it 'somebody starts a holder' "$IPH_TEST_HOLDER" --background
echo 0 >/proc/sys/net/ipv6/conf/all/disable_ipv6
ip addr replace 2001:db8::1/64 dev eth0 nodad
it 'all are whole when it is on' soon all_whole

about='addresses and routes are flushed between'
kill_all
ip addr flush dev eth0
ip -6 route flush table main
ip route flush table main
it 'one is made' "$iphlp" anycast add 2001:db8:9::1 dev eth0
it 'all are whole' all_whole
"$iphlp" anycast delete 2001:db8:9::1 dev eth0
ip addr add 2001:db8::1/64 dev eth0 nodad

about='an interface goes down between'
kill_all
ip link set eth0 down
it 'somebody starts a holder' "$IPH_TEST_HOLDER" --background
ip link set eth0 up
ip addr replace 2001:db8::1/64 dev eth0 nodad
it 'all are whole when it is up' soon all_whole
it 'they answer' soon answers

about='an interface is renamed between'
kill_all
ip link set eth0 down && ip link set eth0 name lan0 && ip link set lan0 up
ip addr replace 2001:db8::1/64 dev lan0 nodad
it 'one is made' "$iphlp" anycast add 2001:db8:9::1 dev lan0
it 'all are whole' are_whole lan0
"$iphlp" anycast delete 2001:db8:9::1 dev lan0
ip link set lan0 down && ip link set lan0 name eth0 && ip link set eth0 up
ip addr replace 2001:db8::1/64 dev eth0 nodad

# The holder hears of it and writes it down; else another address would mean another interface.
about='an interface has got another hardware address before'
written() { ip route show table 19786 | grep -o 'reordering [0-9]*' | sort -u; }
written >"$tmp/before"
ip link set eth0 address 02:00:5e:00:53:01
is_written() { written | cmp -s - "$tmp/before" && return 1; [ "$(written | wc -l)" -eq 3 ]; }
it 'the records say so' soon is_written
kill_all
it 'somebody starts a holder' "$IPH_TEST_HOLDER" --background
it 'all are whole' soon all_whole

about='the records are deleted while somebody holds'
written_is() { written | cmp -s - "$tmp/before"; }
written >"$tmp/before"
ip route flush table 19786
it 'they are written again' soon count_is records 5
it 'as they were' written_is
record=$(ip route show table 19786 | sed -n '1s/ window.*//p')
# shellcheck disable=SC2086 # words
ip route replace $record table 19786 window 1
it 'so is one that somebody has changed' soon written_is
# Who deletes them again and again keeps nobody busy: between two looks lies half a second.
milliseconds() { echo $(($(date +%s%N) / 1000000)); }
delete_again_and_again() {
	for _ in 1 2 3 4; do
		soon count_is records 5 || return 1
		ip route flush table 19786
	done
	soon count_is records 5
}
begin=$(milliseconds)
it 'they are written however often they are deleted' delete_again_and_again
it 'but not at once' [ $(($(milliseconds) - begin)) -ge 1400 ]
holder=$(pgrep -x anycast-holder | head -n 1)
ip route flush table 19786
kill -KILL "$holder"
it 'the process dies that has heard of it: the other one writes them' soon count_is records 5
kill_all
it 'somebody starts a holder' "$IPH_TEST_HOLDER" --background
it 'all are whole' soon all_whole

# A route that is no record, or not in its place, brings nothing back: the holder would never delete
# it. The numbers are those of a record, but for the address: it ends with "99".
about='somebody adds routes to the table'
number() {
	grep " cwnd $(index_of eth2) " "$tmp/records" | sed "s/.* $1 \([0-9]*\).*/\1/"
}
like_a_record() {
	ip route add "$@" table 19786 window "$(number window)" rtt 0 rttvar 0 \
		ssthresh "$(printf '\0\0\0\231' | od -An -tu4 | tr -d ' ')" \
		cwnd "$(index_of eth2)" reordering "$(number reordering)"
}
ip route show table 19786 >"$tmp/records"
it 'at another destination' like_a_record blackhole 192.0.2.77 proto kernel metric 7
it 'of another kind' like_a_record unreachable 192.0.2.78 proto kernel metric 8
it 'to many addresses' like_a_record blackhole 192.0.2.0/24 proto kernel metric 9
it 'a default route' ip route add blackhole default table 19786
kill_all
it 'somebody starts a holder' "$IPH_TEST_HOLDER" --background
it 'all are whole' soon all_whole
it 'and no more than those' count_is entries 5
for destination in 192.0.2.77 192.0.2.78 192.0.2.0/24 default; do
	it 'the routes are still theirs' ip route del "$destination" table 19786
done
it 'records are left' count_is records 5

# Since Linux 5.18 the kernel tells which addresses are ours.
about='somebody gives lo the address between'
kill_all
ip addr del $near/128 dev lo
ip addr add $near/128 dev lo
his_own() { ip -6 addr show dev lo | grep "inet6 $near/128" | grep -qv deprecated; }
it 'somebody starts a holder' "$IPH_TEST_HOLDER" --background
it 'its entries sleep' soon shows sleeps 2
it 'the others are whole' whole eth0 $far
it 'the address is still his' his_own
it 'it cannot be created' code_is 5010 add $near eth0
it 'and is still his' his_own
it 'nor for another interface' code_is 5010 add $near eth3
it 'and is his even then' his_own
ip addr del $near/128 dev lo
it 'when it is gone the entries wake' soon all_whole
kill_all
ip addr del $near/128 dev lo
ip addr add $near/128 dev lo
it 'one of them is deleted' "$iphlp" anycast delete $near dev eth0
it 'and the other' "$iphlp" anycast delete $near dev eth2
it 'the address is still his' his_own
ip addr del $near/128 dev lo
it 'when it is gone the entry is made' "$iphlp" anycast add $near dev eth0
it 'and the other' "$iphlp" anycast add $near dev eth2
it 'all are whole' all_whole

about='somebody gives another interface the address between'
kill_all
ip addr add $far/128 dev eth2 nodad
it 'somebody starts a holder' "$IPH_TEST_HOLDER" --background
it 'its entry sleeps' soon shows sleeps 1
ip addr del $far/128 dev eth2
it 'when it is gone it can be repaired' "$iphlp" anycast repair
it 'all are whole' all_whole

# That removes the mark, and yet it is the address of an entry that somebody holds.
about='somebody changes the service address'
ip addr change $near/128 dev lo preferred_lft forever valid_lft forever
it 'another entry of it is made' "$iphlp" anycast add $near dev eth3
it 'it is whole' whole eth3 $near
it 'it is deleted' "$iphlp" anycast delete $near dev eth3
it 'all are whole' all_whole

about='an interface is deleted between'
kill_all
ip link delete eth0
it 'an entry of another one is deleted' "$iphlp" anycast delete $other dev lo
it 'that of the other interface is whole' whole eth2 $near
it 'and the only one' count_is entries 1
it 'nothing is left of those of the deleted one' sh -c "! ip -6 addr show dev lo | grep -q '$far'"
it 'nor a record' count_is records 1

about='another interface has its index and name'
add_link
index=$(index_of eth0)
it 'entries are made' make_entries eth0
kill_all
ip link delete eth0
add_link "index $index"
it 'it is there' [ "$(index_of eth0)" = "$index" ]
it 'somebody starts a holder' "$IPH_TEST_HOLDER" --background
it 'that of the other interface is whole' whole eth2 $near
it 'and the only one' count_is entries 1
it 'with the only record' count_is records 1
it 'it can have those entries' make_entries eth0
it 'they are whole' are_whole eth0
it 'they answer' soon answers

about='two namespaces'
in_peer "$iphlp" anycast add $other dev eth1
in_peer_is() { in_peer grep -q "$(hex $other)" /proc/self/net/anycast6; }
it 'the other one has an entry' in_peer_is
kill_all
it 'an entry of this one is deleted' "$iphlp" anycast delete $near dev eth2
it 'all others of this one are whole' are_whole eth0
it 'but not that of the other one' sh -c \
	"! nsenter -t $peer -n grep -q '$(hex $other)' /proc/self/net/anycast6"
it 'there one is made' in_peer "$iphlp" anycast add 2001:db8:7::54 dev eth1
it 'and the other is back' in_peer_is
in_peer "$iphlp" anycast delete 2001:db8:7::54 dev eth1
it 'they are deleted' in_peer "$iphlp" anycast delete $other dev eth1

# So many are made again together, see src/holder/rejoin.c.
about='more than a thousand'
many=1100
make_many() {
	i=0
	while [ $((i += 1)) -le $many ]; do
		echo "anycast add 2001:db8:5::$(printf %x $i) dev eth2"
	done | "$iphlp" --batch -
}
of_many() { ip -6 "$@" | grep -c 2001:db8:5::; }
services_of_many() { of_many addr show dev lo; }
routes_of_many() { of_many route show table local type local proto kernel; }
are_back() {
	count_is entries $((before + many)) && count_is services_of_many $many &&
		count_is routes_of_many $many && count_is stand_ins 0
}
before=$(entries)
it 'they are made' make_many
it 'they are there' are_back
kill_all
it 'they come back with the deletion of one that is not there' code_is 1168 delete $other eth0
it 'all are whole' are_back
it 'and all others' are_whole eth0
kill_all
ip addr del 2001:db8:5::1/128 dev lo
ip addr add 2001:db8:5::1/128 dev lo
ip link delete eth2
it 'their interface is deleted, and somebody repairs' "$iphlp" anycast repair
it 'they are gone, but not what is another one now' count_is services_of_many 1
it 'with their routes' count_is routes_of_many 1
ip addr del 2001:db8:5::1/128 dev lo
it 'and their records' count_is records 3
it 'all others are whole' are_whole eth0

about='the end'
for address in $near $far $local; do
	it 'they are deleted' "$iphlp" anycast delete "$address" dev eth0
done
# the holder of this namespace was started by hand or has left with the last one
it 'nothing is left' soon nothing_left
it 'an entry of IPv4 is made' "$iphlp" anycast add 192.0.2.53 dev eth0
it 'for which nobody needs a holder' no_holder
it 'it is deleted' "$iphlp" anycast delete 192.0.2.53 dev eth0
it 'nothing is left then' nothing_left

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
