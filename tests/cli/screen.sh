#!/bin/sh
# SPDX-License-Identifier: MIT
# What a terminal of 80 columns, a pipe and a file get: tables that fit, the same everywhere,
# colours when they are wanted, and no byte of a name that a terminal could act on. Run from the top
# of the tree after "make".
# Exit: 0 all passed, 1 some failed, 77 no namespaces here (1 with IPH_TEST_REQUIRE=netns).
set -u

name=cli-screen limit=300
# shellcheck source=tests/support/inside
. tests/support/inside
# shellcheck source=tests/support/cli-checks
. tests/support/cli-checks

# Names, addresses and numbers as long as they can be.
ip link set lo up
ip link add name name0123456789a type veth peer name name0123456789b ||
	skip 'no veth interfaces here'
for i in name0123456789a name0123456789b; do
	ip link set $i addrgenmode none
	ip link set $i up
done
ip link add name br0123456789abc index 2147483647 type bridge
ip addr add 203.255.255.254/24 dev name0123456789a
long=2001:db8:1111:2222:3333:4444:5555:6666
ip addr add $long/127 dev name0123456789a nodad valid_lft 4294967294 preferred_lft 0
"$iphlp" anycast add 2001:db8:1111:2222:3333:4444:5555:7777 dev name0123456789a
"$iphlp" anycast add 198.251.100.153 dev name0123456789a

# On a terminal, without what it is told at a line's end.
on_terminal() {
	script -qec "stty cols 80 rows 24; $*" /dev/null </dev/null 2>"$tmp/err" |
		tr -d '\r' >"$tmp/screen"
}
# $1 columns at most. The characters are counted by a tool that knows their width.
fits() {
	cut -b 1-2000 "$2" |
		LC_ALL=C.UTF-8 awk -v most="$1" 'length > most { print length ": " $0; bad = 1 }
		END { exit bad }'
}
# The kernel still sends what belongs to the new addresses, and counts it: what is compared is two
# outputs between which it has sent nothing.
count() { cat /proc/net/dev; }
# $1 words: to $tmp/out and $tmp/screen
both() {
	end=$(($(date +%s) + 60))
	until
		count >"$tmp/before"
		# shellcheck disable=SC2086
		run "$iphlp" $1
		on_terminal "$iphlp $1"
		count | cmp -s - "$tmp/before"
	do
		[ "$(date +%s)" -lt "$end" ] || return 1
	done
}
while read -r words; do
	it "iphlp $words has been looked at while nothing was sent" both "$words"
	it "iphlp $words prints something" [ -s "$tmp/out" ]
	it "iphlp $words fits into 80 columns" fits 80 "$tmp/out"
	it "iphlp $words is the same on a terminal" diff "$tmp/out" "$tmp/screen"
	it "iphlp $words has no escape sequence there" \
		[ "$(grep -c "$(printf '\033')" "$tmp/screen")" = 0 ]
done <<'END'
address
anycast
convert name0123456789a
interface
-s interface
interface tree
-br address
-br anycast
-br interface
help
help address
help anycast
help convert
help interface
END
run "$iphlp" address
it 'the longest address is there in full' mentions "$long 127 name0123456789a deprecated 42949"
run "$iphlp" -d anycast
it '-d prints more' mentions SCOPE_ID
run "$iphlp" -o made_by,local anycast
it '-o prints what is wanted, in that order' prints 'MADE_BY ADDRESS
us      198.251.100.153
us      2001:db8:1111:2222:3333:4444:5555:7777'
run "$iphlp" -j -o made_by,local anycast
it 'in JSON as well' prints '[{"made_by":"us","local":"198.251.100.153"},
{"made_by":"us","local":"2001:db8:1111:2222:3333:4444:5555:7777"}]'
run "$iphlp" -j -o ifname,local,ifname -4 anycast
it 'a column that is named twice is printed once' \
	prints '[{"ifname":"name0123456789a","local":"198.251.100.153"}]'

# Counters are exact where there is room, and never wider than the table.
run "$iphlp" -s -j interface
exact() { jq -e 'all(.[]; .in_octets | type == "number")' "$tmp/out" >/dev/null; }
it 'counters in JSON are exact' exact

# Colours.
coloured() { grep -q "$(printf '\033\[36mname0123456789a')" "$1"; }
plain() { ! grep -q "$(printf '\033')" "$1"; }
run "$iphlp" -c anycast
it '-c is colour everywhere, as with ip(8)' coloured "$tmp/out"
run env NO_COLOR=1 "$iphlp" -c anycast
it 'but for those who do not want it' plain "$tmp/out"
run env NO_COLOR=1 "$iphlp" -c=always anycast
it 'unless it is asked for' coloured "$tmp/out"
run env TERM=xterm "$iphlp" -c=auto anycast
it 'auto is none in a file' plain "$tmp/out"
on_terminal env TERM=xterm "$iphlp" -c=auto anycast
it 'and colour on a terminal' coloured "$tmp/screen"
on_terminal env TERM=xterm NO_COLOR=1 "$iphlp" -c=auto anycast
it 'but for those who do not want it there' plain "$tmp/screen"
on_terminal env TERM=dumb "$iphlp" -c=auto anycast
it 'or who cannot have it' plain "$tmp/screen"
run "$iphlp" -c=never anycast
it 'never is never' plain "$tmp/out"
run "$iphlp" -j -c anycast
it 'JSON has no colours' plain "$tmp/out"

# Names of other alphabets, and of none.
cjk=$(printf '\346\216\245\345\217\243\345\220\215') # three characters of two columns each
odd=$(printf 'x\377\033[7m\342\200\256\\xy')
if ip link add name "$cjk" type bridge 2>/dev/null && ip link add name "$odd" type bridge; then
	ip link set dev "$cjk" addrgenmode none
	ip link set dev "$cjk" up
	ip addr add 192.0.2.8/24 dev "$cjk"
	ip addr add 192.0.2.9/24 dev "$odd"
	run env LC_ALL=C.UTF-8 "$iphlp" address show dev "$cjk"
	it 'a wide name is as it is' prints "ADDRESS   LEN INTERFACE STATE       VALID
192.0.2.8  24 $cjk    preferred forever"
	run env LC_ALL=C "$iphlp" address show dev "$cjk"
	it 'in the C locale it is escaped' mentions '\xe6\x8e\xa5\xe5\x8f\xa3\xe5\x90\x8d preferred'
	run env LC_ALL=C.UTF-8 "$iphlp" address show dev "$odd"
	it 'what a terminal could act on is escaped' mentions 'x\xff\x1b[7m\xe2\x80\xae\x5cxy'
	run env LC_ALL=C.UTF-8 "$iphlp" -j address show dev "$odd"
	it 'JSON has the character, escaped' mentions '"ifname":"x\\xff\u001b[7m\u202e\\xy"'
	run env LC_ALL=C.UTF-8 "$iphlp" address get 192.0.2.1 dev "$odd"
	it 'an error line escapes it too' fails 1 \
		'cannot get 192.0.2.1 on x\xff\x1b[7m\xe2\x80\xae\x5cxy: ERROR_NOT_FOUND (1168): x\xff\x1b[7m\xe2\x80\xae\x5cxy has no unicast address 192.0.2.1'
	on_terminal "LC_ALL=C.UTF-8 $iphlp interface"
	it 'nothing of it reaches the terminal' \
		[ "$(LC_ALL=C grep -c "$(printf '[\001-\010\013-\037\177]')" "$tmp/screen")" = 0 ]
else
	echo 'cli-screen: this ip(8) does not set odd names'
fi

# What cannot be written.
for words in address anycast interface 'interface tree' 'convert lo' '-j address' help \
	'-c anycast' \
	'help address'; do
	run sh -c "exec $iphlp $words >/dev/full"
	it "iphlp $words on a full device" fails 1 \
		'cannot write to standard output: No space left on device'
done
echo 'anycast show' >"$tmp/batch"
run sh -c "exec $iphlp -batch $tmp/batch >/dev/full"
it 'a file of commands on a full device' [ "$status" -eq 1 ]

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
