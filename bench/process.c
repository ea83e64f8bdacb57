/* SPDX-License-Identifier: MIT */
/* Peers that are programs of their own, and files they read. */

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "process.h"

extern char **environ;

int process_run(void *arg)
{
	const char *const *argv = arg;
	posix_spawn_file_actions_t actions;
	int status = -1;
	pid_t pid;
	int r;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	r = posix_spawnp(&pid, argv[0], &actions, NULL, (char *const *)argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (r != 0)
		return -r;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

int process_read_file(void *arg)
{
	char buf[32768];
	int fd = open(arg, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : 1;

	while (n > 0)
		n = read(fd, buf, sizeof(buf));
	if (fd >= 0)
		close(fd);
	return (int)n;
}
