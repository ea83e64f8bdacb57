#!/bin/sh
# SPDX-License-Identifier: MIT
# iphlp neighbour, the real binary, in a throw-away network namespace, judged by ip(8).
# Run from the top of the tree after "make".
# Exit: 0 all passed, 1 some failed, 77 no namespaces here (1 with IPH_TEST_REQUIRE=netns).
set -u

name=cli-neighbour
# shellcheck source=tests/support/inside
. tests/support/inside
# shellcheck source=tests/support/cli-checks
. tests/support/cli-checks

# $1 address, $2 what ip(8) shows of it on v0
is() { ip neighbour show nud all to "$1" dev v0 | sed 's/^[^ ]* //; s/ *$//' | grep -qx "$2"; }
gone() { ! ip neighbour show nud all to "$1" dev v0 | grep -q .; }

ip link set lo up
unshare -n sleep 1000 &
far=$!
until [ "$(readlink /proc/$far/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do :; done
there() { nsenter --net=/proc/$far/ns/net "$@"; }
ip link add v0 type veth peer name v1 netns $far || skip 'no veth interfaces here'
ip link set v0 addrgenmode none up
there ip link set v1 addrgenmode none address 02:00:00:00:00:77 up
ip addr add 192.0.2.1/24 dev v0
ip addr add 2001:db8::1/64 dev v0 nodad
there ip addr add 192.0.2.2/24 dev v1
there ip addr add 2001:db8::2/64 dev v1 nodad
until ip link show v0 | grep -q 'state UP' && there ip link show v1 | grep -q 'state UP'; do :; done

for address in 192.0.2.9 2001:db8::9; do
	run "$iphlp" neighbour add $address dev v0 lladdr 02:00:00:00:00:09
	it "adding $address is silent" silent
	it 'it is there, for good' is $address 'lladdr 02:00:00:00:00:09 PERMANENT'
	run "$iphlp" neighbour add $address dev v0 lladdr 02:00:00:00:00:08
	it 'a second time is a failure that names what to do' fails 1 \
		"cannot add $address to v0: ERROR_OBJECT_ALREADY_EXISTS (5010): v0 has this neighbour already; replace changes it"
	it 'and changes nothing' is $address 'lladdr 02:00:00:00:00:09 PERMANENT'
	run "$iphlp" neigh replace $address v0 lladdr 02-00-00-00-00-0A
	it 'replace is silent, and dashes are no error' silent
	it 'and changes it' is $address 'lladdr 02:00:00:00:00:0a PERMANENT'
	run "$iphlp" -j neighbor get $address dev v0
	it 'JSON has the address' json_is "string $address" 0 dst
	it 'JSON has the hardware address' json_is 'string 02:00:00:00:00:0a' 0 lladdr
	it 'JSON has the interface' json_is 'string v0' 0 dev
	it 'JSON has the state' json_is 'string permanent' 0 reachability
	it 'JSON has the switch' json_is 'boolean false' 0 router
	it 'JSON has the time' json_is 'number 0' 0 reachability_time
	run "$iphlp" n show v0
	it 'show has it, and n is short for it' mentions "$address"
	run "$iphlp" neighbour delete $address dev v0
	it 'deleting is silent' silent
	it 'and it is gone' gone $address
	run "$iphlp" neighbour delete $address dev v0
	it 'a second time is a failure' fails 1 \
		"cannot delete $address from v0: ERROR_NOT_FOUND (1168): v0 has no neighbour $address"
	run "$iphlp" neighbour delete $address dev v0 --if-exists
	it 'unless it need not be there' silent
	run "$iphlp" neighbour get $address dev v0
	it 'nor can it be got' fails 1 \
		"cannot get $address on v0: ERROR_NOT_FOUND (1168): v0 has no neighbour $address"
done

# What is wrong is said.
for bad in 02:00:00:00:00: 2:0:0:0:0:g 02.00 : 123:4; do
	run "$iphlp" neighbour add 192.0.2.9 dev v0 lladdr $bad
	it "$bad is no hardware address" fails 2 \
		"$bad is no hardware address (see iphlp neighbour --help)"
done
run "$iphlp" neighbour add 192.0.2.9 dev v0 lladdr 02:00
it 'a hardware address of another length is refused' fails 1 \
	"cannot add 192.0.2.9 to v0: ERROR_INVALID_PARAMETER (87): 192.0.2.9 is given a hardware address of another length than the interface's own"
it 'and nothing is left' gone 192.0.2.9
run "$iphlp" neighbour add 192.0.2.9 dev v0
it 'none is refused where one is needed' fails 1 \
	"cannot add 192.0.2.9 to v0: ERROR_INVALID_PARAMETER (87): 192.0.2.9 is given no hardware address, which this interface needs (lladdr)"
run "$iphlp" neighbour delete 192.0.2.9/24 dev v0
it 'a prefix is none of the words' fails 2 \
	'192.0.2.9/24: neighbour addresses have no prefix length'
run "$iphlp" neighbour add 192.0.2.9 dev nowhere
it 'an interface that is not there is named' fails 1 \
	'cannot add 192.0.2.9 to nowhere: ERROR_NOT_FOUND (1168): there is no interface nowhere'
run "$iphlp" neighbour add 192.0.2.9 dev lo lladdr 00:00:00:00:00:00
it 'loopback has no IPv4 neighbours' fails 1 \
	'cannot add 192.0.2.9 to lo: ERROR_NOT_SUPPORTED (50): lo (or this machine) has no IPv4, or no hardware addresses'
run "$iphlp" neighbour flush dev nowhere
it 'nor can it be flushed' fails 1 \
	'cannot flush neighbours: ERROR_NOT_FOUND (1168): there is no interface nowhere'

# Resolve.
for family in 4 6; do
	echo 100 >/proc/sys/net/ipv$family/neigh/v0/retrans_time_ms
done
for address in 192.0.2.2 2001:db8::2; do
	run "$iphlp" -j neighbour resolve $address dev v0
	it "$address answers" json_is 'string 02:00:00:00:00:77' 0 lladdr
	it 'and is reachable' json_is 'string reachable' 0 reachability
done
run "$iphlp" -j neighbour resolve 192.0.2.2 dev v0 from 192.0.2.1
it 'a source may be given' json_is 'string reachable' 0 reachability
run "$iphlp" neighbour resolve 192.0.2.2 dev v0 from 2001:db8::1
it 'but of the same family' fails 2 \
	'2001:db8::1 is no address to ask for 192.0.2.2 from (see iphlp neighbour --help)'
run "$iphlp" neighbour resolve 192.0.2.99 dev v0
it 'nobody has answered' fails 1 \
	'cannot resolve 192.0.2.99 on v0: ERROR_BAD_NET_NAME (67): nobody on v0 has answered'

# Flush.
ip neighbour replace 192.0.2.12 lladdr 02:00:00:00:00:12 dev v0 nud stale
ip neighbour replace 2001:db8::12 lladdr 02:00:00:00:00:12 dev v0 nud stale
ip neighbour replace 192.0.2.13 lladdr 02:00:00:00:00:13 dev v0 nud permanent
run "$iphlp" -6 neighbour flush dev v0
it 'a flush of IPv6 is silent' silent
it 'and takes that' gone 2001:db8::12
it 'and nothing else' is 192.0.2.12 'lladdr 02:00:00:00:00:12 STALE'
run "$iphlp" neighbour flush
it 'a flush of all is silent' silent
it 'and takes all' gone 192.0.2.12
it 'but the permanent' is 192.0.2.13 'lladdr 02:00:00:00:00:13 PERMANENT'

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
