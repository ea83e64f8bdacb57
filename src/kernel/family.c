/* SPDX-License-Identifier: MIT */
/* Address families, of which a machine may lack one. */

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/rtnetlink.h>

#include "family.h"

struct family_reading {
	const struct iph_nl_sink *sink;
	uint8_t family; /* AF_UNSPEC: any */
	bool any;	/* there was a message of this family */
};

int iph_family_check(uint8_t family)
{
	int fd = socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -errno;
	close(fd);
	return 0;
}

/* The header of each kind of message begins as struct rtgenmsg. */
static uint8_t family_of(const struct nlmsghdr *nlh)
{
	const struct rtgenmsg *header = NLMSG_DATA(nlh);

	return nlh->nlmsg_len < NLMSG_LENGTH(sizeof(*header)) ? AF_UNSPEC : header->rtgen_family;
}

static int take_of_family(const struct nlmsghdr *nlh, void *arg)
{
	struct family_reading *reading = arg;

	if (reading->family && family_of(nlh) != reading->family)
		return 0;
	reading->any = true;
	return reading->sink->message(nlh, reading->sink->arg);
}

static void forget_family(void *arg)
{
	struct family_reading *reading = arg;

	reading->any = false;
	if (reading->sink->restart)
		reading->sink->restart(reading->sink->arg);
}

int iph_family_dump(struct iph_nl *nl, struct iph_msg *msg, const struct iph_nl_sink *sink)
{
	struct family_reading reading = {.sink = sink, .family = family_of(msg->nlh)};
	const struct iph_nl_sink family_sink = {.message = take_of_family,
						.restart = forget_family,
						.arg = &reading,
						.notices = {sink->notices[0], sink->notices[1]}};
	int r = iph_nl_dump(nl, msg, &family_sink);

	if (r == -EOPNOTSUPP)
		return -EAFNOSUPPORT;
	return r == 0 && reading.family && !reading.any ? iph_family_check(reading.family) : r;
}
