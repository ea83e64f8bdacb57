/* SPDX-License-Identifier: MIT */
/* Sending echo requests: the socket and its options. */

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/icmp6.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>

#include <linux/icmp.h>

#include "echo-message.h"
#include "echo.h"

static int filter(int fd, uint8_t family, bool hears)
{
	struct icmp_filter four = {.data = hears ? ~(1U << ICMP_ECHOREPLY) : ~0U};
	struct icmp6_filter six;
	int r;

	ICMP6_FILTER_SETBLOCKALL(&six);
	if (hears)
		ICMP6_FILTER_SETPASS(ICMP6_ECHO_REPLY, &six);
	if (family == AF_INET)
		r = setsockopt(fd, SOL_RAW, ICMP_FILTER, &four, sizeof(four));
	else
		r = setsockopt(fd, IPPROTO_ICMPV6, ICMP6_FILTER, &six, sizeof(six));
	return r < 0 ? -errno : 0;
}

int iph_echo_socket(uint8_t family, bool hears, bool *ret_raw, int *ret_fd)
{
	const int flags = SOCK_CLOEXEC | SOCK_NONBLOCK;
	int protocol = family == AF_INET ? (int)IPPROTO_ICMP : (int)IPPROTO_ICMPV6;
	int fd = socket(family, SOCK_DGRAM | flags, protocol);
	bool refused = fd < 0 && (errno == EACCES || errno == EPROTONOSUPPORT);
	int r;

	if (refused)
		fd = socket(family, SOCK_RAW | flags, protocol);
	if (fd < 0)
		return -errno;
	r = refused ? filter(fd, family, hears) : 0;
	if (r < 0) {
		(void)close(fd);
		return r;
	}
	*ret_raw = refused;
	*ret_fd = fd;
	return 0;
}

struct option {
	int level;
	int name;
	int value;
};

static int set_options(int fd, const struct option *options, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (options[i].value >= 0 &&
		    setsockopt(fd, options[i].level, options[i].name, &options[i].value,
			       sizeof(options[i].value)) < 0)
			return -errno;
	return 0;
}

/* A packet that may not be cut goes out as it is, whatever is known of the path, so that whoever
 * finds it too big says so each time. */
static int prepare_ipv4(int fd, const struct iph_echo_request *request)
{
	int hops = request->hops ? request->hops : -1;
	const struct option options[] = {
		{SOL_IP, IP_RECVERR, 1},
		{SOL_IP, IP_RECVTTL, 1},
		{SOL_IP, IP_RECVTOS, 1},
		{SOL_IP, IP_RECVOPTS, 1},
		{SOL_IP, IP_MTU_DISCOVER, request->whole ? IP_PMTUDISC_PROBE : IP_PMTUDISC_DONT},
		{SOL_IP, IP_TTL, hops},
		{SOL_IP, IP_MULTICAST_TTL, hops},
		{SOL_IP, IP_TOS, request->tos ? request->tos : -1},
	};
	int r = set_options(fd, options, IPH_ARRAY_SIZE(options));

	if (r == 0 && request->options_size &&
	    setsockopt(fd, SOL_IP, IP_OPTIONS, request->options, request->options_size) < 0)
		r = -EPROTO;
	return r;
}

static int prepare_ipv6(int fd, const struct iph_echo_request *request)
{
	int hops = request->hops ? request->hops : -1;
	const struct option options[] = {
		{SOL_IPV6, IPV6_RECVERR, 1},
		{SOL_IPV6, IPV6_RECVHOPLIMIT, 1},
		{SOL_IPV6, IPV6_RECVTCLASS, 1},
		{SOL_IPV6, IPV6_MTU_DISCOVER, request->whole ? IPV6_PMTUDISC_PROBE : -1},
		{SOL_IPV6, IPV6_DONTFRAG, request->whole},
		{SOL_IPV6, IPV6_UNICAST_HOPS, hops},
		{SOL_IPV6, IPV6_MULTICAST_HOPS, hops},
		{SOL_IPV6, IPV6_TCLASS, request->tos ? request->tos : -1},
	};

	return set_options(fd, options, IPH_ARRAY_SIZE(options));
}

/* The kernel chooses the number of a ping socket when it is bound. */
static int bind_source(struct iph_echo *echo, const struct iph_echo_request *request)
{
	struct sockaddr_storage at;
	socklen_t len = iph_addr_sockaddr(&request->from, request->scope, &at);
	uint16_t random[2];

	if (bind(echo->fd, (struct sockaddr *)&at, len) < 0)
		return errno == EINVAL || errno == ENODEV ? -EADDRNOTAVAIL : -errno;
	if (getrandom(random, sizeof(random), 0) != sizeof(random))
		return -EIO;
	echo->sequence = random[0];
	echo->id = random[1];
	if (echo->raw)
		return 0;
	if (getsockname(echo->fd, (struct sockaddr *)&at, &len) < 0)
		return -errno;
	echo->id = echo->family == AF_INET ? ((struct sockaddr_in *)&at)->sin_port
					   : ((struct sockaddr_in6 *)&at)->sin6_port;
	return 0;
}

/* RFC 1071. Only a raw socket of IPv4 wants it; elsewhere the kernel does this. */
static uint32_t add_up(uint32_t sum, const void *data, size_t size)
{
	const uint8_t *bytes = data;
	size_t i;

	for (i = 0; i < size; i++)
		sum += i % 2 ? bytes[i] : (uint32_t)bytes[i] << 8;
	return sum;
}

static uint16_t checksum(uint32_t sum)
{
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return htons((uint16_t)~sum);
}

int64_t iph_echo_clock(void)
{
	struct timespec now = {0};

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* What send() says when the packet has not left. */
static int send_error(int error)
{
	switch (error) {
	case EACCES: /* a route of the kinds prohibit and blackhole, or a filter */
	case EINVAL:
	case EPERM:
		return -EIO;
	case ENETDOWN:
		return -ENETUNREACH;
	default:
		return -error;
	}
}

/* The kernel knows the broadcast addresses: it refuses them to a socket that has not asked. */
static int broadcast(struct iph_echo *echo, const struct msghdr *message)
{
	const struct option option = {SOL_SOCKET, SO_BROADCAST, 1};
	int r = set_options(echo->fd, &option, 1);

	if (r < 0)
		return r;
	echo->several = true;
	return sendmsg(echo->fd, message, 0) < 0 ? send_error(errno) : 0;
}

static int send_message(struct iph_echo *echo, const struct iph_echo_request *request)
{
	struct iph_echo_header header = {.id = echo->id, .sequence = echo->sequence};
	struct sockaddr_storage to;
	struct iovec parts[] = {{&header, sizeof(header)}, {(void *)request->data, request->size}};
	struct msghdr message = {.msg_name = &to, .msg_iov = parts, .msg_iovlen = 2};
	uint32_t sum;

	message.msg_namelen = iph_addr_sockaddr(&request->to, request->scope, &to);
	echo->several = iph_addr_multicast(&request->to);
	header.type = echo->family == AF_INET ? ICMP_ECHO : ICMP6_ECHO_REQUEST;
	sum = add_up(0, &header, sizeof(header));
	header.checksum = checksum(add_up(sum, request->data, request->size));
	echo->sent = iph_echo_clock();
	if (sendmsg(echo->fd, &message, 0) >= 0)
		return 0;
	return errno == EACCES ? broadcast(echo, &message) : send_error(errno);
}

void iph_echo_close(struct iph_echo *echo)
{
	iph_closep(&echo->fd);
	free(echo->message);
	echo->message = NULL;
	echo->fd = -1;
}

int iph_echo_send(const struct iph_echo_request *request, struct iph_echo *ret_echo)
{
	IPH_AUTO_ECHO struct iph_echo echo = {.fd = -1, .family = request->to.family};
	int r = iph_echo_socket(echo.family, true, &echo.raw, &echo.fd);

	if (r == 0)
		r = echo.family == AF_INET ? prepare_ipv4(echo.fd, request)
					   : prepare_ipv6(echo.fd, request);
	if (r == 0)
		r = bind_source(&echo, request);
	if (r < 0)
		return r;
	echo.message = malloc(IPH_ECHO_MESSAGE);
	if (!echo.message)
		return -ENOMEM;
	r = send_message(&echo, request);
	if (r < 0)
		return r;
	*ret_echo = echo;
	echo.fd = -1;
	echo.message = NULL;
	return 0;
}
