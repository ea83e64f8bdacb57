#!/bin/sh
# SPDX-License-Identifier: MIT
# iphlp monitor, the real binary, in a throw-away network namespace, beside "ip monitor".
# Run from the top of the tree after "make".
# Exit: 0 all passed, 1 some failed, 77 no namespaces here (1 with IPH_TEST_REQUIRE=netns).
set -u

name=cli-monitor limit=300
# shellcheck source=tests/support/inside
. tests/support/inside
# shellcheck source=tests/support/cli-checks
. tests/support/cli-checks

# Until a command succeeds, for a minute.
await() {
	end=$(($(date +%s) + 60))
	until "$@"; do
		[ "$(date +%s)" -lt "$end" ] || return 1
		sleep 0.05
	done
}
has() { grep -q -- "$2" "$tmp/$1" 2>/dev/null; }
await_line() { await has "$1" "$2"; }
is_gone() { ! kill -0 "$1" 2>/dev/null; }
ends_with() {
	wait "$2"
	status=$?
	[ "$status" -eq "$1" ]
}
# $1 file, and what stands behind iphlp. A shell has what it puts aside ignore SIGINT.
start() {
	file=$1
	shift
	env --default-signal=INT "$iphlp" "$@" >"$tmp/$file" 2>"$tmp/$file.err" &
	pid=$!
}
: >"$tmp/out"
: >"$tmp/err"

ip link set lo up
ip link add v0 type veth peer name v1 || skip 'no veth interfaces here'
ip link set v0 addrgenmode none up
ip link set v1 addrgenmode none up

# What is told, in the words of ip(8).
ip -o monitor address >"$tmp/ip" &
theirs=$!
start ours -j monitor address
ours=$pid
start all monitor
all=$pid
start timed -t -j -4 monitor anycast route
timed=$pid
heard() {
	ip addr add 127.0.0.9/32 dev lo
	ip addr del 127.0.0.9/32 dev lo
	has ip 'Deleted.*127\.0\.0\.9'
}
it 'ip(8) listens' await heard
it 'the first line says that it listens' await_line ours '"event":"initial"'
it 'there is one for each kind' await_line all '^route initial$'
it 'for those that were chosen' await_line timed '"object":"route","event":"initial"'

before=$(date +%s)
ip addr add 192.0.2.1/24 dev v0
ip addr add 2001:db8::1/64 dev v0 nodad
ip addr add 192.0.2.2/32 dev v1
ip route add 10.0.0.0/8 via 192.0.2.9 dev v0
"$iphlp" anycast add 2001:db8::53 dev v0
"$iphlp" anycast add 192.0.2.53 dev v0
"$iphlp" anycast delete 192.0.2.53 dev v0
ip addr del 192.0.2.1/24 dev v0
ip link del v0
ip addr add 203.0.113.1/32 dev lo
ip route add 203.0.113.9 dev lo
it 'ip(8) has told all' await_line ip 203.0.113.1
it 'all of it is told' await_line ours 203.0.113.1
it 'of every kind' await_line all '^address add inet 203.0.113.1 dev lo$'
it 'and with the time' await_line timed 203.0.113.9

# But for those of anycast entries, which are no unicast addresses.
awk '{ verb = sub(/^Deleted */, "") ? "delete" : "add"; sub(/[/].*/, "", $4)
	if ($4 !~ /^127[.]/ && $4 !~ /53$/) print verb, $3, $4, $2 }' "$tmp/ip" >"$tmp/wanted"
jq -r 'select(.local and (.local | startswith("127.") | not)) |
	"\(.event) \(.family) \(.local) \(.ifname)"' "$tmp/ours" >"$tmp/seen"
it 'addresses are those of ip monitor, in its order' diff "$tmp/wanted" "$tmp/seen"
it 'the address of a service is there' [ -s "$tmp/wanted" ]
for line in 'interface initial' 'address add inet 192.0.2.1 dev v0' \
	'address add inet6 2001:db8::1 dev v0' 'anycast add inet6 2001:db8::53 dev v0' \
	'anycast add inet 192.0.2.53 dev v0' 'anycast delete inet 192.0.2.53 dev v0' \
	'route add inet 10.0.0.0/8 via 192.0.2.9 dev v0' \
	'anycast delete inet6 2001:db8::53 dev v0' 'interface delete inet dev v0' \
	'interface change inet dev v0'; do
	it "there is the line: $line" await_line all "^$line\$"
done
it 'there is nothing of another family' [ "$(grep -c inet6 "$tmp/timed")" -eq 0 ]
it 'nor of another kind' [ "$(grep -c '"object":"\(address\|interface\)"' "$tmp/timed")" -eq 0 ]

# Every line is an object with the members that are described.
described() { "$iphlp" __describe | awk '$1 == "column" && $2 == "monitor" { print $3, $4 }'; }
described | awk '$1 != "timestamp" { print $1 }' >"$tmp/members"
jq -rc 'keys_unsorted | join(" ")' "$tmp/ours" | sort -u >"$tmp/seen"
it 'each line has all members' [ "$(cat "$tmp/seen")" = "$(paste -sd ' ' "$tmp/members")" ]
jq -r 'to_entries[] | select(.value) | "\(.key) \(.value | type)"' "$tmp/timed" | sort -u \
	>"$tmp/seen"
described | sort | comm -13 - "$tmp/seen" >"$tmp/wrong"
it 'of the types that are described' [ ! -s "$tmp/wrong" ]
it 'with the time first' [ "$(jq -r 'keys_unsorted[0]' "$tmp/timed" | sort -u)" = timestamp ]
when=$(jq -r 'select(.dst == "203.0.113.9/32" or .dst == "203.0.113.9") | .timestamp' \
	"$tmp/timed")
when=$(date -d "$when" +%s)
it 'which is that of the change' [ "$when" -ge "$before" -a "$when" -le "$(date +%s)" ]

# Ends.
kill -INT "$ours"
it 'SIGINT ends it, and that is no failure' ends_with 0 "$ours"
kill -TERM "$all"
it 'so does SIGTERM' ends_with 0 "$all"
kill -HUP "$timed"
it 'so does SIGHUP' ends_with 0 "$timed"
kill "$theirs"
cat "$tmp/ours.err" "$tmp/all.err" "$tmp/timed.err" >"$tmp/wrong"
it 'nothing is said on standard error' [ ! -s "$tmp/wrong" ]
nohup "$iphlp" monitor route >"$tmp/deaf" 2>/dev/null </dev/null &
pid=$!
it 'it listens without a terminal' await_line deaf 'route initial'
kill -HUP "$pid"
ip route add 203.0.113.10 dev lo
it 'SIGHUP does not end what is to ignore it' await_line deaf 203.0.113.10
kill -TERM "$pid"
it 'SIGTERM does' ends_with 0 "$pid"

mkfifo "$tmp/pipe"
start pipe monitor address
head -n 1 "$tmp/pipe" >"$tmp/first"
it 'its reader may go while nothing happens' ends_with 0 "$pid"
it 'having read what it wanted' grep -qx 'address initial' "$tmp/first"
it 'and nothing is said of it' [ ! -s "$tmp/pipe.err" ]
timeout 60 "$iphlp" monitor >/dev/full 2>"$tmp/full"
status=$?
it 'a full disk is a failure' [ "$status" -eq 1 ]
it 'and is said' grep -q 'cannot write to standard output: No space left' "$tmp/full"
timeout 60 "$iphlp" monitor >&- 2>"$tmp/closed"
status=$?
it 'no standard output, too' [ "$status" -eq 1 ]

# A reader that does not read: 5500 changes are more than a pipe and the queue hold.
exec 9<>"$tmp/pipe"
start pipe -j monitor address
seq 3000 | awk '{ print "addr add 10.1." int($1 / 250) "." $1 % 250 "/32 dev v9" }' >"$tmp/adds"
head -n 2500 "$tmp/adds" | sed s/add/del/2 >"$tmp/deletes"
ip link add v9 type veth peer name v8
begins() { timeout 60 sed '/initial/q' <&9 >"$tmp/first"; }
it 'it begins' begins
ip -batch "$tmp/adds"
ip -batch "$tmp/deletes"
ip addr add 203.0.113.77/32 dev lo
timeout 60 sed '/203\.0\.113\.77/q' <&9 >"$tmp/slow"
adds=$(jq -s 'map(select(.ifname == "v9" and .event == "add")) | length' "$tmp/slow")
deletes=$(jq -s 'map(select(.ifname == "v9" and .event == "delete")) | length' "$tmp/slow")
it 'a slow reader is told the difference' [ $((adds - deletes)) -eq 500 ]
ip -batch "$tmp/deletes" -force 2>/dev/null
ip -batch "$tmp/adds" -force 2>/dev/null
kill -TERM "$pid"
it 'a signal ends it though nobody reads' ends_with 0 "$pid"
exec 9>&-

# Wrong usage.
run timeout 60 "$iphlp" monitor anycst
it 'there is nothing else to monitor' wrong_usage \
	'there is nothing called "anycst" to monitor; did you mean anycast?' 'monitor --help'
run timeout 60 "$iphlp" monitor address --if-exists
it '--if-exists is for others' wrong_usage '--if-exists is for delete' 'monitor --help'
run timeout 60 "$iphlp" monitor -o nothing
it 'a column must exist' [ "$status" -eq 2 ]
echo 'monitor address' >"$tmp/batch"
run timeout 60 "$iphlp" -b "$tmp/batch"
it 'it cannot stand in a file' [ "$status" -eq 2 ]
run timeout 60 "$iphlp" monitor address --help
it 'help is given' mentions 'iphlp monitor'

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
