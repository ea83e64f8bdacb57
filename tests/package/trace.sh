#!/bin/sh
# SPDX-License-Identifier: MIT
# What netioapi(7) says of tracing: the probes of the libraries, and the lines of NETIOAPI_TRACE,
# which a program with more privilege than its caller does not write.
# Run from the top of the tree after make. Exit: 0 all well, 1 not.
set -eu
export LC_ALL=C
unset NETIOAPI_TRACE

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
status=0

fail() {
	echo "trace: $*"
	status=1
}

# says FILE TEXT: the file is that text.
says() {
	printf '%s' "$2" | cmp -s - "$1" || fail "not '$2' but '$(cat "$1")'"
}

sed -n 's/^\.BI netioapi:\([a-z]*\)(.*/\1/p' man/netioapi.7 | sort >"$tmp/documented"
[ "$(wc -l <"$tmp/documented")" -eq 3 ] || fail 'netioapi(7) does not list three probes'
if grep -q '^#define HAVE_SYS_SDT_H 1' config.h; then
	for library in iphlpapi netio; do
		readelf -n "build/lib$library.so" |
			awk '$1 == "Provider:" { provider = $2 }
			     $1 == "Name:" && provider == "netioapi" { print $2 }' |
			sort -u >"$tmp/probes"
		cmp -s "$tmp/documented" "$tmp/probes" ||
			fail "lib$library.so has the probes $(tr '\n' ' ' <"$tmp/probes")"
	done
else
	echo 'trace: built without sys/sdt.h, so there are no probes to compare'
fi

# A program that is linked with the static library: the loader ignores where that of a set-user-ID
# program says its libraries are. It has a probe of its own, as a program may. The two calls ask
# nobody, and the second one succeeds.
cat >"$tmp/call.c" <<'C'
#include <winsock2.h>
#include <iphlpapi.h>
#include <stdio.h>
#include <sys/auxv.h>
#ifdef HAVE_SYS_SDT_H
#include <sys/sdt.h>
#else
#define DTRACE_PROBE(provider, name)
#endif

int main(void)
{
	ULONG mask;

	DTRACE_PROBE(program, start);
	ULONG code = ConvertLengthToIpv4Mask(33, &mask);

	printf("%u %u %lu\n", code, (unsigned int)ConvertLengthToIpv4Mask(24, &mask),
	       getauxval(AT_SECURE));
	return 0;
}
C
cp "$tmp/call.c" "$tmp/call-nt.c"
sed -i 's/.*include <iphlpapi.h>/#include <netioapi.h>/' "$tmp/call-nt.c"
for program in call:iphlpapi call-nt:netio; do
	# shellcheck disable=SC2046,SC2086 # lists of options
	${CC:-cc} ${SANITIZE:-} -include config.h -Iinclude -o "$tmp/${program%:*}" \
		"$tmp/${program%:*}.c" "build/lib${program#*:}.a" $(pkg-config --libs libmnl)
done

failed='netioapi: ConvertLengthToIpv4Mask: code 87, errno 22 (Invalid argument)
'
NETIOAPI_TRACE=1 "$tmp/call" 2>"$tmp/err" >/dev/null
says "$tmp/err" "$failed"
NETIOAPI_TRACE=1 "$tmp/call-nt" 2>"$tmp/err" >/dev/null
says "$tmp/err" 'netioapi: ConvertLengthToIpv4Mask: code 0xC000000D, errno 22 (Invalid argument)
'
for value in '' 0 10; do
	NETIOAPI_TRACE=$value "$tmp/call" 2>"$tmp/err" >"$tmp/out"
	says "$tmp/err" ''
done
"$tmp/call" 2>"$tmp/err" >"$tmp/out"
says "$tmp/err" ''
says "$tmp/out" '87 0 0
'

# What the kernel refuses; and what keeps the holder from starting, which is the example of the
# page.
NETIOAPI_TRACE=1 build/iphlp interface get 2147483647 2>"$tmp/err" >/dev/null &&
	fail 'an interface too many'
grep -qx 'netioapi: request RTM_GETLINK: errno 19 (No such device)' "$tmp/err" ||
	fail "no refused request: $(cat "$tmp/err")"
if [ -x build/tests/iphlp ] && unshare -n true 2>/dev/null; then
	NETIOAPI_TRACE=1 IPH_TEST_HOLDER=$tmp/none unshare -n build/tests/iphlp anycast add \
		2001:db8::53 \
		dev lo 2>"$tmp/all" && fail 'there is a holder'
	grep '^netioapi: ' "$tmp/all" >"$tmp/err" || fail "nothing is told: $(cat "$tmp/all")"
	sed -n '/NETIOAPI_TRACE=1 iphlp/,/^\.EE/p' man/netioapi.7 |
		grep '^netioapi: ' >"$tmp/page" ||
		fail 'netioapi(7) has no example'
	cmp -s "$tmp/page" "$tmp/err" || fail "not what netioapi(7) shows: $(cat "$tmp/err")"
else
	echo 'trace: no namespace or no build/tests/iphlp: that of the page was not tried'
fi

# A set-user-ID program. The one who calls it need not reach its directory by name.
if [ "$(id -u)" = 0 ]; then
	chmod 755 "$tmp"
	chmod 4755 "$tmp/call"
	(cd "$tmp" && NETIOAPI_TRACE=1 setpriv --reuid 65534 --regid 65534 --clear-groups ./call \
		2>err >out)
	case $(cat "$tmp/out") in
	'87 0 1') says "$tmp/err" '' ;;
	'87 0 0') echo 'trace: set-user-ID has no effect here, and was not tried' ;;
	*) fail "set-user-ID: $(cat "$tmp/out")" ;;
	esac
fi

[ $status -eq 0 ] && echo 'trace: ok'
exit $status
