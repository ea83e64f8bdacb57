#!/bin/sh
# SPDX-License-Identifier: MIT
# Two namespaces joined by a cable; an IPv6 and an IPv4 anycast address on one of them, used from
# the other. Nothing outside the namespaces is touched, and they vanish with this script.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
if [ "${IPH_DEMO:-}" != inside ]; then
	IPH_DEMO=inside
	export IPH_DEMO
	if [ "$(id -u)" = 0 ]; then
		exec unshare --net --mount --pid --fork --kill-child --mount-proc sh "$0"
	fi
	exec unshare --user --map-root-user --net --mount --pid --fork --kill-child \
		--mount-proc sh "$0"
fi

PATH=$here/build:$PATH
export PATH

step() {
	printf '\n== %s\n' "$1"
}

# What a reader would type, and what it prints.
show() {
	printf '$ %s\n' "$*"
	"$@"
}

in_client() {
	nsenter --net="/proc/$client/ns/net" "$@"
}

step 'Two network namespaces, "server" (this one) and "client", joined by a veth cable'
mount -t tmpfs tmpfs /run
unshare --net sleep infinity &
client=$!
while [ "$(readlink "/proc/$client/ns/net")" = "$(readlink /proc/self/ns/net)" ]; do :; done
# Linux forgets IPv6 addresses of an interface that goes down, unless told otherwise.
echo 1 >/proc/sys/net/ipv6/conf/default/keep_addr_on_down
ip link set lo up
ip link add eth0 type veth peer name eth0 netns "$client"
ip address add 192.0.2.1/24 dev eth0
ip address add 2001:db8::1/64 dev eth0 nodad
ip link set eth0 up
in_client ip link set lo up
in_client ip address add 192.0.2.2/24 dev eth0
in_client ip address add 2001:db8::2/64 dev eth0 nodad
in_client ip link set eth0 up
show ip -brief address show dev eth0

step 'Give the server an IPv6 and an IPv4 anycast address'
show iphlp anycast add 2001:db8::53 dev eth0
show iphlp anycast add 192.0.2.53 dev eth0

step 'The table; iphlp has ended, the entries have not'
show iphlp anycast show

# An event, not a wait: nc -l is ready when the kernel lists its socket.
serve() {
	echo "hello from the anycast address $1" | nc -N -l "$1" 7777 &
	until ss -Hltn "sport = :7777" | grep -q .; do :; done
}

for address in 2001:db8::53 192.0.2.53; do
	step "The client fetches a line over TCP from $address"
	serve "$address"
	printf '$ nc %s 7777\n' "$address"
	in_client nc -d "$address" 7777
	wait "$!"
done

step 'The client pings it: the answer comes from the anycast address'
show in_client ping -c 1 -W 5 2001:db8::53

step 'Link down, link up: on plain Linux a joined anycast address would be dead now'
show ip link set eth0 down
show ip link set eth0 up
serve 2001:db8::53
printf '$ nc 2001:db8::53 7777\n'
in_client nc -d 2001:db8::53 7777
wait "$!"

step 'Take both away again: nothing stays'
show iphlp anycast delete 2001:db8::53 dev eth0
show iphlp anycast delete 192.0.2.53 dev eth0
show iphlp anycast show
if pgrep anycast-holder >/dev/null; then
	echo 'a holder is left behind' >&2
	exit 1
fi
kill "$client"
printf '\nDone. Next: man -l man/iphlp.8, or the program in README.md.\n'
