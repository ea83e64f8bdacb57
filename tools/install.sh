#!/bin/sh
# SPDX-License-Identifier: MIT
# install.sh install|uninstall VARIABLE=VALUE...: one list of files for both directions.

# The arguments assign most variables.
# shellcheck disable=SC2154
set -eu
action=$1
shift
for assignment in "$@"; do
	export "${assignment?}"
done

# put MODE SOURCE DIRECTORY [NAME]
put() {
	target=$DESTDIR$3/${4:-$(basename "$2")}
	if [ "$action" = install ]; then
		install -D -m "$1" "$2" "$target"
	else
		rm -f "$target"
	fi
}

# link DIRECTORY NAME TARGET
link() {
	if [ "$action" = install ]; then
		ln -sf "$3" "$DESTDIR$1/$2"
	else
		rm -f "$DESTDIR$1/$2"
	fi
}

# Directories that are ours alone; they go when they are empty.
leave() {
	[ "$action" = install ] || rmdir "$DESTDIR$1" 2>/dev/null || true
}

for library in iphlpapi netio winport; do
	built=build/installed/lib$library.so.$soname
	[ "$library" != winport ] || built=build/libwinport.so.$soname
	put 755 "$built" "$libdir" "lib$library.so.$version"
	link "$libdir" "lib$library.so.$soname" "lib$library.so.$version"
	link "$libdir" "lib$library.so" "lib$library.so.$soname"
	put 644 "build/lib$library.a" "$libdir"
	put 644 "build/$library.pc" "$pkgconfigdir"
done
put 644 build/libwinportmain.a "$libdir"
for header in include/*.h; do
	put 644 "$header" "$includedir"
done
# So that <iphlpapi/ext.h> is found by the same flag of a compiler as <iphlpapi.h>.
for header in include/iphlpapi/*.h; do
	put 644 "$header" "$includedir/iphlpapi"
done
# Windows does not tell upper case from lower, and its sources rely on that.
while read -r name alias; do
	link "$includedir" "$alias" "$name"
done <tools/header-aliases
leave "$includedir/iphlpapi"
leave "$includedir"
put 755 build/iphlp.installed "$bindir" iphlp
put 755 build/anycast-holder "$holderdir"
leave "$holderdir"
for unit in systemd/*.socket build/*.service; do
	put 644 "$unit" "$unitdir"
done
for page in man/*.[0-9]; do
	put 644 "build/$page" "$mandir/man${page##*.}"
done
put 644 completion/iphlp.bash "$bashcompdir" iphlp
put 644 completion/_iphlp "$zshcompdir"
put 644 completion/iphlp.fish "$fishcompdir"

# Programs find the libraries by the list that ldconfig makes; a package does that itself.
if [ -z "$DESTDIR" ] && [ "$action" = install ]; then
	PATH=$PATH:/usr/sbin:/sbin
	ldconfig 2>/dev/null || true
	ldconfig -p 2>/dev/null | grep -q "=> $libdir/libiphlpapi.so.$soname" ||
		echo "install: programs do not find the libraries in $libdir yet: run ldconfig" \
			"as root, or if that directory is not in its list, set LD_LIBRARY_PATH" >&2
fi
