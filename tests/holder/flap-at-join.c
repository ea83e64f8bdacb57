/* SPDX-License-Identifier: MIT */
/* Preloaded, it takes the interface down and up just when the holder joins: before the second join,
 * so that the covering address is gone, and after the next ones that succeed, so that the route is.
 */

#include <dlfcn.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define JOIN_ANYCAST 27 /* IPV6_JOIN_ANYCAST, linux/in6.h */

#define FLAPS 3

static int flaps;

static void flap(unsigned int ifindex)
{
	struct ifreq ifr = {0};
	int fd = socket(AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	flaps++;
	if (fd < 0 || !if_indextoname(ifindex, ifr.ifr_name) || ioctl(fd, SIOCGIFFLAGS, &ifr) < 0)
		return;
	ifr.ifr_flags = (short)(ifr.ifr_flags & ~IFF_UP);
	(void)ioctl(fd, SIOCSIFFLAGS, &ifr);
	ifr.ifr_flags |= IFF_UP;
	(void)ioctl(fd, SIOCSIFFLAGS, &ifr);
	close(fd);
}

__attribute__((visibility("default"))) int setsockopt(int fd, int level, int name,
						      const void *value, socklen_t size)
{
	static int (*next)(int fd, int level, int name, const void *value, socklen_t size);
	static int joins;
	bool join = level == IPPROTO_IPV6 && name == JOIN_ANYCAST;
	const struct ipv6_mreq *mreq = value;
	int r;

	if (!next)
		next = (int (*)(int, int, int, const void *, socklen_t))dlsym(RTLD_NEXT,
									      "setsockopt");
	joins += join;
	if (join && joins == 2)
		flap(mreq->ipv6mr_interface);
	r = next(fd, level, name, value, size);
	if (join && r == 0 && flaps < FLAPS)
		flap(mreq->ipv6mr_interface);
	return r;
}
