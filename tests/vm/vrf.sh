#!/bin/sh
# SPDX-License-Identifier: MIT
# Routes of interfaces that are in a VRF: runs in the virtual machine of tests/vm/run, whose kernel
# has VRFs, in namespaces of its own. What ip(8) says of the VRF is the judge. The interface e0 is
# in no VRF and has the same addresses and routes.
set -u

if [ -z "${IPH_VRF_WORLD:-}" ]; then
	IPH_VRF_WORLD=1 exec unshare -nmp --fork --kill-child --mount-proc sh "$0"
fi
iphlp=$PWD/build/iphlp
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
# $1 the code's name, then what iphlp must fail with it for
fails() {
	code=$1
	shift
	! "$iphlp" "$@" 2>"$tmp/error" && grep "$code" "$tmp/error"
}
# $1 a number of tenths of a second, then the condition
within() {
	tenths=$1
	shift
	until "$@"; do
		[ $((tenths -= 1)) -gt 0 ] || return 1
		sleep 0.1
	done
}
same() { diff "$tmp/$1" "$tmp/$2"; }

# Destination, gateway, interface and metric, a line each: as ip(8) has them in the VRF, and ours.
# The kernel makes some of them later than the address that they are for.
members=' r0 | r1 '
pick='.[] | [.dst, .gateway // "-", .dev, .metric // 0] | join(" ")'
of_vrf() { ip -"$1" -j route show table 10 | jq -r "$pick" | grep -E "$members" | sort; }
ours() { "$iphlp" -"$1" -j route show | jq -r "$pick" | grep -E "$members" | sort; }
tables_agree() {
	of_vrf "$1" >"$tmp/ip" && ours "$1" >"$tmp/iphlp" && [ -s "$tmp/ip" ] && same ip iphlp
}
all_agree() { tables_agree 4 && tables_agree 6; }
# $1 prefix, $2 what follows it: in the VRF, and in main
in_table() {
	case $2 in
	*:*) ip -6 route show table "$1" "$2" ;;
	*) ip -4 route show table "$1" "$2" ;;
	esac | grep "^$2 $3"
}
in_vrf() { in_table 10 "$@"; }
in_main() { in_table main "$@"; }

# The prefix is that of the stored route, the source that of the packet.
choice='.[] | [.gateway // "-", .dev, .prefsrc] | join(" ")'
# $1 destination, $2 interface, then what the kernel is asked with
best_agrees() {
	to=$1 ifname=$2
	shift 2
	ip -j route get "$to" "$@" | jq -r "$choice" >"$tmp/ip" &&
		"$iphlp" -j route best "$to" dev "$ifname" | jq -r "$choice" >"$tmp/iphlp" &&
		[ -s "$tmp/ip" ] && same ip iphlp
}

mount -t tmpfs none /run
ip link set lo up
ip link add red type vrf table 10 || exit 1
ip link set red up
for i in r0 r1 e0; do
	ip link add $i type veth peer name p$i
	ip link set p$i up
	[ $i = e0 ] || ip link set $i master red
	ip link set $i addrgenmode none
	ip link set $i up
done
for i in r0 e0; do
	ip addr add 192.0.2.1/24 dev $i
	ip -6 addr add 2001:db8:1::1/64 dev $i nodad
done
ip addr add 198.51.100.1/24 dev r1
ip -6 addr add 2001:db8:2::1/64 dev r1 nodad
four=203.0.113.0/24
six=2001:db8:f::/48
ip route add $four via 192.0.2.2 dev e0 metric 7
ip -6 route add $six via 2001:db8:1::2 dev e0 metric 7

it 'there is no route of the VRF yet' \
	fails ERROR_NOT_FOUND route get $four via 192.0.2.2 dev r0
it '... IPv6' fails ERROR_NOT_FOUND route get $six via 2001:db8:1::2 dev r0
it 'the table has the routes of the VRF' within 300 all_agree

it 'a route is made' "$iphlp" route add $four via 192.0.2.2 dev r0 metric 5
it '... in the table of the VRF' in_vrf $four 'via 192.0.2.2 dev r0 proto static metric 5'
it '... IPv6' "$iphlp" route add $six via 2001:db8:1::2 dev r0 metric 5
it '... in the table of the VRF' in_vrf $six 'via 2001:db8:1::2 dev r0 proto static metric 5'
it 'it is found' "$iphlp" route get $four via 192.0.2.2 dev r0
it '... IPv6' "$iphlp" route get $six via 2001:db8:1::2 dev r0
it 'a second one is a duplicate' \
	fails ERROR_OBJECT_ALREADY_EXISTS route add $four via 192.0.2.2 dev r0 metric 9
it '... IPv6' fails ERROR_OBJECT_ALREADY_EXISTS route add $six via 2001:db8:1::2 dev r0 metric 9
it 'a route that ip(8) has made is one, too' \
	ip route add 203.0.112.0/24 via 198.51.100.2 vrf red metric 3
it '... and is found' "$iphlp" route get 203.0.112.0/24 via 198.51.100.2 dev r1
it 'the metric is changed' "$iphlp" route set $four via 192.0.2.2 dev r0 metric 6
it '... in the table of the VRF' in_vrf $four 'via 192.0.2.2 dev r0 proto static metric 6'
it '... IPv6' "$iphlp" route set $six via 2001:db8:1::2 dev r0 metric 6
it '... in the table of the VRF' in_vrf $six 'via 2001:db8:1::2 dev r0 proto static metric 6'
it 'the table has the routes of the VRF' within 300 all_agree

for to in 203.0.113.9 203.0.112.9 192.0.2.77 2001:db8:f::9 2001:db8:2::77; do
	it "the best route to $to is that of the VRF" best_agrees $to red vrf red
done
for to in 203.0.113.9 192.0.2.77 2001:db8:f::9; do
	it "the best route to $to by r0 is that of the kernel" best_agrees $to r0 oif r0
	it "the best route to $to by e0 is the other one" best_agrees $to e0 oif e0
done
it 'what r1 leads to is not reached by r0' \
	fails ERROR_NETWORK_UNREACHABLE route best 203.0.112.9 dev r0
it 'with a default route outside, too' ip route add default via 192.0.2.2 dev e0
it '...' fails ERROR_NETWORK_UNREACHABLE route best 203.0.112.9 dev r0

it 'a route is deleted' "$iphlp" route delete $four via 192.0.2.2 dev r0
it '... IPv6' "$iphlp" route delete $six via 2001:db8:1::2 dev r0
it 'it is not found' fails ERROR_NOT_FOUND route get $four via 192.0.2.2 dev r0
it '... IPv6' fails ERROR_NOT_FOUND route get $six via 2001:db8:1::2 dev r0
it 'a second Delete has nothing to delete' \
	fails ERROR_NOT_FOUND route delete $four via 192.0.2.2 dev r0
it 'the route of the other interface is still there' in_main $four 'via 192.0.2.2 dev e0'
it '... IPv6' in_main $six 'via 2001:db8:1::2 dev e0'
it 'the table has the routes of the VRF' within 300 all_agree
it 'an interface that leaves the VRF' ip link set r1 nomaster
it '... has a route in main' "$iphlp" route add 203.0.111.0/24 dev r1
it '...' in_main 203.0.111.0/24 'dev r1'
members=' r0 '
it 'the table has the routes of the VRF' within 300 all_agree
exit $failed
