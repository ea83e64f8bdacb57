/* SPDX-License-Identifier: MIT */
/* The TCP and UDP sockets of a network namespace, as sock_diag(7) tells of them. */

#include <errno.h>
#include <string.h>

#include <linux/inet_diag.h>
#include <linux/sock_diag.h>

#include "inet-socket.h"

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

int iph_socket_read(struct iph_nl *nl, uint8_t family, uint8_t protocol, uint32_t states,
		    const struct iph_socket_sink *sink)
{
	const struct iph_nl_sink messages = {
		.message = socket_message, .restart = restart_sockets, .arg = (void *)sink};
	struct inet_diag_req_v2 *req;
	struct iph_msg msg;

	req = iph_msg_init(&msg, SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, sizeof(*req));
	req->sdiag_family = family;
	req->sdiag_protocol = protocol;
	req->idiag_states = states;
	return no_diag(iph_nl_dump(nl, &msg, &messages));
}

struct counting {
	uint8_t family;
	struct iph_socket_count count;
};

static int count_socket(const struct iph_socket *socket, void *arg)
{
	struct counting *counting = arg;

	if (socket->local.family != counting->family)
		return 0;
	counting->count.all++;
	counting->count.established +=
		socket->state == IPH_SOCKET_ESTABLISHED || socket->state == IPH_SOCKET_CLOSE_WAIT;
	return 0;
}

static void forget_count(void *arg)
{
	struct counting *counting = arg;

	memset(&counting->count, 0, sizeof(counting->count));
}

int iph_sockets_count(uint8_t family, uint8_t protocol, struct iph_socket_count *ret_count)
{
	const uint32_t states = ~(UINT32_C(1) << IPH_SOCKET_LISTEN);
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct counting counting = {.family = family};
	const struct iph_socket_sink sink = {
		.socket = count_socket, .restart = forget_count, .arg = &counting};
	struct iph_socket_count first;
	int r = iph_nl_open(NETLINK_SOCK_DIAG, &nl);

	if (r == 0)
		r = iph_socket_read(&nl, AF_INET6, protocol, states, &sink);
	if (r == -EOPNOTSUPP && family == AF_INET) /* a kernel without IPv6 */
		r = 0;
	first = counting.count;
	forget_count(&counting);
	if (r == 0 && family == AF_INET)
		r = iph_socket_read(&nl, AF_INET, protocol, states, &sink);
	if (r < 0)
		return r;
	ret_count->all = first.all + counting.count.all;
	ret_count->established = first.established + counting.count.established;
	return 0;
}
