#!/bin/sh
# SPDX-License-Identifier: MIT
# What a holder sheds where its starter has all of root's power, CAP_SYS_RESOURCE too, and what the
# OOM killer leaves alone: runs in the virtual machine of tests/vm/run, in namespaces of its own.
set -u

if [ -z "${IPH_LIMITS_WORLD:-}" ]; then
	IPH_LIMITS_WORLD=1 exec unshare -nmp --fork --kill-child --mount-proc sh "$0"
fi
iphlp=$PWD/build/iphlp
failed=0
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT

# $1 sentence, then the command that must succeed
it() {
	sentence=$1
	shift
	if "$@" >"$tmp/out" 2>&1; then
		echo "PASS $sentence"
	else
		failed=1
		echo "FAIL $sentence: $*"
		sed 's/^/     /' "$tmp/out"
	fi
}
# $1 a number of tenths of a second, then the condition
within() {
	tenths=$1
	shift
	until "$@"; do
		[ $((tenths -= 1)) -gt 0 ] || return 1
		sleep 0.1
	done
}
pid_of() { grep -lx "$1" /proc/[0-9]*/comm | cut -d/ -f3 | grep .; }
pair() { [ "$(pid_of anycast-holder | wc -l) $(pid_of anycast-keeper | wc -l)" = '1 1' ]; }
no_pair() { [ -z "$(pid_of 'anycast-[hk].*')" ]; }
entries() { grep -c 20010db8 /proc/net/anycast6; }
has() { [ "$(entries)" = "$1" ]; }
# $1 a line's beginning in limits, $2 the soft and the hard limit that both processes must have
limit() {
	for pid in $(pid_of 'anycast-[hk].*'); do
		is=$(sed -n "s/^$1 *//p" "/proc/$pid/limits" | awk '{ print $1, $2 }')
		[ "$is" = "$2" ] || { echo "$is instead of $2"; return 1; }
	done
}
oom_never() {
	for pid in $(pid_of 'anycast-[hk].*'); do
		[ "$(cat "/proc/$pid/oom_score_adj")" = -1000 ] || return 1
	done
}

mount -t tmpfs none /run
ip link set lo up
ulimit -t 1000
ulimit -f 1000
ulimit -d 200000
ulimit -v 400000
ulimit -l 16
ulimit -p 100
ulimit -s 256
ulimit -n 24
echo 1000 >/proc/self/oom_score_adj
it 'under small limits an entry is made' "$iphlp" anycast add 2001:db8::1 dev lo
it 'by two processes' within 100 pair
it 'with other limits of CPU time' limit 'Max cpu time' 'unlimited unlimited'
it 'of file size' limit 'Max file size' 'unlimited unlimited'
it 'of data' limit 'Max data size' 'unlimited unlimited'
it 'of memory' limit 'Max address space' 'unlimited unlimited'
it 'of locked memory' limit 'Max locked memory' 'unlimited unlimited'
it 'of processes' limit 'Max processes' 'unlimited unlimited'
it 'of descriptors' limit 'Max open files' '1048576 1048576'
it 'of the stack' limit 'Max stack size' '8388608 8388608'
it 'they are no prey of the OOM killer' oom_never
many() {
	i=1
	while [ $((i += 1)) -le 30 ]; do
		echo "anycast add 2001:db8::$(printf %x "$i") dev lo"
	done | "$iphlp" --batch -
}
it 'more entries can be made than the caller may have descriptors' many
it 'they are all there' has 30

# The control group of the caller, who fills its memory. It is the group of another holder, too,
# which stays in it as where systemd runs.
mkdir /run/groups
mount -t cgroup2 none /run/groups || exit 1
echo +memory >/run/groups/cgroup.subtree_control
mkdir /run/groups/caller /run/systemd /run/systemd/system
group=/run/groups/caller
echo 1 >$group/memory.oom.group
unshare -n sh -c 'echo 0 >"$1/cgroup.procs"; ip link set lo up; "$2" anycast add 2001:db8::53 dev lo
	echo made; exec sleep 1000' sh "$group" "$iphlp" >"$tmp/caller" &
caller=$!
it 'another caller makes an entry' within 300 grep -qs made "$tmp/caller"
of_both() { [ "$(wc -l <"$group/cgroup.procs")" = 3 ]; }
it 'its holder and keeper are in its control group' within 100 of_both
echo 30M >$group/memory.max
(echo 0 >$group/cgroup.procs; exec awk 'BEGIN { a = "x"; while (1) a = a a }') >/dev/null 2>&1
it 'the OOM killer has ended the group' grep -q '^oom_kill [1-9]' $group/memory.events
wait $caller
it 'but not the two processes' [ "$(wc -l <"$group/cgroup.procs")" = 2 ]
their_namespace() { nsenter -t "$(head -n 1 "$group/cgroup.procs")" -n "$@"; }
it 'the entry is still there' their_namespace grep -q 20010db8 /proc/self/net/anycast6
it 'it can be deleted' their_namespace "$iphlp" anycast delete 2001:db8::53 dev lo
ended() { [ -z "$(cat "$group/cgroup.procs")" ]; }
it 'and its holder ends' within 300 ended
rmdir $group
delete_many() {
	i=0
	while [ $((i += 1)) -le 30 ]; do
		echo "anycast delete 2001:db8::$(printf %x "$i") dev lo"
	done | "$iphlp" --batch -
}
it 'the many are deleted' delete_many
it 'and their holder ends' within 300 no_pair
exit $failed
