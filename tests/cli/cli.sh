#!/bin/sh
# SPDX-License-Identifier: MIT
# iphlp, the real binary, in a throw-away network namespace. What it wrote is judged by ip(8) and
# /proc/net/anycast6. Run from the top of the tree after "make".
# Exit: 0 all passed, 1 some failed, 77 no namespaces here (1 with IPH_TEST_REQUIRE=netns).
set -u

name=cli
# shellcheck source=tests/support/inside
. tests/support/inside

# shellcheck source=tests/support/cli-checks
. tests/support/cli-checks

# The judges. $1 interface, $2 address; the second takes 32 hexadecimal digits.
has_address() { ip -j addr show dev "$1" | grep -qF "\"local\":\"$2\",\"prefixlen\":$3"; }
lacks_address() { ! has_address "$@"; }
joined() {
	awk -v i="$1" -v a="$2" '$2 == i && $3 == a { n++ } END { exit !n }' /proc/net/anycast6
}
not_joined() { ! joined "$@"; }

unprivileged='setpriv --bounding-set -net_admin --inh-caps -net_admin'

{
	ip link set lo up &&
		ip link add v0 type veth peer name v1 &&
		ip link set v0 up &&
		ip link set v1 up
} || skip 'no veth interfaces here'
index0=$(ip -o link show v0 | cut -d: -f1)
index1=$(ip -o link show v1 | cut -d: -f1)
luid0=$(printf '0x0006%06x000000' "$index0")

# Usage.
run "$iphlp"
usage_on_stderr() {
	[ "$status" -eq 2 ] && [ ! -s "$tmp/out" ] && grep -qF 'iphlp convert IF' "$tmp/err"
}
it 'no command is wrong usage, and explained' usage_on_stderr
run "$iphlp" frobnicate
it 'an unknown command is wrong usage' wrong_usage 'there is no command "frobnicate"' help
run "$iphlp" anycast frobnicate
it 'an unknown verb is wrong usage' \
	wrong_usage 'there is no command "frobnicate"' 'anycast --help'
run "$iphlp" -x anycast
it 'an unknown option is wrong usage' wrong_usage 'there is no option -x' help
run "$iphlp" ''
it 'an empty command is wrong usage' wrong_usage 'there is no command ""' help
run "$iphlp" anycast add
it 'add without an address is wrong usage' wrong_usage 'an address is missing' 'anycast --help'
run "$iphlp" anycast add 2001:db8::53
it 'add without an interface is wrong usage' wrong_usage 'dev IF is missing' 'anycast --help'
run "$iphlp" anycast add 2001:db8::53 dev
it 'dev without an interface is wrong usage' wrong_usage 'dev needs an interface' 'anycast --help'
run "$iphlp" anycast add 2001:db8::53 eth9
it 'the word dev may be left out' fails 1 \
	'cannot add 2001:db8::53 to eth9: ERROR_NOT_FOUND (1168): there is no interface eth9'
run "$iphlp" anycast add 2001:db8::53 dev v0 dev v1
it 'two interfaces are wrong usage' wrong_usage 'v1 is one word too many' 'anycast --help'
run "$iphlp" anycast add '' dev v0
it 'an empty address is wrong usage' wrong_usage 'an empty word means nothing' 'anycast --help'
run "$iphlp" anycast show v0 v1
it 'show takes one interface' wrong_usage 'v1 is one word too many' 'anycast --help'
run "$iphlp" anycast repair v0
it 'repair takes no word' wrong_usage 'v0 is one word too many' 'anycast --help'
run "$iphlp" anycast repair help
it 'repair help is help' mentions 'iphlp anycast repair'
run "$iphlp" convert
it 'convert wants something to convert' \
	wrong_usage 'convert needs a name, index, LUID or GUID' 'convert --help'
run "$iphlp" convert v0 v1
it 'convert takes one interface' \
	wrong_usage 'convert takes one interface; v1 is too much' 'convert --help'
run "$iphlp" anycast add 192.0.2.1/24 dev v0
it 'an address with a prefix length is refused' \
	fails 2 '192.0.2.1/24: anycast addresses have no prefix length'
run "$iphlp" anycast add 2001:db8::/64 dev v0
it 'an IPv6 prefix is refused' \
	fails 2 '2001:db8::/64: anycast addresses have no prefix length'
for text in host.example 192.0.2 192.0.2.256 ::g 192.0.2.1%v0 fe80::1% ' 192.0.2.1'; do
	run "$iphlp" anycast get "$text" dev v0
	it "\"$text\" is no address" fails 2 "$text is not an IPv4 or IPv6 address"
done
run "$iphlp" -4 anycast get 2001:db8::53 dev v0
it '-4 takes no IPv6 address' fails 2 '2001:db8::53 is not an IPv4 address'
run "$iphlp" anycast get 192.0.2.53 -6 dev v0
it '-6 takes no IPv4 address' fails 2 '192.0.2.53 is not an IPv6 address'
run "$iphlp" anycast add fe80::1%v1 dev v0
it 'a zone that is another interface is wrong usage' fails 2 'fe80::1%v1 is not on v0'
run "$iphlp" anycast add fe80::1%eth9 dev v0
it 'a zone that does not exist is wrong usage' fails 2 'fe80::1%eth9 is not on v0'

# Help and version.
for words in --help help -h '-j --help'; do
	# shellcheck disable=SC2086 # words are to be split
	run "$iphlp" $words
	it "iphlp $words explains both commands" mentions 'iphlp convert IF'
	it "iphlp $words tells the options" mentions '--json'
done
for words in 'anycast --help' 'anycast help' 'help anycast' 'anycast add --help'; do
	# shellcheck disable=SC2086
	run "$iphlp" $words
	it "iphlp $words explains anycast" mentions 'iphlp anycast delete ADDR dev IF'
done
run "$iphlp" anycast add 192.0.2.53 dev v0 --help
it '--help behind a complete command prints help' mentions 'iphlp anycast add ADDR dev IF'
it '--help behind a complete command does nothing else' lacks_address v0 192.0.2.53 32
for words in 'convert --help' 'convert help' 'help convert'; do
	# shellcheck disable=SC2086
	run "$iphlp" $words
	it "iphlp $words explains convert" mentions 'iphlp convert IF'
done
version=$(sed -n 's/^#define PACKAGE_VERSION "\(.*\)"/\1/p' config.h)
run "$iphlp" --version
it '--version prints the version of configure' prints "iphlp $version"
run "$iphlp" -V
it '-V is the same' prints "iphlp $version"

# Nothing there.
run "$iphlp" anycast show
it 'an empty table prints nothing' silent
run "$iphlp" -j anycast show
it 'an empty table is an empty array in JSON' json_has 0

# A missing interface.
run "$iphlp" anycast add 2001:db8::53 dev eth9
it 'adding to a missing interface' fails 1 \
	'cannot add 2001:db8::53 to eth9: ERROR_NOT_FOUND (1168): there is no interface eth9'
run "$iphlp" anycast delete 2001:db8::53 dev eth9
it 'deleting from a missing interface' fails 1 \
	'cannot delete 2001:db8::53 from eth9: ERROR_NOT_FOUND (1168): there is no interface eth9'
run "$iphlp" anycast get 2001:db8::53 dev eth9
it 'getting from a missing interface' fails 1 \
	'cannot get 2001:db8::53 on eth9: ERROR_FILE_NOT_FOUND (2): there is no interface eth9'
run "$iphlp" anycast show dev eth9
it 'listing a missing interface' fails 1 \
	'cannot list anycast addresses: ERROR_FILE_NOT_FOUND (2): there is no interface eth9'
run "$iphlp" anycast add 2001:db8::53 dev ethernet_4999
it 'a generated name without an interface behind it is missing' fails 1 \
	'cannot add 2001:db8::53 to ethernet_4999: ERROR_NOT_FOUND (1168): there is no interface ethernet_4999'
run "$iphlp" anycast add 2001:db8::53%eth9
it 'a zone alone may be missing too' fails 1 \
	'cannot add 2001:db8::53 to eth9: ERROR_NOT_FOUND (1168): there is no interface eth9'
for text in eth9 4999 0 99999999999999999999 0x1 0x00060fff00000000 0x12345678901234567 \
	ethernet_4999 \
	'{00000000-0000-0000-0000-000000000000}' '{00000000-0000-0000-0000-00000000000}'; do
	run "$iphlp" convert "$text"
	it "converting $text, which nothing has" fails 1 \
		"cannot convert $text: ERROR_FILE_NOT_FOUND (2): there is no interface $text"
done

# IPv6.
absent='v0 has no anycast address'
run "$iphlp" anycast get 2001:db8::53 dev v0
it 'getting an absent address' fails 1 \
	"cannot get 2001:db8::53 on v0: ERROR_NOT_FOUND (1168): $absent 2001:db8::53"
run "$iphlp" anycast delete 2001:db8::53 dev v0
it 'deleting an absent address' fails 1 \
	"cannot delete 2001:db8::53 from v0: ERROR_NOT_FOUND (1168): $absent 2001:db8::53"
run "$iphlp" anycast add 2001:db8::53 dev v0
it 'adding an IPv6 address is silent' silent
it 'the kernel has joined the added address' joined v0 20010db8000000000000000000000053
it 'the added address can be served' has_address lo 2001:db8::53 128
run "$iphlp" anycast show
it 'show prints the added address' lists '2001:db8::53 v0'
it 'show prints all four columns' prints "ADDRESS      INTERFACE STATE MADE_BY
2001:db8::53 v0        works us"
cp "$tmp/out" "$tmp/shown"
run "$iphlp" anycast get 2001:db8::53 dev v0
it 'get prints the row as show does' cmp -s "$tmp/shown" "$tmp/out"
run "$iphlp" anycast get 2001:DB8:0::0053 dev v0
it 'get finds the address in another spelling' cmp -s "$tmp/shown" "$tmp/out"
run "$iphlp" -j anycast
it 'JSON has one row' json_has 1
it 'JSON has the address' json_is 'string 2001:db8::53' 0 local
it 'JSON has the interface' json_is 'string v0' 0 ifname
it 'JSON has the index as a number' json_is "number $index0" 0 ifindex
it 'JSON has the LUID' json_is "string $luid0" 0 luid
it 'JSON has the scope as a number' json_is 'number 0' 0 scope_id
run "$iphlp" anycast get 2001:db8::53 dev v0 --json
it 'get prints JSON too' json_is 'string 2001:db8::53' 0 local
run "$iphlp" anycast add 2001:db8::53 dev v0
it 'adding it again is a duplicate' fails 1 \
	'cannot add 2001:db8::53 to v0: ERROR_OBJECT_ALREADY_EXISTS (5010): 2001:db8::53 is already an anycast or unicast address here'
run "$iphlp" anycast delete 2001:db8::53 dev v1
it 'another interface does not have it' fails 1 \
	'cannot delete 2001:db8::53 from v1: ERROR_NOT_FOUND (1168): v1 has no anycast address 2001:db8::53'
run "$iphlp" anycast delete 2001:db8::53 dev v0
it 'deleting an IPv6 address is silent' silent
it 'the kernel has left the deleted address' not_joined v0 20010db8000000000000000000000053
it 'the deleted address is served no more' lacks_address lo 2001:db8::53 128

run "$iphlp" anycast add 2001:db8::54 dev lo
it 'adding an IPv6 address to lo is silent' silent
it 'the kernel has joined it on lo' joined lo 20010db8000000000000000000000054
run "$iphlp" anycast delete 2001:db8::54 dev lo
it 'deleting it from lo is silent' silent
it 'the kernel has left it on lo' not_joined lo 20010db8000000000000000000000054

run "$iphlp" anycast add fe80::53%v0
it 'a zone stands for dev' silent
it 'the kernel has joined the link-local address' joined v0 fe800000000000000000000000000053
run "$iphlp" anycast show
it 'show prints the link-local address without its zone' lists 'fe80::53 v0'
run "$iphlp" -j anycast
it 'the scope of a link-local address is its interface' json_is "number $index0" 0 scope_id
run "$iphlp" anycast get "fe80::53%$index0" dev v0
it 'a zone may be an index, and agree with dev' lists 'fe80::53 v0'
run "$iphlp" anycast delete fe80::53%v0 dev "$index0"
it 'dev may be an index, and agree with the zone' silent
it 'the kernel has left the link-local address' not_joined v0 fe800000000000000000000000000053

# IPv4.
run "$iphlp" anycast add 192.0.2.53 dev v0
it 'adding an IPv4 address is silent' silent
it 'the interface has the IPv4 address' has_address v0 192.0.2.53 32
run "$iphlp" anycast add 192.0.2.54 dev lo
it 'adding an IPv4 address to lo is silent' silent
it 'lo has the IPv4 address' has_address lo 192.0.2.54 32
run "$iphlp" anycast add 192.0.2.53 dev v0
it 'adding an IPv4 address again is a duplicate' fails 1 \
	'cannot add 192.0.2.53 to v0: ERROR_OBJECT_ALREADY_EXISTS (5010): 192.0.2.53 is already an anycast or unicast address here'
run "$iphlp" anycast add 2001:db8::53 dev v1
run "$iphlp" anycast show
it 'show prints both families, by interface' lists '192.0.2.54 lo
192.0.2.53 v0
2001:db8::53 v1'
run "$iphlp" anycast show -4
it '-4 shows IPv4 only' lists '192.0.2.54 lo
192.0.2.53 v0'
run "$iphlp" -6 anycast show
it '-6 shows IPv6 only' lists '2001:db8::53 v1'
run "$iphlp" anycast show dev v0
it 'show dev prints one interface' lists '192.0.2.53 v0'
run "$iphlp" anycast show dev v0 -6
it 'show dev with nothing to show prints nothing' silent
run "$iphlp" anycast list v0
it 'list is show, and dev may be left out' lists '192.0.2.53 v0'

# Abbreviations.
run "$iphlp" an s d v0
it 'a letter or two each are enough' lists '192.0.2.53 v0'
run "$iphlp" any sh de v0 -js
it 'options may be abbreviated' json_is 'string 192.0.2.53' 0 local
run "$iphlp" any d 192.0.2.54 d lo
it 'd is delete, and d is dev' silent
it 'the abbreviated delete has deleted' lacks_address lo 192.0.2.54 32
run "$iphlp" anycast del dev v0 192.0.2.53
it 'dev may come first' silent
it 'the reversed delete has deleted' lacks_address v0 192.0.2.53 32
run "$iphlp" anycast del 2001:db8::53 dev v1
it 'the last IPv6 entry goes' not_joined v1 20010db8000000000000000000000053

# Addresses that cannot be anycast.
while read -r address fault; do
	run "$iphlp" anycast add "$address" dev v0
	it "$address is $fault" fails 1 \
		"cannot add $address to v0: ERROR_INVALID_PARAMETER (87): $address is $fault"
done <<'EOF'
ff02::1 a multicast address
:: the unspecified address
::1 a loopback address
::ffff:192.0.2.1 an IPv4-mapped address
224.0.0.1 a multicast address
0.0.0.0 the unspecified address
127.0.0.1 a loopback address
255.255.255.255 the limited broadcast address
EOF
run "$iphlp" anycast get ff02::1 dev v0
it 'get refuses them too' fails 1 \
	'cannot get ff02::1 on v0: ERROR_INVALID_PARAMETER (87): ff02::1 is a multicast address'
run "$iphlp" anycast delete ff02::1 dev v0
it 'delete refuses them too' fails 1 \
	'cannot delete ff02::1 from v0: ERROR_INVALID_PARAMETER (87): ff02::1 is a multicast address'

# Entries of others, and unicast addresses, on a pair of their own.
ip link add w0 type veth peer name w1
ip link set w0 up
ip addr add 2001:db8:1::1/64 dev w0 nodad
ip addr add 192.0.2.1/24 dev w0
echo 1 >/proc/sys/net/ipv6/conf/w0/forwarding
it 'the kernel makes a subnet-router address here' joined w0 20010db8000100000000000000000000
run "$iphlp" anycast show dev w0
it "show prints the kernel's own anycast addresses" lists '2001:db8:1:: w0'
run "$iphlp" anycast add 2001:db8:1:: dev w0
it "the kernel's own address is a duplicate" fails 1 \
	'cannot add 2001:db8:1:: to w0: ERROR_OBJECT_ALREADY_EXISTS (5010): 2001:db8:1:: is already an anycast or unicast address here'
run "$iphlp" anycast delete 2001:db8:1:: dev w0
it "deleting the kernel's own address" fails 1 \
	'cannot delete 2001:db8:1:: from w0: ERROR_ACCESS_DENIED (5): another program or the kernel made this entry; only its maker can remove it'
run "$iphlp" anycast add 2001:db8:1::1 dev w0
it 'adding an IPv6 address of this host' fails 1 \
	'cannot add 2001:db8:1::1 to w0: ERROR_OBJECT_ALREADY_EXISTS (5010): 2001:db8:1::1 is already an anycast or unicast address here'
run "$iphlp" anycast add 192.0.2.1 dev w0
it 'adding an IPv4 address of this interface' fails 1 \
	'cannot add 192.0.2.1 to w0: ERROR_OBJECT_ALREADY_EXISTS (5010): 192.0.2.1 is already an anycast or unicast address here'
run "$iphlp" anycast delete 192.0.2.1 dev w0
it 'deleting a unicast address' fails 1 \
	'cannot delete 192.0.2.1 from w0: ERROR_NOT_FOUND (1168): w0 has no anycast address 192.0.2.1'
it 'the unicast address is still there' has_address w0 192.0.2.1 24
run $unprivileged "$iphlp" anycast delete 2001:db8:1:: dev w0
it "an unprivileged delete of the kernel's own address" fails 1 \
	'cannot delete 2001:db8:1:: from w0: ERROR_ACCESS_DENIED (5): you need CAP_NET_ADMIN over this network namespace: run it as root'
ip link del w0

# Without privilege.
denied='ERROR_ACCESS_DENIED (5): you need CAP_NET_ADMIN over this network namespace: run it as root'
run "$iphlp" anycast add 192.0.2.53 dev v0
for address in 2001:db8::53 192.0.2.55; do
	run $unprivileged "$iphlp" anycast add $address dev v0
	it "an unprivileged add of $address" fails 1 "cannot add $address to v0: $denied"
	run $unprivileged "$iphlp" anycast delete $address dev v0
	it "an unprivileged delete of $address" fails 1 "cannot delete $address from v0: $denied"
done
it 'the unprivileged add has joined nothing' not_joined v0 20010db8000000000000000000000053
it 'the unprivileged add has added nothing' lacks_address v0 192.0.2.55 32
run $unprivileged "$iphlp" anycast show dev v0
it 'show needs no privilege' lists '192.0.2.53 v0'
run $unprivileged "$iphlp" anycast get 192.0.2.53 dev v0
it 'get needs no privilege' lists '192.0.2.53 v0'
run $unprivileged "$iphlp" anycast delete 192.0.2.53 dev v0
it 'an unprivileged delete of what is there' fails 1 "cannot delete 192.0.2.53 from v0: $denied"
it 'the unprivileged delete has deleted nothing' has_address v0 192.0.2.53 32
run $unprivileged "$iphlp" convert v0
it 'convert needs no privilege' mentions "$luid0"

# Other failures.
run env IPH_TEST_HOLDER="$tmp/missing" build/tests/iphlp anycast add 2001:db8::53 dev v0
it 'a holder that is not installed' fails 1 \
	'cannot add 2001:db8::53 to v0: ERROR_GEN_FAILURE (31): anycast-holder cannot start, or something unexpected was answered (see DIAGNOSTICS in iphlp(8))'
run sh -c 'ulimit -n 4; exec "$@"' sh "$iphlp" anycast add 2001:db8::53 dev v0
it 'too few file descriptors' fails 1 \
	'cannot add 2001:db8::53 to v0: ERROR_NOT_ENOUGH_MEMORY (8): out of memory, file descriptors or processes (ulimit -a)'
ip link set v1 mtu 1279 # IPv6 leaves below 1280 (RFC 8200 section 5)
run "$iphlp" anycast add 2001:db8::53 dev v1
it 'an interface without IPv6' fails 1 \
	'cannot add 2001:db8::53 to v1: ERROR_NOT_SUPPORTED (50): v1, lo or this machine has no IPv6, or v1 is in a VRF'
run sh -c 'exec "$@" >/dev/full' sh "$iphlp" anycast show
it 'a full device is a failure' fails 1 \
	'cannot write to standard output: No space left on device'
run sh -c 'exec "$@" >/dev/full' sh "$iphlp" --help
it 'a full device is a failure for help too' fails 1 \
	'cannot write to standard output: No space left on device'
run sh -c 'exec "$@" >&-' sh "$iphlp" anycast show
it 'a closed standard output is a failure' fails 1 \
	'cannot write to standard output: Bad file descriptor'
run sh -c 'exec "$@" >&-' sh "$iphlp" anycast delete 192.0.2.53 dev v0
it 'a closed standard output is none for a silent command' silent

# Conversions: whatever goes in, the same row comes out.
run "$iphlp" convert v0
it 'convert prints name and index' lists "v0 $index0"
cp "$tmp/out" "$tmp/converted"
guid=$(awk 'NR == 2 { print $4 }' "$tmp/converted")
is_guid() { echo "$1" | grep -Eqx '\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}'; }
it 'convert prints a GUID' is_guid "$guid"
bare=${guid#?}
bare=${bare%?}
for text in "$index0" "$luid0" "0x6$(printf '%06x' "$index0")000000" "$guid" "$bare" \
	"$(echo "$guid" | tr A-F a-f)" "ethernet_$index0"; do
	run "$iphlp" convert "$text"
	it "$text converts to v0" cmp -s "$tmp/converted" "$tmp/out"
done
run "$iphlp" convert -j lo
it 'JSON has the name' json_is 'string lo' 0 ifname
it 'JSON has the alias' json_is 'string lo' 0 alias
it "JSON has lo's index as a number" json_is 'number 1' 0 ifindex
it "JSON has lo's LUID" json_is 'string 0x0018000001000000' 0 luid
it 'JSON has the interface type as a number' json_is 'number 24' 0 iftype
it 'JSON has the NetLuidIndex as a number' json_is 'number 1' 0 luid_index
it 'JSON has one interface' json_has 1

# Names.
if ip link property add dev v0 altname alternative-name-of-v0 2>/dev/null; then
	run "$iphlp" convert alternative-name-of-v0
	it 'an alternative name converts to v0' cmp -s "$tmp/converted" "$tmp/out"
	run "$iphlp" anycast add 192.0.2.56 dev alternative-name-of-v0
	it 'dev takes an alternative name' silent
	it 'the address is on the interface behind the alternative name' has_address v0 \
		192.0.2.56 32
	run "$iphlp" anycast delete 192.0.2.56 dev "ethernet_$index0"
	it 'dev takes a generated name' silent
	it 'the address is gone from the interface behind it' lacks_address v0 192.0.2.56 32
else
	echo 'cli: no alternative names on this kernel'
fi
odd=$(printf 'a\033[31m\377"')
if ip link set v1 down && ip link set v1 name "$odd" 2>/dev/null; then
	run "$iphlp" anycast add 192.0.2.57 dev "$odd"
	it 'a name of odd bytes is a name' silent
	run "$iphlp" anycast show
	it 'odd bytes are escaped in the table' lists '192.0.2.57 a\x1b[31m\xff"'
	run "$iphlp" -j anycast
	it 'odd bytes leave JSON valid' json_is "string $(printf 'a\033[31m')\\xff\"" 0 ifname
	run "$iphlp" anycast get 192.0.2.58 dev "$odd"
	it 'odd bytes are escaped in an error line' fails 1 \
		'cannot get 192.0.2.58 on a\x1b[31m\xff": ERROR_NOT_FOUND (1168): a\x1b[31m\xff" has no anycast address 192.0.2.58'
	ip link set dev "$odd" name -j
	run "$iphlp" anycast show dev -j
	it 'an interface may look like an option behind dev' lists '192.0.2.57 -j'
	run "$iphlp" convert -- -j
	it 'and behind --' lists "-j $index1"
	run "$iphlp" convert "$index1"
	it 'and is the same by its index' lists "-j $index1"
else
	echo 'cli: this ip(8) does not set odd names'
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
