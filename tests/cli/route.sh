#!/bin/sh
# SPDX-License-Identifier: MIT
# iphlp route, the real binary, in a throw-away network namespace, judged by ip(8).
# Run from the top of the tree after "make".
# Exit: 0 all passed, 1 some failed, 77 no namespaces here (1 with IPH_TEST_REQUIRE=netns).
set -u

name=cli-route
# shellcheck source=tests/support/inside
. tests/support/inside
# shellcheck source=tests/support/cli-checks
. tests/support/cli-checks

# $1 prefix, $2 what "ip route" says of it, a line each
is() {
	case $1 in *:*) family=-6 ;; *) family=-4 ;; esac
	ip $family -o route show exact "$1" | sed 's/ pref medium//; s/expires [0-9]*sec/expires/
		s/ *$//' >"$tmp/routes"
	printf '%s' "$2" | cmp -s - "$tmp/routes"
}

ip link set lo up
ip link add v0 type veth peer name v1 || skip 'no veth interfaces here'
for i in v0 v1; do
	ip link set "$i" addrgenmode none up
done
ip addr add 192.0.2.1/24 dev v0
ip addr add 2001:db8::1/64 dev v0 nodad
ip addr add 198.51.100.1/24 dev v1
index=$(ip -o link show v0 | cut -d: -f1)

# Add, and what ip(8) sees of it.
run "$iphlp" route add 203.0.113.0/24 via 192.0.2.2 dev v0 metric 5
it 'adding a route is silent' silent
it 'it is there' is 203.0.113.0/24 '203.0.113.0/24 via 192.0.2.2 dev v0 proto static metric 5
'
run "$iphlp" route add 10.0.0.0/8 dev v0 protocol ospf
it 'a route on the link is no error' silent
it 'and has no gateway' is 10.0.0.0/8 '10.0.0.0/8 dev v0 proto 140 scope link
'
run "$iphlp" route add default via 2001:db8::2 dev v0
it 'the next hop tells of which family the default route is' is ::/0 \
	'default via 2001:db8::2 dev v0 proto 130 metric 1
'
run "$iphlp" r a 2001:db8:7::7 via fe80::2%v0 valid_lft 900
it 'a single address needs no length, a zone is an interface' is 2001:db8:7::7 \
	'2001:db8:7::7 via fe80::2 dev v0 proto 130 metric 1 expires
'
run "$iphlp" -6 route add default dev v0 metric 7
it 'so does -6' is ::/0 'default via 2001:db8::2 dev v0 proto 130 metric 1
default dev v0 proto static metric 7
'

# Get and show.
run "$iphlp" -j route get 203.0.113.0/24 via 192.0.2.2 dev v0
it 'JSON has the destination' json_is 'string 203.0.113.0/24' 0 dst
it 'JSON has the next hop' json_is 'string 192.0.2.2' 0 gateway
it 'JSON has the interface' json_is 'string v0' 0 dev
it 'JSON has the index as a number' json_is "number $index" 0 ifindex
it 'JSON has the metric as a number' json_is 'number 5' 0 metric
it 'JSON has the protocol' json_is 'string netmgmt' 0 protocol
it 'JSON has a lifetime without end as a number' json_is 'number 4294967295' 0 valid_life_time
it 'JSON has one route' json_has 1
run "$iphlp" -j route get 10.0.0.0/8 dev v0
it 'without a next hop it is null' json_is 'null null' 0 gateway
run "$iphlp" -j -6 route get 2001:db8:7::7/128 via fe80::2 dev v0
it 'a length of the whole address is no other route' json_is 'string 2001:db8:7::7' 0 dst
same() {
	"$iphlp" -j "$1" route show | jq -S '[.[] | select(.loopback == false and
		.protocol != "local") | {dst, gateway, dev, metric}] | sort' >"$tmp/out"
	ip -j "$1" route show | jq -S "[.[] | select(.protocol != \"kernel\") |
		{dst, gateway, dev, metric: ((.metric // 0) - (if $2 and .protocol == \"130\" then 1
		else 0 end))}] | sort" | diff - "$tmp/out"
}
it 'IPv4 routes are those of ip(8)' same -4 false
it 'IPv6 routes are, too, but for the metric 0' same -6 true
run "$iphlp" -4 -br route show v1
it 'show prints those of one interface' mentions 198.51.100.0/24
it 'and no other' [ "$(grep -c v0 "$tmp/out")" = 0 ]

# Best.
run "$iphlp" route best 203.0.113.9 -o dst,gateway,dev,prefsrc -br
it 'best prints the route and the source' prints '203.0.113.0/24 192.0.2.2 v0        192.0.2.1'
run "$iphlp" -j route best 2001:db8:99::9
it 'JSON of best has the source' json_is 'string 2001:db8::1' 0 prefsrc
run "$iphlp" route best 198.51.100.9 dev v1 -o dev,prefsrc -br
it 'best goes by an interface' prints 'v1        198.51.100.1'
run "$iphlp" route best 10.1.1.1 from 192.0.2.1 -o dst -br
it 'best has a source' prints 10.0.0.0/8
run "$iphlp" route best 100.64.0.1
it 'no route' fails 1 \
	'cannot find the best route to 100.64.0.1: ERROR_NETWORK_UNREACHABLE (1231): there is no route to it'
run "$iphlp" route best 100.64.0.1 from 2001:db8::1
it 'a source of another family is wrong usage' fails 2 '2001:db8::1 is not an IPv4 address'

# Set and replace.
run "$iphlp" route set 203.0.113.0/24 via 192.0.2.2 dev v0 metric 9
it 'changing the metric is silent' silent
it 'the metric is changed' is 203.0.113.0/24 \
	'203.0.113.0/24 via 192.0.2.2 dev v0 proto static metric 9
'
run "$iphlp" route set 2001:db8:7::7 via fe80::2 dev v0 valid_lft forever
it 'a lifetime can be taken away' is 2001:db8:7::7 \
	'2001:db8:7::7 via fe80::2 dev v0 proto 130 metric 1
'
run "$iphlp" route set 203.0.113.0/24 via 192.0.2.2 dev v0
it 'nothing to change is wrong usage' wrong_usage 'what is to change is missing' 'route --help'
run "$iphlp" route replace 203.0.113.0/24 via 192.0.2.2 dev v0
it 'replace is no error where it is there' silent
it 'and makes it what add would have made' is 203.0.113.0/24 \
	'203.0.113.0/24 via 192.0.2.2 dev v0 proto static
'
run "$iphlp" route replace 203.0.113.0/24 via 192.0.2.3 dev v0 metric 7
it 'another next hop is another route' is 203.0.113.0/24 \
	'203.0.113.0/24 via 192.0.2.2 dev v0 proto static
203.0.113.0/24 via 192.0.2.3 dev v0 proto static metric 7
'

# Delete.
run "$iphlp" route delete 203.0.113.0/24 via 192.0.2.2 dev v0
it 'deleting is silent' silent
it 'the other route stays' is 203.0.113.0/24 \
	'203.0.113.0/24 via 192.0.2.3 dev v0 proto static metric 7
'
run "$iphlp" route delete 203.0.113.0/24 via 192.0.2.2 dev v0
it 'deleting it again' fails 1 \
	'cannot delete 203.0.113.0/24 via 192.0.2.2 from v0: ERROR_NOT_FOUND (1168): v0 has no such route (see iphlp route show v0)'
run "$iphlp" route delete 203.0.113.0/24 via 192.0.2.2 dev v0 --if-exists
it 'is no failure with --if-exists' silent

# Failures.
run "$iphlp" route add 203.0.113.0/24 via 192.0.2.3 dev v0
it 'a duplicate' fails 1 \
	'cannot add 203.0.113.0/24 via 192.0.2.3 to v0: ERROR_OBJECT_ALREADY_EXISTS (5010): v0 has this route already'
run "$iphlp" route add 203.0.113.1/24 dev v0
it 'bits behind the length' fails 1 \
	'cannot add 203.0.113.1/24 to v0: ERROR_INVALID_PARAMETER (87): the destination has bits set behind its prefix length'
run "$iphlp" route add 203.0.113.0/25 via 192.0.2.255 dev v0
it 'a broadcast address' fails 1 \
	'cannot add 203.0.113.0/25 via 192.0.2.255 to v0: ERROR_INVALID_PARAMETER (87): no route can have this next hop'
run "$iphlp" route add 203.0.113.0/25 via 198.51.100.1 dev v0
it 'an address of another interface' fails 1 \
	'cannot add 203.0.113.0/25 via 198.51.100.1 to v0: ERROR_NOT_SUPPORTED (50): v0 (or this machine) has no IPv4, or Linux does not take this next hop there, or the lifetime'
run "$iphlp" route add 203.0.113.0/25 dev v0 valid_lft 60
it 'a lifetime of an IPv4 route' fails 1 \
	'cannot add 203.0.113.0/25 to v0: ERROR_NOT_SUPPORTED (50): v0 (or this machine) has no IPv4, or Linux does not take this next hop there, or the lifetime'
run "$iphlp" route get 203.0.113.0/25 dev v0
it 'what is not there' fails 1 \
	'cannot get 203.0.113.0/25 on v0: ERROR_NOT_FOUND (1168): v0 has no such route (see iphlp route show v0)'
run "$iphlp" route add 203.0.113.0/25 dev v9
it 'a missing interface' fails 1 \
	'cannot add 203.0.113.0/25 to v9: ERROR_NOT_FOUND (1168): there is no interface v9'
run setpriv --bounding-set -net_admin --inh-caps -net_admin "$iphlp" route add 203.0.113.0/25 dev v0
it 'an unprivileged caller' fails 1 \
	'cannot add 203.0.113.0/25 to v0: ERROR_ACCESS_DENIED (5): you need CAP_NET_ADMIN over this network namespace: run it as root'
run "$iphlp" route delete 192.0.2.1/32 dev v0
it 'the route of an address' fails 1 \
	'cannot delete 192.0.2.1/32 from v0: ERROR_ACCESS_DENIED (5): it comes and goes with an address (see iphlp address)'
ip link set v1 down
run "$iphlp" route add 203.0.113.0/25 dev v1
it 'an interface that is down' fails 1 \
	'cannot add 203.0.113.0/25 to v1: ERROR_NOT_FOUND (1168): v1 is down (ip link set v1 up)'

# Usage.
run "$iphlp" route add 203.0.113.0/25
it 'the interface cannot be left out' wrong_usage 'dev IF is missing' 'route --help'
run "$iphlp" route add via 192.0.2.2 dev v0
it 'nor the destination' wrong_usage 'a destination is missing' 'route --help'
run "$iphlp" route add 203.0.113.0/33 dev v0
it 'a length has a limit' fails 2 '203.0.113.0/33: a prefix length is a number from 0 to 32'
run "$iphlp" route add 203.0.113.0/25 via 2001:db8::2 dev v0
it 'families are the same' fails 2 '203.0.113.0/25 and 2001:db8::2 are of different families'
run "$iphlp" route add 203.0.113.0/25 dev v0 metric 2147483648
it 'a metric has a limit' wrong_usage \
	'a metric is a number from 0 to 2147483647, not 2147483648' 'route --help'
run "$iphlp" route add 203.0.113.0/25 dev v0 protocol mars
it 'protocols have names' wrong_usage 'there is no protocol mars' 'route --help'
run "$iphlp" route delete 203.0.113.0/24 via 192.0.2.3 dev v0 metric 7
it 'delete takes no metric' wrong_usage 'metric is one word too many' 'route --help'
it 'none of these has added anything' is 203.0.113.0/25 ''

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
