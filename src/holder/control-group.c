/* SPDX-License-Identifier: MIT */
/* Takes the holder out of the control group of the process that started it. */

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

/* Moves this process into the group of a directory. "0" is whoever writes it. */
static int enter(int directory)
{
	IPH_AUTO_CLOSE int fd = openat(directory, "cgroup.procs", O_WRONLY | O_CLOEXEC);

	return fd < 0 || write(fd, "0", 1) < 0 ? -errno : 0;
}

/* Enters the group top, or a group of our own below it: a group that hands out controllers to
 * others cannot have processes itself (EBUSY). The directory stays when the holder ends, since a
 * group cannot be removed from within. */
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

/* In /proc/self/mountinfo a blank in a path is written as \040, and so on: proc(5). */
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
