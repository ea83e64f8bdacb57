/* SPDX-License-Identifier: MIT */
/* Preloaded, it lets some time pass after each piece of a kernel's list, in which others change it.
 */

#include <dlfcn.h>
#include <sys/socket.h>
#include <time.h>

/* Only a piece of a long list is as large. */
#define LONG_LIST 3000

__attribute__((visibility("default"))) ssize_t recvmsg(int fd, struct msghdr *mh, int flags)
{
	static ssize_t (*next)(int fd, struct msghdr *mh, int flags);
	const struct timespec pause = {.tv_nsec = 500000};
	ssize_t n;

	if (!next)
		next = (ssize_t(*)(int, struct msghdr *, int))dlsym(RTLD_NEXT, "recvmsg");
	n = next(fd, mh, flags);
	if (n > LONG_LIST)
		nanosleep(&pause, NULL);
	return n;
}
