/* SPDX-License-Identifier: MIT */
/* How long the namespace keeps a path MTU, which files of /proc/sys tell. */

#include <errno.h>
#include <fcntl.h>

#include "ipinterface.h"

/* Where no file tells: RFC 8201 section 4 recommends 10 minutes, and the kernel begins with them
 * (ip_rt_mtu_expires, ip6_rt_mtu_expires). */
#define DEFAULT_PATH_MTU_TIMEOUT 600

static uint32_t parse_timeout(const char *text)
{
	long seconds = strtol(text, NULL, 10);

	if (seconds <= 0)
		return 0;
	return seconds < INT32_MAX / 1000 ? (uint32_t)seconds * 1000 : INT32_MAX;
}

static int read_path_mtu_timeout(uint8_t family, uint32_t *ret_timeout)
{
	IPH_AUTO_CLOSE int fd = open(family == AF_INET ? "/proc/sys/net/ipv4/route/mtu_expires"
						       : "/proc/sys/net/ipv6/route/mtu_expires",
				     O_RDONLY | O_CLOEXEC);
	char text[24];
	ssize_t n;

	if (fd < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOMEM))
		return -errno;
	/* A user namespace does not see IPv6's and cannot change it (ipv6_route_sysctl_init()). */
	n = fd < 0 ? 0 : read(fd, text, sizeof(text) - 1);
	if (n <= 0) {
		*ret_timeout = DEFAULT_PATH_MTU_TIMEOUT * 1000;
		return 0;
	}
	text[n] = '\0';
	*ret_timeout = parse_timeout(text);
	return 0;
}

/* A family that the machine lacks has no timeout either. */
int iph_ipif_timeouts(struct iph_ipif_timeouts *ret_timeouts)
{
	int r = read_path_mtu_timeout(AF_INET, &ret_timeouts->ipv4);

	return r < 0 ? r : read_path_mtu_timeout(AF_INET6, &ret_timeouts->ipv6);
}
