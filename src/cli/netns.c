/* SPDX-License-Identifier: MIT */
/* Entering a network namespace. */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>

#include "args.h"
#include "error.h"
#include "netns.h"
#include "util.h"

static int enter(const char *name)
{
	char path[PATH_MAX];
	IPH_AUTO_CLOSE int fd = -1;
	int n = snprintf(path, sizeof(path), "%s%s", strchr(name, '/') ? "" : IPH_NETNS_DIR "/",
			 name);

	if (n < 0 || (size_t)n >= sizeof(path))
		return -ENAMETOOLONG;
	if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return -ENOENT;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || setns(fd, CLONE_NEWNET) < 0)
		return -errno;
	return 0;
}

int iph_netns_enter(const char *name)
{
	int r = enter(name);

	if (r == 0)
		return IPH_EXIT_DONE;
	if (r == -ENOENT)
		iph_error_line("there is no network namespace %s (ip netns lists them)", name);
	else if (r == -EPERM || r == -EACCES)
		iph_error_line(
			"cannot enter network namespace %s: you need CAP_SYS_ADMIN: run it as root",
			name);
	else
		iph_error_line("cannot enter network namespace %s: %s", name, strerror(-r));
	return IPH_EXIT_FAILED;
}
