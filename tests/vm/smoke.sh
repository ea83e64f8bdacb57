#!/bin/sh
# SPDX-License-Identifier: MIT
# What depends on the kernel's version, through iphlp: runs in the virtual machine of
# tests/vm/run, in namespaces of its own, with nothing but ip(8), nc(1) and /proc as judges.
set -u

if [ -z "${IPH_SMOKE_WORLD:-}" ]; then
	IPH_SMOKE_WORLD=1 exec unshare -nmp --fork --kill-child --mount-proc sh "$0"
fi
iphlp=$PWD/build/iphlp
six=2001:db8::53
hex=20010db8000000000000000000000053
four=192.0.2.53
failed=0
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT

# $1 sentence, then the command that must succeed
it() {
	sentence=$1
	shift
	if "$@" >"$tmp/out" 2>&1; then
		echo "PASS $sentence"
	else
		failed=1
		echo "FAIL $sentence: $*"
		sed 's/^/     /' "$tmp/out"
	fi
}
not() { ! "$@"; }
# $1 a number of tenths of a second, then the condition
within() {
	tenths=$1
	shift
	until "$@"; do
		[ $((tenths -= 1)) -gt 0 ] || return 1
		sleep 0.1
	done
}
joined() {
	awk -v i="$1" -v a="$hex" '$2 == i && $3 == a { n++ } END { exit !n }' /proc/net/anycast6
}
# iproute2 before 6.3 does not tell IFA_PROTO. But where show tells the entry from another /32
# and no label marks it, the kernel has kept the mark.
marked() {
	ip addr add 192.0.2.54/32 dev "$1" || return 1
	shown "$four" "$1" && ! shown 192.0.2.54 "$1" &&
		! ip -4 addr show dev "$1" | grep -q ' anycast$'
	status=$?
	ip addr del 192.0.2.54/32 dev "$1"
	return "$status"
}
shown() { "$iphlp" anycast show dev "$2" | awk -v a="$1" '$1 == a { n++ } END { exit n != 1 }'; }
pid_of() { grep -lx "$1" /proc/[0-9]*/comm | cut -d/ -f3 | grep .; }
pair() { [ "$(pid_of anycast-holder | wc -l) $(pid_of anycast-keeper | wc -l)" = '1 1' ]; }
no_pair() { [ -z "$(pid_of 'anycast-[hk].*')" ]; }
peer() { ip netns exec peer "$@"; }
pings() { peer ping -nq -c 1 -W 10 "$1"; }
listening() { ss -Hlnt "sport = :$1" | grep -q .; }
# $1 address, $2 port: a line over TCP, from a server that has bound the address itself
fetches() {
	echo 'a line' | nc -l "$1" "$2" >/dev/null 2>&1 &
	within 100 listening "$2" || return 1
	[ "$(peer nc -w 20 "$1" "$2" </dev/null)" = 'a line' ]
}
# The entry is looked for without a pause while the process is killed.
never_missing_when_killed() {
	before=$(pid_of "$1") || return 1
	while :; do
		joined v0 || echo missing >>"$tmp/missing"
		[ ! -e "$tmp/stop" ] || break
	done &
	watcher=$!
	kill -9 "$before"
	within 300 replaced "$before" "$1"
	status=$?
	: >"$tmp/stop"
	wait "$watcher"
	rm "$tmp/stop"
	[ "$status" -eq 0 ] && [ ! -e "$tmp/missing" ]
}
# The one that stays may take the dead one's part and have a new process take its own.
replaced() { pair && ! [ "$(pid_of "$2")" = "$1" ]; }

mount -t tmpfs none /run
ip link set lo up
ip netns add peer || exit 1
ip link add v0 type veth peer name v1 netns peer || exit 1
ip link set v0 up
peer ip link set lo up
peer ip link set v1 up
ip addr add 2001:db8::1/64 dev v0 nodad
ip addr add 192.0.2.1/24 dev v0
peer ip addr add 2001:db8::2/64 dev v1 nodad
peer ip addr add 192.0.2.2/24 dev v1

for dev in lo v0; do
	it "IPv6 is created on $dev" "$iphlp" anycast add $six dev $dev
	it "the kernel has joined it on $dev" joined $dev
	it "show has it on $dev" shown $six $dev
	it "get finds it on $dev" "$iphlp" anycast get $six dev $dev
	it "it is created only once on $dev" not "$iphlp" anycast add $six dev $dev
	it "IPv4 is created on $dev" "$iphlp" anycast add $four dev $dev
	it "the kernel keeps the mark on $dev" marked $dev
	it "show has IPv4 on $dev" shown $four $dev
	it "get finds IPv4 on $dev" "$iphlp" anycast get $four dev $dev
	[ $dev = lo ] || break
	it "IPv4 is deleted from $dev" "$iphlp" anycast delete $four dev $dev
	it "IPv6 is deleted from $dev" "$iphlp" anycast delete $six dev $dev
	it "the kernel has left it on $dev" not joined $dev
	it "no address is left on $dev" not grep -q $hex /proc/net/if_inet6
	it "no process is left" within 100 no_pair
done

it 'a pair of processes holds it' within 100 pair
it 'the service address is on lo' grep -q "^$hex 01 80 .* lo$" /proc/net/if_inet6
it 'ping reaches it' pings $six
it 'TCP reaches it' fetches $six 7001
it 'TCP reaches IPv4' fetches $four 7002
ip link set v0 down
it 'it is listed while the link is down' shown $six v0
ip link set v0 up
ip addr add 2001:db8::1/64 dev v0 nodad
it 'ping reaches it after the link was down' within 100 pings $six
it 'TCP reaches it after the link was down' fetches $six 7003
it 'it is never missing when the holder is killed' never_missing_when_killed anycast-holder
it 'it is never missing when the keeper is killed' never_missing_when_killed anycast-keeper
it 'TCP reaches it after that' fetches $six 7004
it 'IPv4 is deleted' "$iphlp" anycast delete $four dev v0
it 'IPv6 is deleted' "$iphlp" anycast delete $six dev v0
it 'the kernel has left it' not joined v0
it 'no address is left' not grep -q $hex /proc/net/if_inet6
it 'no process is left' within 100 no_pair

given_back() {
	ip -6 route show table local type anycast | grep -q '^anycast fe80::53 dev v0 .*proto 65 '
}
it 'a link-local entry is created' "$iphlp" anycast add fe80::53 dev v0
ip link set v0 down
ip link set v0 up
it 'the holder gives its route back after the link was down' within 100 given_back
it 'a pair of processes holds it' within 100 pair
both="$(pid_of anycast-holder) $(pid_of anycast-keeper)"
# shellcheck disable=SC2086
kill -STOP $both && kill -9 $both
it 'it is created again when both were killed' "$iphlp" anycast add fe80::53 dev v0
it 'and the route of the dead is gone' not given_back
it 'it is deleted' "$iphlp" anycast delete fe80::53 dev v0
it 'no process is left' within 100 no_pair

ip link add vrf10 type vrf table 10
ip link set vrf10 up
it 'an entry is created' "$iphlp" anycast add $six dev v0
it 'and a link-local one' "$iphlp" anycast add fe80::53 dev v0
ip link set v0 master vrf10
it 'they go when their interface comes into a VRF' within 300 no_pair
it 'no address is left' not grep -q $hex /proc/net/if_inet6
refused() {
	! "$iphlp" anycast add "$1" dev v0 2>"$tmp/why" && grep -q 'NOT_SUPPORTED (50)' "$tmp/why"
}
it 'none can be created there' refused $six
it 'nor a link-local one' refused fe80::53
it 'the kernel has not joined it' not joined v0
it 'IPv4 is created there' "$iphlp" anycast add $four dev v0
ip addr replace 192.0.2.1/24 dev v0
it 'ping reaches it' within 100 pings $four
it 'IPv4 is deleted' "$iphlp" anycast delete $four dev v0
ip link set v0 nomaster
it 'outside an entry is created again' "$iphlp" anycast add $six dev v0
it 'it is deleted' "$iphlp" anycast delete $six dev v0
it 'no process is left' within 100 no_pair
exit $failed
