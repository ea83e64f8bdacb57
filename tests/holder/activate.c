/* SPDX-License-Identifier: MIT */
/* Does for a netlink socket what systemd does, and what systemd-socket-activate does not do for
 * that family: listens on it as anycast-holder.socket says, starts the program when something
 * comes in, and again after that has ended. activate STARTS PROGRAM [ARGUMENT...] */

#include <errno.h>
#include <linux/netlink.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define GROUP_MASK 524288

static void start(int fd, char **argv)
{
	char pid[16];

	snprintf(pid, sizeof(pid), "%d", (int)getpid());
	setenv("LISTEN_PID", pid, 1);
	setenv("LISTEN_FDS", "1", 1);
	if (dup2(fd, 3) < 0)
		_exit(126);
	execv(argv[0], argv);
	_exit(127);
}

/* systemd takes the service for running while a process of it is left: so do we, as the reaper
 * of whatever the program leaves behind. */
static int run_until_gone(int fd, char **argv)
{
	int status = 0;
	pid_t pid = fork();

	if (pid < 0)
		return 1;
	if (pid == 0)
		start(fd, argv);
	while (wait(&status) > 0 || errno == EINTR)
		;
	return 0;
}

int main(int argc, char **argv)
{
	struct sockaddr_nl addr = {.nl_family = AF_NETLINK, .nl_groups = GROUP_MASK};
	int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_FIB_LOOKUP);
	struct pollfd pollfd = {.fd = fd, .events = POLLIN};
	int starts;

	if (argc < 3 || fd < 0 || bind(fd, (struct sockaddr *)&addr, sizeof(addr)) < 0 ||
	    prctl(PR_SET_CHILD_SUBREAPER, 1) < 0)
		return 1;
	puts("listening");
	fflush(stdout);
	for (starts = atoi(argv[1]); starts > 0; starts--) {
		if (poll(&pollfd, 1, -1) < 0)
			return 1;
		if (run_until_gone(fd, argv + 2) != 0)
			return 1;
		puts("ended");
		fflush(stdout);
	}
	return 0;
}
