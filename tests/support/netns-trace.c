/* SPDX-License-Identifier: MIT */

#include "netns-trace.h"

#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

#include <linux/ptrace.h>

void trace_me(void)
{
	ptrace(PTRACE_TRACEME, 0, NULL, NULL);
	raise(SIGSTOP);
}

static void tell(pid_t pid, trace_fn see, void *arg)
{
	struct ptrace_syscall_info info;

	ck_assert_int_gt(ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), &info), 0);
	if (info.op == PTRACE_SYSCALL_INFO_ENTRY)
		see(pid, info.entry.nr, arg);
}

void trace_calls(pid_t pid, trace_fn see, void *arg)
{
	int status;

	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_msg(WIFSTOPPED(status), "a child ended with 0x%x", status);
	ck_assert_int_eq(ptrace(PTRACE_SETOPTIONS, pid, NULL, PTRACE_O_TRACESYSGOOD), 0);
	do {
		ck_assert_int_eq(ptrace(PTRACE_SYSCALL, pid, NULL, NULL), 0);
		ck_assert_int_eq(waitpid(pid, &status, 0), pid);
		if (WIFSTOPPED(status) && WSTOPSIG(status) == (SIGTRAP | 0x80))
			tell(pid, see, arg);
	} while (WIFSTOPPED(status));
	ck_assert_msg(status == 0, "a child ended with 0x%x", status);
}
