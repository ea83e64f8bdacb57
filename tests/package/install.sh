#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs below a temporary directory, builds and runs consumers against what is there, and
# uninstalls: nothing may be left.
# Run from the top of the tree after make. Exit: 0 all well, 1 not, 77 no pkg-config.

# Lists of flags are split on purpose.
# shellcheck disable=SC2086,SC2046
set -eu

if ! command -v pkg-config >/dev/null; then
	echo 'install: no pkg-config, skipped'
	exit 77
fi

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
status=0

fail() {
	echo "install: $*"
	status=1
}

# Where the objects would be rebuilt for another prefix, that happens in a copy of the tree:
# other tests use build/.
mkdir "$tmp/tree" "$tmp/root"
tar -c --exclude=./.git --exclude=./build/sanitize . | tar -x -C "$tmp/tree"

install_tree() {
	${MAKE:-make} -s -C "$tmp/tree" "$1" DESTDIR="$tmp/root" prefix=/usr >"$tmp/log" 2>&1 ||
		fail "make $1 fails: $(cat "$tmp/log")"
}

list() {
	(cd "$tmp/root" && find . ! -type d | sort)
}

has() {
	[ -e "$tmp/root$1" ] || fail "$1 is not installed"
}

install_tree install
list >"$tmp/installed"
has /usr/bin/iphlp
has /usr/libexec/netioapi/anycast-holder
has /usr/share/man/man7/netioapi.7
has /usr/share/man/man3/FreeMibTable.3
has /usr/share/man/man8/anycast-holder.8
has /usr/share/man/man7/winport.7
has /usr/include/iphlpapi/Windows.h
for header in include/*.h include/*/*.h; do
	has "/usr/include/iphlpapi/${header#include/}"
done
grep -v '^\./usr/' "$tmp/installed" >"$tmp/outside" &&
	fail "installed outside the prefix: $(cat "$tmp/outside")"
find "$tmp/root" -type l | while read -r link; do
	[ -e "$link" ] || echo "$link"
done >"$tmp/dangling"
[ -s "$tmp/dangling" ] && fail "symbolic links lead nowhere: $(cat "$tmp/dangling")"
grep -q '/usr/libexec/netioapi' "$tmp/root/usr/share/man/man8/anycast-holder.8" ||
	fail 'anycast-holder(8) has another path than the one installed to'

export PKG_CONFIG_PATH="$tmp/root/usr/lib/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$tmp/root"
# The directory of the libraries is a system directory, which pkg-config leaves out otherwise.
export PKG_CONFIG_ALLOW_SYSTEM_LIBS=1

cat >"$tmp/iphlpapi.c" <<'END'
#include <winsock2.h>
#include <ws2tcpip.h>
#include <iphlpapi.h>
#include <iphlpapi/ext.h>
#include <stdio.h>

int main(void)
{
	PMIB_ANYCASTIPADDRESS_TABLE table;
	DWORD code = GetAnycastIpAddressTable(AF_UNSPEC, &table);

	printf("%u\n", code);
	if (code == NO_ERROR)
		FreeMibTable(table);
	if (IphlpNotifyAnycastIpAddressChange(AF_UNSPEC, NULL, NULL, FALSE, NULL) !=
	    ERROR_INVALID_PARAMETER)
		return 1;
	return code == NO_ERROR ? 0 : 1;
}
END
cat >"$tmp/netio.c" <<'END'
#include <iphlpapi/ext.h>
#include <stdio.h>

int main(void)
{
	PMIB_ANYCASTIPADDRESS_TABLE table;
	NTSTATUS code = GetAnycastIpAddressTable(AF_UNSPEC, &table);

	printf("0x%08x\n", (unsigned)code);
	if (NT_SUCCESS(code))
		FreeMibTable(table);
	if (IphlpNotifyAnycastIpAddressChange(AF_UNSPEC, NULL, NULL, FALSE, NULL) !=
	    STATUS_INVALID_PARAMETER)
		return 1;
	return GetAnycastIpAddressTable(AF_UNSPEC, NULL) == STATUS_INVALID_PARAMETER ? 0 : 1;
}
END

# Without privilege where we have one to give up.
run() {
	if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
		chmod -R go+rX "$tmp"
		setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps=-all "$@"
	else
		"$@"
	fi
}

# consumer WHAT LIBRARY LINK-FLAGS COMPILER...
consumer() {
	what="$1, lib$2"
	source=$tmp/$2.c
	libraries=$3
	shift 3
	"$@" -Wall -Wextra -Werror ${SANITIZE:-} $(pkg-config --cflags "$library") "$source" \
		-o "$tmp/consumer" $libraries >"$tmp/log" 2>&1 || {
		fail "$what: does not build: $(cat "$tmp/log")"
		return 0
	}
	run env LD_LIBRARY_PATH="$tmp/root/usr/lib" "$tmp/consumer" >"$tmp/log" 2>&1 ||
		fail "$what: the program fails: $(cat "$tmp/log")"
}

for library in iphlpapi netio; do
	pkg-config --exists --print-errors "$library" || {
		fail "$library.pc is not found"
		continue
	}
	pkg-config --cflags --libs "$library" >"$tmp/flags"
	[ "$(pkg-config --variable=prefix "$library")" = "$tmp/root/usr" ] ||
		[ "$(pkg-config --variable=prefix "$library")" = /usr ] ||
		fail "$library.pc has another prefix than the one installed to"
	grep -qa "/usr/libexec/netioapi/anycast-holder" "$tmp/root/usr/lib/lib$library.so" ||
		fail "lib$library.so looks for the holder elsewhere than it is installed"

	shared=$(pkg-config --libs "$library")
	consumer 'C, shared' "$library" "$shared" ${CC:-cc}
	objdump -p "$tmp/consumer" 2>/dev/null | grep -q "NEEDED.*lib$library.so.0" ||
		fail "the program does not need lib$library.so.0"
	consumer 'C++, shared' "$library" "$shared" ${CXX:-c++} -x c++ -std=c++17

	# Not -static: Debian has no libmnl.a.
	archive=$(pkg-config --static --libs "$library" |
		sed "s/-l$library\\b/-Wl,-Bstatic & -Wl,-Bdynamic/")
	consumer 'C, static' "$library" "$archive" ${CC:-cc}
	objdump -p "$tmp/consumer" 2>/dev/null | grep -q "NEEDED.*lib$library" &&
		fail "the static program needs lib$library.so"
	consumer 'C++, static' "$library" "-x none $archive" ${CXX:-c++} -x c++ -std=c++17
done

LD_LIBRARY_PATH="$tmp/root/usr/lib" "$tmp/root/usr/bin/iphlp" --version >/dev/null 2>&1 ||
	fail 'the installed iphlp does not run'

install_tree uninstall
list >"$tmp/left"
[ -s "$tmp/left" ] && fail "uninstall leaves: $(cat "$tmp/left")"
[ ! -e "$tmp/root/usr/include/iphlpapi" ] || fail 'uninstall leaves the directory of the headers'
[ ! -e "$tmp/root/usr/libexec/netioapi" ] || fail 'uninstall leaves the directory of the holder'

# Without DESTDIR programs are to find the libraries at once. The machine's own list stays as it is,
# so that this ldconfig knows no library, which is what a directory outside its list looks like.
mkdir "$tmp/bin"
printf '#!/bin/sh\necho "called $*" >>"%s"\n' "$tmp/ldconfig" >"$tmp/bin/ldconfig"
chmod +x "$tmp/bin/ldconfig"
PATH=$tmp/bin:$PATH ${MAKE:-make} -s -C "$tmp/tree" install prefix="$tmp/plain" >"$tmp/log" 2>&1 ||
	fail "make install without DESTDIR fails: $(cat "$tmp/log")"
grep -qx 'called ' "$tmp/ldconfig" || fail 'make install without DESTDIR does not call ldconfig'
grep -q "libraries in $tmp/plain/lib yet: run ldconfig" "$tmp/log" ||
	fail "make install does not say that ldconfig is needed: $(cat "$tmp/log")"

[ $status -eq 0 ] && echo "install: ok, $(wc -l <"$tmp/installed") files"
exit $status
