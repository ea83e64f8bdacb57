#!/bin/sh
# SPDX-License-Identifier: MIT
# examples/vpn-routes.c, built and run in a throw-away network namespace, judged by ip(8).
# Run from the top of the tree after "make".
# Exit: 0 all passed, 1 some failed, 77 no namespaces here (1 with IPH_TEST_REQUIRE=netns).
set -u

name=cli-vpn-routes
# shellcheck source=tests/support/inside
. tests/support/inside
# shellcheck source=tests/support/cli-checks
. tests/support/cli-checks

ip link set lo up
ip link add eth0 type veth peer name far0 || skip 'no veth interfaces here'
ip link add tun0 type veth peer name far1
for i in eth0 far0 tun0 far1; do
	ip link set $i addrgenmode none up
done
ip addr add 192.0.2.1/24 dev eth0
ip addr add 2001:db8::1/64 dev eth0 nodad
ip addr add 10.8.0.2/32 dev tun0
ip addr add fd00:8::2/128 dev tun0 nodad
ip route add default via 192.0.2.2
ip -6 route add default via 2001:db8::2
tunnel=$(ip -o link show tun0 | cut -d: -f1)
device=$(ip -o link show eth0 | cut -d: -f1)

# shellcheck disable=SC2086 # SANITIZE is a list of options
run "${CC:-cc}" ${SANITIZE:-} -Iinclude -o "$tmp/vpn-routes" examples/vpn-routes.c \
	-Lbuild -liphlpapi \
	"-Wl,-rpath,$PWD/build"
it 'the example can be built' silent
goes_by() { [ "$(ip -j route get "$1" | jq -r '.[0].dev')" = "$2" ]; }

ip -4 route >"$tmp/before"
ip -6 route >>"$tmp/before"
run "$tmp/vpn-routes" up tun0 198.51.100.7
it 'it adds the routes and says which way packets go' prints \
	"added    198.51.100.7/32 via 192.0.2.2 interface $device metric 0
added    0.0.0.0/1 via 0.0.0.0 interface $tunnel metric 0
added    128.0.0.0/1 via 0.0.0.0 interface $tunnel metric 0
added    ::/1 via :: interface $tunnel metric 0
added    8000::/1 via :: interface $tunnel metric 0
203.0.113.9 from 10.8.0.2 goes by 128.0.0.0/1 via 0.0.0.0 interface $tunnel metric 0
198.51.100.7 from 192.0.2.1 goes by 198.51.100.7/32 via 192.0.2.2 interface $device metric 0"
it 'IPv4 goes by the tunnel' goes_by 203.0.113.9 tun0
it 'so does IPv6' goes_by 2001:db8:99::9 tun0
it 'the server does not' goes_by 198.51.100.7 eth0
run "$tmp/vpn-routes" up tun0 198.51.100.7
it 'a second time is no failure' [ "$status" -eq 0 ]
run "$tmp/vpn-routes" down tun0 198.51.100.7
it 'it takes them away again' [ "$status" -eq 0 ]
ip -4 route >"$tmp/after"
ip -6 route >>"$tmp/after"
it 'and nothing else' cmp -s "$tmp/before" "$tmp/after"

run "$tmp/vpn-routes" up tun0 2001:db8:99::7
it 'a server may have an IPv6 address' mentions 'added    2001:db8:99::7/128 via 2001:db8::2'
run "$tmp/vpn-routes" down tun0 2001:db8:99::7
it 'which is forgotten, too' [ "$status" -eq 0 ]
ip -4 route >"$tmp/after"
ip -6 route >>"$tmp/after"
it 'with all routes' cmp -s "$tmp/before" "$tmp/after"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
