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
#include "children.h"
#include "holder-path.h"
#include "trace.h"
#include "util.h"
#include "wait.h"

/* What has been killed is gone within this, in ms. */
#define KILL_WAIT 1000

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

/* The pipe is all the holder gets, as its standard output: it reports there. The other two must
 * not be the pipe, or what the dynamic linker complains of would be a report; the holder itself
 * opens something for them. */
static int prepare(posix_spawn_file_actions_t *actions, posix_spawnattr_t *attr, int pipe_fd)
{
	sigset_t none;
	sigset_t all;
	int r;

	sigemptyset(&none);
	sigfillset(&all);
	r = posix_spawn_file_actions_adddup2(actions, pipe_fd, STDOUT_FILENO);
	if (r == 0)
		r = posix_spawn_file_actions_addclose(actions, STDIN_FILENO);
	if (r == 0)
		r = posix_spawn_file_actions_addclose(actions, STDERR_FILENO);
#ifdef __GLIBC__ /* musl has no such call: there the holder does it itself, see its main.c */
	if (r == 0)
		r = posix_spawn_file_actions_addclosefrom_np(actions, 3);
#endif
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

/* Whether a child of ours has ended: 1 when it has, 0 when not, -errno when it is no child (any
 * more), because a program that reaps all its children was faster than this library. */
static int has_ended(pid_t pid)
{
	pid_t r = waitpid(pid, NULL, WNOHANG | __WALL);

	return r < 0 ? -errno : r > 0;
}

static bool reap(pid_t pid, int64_t end)
{
	int r = has_ended(pid);

	while ((r == 0 || r == -EINTR) && iph_left(end) > 0) {
		poll(NULL, 0, 1);
		r = has_ended(pid);
	}
	return r != 0 && r != -EINTR;
}

/* Waits for the child that was started, which ends at once and leaves the holder to init. One that
 * hangs is of no use any more, and is killed: while it is our child nobody else has its number. */
static void dispose(pid_t pid, int64_t end)
{
	if (reap(pid, end))
		return;
	if (has_ended(pid) == 0)
		(void)kill(pid, SIGKILL);
	iph_ignore(reap(pid, iph_now() + KILL_WAIT));
}

/* The holder reports with one byte: 0, or an errno. */
static int read_report(int fd, int64_t end)
{
	unsigned char report;
	int r = iph_await_input(fd, end);
	ssize_t n;

	if (r < 0)
		return r;
	do
		n = read(fd, &report, sizeof(report));
	while (n < 0 && errno == EINTR && iph_left(end) > 0);
	if (n < 0)
		return -errno;
	return n == 0 ? -ECHILD : -report;
}

/* What goes wrong with the start of a holder says nothing about the caller's request: that the
 * holder's program is missing must not look like a missing entry. What is passed on here means the
 * same whoever it happened to. */
static int start_error(int r)
{
	switch (r) {
	case 0:
	case -ENOMEM:
	case -ENOBUFS:
	case -EMFILE:
	case -ENFILE:
	case -ETIMEDOUT:
		return r;
	case -EAGAIN: /* the limit of processes */
		return -ENOMEM;
	default:
		return -EIO;
	}
}

static int start_and_wait(int64_t end)
{
	IPH_AUTO_CLOSE int reader = -1;
	IPH_AUTO_CLOSE int writer = -1;
	pid_t pid;
	int fds[2];
	int r;

	iph_children_reap(); /* of holders before this one */
	if (pipe2(fds, O_CLOEXEC) < 0)
		return -errno;
	reader = fds[0];
	writer = fds[1];
	r = spawn(writer, &pid);
	if (r < 0)
		return r;
	close(iph_take_fd(&writer));
	r = read_report(reader, end);
	dispose(pid, iph_soon(KILL_WAIT, end));
	return r;
}

int iph_holder_start(int64_t end)
{
	return start_error(iph_failed("start of the anycast holder", start_and_wait(end)));
}
