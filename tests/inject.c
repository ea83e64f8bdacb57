/* SPDX-License-Identifier: MIT */
/* Makes every system call of the anycast calls, and of the holder behind them, fail once with
 * each errno it can give, by ptrace(2), and looks what is left. Started by inject.sh in a
 * throw-away world with eth0 and eth1. The judge is /proc, never the library itself. */

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <malloc.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <linux/ptrace.h>

#include <iphlpapi.h>
#include <winsock2.h>
#include <ws2tcpip.h>

#ifndef __x86_64__
int main(void)
{
	puts("inject: skipped: knows the registers of x86-64 only");
	return 77;
}
#else

/* System calls that do not exist: the traced caller marks the part that counts with them. */
#define MARK_BEGIN 0x4e49
#define MARK_END 0x4e4a

/* What has not come after this many ms hangs: far more than any machine needs, however busy. */
#define HANG 60000

/* No failure may cost a caller this many ms: it would be one of the library's long waits. */
#define SLOW 20000

#define MAX_TRACED 32

enum role {
	ROLE_CALLER,
	ROLE_SPAWNED, /* its child, up to and behind execve() */
	ROLE_HOLDER,
	ROLE_KEEPER,
	ROLE_UNKNOWN,
};

static const char *const role_names[] = {"caller", "spawned", "holder", "keeper", "unknown"};

static const struct fault {
	long nr;
	const char *name;
	int errors[7];
} faults[] = {
	{SYS_socket, "socket", {ENOMEM, EMFILE, ENFILE, ENOBUFS, EAFNOSUPPORT, EACCES}},
	{SYS_sendto, "sendto", {ENOBUFS, ENOMEM, EINTR, EAGAIN}},
	{SYS_sendmsg, "sendmsg", {ENOBUFS, ENOMEM, EINTR, EAGAIN}},
	{SYS_recvmsg, "recvmsg", {ENOMEM, ENOBUFS, EINTR}},
	{SYS_setsockopt, "setsockopt", {ENOMEM, ENOBUFS, ENOPROTOOPT, EADDRNOTAVAIL}},
	{SYS_connect, "connect", {ENOMEM, EADDRINUSE}},
	{SYS_bind, "bind", {ENOMEM, EADDRINUSE}},
	{SYS_poll, "poll", {ENOMEM, EINTR}},
	{SYS_mmap, "mmap", {ENOMEM}},
	{SYS_brk, "brk", {ENOMEM}},
	{SYS_mprotect, "mprotect", {ENOMEM}},
	{SYS_pipe2, "pipe2", {EMFILE, ENFILE}},
	{SYS_clone, "clone", {EAGAIN, ENOMEM}},
	{SYS_clone3, "clone3", {EAGAIN, ENOMEM, ENOSYS}},
	{SYS_fork, "fork", {EAGAIN, ENOMEM}},
	{SYS_vfork, "vfork", {EAGAIN, ENOMEM}},
	{SYS_execve, "execve", {ENOMEM, ENOENT, EACCES, EAGAIN}},
	{SYS_getrandom, "getrandom", {EINTR, ENOSYS}},
	{SYS_pidfd_open, "pidfd_open", {EMFILE, ENOSYS, ENOMEM}},
	{SYS_pidfd_send_signal, "pidfd_send_signal", {EPERM}},
	{SYS_openat, "openat", {EMFILE, ENOENT, ENFILE, ENOMEM}},
	{SYS_prctl, "prctl", {EPERM, EINVAL}},
	{SYS_capset, "capset", {EPERM}},
	{SYS_capget, "capget", {EPERM}},
	{SYS_signalfd4, "signalfd4", {EMFILE, ENOMEM}},
	{SYS_close_range, "close_range", {ENOSYS, ENOMEM}},
	{SYS_getrlimit, "getrlimit", {EPERM}},
	{SYS_setrlimit, "setrlimit", {EPERM}},
	{SYS_prlimit64, "prlimit64", {EPERM}},
	{SYS_setsid, "setsid", {EPERM}},
	{SYS_dup2, "dup2", {EMFILE, EBUSY}},
	{SYS_chdir, "chdir", {ENOENT, ENOMEM}},
	{SYS_write, "write", {EINTR}},
	{SYS_wait4, "wait4", {EINTR, ECHILD}},
	{SYS_waitid, "waitid", {EINTR, ECHILD}},
	{SYS_clock_nanosleep, "clock_nanosleep", {EINTR}},
};

static const struct {
	int error;
	const char *name;
} error_names[] = {
#define E(e)                                                                                       \
	{                                                                                          \
		e, #e                                                                              \
	}
	E(ENOMEM), E(EMFILE), E(ENFILE),      E(ENOBUFS),	E(EAFNOSUPPORT), E(EACCES),
	E(EINTR),  E(EAGAIN), E(ENOPROTOOPT), E(EADDRNOTAVAIL), E(EADDRINUSE),	 E(ENOSYS),
	E(ENOENT), E(EPERM),  E(EINVAL),      E(EBUSY),		E(ECHILD),
#undef E
};

static const char *error_name(int error)
{
	size_t i;

	for (i = 0; i < sizeof(error_names) / sizeof(error_names[0]); i++)
		if (error_names[i].error == error)
			return error_names[i].name;
	return "?";
}

static const struct fault *fault_of(long nr)
{
	size_t i;

	for (i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		if (faults[i].nr == nr)
			return &faults[i];
	return NULL;
}

enum op { OP_CREATE, OP_DELETE, OP_GET, OP_TABLE, OP_KILL, OP_START };

/* What the traced caller tells, in shared memory. */
struct told {
	bool done;
	uint32_t code;
	int fds_before, fds_after;
	size_t heap_before, heap_after;
	bool untouched; /* a row or a table after a failure */
	bool right;	/* what it holds after a success */
};

struct traced {
	pid_t pid;
	enum role role;
	bool inside; /* between entry and exit of a system call */
	bool inject;
	bool armed;
	bool parked; /* stopped until we know whose child it is */
	bool moved;  /* has come back from a system call */
};

static struct told *told;
static struct traced traced[MAX_TRACED];
static int traced_count;
static pid_t caller_pid;
static bool caller_done;

/* The one fault of a run: the nth call of a role that may fail. */
static struct {
	enum role role;
	long n;
	int e;
	long seen;
	const struct fault *hit;
	int error;
} plan;

static bool full;
static bool verbose;
static long injections;
static long violations;
static long vague;
static int eth0, eth1;

static void die(const char *what)
{
	fprintf(stderr, "inject: %s: %s\n", what, strerror(errno));
	exit(1);
}

static long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void pause_ms(long ms)
{
	struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};

	nanosleep(&t, NULL);
}

/* ---- tracing ---- */

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

/* Asleep in the poll() in which holder and keeper wait for work: the only one of theirs with more
 * than one descriptor. */
static bool rests(pid_t pid)
{
	unsigned long nr, count;
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
	ok = fscanf(file, "%lu %*s %lx", &nr, &count) == 2 &&
	     (nr == SYS_poll || nr == SYS_restart_syscall) && count > 1;
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
static bool trace_until_quiet(void)
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

static void seize(pid_t pid, enum role role)
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
static void seize_resting(pid_t pid, enum role role)
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
static void release_all(void)
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

/* ---- the world ---- */

struct entry {
	const char *text;
	const int *ifindex;
};

static MIB_ANYCASTIPADDRESS_ROW row_of(const struct entry *entry)
{
	MIB_ANYCASTIPADDRESS_ROW row = {0};

	row.InterfaceIndex = (NET_IFINDEX)*entry->ifindex;
	if (strchr(entry->text, ':')) {
		row.Address.si_family = AF_INET6;
		inet_pton(AF_INET6, entry->text, &row.Address.Ipv6.sin6_addr);
	} else {
		row.Address.si_family = AF_INET;
		inet_pton(AF_INET, entry->text, &row.Address.Ipv4.sin_addr);
	}
	return row;
}

static void hex_of(const struct entry *entry, char *ret_hex)
{
	unsigned char bytes[16];
	int i;

	inet_pton(AF_INET6, entry->text, bytes);
	for (i = 0; i < 16; i++)
		sprintf(ret_hex + 2 * i, "%02x", bytes[i]);
}

#define MEMBER 1u  /* in the kernel's list of memberships */
#define SERVICE 2u /* the service address on lo */
#define ROUTE 4u   /* the anycast route */
#define STANDIN 8u
#define IPV4 16u

#define RTF_ANYCAST 0x00100000u /* linux/ipv6_route.h */

static unsigned int state4(const struct entry *entry)
{
	struct ifaddrs *all, *at;
	struct in_addr addr;
	unsigned int state = 0;

	inet_pton(AF_INET, entry->text, &addr);
	if (getifaddrs(&all) < 0)
		die("getifaddrs");
	for (at = all; at; at = at->ifa_next)
		if (at->ifa_addr && at->ifa_addr->sa_family == AF_INET &&
		    ((struct sockaddr_in *)at->ifa_addr)->sin_addr.s_addr == addr.s_addr)
			state = IPV4;
	freeifaddrs(all);
	return state;
}

static unsigned int state_of(const struct entry *entry)
{
	char hex[33], found[64], dev[32], line[512];
	unsigned int state = 0, index, metric, flags;
	FILE *file;

	if (!strchr(entry->text, ':'))
		return state4(entry);
	hex_of(entry, hex);
	file = fopen("/proc/self/net/anycast6", "re");
	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "%u %*s %33s", &index, found) == 2 && strcmp(found, hex) == 0 &&
		    index == (unsigned int)*entry->ifindex)
			state |= MEMBER;
	if (file)
		fclose(file);
	file = fopen("/proc/self/net/if_inet6", "re");
	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "%33s %x %*s %*s %*s %31s", found, &index, dev) == 3 &&
		    strcmp(found, hex) == 0 && index == 1)
			state |= SERVICE;
	if (file)
		fclose(file);
	file = fopen("/proc/self/net/ipv6_route", "re");
	while (file && fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%33s %*s %*s %*s %*s %x %*s %*s %x %31s", found, &metric, &flags,
			   dev) != 4 ||
		    strcmp(found, hex) != 0)
			continue;
		if (flags & RTF_ANYCAST &&
		    strcmp(dev, entry->ifindex == &eth0 ? "eth0" : "eth1") == 0)
			state |= ROUTE;
		if (metric == 1024 && strcmp(dev, "lo") == 0)
			state |= STANDIN;
	}
	if (file)
		fclose(file);
	return state;
}

static int count_addresses(void)
{
	FILE *file = fopen("/proc/self/net/if_inet6", "re");
	char line[512];
	int n = 0;

	while (file && fgets(line, sizeof(line), file))
		n++;
	if (file)
		fclose(file);
	return n;
}

/* The name and the state of a process; false when it has gone or is but a zombie. */
static bool alive(const char *pid, char *ret_name)
{
	char path[300], state = '?';
	FILE *file;
	bool ok;

	snprintf(path, sizeof(path), "/proc/%s/stat", pid);
	file = fopen(path, "re");
	if (!file)
		return false;
	ok = fscanf(file, "%*d (%31[^)]) %c", ret_name, &state) == 2 && state != 'Z' &&
	     state != 'X';
	fclose(file);
	return ok;
}

/* Counts, and with a signal ends, processes; gives one of them. */
static int each_process(const char *wanted, int sig, pid_t *ret_pid)
{
	DIR *dir = opendir("/proc");
	struct dirent *at;
	char name[32];
	int n = 0;

	*ret_pid = 0;
	while (dir && (at = readdir(dir))) {
		if (at->d_name[0] < '0' || at->d_name[0] > '9' || !alive(at->d_name, name) ||
		    strncmp(name, wanted, strlen(wanted)) != 0)
			continue;
		n++;
		*ret_pid = atoi(at->d_name);
		if (sig)
			kill(*ret_pid, sig);
	}
	if (dir)
		closedir(dir);
	return n;
}

static int each_holder(int sig)
{
	pid_t pid;

	return each_process("anycast-", sig, &pid);
}

/* The keeper is told from the holder by its name. */
static pid_t find_process(const char *wanted)
{
	pid_t pid;

	each_process(wanted, 0, &pid);
	return pid;
}

static void reap_all(void)
{
	while (waitpid(-1, NULL, __WALL | WNOHANG) > 0)
		;
}

static void end_holders(int sig)
{
	long limit = now_ms() + 5000;

	while (each_holder(sig) > 0) {
		reap_all();
		pause_ms(1);
		if (now_ms() > limit)
			sig = SIGKILL; /* SIGTERM may not be enough for one whose start failed */
	}
	reap_all();
}

/* ---- scenarios ---- */

enum holder_kind { HOLDER_NONE, HOLDER_THERE };

struct scenario {
	const char *name;
	enum op op;
	struct entry entry;
	enum holder_kind kind;
	enum role role;
	const struct entry *beside; /* entry of the same address on the other interface */
};

static const struct entry kept = {"2001:db8:1::e0", &eth0};
static const struct entry twin = {"2001:db8:1::b", &eth1};

#define COVERED                                                                                    \
	{                                                                                          \
		"2001:db8:1::a", &eth0                                                             \
	}
#define OFFLINK                                                                                    \
	{                                                                                          \
		"2001:db8:ff::a", &eth0                                                            \
	}
#define LINKLOCAL                                                                                  \
	{                                                                                          \
		"fe80::a", &eth0                                                                   \
	}
#define SHARED                                                                                     \
	{                                                                                          \
		"2001:db8:1::b", &eth0                                                             \
	}
#define IPV4_ENTRY                                                                                 \
	{                                                                                          \
		"192.0.2.77", &eth0                                                                \
	}

static const struct scenario scenarios[] = {
	{"create", OP_CREATE, COVERED, HOLDER_THERE, ROLE_CALLER, NULL},
	{"delete", OP_DELETE, COVERED, HOLDER_THERE, ROLE_CALLER, NULL},
	{"get", OP_GET, COVERED, HOLDER_THERE, ROLE_CALLER, NULL},
	{"table", OP_TABLE, COVERED, HOLDER_THERE, ROLE_CALLER, NULL},
	{"create IPv4", OP_CREATE, IPV4_ENTRY, HOLDER_THERE, ROLE_CALLER, NULL},
	{"delete IPv4", OP_DELETE, IPV4_ENTRY, HOLDER_THERE, ROLE_CALLER, NULL},
	{"get IPv4", OP_GET, IPV4_ENTRY, HOLDER_THERE, ROLE_CALLER, NULL},
	{"table IPv4", OP_TABLE, IPV4_ENTRY, HOLDER_THERE, ROLE_CALLER, NULL},

	{"create", OP_CREATE, COVERED, HOLDER_THERE, ROLE_HOLDER, NULL},
	{"create off-link", OP_CREATE, OFFLINK, HOLDER_THERE, ROLE_HOLDER, NULL},
	{"create link-local", OP_CREATE, LINKLOCAL, HOLDER_THERE, ROLE_HOLDER, NULL},
	{"create shared", OP_CREATE, SHARED, HOLDER_THERE, ROLE_HOLDER, &twin},
	{"delete", OP_DELETE, COVERED, HOLDER_THERE, ROLE_HOLDER, NULL},
	{"delete link-local", OP_DELETE, LINKLOCAL, HOLDER_THERE, ROLE_HOLDER, NULL},
	{"delete shared", OP_DELETE, SHARED, HOLDER_THERE, ROLE_HOLDER, &twin},
	{"kill the holder", OP_KILL, COVERED, HOLDER_THERE, ROLE_KEEPER, NULL},
	{"kill the keeper", OP_KILL, COVERED, HOLDER_THERE, ROLE_HOLDER, NULL},

	{"create, on demand", OP_CREATE, COVERED, HOLDER_NONE, ROLE_CALLER, NULL},
	{"create, on demand", OP_CREATE, COVERED, HOLDER_NONE, ROLE_SPAWNED, NULL},
	{"create, on demand", OP_CREATE, COVERED, HOLDER_NONE, ROLE_HOLDER, NULL},
	{"create, on demand", OP_CREATE, COVERED, HOLDER_NONE, ROLE_KEEPER, NULL},
	{"delete the last", OP_DELETE, COVERED, HOLDER_NONE, ROLE_CALLER, NULL},
	{"delete the last", OP_DELETE, COVERED, HOLDER_NONE, ROLE_HOLDER, NULL},
	{"start in the foreground", OP_START, COVERED, HOLDER_NONE, ROLE_HOLDER, NULL},
};

static const struct scenario *current;
static const char *stage = "";

/* What hangs is named, and the harness with it: nobody waits for a test that never ends. */
static void on_alarm(int sig)
{
	(void)sig;
	printf("FAIL %s, the %s's calls: call %ld (%s, failure %d) hangs at: %s\n", current->name,
	       role_names[current->role], plan.n, plan.hit ? plan.hit->name : "-", plan.e, stage);
	printf("0 passed, 1 failed\n");
	fflush(stdout);
	_exit(1);
}

static void complain(const char *what, long detail)
{
	const char *fault = plan.hit ? plan.hit->name : "none";

	violations++;
	printf("FAIL %s: %s of the %s, call %ld fails with %s: %s (%ld)\n", current->name, fault,
	       role_names[current->role], plan.n, plan.hit ? error_name(plan.error) : "-", what,
	       detail);
	fflush(stdout);
}

static uint32_t do_create(const struct entry *entry)
{
	MIB_ANYCASTIPADDRESS_ROW row = row_of(entry);

	return CreateAnycastIpAddressEntry(&row);
}

static uint32_t do_delete(const struct entry *entry)
{
	MIB_ANYCASTIPADDRESS_ROW row = row_of(entry);

	return DeleteAnycastIpAddressEntry(&row);
}

static bool link_local(const struct entry *entry)
{
	return strncmp(entry->text, "fe80", 4) == 0;
}

static unsigned int whole_state(const struct entry *entry)
{
	if (!strchr(entry->text, ':'))
		return IPV4;
	return link_local(entry) ? MEMBER | ROUTE : MEMBER | SERVICE;
}

static unsigned int empty_state(const struct scenario *s)
{
	return s->beside ? SERVICE : 0;
}

/* A holder that is still at it may be seen between two steps: wait for one or the other. */
static unsigned int settled_state(const struct scenario *s)
{
	unsigned int state = state_of(&s->entry);
	long limit = now_ms() + HANG;

	while (state != whole_state(&s->entry) && state != empty_state(s) && now_ms() < limit) {
		pause_ms(1);
		state = state_of(&s->entry);
	}
	return state;
}

static int count_fds(void)
{
	int n = 0;
	int fd;

	for (fd = 0; fd < 64; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

static size_t heap_used(void)
{
	struct mallinfo2 info = mallinfo2();

	return info.uordblks + info.hblkhd;
}

static bool same_entry(const MIB_ANYCASTIPADDRESS_ROW *a, const MIB_ANYCASTIPADDRESS_ROW *b)
{
	return a->Address.si_family == b->Address.si_family &&
	       a->InterfaceIndex == b->InterfaceIndex &&
	       (a->Address.si_family == AF_INET
			? memcmp(&a->Address.Ipv4.sin_addr, &b->Address.Ipv4.sin_addr, 4) == 0
			: memcmp(&a->Address.Ipv6.sin6_addr, &b->Address.Ipv6.sin6_addr, 16) == 0);
}

static int count_members(void)
{
	FILE *file = fopen("/proc/self/net/anycast6", "re");
	char line[256];
	int n = 0;

	while (file && fgets(line, sizeof(line), file))
		n++;
	if (file)
		fclose(file);
	return n;
}

static void call(const struct scenario *s, int expected_rows)
{
	MIB_ANYCASTIPADDRESS_ROW row = row_of(&s->entry);
	MIB_ANYCASTIPADDRESS_ROW copy = row;
	MIB_ANYCASTIPADDRESS_TABLE *table = (void *)&row;
	ULONG i;

	told->fds_before = count_fds();
	told->heap_before = heap_used();
	told->untouched = told->right = true;
	syscall(MARK_BEGIN);
	switch (s->op) {
	case OP_CREATE:
		told->code = CreateAnycastIpAddressEntry(&row);
		break;
	case OP_DELETE:
		told->code = DeleteAnycastIpAddressEntry(&row);
		break;
	case OP_GET:
		told->code = GetAnycastIpAddressEntry(&row);
		break;
	case OP_TABLE:
		told->code = GetAnycastIpAddressTable(AF_UNSPEC, &table);
		break;
	case OP_KILL:
	case OP_START:
		break;
	}
	syscall(MARK_END);
	if (s->op == OP_TABLE) {
		told->untouched = told->code == 0 || !table;
		if (told->code == 0) {
			told->right = false;
			for (i = 0; i < table->NumEntries; i++)
				if (same_entry(&table->Table[i], &row) &&
				    table->Table[i].InterfaceLuid.Value)
					told->right = true;
			if ((int)table->NumEntries != expected_rows)
				told->right = false;
			FreeMibTable(table);
		}
	} else {
		told->untouched = told->code == 0 || memcmp(&row, &copy, sizeof(row)) == 0;
		if (told->code == 0 && s->op == OP_GET)
			told->right = row.InterfaceLuid.Value != 0;
	}
	told->heap_after = heap_used();
	told->fds_after = count_fds();
	told->done = true;
}

static bool documented(uint32_t code)
{
	return code == 0 || code == 2 || code == 5 || code == 8 || code == 31 || code == 50 ||
	       code == 87 || code == 1168 || code == 5010;
}

/* Which code may follow from a failure that has nothing to do with the request. */
static bool plausible(const struct scenario *s, const struct fault *fault, int error, uint32_t code)
{
	switch (error) {
	case EAFNOSUPPORT:
		return code == 50 || code == 31 || code == 0;
	case EACCES:
	case EPERM:
		return code == 5 || code == 31 || code == 0;
	case ENOMEM:
	case EMFILE:
	case ENFILE:
	case ENOBUFS:
		if (code == 31 && s->role == ROLE_CALLER)
			vague++;
		return code == 8 || code == 31 || code == 0;
	case EAGAIN:
		/* a holder that cannot start says EAGAIN, and that is taken for want of processes
		 */
		return code == 31 || code == 0 ||
		       (code == 8 && (fault->nr != SYS_sendto || s->role != ROLE_CALLER));
	default:
		return code == 31 || code == 0;
	}
}

static bool both_there(void)
{
	return find_process("anycast-holder") && find_process("anycast-keeper");
}

/* The second process has its name a little later than the first can do without it. */
static bool await_both(void)
{
	long limit = now_ms() + HANG;

	while (!both_there() && now_ms() < limit)
		pause_ms(1);
	return both_there();
}

/* Returns when requests can come. */
static void start_holder(void)
{
	const char *path = getenv("NETIOAPI_HOLDER");
	pid_t pid = fork();
	sigset_t none;
	int status;

	if (pid < 0)
		die("fork");
	if (pid == 0) {
		sigemptyset(&none);
		sigprocmask(SIG_SETMASK, &none, NULL);
		execl(path, path, "--background", (char *)NULL);
		_exit(127);
	}
	if (waitpid(pid, &status, 0) != pid || status != 0)
		die("no holder");
}

static void make_entries(const struct scenario *s)
{
	if (s->kind == HOLDER_THERE && !both_there()) {
		end_holders(SIGKILL);
		start_holder();
	}
	if (s->kind == HOLDER_THERE && state_of(&kept) != (MEMBER | SERVICE)) {
		do_delete(&kept);
		if (do_create(&kept) != 0)
			printf("FAIL the entry that is kept cannot be made\n");
	}
	if (s->beside && state_of(s->beside) != (MEMBER | SERVICE))
		do_create(s->beside);
	if (s->kind == HOLDER_NONE && s->op != OP_DELETE)
		end_holders(SIGKILL);
	if (s->op == OP_CREATE || s->op == OP_START)
		return;
	if (state_of(&s->entry) != whole_state(&s->entry))
		do_create(&s->entry);
}

/* Brings the world to where the scenario begins. */
static void prepare(const struct scenario *s)
{
	make_entries(s);
	if ((s->kind == HOLDER_THERE || s->op == OP_DELETE) && !await_both())
		die("no second process");
}

static void begin_caller(const struct scenario *s)
{
	int gate[2];
	int rows = count_members() + 1; /* the members, and 192.0.2.77 where it is there */
	char byte = 0;

	if (state4(&(struct entry)IPV4_ENTRY) == 0)
		rows--;
	memset(told, 0, sizeof(*told));
	if (pipe(gate) < 0)
		die("pipe");
	fflush(stdout);
	caller_done = false;
	caller_pid = fork();
	if (caller_pid < 0)
		die("fork");
	if (caller_pid == 0) {
		close(gate[1]);
		if (read(gate[0], &byte, 1) != 1)
			_exit(1);
		close(gate[0]);
		call(s, rows);
		_exit(0);
	}
	close(gate[0]);
	if (s->role == ROLE_CALLER || (s->kind == HOLDER_NONE && s->op == OP_CREATE))
		seize(caller_pid, ROLE_CALLER);
	else
		seize_resting(
			find_process(s->role == ROLE_KEEPER ? "anycast-keeper" : "anycast-holder"),
			s->role);
	if (write(gate[1], &byte, 1) != 1)
		die("write");
	close(gate[1]);
}

static void check_call(const struct scenario *s)
{
	int error = plan.hit ? plan.error : 0;

	if (!told->done) {
		complain("the caller died", 0);
		return;
	}
	if (!documented(told->code))
		complain("undocumented code", told->code);
	if (plan.hit && !plausible(s, plan.hit, error, told->code))
		complain("implausible code", told->code);
	if (told->fds_before != told->fds_after)
		complain("descriptors leaked", told->fds_after - told->fds_before);
	if (told->heap_before != told->heap_after)
		complain("memory leaked", (long)(told->heap_after - told->heap_before));
	if (!told->untouched)
		complain("a failure that writes to the caller's row or table", told->code);
	if (!told->right)
		complain("a success with a wrong result", told->code);
}

static void check_state(const struct scenario *s)
{
	unsigned int state = settled_state(s);
	bool whole = state == whole_state(&s->entry);
	bool empty = state == empty_state(s);
	uint32_t code;

	if (!whole && !empty)
		complain("half an entry stays", state);
	else if (s->op == OP_CREATE && whole != (told->code == 0))
		complain(whole ? "the entry is there, but the code says no" : "0, but no entry",
			 told->code);
	else if (s->op == OP_DELETE && empty != (told->code == 0))
		complain(empty ? "the entry is gone, but the code says no" : "0, but an entry",
			 told->code);
	else if ((s->op == OP_GET || s->op == OP_TABLE) && !whole)
		complain("reading has changed the entry", state);
	if (s->kind == HOLDER_THERE && state_of(&kept) != (MEMBER | SERVICE))
		complain("another entry is lost", state_of(&kept));
	if (s->beside && state_of(s->beside) != (MEMBER | SERVICE))
		complain("the twin on the other interface is lost", state_of(s->beside));
	if (s->op == OP_GET || s->op == OP_TABLE)
		return;
	code = do_delete(&s->entry);
	if (code != (whole ? 0u : 1168u) && (whole || empty))
		complain("a Delete afterwards has a wrong code", code);
	if (state_of(&s->entry) != empty_state(s))
		complain("a Delete afterwards leaves something", state_of(&s->entry));
	code = do_create(&s->entry);
	if (code != 0 || state_of(&s->entry) != whole_state(&s->entry))
		complain("a fresh Create fails", code);
	if (s->op == OP_CREATE) {
		code = do_delete(&s->entry);
		if (code != 0 || state_of(&s->entry) != empty_state(s))
			complain("its Delete fails", code);
	}
}

static bool trace_or_kill(void)
{
	int i;

	if (trace_until_quiet()) {
		release_all();
		return true;
	}
	complain("hangs", HANG);
	if (!caller_done)
		kill(caller_pid, SIGKILL);
	for (i = 0; i < traced_count; i++)
		kill(traced[i].pid, SIGKILL);
	release_all();
	return false;
}

static void run_call(const struct scenario *s)
{
	long began = now_ms();

	begin_caller(s);
	if (!trace_or_kill()) {
		end_holders(SIGKILL); /* one that hangs would hang every caller after this */
		return;
	}
	reap_all();
	if (now_ms() - began > SLOW)
		complain("takes this many ms", now_ms() - began);
	stage = "check the call";
	check_call(s);
	stage = "check the state";
	check_state(s);
	stage = "end holders";
	if (s->kind == HOLDER_NONE)
		end_holders(SIGKILL);
}

/* One of the two processes dies, and the other's work of taking over has the fault. */
static void run_kill(const struct scenario *s)
{
	bool of_keeper = s->role == ROLE_KEEPER;
	pid_t victim = find_process(of_keeper ? "anycast-holder" : "anycast-keeper");
	pid_t heir = find_process(of_keeper ? "anycast-keeper" : "anycast-holder");
	long limit = now_ms() + HANG;
	unsigned int state;
	uint32_t code;

	caller_done = true;
	caller_pid = 0;
	stage = "seize";
	seize_resting(heir, s->role);
	kill(victim, SIGKILL);
	stage = "trace the heir";
	trace_or_kill();
	stage = "check after the take-over";
	reap_all();
	state = state_of(&s->entry);
	if (state != (MEMBER | SERVICE) || state_of(&kept) != (MEMBER | SERVICE))
		complain("acknowledged entries are lost", state);
	code = do_delete(&s->entry);
	if (code != (state & MEMBER ? 0u : 1168u))
		complain("a Delete afterwards has a wrong code", code);
	code = do_create(&s->entry);
	if (code != 0 || state_of(&s->entry) != whole_state(&s->entry))
		complain("a fresh Create fails", code);
	stage = "await a second process";
	/* Requests without a pause do not keep the holder from starting it. */
	while (!both_there() && now_ms() < limit)
		(void)do_create(&s->entry);
	if (!both_there())
		complain("no new second process", each_holder(0));
}

static void run_start(const struct scenario *s)
{
	const char *path = getenv("NETIOAPI_HOLDER");
	int gate[2];
	char byte = 0;
	pid_t pid;
	uint32_t code;
	sigset_t none;

	if (pipe2(gate, O_CLOEXEC) < 0)
		die("pipe");
	pid = fork();
	if (pid == 0) {
		sigemptyset(&none);
		sigprocmask(SIG_SETMASK, &none, NULL);
		close(gate[1]);
		if (read(gate[0], &byte, 1) != 1)
			_exit(1);
		syscall(MARK_BEGIN);
		dup2(open("/dev/null", O_RDWR), 2);
		execl(path, path, (char *)NULL);
		_exit(127);
	}
	close(gate[0]);
	caller_pid = 0;
	caller_done = true;
	seize(pid, ROLE_HOLDER);
	if (write(gate[1], &byte, 1) != 1)
		die("write");
	close(gate[1]);
	stage = "trace the start";
	trace_or_kill();
	stage = "check after the start";
	reap_all();
	code = do_create(&s->entry);
	if (code != 0 || state_of(&s->entry) != whole_state(&s->entry))
		complain("a Create afterwards fails", code);
	code = do_delete(&s->entry);
	if (code != 0 || state_of(&s->entry) != 0)
		complain("its Delete fails", code);
	end_holders(SIGKILL);
}

static void run_one(const struct scenario *s)
{
	alarm(5 * HANG / 1000);
	stage = "prepare";
	prepare(s);
	stage = "run";
	traced_count = 0;
	plan.seen = 0;
	plan.hit = NULL;
	plan.role = s->role;
	switch (s->op) {
	case OP_KILL:
		run_kill(s);
		break;
	case OP_START:
		run_start(s);
		break;
	case OP_CREATE:
	case OP_DELETE:
	case OP_GET:
	case OP_TABLE:
		run_call(s);
		break;
	}
	if (verbose && plan.hit)
		fprintf(stderr, "%s/%s: %ld %s=%s -> %u\n", s->name, role_names[s->role], plan.n,
			plan.hit->name, error_name(plan.error), told->code);
}

static void tidy(const struct scenario *s)
{
	do_delete(&s->entry);
	if (s->beside)
		do_delete(s->beside);
	if (s->kind == HOLDER_NONE)
		end_holders(SIGKILL);
}

static bool run_scenario(const struct scenario *s)
{
	long before = violations;
	long injected = injections;
	long began = now_ms();
	int misses = 0;

	current = s;
	plan.n = plan.e = 0;
	for (;;) {
		run_one(s);
		if (!plan.hit && ++misses == 3)
			break;
		if (!plan.hit)
			continue; /* how often a process polls is not the same each time */
		misses = 0;
		injections++;
		plan.e++;
		if (!full || plan.e == 7 || !plan.hit->errors[plan.e]) {
			plan.e = 0;
			plan.n++;
		}
	}
	tidy(s);
	printf("%s %s, the %s's calls: each of %ld failures leaves the state its code says\n",
	       violations == before ? "PASS" : "FAIL", s->name, role_names[s->role],
	       injections - injected);
	if (verbose)
		fprintf(stderr, "  %ld ms\n", now_ms() - began);
	fflush(stdout);
	return violations == before;
}

int main(int argc, char **argv)
{
	const char *mode = getenv("IPH_INJECT");
	const char *only = argc > 1 ? argv[1] : NULL;
	int passed = 0, failed = 0, addresses;
	long limit;
	sigset_t set;
	size_t i;

	full = mode && strcmp(mode, "full") == 0;
	verbose = getenv("IPH_INJECT_VERBOSE");
	eth0 = (int)if_nametoindex("eth0");
	eth1 = (int)if_nametoindex("eth1");
	told = mmap(NULL, sizeof(*told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (told == MAP_FAILED || !eth0 || !eth1)
		die("no world");
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGALRM, on_alarm);
	addresses = count_addresses();
	for (i = 0; i < sizeof(scenarios) / sizeof(scenarios[0]); i++) {
		if (only && atoi(only) != (int)i)
			continue;
		if (run_scenario(&scenarios[i]))
			passed++;
		else
			failed++;
	}
	alarm(5 * HANG / 1000);
	end_holders(SIGTERM);
	start_holder(); /* sweeps what holders that were killed left on lo */
	do_create(&kept);
	do_delete(&kept);
	end_holders(SIGTERM);
	for (limit = now_ms() + HANG; count_addresses() > addresses && now_ms() < limit;)
		pause_ms(100);
	if (count_addresses() != addresses || count_members() != 0) {
		printf("FAIL in the end the kernel is as it was in the beginning (%d more "
		       "addresses)\n",
		       count_addresses() - addresses);
		failed++;
	} else {
		printf("PASS in the end the kernel is as it was in the beginning\n");
		passed++;
	}
	printf("%ld injections, %ld violations, %ld times 31 where memory or descriptors ran out\n",
	       injections, violations, vague);
	printf("%d passed, %d failed\n", passed, failed);
	return failed ? 1 : 0;
}
#endif
