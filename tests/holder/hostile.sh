#!/bin/sh
# SPDX-License-Identifier: MIT
# Who lacks the privilege can do nothing to the anycast holder, and who has it cannot break it with
# what he sends. Run from the top of the tree after "make".
# Exit: 0 all passed, 1 some failed, 77 no namespaces here (1 with IPH_TEST_REQUIRE=netns).

# Commands and lists of processes are split on purpose.
# shellcheck disable=SC2046,SC2086
set -u

name=hostile limit=300
# shellcheck source=tests/support/inside
. tests/support/inside
# shellcheck source=tests/support/rooms
. tests/support/rooms

LC_ALL=C
export LC_ALL

# The tree may be where others cannot read, so all they need goes to a file system of this test.
mount -t tmpfs -o mode=755 none /mnt || skip 'cannot mount here'
tmp=/mnt
hostile=$tmp/hostile
# shellcheck disable=SC2086 # SANITIZE is a list of options
${CC:-cc} -std=gnu11 -D_GNU_SOURCE -O2 -Wall -Wextra ${SANITIZE:-} $rooms \
	-o "$hostile" tests/holder/hostile.c build/libiphlpapi-private.a -lmnl || exit 1
cp "${IPH_TEST_HOLDER:-build/anycast-holder}" "$tmp/anycast-holder" || exit 1
IPH_TEST_HOLDER=$tmp/anycast-holder
export IPH_TEST_HOLDER

# shellcheck source=tests/support/it
. tests/support/it
shows=always

# The judges: ip(8) and /proc.
entries() { grep -c ' 20010db8.*0100[0-9a-f]* ' /proc/net/anycast6; }
service_addresses() { ip -6 addr show dev lo | grep -c 'inet6 [^:]'; }
anycast_routes() { ip -6 route show table local type anycast | wc -l; }
state_is() {
	state="$(entries) $(service_addresses) $(anycast_routes)"
	[ "$state" = "$1" ] || { echo "entries, service addresses, anycast routes: $state"; false; }
}
holder_pids() {
	grep -lsE '^anycast-(holder|keeper)$' /proc/[0-9]*/comm | cut -d/ -f3 | tr '\n' ' '
}
same_holder() { [ "$(holder_pids)" = "$pids" ]; }
no_holder() { [ -z "$(holder_pids)" ]; }

nobody='setpriv --reuid=65534 --regid=65534 --clear-groups'
no_admin='setpriv --bounding-set -net_admin --inh-caps -net_admin'
have_nobody=true
$nobody true 2>/dev/null || have_nobody=false

{
	ip link set lo up &&
		ip link add eth0 type veth peer name eth1 &&
		ip link set eth0 up && ip link set eth1 up &&
		ip addr add 2001:db8::1/64 dev eth0 nodad
} || skip 'no veth interfaces here'
index=$(ip -o link show eth0 | cut -d: -f1)

# Without the privilege.
it '20 entries are made' "$hostile" stand "$index" 1
pids=$(holder_pids)
port=$("$hostile" port)
two_processes() { [ "$(holder_pids | wc -w)" -eq 2 ]; }
it 'by two processes' two_processes
cannot_kill() {
	for pid in $pids; do
		! $1 kill -0 "$pid" 2>/dev/null || return 1
	done
}
# $1 who, $2 command
is_powerless() {
	it "$1 can neither send, connect, join, create nor delete" \
		$2 "$hostile" powerless "$index" "$port"
	it "the holder and its entries are as before $1" state_is '20 20 0'
	it 'and it is the same one' same_holder
}
if $have_nobody; then
	is_powerless 'uid 65534' "$nobody"
	it 'uid 65534 cannot signal the holder' cannot_kill "$nobody"
else
	echo 'hostile: no uid 65534 in this user namespace: cases of other users left out'
fi
is_powerless 'uid 0 without CAP_NET_ADMIN' "$no_admin"
if unshare -Ur true 2>/dev/null; then
	is_powerless 'root of another user namespace' 'unshare -Ur'
else
	echo 'hostile: no user namespaces here: their cases left out'
fi

# With it.
it 'garbled, short, long, replayed and senseless messages are refused' "$hostile" attack "$index"
it 'the holder has survived and its entries are as before' state_is '20 20 0'
it 'and it is the same one' same_holder
it 'the entries can be deleted' "$hostile" stand "$index" 0
it 'nothing is left' state_is '0 0 0'
it 'no holder is left' no_holder

it 'two entries are made' "$hostile" two "$index"
it 'a request repeated late does not keep the holder from leaving' \
	"$hostile" leave "$index" $(holder_pids)
it 'no holder is left' no_holder

# Squatters. $1 verb and arguments
who=$nobody
$have_nobody || who=$no_admin
squat() {
	rm -f "$tmp/squatter" "$tmp/leash"
	mkfifo "$tmp/leash"
	$who "$hostile" "$@" <"$tmp/leash" >"$tmp/squatter" 2>&1 &
	squatter=$!
	exec 3>"$tmp/leash"
	timeout 60 sh -c 'until grep -qs . "$1"; do :; done' sh "$tmp/squatter"
	grep -qx ready "$tmp/squatter" || ! cat "$tmp/squatter"
}
squatter_goes() {
	exec 3>&-
	wait "$squatter"
	squat_status=$?
	grep -vx ready "$tmp/squatter"
	[ "$squat_status" -eq 0 ] || echo "the squatter ended with status $squat_status"
	return "$squat_status"
}
known_port=0x4e495048
works() {
	it "$1: create, table and delete work" "$hostile" pairs "$index" 40
	it "$1: so do 100 creates at once" "$hostile" parallel "$index" 100
	it "$1: nothing is left" state_is '0 0 0'
}
works 'without a squatter'
it 'somebody squats on the port' squat squat $known_port 1
works 'beside a squatter'
it 'with entries beside a squatter' "$hostile" stand "$index" 1
works_held() {
	it "$1: create, table and delete work" "$hostile" pairs "$index" 40
	it "$1: so do 100 creates at once" "$hostile" parallel "$index" 100
	it "$1: the other entries stay" state_is '20 20 0'
}
works_held 'a holder on another port'
it 'the squatter goes' squatter_goes
works_held 'the port is free and the holder elsewhere'
it 'a squatter comes with no room in his queue' squat squat $known_port 1 1
works_held 'he is behind the holder'
it 'all are deleted' "$hostile" stand "$index" 0
works 'beside a squatter without room'
it 'he goes' squatter_goes
it 'one comes and goes all the time' squat flap
works 'beside him'
it 'with entries' "$hostile" stand "$index" 1
works_held 'beside him'
it 'all are deleted' "$hostile" stand "$index" 0
it 'he goes' squatter_goes
ports=$(ulimit -Hn)
[ "$ports" != unlimited ] && [ "$ports" -lt 10100 ] && ports=$((ports - 100)) || ports=10000
it "somebody squats on $ports ports" squat squat $known_port "$ports"
works "beside $ports squatted ports"
it 'he goes' squatter_goes
it 'no holder is left' no_holder

# The capability alone, from the file.
if cp "$hostile" "$tmp/capable" && setcap cap_net_admin+ep "$tmp/capable" 2>/dev/null &&
	$have_nobody; then
	it 'a program with the file capability alone can do everything' \
		$nobody env -i "$tmp/capable" work "$index"
	it 'nothing is left' state_is '0 0 0'
	it 'no holder is left' no_holder
	it 'it can make entries' $nobody env -i "$tmp/capable" stand "$index" 1
	it 'they are whole' state_is '20 20 0'
	runs_as_nobody() {
		two_processes || return 1
		for pid in $(holder_pids); do
			grep -q '^Uid:.*65534.65534.65534.65534' "/proc/$pid/status" &&
				grep -q '^CapEff:.0000000000001000' "/proc/$pid/status" || return 1
		done
	}
	it 'its holder has that user and that capability only' runs_as_nobody
	it 'the same user without it can do nothing' \
		$nobody "$hostile" powerless "$index" "$("$hostile" port)"
	it 'root can delete them' "$hostile" stand "$index" 0
	it 'nothing is left' state_is '0 0 0'
else
	echo 'hostile: no file capabilities here: their cases left out'
fi

# What is installed takes no word from its environment for which program is the holder. A
# set-user-ID program that becomes root altogether hands the caller's environment on, and what it
# then executes knows nothing of that.
libraries="build/installed/libiphlpapi.so.0 build/installed/libnetio.so.0 build/libiphlpapi.a
	build/libnetio.a"
# NETIOAPI_TRACE is the one variable, one object reads it, and all that does is write lines.
knows_one_variable() {
	for library in $libraries; do
		! nm -u "$library" | grep -w -e getenv -e environ -e __environ &&
			! nm -Du "$library" 2>/dev/null | grep -w -e getenv -e environ || return 1
	done
	readers=$(nm -A build/base/*.o build/kernel/*.o build/protocol/*.o build/lib/*/*.o \
		build/iphlpapi/*.o build/iphlpapi/*/*.o | awk '$NF == "secure_getenv" { print $1 }')
	[ "$readers" = build/base/trace.o: ] || { echo "$readers"; return 1; }
	[ "$(grep -c secure_getenv src/base/trace.c)" = 1 ] &&
		grep -q 'secure_getenv("NETIOAPI_TRACE")' src/base/trace.c
}
knows_one_holder() {
	for library in $libraries; do
		strings -a "$library" | grep '/anycast-holder' >"$tmp/paths"
		[ "$(sort -u "$tmp/paths")" = "$holder_dir/anycast-holder" ] ||
			{ echo "$library:"; cat "$tmp/paths"; return 1; }
	done
}
holder_dir=$(cut -d' ' -f2 build/dirs)
it 'the libraries read one variable, which is not about the holder' knows_one_variable
it 'and each names the installed holder only' knows_one_holder
put_holder() {
	parent=$holder_dir
	until [ -d "$parent" ]; do parent=$(dirname "$parent"); done
	mount -t tmpfs -o mode=755 none "$parent" &&
		mkdir -p "$holder_dir" && cp "$IPH_TEST_HOLDER" "$holder_dir/anycast-holder"
}
printf '#!/bin/sh\nid -u >%s/open/taken\n' "$tmp" >"$tmp/evil"
chmod 755 "$tmp/evil"
mkdir -m 1777 "$tmp/open"
cat >"$tmp/setuid.c" <<'END'
#include <unistd.h>
int main(int argc, char **argv)
{
	return argc < 2 || setgid(0) || setuid(0) ? 100 : execv(argv[1], argv + 1);
}
END
# shellcheck disable=SC2046,SC2086
${CC:-cc} ${SANITIZE:-} -D_GNU_SOURCE -o "$tmp/setuid" "$tmp/setuid.c" &&
	${CC:-cc} ${SANITIZE:-} -o "$tmp/tool" build/cli/*.o build/base/*.o build/kernel/*.o \
		build/protocol/*.o build/libiphlpapi.a \
		$(sed -n 's/^\(MNL\|SMARTCOLS\)_LIBS = //p' config.mk) || exit 1
chmod 4755 "$tmp/setuid"
not_taken() { [ ! -e "$tmp/open/taken" ] || { echo 'the holder of the attacker ran'; false; }; }
# $1 who; the rest: what executes the tool
has_no_say() {
	who=$1
	shift
	rm -f "$tmp/open/taken"
	it "a tool that $who executes adds an entry" env NETIOAPI_HOLDER="$tmp/evil" \
		IPH_TEST_HOLDER="$tmp/evil" "$@" anycast add 2001:db8::100:0 dev eth0
	it 'and has not started the holder of the caller' not_taken
	it 'it can be deleted' "$tmp/tool" anycast delete 2001:db8::100:0 dev eth0
	it 'no holder is left' no_holder
}
if ! $have_nobody || ! put_holder; then
	echo 'hostile: no other users here: their cases of the environment left out'
else
	has_no_say 'a set-user-ID program' $nobody "$tmp/setuid" "$tmp/tool"
	has_no_say 'a user with the ambient capability' $nobody --inh-caps=+net_admin \
		--ambient-caps=+net_admin "$tmp/tool"
	has_no_say 'root' "$tmp/tool"
	umount "$parent"
fi

# Rootless.
rootless=$tmp/rootless
cat >"$rootless" <<-'END'
	set -e
	ip link set lo up
	ip link add eth0 type veth peer name eth1
	ip link set eth0 up
	ip addr add 2001:db8::1/64 dev eth0 nodad
	index=$(ip -o link show eth0 | cut -d: -f1)
	"$1" work "$index"
	"$1" stand "$index" 1
	"$1" parallel "$index" 20
	"$1" stand "$index" 0
	! grep 2001 /proc/net/if_inet6 | grep -q ' lo$'
	! grep -sE '^anycast-(holder|keeper)$' /proc/[0-9]*/comm
END
if $have_nobody && $nobody unshare -Urnmp --fork --kill-child --mount-proc true 2>/dev/null; then
	it 'an ordinary user can do everything in a namespace of his own' \
		$nobody unshare -Urnmp --fork --kill-child --mount-proc sh "$rootless" "$hostile"
else
	it 'root of a namespace of his own can do everything there' \
		unshare -Urnmp --fork --kill-child --mount-proc sh "$rootless" "$hostile"
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
