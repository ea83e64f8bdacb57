/* SPDX-License-Identifier: MIT */
/* Which system calls can fail, and how. */

#include <errno.h>
#include <stddef.h>
#include <sys/syscall.h>

#include "inject.h"

static const struct fault faults[] = {
	{SYS_socket, "socket", {ENOMEM, EMFILE, ENFILE, ENOBUFS, EAFNOSUPPORT, EACCES}},
	{SYS_sendto, "sendto", {ENOBUFS, ENOMEM, EINTR, EAGAIN}},
	{SYS_sendmsg, "sendmsg", {ENOBUFS, ENOMEM, EINTR, EAGAIN}},
	{SYS_recvmsg, "recvmsg", {ENOMEM, ENOBUFS, EINTR}},
	{SYS_setsockopt, "setsockopt", {ENOMEM, ENOBUFS, ENOPROTOOPT, EADDRNOTAVAIL}},
	{SYS_connect, "connect", {ENOMEM, EADDRINUSE}},
	{SYS_bind, "bind", {ENOMEM, EADDRINUSE}},
	{SYS_poll, "poll", {ENOMEM, EINTR}},
	{MARK_MEMORY, "malloc", {ENOMEM}},
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

const char *error_name(int error)
{
	size_t i;

	for (i = 0; i < sizeof(error_names) / sizeof(error_names[0]); i++)
		if (error_names[i].error == error)
			return error_names[i].name;
	return "?";
}

const struct fault *fault_of(long nr)
{
	size_t i;

	for (i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		if (faults[i].nr == nr)
			return &faults[i];
	return NULL;
}
