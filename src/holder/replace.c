/* SPDX-License-Identifier: MIT */
/* Replacing the running program by the one that is installed now, with all entries.
 *
 * The process stays the same and so do its descriptors; their numbers go on the command line. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>

#include "notify.h"
#include "program.h"
#include "replace.h"
#include "sockets.h"
#include "store.h"

#define NUMBERS 5

/* A program that replaces this one is ready in a few milliseconds. In s. */
#define REPLACE_WAIT 5

static int set_cloexec(int fd, bool on)
{
	return fd >= 0 && fcntl(fd, F_SETFD, on ? FD_CLOEXEC : 0) < 0 ? -errno : 0;
}

static int set_cloexec_all(const int *fds, bool on)
{
	uint32_t at;
	int r = 0;
	int i;

	for (i = 0; i < NUMBERS && r == 0; i++)
		r = set_cloexec(fds[i], on);
	for (at = 0; at < store_end() && r == 0; at++)
		if (store_slot(at)->state != SLOT_FREE)
			r = set_cloexec(store_slot(at)->fd, on);
	return r;
}

void replace(struct holder *holder)
{
	const int fds[NUMBERS] = {holder->requests, holder->events, holder->signals, store_fd(),
				  holder->pair.keeper};
	char resume[100];
	char path[4096];
	char until_empty[] = "--until-empty";
	char on_demand[] = "--on-demand";
	char single[] = "--single";
	char *argv[5] = {path, resume};
	char *envp[] = {notify_variable(), NULL};
	int argc = 2;

	if (!holder->path || snprintf(path, sizeof(path), "%s", holder->path) >= (int)sizeof(path))
		return;
	if (store_fd() < 0 || program_check(path) < 0)
		return;
	snprintf(resume, sizeof(resume), "--resume=%d,%d,%d,%d,%d,%d", fds[0], fds[1], fds[2],
		 fds[3], fds[4], (int)holder->pair.pid);
	if (holder->on_demand)
		argv[argc++] = holder->lingers ? until_empty : on_demand;
	if (!holder->paired)
		argv[argc++] = single;
	alarm(REPLACE_WAIT); /* lasts over execve(): whom it ends the keeper takes over from */
	if (set_cloexec_all(fds, false) == 0)
		execve(path, argv, envp);
	alarm(0);
	iph_ignore(set_cloexec_all(fds, true)); /* it can only fail for what is no descriptor */
}

void replace_done(void)
{
	alarm(0);
}

int replace_resume(struct holder *holder, const char *value)
{
	int fds[NUMBERS];
	int end = 0;
	int pid;
	int r;

	if (sscanf(value, "%d,%d,%d,%d,%d,%d%n", &fds[0], &fds[1], &fds[2], &fds[3], &fds[4], &pid,
		   &end) != NUMBERS + 1 ||
	    value[end])
		return -EINVAL;
	holder->requests = fds[0];
	holder->events = fds[1];
	holder->signals = fds[2];
	holder->old = (struct pair){.keeper = fds[4], .pid = pid};
	r = store_open(fds[3]);
	if (r == 0)
		sockets_recount();
	return r < 0 ? r : set_cloexec_all(fds, true);
}
