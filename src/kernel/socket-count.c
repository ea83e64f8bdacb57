/* SPDX-License-Identifier: MIT */
/* sock_diag(7): how many sockets of a protocol there are. */

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#include <linux/inet_diag.h>
#include <linux/sock_diag.h>

#include "socket-count.h"

struct counting {
	uint8_t family;
	struct iph_socket_count count;
};

static uint8_t family_of(const struct inet_diag_msg *socket)
{
	struct in6_addr source;

	memcpy(&source, socket->id.idiag_src, sizeof(source));
	return socket->idiag_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(&source)
		       ? AF_INET
		       : socket->idiag_family;
}

static int count_message(const struct nlmsghdr *nlh, void *arg)
{
	const struct inet_diag_msg *socket = NLMSG_DATA(nlh);
	struct counting *counting = arg;

	if (nlh->nlmsg_len < NLMSG_LENGTH(sizeof(*socket)))
		return -EBADMSG;
	if (family_of(socket) != counting->family)
		return 0;
	counting->count.all++;
	counting->count.established +=
		socket->idiag_state == TCP_ESTABLISHED || socket->idiag_state == TCP_CLOSE_WAIT;
	return 0;
}

static void forget(void *arg)
{
	struct counting *counting = arg;

	memset(&counting->count, 0, sizeof(counting->count));
}

static int count_family(struct iph_nl *nl, uint8_t family, uint8_t protocol,
			struct counting *counting)
{
	const struct iph_nl_sink sink = {
		.message = count_message, .restart = forget, .arg = counting};
	struct inet_diag_req_v2 *request;
	struct iph_msg msg;

	request = iph_msg_init(&msg, SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, sizeof(*request));
	request->sdiag_family = family;
	request->sdiag_protocol = protocol;
	request->idiag_states = ~(UINT32_C(1) << TCP_LISTEN);
	return iph_nl_dump(nl, &msg, &sink);
}

int iph_sockets_count(uint8_t family, uint8_t protocol, struct iph_socket_count *ret_count)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct counting counting = {.family = family};
	struct iph_socket_count first;
	int r = iph_nl_open(NETLINK_SOCK_DIAG, &nl);

	if (r == 0)
		r = count_family(&nl, AF_INET6, protocol, &counting);
	if (r == -ENOENT && family == AF_INET) /* a kernel without IPv6 */
		r = 0;
	first = counting.count;
	forget(&counting);
	if (r == 0 && family == AF_INET)
		r = count_family(&nl, AF_INET, protocol, &counting);
	if (r < 0)
		return r == -ENOENT ? -EOPNOTSUPP : r;
	ret_count->all = first.all + counting.count.all;
	ret_count->established = first.established + counting.count.established;
	return 0;
}
