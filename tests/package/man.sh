#!/bin/sh
# SPDX-License-Identifier: MIT
# Manual pages format without a warning, every .so leads somewhere, every exported function has a
# page, man3 pages have the fixed sections, and the programs in the pages and in README.md build.
# Run from the top of the tree after make. Exit: 0 all well, 1 not, 77 no man.

# Lists of flags are split on purpose.
# shellcheck disable=SC2086
set -eu

if ! command -v man >/dev/null || ! command -v groff >/dev/null; then
	echo 'man: no man or no groff, skipped'
	exit 77
fi

top=$(pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
status=0

fail() {
	echo "man: $*"
	status=1
}

# As installed: .so paths start at the directory above man3.
for page in build/man/*.[0-9]; do
	mkdir -p "$tmp/man/man${page##*.}"
	cp "$page" "$tmp/man/man${page##*.}"
done

for page in man/*.[0-9]; do
	[ -e "build/$page" ] || fail "$page has not been built"
done

cd "$tmp/man"
for page in man*/*; do
	LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings -E UTF-8 -l "$page" >"$tmp/out" 2>"$tmp/err" ||
		fail "$page: man fails"
	[ -s "$tmp/err" ] && fail "$page: $(cat "$tmp/err")"
	[ -s "$tmp/out" ] || fail "$page: is empty"
	grep -n '@[a-z]*@' "$page" >"$tmp/left" && fail "$page: not substituted: $(cat "$tmp/left")"
	target=$(sed -n 's/^\.so //p' "$page")
	[ -n "$target" ] || continue
	[ -e "$target" ] || {
		fail "$page: there is no $target"
		continue
	}
	# Functions that are not written yet: exports.sh looks for them there.
	[ "$target" = man7/netioapi-unwritten.7 ] && continue
	# Readers who open it want the function on it, in NAME, where apropos looks.
	name=$(basename "$page" ".${page##*.}")
	sed -n '/^\.SH NAME/,/^\.SH SYNOPSIS/p' "$target" | grep -qw "$name" ||
		fail "$target does not have $name in NAME"
done
cd "$top"

sed -n 's/^	\([A-Za-z0-9]*\);$/\1/p' src/lib/iphlpapi.map >"$tmp/names"
while read -r name; do
	[ -e "man/$name.3" ] || fail "$name has no page"
done <"$tmp/names"

sections='NAME
SYNOPSIS
DESCRIPTION
RETURN VALUE
DIFFERENCES FROM WINDOWS
NOTES
EXAMPLES
SEE ALSO'
for page in man/*.3; do
	grep -q '^\.so ' "$page" && continue
	[ "$(sed -n 's/^\.SH //p' "$page")" = "$sections" ] ||
		fail "$page: other sections than: $(echo "$sections" | tr '\n' ',')"
done

# Whole programs: from .EX to .EE in EXAMPLES, and fenced ones in the README.
mkdir "$tmp/src"
for page in man/*.[0-9]; do
	awk -v out="$tmp/src/$(basename "$page")" '
		/^\.SH/ { examples = $0 ~ /EXAMPLES/ }
		/^\.EX/ && examples { on = 1; text = ""; next }
		/^\.EE/ && on {
			on = 0
			if (text ~ /#include/ && text ~ /main\(/)
				printf "%s", text >(out "-" ++n ".c")
			next
		}
		on {
			gsub(/\\&/, ""); gsub(/\\-/, "-"); gsub(/\\\(aq/, "\047")
			gsub(/\\\(dq/, "\""); gsub(/\\[e\\]/, "\\")
			text = text $0 "\n"
		}' "$page"
done
awk -v out="$tmp/src/README.md" '
	/^```c$/ { on = 1; n++; next }
	/^```$/ { on = 0 }
	on { print >(out "-" n ".c") }' README.md

# Those that live as files are built like the rest.
for program in examples/*.c; do
	[ -e "$program" ] && cp "$program" "$tmp/src"
done

# shellcheck disable=SC2016 # make expands it
flags=$(${MAKE:-make} -s --no-print-directory --eval='print-warnings: ; @echo $(WARNINGS)' \
	print-warnings 2>/dev/null)
[ -n "$flags" ] || fail 'the Makefile does not tell its flags'
programs=0
for program in "$tmp"/src/*.c; do
	library=netio
	grep -q '<iphlpapi.h>' "$program" && library=iphlpapi
	winport=
	grep -q '<windows.h>' "$program" &&
		winport='-fshort-wchar -Wno-missing-prototypes -lwinportmain -lwinport'
	${CC:-cc} -std=gnu11 $flags -Werror ${SANITIZE:-} -Iinclude -o "$tmp/program" "$program" \
		-Lbuild -l$library $winport -Wl,-rpath-link,build >"$tmp/err" 2>&1 ||
		fail "$(basename "$program") does not build: $(cat "$tmp/err")"
	programs=$((programs + 1))
done
[ $programs -ge 3 ] || fail "only $programs programs found in man/ and README.md"

[ $status -eq 0 ] && echo "man: ok, $(find man -name '*.[0-9]' | wc -l) pages, $programs programs"
exit $status
