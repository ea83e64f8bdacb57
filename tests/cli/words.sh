#!/bin/sh
# SPDX-License-Identifier: MIT
# What fingers and scripts write: help in every form, words that are almost right, names that are
# also words or numbers, replace, --if-exists, -batch, -n, exit codes. Run from the top of the tree
# after "make".
# Exit: 0 all passed, 1 some failed, 77 no namespaces here (1 with IPH_TEST_REQUIRE=netns).
set -u

name=cli-words limit=300
# shellcheck source=tests/support/inside
. tests/support/inside
# shellcheck source=tests/support/cli-checks
. tests/support/cli-checks

ip link set lo up
ip link add v0 type veth peer name v1 || skip 'no veth interfaces here'
for i in v0 v1; do
	ip link set $i addrgenmode none
	ip link set $i up
done
has() { ip -j addr show dev "$1" | jq -e --arg a "$2" '[.[].addr_info[]? | select(.local == $a)] |
	length == 1' >/dev/null; }
lacks() { ! has "$@"; }
joined() {
	awk -v i="$1" -v a="$2" '$2 == i && $3 == a { n++ } END { exit !n }' /proc/net/anycast6
}

# Help.
for words in '?' '/?' help --help -h; do
	run "$iphlp" "$words"
	it "iphlp $words prints the summary" mentions 'iphlp convert IF'
	run "$iphlp" anycast "$words"
	it "iphlp anycast $words is about anycast" mentions 'made_by'
	run "$iphlp" anycast add "$words"
	it "iphlp anycast add $words as well" mentions 'made_by'
	run "$iphlp" convert "$words"
	it "iphlp convert $words is about convert" mentions 'luid_index'
	run "$iphlp" interface tree "$words"
	it "iphlp interface tree $words is about interface" mentions 'out_octets'
done
run "$iphlp" help interface
it 'help OBJECT has the columns' mentions 'operstate'
run "$iphlp" help interfaec
it 'help about nothing' wrong_usage 'there is no command "interfaec"; did you mean interface?' help
run "$iphlp"
it 'nothing is wrong usage' [ "$status" -eq 2 ]
it 'and explained on standard error' grep -qF 'iphlp convert IF' "$tmp/err"
it 'not on standard output' [ ! -s "$tmp/out" ]

# Almost right.
run "$iphlp" anycats
it 'an object' wrong_usage 'there is no command "anycats"; did you mean anycast?' help
run "$iphlp" addres shwo
it 'a verb' wrong_usage 'there is no command "shwo"; did you mean show?' 'address --help'
run "$iphlp" --jsno anycast
it 'an option' wrong_usage 'there is no option --jsno; did you mean --json?' help
run "$iphlp" address add 192.0.2.1 dev v0 valid_ltf 3
it 'a setting' wrong_usage 'valid_ltf is one word too many; did you mean valid_lft?' \
	'address --help'
run "$iphlp" anycast -o lcoal
it 'a column' wrong_usage 'there is no column "lcoal"; did you mean local?' 'anycast --help'
run "$iphlp" anycast -o
it 'a column that is missing' wrong_usage '--output needs COL,...' 'anycast --help'
run "$iphlp" --json=yes anycast
it 'a value that is too much' wrong_usage '--json takes no value' help
run "$iphlp" -c=red anycast
it 'a colour' wrong_usage 'colours are always, auto or never, not red' help
run "$iphlp" anycast add 192.0.2.1 dev v0 --if-exists
it 'an option of another verb' wrong_usage '--if-exists is for delete' 'anycast --help'
it 'none of these has added anything' lacks v0 192.0.2.1
long=$(printf '%5000s' '' | tr ' ' x)
run "$iphlp" "$long"
it 'a very long word' [ "$status" -eq 2 ]

# Without dev, and what is called like a word.
run "$iphlp" anycast add 192.0.2.53 v0
it 'dev may be left out of add' silent
it 'the address is there' has v0 192.0.2.53
run "$iphlp" anycast get 192.0.2.53 v0
it 'and of get' lists '192.0.2.53 v0'
run "$iphlp" anycast delete 192.0.2.53 v0
it 'and of delete' silent
run "$iphlp" address add 192.0.2.54/24 v0 valid_lft 900
it 'and before a setting' silent
it 'that address is there' has v0 192.0.2.54
ip link add name d type bridge || skip 'no bridges here'
ip link set dev d addrgenmode none
ip link set dev d up
run "$iphlp" anycast add 192.0.2.55 d
it 'an interface called d' silent
it 'has the address' has d 192.0.2.55
for words in 'd' 'dev d' 'd d' 'de d'; do
	# shellcheck disable=SC2086
	run "$iphlp" anycast show $words
	it "show $words is about d" lists '192.0.2.55 d'
done
run "$iphlp" address add 192.0.2.56/24 d valid_lft 900
it 'd before a setting is the interface' silent
it 'that has the address' has d 192.0.2.56
run "$iphlp" address show d v0
it 'd before an interface is dev' lists '192.0.2.54 24'
run "$iphlp" anycast delete 192.0.2.55 d d
it 'd d is dev d' silent
ip link add name help type bridge
ip link set dev help addrgenmode none
run "$iphlp" address show dev help
it 'behind dev everything is an interface' silent
ip link del dev help

# Digits.
index=$(ip -j link show v1 | jq '.[0].ifindex')
index0=$(ip -j link show v0 | jq '.[0].ifindex')
ip link add name "$index" type bridge
ip link set dev "$index" addrgenmode none
ip addr add 192.0.2.60/24 dev "$index"
ip -j addr show dev "$index" | jq -r '.[].addr_info[].local' >"$tmp/ip"
run "$iphlp" -o local -br address show dev "$index"
it 'digits that are a name are that one, as ip(8) decides it' diff "$tmp/ip" "$tmp/out"
run "$iphlp" -br -o ifname convert "$index"
it 'convert has the same opinion' prints "$index"
ip link add name 0x1 type bridge
run "$iphlp" -br -o ifname convert 0x1
it 'what looks like a LUID may be a name, too' prints 0x1
ip link del dev 0x1
run "$iphlp" -br -o ifname convert "$index0"
it 'others are an index' prints v0
ip link del dev "$index"

# replace.
run "$iphlp" anycast replace 2001:db8::53 dev v0
it 'replace adds an anycast address' silent
run "$iphlp" anycast replace 2001:db8::53 dev v0
it 'and does so again' silent
it 'the kernel has joined it' joined v0 20010db8000000000000000000000053
run "$iphlp" anycast replace 192.0.2.57 dev v0
run "$iphlp" anycast replace 192.0.2.57 dev v0
it 'IPv4 too' silent
run "$iphlp" anycast replace 192.0.2.54 dev v0
it 'a unicast address is none' fails 1 \
	'cannot add 192.0.2.54 to v0: ERROR_OBJECT_ALREADY_EXISTS (5010): 192.0.2.54 is already an anycast or unicast address here'
run "$iphlp" address replace 192.0.2.57/24 dev v0
it 'and an anycast address is no unicast one' [ "$status" -eq 1 ]
run "$iphlp" address replace 192.0.2.61/24 dev v0 valid_lft 500
it 'replace adds a unicast address' silent
run "$iphlp" address replace 192.0.2.61 dev v0
it 'and takes what is not given back' silent
lasts() { ip -j addr show dev v0 | jq -e '.[].addr_info[] | select(.local == "192.0.2.61") |
	.valid_life_time == 4294967295 and .prefixlen == 24' >/dev/null; }
it 'the address lasts for ever, and has its length' lasts
run "$iphlp" address replace 192.0.2.61/25 dev v0 valid_lft 500
it 'a length changes the length' silent
changed() { ip -j addr show dev v0 | jq -e '[.[].addr_info[] | select(.local == "192.0.2.61")] |
	length == 1 and .[0].prefixlen == 25 and .[0].valid_life_time <= 500' >/dev/null; }
it 'and everything else that is given' changed

# delete --if-exists.
run "$iphlp" anycast delete 2001:db8::53 dev v0 --if-exists
it 'delete --if-exists deletes' silent
run "$iphlp" anycast delete 2001:db8::53 dev v0 --if-exists
it 'and is content when there is nothing' silent
run "$iphlp" anycast delete 2001:db8::53 dev v0
it 'without it that is a failure' [ "$status" -eq 1 ]
run "$iphlp" --if-exists address delete 192.0.2.99/24 dev v0
it 'unicast too' silent
run "$iphlp" address delete 192.0.2.61/24 dev v0 --if-exists
it 'another length is another address' silent
it 'which stays' has v0 192.0.2.61
run "$iphlp" address delete 192.0.2.99 dev eth9 --if-exists
it 'a missing interface has nothing' silent
run setpriv --bounding-set -net_admin --inh-caps -net_admin \
	"$iphlp" anycast delete 192.0.2.57 dev v0 --if-exists
it 'other failures stay failures' [ "$status" -eq 1 ]
run "$iphlp" anycast delete 192.0.2.57 dev v0

# -batch.
cat >"$tmp/batch" <<'END'
# a comment

anycast add 192.0.2.70 dev v0   # another one
  anycast add "192.0.2.71" 'v0'
anycast add \
	192.0.2.72 dev v0
anycast delete 192.0.2.70 v0
END
run "$iphlp" -batch "$tmp/batch"
it 'a file of commands is silent like them' silent
run "$iphlp" -br -o local anycast show
it 'all of them are done' prints '192.0.2.71
192.0.2.72'
printf 'anycast show -4\n-j anycast show\n' >"$tmp/batch"
run "$iphlp" -o local -br -b "$tmp/batch"
it 'options before it hold for all lines, those of a line for it' prints '192.0.2.71
192.0.2.72
[{"local":"192.0.2.71"},
{"local":"192.0.2.72"}]'
printf 'anycast delete 192.0.2.71 v0\nanycast delete 192.0.2.79 v0\nanycast delete 192.0.2.72 v0' \
	>"$tmp/batch"
run "$iphlp" -batch "$tmp/batch"
it 'the first failure ends it' [ "$status" -eq 1 ]
it 'with the line, as ip(8) says it' grep -qx "iphlp: command failed: $tmp/batch:2" "$tmp/err"
it 'what is before it is done' lacks v0 192.0.2.71
it 'what is behind it is not' has v0 192.0.2.72
run "$iphlp" -force -batch - <"$tmp/batch"
it 'standard input is none here' silent
run sh -c '"$0" -force -batch - <"$1"' "$iphlp" "$tmp/batch"
it '-force goes on, and fails all the same' [ "$status" -eq 1 ]
it 'what is behind the failure is done' lacks v0 192.0.2.72
printf 'anycast show\nanycats\n' >"$tmp/batch"
run "$iphlp" -batch "$tmp/batch"
it 'wrong usage in a file is wrong usage' [ "$status" -eq 2 ]
printf 'anycast add "192.0.2.70 dev v0\n' >"$tmp/batch"
run "$iphlp" -batch "$tmp/batch"
it 'a quote that does not end' grep -qx "iphlp: $tmp/batch:1: a quote has no end" "$tmp/err"
for line in '-n x anycast' '-batch x'; do
	echo "$line" >"$tmp/batch"
	run "$iphlp" -batch "$tmp/batch"
	it "$line cannot stand in a file" [ "$status" -eq 2 ]
done
run "$iphlp" -batch "$tmp/batch" anycast
it 'a command beside a file is wrong usage' \
	wrong_usage 'with --batch there is no command, not anycast' help
run "$iphlp" -batch "$tmp/nothing"
it 'a file that is not there' fails 1 "cannot open $tmp/nothing: No such file or directory"
run "$iphlp" -batch /dev/zero
it 'a file that never ends does' [ "$status" -eq 2 ]
it 'and says why' grep -qx 'iphlp: /dev/zero:1: this is not text' "$tmp/err"
run sh -c 'yes | tr -d "\n" | "$0" -batch -' "$iphlp"
it 'nor does a line that never ends' [ "$status" -eq 2 ]
it 'and why' grep -qx 'iphlp: -:1: the line is longer than any command' "$tmp/err"

# -n.
mount -t tmpfs tmpfs /run
ip netns add other || skip 'no named namespaces here'
ip -n other link add w0 type bridge
ip -n other link set w0 addrgenmode none up
run "$iphlp" -n other anycast add 192.0.2.80 dev w0
it 'another namespace' silent
run "$iphlp" -n other anycast show
it 'has what was added' lists '192.0.2.80 w0'
run "$iphlp" anycast show
it 'and this one does not' silent
run ip netns exec other "$iphlp" anycast show
it 'ip netns exec sees the same' lists '192.0.2.80 w0'
run "$iphlp" --netns=/run/netns/other anycast show
it 'a path' lists '192.0.2.80 w0'
run "$iphlp" -n nowhere anycast show
it 'a namespace that is not there' fails 1 \
	'there is no network namespace nowhere (ip netns lists them)'
run "$iphlp" -n .. anycast show
it 'a directory is none' fails 1 'there is no network namespace .. (ip netns lists them)'
run "$iphlp" -n /dev/null anycast show
it 'a file is none' [ "$status" -eq 1 ]
run setpriv --bounding-set -sys_admin --inh-caps -sys_admin "$iphlp" -n other anycast show
it 'without the privilege' fails 1 \
	'cannot enter network namespace other: you need CAP_SYS_ADMIN: run it as root'
run "$iphlp" -n other anycast delete 192.0.2.80 dev w0
ip netns del other

# Exit codes: those of the page's table.
run "$iphlp" anycast show
it 'done is 0' [ "$status" -eq 0 ]
run "$iphlp" anycast get 192.0.2.99 dev v0
it 'failed is 1' [ "$status" -eq 1 ]
run "$iphlp" anycast get
it 'wrong usage is 2' [ "$status" -eq 2 ]
run sh -c 'exec "$@" >/dev/full' sh "$iphlp" -j interface
it 'what cannot be written is 1' [ "$status" -eq 1 ]

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
