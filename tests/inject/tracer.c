/* SPDX-License-Identifier: MIT */
/* Follows processes by ptrace(2) through their system calls, and makes one of those fail. */

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <time.h>

#include <linux/ptrace.h>

#include "inject.h"

#define MAX_TRACED 32

struct traced {
	pid_t pid;
	enum role role;
	bool inside; /* between entry and exit of a system call */
	bool inject;
	bool armed;
	bool parked; /* stopped until we know whose child it is */
	bool moved;  /* has come back from a system call */
};

static struct traced traced[MAX_TRACED];
static int traced_count;

pid_t caller_pid;
bool caller_done;
struct plan plan;

static struct traced *find_traced(pid_t pid)
{
	int i;

	for (i = 0; i < traced_count; i++)
		if (traced[i].pid == pid)
			return &traced[i];
	return NULL;
}

static struct traced *add_traced(pid_t pid, enum role role)
{
	struct traced *t = find_traced(pid);

	if (!t && traced_count == MAX_TRACED)
		die("too many processes");
	if (!t)
		t = &traced[traced_count++];
	*t = (struct traced){.pid = pid, .role = role, .armed = role != ROLE_CALLER};
	return t;
}

static void drop_traced(pid_t pid)
{
	struct traced *t = find_traced(pid);

	if (t)
		*t = traced[--traced_count];
}

static void go_on(struct traced *t, int sig)
{
	if (ptrace(PTRACE_SYSCALL, t->pid, NULL, (void *)(long)sig) < 0 && errno != ESRCH)
		die("PTRACE_SYSCALL");
}

/* Naming oneself cannot fail, and the harness knows the processes by their names. */
static bool cannot_fail(const struct user_regs_struct *regs)
{
	return regs->orig_rax == SYS_prctl && regs->rdi == PR_SET_NAME;
}

static void at_entry(struct traced *t, struct user_regs_struct *regs)
{
	long nr = (long)regs->orig_rax;
	const struct fault *fault = cannot_fail(regs) ? NULL : fault_of(nr);

	if (nr == MARK_BEGIN || nr == MARK_END) {
		t->armed = nr == MARK_BEGIN;
		return;
	}
	if (!t->armed || t->role != plan.role || plan.hit || !fault || plan.seen++ != plan.n)
		return;
	/* It may be another call than in the run before, with fewer errors. */
	plan.error = fault->errors[fault->errors[plan.e] ? plan.e : 0];
	plan.hit = fault;
	t->inject = true;
	regs->orig_rax = (unsigned long long)-1;
	if (ptrace(PTRACE_SETREGS, t->pid, NULL, regs) < 0)
		die("PTRACE_SETREGS");
}

static void at_exit(struct traced *t, struct user_regs_struct *regs)
{
	if (!t->inject)
		return;
	t->inject = false;
	/* brk() has no error: it gives the break it had, and to the C library 0 is no break. */
	regs->rax = plan.hit->nr == SYS_brk ? 0 : (unsigned long long)-plan.error;
	if (ptrace(PTRACE_SETREGS, t->pid, NULL, regs) < 0)
		die("PTRACE_SETREGS");
}

static void at_syscall(struct traced *t)
{
	struct __ptrace_syscall_info info;
	struct user_regs_struct regs;

	if (ptrace(PTRACE_GET_SYSCALL_INFO, t->pid, (void *)sizeof(info), &info) < 0 ||
	    ptrace(PTRACE_GETREGS, t->pid, NULL, &regs) < 0)
		return;
	t->inside = info.op == PTRACE_SYSCALL_INFO_ENTRY;
	if (t->inside)
		at_entry(t, &regs);
	else
		at_exit(t, &regs);
	t->moved = t->moved || !t->inside;
}

/* The child whose birth a stop tells of, or 0. It is traced from its first instruction. */
static pid_t born(pid_t pid, int status)
{
	int event = status >> 16;
	unsigned long child;

	if (event != PTRACE_EVENT_FORK && event != PTRACE_EVENT_VFORK &&
	    event != PTRACE_EVENT_CLONE)
		return 0;
	return ptrace(PTRACE_GETEVENTMSG, pid, NULL, &child) == 0 ? (pid_t)child : 0;
}

/* The signal that the process is to get when it goes on. */
static int signal_of(int status)
{
	int sig = WSTOPSIG(status);

	return status >> 16 || sig == (SIGTRAP | 0x80) ? 0 : sig;
}

static void at_birth(const struct traced *parent, pid_t child)
{
	enum role role = parent->role < ROLE_KEEPER ? parent->role + 1 : ROLE_KEEPER;
	struct traced *t = find_traced(child);
	bool parked = t && t->parked;

	t = add_traced(child, role);
	if (parked)
		go_on(t, 0);
}

static void at_stop(pid_t pid, int status)
{
	struct traced *t = find_traced(pid);
	pid_t child;

	if (!t) {
		t = add_traced(pid, ROLE_UNKNOWN);
		t->parked = true;
		return;
	}
	if (WSTOPSIG(status) == (SIGTRAP | 0x80))
		at_syscall(t);
	child = born(pid, status);
	if (child)
		at_birth(t, child);
	go_on(t, signal_of(status));
}

static bool one_event(void)
{
	int status;
	pid_t pid = waitpid(-1, &status, __WALL | WNOHANG);

	if (pid <= 0)
		return false;
	if (WIFSTOPPED(status)) {
		at_stop(pid, status);
		return true;
	}
	drop_traced(pid);
	if (pid == caller_pid)
		caller_done = true;
	return true;
}

static void await_event(long ms)
{
	struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigtimedwait(&set, NULL, &t);
}

static bool injecting(void)
{
	int i;

	for (i = 0; i < traced_count; i++)
		if (traced[i].inject || traced[i].parked)
			return true;
	return false;
}

/* Asleep in the poll() in which holder and keeper wait for work: the only one of the holder's with
 * more than one descriptor, and the only one of the keeper's without an end. */
bool rests(pid_t pid)
{
	unsigned long nr, count, limit;
	char path[64], state = '?';
	FILE *file;
	bool ok;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	file = fopen(path, "re");
	if (!file)
		return false;
	ok = fscanf(file, "%*d (%*[^)]) %c", &state) == 1 && state == 'S';
	fclose(file);
	snprintf(path, sizeof(path), "/proc/%d/syscall", pid);
	file = ok ? fopen(path, "re") : NULL;
	if (!file)
		return false;
	ok = fscanf(file, "%lu %*s %lx %lx", &nr, &count, &limit) == 3 &&
	     (nr == SYS_poll || nr == SYS_restart_syscall) && (count > 1 || (int)limit == -1);
	fclose(file);
	return ok;
}

static bool all_rest(void)
{
	int i;

	for (i = 0; i < traced_count; i++)
		if (!traced[i].moved || !rests(traced[i].pid))
			return false;
	return true;
}

/* Until the caller has ended and those that are traced have nothing left to do: each of them
 * rests, and still does when all have been looked at, so none had work for another. That a process
 * falls asleep is no event, hence the looking again. False when it never comes to that. */
bool trace_until_quiet(void)
{
	long limit = now_ms() + HANG;
	int looks = 0;

	while (now_ms() < limit) {
		while (one_event())
			looks = 0;
		if (looks == 2)
			return true;
		if (caller_done && !injecting() && all_rest()) {
			looks++;
			continue;
		}
		looks = 0;
		await_event(1);
	}
	return false;
}

void seize(pid_t pid, enum role role)
{
	const long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
			     PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC;
	int status;

	add_traced(pid, role);
	if (ptrace(PTRACE_SEIZE, pid, NULL, (void *)options) < 0 ||
	    ptrace(PTRACE_INTERRUPT, pid, NULL, NULL) < 0 || waitpid(pid, &status, __WALL) != pid ||
	    !WIFSTOPPED(status))
		die("PTRACE_SEIZE");
	at_stop(pid, status);
}

/* The holder or the keeper, from the next system call on that work makes it do. */
void seize_resting(pid_t pid, enum role role)
{
	long limit = now_ms() + HANG;
	struct traced *t;

	seize(pid, role);
	find_traced(pid)->armed = false;
	while (!rests(pid) && now_ms() < limit) {
		while (one_event())
			;
		await_event(1);
	}
	t = find_traced(pid);
	if (!t || !rests(pid))
		die("it never rests");
	t->armed = true;
	t->moved = false;
}

/* A process that stops because it has just given birth leaves a child that is traced and stopped
 * too, and that nobody would ever wake. */
void release_all(void)
{
	int status;
	pid_t child;
	pid_t pid;
	int sig;
	int i;

	for (i = 0; i < traced_count; i++)
		if (!traced[i].parked)
			ptrace(PTRACE_INTERRUPT, traced[i].pid, NULL, NULL);
	while (traced_count > 0) {
		pid = traced[0].pid;
		sig = 0;
		if (!traced[0].parked) {
			if (waitpid(pid, &status, __WALL) != pid || !WIFSTOPPED(status)) {
				drop_traced(pid);
				continue;
			}
			sig = signal_of(status);
			child = born(pid, status);
			if (child && !find_traced(child))
				add_traced(child, ROLE_UNKNOWN);
		}
		ptrace(PTRACE_DETACH, pid, NULL, (void *)(long)sig);
		drop_traced(pid);
	}
}

void kill_all_traced(void)
{
	int i;

	for (i = 0; i < traced_count; i++)
		kill(traced[i].pid, SIGKILL);
}

void forget_all_traced(void)
{
	traced_count = 0;
}
