/* SPDX-License-Identifier: MIT */
/* Two processes that share one table of descriptors: no single kill closes any of them.
 *
 * CLONE_FILES without CLONE_THREAD: what the holder opens the keeper has too, in that instant,
 * with no message that could come late. The table lives until both are dead.
 *
 * Neither needs pidfd_open() or pidfd_send_signal(), which the filters of older container managers
 * refuse: the holder is the keeper's parent, and tells it of its death by a signal; the keeper is
 * the holder's child, and clone() gives a pidfd of it. */

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>

#include "pair.h"
#include "patience.h"
#include "wait.h"

/* What has been killed is gone within this, in ms, unless it is frozen. */
#define STOP_WAIT 2000

/* A signal to end may meet either process; the holder is the one that can. The kernel gives the
 * keeper another parent before it tells of the death (forget_original_parent(), kernel/exit.c). */
static void keep(pid_t holder, int signal_fd)
{
	struct pollfd watched = {.fd = signal_fd, .events = POLLIN};
	struct patience patience = {0};
	struct signalfd_siginfo info;

	if (prctl(PR_SET_PDEATHSIG, PAIR_DEATH, 0, 0, 0) < 0)
		_exit(EXIT_FAILURE);
	while (getppid() == holder) {
		if (patience_ends(&patience, poll(&watched, 1, -1)))
			_exit(EXIT_FAILURE);
		if (watched.revents && read(signal_fd, &info, sizeof(info)) == sizeof(info) &&
		    info.ssi_signo != PAIR_DEATH)
			(void)kill(holder, (int)info.ssi_signo);
	}
}

int pair_start(struct pair *pair, int signal_fd)
{
	pid_t holder = getpid();
	int fd = -1;
	long pid;

	pair_forget(pair);
	/* As fork() does it, but for the shared descriptors; there is only this thread. */
	pid = syscall(SYS_clone, CLONE_FILES | CLONE_PIDFD | SIGCHLD, NULL, &fd, NULL, 0);
	if (pid < 0)
		return -errno;
	if (pid > 0) {
		pair->keeper = fd;
		pair->pid = (pid_t)pid;
		return 0;
	}
	(void)prctl(PR_SET_NAME, "anycast-keeper");
	keep(holder, signal_fd);
	(void)prctl(PR_SET_NAME, "anycast-holder");
	return 1;
}

void pair_forget(struct pair *pair)
{
	if (pair->keeper >= 0)
		close(pair->keeper);
	pair->keeper = -1;
	pair->pid = 0;
}

static bool has_ended(const struct pair *pair)
{
	return iph_await_input(pair->keeper, 0) == 0;
}

/* Its number is nobody else's for as long as it lives. */
void pair_stop(struct pair *pair)
{
	if (pair->keeper < 0)
		return;
	if (syscall(SYS_pidfd_send_signal, pair->keeper, SIGKILL, NULL, 0) < 0 && pair->pid > 0 &&
	    !has_ended(pair))
		(void)kill(pair->pid, SIGKILL);
	iph_ignore(iph_await_input(pair->keeper, iph_now() + STOP_WAIT));
	pair_forget(pair);
}
