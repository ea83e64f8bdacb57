#!/bin/sh
# SPDX-License-Identifier: MIT
# iphlp address, the real binary, in a throw-away network namespace, judged by ip(8).
# Run from the top of the tree after "make".
# Exit: 0 all passed, 1 some failed, 77 no namespaces here (1 with IPH_TEST_REQUIRE=netns).
set -u

name=cli-address
# shellcheck source=tests/support/inside
. tests/support/inside
# shellcheck source=tests/support/cli-checks
. tests/support/cli-checks

# $1 interface, $2 address, $3 jq's question about the address as ip(8) sees it
is() {
	ip -j -d addr show dev "$1" | jq -e --arg a "$2" \
		'[.[].addr_info[]? | select(.local == $a)] | length == 1 and (.[0] | '"$3"')' \
		>/dev/null
}
gone() { [ "$(ip -j addr show dev "$1" | jq --arg a "$2" \
	'[.[].addr_info[]? | select(.local == $a)] | length')" = 0 ]; }

ip link set lo up
ip link add v0 type veth peer name v1 || skip 'no veth interfaces here'
for i in v0 v1; do
	ip link set "$i" addrgenmode none up
done
index=$(ip -o link show v0 | cut -d: -f1)

# Add, and what ip(8) sees of it.
run "$iphlp" address add 192.0.2.1/24 dev v0
it 'adding an IPv4 address is silent' silent
it 'the interface has it' is v0 192.0.2.1 '.prefixlen == 24 and .scope == "global"'
run "$iphlp" address add 192.0.2.9 dev v0
it 'without a length it is 32' is v0 192.0.2.9 '.prefixlen == 32'
run "$iphlp" address add 2001:db8::1/64 dev v0 valid_lft 3000 preferred_lft 2000
it 'adding an IPv6 address with lifetimes is silent' silent
it 'it has the lifetimes' is v0 2001:db8::1 \
	'.valid_life_time > 2900 and .valid_life_time <= 3000 and
	 .preferred_life_time > 1900 and .preferred_life_time <= 2000'
run "$iphlp" address add 2001:db8::2/64 dev v0
it 'lifetimes are forever unless given' is v0 2001:db8::2 '.valid_life_time == 4294967295'
run "$iphlp" address add fe80::1%v0/64
it 'a zone and a length go together' is v0 fe80::1 '.prefixlen == 64'
run "$iphlp" address add 2001:db8::5/64 dev v0 optimistic
it 'an optimistic address is no error' silent
run "$iphlp" address add 2001:db8::6/64 dev v0 skipassource on
it 'an address that is no source is no error' silent
run "$iphlp" -j address get 2001:db8::6 dev v0
it 'and is shown as one' json_is 'boolean true' 0 skip_as_source
run "$iphlp" address add 10.0.0.1/8 dev v0 prefix_origin dhcp suffix_origin dhcp valid_lft 900 \
	preferred_lft 900
it 'origins can be given' silent
run "$iphlp" -j address get 10.0.0.1/8 dev v0
it 'and are kept' json_is 'string dhcp' 0 prefix_origin

# Get and show.
run "$iphlp" -j address get 192.0.2.1 dev v0
it 'JSON has the address' json_is 'string 192.0.2.1' 0 local
it 'JSON has the length as a number' json_is 'number 24' 0 prefixlen
it 'JSON has the interface' json_is 'string v0' 0 ifname
it 'JSON has the index as a number' json_is "number $index" 0 ifindex
it 'JSON has the state' json_is 'string preferred' 0 state
it 'JSON has the origin' json_is 'string manual' 0 prefix_origin
it 'JSON has a lifetime without end as a number' json_is 'number 4294967295' 0 valid_life_time
it 'JSON has one address' json_has 1
run "$iphlp" address get 192.0.2.1 dev v0
it 'the table says forever' mentions forever
run "$iphlp" -4 address show dev v0
it 'show prints those of one interface, by address' lists '10.0.0.1 8
192.0.2.1 24
192.0.2.9 32'
run "$iphlp" a s d lo -4
it 'one letter each is enough' lists '127.0.0.1 8'
run "$iphlp" -j address
it 'show prints as many as ip(8)' json_has "$(ip -j addr | jq '[.[].addr_info[]?] | length')"

# Set.
run "$iphlp" address set 2001:db8::1 dev v0 valid_lft 100
it 'changing a lifetime is silent' silent
it 'both lifetimes are changed' is v0 2001:db8::1 \
	'.valid_life_time <= 100 and .preferred_life_time <= 100 and .preferred_life_time > 50'
it 'the length is not' is v0 2001:db8::1 '.prefixlen == 64'
run "$iphlp" address set 192.0.2.1/25 dev v0
it 'changing the length is silent' silent
it 'the length is changed' is v0 192.0.2.1 '.prefixlen == 25'
run "$iphlp" address set 192.0.2.1 dev v0
it 'nothing to change is wrong usage' wrong_usage 'what is to change is missing' 'address --help'

# Delete.
run "$iphlp" address delete 192.0.2.1/24 dev v0
it 'deleting with another length' fails 1 \
	'cannot delete 192.0.2.1 from v0: ERROR_NOT_FOUND (1168): v0 has no unicast address 192.0.2.1'
it 'deletes nothing' is v0 192.0.2.1 '.prefixlen == 25'
run "$iphlp" address delete 192.0.2.1/25 dev v0
it 'deleting is silent' silent
it 'the address has gone' gone v0 192.0.2.1
run "$iphlp" address delete 2001:db8::2 dev v0
it 'deleting without a length is silent' silent
it 'the IPv6 address has gone' gone v0 2001:db8::2

# Failures.
run "$iphlp" address add 10.0.0.1/8 dev v0
it 'a duplicate' fails 1 \
	'cannot add 10.0.0.1 to v0: ERROR_OBJECT_ALREADY_EXISTS (5010): 10.0.0.1 is already an anycast or unicast address here'
run "$iphlp" anycast add 192.0.2.53 dev v0
run "$iphlp" address add 192.0.2.53/24 dev v0
it 'an anycast entry of the interface' fails 1 \
	'cannot add 192.0.2.53 to v0: ERROR_OBJECT_ALREADY_EXISTS (5010): 192.0.2.53 is already an anycast or unicast address here'
run "$iphlp" address get 192.0.2.53 dev v0
it 'an anycast entry is no unicast address' fails 1 \
	'cannot get 192.0.2.53 on v0: ERROR_NOT_FOUND (1168): v0 has no unicast address 192.0.2.53'
run "$iphlp" anycast delete 192.0.2.53 dev v0
run "$iphlp" address add 224.0.0.1 dev v0
it 'a multicast address' fails 1 \
	'cannot add 224.0.0.1 to v0: ERROR_INVALID_PARAMETER (87): 224.0.0.1 is a multicast address'
run "$iphlp" address add 127.0.0.2/8 dev v0
it 'a loopback address on another interface' fails 1 \
	'cannot add 127.0.0.2 to v0: ERROR_INVALID_PARAMETER (87): 127.0.0.2 is a loopback address'
run "$iphlp" address set 192.0.2.77 dev v0 valid_lft 100
it 'changing what is not there' fails 1 \
	'cannot change 192.0.2.77 on v0: ERROR_NOT_FOUND (1168): v0 has no unicast address 192.0.2.77'
run "$iphlp" address add 192.0.2.77 dev eth9
it 'a missing interface' fails 1 \
	'cannot add 192.0.2.77 to eth9: ERROR_NOT_FOUND (1168): there is no interface eth9'
run setpriv --bounding-set -net_admin --inh-caps -net_admin "$iphlp" address add 192.0.2.77 dev v0
it 'an unprivileged caller' fails 1 \
	'cannot add 192.0.2.77 to v0: ERROR_ACCESS_DENIED (5): you need CAP_NET_ADMIN over this network namespace: run it as root'
it 'has added nothing' gone v0 192.0.2.77

# Usage.
run "$iphlp" address add 192.0.2.77/33 dev v0
it 'too long a prefix is wrong usage' fails 2 \
	'192.0.2.77/33: a prefix length is a number from 0 to 32'
run "$iphlp" address add 192.0.2.77 dev v0 valid_lft soon
it 'a lifetime is a number' wrong_usage 'soon is no lifetime' 'address --help'
run "$iphlp" address add 192.0.2.77 dev v0 valid_lft
it 'a setting needs a value' wrong_usage 'valid_lft needs a value' 'address --help'
run "$iphlp" address add 192.0.2.77 dev v0 valid_lft 10 preferred_lft 20
it 'lifetimes have an order' \
	wrong_usage 'preferred_lft is longer than valid_lft' 'address --help'
run "$iphlp" address add 192.0.2.77 dev v0 skipassource maybe
it 'skipassource is on or off' \
	wrong_usage 'skipassource is on or off, not maybe' 'address --help'
run "$iphlp" address add 192.0.2.77 dev v0 prefix_origin mars
it 'origins have names' wrong_usage 'there is no origin mars' 'address --help'
run "$iphlp" address delete 192.0.2.77 dev v0 optimistic
it 'delete takes no setting' wrong_usage 'optimistic is one word too many' 'address --help'
it 'none of these has added anything' gone v0 192.0.2.77

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
