#!/bin/sh
# SPDX-License-Identifier: MIT
# iphlp anycast show: whether each entry works, and who made it and so may delete it.
# Run from the top of the tree after "make".
# Exit: 0 all passed, 1 some failed, 77 no namespaces here (1 with IPH_TEST_REQUIRE=netns).
set -u

name=cli-sight limit=300
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
ip addr add 2001:db8::1/64 dev v0 nodad
ip addr add fe80::1/64 dev v0 nodad

# The row of an address: its state and its maker.
is() {
	"$iphlp" -j anycast show dev v0 | jq -r --arg a "$1" \
		'.[] | select(.local == $a) | "\(.state) \(.made_by)"' >"$tmp/row"
	[ "$(cat "$tmp/row")" = "$2" ] && return
	echo "$1: $(cat "$tmp/row")"
	return 1
}
# Somebody takes care of it in his own time.
becomes() {
	end=$(($(date +%s) + 60))
	until is "$@" >/dev/null; do
		[ "$(date +%s)" -lt $end ] || { is "$@"; return 1; }
		sleep 0.05
	done
}
may_delete() { "$iphlp" anycast delete "$1" dev v0 2>"$tmp/err"; }
may_not_delete() { ! may_delete "$1" && grep -qF 'ERROR_ACCESS_DENIED (5)' "$tmp/err"; }

# Another program's: a join of its own, as long as its standard input is open.
cat >"$tmp/join.c" <<'END'
#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <unistd.h>
int main(int argc, char **argv)
{
	int fd = socket(AF_INET6, SOCK_DGRAM, 0);
	int i;
	char c;
	for (i = 2; i < argc; i++) {
		struct ipv6_mreq mreq = {.ipv6mr_interface = if_nametoindex(argv[1])};
		inet_pton(AF_INET6, argv[i], &mreq.ipv6mr_multiaddr);
		if (setsockopt(fd, IPPROTO_IPV6, 27 /* IPV6_JOIN_ANYCAST */, &mreq,
			       sizeof(mreq)) < 0) {
			perror(argv[i]);
			return 1;
		}
	}
	puts("joined");
	fflush(stdout);
	return read(0, &c, 1) != 0;
}
END
run ${CC:-cc} -o "$tmp/join" "$tmp/join.c"
it 'the other program builds' [ "$status" -eq 0 ]
mkfifo "$tmp/in" "$tmp/joined"
"$tmp/join" v0 2001:db8::99 fe80::99 <"$tmp/in" >"$tmp/joined" &
other=$!
exec 8>"$tmp/in"
read -r word <"$tmp/joined"
it 'the other program has joined' [ "$word" = joined ]
it 'its entry works, and is its own' is 2001:db8::99 'works other'
it 'a link-local one, too' is fe80::99 'works other'
it 'it is not for us to delete' may_not_delete 2001:db8::99
ip link set v0 down
it 'with the link down it does not work' is 2001:db8::99 'linkdown other'
ip link set v0 up
ip addr add 2001:db8::1/64 dev v0 nodad 2>/dev/null
it 'and with the link up again the kernel has forgotten its route' is 2001:db8::99 'sleeps other'
exec 8>&-
wait $other
gone() { [ "$("$iphlp" -j anycast show dev v0)" = '[]' ]; }
it 'it ends with its program' gone

# Ours.
for address in 2001:db8::53 fe80::53 192.0.2.53; do
	"$iphlp" anycast add $address dev v0
	it "$address works, and is ours" is $address 'works us'
done
ip link set v0 down
for address in 2001:db8::53 fe80::53 192.0.2.53; do
	it "$address says that the link is down" is $address 'linkdown us'
done
ip link set v0 up
for address in 2001:db8::53 fe80::53 192.0.2.53; do
	it "$address works again" becomes $address 'works us'
done
ip link set v1 down
it 'a cable without a carrier is a link that is down' becomes 2001:db8::53 'linkdown us'
ip link set v1 up
it 'and with one it is not' becomes 2001:db8::53 'works us'
run setpriv --bounding-set -net_admin --inh-caps -net_admin "$iphlp" -br -o made_by anycast show
it 'to see it needs no privilege' prints 'us
us
us'

# The kernel's.
echo 1 >/proc/sys/net/ipv6/conf/v0/forwarding
ip addr add 2001:db8:1::1/64 dev v0 nodad
it 'the subnet-router address is the kernel'\''s' becomes 2001:db8:1:: 'works kernel'
it 'and not for us to delete' may_not_delete 2001:db8:1::
run "$iphlp" anycast replace 2001:db8:1:: dev v0
it 'nor ours to have' [ "$status" -eq 1 ]
for address in 2001:db8::53 fe80::53 192.0.2.53; do
	it "$address is ours to delete" may_delete $address
done

# What a terminal shows.
run "$iphlp" -c anycast show dev v0
it 'a state has a colour' grep -qF "$(printf '\033[32mworks')" "$tmp/out"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
