#!/bin/sh
# SPDX-License-Identifier: MIT
# Every public header compiles alone, with the system's socket headers before and after it, and
# before and after every other public header.
# Run from the top of the tree. Exit: 0 all compile, 1 some do not, 77 no compiler.

# Lists of header names and flags are split on purpose.
# shellcheck disable=SC2046,SC2086
set -eu

headers=$(cd include && ls -- *.h)
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

# One source for each combination, so that a single compiler call covers them all.
mkdir "$tmp/src"
for h in $headers; do
	for mode in alone before after; do
		case $mode in
		alone) includes "$h" ;;
		before) includes $system "$h" ;;
		after) includes "$h" $system ;;
		esac >"$tmp/src/${h%.h}-$mode.c"
		# ISO C wants a declaration in a source, and sal.h has none.
		echo 'extern int something;' >>"$tmp/src/${h%.h}-$mode.c"
	done
done

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

# Pairs: a header before all others, and behind them, meets each of them in both orders.
for h in $headers; do
	others=$(printf '%s\n' $headers | grep -vx "$h")
	includes "$h" $others >"$tmp/src/${h%.h}-first.c"
	includes $others "$h" >"$tmp/src/${h%.h}-last.c"
done

# $1 compiler, $2 language, $3 standard
compile() {
	"$1" -x "$2" -std="$3" $flags "$tmp"/src/*.c >"$tmp/out-$1$3" 2>&1 && return
	echo "headers: $1 -std=$3:"
	head -50 "$tmp/out-$1$3"
	return 1
}

# Windows' own compiler has 16 bits in a wchar_t, and so has Windows source here.
short() {
	for mode in alone first; do
		"$1" -x "$2" -std="$3" -fshort-wchar $flags "$tmp"/src/*-$mode.c \
			>"$tmp/out-$1$3-short" 2>&1 && continue
		echo "headers: $1 -std=$3 -fshort-wchar:"
		head -50 "$tmp/out-$1$3-short"
		return 1
	done
}

found=
for cc in gcc g++ clang clang++; do
	command -v "$cc" >/dev/null 2>&1 && found="$found $cc"
done
if [ -z "$found" ]; then
	echo "headers: no compiler, skipped"
	exit 77
fi

jobs=
for cc in $found; do
	case $cc in
	*++) { compile "$cc" c++ c++17 && short "$cc" c++ c++17; } & ;;
	*) { compile "$cc" c c11 && compile "$cc" c c17 && short "$cc" c c17; } & ;;
	esac
	jobs="$jobs $!"
done

status=0
for job in $jobs; do
	wait "$job" || status=1
done
[ $status -eq 0 ] &&
	echo "headers: ok with$found, $(printf '%s\n' $headers | wc -l) headers"
exit $status
