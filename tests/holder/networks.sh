#!/bin/sh
# SPDX-License-Identifier: MIT
# What the real systemd-networkd does to entries on an interface that it manages, and the line that
# keeps them: see "Networks that others manage" in CreateAnycastIpAddressEntry(3).
# Run from the top of the tree after "make", as root. Exit: 0 all passed, 1 some failed, 77 there is
# no networkd, or no namespace in which it can run.
set -u

name=networks limit=240
# shellcheck source=tests/support/inside
. tests/support/inside

# shellcheck source=tests/support/networkd
. tests/support/networkd

iphlp=$PWD/build/iphlp
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT

# shellcheck source=tests/support/it
. tests/support/it

# $@ command: looks after each change of an address, for 30 s at most
soon() {
	end=$(($(date +%s) + 30))
	until "$@"; do
		[ "$(date +%s)" -lt $end ] || return 1
		timeout 1 ip monitor address | head -n 1
	done
}

configured() { networkctl list eth0 --no-legend | grep -q ' configured'; }
address() { ip address show dev "$1" to "$2" | grep -q inet; }
gone() { ! address "$@"; }
listed() { "$iphlp" anycast get "$2" dev "$1"; }

# /run is networkd's own, and a /sys that cannot be written means that there is no udev to wait for.
mount -t tmpfs none /run && mount -t sysfs -o ro none /sys || skip 'cannot mount here'
mkdir -p /run/dbus /run/systemd/network /run/systemd/netif
chown systemd-network /run/systemd/netif || skip 'there is no user systemd-network'
ip link set lo up
ip link add eth0 type veth peer name eth1 || skip 'no veth interfaces'
ip link set eth1 up
dbus-daemon --system --nopidfile --fork || exit 1

# $1 a line for the interface's file
manage() {
	cat >/run/systemd/network/10-eth0.network <<END
[Match]
Name=eth0
[Network]
Address=192.0.2.1/24
Address=2001:db8::1/64
IPv6AcceptRA=no
$1
END
	$networkd >"$tmp/networkd" 2>&1 &
	manager=$!
	it "networkd manages eth0${1:+ with $1}" soon configured
}
add_entries() {
	it 'an IPv4 entry is made on eth0' "$iphlp" anycast add 192.0.2.53 dev eth0
	it 'an IPv6 entry is made on eth0' "$iphlp" anycast add 2001:db8::53 dev eth0
	it 'an IPv4 entry is made on lo' "$iphlp" anycast add 192.0.2.54 dev lo
}
# What networkd has put back tells that it is through.
reconfigure() {
	ip address delete 192.0.2.1/24 dev eth0
	networkctl reconfigure eth0
	it 'networkd configures it anew' soon address eth0 192.0.2.1
	it 'and has ended that' soon configured
}
delete_entries() {
	for entry in '192.0.2.53 eth0' '2001:db8::53 eth0' '192.0.2.54 lo'; do
		# shellcheck disable=SC2086
		"$iphlp" anycast delete $entry --if-exists
	done
}
end_manager() {
	kill "$manager"
	wait "$manager"
}

manage ''
add_entries
reconfigure
it 'without the line the IPv4 entry on eth0 goes' soon gone eth0 192.0.2.53
it 'the IPv6 entry stays' listed eth0 2001:db8::53
it 'the entry on lo stays' listed lo 192.0.2.54
end_manager
delete_entries

manage KeepConfiguration=static
add_entries
reconfigure
for entry in 'eth0 192.0.2.53' 'eth0 2001:db8::53' 'lo 192.0.2.54'; do
	# shellcheck disable=SC2086
	it "with the line ${entry#* } stays" listed $entry
done
end_manager
manage KeepConfiguration=static
for entry in 'eth0 192.0.2.53' 'eth0 2001:db8::53' 'lo 192.0.2.54'; do
	# shellcheck disable=SC2086
	it "and when networkd starts anew ${entry#* } stays" listed $entry
done
ip link set eth0 down
ip link set eth0 up
it 'IPv6 is back after the link was down' soon address eth0 2001:db8::1
it 'as is the IPv6 entry' soon listed eth0 2001:db8::53
it 'the IPv4 entry was not away' listed eth0 192.0.2.53
end_manager
delete_entries

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
