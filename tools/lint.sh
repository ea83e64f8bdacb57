#!/bin/sh
# SPDX-License-Identifier: MIT
# What "make lint" runs: the form of the sources, and what tools find in them without running
# anything. Run from the top of a git checkout, with its compile_commands.json.
# Exit: 0 nothing found, 1 something, 2 a tool is missing.
set -u
LC_ALL=C.UTF-8
export LC_ALL

status=0
fail() {
	echo "lint: $*"
	status=1
}

for tool in clang-format clang-tidy codespell git shellcheck; do
	command -v $tool >/dev/null || {
		echo "lint: no $tool: on Debian, apt-get install" \
			'clang-format clang-tidy codespell git shellcheck'
		exit 2
	}
done
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM

# What belongs into the root; what configure and the build make there is among it.
cat >"$tmp/known" <<'NAMES'
.ci .clang-format .clang-tidy .codespellrc .editorconfig .git .git-blame-ignore-revs .gitignore
.shellcheckrc
ARCHITECTURE.md CONTRIBUTING.md LICENSE Makefile NEWS PORTING.md README.md SECURITY.md
bench completion config.mk.in configure.ac debian examples include iphlpapi.pc.in man netio.pc.in
src systemd tests tools winport.pc.in
aclocal.m4 autom4te.cache build compile_commands.json config.h config.h.in config.h.in~ config.log
config.mk config.status configure configure~
NAMES
find . -maxdepth 1 -mindepth 1 -printf '%f\n' >"$tmp/there"
while read -r name; do
	tr ' ' '\n' <"$tmp/known" | grep -qxF -e "$name" ||
		fail "$name does not belong into the root"
done <"$tmp/there"
for name in $(git ls-files | sed 's|/.*||' | sort -u); do
	tr ' ' '\n' <"$tmp/known" | grep -qxF -e "$name" ||
		fail "$name is tracked, and no known name"
done

# What is tracked and there. Bytes for parsers are no text.
git ls-files -- ':!tests/fuzz/seeds' ':!tests/data' | while read -r file; do
	[ -L "$file" ] || [ ! -f "$file" ] || echo "$file"
done >"$tmp/files"
grep '\.[ch]$' "$tmp/files" >"$tmp/c" || fail 'git names no sources here'
grep '^src/.*\.c$' "$tmp/c" >"$tmp/tidy"
xargs grep -lE -e '^#!.*sh$' -e '^# shellcheck shell=' <"$tmp/files" | grep -v '\.md$' >"$tmp/shell"

# The lines are as long as on a screen with tabs of 8. A row of a table cannot be broken; a line
# that is one text stays whole, so that it is found; bench/run and lintian write in ways of their
# own.
grep -v -e '\.svg$' -e '^bench/RESULTS\.md$' -e '^debian/.*lintian-overrides$' "$tmp/files" |
	LC_ALL=C xargs awk '
	{
		line = $0
		gsub(/[\200-\277]/, "", line)
		width = 0
		while (at = index(line, "\t")) {
			width += at - 1
			width += 8 - width % 8
			line = substr(line, at + 1)
		}
		width += length(line)
		if (width > 100 && !(FILENAME ~ /\.md$/ && /^\|/) &&
		    !/^[\t ]*(\047[^\047]*\047|"[^"]*")( \\)?$/)
			print FILENAME ":" FNR ": " width " columns"
	}' >"$tmp/out"
[ -s "$tmp/out" ] && fail "lines of more than 100 columns:" && cat "$tmp/out"

# Each version formats in a way of its own; the tree is as that of Debian 12 does it.
case $(clang-format --version) in
*' version 14.'*)
	xargs -P "$(nproc)" -n 32 clang-format --dry-run -Werror <"$tmp/c" >"$tmp/out" 2>&1 ||
		fail "not as clang-format puts it: $(cat "$tmp/out")"
	;;
*) echo "lint: clang-format is not of version 14, so the form was not compared" ;;
esac

xargs -P "$(nproc)" -n 8 shellcheck <"$tmp/shell" >"$tmp/out" 2>&1 ||
	fail "shellcheck: $(cat "$tmp/out")"

xargs codespell <"$tmp/files" >"$tmp/out" 2>&1 || fail "codespell: $(cat "$tmp/out")"

# Warnings of a compiler are gcc's, in the build.
xargs -P "$(nproc)" -n 8 clang-tidy --quiet --extra-arg=-w -p . <"$tmp/tidy" >"$tmp/out" \
	2>/dev/null ||
	fail "clang-tidy: $(cat "$tmp/out")"

[ $status -eq 0 ] && echo "lint: ok, $(wc -l <"$tmp/files") files"
exit $status
