#!/bin/sh
# SPDX-License-Identifier: MIT
# iphlp path, the real binary, in a throw-away network namespace, judged by ip(8).
# Run from the top of the tree after "make".
# Exit: 0 all passed, 1 some failed, 77 no namespaces here (1 with IPH_TEST_REQUIRE=netns).
set -u

name=cli-path
# shellcheck source=tests/support/inside
. tests/support/inside
# shellcheck source=tests/support/cli-checks
. tests/support/cli-checks

# Until a command succeeds, for a minute.
await() {
	end=$(($(date +%s) + 60))
	until "$@" >/dev/null 2>&1; do
		[ "$(date +%s)" -lt "$end" ] || { echo "cli-path: never: $*" && exit 1; }
	done
}
elsewhere() { [ "$(readlink /proc/$far/ns/net)" != "$(readlink /proc/self/ns/net)" ]; }
there() { nsenter --net=/proc/$far/ns/net "$@"; }
up() { ip link show v0 | grep -q 'state UP' && there ip link show v1 | grep -q 'state UP'; }

# The far end forwards to a link with a smaller MTU.
ip link set lo up
unshare -n sleep 1000 &
far=$!
await elsewhere
ip link add v0 type veth peer name v1 netns $far || skip 'no veth interfaces here'
ip link set v0 addrgenmode none up
there ip link set v1 addrgenmode none up
there ip link add w0 mtu 1300 type veth peer name w1 mtu 1300
there ip link set w0 up
there ip link set w1 up
there sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward; echo 1 >/proc/sys/net/ipv6/conf/all/forwarding'
await up
ip addr add 192.0.2.1/24 dev v0
ip addr add 2001:db8::1/64 dev v0 nodad
there ip addr add 192.0.2.2/24 dev v1
there ip addr add 2001:db8::2/64 dev v1 nodad
there ip route add 198.51.100.0/24 dev w0
there ip route add 2001:db8:2::/64 dev w0
ip route add 198.51.100.0/24 via 192.0.2.2
ip route add 2001:db8:2::/64 via 2001:db8::2

run "$iphlp" -j path
it 'at first there is no path' prints '[]'

# $1 address: a packet that is too large, and then one that is not
learn_mtu() {
	ping -n -q -c 1 -W 30 -M 'do' -s 1400 "$1" >/dev/null
	ip route get "$1" | grep -q 'mtu 1300'
}
listens() { there ss -Hltn | grep -q :7777; }
is_number() { json_at 0 "$1" | grep -qx 'number [1-9][0-9]*'; }
known() { ip tcp_metrics show "$1" | grep -q rtt; }
# $1 address of the peer
learn_rtt() {
	there sh -c "echo hello | nc -N -l $1 7777" &
	server=$!
	await listens
	nc -d "$1" 7777 >/dev/null
	wait $server
	await known "$1"
}

# To the kernel nobody is privileged enough in a user namespace.
first_user_namespace() { grep -q '^ *0 *0 *4294967295$' /proc/self/uid_map; }
first_user_namespace || skip 'a flush of all takes root'

for pair in '198.51.100.9 192.0.2.2 192.0.2.1' '2001:db8:2::9 2001:db8::2 2001:db8::1'; do
	# shellcheck disable=SC2086 # a list of words
	set -- $pair
	it "the kernel learns the MTU to $1" learn_mtu "$1"
	run "$iphlp" path
	it 'it is shown' lists "$1 $3"
	run "$iphlp" -j path show v0
	it 'JSON has the destination' json_is "string $1" 0 dst
	it 'JSON has the source' json_is "string $3" 0 src
	it 'JSON has the gateway' json_is "string $2" 0 gateway
	it 'JSON has the interface' json_is 'string v0' 0 dev
	it 'JSON has the MTU' json_is 'number 1300' 0 mtu
	it 'JSON has no round trip time' json_is 'null null' 0 rtt
	it 'JSON has the switch' json_is 'boolean true' 0 reachable
	run "$iphlp" path show dev lo
	it 'by another interface there is none' lists ''
	run "$iphlp" path flush
	it 'a flush is silent' silent
	run "$iphlp" -j path
	it 'and takes it' prints '[]'

	learn_rtt "$2"
	run "$iphlp" -j path
	it 'a connection that has ended has a round trip time' is_number rtt
	it 'on the link there is no gateway' json_is 'null null' 0 gateway
	it 'there the MTU is that of the interface' json_is 'number 1500' 0 mtu
	case $1 in
	*:*) other=-4 same=-6 ;;
	*) other=-6 same=-4 ;;
	esac
	run "$iphlp" path $other flush
	it 'a flush of the other family is silent' silent
	it 'and leaves it' known "$2"
	run "$iphlp" p f $same
	it 'p f is short for it' silent
	run "$iphlp" -j path
	it 'and takes what there is of the family' prints '[]'
done

run "$iphlp" path flush v0
it 'a flush is of all interfaces' wrong_usage 'v0 is one word too many' 'path --help'
run "$iphlp" path show dev nowhere
it 'an interface that is not there is named' fails 1 \
	'cannot list paths: ERROR_FILE_NOT_FOUND (2): there is no interface nowhere'
run setpriv --bounding-set -net_admin --inh-caps -net_admin "$iphlp" path flush
it 'a flush needs a privilege' fails 1 \
	'cannot flush paths: ERROR_ACCESS_DENIED (5): you need CAP_NET_ADMIN, in the first user namespace, and a /proc/sys to write to: run it as root, outside of containers'

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
