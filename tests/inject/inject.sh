#!/bin/sh
# SPDX-License-Identifier: MIT
# Every system call of the anycast calls and of the holder fails once: see main.c.
# IPH_INJECT=full tries each errno of each call, else the first of each.
# Exit: 0 all passed, 1 some failed, 77 no namespaces here (1 with IPH_TEST_REQUIRE=netns).
set -u

name=inject
# shellcheck source=tests/support/inside
. tests/support/inside
# shellcheck source=tests/support/rooms
. tests/support/rooms

case $(uname -m) in
x86_64) ;;
*)
	echo "inject: skipped: knows the registers of x86-64 only"
	exit 77
	;;
esac

IPH_TEST_HOLDER=${IPH_TEST_HOLDER:-$PWD/build/anycast-holder}
LC_ALL=C
# Without its per-thread cache malloc's own count shows a leak to the byte.
GLIBC_TUNABLES=glibc.malloc.tcache_count=0
export IPH_TEST_HOLDER LC_ALL GLIBC_TUNABLES

tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM

# shellcheck disable=SC2086
${CC:-cc} -std=gnu11 -g -O1 ${SANITIZE:-} -D_GNU_SOURCE -include config.h $rooms \
	-o "$tmp/inject" tests/inject/*.c build/libiphlpapi-private.a -lmnl || exit 1

ip link set lo up
ip link add eth0 type veth peer name eth1 || skip 'no veth interfaces'
for i in 0 1; do
	ip link set eth$i addrgenmode none up
	ip -6 addr add 2001:db8:1::1$i/64 dev eth$i nodad
done

# Not exec: the shell stays, as the process that reaps the holders.
"$tmp/inject" "$@"
