#!/bin/sh
# SPDX-License-Identifier: MIT
# What becomes of entries when others change the interfaces, addresses and routes they hang on: as
# anycast-holder(8) says. Run from the top of the tree after "make".
# Exit: 0 all passed, 1 some failed, 77 no namespaces here (1 with IPH_TEST_REQUIRE=netns).
set -u

name=world limit=300
# shellcheck source=tests/support/inside
. tests/support/inside

iphlp=$PWD/build/iphlp
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
	grep -E '20010db8|fe8000000000000000000000000000' /proc/net/anycast6
	ip -6 addr show dev lo | grep 2001
	ip -6 route show table local type anycast
}

# Waits until a command succeeds: the holder hears of a change after the one who made it.
soon() {
	end=$(($(date +%s) + patience))
	until "$@"; do
		[ "$(date +%s)" -lt "$end" ] || return 1
	done
}

# On link and covered by a prefix, covered by none, and link-local.
near=2001:db8::53
far=2001:db8:9::53
local=fe80::53
hex() {
	case $1 in
	"$near") echo 20010db8000000000000000000000053 ;;
	"$far") echo 20010db8000900000000000000000053 ;;
	"$local") echo fe800000000000000000000000000053 ;;
	esac
}

# The judges: ip(8) and /proc. $1 interface, $2 address
index_of() { ip -o link show dev "$1" | cut -d: -f1; }
member() {
	awk -v n="$1" -v a="$(hex "$2")" '$2 == n && $3 == a { f = 1 } END { exit !f }' \
		/proc/net/anycast6
}
listed() { grep -q "$(hex "$1")" /proc/net/anycast6; }
service() { ip -6 addr show dev lo | grep -q "inet6 $1/128"; }
route() { ip -6 route show table local type anycast | grep -q "^anycast $1 dev $2 "; }
one_route() {
	[ "$(ip -6 route show table local type anycast | grep -c "^anycast $1 dev $2 ")" -eq 1 ]
}
any_route() { ip -6 route show table local type anycast | grep -q "^anycast $1 "; }
whole() {
	if [ "$2" = "$local" ]; then
		member "$1" "$2" && route "$2" "$1" && ! service "$2"
	else
		member "$1" "$2" && service "$2" && ! any_route "$2"
	fi
}
gone() { ! listed "$1" && ! service "$1" && ! any_route "$1"; }
all_whole() { whole "$1" $near && whole "$1" $far && whole "$1" $local; }
all_gone() { gone $near && gone $far && gone $local; }
stand_ins() { ip -6 route show table local | grep -c 'metric 1024'; }
holders() {
	count=$(grep -lsE '^anycast-(holder|keeper)$' /proc/[0-9]*/comm | wc -l)
	[ "$count" -eq "$1" ]
}
# A new keeper has the holder's name for a moment.
is_one() { [ "$(grep -lsx anycast-holder /proc/[0-9]*/comm | wc -l)" -eq 1 ]; }
holder_pid() { soon is_one; grep -lsx anycast-holder /proc/[0-9]*/comm | cut -d/ -f3; }
nothing_left() { all_gone && holders 0 && [ "$(stand_ins)" -eq 0 ]; }
# What iphlp says must be what the kernel says.
shows() { [ "$("$iphlp" anycast show -6 | grep -c "$1")" -eq "$2" ]; }

# shellcheck source=tests/support/anycast-peer
. tests/support/anycast-peer

make_entries() {
	"$iphlp" anycast add $near dev "$1" && "$iphlp" anycast add $far dev "$1" &&
		"$iphlp" anycast add $local dev "$1" && all_whole "$1"
}
delete_entries() {
	"$iphlp" anycast delete $near dev "$1" && "$iphlp" anycast delete $far dev "$1" &&
		"$iphlp" anycast delete $local dev "$1"
}
answers() { reaches $near && reaches $far && reaches "$local%eth1"; }
# A case begins with whole entries on a new eth0 and ends without.
begin() {
	ip link delete eth0 2>/dev/null
	it "$1: nothing is there before" soon nothing_left
	add_link || skip 'no veth interfaces here'
	it "$1: entries are made" make_entries eth0
	it "$1: they answer" soon answers
}
finish() {
	it "$1: they can be deleted" delete_entries "${2:-eth0}"
	it "$1: nothing is left" soon nothing_left
}
is_older_than() { printf '%s\n' "$(uname -r)" "$1" | sort -V -C; }
not() { ! "$@"; }
ip link set lo up

c='an interface is renamed'
begin "$c"
# Linux before 6.2 renames no interface that is up.
if ip link set eth0 name lan0; then
	it "$c: the entries stay" all_whole lan0
	it "$c: and are shown under its new name" shows lan0 3
	it "$c: they answer" soon answers
	finish "$c" lan0
	ip link delete lan0
else
	it "$c: this kernel refuses" is_older_than 6.2
	finish "$c"
fi

c='an interface is deleted'
begin "$c"
index=$(index_of eth0)
ip link delete eth0
it "$c: its entries go, and the holder with the last" soon nothing_left
c='an interface with the same name'
add_link
it "$c: has none of the entries" all_gone
it "$c: can have them" make_entries eth0
it "$c: they answer" soon answers
c='an interface with the same name and index'
index=$(index_of eth0)
ip link delete eth0
add_link "index $index"
it "$c: is there" [ "$(index_of eth0)" = "$index" ]
it "$c: has none of the entries" soon nothing_left
it "$c: can have them" make_entries eth0
it "$c: they answer" soon answers
c='an interface with the same index, when another has entries too'
ip link add eth2 type veth peer name eth3
ip link set eth2 up && ip link set eth3 up
it "$c: an entry is shared" "$iphlp" anycast add $near dev eth2
ip link delete eth0
add_link "index $index"
it "$c: the other entry stays" soon whole eth2 $near
not_on_new() { ! member eth0 $near && ! listed $far && ! service $far && ! listed $local; }
it "$c: it has no entry" soon not_on_new
it "$c: can have them" make_entries eth0
it "$c: the other entry stays" whole eth2 $near
it "$c: they can be deleted" delete_entries eth0
it "$c: the other entry stays" whole eth2 $near
it "$c: and is deleted" "$iphlp" anycast delete $near dev eth2
it "$c: nothing is left" soon nothing_left

c='an interface is moved to another namespace'
begin "$c"
ip link set eth0 netns "$peer"
it "$c: its entries go, and the holder with the last" soon nothing_left
none_there() { ! in_peer grep -E "$(hex $near)|$(hex $far)|$(hex $local)" /proc/self/net/anycast6; }
it "$c: there are none there" none_there
in_peer ip link set eth0 netns 1
it "$c: nor here when it is back" all_gone
ip link set eth0 up
it "$c: it can have them again" make_entries eth0
finish "$c"

c='an interface goes down and comes up'
begin "$c"
ip link set eth0 down
still_members() { member eth0 $near && member eth0 $far && member eth0 $local; }
it "$c: down, they are still entries" still_members
it "$c: and shown" shows eth0 3
ip link set eth0 up
ip addr replace 2001:db8::1/64 dev eth0 nodad
it "$c: they are whole" soon all_whole eth0
it "$c: they answer" soon answers
finish "$c"

c='an interface gets another link-local address'
begin "$c"
ip addr add fe80::99/64 dev eth0 nodad
it "$c: an entry is deleted, by a holder that has heard of it" "$iphlp" anycast delete $far dev eth0
it "$c: the link-local entry has the one route that it had" one_route $local eth0
it "$c: the other can be made again" "$iphlp" anycast add $far dev eth0
finish "$c"

c='many flaps'
begin "$c"
for _ in 1 2 3 4 5 6 7 8 9 10; do ip link set eth0 down && ip link set eth0 up; done
ip addr replace 2001:db8::1/64 dev eth0 nodad
it "$c: they are whole" soon all_whole eth0
it "$c: they answer" soon answers
finish "$c"

c='an interface goes down and up while an entry is being made'
it "$c: nothing is there before" soon nothing_left
${CC:-cc} -shared -fPIC -std=gnu11 -D_GNU_SOURCE -O2 -Wall -Wextra -o "$tmp/flap-at-join.so" \
	tests/holder/flap-at-join.c -ldl || exit 1
LD_PRELOAD=$tmp/flap-at-join.so "$IPH_TEST_HOLDER" --background || exit 1
it "$c: it is made" "$iphlp" anycast add $far dev eth0
it "$c: it is whole" whole eth0 $far
it "$c: it can be deleted" "$iphlp" anycast delete $far dev eth0
kill "$(holder_pid)"
it "$c: nothing is left" soon nothing_left

# As CreateAnycastIpAddressEntry(3) says.
c='an IPv4 entry is changed without its mark'
shows4() { [ "$("$iphlp" anycast show -4 | grep -c '^192.0.2.53 ')" -eq "$1" ]; }
it "$c: it is made" "$iphlp" anycast add 192.0.2.53 dev eth0
it "$c: it is an entry" shows4 1
ip address change 192.0.2.53/32 dev eth0
as_address() { [ "$(ip -o -4 addr show dev eth0 | grep -c 'inet 192.0.2.53/32 ')" -eq 1 ]; }
refuses() { "$iphlp" anycast delete 192.0.2.53 dev eth0 2>&1 | grep -q '(1168)' && as_address; }
# Linux 6.1 keeps the mark of an address that is changed, and 6.18 does not.
if is_older_than 6.18 && shows4 1; then
	it "$c: this kernel has kept the mark" "$iphlp" anycast delete 192.0.2.53 dev eth0
	it "$c: and the address goes with the entry" not as_address
else
	it "$c: it is none any more" shows4 0
	it "$c: which is not deleted as an entry" refuses
	it "$c: but as an address" "$iphlp" address delete 192.0.2.53 dev eth0
fi
c='an IPv4 entry is deleted by hand and its address added by hand'
it "$c: it is made" "$iphlp" anycast add 192.0.2.53 dev eth0
ip address delete 192.0.2.53/32 dev eth0
it "$c: it is none any more" shows4 0
ip address add 192.0.2.53/32 dev eth0
it "$c: the address is not deleted as an entry" refuses
it "$c: but as an address" "$iphlp" address delete 192.0.2.53 dev eth0
c='an IPv4 entry after its interface went down and up'
it "$c: it is made" "$iphlp" anycast add 192.0.2.53 dev eth0
ip link set eth0 down && ip link set eth0 up
it "$c: it is an entry" shows4 1
it "$c: it can be deleted" "$iphlp" anycast delete 192.0.2.53 dev eth0
it "$c: the address is gone" sh -c '! ip -4 addr show dev eth0 | grep -q 192.0.2.53'
it "$c: nothing else is left" sh -c '! ip route show table 19787 2>/dev/null | grep .'
ip addr replace 2001:db8::1/64 dev eth0 nodad

c='the cable is pulled and put back'
begin "$c"
in_peer ip link set eth1 down
it "$c: they are still entries" still_members
in_peer ip link set eth1 up
in_peer ip addr replace 2001:db8::2/64 dev eth1 nodad
in_peer ip -6 route replace 2001:db8:9::/64 dev eth1
it "$c: they are whole" soon all_whole eth0
it "$c: they answer" soon answers
finish "$c"

c='disable_ipv6 on and off'
begin "$c"
echo 1 >/proc/sys/net/ipv6/conf/eth0/disable_ipv6
settled() { all_gone || still_members; }
it "$c: entries stay or go, all of them" soon settled
if still_members; then
	echo 0 >/proc/sys/net/ipv6/conf/eth0/disable_ipv6
	ip addr replace 2001:db8::1/64 dev eth0 nodad
	it "$c: they are whole" soon all_whole eth0
	it "$c: they answer" soon answers
	finish "$c"
else
	echo 0 >/proc/sys/net/ipv6/conf/eth0/disable_ipv6
	it "$c: nothing is left" soon nothing_left
	it "$c: it can have them again" make_entries eth0
	finish "$c"
fi

c='forwarding on and off'
begin "$c"
echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
it "$c: on, the entries are whole" all_whole eth0
it "$c: on, they answer" soon answers
echo 0 >/proc/sys/net/ipv6/conf/all/forwarding
it "$c: off, the entries are whole" all_whole eth0
it "$c: off, they answer" soon answers
finish "$c"

c='lo is flushed'
begin "$c"
ip -6 addr flush dev lo
go_with_lo() { gone $near && gone $far && whole eth0 $local; }
it "$c: the entries with service addresses go, the link-local one stays" soon go_with_lo
ip addr add ::1/128 dev lo
it "$c: that one can be deleted" "$iphlp" anycast delete $local dev eth0
it "$c: nothing is left" soon nothing_left

c='a service address is deleted'
begin "$c"
it "$c: its entry is shared" "$iphlp" anycast add $near dev eth2
ip addr delete $near/128 dev lo
it "$c: its entries go on all interfaces" soon gone $near
others_whole() { whole eth0 "$far" && whole eth0 "$local"; }
it "$c: the others stay" others_whole
it "$c: it can be made again" "$iphlp" anycast add $near dev eth0
it "$c: and is whole" all_whole eth0
it "$c: it answers" soon answers
finish "$c"

c='the anycast route is put back'
begin "$c"
ip -6 route add anycast $near dev eth0 table local metric 0 ||
	ip -6 route add anycast $near dev eth0 table local
it "$c: it is removed" soon all_whole eth0
it "$c: the entry answers" soon answers
ip -6 route replace anycast $local dev eth0 table local
it "$c: that of a link-local one stays" all_whole eth0
finish "$c"

c='the MTU drops below 1280'
begin "$c"
ip link set eth0 mtu 1200
not_listed() { ! listed $near && ! listed $far && ! listed $local; }
it "$c: the entries are not there" not_listed
it "$c: one can be deleted" "$iphlp" anycast delete $far dev eth0
ip link set eth0 mtu 1500
ip addr replace 2001:db8::1/64 dev eth0 nodad
others_whole() { whole eth0 $near && whole eth0 $local && one_route $local eth0 && gone $far; }
it "$c: the others come back with it" soon others_whole
it "$c: the deleted one can be made again" "$iphlp" anycast add $far dev eth0
it "$c: they answer" soon answers
finish "$c"

# What takes all addresses of lo along gives them back. $1: case, $2 and $3: commands
off_and_on() {
	c=$1
	begin "$c"
	"$iphlp" anycast add $near dev eth2
	eval "$2"
	eval "$3"
	ip addr replace 2001:db8::1/64 dev eth0 nodad
	it "$c: they are whole" soon all_whole eth0
	it "$c: also one that is shared" member eth2 $near
	it "$c: they answer" soon answers
	eval "$2"
	it "$c: off, the members stay" still_members
	it "$c: off, one can be deleted" "$iphlp" anycast delete $far dev eth0
	eval "$3"
	ip addr replace 2001:db8::1/64 dev eth0 nodad
	it "$c: the others come back" soon others_whole
	it "$c: it can be made again" "$iphlp" anycast add $far dev eth0
	it "$c: they answer" soon answers
	"$iphlp" anycast delete $near dev eth2
	ip addr delete $near/128 dev lo
	it "$c: a deletion by hand is one afterwards" soon gone $near
	it "$c: it can be made again" "$iphlp" anycast add $near dev eth0
	finish "$c"
}
conf=/proc/sys/net/ipv6/conf
off_and_on 'lo goes down and up' 'ip link set lo down' 'ip link set lo up'
off_and_on 'all.disable_ipv6 on and off' "echo 1 >$conf/all/disable_ipv6" \
	"echo 0 >$conf/all/disable_ipv6"
off_and_on 'lo.disable_ipv6 on and off' "echo 1 >$conf/lo/disable_ipv6" \
	"echo 0 >$conf/lo/disable_ipv6"

c='a caller asks again before its answer comes'
it "$c: an entry is made" "$iphlp" anycast add $near dev eth0
holder=$(holder_pid)
kill -STOP "$holder"
"$iphlp" anycast delete $near dev eth0 &
caller=$!
# The protocol, the port, and how many bytes are queued there; a request takes less than 1500.
asked_again() {
	awk '$2 == 10 && $3 == 1313427528 && $5 > 3000 { f = 1 } END { exit !f }' /proc/net/netlink
}
it "$c: it waits in the queue more than once" soon asked_again
kill -CONT "$holder"
it "$c: it gets the answer" wait "$caller"
# shellcheck disable=SC2009 # one that has ended and was not reaped does not run
none_runs() { ! ps -C anycast-holder,anycast-keeper -o stat= | grep -q '^[^Z]'; }
it "$c: the holder has ended then" none_runs

c='the name of the namespace is deleted'
named=$tmp/named
in_named() { nsenter --net="$named" "$@"; }
touch "$named"
if unshare --net="$named" true; then
	in_named ip link add eth0 type veth peer name eth1
	in_named ip link set eth0 up
	it "$c: an entry is made in it" in_named "$iphlp" anycast add $far dev eth0
	it "$c: a holder keeps it" soon holders 2
	umount "$named"
	it "$c: the holder ends" soon holders 0
fi

# A process keeps the namespace; its second name comes and goes.
c='the second name of the namespace is deleted'
unshare -n sh -c 'ip link add eth0 type veth peer name eth1; ip link set eth0 up; echo ready
	exec tail -f /dev/null' >"$tmp/living" &
living=$!
soon grep -qs ready "$tmp/living" || exit 1
in_living() { nsenter -t "$living" -n "$@"; }
if mount --bind "/proc/$living/ns/net" "$named"; then
	it "$c: an entry is made in it" in_living "$iphlp" anycast add $far dev eth0
	it "$c: a holder keeps it" soon holders 2
	umount "$named"
	# The holder asks for the mounts before it takes the next request.
	it "$c: the next entry is made" in_living "$iphlp" anycast add $near dev eth0
	it "$c: the first one is there" in_living "$iphlp" anycast delete $far dev eth0
	kill -9 "$(holder_pid)"
	it "$c: it is there when the holder was killed" in_living "$iphlp" anycast add $far dev eth0
	kill "$living"
	it "$c: the last process ends, and the holder with it" soon holders 0
fi
wait "$living"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
