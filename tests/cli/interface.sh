#!/bin/sh
# SPDX-License-Identifier: MIT
# iphlp interface, the real binary, in a throw-away network namespace, judged by ip(8) and /sys.
# Run from the top of the tree after "make".
# Exit: 0 all passed, 1 some failed, 77 no namespaces here (1 with IPH_TEST_REQUIRE=netns).
set -u

name=cli-interface
# shellcheck source=tests/support/inside
. tests/support/inside
# shellcheck source=tests/support/cli-checks
. tests/support/cli-checks

# What ip(8) says of an interface.
ip_says() { ip -j -s link show dev "$1" | jq -r ".[0].$2"; }

ip link set lo up
ip link add v0 type veth peer name v1 || skip 'no veth interfaces here'
ip link add br0 type bridge || skip 'no bridges here'
ip link set v1 master br0
ip link set v1 mtu 1400 up
ip link set v0 alias 'to the bridge' up
ip link set br0 up
ip addr add 192.0.2.1/24 dev v0
ip addr add 192.0.2.2/24 dev br0

run "$iphlp" -j interface
it 'show has as many interfaces as ip(8)' json_has "$(ip -j link | jq length)"
run "$iphlp" interface
it 'lo comes first' mentions '    1 lo '
run "$iphlp" -j interface get v1
it 'get prints one interface' json_has 1
it 'JSON has the name' json_is 'string v1' 0 ifname
it 'JSON has the index as a number' json_is "number $(ip_says v1 ifindex)" 0 ifindex
it 'JSON has the MTU as a number' json_is 'number 1400' 0 mtu
it 'JSON has the hardware address' json_is "string $(ip_says v1 address)" 0 address
it 'JSON has the type' json_is 'string ethernet' 0 type
it 'JSON has the administrative state' json_is 'string up' 0 admin
it 'JSON has the medium' json_is 'string connected' 0 media
it 'JSON has no counters without -s' json_is 'null null' 0 in_octets
run "$iphlp" -j interface show dev v0
it 'the description is the alias' json_is 'string to the bridge' 0 description
run "$iphlp" -j interface get br0
it 'a bridge is one' json_is 'string bridge' 0 type
run ping -c 3 -i 0.2 -W 2 -I v0 192.0.2.2
ip link set v0 down
run "$iphlp" -s -j interface get v1
it '-s counts octets in' json_is "number $(ip_says v1 stats64.rx.bytes)" 0 in_octets
it '-s counts octets out' json_is "number $(ip_says v1 stats64.tx.bytes)" 0 out_octets
run "$iphlp" -j interface get v0
it 'an interface that is down says so' json_is 'string down' 0 admin

run "$iphlp" interface tree
tree_has() { sed 's/[^[:alnum:] ]/./g; s/  */ /g' "$tmp/out" | grep -q "$1"; }
it 'a port is under its bridge' tree_has '^\.* *v1'
it 'and nowhere else' [ "$(grep -c v1 "$tmp/out")" = 1 ]
it 'lo is in the tree too' mentions lo
run "$iphlp" -j interface tree
it 'JSON nests the port' [ "$(jq -r '.[] | select(.ifname == "br0") | .children[0].ifname' \
	"$tmp/out")" = v1 ]

# Names are bytes: some are no UTF-8, some would make a terminal lie.
odd=$(printf 'o\377\\x')
if ip link add name "$odd" type bridge 2>/dev/null; then
	for verb in show tree; do
		run "$iphlp" interface $verb
		it "$verb escapes what is not UTF-8, and what looks escaped" mentions 'o\xff\x5cx '
	done
	run "$iphlp" -j interface get "$odd"
	it 'JSON has bytes that are not UTF-8 escaped' json_is 'string o\xff\x' 0 ifname
	run "$iphlp" -j convert "$odd"
	it 'the alias too' json_is 'string o\xff\x' 0 alias
	ip link del dev "$odd"
	# U+202E, U+200B, U+3000, U+E000, U+0085 behind a character that is harmless
	# shellcheck disable=SC2059 # the variable is escapes of printf
	for bytes in '\342\200\256' '\342\200\213' '\343\200\200' '\356\200\200' '\302\205'; do
		odd=$(printf "\344\270\255${bytes}x")
		hex=$(printf "$bytes" | od -An -tx1 | sed 's/ /\\x/g')
		ip link add name "$odd" type bridge || continue
		run env LC_ALL=C.UTF-8 "$iphlp" interface
		it "a character that deceives is $hex, another stays" mentions \
			"$(printf '\344\270\255')${hex}x "
		run env LC_ALL=C "$iphlp" interface
		it "in the C locale all of it is escaped" mentions "\xe4\xb8\xad${hex}x "
		run env LC_ALL=C.UTF-8 "$iphlp" address get 192.0.2.99 dev "$odd"
		printf "$bytes" >"$tmp/raw"
		it "and it does not reach an error line" \
			[ "$(grep -acFf "$tmp/raw" "$tmp/err")" = 0 ]
		ip link del dev "$odd"
	done
else
	echo 'cli-interface: this ip(8) does not set odd names'
fi

run "$iphlp" interface get eth9
it 'a missing interface' fails 1 \
	'cannot list interfaces: ERROR_FILE_NOT_FOUND (2): there is no interface eth9'
run "$iphlp" interface get
it 'get wants an interface' wrong_usage 'an interface is missing' 'interface --help'
run "$iphlp" interface tree v0
it 'tree takes none' wrong_usage 'v0 is one word too many' 'interface --help'
run setpriv --bounding-set -net_admin --inh-caps -net_admin "$iphlp" interface get v1
it 'nothing of this needs privilege' mentions v1

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
