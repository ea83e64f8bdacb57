#!/bin/sh
# SPDX-License-Identifier: MIT
# Whatever an interface is called, bash, zsh and fish complete it as the text that it is: nothing of
# it is executed or expanded. The shells are real ones, on a terminal, with the Tab key.
# Run from the top of the tree after make. Exit: 0 all well, 1 not, 77 no namespaces here, or a
# shell is missing and the others are well.
set -u

name=completion-names limit=600
# shellcheck source=tests/support/inside
. tests/support/inside
# shellcheck source=tests/support/cli-checks
. tests/support/cli-checks
# shellcheck source=tests/support/terminal
. tests/support/terminal

mount -t sysfs sysfs /sys || skip 'cannot mount sysfs'
top=$PWD
mkdir "$tmp/bin" "$tmp/here"
: >"$tmp/out"
: >"$tmp/err"

# In place of iphlp: notes each word that the shell gives it.
cat >"$tmp/bin/iphlp" <<'END'
#!/bin/sh
case $1 in
__*) exec "$iphlp" "$@" ;;
esac
printf '<%s>' "$@" >>"$words"
printf '\n' >>"$words"
END
chmod +x "$tmp/bin/iphlp"
words=$tmp/words
PATH=$tmp/bin:$PATH
export iphlp words PATH

# One a line, each with another first letter; the byte after y is no UTF-8.
printf '%s\n' 'a$(>hit)' 'b`>hit`' "c'\"q" 'd*' 'e?[a-z]' 'f\g' 'g;>hit' 'h|>hit&' \
	'i${PATH}' 'j!k' \
	'k#l' 'm{n,o}' 'n$((1))' 'o<hit' 'p=~q' 'q^r' "$(printf 'y\377')" \
	"$(printf 'z\342\200\256x')" \
	>"$tmp/names"
while read -r odd; do
	ip link add name "$odd" type dummy 2>"$tmp/err" || ip link add name "$odd" type ifb || {
		cat "$tmp/err"
		skip 'this ip(8) does not set odd names'
	}
done <"$tmp/names"

typed() {
	while read -r odd; do
		first=$(printf %s "$odd" | head -c 1)
		echo "iphlp convert $first	"
	done <"$tmp/names"
	echo "iphlp anycast show dev a	"
}
expected() {
	sed 's/.*/<convert><&>/' "$tmp/names"
	echo "<anycast><show><dev>$(sed -n '1s/.*/<&>/p' "$tmp/names")"
}

check_shell() {
	: >"$words"
	rm -f "$tmp/here/hit"
	it "$1 runs on a terminal" type_into "$@"
	expected >"$tmp/expected"
	it "$1 completes every name as text" diff -a "$tmp/expected" "$words"
	it "$1 executes nothing of it" [ ! -e "$tmp/here/hit" ]
}

missing=
cd "$tmp/here" || exit 1
for shell in bash zsh fish; do
	if ! command -v $shell >/dev/null; then
		missing="$missing $shell"
		continue
	fi
	typed >"$tmp/typed"
	check_shell $shell
done
cd "$top" || exit 1

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] || exit 1
[ -z "$missing" ] && exit
echo "completion-names: no$missing, skipped"
exit 77
