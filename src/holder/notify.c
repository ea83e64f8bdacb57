/* SPDX-License-Identifier: MIT */
/* What the holder tells the service manager that has started it, see sd_notify(3). */

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "notify.h"
#include "pass.h"
#include "util.h"

#define NAME "NOTIFY_SOCKET"

void notify_manager(const char *text, int fd)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	const char *path = getenv(NAME);
	IPH_AUTO_CLOSE int sock = -1;
	size_t len = path ? strlen(path) : 0;

	if (len == 0 || len >= sizeof(to.sun_path))
		return;
	memcpy(to.sun_path, path, len);
	if (*path == '@') /* in no file system */
		to.sun_path[0] = '\0';
	sock = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (sock < 0 || connect(sock, (const struct sockaddr *)&to,
				(socklen_t)(offsetof(struct sockaddr_un, sun_path) + len)) < 0)
		return;
	iph_ignore(pass_descriptors(sock, text, strlen(text), &fd, fd >= 0));
}

void notify_main_process(void)
{
	char text[32];

	snprintf(text, sizeof(text), "MAINPID=%d", (int)getpid());
	notify_manager(text, -1);
}

char *notify_variable(void)
{
	char *value = getenv(NAME);

	return value ? value - sizeof(NAME) : NULL; /* that is how it is in the environment */
}
