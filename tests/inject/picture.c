/* SPDX-License-Identifier: MIT */
/* What a family's calls are judged by: the kernel's own messages, byte for byte. */

#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>

#include "inject.h"

struct looking {
	picture_filter wanted;
	struct picture *picture;
};

static int add_message(const struct nlmsghdr *nlh, void *arg)
{
	_Alignas(struct nlmsghdr) char copy[32768];
	const struct looking *looking = arg;
	struct picture *picture = looking->picture;
	size_t length = mnl_nlmsg_get_payload_len(nlh);

	memcpy(copy, nlh, nlh->nlmsg_len);
	if (!looking->wanted((struct nlmsghdr *)copy))
		return MNL_CB_OK;
	if (picture->length + length > sizeof(picture->bytes))
		die("too much for a picture");
	memcpy(picture->bytes + picture->length, copy + MNL_NLMSG_HDRLEN, length);
	picture->length += length;
	return MNL_CB_OK;
}

static void add_family(struct mnl_socket *socket, uint16_t type, size_t header, uint8_t family,
		       struct looking *looking)
{
	_Alignas(struct nlmsghdr) char buf[32768];
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	int r = MNL_CB_OK;

	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	/* the family is the first member of each */
	*(uint8_t *)mnl_nlmsg_put_extra_header(nlh, header) = family;
	if (mnl_socket_sendto(socket, nlh, nlh->nlmsg_len) < 0)
		die("a dump");
	while (r == MNL_CB_OK) {
		ssize_t n = mnl_socket_recvfrom(socket, buf, sizeof(buf));

		r = n < 0 ? MNL_CB_ERROR : mnl_cb_run(buf, (size_t)n, 0, 0, add_message, looking);
	}
	if (r == MNL_CB_ERROR)
		die("a dump");
}

void look_at(uint16_t type, size_t header, picture_filter wanted, struct picture *picture)
{
	struct mnl_socket *socket = mnl_socket_open(NETLINK_ROUTE);
	struct looking looking = {.wanted = wanted, .picture = picture};

	if (!socket || mnl_socket_bind(socket, 0, MNL_SOCKET_AUTOPID) < 0)
		die("NETLINK_ROUTE");
	picture->length = 0;
	add_family(socket, type, header, AF_INET, &looking);
	add_family(socket, type, header, AF_INET6, &looking);
	mnl_socket_close(socket);
}

bool same_picture(const struct picture *a, const struct picture *b)
{
	return a->length == b->length && memcmp(a->bytes, b->bytes, a->length) == 0;
}

void set_address(const char *text, SOCKADDR_INET *address)
{
	if (strchr(text, ':')) {
		address->si_family = AF_INET6;
		inet_pton(AF_INET6, text, &address->Ipv6.sin6_addr);
	} else {
		address->si_family = AF_INET;
		inet_pton(AF_INET, text, &address->Ipv4.sin_addr);
	}
}

void run_batch(const char *options, const char *commands)
{
	char ip[64];
	FILE *pipe;

	snprintf(ip, sizeof(ip), "ip %s -batch - >/dev/null 2>&1", options);
	pipe = popen(ip, "we");
	if (!pipe || fprintf(pipe, "%s\n", commands) < 0)
		die("ip -batch");
	pclose(pipe);
}
