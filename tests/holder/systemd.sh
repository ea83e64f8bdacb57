#!/bin/sh
# SPDX-License-Identifier: MIT
# The unit files, and a holder that gets its socket from a supervisor.

# $iphlp is a command of several words.
# shellcheck disable=SC2086
set -u
name=systemd
# shellcheck source=tests/support/inside
. tests/support/inside

build=$PWD/build
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
passed=0 failed=0

check() {
	sentence=$1
	shift
	if "$@"; then
		passed=$((passed + 1))
		echo "PASS $sentence"
	else
		failed=$((failed + 1))
		echo "FAIL $sentence"
	fi
}

# Where the programs are is not where they will be, and the pages are not installed.
verify_units() {
	for unit in systemd/*.socket build/*.service; do
		sed -e "s|^ExecStart=[^ ]*|ExecStart=$build/anycast-holder|" -e \
			'/^Documentation/d' \
			"$unit" >"$dir/${unit##*/}"
	done
	systemd-analyze verify "$dir"/*.socket "$dir/anycast-holder.service" \
		"$dir/anycast-holder-netns@1.service" >"$dir/verify" 2>&1
	status=$?
	# what it says of a machine with the older control groups is true of any such unit
	sed -i '/running with legacy cgroups v1/d' "$dir/verify"
	cat "$dir/verify"
	[ $status = 0 ] && [ ! -s "$dir/verify" ]
}

if command -v systemd-analyze >/dev/null; then
	check 'systemd-analyze finds nothing wrong with the units' verify_units
fi

needs_no_libsystemd() { ! readelf -d build/anycast-holder | grep -q systemd; }
check 'a holder that systemd does not start does not load its library' needs_no_libsystemd

${CC:-cc} ${SANITIZE:-} -o "$dir/activate" tests/holder/activate.c || exit 1
ip link set lo up
ip link add eth0 type veth peer name peer0
ip link set eth0 up
iphlp="timeout 20 $build/tests/iphlp anycast"
# A holder that the library starts itself would make the test pass without the socket.
export IPH_TEST_HOLDER=/nonexistent
mkfifo "$dir/events"
"$dir/activate" 2 "$build/anycast-holder" --background --until-empty >"$dir/events" \
	2>"$dir/errors" &
exec 3<"$dir/events"
read -r event <&3
check 'the supervisor listens' [ "$event" = listening ]
check 'the first request starts the holder' $iphlp add 2001:db8::53 dev eth0
check 'it makes further entries' $iphlp add 2001:db8::54 dev eth0
check 'the kernel has both' [ "$(grep -c 20010db8 /proc/net/anycast6)" = 2 ]
# For an instant, until it has given itself a name, a keeper is called like its holder.
timeout 20 sh -c 'until pgrep -x anycast-keeper; do :; done' >/dev/null
pkill -9 -x anycast-holder
check 'a killed holder loses nothing' [ "$(grep -c 20010db8 /proc/net/anycast6)" = 2 ]
check 'the keeper serves on the same socket' $iphlp delete 2001:db8::54 dev eth0
check 'the last deletion succeeds' $iphlp delete 2001:db8::53 dev eth0
read -r event <&3
check 'some time after the last entry the holder ends' [ "$event" = ended ]
check 'a later request starts it again' $iphlp add 2001:db8::53 dev eth0
check 'and it holds again' grep -q 20010db8 /proc/net/anycast6
check 'and deletes' $iphlp delete 2001:db8::53 dev eth0
read -r event <&3
check 'and ends again' [ "$event" = ended ]
check 'nothing was complained about' [ ! -s "$dir/errors" ]
cat "$dir/errors"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
