#!/bin/sh
# SPDX-License-Identifier: MIT
# The OOM killer in a control group that the holder is in: it comes for holder and keeper first, as
# both have an oom_score_adj of 1000, and one Create or Delete afterwards finds every entry.
# So often as IPH_OOM_KILLS says, or once. Needs a memory controller, of either version, and the
# right to make groups. Run from the top of the tree after "make check" has built the library for
# tests.
# Exit: 0 all passed, 1 some failed, 77 not possible here (1 with IPH_TEST_REQUIRE=netns or oom).
set -u

# shellcheck disable=SC2034
name=oom limit=3000
# shellcheck source=tests/support/inside
. tests/support/inside
no_groups() {
	case ${IPH_TEST_REQUIRE:-} in
	*oom*) exit 1 ;;
	esac
	echo "oom: skipped: $*"
	exit 77
}
# shellcheck source=tests/support/inherit-checks
. tests/support/inherit-checks
evidence() { cat /proc/net/anycast6; alive; cat "$mine/cgroup.procs"; }
ip link set lo up
# Where systemd runs the holder stays in the group that it is started in.
mount -t tmpfs none /run || skip 'cannot mount here'
mkdir /run/systemd /run/systemd/system

groups=$tmp/groups
mkdir "$groups"
if mount -t cgroup -o memory none "$groups" 2>/dev/null && [ -e "$groups/cgroup.procs" ]; then
	limit_file=memory.limit_in_bytes
elif mount -t cgroup2 none "$groups" 2>/dev/null &&
	{ echo +memory >"$groups/cgroup.subtree_control"; } 2>/dev/null; then
	limit_file=memory.max
else
	no_groups 'no memory controller here'
fi
mine=$groups/iph-oom-${tmp##*/}
mkdir "$mine" 2>/dev/null || no_groups 'may make no control group'
trap 'umount "$groups"; rm -rf "$tmp"' EXIT
trap 'rmdir "$mine"; umount -l "$groups" "$tmp/memory"; rm -rf "$tmp"' EXIT
echo 64M >"$mine/$limit_file" || no_groups 'may set no limit of memory'
[ ! -e "$mine/memory.swap.max" ] || echo 0 >"$mine/memory.swap.max"

in_group() { sh -c 'echo 0 >"$0/cgroup.procs" && exec "$@"' "$mine" "$@"; }
in_group true 2>/dev/null || no_groups 'may move no process to a control group'
does() { [ "$(in_group "$inherit" code "$1" "$2")" = 0 ]; }
# $1 the last digits of those that must be there, and no others
there() {
	[ "$(awk '{ print substr($3, 31) }' /proc/net/anycast6 | sort | tr '\n' ' ')" = "$1 " ]
}
prey() {
	for pid in $(alive); do
		echo 1000 >"/proc/$pid/oom_score_adj" || return 1
	done
}
all_in_group() { [ "$(sort "$mine/cgroup.procs")" = "$(alive | sort)" ]; }
kills() { awk '$1 == "oom_kill" { print $2 }' "$mine"/memory.oom_control "$mine"/memory.events; }

# The memory of the group is taken by a file, so that the largest processes are those two: the third
# is who writes it, and can write no more when it is killed.
mkdir "$tmp/memory" && mount -t tmpfs none "$tmp/memory" || skip 'cannot mount here'
starve() {
	sh -c 'echo 0 >"$0/cgroup.procs" && exec dd if=/dev/zero of="$1" bs=64k' \
		"$mine" "$tmp/memory/file" >"$tmp/starve" 2>&1
	[ $? -ge 128 ]
}
# $1 round: in an even one the call creates an entry, in an odd one it deletes one
round() {
	does create 2001:db8::11 && does create 2001:db8::12 && does create 2001:db8::13 &&
		soon both && all_in_group && prey || return 1
	before=$(kills 2>/dev/null)
	starve || { echo 'who takes all memory is not killed'; return 1; }
	soon none || { echo 'the OOM killer has left some'; return 1; }
	rm "$tmp/memory/file"
	echo "round $1: $(($(kills 2>/dev/null) - ${before:-0})) processes killed" >>"$tmp/kills"
	if [ $(($1 % 2)) = 0 ]; then
		does create 2001:db8::14 && there '11 12 13 14' || return 1
		does delete 2001:db8::14
	else
		does delete 2001:db8::13 && there '11 12'
	fi || return 1
	does delete 2001:db8::11 && does delete 2001:db8::12 || return 1
	[ $(($1 % 2)) = 1 ] || does delete 2001:db8::13 || return 1
	soon none
}
rounds() {
	i=0
	while [ $((i += 1)) -le "${IPH_OOM_KILLS:-1}" ]; do
		round $i || { echo "round $i"; return 1; }
	done
}
it 'killed with the group, no entry is missing after the next call' rounds
sort -k 3 "$tmp/kills" | cut -d: -f2 | uniq -c

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
