#!/bin/sh
# SPDX-License-Identifier: MIT
# What iphlp can do is described once. Its help, its page, what the shells offer, the columns and
# the JSON it prints are compared with that description, in both directions. Run from the top of the
# tree after "make".
# Exit: 0 all passed, 1 some failed, 77 no namespaces here (1 with IPH_TEST_REQUIRE=netns).
set -u

name=cli-description
# shellcheck source=tests/support/inside
. tests/support/inside
# shellcheck source=tests/support/cli-checks
. tests/support/cli-checks

ip link set lo up
ip link add v0 type veth peer name v1 || skip 'no veth interfaces here'
ip link add br0 type bridge || skip 'no bridges here'
ip link set v1 master br0
for i in v0 v1 br0; do
	ip link set $i addrgenmode none
	ip link set $i up
done
ip addr add 192.0.2.1/24 dev v0
ip addr add 2001:db8::1/64 dev v0 nodad

"$iphlp" __describe >"$tmp/all"
described() { sed -n "s/^$1 //p" "$tmp/all"; }
run true
it 'there is a description' [ "$(described object | wc -l)" -ge 4 ]

# The page as a reader has it, without hyphenation and with single blanks.
LC_ALL=C.UTF-8 MANWIDTH=1000 man -P cat -l build/man/iphlp.8 2>/dev/null | tr -s ' ' >"$tmp/page"
on_page() { grep -qF -- "$1" "$tmp/page"; }
# $1 object: its part of the page about JSON
members() {
	awk -v "o= Members of $1" \
		'$0 == o { on = 1; next } on && (/^ Members/ || /^[A-Z]/) { exit } on' \
		"$tmp/page"
}
helped() { grep -qF -- "$1" "$tmp/help"; }
offered() { "$iphlp" __complete "$@" | cut -f 1; }

for object in $(described object); do
	"$iphlp" help "$object" >"$tmp/help"
	it "help tells of $object" helped "iphlp $object"
	it "the page tells of $object" on_page "$object"
	offered '' >"$tmp/offered"
	it "$object is offered" grep -qx "$object" "$tmp/offered"

	# Verbs.
	described "verb $object" | sed 's/:.*//' | grep . >"$tmp/verbs"
	offered "$object" '' | grep -vx help >"$tmp/offered"
	grep -q "^verb $object :" "$tmp/all" ||
		it "the verbs of $object are offered, and no others" \
			diff "$tmp/verbs" "$tmp/offered"
	described "verb $object" >"$tmp/verbs"
	while IFS=: read -r verb synopsis; do
		line=$(echo "iphlp $object $verb$synopsis" | tr -s ' ' | sed 's/ $//')
		it "help has the line: $line" helped "  $line"
		it "the page tells of $object $verb" on_page "$object $verb"
		described "setting $object $verb" >"$tmp/settings"
		while read -r setting; do
			it "help has the setting $setting" helped "  $setting"
			it "the page has the setting $setting" on_page "$setting"
		done <"$tmp/settings"
		offered "$object" "$verb" 192.0.2.9 '' | grep -vx dev >"$tmp/offered"
		[ ! -s "$tmp/settings" ] ||
			it "the settings of $object $verb are offered, and no others" \
			diff "$tmp/settings" "$tmp/offered"
	done <"$tmp/verbs"

	# Columns: names and types, in the help, on the page and in what is printed.
	described "column $object" | awk '{ print $1, $2 }' >"$tmp/columns"
	sed -n '/^COL, /,/^Without/s/^  *\([^ ]*\)  *\([^ ]*\) .*/\1 \2/p' "$tmp/help" >"$tmp/found"
	it "help has the columns of $object, and no others" diff "$tmp/columns" "$tmp/found"
	members "$object" | sed -n 's/^ \([a-z0-9_]*\) (\([a-z]*\).*)$/\1 \2/p' |
		grep -vx 'children array' >"$tmp/found"
	it "the page has the members of $object, and no others" diff "$tmp/columns" "$tmp/found"
	members "$object" | sed -n 's/^ \([a-z0-9_]*\) (.* or null)$/\1/p' | sort >"$tmp/nullable"
	sed -n '/^COL, /,/^Without/s/^  *\([^ ]*\) .* or null$/\1/p' "$tmp/help" |
		sort >"$tmp/found"
	it "help and page agree what may be null of $object" diff "$tmp/nullable" "$tmp/found"
	offered "$object" -o '' >"$tmp/offered"
	described "column $object" | cut -d ' ' -f 1 | diff - "$tmp/offered" >"$tmp/out"
	it "the columns of $object are offered behind -o" [ ! -s "$tmp/out" ]
done

described option >"$tmp/options"
offered - | sed 's/^-*//' >"$tmp/offered"
it 'the options are offered, and no others' diff "$tmp/options" "$tmp/offered"
"$iphlp" help >"$tmp/help"
while read -r option; do
	[ ${#option} -eq 1 ] && dashes=- || dashes=--
	it "help has $dashes$option" helped "$dashes$option"
	it "the page has $dashes$option" grep -qE -- "--?$option" "$tmp/page"
done <"$tmp/options"

# What is printed: every member, of its type; null only where the page says so.
"$iphlp" anycast add 2001:db8::53 dev v0
printed() {
	object=$1
	shift
	described "column $object" | awk -v s="${2:-}" '!$3 || s { print $1, $2 }' >"$tmp/columns"
	members "$object" | sed -n 's/^ \([a-z0-9_]*\) (.* or null)$/\1/p' >"$tmp/nullable"
	# shellcheck disable=SC2086 # $2 may be nothing
	"$iphlp" -j $2 $1 >"$tmp/json" || return 1
	jq -e 'length > 0' "$tmp/json" >/dev/null || return 1
	jq -r '.. | objects | to_entries[] | select(.key != "children") |
			"\(.key) \(.value | type)"' \
		"$tmp/json" | sort -u >"$tmp/types"
	while read -r member type; do
		case $type in
		null)
			grep -qx "$member" "$tmp/nullable" && continue
			echo "$object: $member is null" && return 1
			;;
		esac
		grep -qx "$member $type" "$tmp/columns" || {
			echo "$object: $member is a $type"
			return 1
		}
	done <"$tmp/types"
	jq -r '.[0] | keys_unsorted[] | select(. != "children")' "$tmp/json" >"$tmp/out"
	cut -d ' ' -f 1 "$tmp/columns" | diff - "$tmp/out"
}
it 'JSON of anycast is as described' printed anycast 'anycast show' ''
it 'JSON of address is as described' printed address 'address show' ''
it 'JSON of route is as described' printed route 'route show' ''
it 'JSON of the best route is as described' printed route 'route best 192.0.2.9' ''
it 'JSON of convert is as described' printed convert 'convert v0' ''
it 'JSON of interface is as described' printed interface 'interface show' ''
it 'JSON of its counters is as described' printed interface 'interface show' -s
it 'JSON of the tree is as described' printed interface 'interface tree' ''

"$iphlp" anycast delete 2001:db8::53 dev v0
# Where ip(8) has the thing, name and value are the same.
same() {
	"$iphlp" -j "$1" | jq -S "[.[] | $2] | sort" >"$tmp/out"
	ip -j "$3" | jq -S "[.[] | $4] | sort" | diff - "$tmp/out"
}
it 'addresses are those of ip(8)' same address \
	'{ifname, ifindex, family, local, prefixlen, scope}' addr \
	'{ifname, ifindex} + (.addr_info[] | {family, local, prefixlen, scope})'
# But for lo, whose state the kernel does not know, and which has no hardware.
it 'interfaces are those of ip(8)' same interface \
	'select(.address) | {ifname, ifindex, mtu, operstate, address}' link \
	'select(.ifname != "lo") | {ifname, ifindex, mtu, operstate, address}'
it 'their lifetimes, too' same address \
	'select(.family == "inet") | {local, valid_life_time, preferred_life_time}' addr \
	'.addr_info[] | select(.family == "inet") | {local, valid_life_time, preferred_life_time}'

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
