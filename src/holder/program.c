/* SPDX-License-Identifier: MIT */
/* Whether a file is a program that can take this one's place.
 *
 * What is executed with all descriptors of the entries must be able to let go of them: a script
 * that hangs may have children, and whoever ends the script does not know those. */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/types.h>

#include "program.h"
#include "wait.h"

#define ANSWER_WAIT 5000 /* ms */

static const char answer[] = "anycast-holder ";

/* Everything but its output is closed: all our descriptors but the standard ones are close-on-exec.
 */
static void execute(const char *path, int output)
{
	char name[] = "anycast-holder";
	char option[] = "--version";
	char *argv[] = {name, option, NULL};
	char *envp[] = {NULL};
	sigset_t none;

	sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	(void)signal(SIGCHLD, SIG_DFL);
	if (setpgid(0, 0) == 0 && dup2(output, STDOUT_FILENO) >= 0)
		execve(path, argv, envp);
	_exit(EXIT_FAILURE);
}

static int read_answer(int fd)
{
	int64_t end = iph_now() + ANSWER_WAIT;
	char buf[sizeof(answer)];
	size_t len = 0;
	ssize_t n;
	int r;

	while (len < sizeof(answer) - 1) {
		r = iph_await_input(fd, end);
		if (r < 0)
			return r;
		n = read(fd, buf + len, sizeof(answer) - 1 - len);
		if (n < 0 && errno != EINTR)
			return -errno;
		if (n == 0)
			return -ENOEXEC;
		len += n > 0 ? (size_t)n : 0;
	}
	return memcmp(buf, answer, len) == 0 ? 0 : -ENOEXEC;
}

/* The kernel reaps it (SIGCHLD is ignored), so its number is its own only as long as it lives:
 * one that has said nothing does. */
int program_check(const char *path)
{
	IPH_AUTO_CLOSE int reader = -1;
	IPH_AUTO_CLOSE int writer = -1;
	int fds[2];
	pid_t pid;
	int r;

	if (pipe2(fds, O_CLOEXEC) < 0)
		return -errno;
	reader = fds[0];
	writer = fds[1];
	pid = fork();
	if (pid < 0)
		return -errno;
	if (pid == 0)
		execute(path, writer);
	close(iph_take_fd(&writer));
	r = read_answer(reader);
	if (r == -ETIMEDOUT && kill(-pid, SIGKILL) < 0)
		(void)kill(pid, SIGKILL); /* not in its own group yet */
	return r;
}
