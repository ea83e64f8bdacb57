/* SPDX-License-Identifier: MIT */
/* Netlink written out by hand, without a check that is not needed to go on. */

#include <err.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/genetlink.h>

#include "raw.h"

#define BUFFER_SIZE 32768 /* the most that the kernel puts into one datagram of a dump */

static _Alignas(struct nlmsghdr) char buffer[BUFFER_SIZE];

static void open_socket(struct raw *raw, int protocol)
{
	raw->fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
	raw->seq = 0;
	if (raw->fd < 0)
		err(1, "socket");
}

void raw_open(struct raw *raw)
{
	open_socket(raw, NETLINK_ROUTE);
}

void raw_open_generic(struct raw *raw)
{
	open_socket(raw, NETLINK_GENERIC);
}

void raw_close(struct raw *raw)
{
	close(raw->fd);
}

void raw_strict(struct raw *raw)
{
	int on = 1;

	if (setsockopt(raw->fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, &on, sizeof(on)) < 0)
		err(1, "NETLINK_GET_STRICT_CHK");
}

void *message_start(struct message *message, uint16_t type, uint16_t flags, size_t size)
{
	memset(message, 0, sizeof(*message));
	message->nlh.nlmsg_type = type;
	message->nlh.nlmsg_flags = NLM_F_REQUEST | flags;
	message->nlh.nlmsg_len = (uint32_t)NLMSG_LENGTH(NLMSG_ALIGN(size));
	return message->body;
}

struct nlattr *message_nest(struct message *message, uint16_t type)
{
	struct nlattr *attr = (struct nlattr *)((char *)message + message->nlh.nlmsg_len);

	attr->nla_type = type;
	attr->nla_len = NLA_HDRLEN;
	message->nlh.nlmsg_len += NLA_HDRLEN;
	return attr;
}

void message_end(struct message *message, struct nlattr *nest)
{
	nest->nla_len = (uint16_t)((char *)message + message->nlh.nlmsg_len - (char *)nest);
}

void message_put(struct message *message, uint16_t type, const void *data, size_t len)
{
	struct nlattr *attr = message_nest(message, type);

	memcpy((char *)attr + NLA_HDRLEN, data, len);
	message->nlh.nlmsg_len += (uint32_t)NLA_ALIGN(len);
	attr->nla_len = (uint16_t)(NLA_HDRLEN + len);
}

static void send_message(struct raw *raw, struct message *message)
{
	struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};

	message->nlh.nlmsg_seq = ++raw->seq;
	if (sendto(raw->fd, message, message->nlh.nlmsg_len, 0, (struct sockaddr *)&kernel,
		   sizeof(kernel)) < 0)
		err(1, "netlink: sendto");
}

static size_t receive(struct raw *raw)
{
	ssize_t n = recv(raw->fd, buffer, sizeof(buffer), 0);

	if (n < 0)
		err(1, "netlink: recv");
	return (size_t)n;
}

static int verdict(void)
{
	const struct nlmsghdr *nlh = (const struct nlmsghdr *)buffer;

	return nlh->nlmsg_type == NLMSG_ERROR ? ((const struct nlmsgerr *)NLMSG_DATA(nlh))->error
					      : 0;
}

int raw_get(struct raw *raw, struct message *message)
{
	send_message(raw, message);
	receive(raw);
	return verdict();
}

int raw_request(struct raw *raw, struct message *message)
{
	message->nlh.nlmsg_flags |= NLM_F_ACK;
	return raw_get(raw, message);
}

long raw_dump_each(struct raw *raw, struct message *message,
		   void (*each)(const struct nlmsghdr *nlh, void *arg), void *arg)
{
	const struct nlmsghdr *nlh;
	long count = 0;
	size_t len;

	send_message(raw, message);
	for (;;) {
		len = receive(raw);
		for (nlh = (const struct nlmsghdr *)buffer; NLMSG_OK(nlh, len);
		     nlh = NLMSG_NEXT(nlh, len)) {
			if (nlh->nlmsg_type == NLMSG_DONE || nlh->nlmsg_type == NLMSG_ERROR)
				return nlh->nlmsg_type == NLMSG_DONE ? count : verdict();
			if (each)
				each(nlh, arg);
			count++;
		}
	}
}

long raw_dump(struct raw *raw, struct message *message)
{
	return raw_dump_each(raw, message, NULL, NULL);
}

int raw_dump_find(struct raw *raw, struct message *message, size_t at, const void *addr)
{
	const struct nlmsghdr *nlh;
	size_t len;

	send_message(raw, message);
	for (;;) {
		len = receive(raw);
		for (nlh = (const struct nlmsghdr *)buffer; NLMSG_OK(nlh, len);
		     nlh = NLMSG_NEXT(nlh, len)) {
			if (nlh->nlmsg_type == NLMSG_DONE)
				return 0;
			if (memcmp((const char *)NLMSG_DATA(nlh) + at, addr, 16) == 0)
				return 1;
		}
	}
}

/* CTRL_ATTR_FAMILY_ID follows the name that was asked for. */
uint16_t raw_family(const char *name)
{
	const char *attrs = buffer + NLMSG_HDRLEN + GENL_HDRLEN;
	const struct nlattr *attr = (const struct nlattr *)attrs;
	struct message message;
	struct genlmsghdr *genl = message_start(&message, GENL_ID_CTRL, 0, sizeof(*genl));
	uint16_t family = 0;
	struct raw raw;

	genl->cmd = CTRL_CMD_GETFAMILY;
	message_put(&message, CTRL_ATTR_FAMILY_NAME, name, strlen(name) + 1);
	raw_open_generic(&raw);
	if (raw_get(&raw, &message) == 0) {
		attr = (const struct nlattr *)(attrs + NLA_ALIGN(attr->nla_len));
		memcpy(&family, (const char *)attr + NLA_HDRLEN, sizeof(family));
	}
	raw_close(&raw);
	return family;
}
