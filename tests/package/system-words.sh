#!/bin/sh
# SPDX-License-Identifier: MIT
# No word that our headers define is a name in a system header of another processor: behind all of
# ours, all headers of glibc compile for each of five, as C and as C++. With IPH_HEADERS=full, which
# "make check-builds" sets, also each of the kernel's headers by itself.
# Needs clang and Debian's libstdc++-12-dev-*-cross, which bring the headers without a compiler.
# Run from the top of the tree. Exit: 0 all compile, 1 some do not, 77 the headers are not here.
set -eu

targets='aarch64-linux-gnu s390x-linux-gnu riscv64-linux-gnu arm-linux-gnueabihf
	powerpc64le-linux-gnu'

for target in $targets; do
	if ! command -v clang >/dev/null || ! [ -d "/usr/$target/include/c++/12" ]; then
		echo "system-words: skipped: no clang, or no headers of $target"
		exit 77
	fi
done

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
status=0 count=0

include() {
	sed 's/.*/#include <&>/'
}

ours() {
	find include -name '*.h' -printf '%P\n' | sort | include
}

# system DIRECTORY NAME...: the headers with such names, without two that refuse to be compiled.
system() {
	(cd "$1" && shift && find "$@" -name '*.h' ! -name regexp.h ! -path sys/elf.h) | sort
}

# A library of C++ names parameters in words of its own, so it is behind ours, too.
libstdcxx='algorithm atomic chrono functional future iostream map memory mutex random regex string
	thread unordered_map variant vector'

# compile TARGET LANGUAGE ARGUMENT...
compile() {
	target=$1 language=$2
	shift 2
	# shellcheck disable=SC2046,SC2086 # lists of options
	clang -x "$language" --target="$target" $(cat "$tmp/cxx-$language") -isystem \
		"/usr/$target/include" -Iinclude -D_GNU_SOURCE -fsyntax-only -w "$@"
}

check_glibc() {
	system "/usr/$1/include" -maxdepth 1 | sed 's|^\./||' >"$tmp/list"
	system "/usr/$1/include" sys net netinet arpa rpc protocols >>"$tmp/list"
	{ ours && include <"$tmp/list"; } >"$tmp/c.c"
	# shellcheck disable=SC2086
	{ cat "$tmp/c.c" && printf '%s\n' $libstdcxx | include; } >"$tmp/c++.c"
	for language in c c++; do
		count=$((count + 1))
		compile "$1" $language "$tmp/$language.c" >"$tmp/log" 2>&1 && continue
		echo "system-words: $1, $language: a system header does not compile behind ours:"
		head -n 20 "$tmp/log"
		status=1
	done
}

# one.sh: a header that does not compile behind ours, but does behind the system's that ours bring.
cat >"$tmp/one.sh" <<'END'
echo "#include <$2>" >"$tmp/$$.c"
clang='clang -x c -D_GNU_SOURCE -fsyntax-only -w'
system="--target=$1 -isystem /usr/$1/include"
if ! $clang $system -include-pch "$tmp/ours.pch" "$tmp/$$.c" >"$tmp/$$.log" 2>&1 &&
	$clang $system -include-pch "$tmp/theirs.pch" "$tmp/$$.c" >/dev/null 2>&1; then
	echo "system-words: $1: <$2> does not compile behind our headers:"
	head -n 20 "$tmp/$$.log"
	exit 1
fi
rm "$tmp/$$.c" "$tmp/$$.log"
END

check_kernel() {
	ours >"$tmp/ours.h"
	# shellcheck disable=SC1003 # a backslash, not a quote
	compile "$1" c -M "$tmp/ours.h" | tr -s ' \\' '\n' |
		sed -n "s|^/usr/$1/include/\([^/]*/*[^/]*\.h\)$|\1|p" |
		grep -v -e ^bits/ -e ^gnu/ -e ^asm-generic/ -e ^stdc-predef.h |
			include >"$tmp/theirs.h"
	for pch in ours theirs; do
		clang -x c-header --target="$1" -isystem "/usr/$1/include" -Iinclude \
			-D_GNU_SOURCE -w \
			-o "$tmp/$pch.pch" "$tmp/$pch.h"
	done
	# all but asm/ are the same for each processor
	rest=$([ "$1" != "${targets%% *}" ] || echo drm linux misc mtd rdma scsi sound video xen)
	# shellcheck disable=SC2086
	system "/usr/$1/include" asm $rest >"$tmp/list"
	count=$((count + $(wc -l <"$tmp/list")))
	# shellcheck disable=SC2097,SC2098 # it is handed on; our own is the same
	tmp=$tmp xargs -P "$(nproc)" -n 1 sh "$tmp/one.sh" "$1" <"$tmp/list" || status=1
}

for target in $targets; do
	: >"$tmp/cxx-c"
	echo "-nostdinc++ -isystem /usr/$target/include/c++/12" \
		"-isystem /usr/$target/include/c++/12/$target" >"$tmp/cxx-c++"
	check_glibc "$target"
	[ "${IPH_HEADERS:-}" != full ] || check_kernel "$target"
done
[ $status -eq 0 ] && echo "system-words: ok, $count compilations"
exit $status
