#!/bin/sh
# SPDX-License-Identifier: MIT
# Two network namespaces joined by a cable; an IPv6 and an IPv4 anycast address in one of them, used
# from the other. Each line behind a $ can be typed as it stands. Nothing outside the namespaces is
# touched, and they vanish with this script: even their names are in a /run of its own.
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
mount -t tmpfs tmpfs /run

step() {
	printf '\n== %s\n' "$1"
}

# What a reader would type, and what it prints.
show() {
	printf '$ %s\n' "$1"
	eval "$1"
}

step 'Two network namespaces, joined by a veth cable'
show 'ip netns add server'
show 'ip netns add client'
show 'ip link add eth0 netns server type veth peer name eth0 netns client'
for line in 'server address add 192.0.2.1/24 dev eth0' \
	'server address add 2001:db8::1/64 dev eth0 nodad' \
	'client address add 192.0.2.2/24 dev eth0' \
	'client address add 2001:db8::2/64 dev eth0 nodad' \
	'server link set lo up' 'server link set eth0 up' \
	'client link set lo up' 'client link set eth0 up'; do
	show "ip -n $line"
done
# Linux forgets IPv6 addresses of an interface that goes down, unless told otherwise.
show 'ip netns exec server sysctl -qw net.ipv6.conf.eth0.keep_addr_on_down=1'
show 'ip -n server -brief address show dev eth0'

step 'Give the server an IPv6 and an IPv4 anycast address'
show 'iphlp -n server anycast add 2001:db8::53 dev eth0'
show 'iphlp -n server anycast add 192.0.2.53 dev eth0'

step 'The table; iphlp has ended, the entries have not'
show 'iphlp -n server anycast show'

# An event, not a wait: nc -l is ready when the kernel lists its socket.
fetch() {
	show "echo hello from $1 | ip netns exec server nc -N -l $1 7777 &"
	until ip netns exec server ss -Hltn "sport = :7777" | grep -q .; do :; done
	show "ip netns exec client nc -d $1 7777"
	wait "$!"
}

for address in 2001:db8::53 192.0.2.53; do
	step "The client fetches a line over TCP from $address"
	fetch "$address"
done

step 'The client pings it: the answer comes from the anycast address'
show 'ip netns exec client ping -c 1 -W 5 2001:db8::53'

step 'Link down, link up: on plain Linux a joined anycast address would be dead now'
show 'ip -n server link set eth0 down'
show 'iphlp -n server anycast show'
show 'ip -n server link set eth0 up'
fetch 2001:db8::53

step 'Take both away again: nothing stays'
show 'iphlp -n server anycast delete 2001:db8::53 dev eth0'
show 'iphlp -n server anycast delete 192.0.2.53 dev eth0'
show 'iphlp -n server anycast show'
if pgrep anycast-holder >/dev/null; then
	echo 'a holder is left behind' >&2
	exit 1
fi
show 'ip netns delete client'
show 'ip netns delete server'
printf '\nDone. Next: man -l man/iphlp.8, or the program in README.md.\n'
