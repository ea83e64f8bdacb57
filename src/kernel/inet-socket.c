/* SPDX-License-Identifier: MIT */
/* The TCP and UDP sockets of a network namespace, as sock_diag(7) tells of them. */

#include <errno.h>
#include <string.h>

#include <linux/inet_diag.h>
#include <linux/sock_diag.h>

#include "inet-socket.h"

/* All but those that are bound and nothing else yet (TCP_BOUND_INACTIVE, 6.8), of which Windows'
 * tables do not tell either. */
#define STATES ((1U << (IPH_SOCKET_NEW_SYN_RECV + 1)) - 2)

static bool is_mapped(const struct iph_addr *addr)
{
	static const uint8_t prefix[12] = {[10] = 0xff, [11] = 0xff};

	return addr->family == AF_INET6 && memcmp(addr->bytes, prefix, sizeof(prefix)) == 0;
}

/* Of an IPv4 socket the kernel fills the first four bytes, and leaves the others zero. */
static struct iph_addr addr_of(uint8_t family, const __be32 words[4])
{
	struct iph_addr addr = {.family = family};

	memcpy(addr.bytes, words, iph_addr_len(family));
	return addr;
}

static void unmap(struct iph_addr *addr)
{
	struct iph_addr ipv4 = {.family = AF_INET};

	if (is_mapped(addr))
		memcpy(ipv4.bytes, addr->bytes + 12, 4);
	*addr = ipv4;
}

/* Only of a socket that waits for others the kernel says whether it is for IPv6 alone
 * (inet_diag_msg_attrs_fill(), net/ipv4/inet_diag.c). */
static bool is_dual(const struct iph_socket *socket, const struct nlattr *only)
{
	uint8_t ipv6_only = 0;

	if (socket->state != IPH_SOCKET_LISTEN && socket->state != IPH_SOCKET_CLOSE)
		return false;
	return socket->local.family == AF_INET6 && iph_addr_unspecified(&socket->local) &&
	       iph_attr_u8(only, &ipv6_only) && !ipv6_only;
}

static uint64_t cookie_of(const uint32_t words[2])
{
	return words[0] | (uint64_t)words[1] << 32;
}

int iph_socket_parse(const struct nlmsghdr *nlh, struct iph_socket *ret_socket)
{
	const struct inet_diag_msg *diag = (const struct inet_diag_msg *)(nlh + 1);
	const struct inet_diag_sockid *id = &diag->id;
	const struct nlattr *tb[INET_DIAG_SKV6ONLY + 1];
	struct iph_socket socket = {.inode = 0};
	int r = iph_attr_parse(nlh, sizeof(*diag), tb, INET_DIAG_SKV6ONLY);

	if (r < 0)
		return r;
	if (nlh->nlmsg_type != SOCK_DIAG_BY_FAMILY ||
	    (diag->idiag_family != AF_INET && diag->idiag_family != AF_INET6))
		return -EBADMSG;
	socket.local = addr_of(diag->idiag_family, id->idiag_src);
	socket.remote = addr_of(diag->idiag_family, id->idiag_dst);
	socket.local_port = ntohs(id->idiag_sport);
	socket.remote_port = ntohs(id->idiag_dport);
	socket.ifindex = id->idiag_if;
	socket.state = diag->idiag_state;
	socket.inode = diag->idiag_inode;
	socket.cookie = cookie_of(id->idiag_cookie);
	socket.dual = is_dual(&socket, tb[INET_DIAG_SKV6ONLY]);
	socket.mapped = is_mapped(&socket.local);
	if (socket.mapped) {
		unmap(&socket.local);
		unmap(&socket.remote);
	}
	*ret_socket = socket;
	return 0;
}

static int socket_message(const struct nlmsghdr *nlh, void *arg)
{
	const struct iph_socket_sink *sink = arg;
	struct iph_socket socket;
	int r = iph_socket_parse(nlh, &socket);

	return r < 0 ? r : sink->socket(&socket, sink->arg);
}

static void restart_sockets(void *arg)
{
	const struct iph_socket_sink *sink = arg;

	sink->restart(sink->arg);
}

/* Without the module the kernel has no such family or protocol (sock_diag.c, inet_diag.c). */
static int no_diag(int r)
{
	return r == -ENOENT ? -EOPNOTSUPP : r;
}

int iph_socket_read(struct iph_nl *nl, uint8_t family, uint8_t protocol,
		    const struct iph_socket_sink *sink)
{
	const struct iph_nl_sink messages = {
		.message = socket_message, .restart = restart_sockets, .arg = (void *)sink};
	struct inet_diag_req_v2 *req;
	struct iph_msg msg;

	req = iph_msg_init(&msg, SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, sizeof(*req));
	req->sdiag_family = family;
	req->sdiag_protocol = protocol;
	req->idiag_states = STATES;
	return no_diag(iph_nl_dump(nl, &msg, &messages));
}
