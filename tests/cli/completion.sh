#!/bin/sh
# SPDX-License-Identifier: MIT
# What bash, zsh and fish offer behind parts of a command line is what iphlp takes there.
# Run from the top of the tree after make. Exit: 0 all well, 1 not, 77 a shell is missing and the
# others are well.

# Lists of words are split on purpose, and functions are called by names that are put together.
# shellcheck disable=SC2086,SC2317
set -eu
export LC_ALL=C
PATH=$PWD/build:$PATH
export PATH

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
status=0

fail() {
	echo "completion: $*"
	status=1
}

# offer_SHELL WORD...: what the shell offers for the last word, one a line.
cat >"$tmp/bash" <<'END'
complete() { :; }
. completion/iphlp.bash
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_iphlp
printf '%s\n' "${COMPREPLY[@]}"
END
offer_bash() {
	bash "$tmp/bash" "$@"
}

# The file is the body of a function that the completion system calls with these variables.
cat >"$tmp/zsh" <<'END'
compadd() { print -l -- ${(P)5} }
words=("$@") CURRENT=$#
_iphlp() { eval "$(<completion/_iphlp)" }
_iphlp
END
offer_zsh() {
	zsh -f "$tmp/zsh" "$@"
}

cat >"$tmp/fish" <<'END'
source completion/iphlp.fish
complete -C "$argv" | string replace -r '\t.*' ''
END
offer_fish() {
	HOME=$tmp fish --no-config "$tmp/fish" "$*"
}

# check EXPECTED WORD...
check() {
	printf '%s\n' $1 | grep . | sort -u >"$tmp/expected" || true
	shift
	for shell in $shells; do
		offer_$shell iphlp "$@" 2>"$tmp/error" | grep . | sort -u >"$tmp/offered" || true
		[ ! -s "$tmp/error" ] || fail "$shell: iphlp $*: $(cat "$tmp/error")"
		diff "$tmp/expected" "$tmp/offered" >"$tmp/diff" ||
			fail "$shell: iphlp $* (> is too much): $(cat "$tmp/diff")"
		count=$((count + 1))
	done
}

shells='' missing=''
for shell in bash zsh fish; do
	if command -v $shell >/dev/null; then
		shells="$shells $shell"
	else
		missing="$missing $shell"
	fi
done

count=0
interfaces=$(ip -j link | jq -r '.[].ifname')
addresses=$(ip -j addr | jq -r '.[].addr_info[]?.local')
settings='valid_lft preferred_lft skipassource prefix_origin suffix_origin'
objects='address anycast convert interface monitor neighbour path route'
options=$(iphlp __describe | sed -n 's/^option \(.\)$/-\1/p; s/^option \(..*\)$/--\1/p')
check "$objects help" ''
check "$objects" help ''
check 'add delete get repair replace show help' anycast ''
check 'add delete get replace set show help' address ''
check 'get show tree help' interface ''
check 'show flush help' path ''
check '' path flush ''
check dev path show ''
check 'address anycast interface route' monitor ''
check 'anycast interface' monitor address rou ''
check 'address anycast' monitor a
check "$interfaces" convert ''
check "$interfaces" interface get ''
check dev anycast add 2001:db8::1 ''
check dev anycast show ''
check "$interfaces" anycast add 2001:db8::1 dev ''
check "dev $settings optimistic" address add 192.0.2.1/24 ''
check "dev $settings optimistic" address replace 192.0.2.1/24 ''
check "$settings" address set 192.0.2.1/24 dev lo ''
check "valid_lft preferred_lft prefix_origin suffix_origin" \
	address set 192.0.2.1/24 dev lo skipassource on ''
check dev address show ''
check 'on off' address add 192.0.2.1/24 skipassource ''
check forever address add 192.0.2.1/24 valid_lft ''
# What is there, for what can only be done to that.
for verb in get delete set; do
	check "$addresses" address $verb ''
done
check lo address get 127.0.0.1 dev ''
check '127.0.0.1 ::1' address get dev lo ''
check '' address add ''
# Of routes the destination, in ip(8)'s words, and the interfaces that have it.
check 'via metric protocol valid_lft dev' route add 203.0.113.0/24 ''
check 'metric protocol valid_lft' route set default dev lo via 192.0.2.2 ''
check 'netmgmt local dhcp icmp rip ospf bgp other' route add default protocol ''
check '127.0.0.0/8 127.0.0.1 127.255.255.255 ::1' route delete dev lo ''
check lo route get 127.0.0.0/8 dev ''
check lo route get ::1/128 dev ''
check 'from dev' route best 192.0.2.9 ''
check "$interfaces" route best 192.0.2.9 dev ''
# Options behind a dash only, their values, and words behind both.
check "$options" -
check --json --j
check "$options" anycast show -
check 'local,ifname local,ifindex' anycast show -o local,if
check 'add delete get repair replace show help' -j --color -o local anycast ''
# Abbreviations are understood, and completed.
check "$interfaces" an a 2001:db8::1 d ''
check 'address anycast' a
check 'repair replace' anycast r
check replace anycast repl

# What a word means stands beside it, where a shell shows that.
for shell in $shells; do
	meaning=$(case $shell in
	zsh) sed 's/print -l -- ${(P)5}/print -l -- ${(P)3}/' "$tmp/zsh" >"$tmp/meaning"
		zsh -f "$tmp/meaning" iphlp anycast rep ;;
	fish) HOME=$tmp fish --no-config -c \
		'source completion/iphlp.fish; complete -C "iphlp anycast rep"' ;;
	esac)
	case $shell:$meaning in
	bash:) ;;
	*replace*'add it, unless the interface has it from us'*) ;;
	*) fail "$shell: iphlp anycast rep means: $meaning" ;;
	esac
done

# Each verb that is offered exists.
for object in $objects; do
	[ $object != convert ] && [ $object != monitor ] || continue
	for verb in $(offer_bash iphlp $object ''); do
		iphlp $object $verb --help >/dev/null || fail "iphlp has no $object $verb"
	done
done

[ $status -eq 0 ] || exit 1
echo "completion: ok, $count lines with$shells"
[ -z "$missing" ] && exit
echo "completion: no$missing, skipped"
exit 77
