/* SPDX-License-Identifier: MIT */
/* The control group in which a holder is. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "control-group.h"
#include "util.h"

#define OWN "anycast-holder"

static int enter(int directory)
{
	IPH_AUTO_CLOSE int fd = openat(directory, "cgroup.procs", O_WRONLY | O_CLOEXEC);

	return fd < 0 || write(fd, "0", 1) < 0 ? -errno : 0;
}

/* Above the groups of a container there may be one that hands out controllers and cannot have
 * processes itself (EBUSY). The directory of our own stays: nobody can remove it from within. */
static int enter_below(const char *top)
{
	IPH_AUTO_CLOSE int directory = open(top, O_PATH | O_DIRECTORY | O_CLOEXEC);
	IPH_AUTO_CLOSE int own = -1;
	int r;

	if (directory < 0)
		return -errno;
	r = enter(directory);
	if (r != -EBUSY)
		return r;
	if (mkdirat(directory, OWN, 0755) < 0 && errno != EEXIST)
		return -errno;
	own = openat(directory, OWN, O_PATH | O_DIRECTORY | O_CLOEXEC);
	return own < 0 ? -errno : enter(own);
}

/* mountinfo writes a blank in a path as \040, and the like (proc(5)). */
static void unescape(char *path)
{
	char *to = path;
	unsigned int code;

	for (; *path; path++)
		if (*path == '\\' && sscanf(path + 1, "%3o", &code) == 1) {
			*to++ = (char)code;
			path += 3;
		} else {
			*to++ = *path;
		}
	*to = '\0';
}

void control_group_leave(void)
{
	IPH_AUTO_FREE char *line = NULL;
	char path[4096];
	size_t size = 0;
	int r = -ENOENT;
	FILE *file;

	if (access("/run/systemd/system", F_OK) == 0)
		return;
	file = fopen("/proc/self/mountinfo", "re");
	if (!file)
		return;
	while (r < 0 && getline(&line, &size, file) >= 0) {
		if (!strstr(line, " - cgroup2 ") ||
		    sscanf(line, "%*s %*s %*s %*s %4095s", path) != 1)
			continue;
		unescape(path);
		r = enter_below(path);
	}
	fclose(file);
}
