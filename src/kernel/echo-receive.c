/* SPDX-License-Identifier: MIT */
/* What comes back for an echo request: answers, and the errors of routers, which the kernel puts
 * into a queue of the socket's own (IP_RECVERR in ip(7), IPV6_RECVERR in ipv6(7)). */

#include <errno.h>
#include <netinet/icmp6.h>
#include <sys/socket.h>

#include <linux/errqueue.h>
#include <linux/icmp.h>

#include "echo-message.h"
#include "echo.h"
#include "wait.h"

/* sock_extended_err with its address, hop limit, type of service and options */
#define CONTROL_SIZE 512

struct arrival {
	_Alignas(struct cmsghdr) uint8_t control[CONTROL_SIZE];
	struct sockaddr_in6 from; /* or a sockaddr_in */
	struct iovec iov;
	struct msghdr header;
};

static void take_address(const void *sockaddr, struct iph_echo_reply *reply)
{
	const struct sockaddr_in *four = sockaddr;
	const struct sockaddr_in6 *six = sockaddr;

	reply->from = (struct iph_addr){.family = (uint8_t)four->sin_family};
	if (four->sin_family == AF_INET) {
		memcpy(reply->from.bytes, &four->sin_addr, 4);
		return;
	}
	memcpy(reply->from.bytes, &six->sin6_addr, 16);
	reply->scope = iph_addr_zoned(&reply->from) ? six->sin6_scope_id : 0;
}

static bool is_error(const struct cmsghdr *cmsg)
{
	return (cmsg->cmsg_level == SOL_IP && cmsg->cmsg_type == IP_RECVERR) ||
	       (cmsg->cmsg_level == SOL_IPV6 && cmsg->cmsg_type == IPV6_RECVERR);
}

/* Errors of the machine's own, as of a packet too big for its interface, send() has told of. */
static void take_error(const struct cmsghdr *cmsg, struct iph_echo_reply *reply)
{
	const struct sock_extended_err *error = (const void *)CMSG_DATA(cmsg);
	const struct sockaddr *offender = SO_EE_OFFENDER(error);

	if (error->ee_origin != SO_EE_ORIGIN_ICMP && error->ee_origin != SO_EE_ORIGIN_ICMP6)
		return;
	reply->kind = IPH_ECHO_ERROR;
	reply->type = error->ee_type;
	reply->code = error->ee_code;
	take_address(offender, reply);
}

/* IP_TTL and IP_TOS, IPV6_HOPLIMIT and IPV6_TCLASS: a byte or an int, whose values are bytes. */
static uint8_t number(const struct cmsghdr *cmsg)
{
	int value = 0;

	if (cmsg->cmsg_len == CMSG_LEN(1))
		return *CMSG_DATA(cmsg);
	memcpy(&value, CMSG_DATA(cmsg), sizeof(value));
	return (uint8_t)value;
}

static void take_options(const struct cmsghdr *cmsg, struct iph_echo_reply *reply)
{
	size_t size = cmsg->cmsg_len - CMSG_LEN(0);

	if (size > sizeof(reply->options))
		return;
	reply->options_size = (uint8_t)size;
	memcpy(reply->options, CMSG_DATA(cmsg), size);
}

static void take_control(struct msghdr *header, struct iph_echo_reply *reply)
{
	struct cmsghdr *cmsg;

	for (cmsg = CMSG_FIRSTHDR(header); cmsg; cmsg = CMSG_NXTHDR(header, cmsg)) {
		bool six = cmsg->cmsg_level == SOL_IPV6;

		if (is_error(cmsg))
			take_error(cmsg, reply);
		else if (cmsg->cmsg_type == (six ? IPV6_HOPLIMIT : IP_TTL))
			reply->hops = number(cmsg);
		else if (cmsg->cmsg_type == (six ? IPV6_TCLASS : IP_TOS))
			reply->tos = number(cmsg);
		else if (!six && cmsg->cmsg_type == IP_RECVOPTS)
			take_options(cmsg, reply);
	}
}

/* Bytes of a message, or -errno; -EAGAIN also for the failure of an earlier packet, which the queue
 * of errors tells of. */
static ssize_t receive(struct iph_echo *echo, int flags, struct arrival *arrival)
{
	ssize_t size;

	arrival->iov = (struct iovec){echo->message, IPH_ECHO_MESSAGE};
	arrival->header = (struct msghdr){.msg_name = &arrival->from,
					  .msg_namelen = sizeof(arrival->from),
					  .msg_iov = &arrival->iov,
					  .msg_iovlen = 1,
					  .msg_control = arrival->control,
					  .msg_controllen = sizeof(arrival->control)};
	size = recvmsg(echo->fd, &arrival->header, flags);
	if (size >= 0)
		return size;
	switch (errno) {
	case EBADF:
	case ENOTSOCK:
	case EFAULT:
	case ENOMEM:
	case ENOBUFS:
		return -errno;
	default:
		return -EAGAIN;
	}
}

/* Where the message begins: raw sockets of IPv4 give the header before it. */
static size_t skip_header(const struct iph_echo *echo, size_t size)
{
	if (!echo->raw || echo->family != AF_INET || size == 0)
		return 0;
	return (size_t)(echo->message[0] & 0x0f) * 4;
}

/* Whether it is about our request. What the kernel tells of an error begins with the request. */
static bool is_ours(const struct iph_echo *echo, const void *message, bool error)
{
	struct iph_echo_header header;
	uint8_t request = echo->family == AF_INET ? ICMP_ECHO : ICMP6_ECHO_REQUEST;
	uint8_t answer = echo->family == AF_INET ? ICMP_ECHOREPLY : ICMP6_ECHO_REPLY;

	memcpy(&header, message, sizeof(header));
	return header.type == (error ? request : answer) && header.id == echo->id &&
	       header.sequence == echo->sequence;
}

static int take(struct iph_echo *echo, int flags, struct iph_echo_reply *ret_reply)
{
	struct iph_echo_reply reply = {.kind = IPH_ECHO_ANSWER};
	struct arrival arrival;
	ssize_t size = receive(echo, flags, &arrival);
	size_t start;

	if (size < 0)
		return (int)size;
	reply.milliseconds = (uint32_t)((iph_echo_clock() - echo->sent) / 1000000);
	start = flags & MSG_ERRQUEUE ? 0 : skip_header(echo, (size_t)size);
	if ((size_t)size < start + sizeof(struct iph_echo_header) ||
	    !is_ours(echo, echo->message + start, flags & MSG_ERRQUEUE))
		return -EAGAIN;
	take_address(&arrival.from, &reply);
	take_control(&arrival.header, &reply);
	if (flags & MSG_ERRQUEUE && reply.kind != IPH_ECHO_ERROR)
		return -EAGAIN;
	if (reply.kind == IPH_ECHO_ANSWER) {
		start += sizeof(struct iph_echo_header);
		reply.data = echo->message + start;
		reply.size = (size_t)size - start;
	}
	*ret_reply = reply;
	return 0;
}

int iph_echo_receive(struct iph_echo *echo, int64_t end, struct iph_echo_reply *ret_reply)
{
	int waited = 0;
	int r;

	for (;;) {
		r = take(echo, MSG_ERRQUEUE, ret_reply);
		if (r == -EAGAIN)
			r = take(echo, 0, ret_reply);
		if (r != -EAGAIN || waited < 0)
			return r == -EAGAIN ? waited : r;
		waited = iph_await_input(echo->fd, end);
		/* others' messages may go on and on */
		if (waited == 0 && iph_left(end) == 0)
			waited = -ETIMEDOUT;
	}
}
