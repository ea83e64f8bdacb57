#!/bin/sh
# SPDX-License-Identifier: MIT
# IpRenewAddress() and IpReleaseAddress() where the real systemd-networkd is the DHCP client. The
# server, which says what it was asked, is another networkd, behind a virtual cable.
# Run from the top of the tree after "make", as root. Exit: 0 all passed, 1 some failed, 77 there is
# no networkd, or no namespace in which it can run.
set -u

name=networkd limit=300
# shellcheck source=tests/support/inside
. tests/support/inside

# shellcheck source=tests/support/networkd
. tests/support/networkd

tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
caller=$tmp/caller
# shellcheck disable=SC2086
${CC:-cc} ${SANITIZE:-} -std=gnu11 -Iinclude -o "$caller" tests/dhcp/caller.c -Lbuild -liphlpapi \
	-Wl,-rpath,"$PWD/build" || exit 1

# shellcheck source=tests/support/it
. tests/support/it
evidence() {
	ip address show
	networkctl --no-pager --no-legend list
	tail -n 15 "$tmp/server"
}

# $@ command: looks after each change of an address, for 60 s at most
soon() {
	end=$(($(date +%s) + 60))
	until "$@"; do
		[ "$(date +%s)" -lt $end ] || return 1
		timeout 1 ip monitor address | head -n 1
	done
}
# $1 code, then what to call
gives() {
	wanted=$1
	shift
	code=$("$@") && [ "$code" = "$wanted" ] || {
		echo "code $code"
		return 1
	}
}
state() { networkctl list "$1" --no-legend | grep -q " $2"; }
has_address() { ip address show dev "$1" | grep -q "inet 192.0.2.*dynamic"; }
# A client without an answer asks again after up to 64 s, and a call waits for 30.
first_lease() {
	for try in 1 2 3 4; do
		"$caller" renew eth0 >"$tmp/first"
		gives 121 cat "$tmp/first" >"$tmp/try$try" || return
	done
}
# How often the server has given a lease, or the same one again.
leases() { grep -c 'DHCP.* server: ACK' "$tmp/server"; }
more_leases() { [ "$(leases)" -gt "$1" ]; }
same_leases() { [ "$(leases)" -eq "$1" ]; }

# A /run of its own for each, and a /sys that cannot be written: so there is no udev to wait for.
cat >"$tmp/room" <<'END'
mount -t tmpfs none /run && mount -t sysfs -o ro none /sys || exit 1
mkdir -p /run/dbus /run/systemd/network /run/systemd/netif
chown systemd-network /run/systemd/netif
END
cat >"$tmp/serve" <<'END'
. "$tmp/room"
cat >/run/systemd/network/10-eth1.network <<FILE
[Match]
Name=eth1
[Network]
Address=192.0.2.1/24
DHCPServer=yes
IPv6AcceptRA=no
[DHCPServer]
EmitDNS=no
FILE
ip link set lo up
echo >"$tmp/ready"
read -r go
exec env SYSTEMD_LOG_LEVEL=debug /lib/systemd/systemd-networkd
END
# $1 interface, $2 its address, or nothing: DHCP
manage() {
	cat >"/run/systemd/network/10-$1.network" <<END
[Match]
Name=$1
[Network]
${2:+Address=$2}
DHCP=$([ $# -gt 1 ] && echo no || echo ipv4)
LinkLocalAddressing=no
IPv6AcceptRA=no
END
}

export tmp
# shellcheck source=/dev/null
. "$tmp/room" || skip 'cannot mount here'
ip link set lo up
mkfifo "$tmp/go" "$tmp/ready"
unshare -nm sh "$tmp/serve" <"$tmp/go" >"$tmp/server" 2>&1 &
server=$!
exec 3>"$tmp/go"
ip link add eth0 type veth peer name eth1 || skip 'no veth interfaces'
ip link add eth2 type veth peer name eth3 || exit 1
ip link add fixed type veth peer name ours || exit 1
for dev in eth0 eth3 fixed ours; do
	ip link set $dev up || exit 1
done
# Once it has said so it is in its own namespace.
read -r _ <"$tmp/ready"
ip link set eth1 netns $server || exit 1

it 'without a bus a lease cannot be renewed' gives 50 "$caller" renew eth0
it 'nor be released' gives 50 "$caller" release eth0
dbus-daemon --system --nopidfile --fork || exit 1
it 'nor with a bus and no client on it' gives 50 "$caller" renew eth0

manage eth0
manage eth2
manage fixed 198.51.100.1/24
$networkd >"$tmp/networkd" 2>&1 &
it 'networkd manages eth0' soon state eth0 configuring
it 'and eth2' soon state eth2 configuring
it 'and an interface with a fixed address' soon state fixed configured

"$caller" renew eth2 >"$tmp/unanswered" &
unanswered=$!
first_lease &
first=$!
echo go >&3
wait $first
it 'who asks while there is no lease waits for the first one' gives 0 cat "$tmp/first"
it 'which eth0 then has' has_address eth0
it 'from the server' soon more_leases 0

before=$(leases)
it 'it is renewed' gives 0 "$caller" renew eth0
it 'by the server' soon more_leases "$before"
it 'and eth0 has it' has_address eth0

before=$(leases)
it 'networkd does not release' gives 50 "$caller" release eth0
it 'so the address stays' has_address eth0
it 'what has a fixed address has nothing to renew' gives 87 "$caller" renew fixed
it 'what networkd does not manage is not its own' gives 50 "$caller" renew ours
it 'CAP_NET_ADMIN is needed' gives 5 \
	setpriv --bounding-set -net_admin --inh-caps -net_admin "$caller" renew eth0
it 'for a release, too' gives 5 \
	setpriv --bounding-set -net_admin --inh-caps -net_admin "$caller" release eth0
cat >"$tmp/elsewhere" <<'END'
ip link add eth0 index "$1" type veth peer name other && ip link set eth0 up && exec "$2" renew eth0
END
it 'an interface elsewhere with the same index is another one' gives 50 \
	unshare -n sh "$tmp/elsewhere" "$(cat /sys/class/net/eth0/ifindex)" "$caller"
it 'the server has heard of none of these' same_leases "$before"

wait $unanswered
it 'where no server answers the call ends' gives 121 cat "$tmp/unanswered"

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
