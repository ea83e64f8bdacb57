#!/bin/sh
# SPDX-License-Identifier: MIT
# Every public header compiles alone, with the system's socket headers before and after it, and all
# of them together in both orders; with IPH_HEADERS=full, which "make check-builds" sets, also in a
# pair with each public header, itself too, and with each of the system's. Those are thousands.
# Run from the top of the tree. Exit: 0 all compile, 1 some do not, 77 no compiler. One of the four
# that is not here is left out (1 with IPH_HEADERS=full or IPH_TEST_REQUIRE=check).

# Lists of header names and flags are split on purpose.
# shellcheck disable=SC2046,SC2086
set -eu

headers=$(cd include && ls -- *.h */*.h)
system='sys/socket.h netinet/in.h arpa/inet.h net/if.h'
flags='-Wall -Wextra -pedantic -Werror -fsyntax-only -Iinclude'

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM

includes() {
	for included in "$@"; do
		echo "#include <$included>"
	done
}

# put FILE HEADER...: a source of nothing but these.
put() {
	file=$1
	shift
	# ISO C wants a declaration in a source, and sal.h has none.
	{ includes "$@" && echo 'extern int something;'; } >"$file.c"
}

# One source for each combination, so that a single compiler call covers many.
mkdir "$tmp/src" "$tmp/short" "$tmp/pairs"
for h in $headers; do
	own=${h%.h}
	own=${own##*/}
	put "$tmp/src/$own" "$h"
	put "$tmp/src/$own-behind" $system "$h"
	put "$tmp/src/$own-before" "$h" $system
	for second in $headers $system; do
		name=${second%.h}
		put "$tmp/pairs/$own,${name##*/}" "$h" "$second"
	done
	for first in $system; do
		name=${first%.h}
		put "$tmp/pairs/system-${name##*/},$own" "$first" "$h"
	done
	cp "$tmp/src/$own.c" "$tmp/short"
done
# The kernel's header has half of what <net/if.h> has, and comes first in programs that need both.
put "$tmp/src/linux-if" linux/if.h winsock2.h iphlpapi.h
put "$tmp/short/all" $headers
put "$tmp/short/all-reversed" $(printf '%s\n' $headers | sort -r)
cp "$tmp"/short/all*.c "$tmp/src"

# Both spellings of every address member, with and without the system's own types around.
cat >"$tmp/members" <<'EOF'
unsigned check_members(SOCKADDR_INET *a, SCOPE_ID scope, LARGE_INTEGER n, NET_LUID luid)
{
	struct sockaddr_in6 six;
	struct in6_addr in6;

	in6.s6_addr[0] = a->Ipv6.sin6_addr.s6_addr[0];
	six.sin6_addr = in6;
	a->Ipv6.sin6_addr.u.Byte[1] = six.sin6_addr.s6_addr[0];
	a->Ipv6.sin6_addr.u.Word[1] = 1;
	a->Ipv6.sin6_scope_struct = scope;
	a->Ipv6.sin6_scope_id = scope.Value + scope.Zone + scope.Level;
	a->Ipv4.sin_addr.s_addr = a->Ipv4.sin_addr.S_un.S_addr + a->Ipv4.sin_addr.S_un.S_un_b.s_b1;
	a->Ipv4.sin_addr.S_un.S_un_w.s_w1 = AF_INET6;
	return n.LowPart + n.u.LowPart + (unsigned)luid.Info.IfType + a->si_family;
}

int check_system_macros(IN6_ADDR *in6, WCHAR *name)
{
	static const WCHAR text[] = u"eth0";

	name[0] = text[0];
	return IN6_IS_ADDR_UNSPECIFIED(in6) || IN6_IS_ADDR_MULTICAST(in6);
}
EOF
{ includes ws2ipdef.h ifdef.h; cat "$tmp/members"; } >"$tmp/src/members.c"
{ includes $system iphlpapi.h; cat "$tmp/members"; } >"$tmp/src/members-system.c"

# <iphlpapi.h> decides for Win32 codes, <netioapi.h> alone for NTSTATUS.
{
	includes iphlpapi.h netioapi.h
	echo 'DWORD *check_status(NETIO_STATUS *s) { return NETIO_SUCCESS(*s) ? s : 0; }'
	echo 'char check_code[NETIO_SUCCESS(ERROR_NOT_FOUND) ? -1 : 1];'
} >"$tmp/src/mode-win32.c"
{
	includes netioapi.h
	echo 'NTSTATUS *check_status(NETIO_STATUS *s) { return NETIO_SUCCESS(*s) ? s : 0; }'
	echo 'char check_code[NETIO_SUCCESS(STATUS_PENDING) ? 1 : -1];'
	echo 'char check_error[NETIO_SUCCESS(STATUS_NOT_FOUND) ? -1 : 1];'
} >"$tmp/src/mode-ntstatus.c"

found=
for cc in gcc g++ clang clang++; do
	command -v "$cc" >/dev/null 2>&1 && found="$found $cc"
done
if [ "$found" != ' gcc g++ clang clang++' ]; then
	case ${IPH_HEADERS:-}${IPH_TEST_REQUIRE:-} in
	*full* | *check*)
		echo "headers: of gcc, g++, clang and clang++ there is only:$found"
		exit 1
		;;
	esac
fi
if [ -z "$found" ]; then
	echo "headers: no compiler, skipped"
	exit 77
fi

combinations=
for cc in $found; do
	case $cc in
	*++) combinations="$combinations $cc,c++,c++17" ;;
	*) combinations="$combinations $cc,c,c11 $cc,c,c17" ;;
	esac
done

# compile DIRECTORY COMPILER LANGUAGE STANDARD FLAG...: all its sources.
compile() {
	find "$tmp/$1" -name '*.c' >"$tmp/list"
	shift
	what="$1 -std=$3 ${4:-}"
	compiler="$1 -x $2 -std=$3 ${4:-} $flags"
	count=$((count + $(wc -l <"$tmp/list")))
	xargs -P "$(nproc)" -n 40 $compiler <"$tmp/list" >"$tmp/out" 2>&1 && return
	echo "headers: $what:"
	head -50 "$tmp/out"
	status=1
}

status=0 count=0
for combination in $combinations; do
	arguments=$(echo "$combination" | tr , ' ')
	compile src $arguments
	[ "${IPH_HEADERS:-}" != full ] || compile pairs $arguments
	# Windows' own compiler has 16 bits in a wchar_t, and so has Windows source here.
	case $combination in
	*,c11) ;;
	*) compile short $arguments -fshort-wchar ;;
	esac
done
[ $status -eq 0 ] && echo "headers: ok with$found," \
	"$(printf '%s\n' $headers | wc -l) headers, $count compilations"
exit $status
