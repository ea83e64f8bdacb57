/* SPDX-License-Identifier: MIT */
/* Finding the anycast holder: the netlink socket whose group only the privileged can join. */

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <libmnl/libmnl.h>
#include <linux/netlink_diag.h>
#include <linux/sock_diag.h>

#include "anycast-proto.h"
#include "nl.h"

struct search {
	uint32_t groups;
	uint32_t own;
	uint32_t port;
	bool found;
};

static void consider(struct search *search, uint32_t port, uint32_t groups)
{
	if (port == 0 || port == search->own || (groups & search->groups) != search->groups)
		return;
	if (search->found && iph_holder_rank(search->port) < iph_holder_rank(port))
		return;
	search->port = port;
	search->found = true;
}

static int socket_message(const struct nlmsghdr *nlh, void *arg)
{
	const struct netlink_diag_msg *diag = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *tb[NETLINK_DIAG_MAX + 1];
	uint32_t groups = 0;
	int r;

	if (nlh->nlmsg_type != SOCK_DIAG_BY_FAMILY)
		return -EBADMSG;
	r = iph_attr_parse(nlh, sizeof(*diag), tb, NETLINK_DIAG_MAX);
	if (r < 0)
		return r;
	if (tb[NETLINK_DIAG_GROUPS] &&
	    mnl_attr_get_payload_len(tb[NETLINK_DIAG_GROUPS]) >= sizeof(groups))
		memcpy(&groups, mnl_attr_get_payload(tb[NETLINK_DIAG_GROUPS]), sizeof(groups));
	consider(arg, diag->ndiag_portid, groups);
	return 0;
}

static void forget_socket(void *arg)
{
	struct search *search = arg;

	search->found = false;
}

/* The kernel module behind this (netlink_diag) is not everywhere, nor is everybody let use it. */
static int search_diag(struct search *search)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct iph_nl_sink sink = {
		.message = socket_message, .restart = forget_socket, .arg = search};
	struct netlink_diag_req *req;
	struct iph_msg msg;
	int r = iph_nl_open(NETLINK_SOCK_DIAG, &nl);

	if (r < 0)
		return r;
	req = iph_msg_init(&msg, SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, sizeof(*req));
	req->sdiag_family = AF_NETLINK;
	req->sdiag_protocol = IPH_HOLDER_PROTOCOL;
	req->ndiag_show = NDIAG_SHOW_GROUPS;
	return iph_nl_dump(&nl, &msg, &sink);
}

/* Columns: socket, protocol, port, groups in hex. thread-self, because /proc/net is the main
 * thread's namespace. */
static int search_proc(struct search *search)
{
	FILE *file = fopen("/proc/thread-self/net/netlink", "re");
	unsigned int protocol;
	unsigned int port;
	unsigned int groups;
	char line[256];

	if (!file)
		return -ENOSYS;
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, "%*s %u %u %x", &protocol, &port, &groups) == 3 &&
		    protocol == IPH_HOLDER_PROTOCOL)
			consider(search, port, groups);
	fclose(file);
	return 0;
}

static uint32_t namespace_number(const char *path)
{
	struct stat st;

	return stat(path, &st) < 0 ? 0 : (uint32_t)st.st_ino;
}

uint32_t iph_pidns(void)
{
	return namespace_number("/proc/self/ns/pid");
}

int iph_holder_find(uint32_t groups, uint32_t own, uint32_t *ret_port)
{
	struct search search = {.groups = groups, .own = own};
	int r = search_diag(&search);

	/* The module is missing, or a security policy withholds it: there is another way to look.
	 */
	if (r < 0 && r != -ENOMEM && r != -ENOBUFS && r != -EMFILE && r != -ENFILE)
		r = search_proc(&search);
	if (r < 0)
		return r;
	if (!search.found)
		return -ESRCH;
	*ret_port = search.port;
	return 0;
}

bool iph_holder_is_missing(int fd)
{
	const struct sockaddr_nl to = {.nl_family = AF_NETLINK, .nl_pid = IPH_HOLDER_PORT};
	const struct nlmsghdr nothing = {.nlmsg_len = sizeof(nothing), .nlmsg_type = NLMSG_NOOP};

	return sendto(fd, &nothing, sizeof(nothing), MSG_DONTWAIT, (const struct sockaddr *)&to,
		      sizeof(to)) < 0 &&
	       errno == ECONNREFUSED;
}
