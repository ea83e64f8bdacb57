/* SPDX-License-Identifier: MIT */
/* Whether the caller may change the network: asked of the kernel, which knows of user namespaces
 * and security modules what a look at a uid or at a set of capabilities does not tell. */

#include <errno.h>
#include <sys/socket.h>

#include "anycast-proto.h"
#include "nl.h"
#include "privilege.h"

/* On this protocol the kernel demands CAP_NET_ADMIN of whoever connects to a port, whether or not
 * somebody has that port (netlink_connect(), net/netlink/af_netlink.c). */
int iph_privilege_check(void)
{
	struct sockaddr_nl holder = {.nl_family = AF_NETLINK, .nl_pid = IPH_HOLDER_PORT};
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	int r = iph_nl_open(IPH_HOLDER_PROTOCOL, &nl);

	if (r < 0)
		return r;
	return connect(nl.fd, (struct sockaddr *)&holder, sizeof(holder)) < 0 ? -errno : 0;
}
