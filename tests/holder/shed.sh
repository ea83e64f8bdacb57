#!/bin/sh
# SPDX-License-Identifier: MIT
# What a holder has from the program that started it, and what it sheds: each line of the table in
# anycast-holder(8), "What it inherits". Run from the top of the tree after "make check" has built
# the library for tests.
# Exit: 0 all passed, 1 some failed, 77 no namespaces here (1 with IPH_TEST_REQUIRE=netns).
set -u

# shellcheck disable=SC2034
name=shed limit=600
# shellcheck source=tests/support/inside
. tests/support/inside
# shellcheck source=tests/support/inherit-checks
. tests/support/inherit-checks
ip link set lo up
# Where systemd runs, it is asked for a place for the holder; that has a test of its own.
mount -t tmpfs none /run || skip 'cannot mount here'

# $1 a command that says it of a process, $2 what it must say of both
both_have() {
	both || { echo 'there are no two processes'; return 1; }
	for pid in $(alive); do
		said=$($1 "$pid")
		[ "$said" = "$2" ] || { echo "$said instead of $2 of $pid"; return 1; }
	done
}
# $1 what, $2 how to ask, $3 what the answer must be, then what makes the caller so
has() {
	what=$1 ask=$2 must=$3
	shift 3
	it "$what: an entry is made" gives 0 "$@" "$inherit" code create 2001:db8::53
	it "$what: by two processes" soon both
	it "$what: they have $must" both_have "$ask" "$must"
	it "$what: the entry is deleted" gives 0 "$inherit" code delete 2001:db8::53
	it "$what: nobody is left" soon none
}
field() { sed -n "s/^$2:[[:space:]]*//p" "/proc/$1/status"; }
policy() { chrt -p "$1" | sed -n 's/.*policy: //p'; }
niceness() { ps -o nice= -p "$1" | tr -d ' '; }
processors() { field "$1" Cpus_allowed_list; }
io_class() { ionice -p "$1" | cut -d: -f1; }
slack() { cat "/proc/$1/timerslack_ns"; }
file_mask() { field "$1" Umask; }
no_new_privs() { field "$1" NoNewPrivs; }
seccomp() { field "$1" Seccomp; }
directory() { readlink "/proc/$1/cwd"; }
least=$(cat /proc/self/oom_score_adj)
oom() { [ "$(cat "/proc/$1/oom_score_adj")" -le "$least" ] && echo "no more than $least"; }
mounts() { readlink "/proc/$1/ns/mnt"; }
dumpable() { stat -c %u "/proc/$1/environ"; }
session() {
	[ "$(ps -o sid= -p "$1" | tr -d ' ')" = "$(ps -o sid= -p $$ | tr -d ' ')" ] && echo same ||
		echo other
}
# Of the signals only those that it waits for are blocked: HUP, INT, USR1, USR2 and TERM.
blocked() { field "$1" SigBlk; }
# CHLD and XFSZ; above 31 are those that the C library keeps for itself.
ignored() { printf '%x\n' $((0x$(field "$1" SigIgn) & 0x7fffffff)); }
# of the lines of limits, the soft and the hard one: $1 process, $2 the line's beginning
limits() { sed -n "s/^$2 *//p" "/proc/$1/limits" | awk '{ print $1, $2 }'; }
open_files() { limits "$1" 'Max open files'; }
soft_files() { open_files "$1" | cut -d' ' -f1; }
cpu_time() { limits "$1" 'Max cpu time'; }

# What needs no privilege to be shed.
mask_0() { (umask 0 && "$@"); }
in_dev() { (cd /dev && "$@"); }
has 'umask' file_mask 0077 mask_0
has 'working directory' directory / in_dev
has 'no_new_privs' no_new_privs 1
has 'dumpable' dumpable "$(id -u)" "$inherit" undumpable
has 'session' session other
has 'blocked signals' blocked 0000000000004a03 "$inherit" blocking
has 'ignored signals' ignored 1010000 "$inherit" ignoring
has 'soft limit of descriptors' soft_files "$(prlimit --nofile -o HARD --noheadings)" \
	prlimit --nofile=64:
all=$(taskset 0xffffffffffffffff sed -n 's/^Cpus_allowed_list:[[:space:]]*//p' /proc/self/status)
has 'affinity' processors "$all" taskset -c "${all%%[-,]*}"
has 'I/O class' io_class none ionice -c 3
has 'timer slack' slack 50000 "$inherit" slack 7000000

# What is inherited, always.
own_mounts() {
	unshare -m --propagation private sh -c 'readlink /proc/self/ns/mnt >"$0"; exec "$@"' \
		"$tmp/mnt" "$@"
}
it 'mount namespace: an entry is made' gives 0 own_mounts "$inherit" code create 2001:db8::53
it 'mount namespace: by two processes' soon both
it 'mount namespace: it is inherited' both_have mounts "$(cat "$tmp/mnt")"
it 'mount namespace: the entry is deleted' gives 0 "$inherit" code delete 2001:db8::53
it 'mount namespace: nobody is left' soon none
has 'filter of system calls' seccomp 2 "$inherit" filtered
unshare -p --fork --kill-child sh -c '"$inherit" code create 2001:db8::53' >"$tmp/code"
it 'PID namespace: an entry is made' gives 0 cat "$tmp/code"
it 'PID namespace: the holder ends with it' soon none

# What takes privilege over the machine to be shed: CAP_SYS_NICE here, and CAP_SYS_RESOURCE, which a
# container's root has not; tests/vm/limits.sh has that.
if [ "$(awk 'NR == 1 { print $3 }' /proc/self/uid_map)" = 4294967295 ]; then
	has 'SCHED_FIFO' policy SCHED_OTHER chrt -f 10
	has 'SCHED_BATCH' policy SCHED_OTHER chrt -b 0
	has 'SCHED_IDLE' policy SCHED_OTHER chrt -i 0
	has 'niceness' niceness 0 nice -n 5
	has 'I/O class of real time' io_class none ionice -c 1
	deadline() {
		chrt -d --sched-runtime 100000 --sched-deadline 9000000 --sched-period \
			9000000 0 "$@"
	}
	! deadline true 2>/dev/null ||
		it 'SCHED_DEADLINE is refused' gives 8 deadline "$inherit" code create 2001:db8::53
fi

# Without the privilege: what cannot be shed is inherited, and the holder works.
powerless() {
	setpriv --bounding-set -sys_resource,-sys_nice --inh-caps -sys_resource,-sys_nice "$@"
}
few() { powerless nice -n 5 prlimit --nofile=64:64 --cpu=1000:1000 chrt -b 0 "$@"; }
has 'SCHED_BATCH without privilege' policy SCHED_OTHER few
has 'niceness without privilege' niceness 5 few
has 'descriptors without privilege' open_files '64 64' few
has 'CPU time without privilege' cpu_time '1000 1000' few
raised() { powerless choom -n 500 -- "$@"; }
has 'oom_score_adj that the caller has raised' oom "no more than $least" raised

# The control group. $1 process; version 2 has the number 0.
group() { sed -n 's/^0:://p' "/proc/$1/cgroup"; }
groups=$(awk '$0 ~ / - cgroup2 / { print $5; exit }' /proc/self/mountinfo)
if [ -z "$groups" ]; then
	groups=$tmp/groups
	mkdir "$groups" && mount -t cgroup2 none "$groups" || groups=
fi
mine=$groups/iph-shed-${tmp##*/}
if [ -n "$groups" ] && mkdir "$mine" 2>/dev/null; then
	trap 'rmdir "$mine"; rm -rf "$tmp"' EXIT
	in_group() { sh -c 'echo 0 >"$0/cgroup.procs" && "$@"' "$mine" "$@"; }
	empty() { [ -z "$(cat "$mine/cgroup.procs")" ]; }
	it 'control group: an entry is made' gives 0 in_group "$inherit" code create 2001:db8::53
	it 'control group: by two processes' soon both
	it 'control group: they have left it' empty
	it 'control group: the entry is there when it is killed' grep -q 20010db8 /proc/net/anycast6
	it 'control group: the entry is deleted' gives 0 "$inherit" code delete 2001:db8::53
	it 'control group: nobody is left' soon none
	mkdir /run/systemd /run/systemd/system
	it 'where systemd runs: an entry is made' gives 0 in_group "$inherit" code \
		create 2001:db8::53
	it 'where systemd runs: by two processes' soon both
	it 'where systemd runs: they stay in it' both_have group \
		"$(sed -n 's/^0:://p' /proc/self/cgroup | sed 's,/$,,')/${mine##*/}"
	it 'where systemd runs: the entry is deleted' gives 0 "$inherit" code delete 2001:db8::53
	it 'where systemd runs: nobody is left' soon none

	# There the holder dies with the group, and the next call brings back what it had; so often
	# as IPH_SHED_KILLS says, or 3 times. $1 round: in an even one the call creates an entry,
	# in an odd one it deletes one.
	# Like a service manager: until there are none, since one that is left makes another.
	killed() {
		# shellcheck disable=SC2013 # numbers, one a line
		for pid in $(cat "$mine/cgroup.procs"); do
			kill -KILL "$pid" 2>/dev/null
		done
		empty
	}
	entries() { [ "$(grep -c 20010db8 /proc/net/anycast6)" = "$1" ]; }
	round() {
		[ "$(in_group "$inherit" code create 2001:db8::1)" = 0 ] &&
			[ "$("$inherit" code create 2001:db8::2)" = 0 ] && soon both &&
			soon killed && soon none || return 1
		if [ $(($1 % 2)) = 0 ]; then
			[ "$("$inherit" code create 2001:db8::3)" = 0 ] && entries 3 || return 1
			"$inherit" code delete 2001:db8::3
		else
			[ "$("$inherit" code delete 2001:db8::2)" = 0 ] && entries 1
		fi || return 1
		"$inherit" code delete 2001:db8::1
		"$inherit" code delete 2001:db8::2
		soon none
	}
	rounds() {
		i=0
		while [ $((i += 1)) -le "${IPH_SHED_KILLS:-3}" ]; do
			round $i || { echo "round $i"; cat /proc/net/anycast6; return 1; }
		done
	}
	it 'where systemd runs: killed with the group, its entries come back' rounds
	rmdir /run/systemd/system /run/systemd
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
