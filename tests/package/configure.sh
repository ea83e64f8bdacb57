#!/bin/sh
# SPDX-License-Identifier: MIT
# How a tree is configured: plain "make" installs nothing; without dpkg, configure alone decides;
# autoreconf makes a configure that does the same.
# Run from the top of the tree. Exit: 0 all well, 1 not.
set -eu

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
status=0

fail() {
	echo "configure: $*"
	status=1
}

# bare [GOAL...]: in a tree with nothing made, on a machine that has no Debian tools.
bare() {
	rm -rf "$tmp/tree"
	mkdir "$tmp/tree"
	tar -c --exclude=./.git --exclude=./build --exclude='./config.[hms]*' \
		--exclude=./configure \
		--exclude=./autom4te.cache --exclude=./aclocal.m4 . | tar -x -C "$tmp/tree"
	cp config.mk.in "$tmp/tree"
	in_tree "$@"
}

in_tree() {
	(cd "$tmp/tree" && PATH=$tmp/bin MAKEFLAGS='' "$@") >"$tmp/log" 2>&1
}

mkdir "$tmp/bin"
for directory in /bin /sbin /usr/bin /usr/sbin; do
	for program in "$directory"/*; do
		name=${program##*/}
		case $name in
		apt* | dpkg*) ;;
		*) [ -e "$tmp/bin/$name" ] || ln -s "$program" "$tmp/bin/$name" ;;
		esac
	done
done

bare make deps && fail '"make deps" succeeds without dpkg'
grep -q 'no dpkg here' "$tmp/log" || fail "without dpkg: $(cat "$tmp/log")"
bare make SETUP=check config.h || fail "without dpkg nothing is configured: $(cat "$tmp/log")"

# dpkg-query here knows no package, so apt-get would be called for all of them.
printf '#!/bin/sh\nexit 1\n' >"$tmp/bin/dpkg-query"
printf '#!/bin/sh\necho "$@" >>"%s"\n' "$tmp/installed" >"$tmp/bin/apt-get"
chmod +x "$tmp/bin/dpkg-query" "$tmp/bin/apt-get"
bare make config.h || fail "plain make: $(cat "$tmp/log")"
[ ! -e "$tmp/installed" ] || fail "plain make installs packages: $(cat "$tmp/installed")"
if [ "$(id -u)" = 0 ]; then
	bare make SETUP=check config.h || fail "make check: $(cat "$tmp/log")"
	grep -q 'may take a minute: .*autoconf' "$tmp/log" || fail "make check: $(cat "$tmp/log")"
	grep -q '^install .*libmnl-dev' "$tmp/installed" || fail 'make check installs nothing'
fi

if command -v aclocal >/dev/null; then
	bare autoreconf -fi || fail "autoreconf: $(cat "$tmp/log")"
	in_tree ./configure -q || fail "configure, made by autoreconf: $(cat "$tmp/log")"
	in_tree make -q config.h || fail 'make configures again what autoreconf has configured'
fi

rm "$tmp/bin/autoconf"
bare make && fail 'make succeeds without autoconf'
grep -q "autoconf is missing; on Debian 'make deps'" "$tmp/log" || fail "$(cat "$tmp/log")"

[ $status -eq 0 ] && echo 'configure: ok'
exit $status
