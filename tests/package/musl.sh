#!/bin/sh
# SPDX-License-Identifier: MIT
# Everything compiles with musl's headers without a warning; unit tests, libwinport's tests and some
# suites of the namespace tests pass with musl, with a holder that was built with it, too. Debian
# has libmnl and the others for glibc only: musl's loader takes itself for their C library, and
# tests/musl/glibc-names.c has what it lacks. iphlp is compiled only: libsmartcols wants too much.
# Run from the top of the tree after "make". Exit: 0 all passed, 1 some failed, 77 no musl-gcc.
set -u

if ! command -v musl-gcc >/dev/null; then
	echo 'musl: skipped: no musl-gcc'
	exit 77
fi
# shellcheck source=tests/support/rooms
. tests/support/rooms
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM

fail() {
	echo "musl: $*"
	exit 1
}

# Of the system's headers only those that musl has not: the kernel's and the libraries'.
mkdir "$tmp/include" "$tmp/objects"
multiarch=$(gcc -print-multiarch)
for name in libmnl linux asm-generic mtd libsmartcols check.h check_stdint.h cap-ng.h libnl3 asm; do
	for directory in /usr/include "/usr/include/$multiarch"; do
		[ ! -e "$directory/$name" ] || ln -sfn "$directory/$name" "$tmp/include/$name"
	done
done
# The library of systemd is for glibc, too, and the header of the probes is not musl's.
grep -v 'HAVE_SYSTEMD\|HAVE_SYS_SDT_H' config.h >"$tmp/include/config.h"

# $1 flags, the others sources
compile() {
	flags="-std=gnu11 -O2 -fPIC -Wall -Wextra -Werror -D_GNU_SOURCE
		-include $tmp/include/config.h -idirafter $tmp/include
		-idirafter $tmp/include/libsmartcols -idirafter $tmp/include/libnl3 $rooms
		-Itests/main -Itests/support -DHOLDER_DIR=\"\"
		-DCOMPLAINTS=\"$tmp/complaint\" -DTESTS_DATA_DIR=\"$PWD/tests/data\" $1"
	shift
	printf '%s\n' "$@" | FLAGS=$flags TMP=$tmp xargs -P "$(nproc)" -n 8 sh -c '
		status=0
		for source in "$@"; do
			object=$TMP/objects/$(echo "$source" | tr / _).o
			musl-gcc $FLAGS -c -o "$object" "$source" || status=1
		done
		exit $status' sh >"$tmp/log" 2>&1 || {
		head -n 40 "$tmp/log"
		fail 'some sources do not compile'
	}
}
# $@ patterns of sources: their objects
objects() {
	for pattern; do
		find "$tmp/objects" -name "$(echo "$pattern" | tr / _)"
	done
}
link() {
	musl-gcc "$@" >"$tmp/log" 2>&1 || {
		grep undefined "$tmp/log" | head -n 20
		fail 'cannot link'
	}
}

# shellcheck disable=SC2046
compile '' tests/musl/glibc-names.c $(find src tests/unit tests/netns tests/winport tests/main \
	tests/support -name '*.c')
lib=/usr/lib/$multiarch
names=$(objects 'tests/musl/*')
below=$(objects 'src/base/*' 'src/kernel/*' 'src/protocol/*')
library=$(objects 'src/lib/*' 'src/iphlpapi/*' | grep -v -e codes_nt -e codes_win32 -e holder-path)
own_path=$(objects tests/support/holder-path.c.o)
tests="$lib/libcheck_pic.a $lib/libsubunit.a -lm"
path=-Wl,-rpath,$lib
# shellcheck disable=SC2046,SC2086 # lists of files
{
	win32=$(objects src/lib/codes/win32.c.o)
	for name in iphlpapi netio; do
		link -shared -o "$tmp/lib$name.so.0" $library $win32 $below $own_path $names \
			$lib/libmnl.so.0
	done
	link -o "$tmp/unit" $(objects 'tests/unit/*' tests/main/suite.c.o tests/main/unit.c.o) \
		$library $win32 $below \
		$own_path $names $tests $path $lib/libmnl.so.0
	link -o "$tmp/winport" $(objects 'tests/winport/*' tests/main/suite.c.o \
		tests/main/winport.c.o \
		'src/winport/*.c.o' src/base/guid.c.o | grep -v start_main) $names $tests $path \
		-Wl,-rpath,"$tmp"
	link -o "$tmp/anycast-holder" $(objects 'src/holder/*') $below $names $path \
		$lib/libmnl.so.0 \
		$lib/libcap-ng.a
	link -o "$tmp/netns" $(objects 'tests/netns/*' tests/main/suite.c.o tests/main/netns.c.o \
		'tests/support/*') $library \
		$win32 $below $names $tests $path $lib/libmnl.so.0 $lib/libnl-route-3.so \
		$lib/libnl-3.so
}

failed=0
# $1 program; the suite of CK_RUN_SUITE, or all
passes() {
	"$tmp/$1" >"$tmp/log" 2>&1
	status=$?
	case $status in
	0) echo "PASS $1${CK_RUN_SUITE:+, $CK_RUN_SUITE}: $(grep -o 'Checks: [0-9]*' "$tmp/log")" ;;
	77) echo "$1: skipped: no namespaces here" ;;
	*)
		failed=1
		echo "FAIL $1${CK_RUN_SUITE:+, $CK_RUN_SUITE}"
		tail -n 20 "$tmp/log"
		;;
	esac
}
export CK_DEFAULT_TIMEOUT=120
passes unit
passes winport
for suite in 'anycast codes' 'anycast round trip' 'anycast on several interfaces' 'unicast codes' \
	interface multicast; do
	export CK_RUN_SUITE="$suite"
	passes netns
done
[ $failed -eq 0 ] || exit 1
echo "musl: ok, $(find "$tmp/objects" -name '*.o' | wc -l) sources"
