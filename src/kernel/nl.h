/* SPDX-License-Identifier: MIT */
/* The one place that talks netlink to the kernel: sockets, requests, dumps. */
#pragma once

#include "attr.h"

/* Whether a whole message is left. mnl_nlmsg_ok() takes a length of 2 GiB and more for negative. */
static inline bool iph_nl_whole(const struct nlmsghdr *nlh, int left)
{
	return left >= (int)sizeof(*nlh) && nlh->nlmsg_len >= sizeof(*nlh) &&
	       nlh->nlmsg_len <= (uint32_t)left;
}

struct iph_nl {
	int fd;
	uint32_t seq;
	unsigned int tries; /* of a dump that is interrupted; as opened, a great many */
	bool any;	    /* a dump that hears of changes is taken as it comes nevertheless */
	bool heard;	    /* since it was set to false, a notice of a group has come */
	bool pieced; /* since it was set to false, a dump was continued: it may have doubles */
	bool grown;  /* the kernel has seen how much we read at once, and gives as much */
};

/* -EAFNOSUPPORT without netlink, or -errno of socket(2). */
int iph_nl_open(int protocol, struct iph_nl *ret_nl) IPH_MUST_CHECK;
void iph_nl_close(struct iph_nl *nl);
#define IPH_AUTO_NL __attribute__((cleanup(iph_nl_close)))
#define IPH_NL_CLOSED                                                                              \
	{                                                                                          \
		.fd = -1                                                                           \
	}

/* Sends a request and waits for the kernel's verdict: 0 or -errno. */
int iph_nl_request(struct iph_nl *nl, struct iph_msg *msg) IPH_MUST_CHECK;

/* Sends one and does not wait. For a request that may fail, and a socket that is closed after. */
int iph_nl_send(struct iph_nl *nl, struct iph_msg *msg) IPH_MUST_CHECK;

/* Where the kernel's messages go. message is called for each of them: 0 goes on, 1 ends the reading
 * with success (a socket whose dump was ended so can only be closed or renewed), -errno ends it
 * with that.
 * restart forgets all messages seen so far: the kernel interrupted the dump and it begins anew.
 * NULL where there is nothing to forget, because what was true of one object stays true. */
struct iph_nl_sink {
	int (*message)(const struct nlmsghdr *nlh, void *arg);
	void (*restart)(void *arg);
	void *arg;
	/* Of a dump that the kernel continues by counting: the groups of notices about what it
	 * tells, or 0. The mark that it was interrupted is not enough there. Since 6.9 the kernel
	 * dumps addresses without the lock of those who change them, and who deletes one takes it
	 * from the list first and changes the number that makes the mark later
	 * (__inet_del_ifa(), fib_inetaddr_event(); ipv6_del_addr(), __ipv6_ifa_notify()): a dump
	 * between the two skips an address that has always been there, without a mark. */
	int notices[2];
};

/* Asks for a single object; message is called once. */
int iph_nl_get(struct iph_nl *nl, struct iph_msg *msg,
	       const struct iph_nl_sink *sink) IPH_MUST_CHECK;

/* The same into the caller's memory, for requests that change something: those are not sent again
 * when the answer does not fit, which is -EMSGSIZE. */
int iph_nl_get_into(struct iph_nl *nl, struct iph_msg *msg, const struct iph_nl_sink *sink,
		    void *buf, size_t size) IPH_MUST_CHECK;

/* Asks whether there is a single object, whatever is said of it. */
int iph_nl_probe(struct iph_nl *nl, struct iph_msg *msg) IPH_MUST_CHECK;

/* Asks for a whole table (msg carries NLM_F_DUMP). The messages are one consistent view: a dump
 * that changes under way is read again. -EAGAIN when it never holds still. */
int iph_nl_dump(struct iph_nl *nl, struct iph_msg *msg,
		const struct iph_nl_sink *sink) IPH_MUST_CHECK;

/* Makes a NETLINK_ROUTE socket whose dump was ended early fit for other requests. Options that
 * were set on it may be gone afterwards. */
int iph_nl_renew(struct iph_nl *nl) IPH_MUST_CHECK;

/* Makes the kernel honour the filters of a dump's header (NETLINK_GET_STRICT_CHK, 4.20). */
int iph_nl_strict(struct iph_nl *nl) IPH_MUST_CHECK;

/* One datagram of the kernel's; what other processes send is dropped unread, and EINTR is waited
 * out. ret_len is its whole length: greater than size when the end was cut off. */
int iph_nl_receive(int fd, int flags, void *buf, size_t size, size_t *ret_len) IPH_MUST_CHECK;

/* The same, and whether it is for a group, up to number 32, or for this socket alone. */
int iph_nl_receive_any(int fd, int flags, void *buf, size_t size, size_t *ret_len,
		       bool *ret_notice) IPH_MUST_CHECK;

/* For what the kernel tells unasked: joins one of its groups, and reads until message returns 1 or
 * -errno, which may take forever. -ENOBUFS when something was lost: there was more than the socket
 * could hold, or a notice was cut. -EAGAIN of a socket that does not wait: no news. */
int iph_nl_join(struct iph_nl *nl, int group) IPH_MUST_CHECK;
int iph_nl_listen(struct iph_nl *nl, const struct iph_nl_sink *sink) IPH_MUST_CHECK;

/* Joins the groups of a sink (0: none) for the time of a dump on the same socket, and leaves them.
 * False when there is none, or the kernel does not have it. Notices that do not fit are lost
 * without an error: the ones before them have been heard. */
bool iph_nl_hear(struct iph_nl *nl, const int groups[2]) IPH_MUST_CHECK;
void iph_nl_hear_no_more(struct iph_nl *nl, const int groups[2]);

/* Whether a datagram of a socket that hears of groups, and asks nothing but iph_nl_told(), is a
 * notice. len is its length, of which the header is there. */
bool iph_nl_is_notice(const struct nlmsghdr *nlh, size_t len);

/* Whether a notice has come to a socket that hears of a group: 1 or 0, or -errno. Who is in the
 * midst of a change now is waited for, so that his notice counts, too. */
int iph_nl_told(struct iph_nl *nl) IPH_MUST_CHECK;
