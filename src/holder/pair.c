/* SPDX-License-Identifier: MIT */
/* Two processes that share one table of descriptors: no single kill closes any of them.
 *
 * CLONE_FILES without CLONE_THREAD: what the holder opens the keeper has too, in that instant,
 * with no message that could come late. The table lives until both are dead. */

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>

#include "pair.h"

int pair_open(struct pair *ret_pair)
{
	int fd = (int)syscall(SYS_pidfd_open, getpid(), 0);

	if (fd < 0)
		return -errno;
	ret_pair->self = fd;
	ret_pair->keeper = -1;
	return 0;
}

static void await_death(int pidfd)
{
	struct pollfd pollfd = {.fd = pidfd, .events = POLLIN};

	while (poll(&pollfd, 1, -1) < 0 && errno == EINTR)
		;
}

/* A signal to end may meet either process; the holder is the one that can. */
static void keep(const struct pair *pair, int signal_fd)
{
	struct pollfd watched[2] = {{.fd = pair->self, .events = POLLIN},
				    {.fd = signal_fd, .events = POLLIN}};
	struct signalfd_siginfo info;

	while (!(watched[0].revents & POLLIN)) {
		if (poll(watched, 2, -1) < 0)
			continue;
		if (watched[1].revents && read(signal_fd, &info, sizeof(info)) == sizeof(info))
			(void)syscall(SYS_pidfd_send_signal, pair->self, (int)info.ssi_signo, NULL,
				      0);
	}
}

int pair_start(struct pair *pair, int signal_fd)
{
	int fd = -1;
	long pid;
	int r;

	if (pair->keeper >= 0)
		close(pair->keeper);
	pair->keeper = -1;
	if (pair->self < 0) {
		r = pair_open(pair);
		if (r < 0)
			return r;
	}
	/* As fork() does it, but for the shared descriptors; there is only this thread. */
	pid = syscall(SYS_clone, CLONE_FILES | CLONE_PIDFD | SIGCHLD, NULL, &fd, NULL, 0);
	if (pid < 0)
		return -errno;
	if (pid > 0) {
		pair->keeper = fd;
		return 0;
	}
	(void)prctl(PR_SET_NAME, "anycast-keeper");
	keep(pair, signal_fd);
	(void)prctl(PR_SET_NAME, "anycast-holder");
	return 1;
}

void pair_stop(struct pair *pair)
{
	if (pair->keeper < 0)
		return;
	if (syscall(SYS_pidfd_send_signal, pair->keeper, SIGKILL, NULL, 0) == 0)
		await_death(pair->keeper);
	close(pair->keeper);
	pair->keeper = -1;
}
