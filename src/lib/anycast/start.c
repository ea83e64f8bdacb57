/* SPDX-License-Identifier: MIT */
/* Starting the anycast holder from inside somebody else's process, without a trace in it. */

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "ask.h"
#include "holder-path.h"
#include "util.h"

/* A holder is ready in a few milliseconds; one that is not by now never will be. */
#define READY_WAIT 30000

/* The calling thread's capabilities while the holder is being started. A program that has
 * CAP_NET_ADMIN from its file alone cannot hand it on through execve() unless it is ambient
 * (capabilities(7)). By hand, because libcap-ng keeps state per thread that is the program's. */
struct ambient {
	struct __user_cap_data_struct before[_LINUX_CAPABILITY_U32S_3];
	bool raised;
};

static int capset_thread(struct __user_cap_data_struct *data)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};

	return (int)syscall(SYS_capset, &header, data);
}

static void ambient_raise(struct ambient *ambient)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];

	ambient->raised = false;
	if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, CAP_NET_ADMIN, 0, 0) != 0 ||
	    syscall(SYS_capget, &header, ambient->before) < 0 ||
	    syscall(SYS_capget, &header, data) < 0)
		return;
	data[CAP_TO_INDEX(CAP_NET_ADMIN)].inheritable |= CAP_TO_MASK(CAP_NET_ADMIN);
	if (capset_thread(data) < 0)
		return;
	ambient->raised = true;
	/* Where this fails root does not need it; another caller's holder says what it lacks. */
	(void)prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_NET_ADMIN, 0, 0);
}

static void ambient_restore(struct ambient *ambient)
{
	if (!ambient->raised)
		return;
	(void)prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_LOWER, CAP_NET_ADMIN, 0, 0);
	(void)capset_thread(ambient->before); /* takes back what capset() gave just before */
}

/* The pipe is all the holder gets: its standard descriptors are the end it reports on. */
static int prepare(posix_spawn_file_actions_t *actions, posix_spawnattr_t *attr, int pipe_fd)
{
	sigset_t none;
	sigset_t all;
	int fd;
	int r = 0;

	sigemptyset(&none);
	sigfillset(&all);
	for (fd = 0; fd <= 2 && r == 0; fd++)
		r = posix_spawn_file_actions_adddup2(actions, pipe_fd, fd);
	if (r == 0)
		r = posix_spawn_file_actions_addclosefrom_np(actions, 3);
	if (r == 0)
		r = posix_spawnattr_setsigmask(attr, &none);
	if (r == 0)
		r = posix_spawnattr_setsigdefault(attr, &all);
	if (r == 0)
		r = posix_spawnattr_setflags(attr, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK |
							   POSIX_SPAWN_SETSIGDEF);
	return -r;
}

static int spawn(int pipe_fd, pid_t *ret_pid)
{
	const char *path = iph_holder_path();
	char name[] = "anycast-holder";
	char option[] = "--on-demand";
	char *argv[] = {name, option, NULL};
	char *envp[] = {NULL};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	struct ambient ambient;
	int r;

	r = posix_spawn_file_actions_init(&actions);
	if (r)
		return -r;
	r = posix_spawnattr_init(&attr);
	if (r == 0)
		r = -prepare(&actions, &attr, pipe_fd);
	if (r == 0) {
		ambient_raise(&ambient);
		r = posix_spawn(ret_pid, path, &actions, &attr, argv, envp);
		ambient_restore(&ambient);
		posix_spawnattr_destroy(&attr);
	}
	posix_spawn_file_actions_destroy(&actions);
	return -r;
}

/* The first process ends at once and leaves the holder to init; a program that reaps
 * all its children may have been faster than we. */
static void reap(pid_t pid)
{
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

/* The holder reports with one byte: 0, or an errno. */
static int read_report(int fd)
{
	struct pollfd pollfd = {.fd = fd, .events = POLLIN};
	unsigned char report;
	ssize_t n;
	int r;

	do
		r = poll(&pollfd, 1, READY_WAIT);
	while (r < 0 && errno == EINTR);
	if (r <= 0)
		return r < 0 ? -errno : -ETIMEDOUT;
	n = read(fd, &report, sizeof(report));
	if (n < 0)
		return -errno;
	return n == 0 ? -ECHILD : -report;
}

/* What goes wrong in here says nothing about the caller's request: no file of the holder is no
 * missing entry. Only want of resources is passed on. */
static int start_error(int r)
{
	switch (r) {
	case 0:
	case -ENOMEM:
	case -EMFILE:
	case -ENFILE:
		return r;
	case -EAGAIN: /* the limit of processes */
		return -ENOMEM;
	default:
		return -EIO;
	}
}

static int start(void)
{
	IPH_AUTO_CLOSE int reader = -1;
	IPH_AUTO_CLOSE int writer = -1;
	pid_t pid;
	int fds[2];
	int r;

	if (pipe2(fds, O_CLOEXEC) < 0)
		return -errno;
	reader = fds[0];
	writer = fds[1];
	r = spawn(writer, &pid);
	if (r < 0)
		return r;
	close(iph_take_fd(&writer));
	reap(pid);
	return read_report(reader);
}

int iph_holder_start(void)
{
	return start_error(start());
}
