/* SPDX-License-Identifier: MIT */
/* What is around the holder and no part of the model: its sockets, the second process, the table
 * of descriptors, the namespace. */
#pragma once

#include "../input.h"
#include "model.h"

int iph_nl_open(int protocol, struct iph_nl *ret_nl)
{
	int r = enter();

	(void)protocol;
	if (r == 0)
		ret_nl->fd = 7;
	return leave_call(r);
}

void iph_nl_close(struct iph_nl *nl)
{
	nl->fd = -1;
}

/* Never called: real_ functions are not. */
int iph_nl_request(struct iph_nl *nl, struct iph_msg *msg)
{
	(void)nl;
	(void)msg;
	abort();
}

int iph_nl_get(struct iph_nl *nl, struct iph_msg *msg, const struct iph_nl_sink *sink)
{
	(void)sink;
	return iph_nl_request(nl, msg);
}

int iph_nl_probe(struct iph_nl *nl, struct iph_msg *msg)
{
	return iph_nl_get(nl, msg, NULL);
}

int iph_nl_dump(struct iph_nl *nl, struct iph_msg *msg, const struct iph_nl_sink *sink)
{
	return iph_nl_get(nl, msg, sink);
}

int iph_nl_strict(struct iph_nl *nl)
{
	return iph_nl_request(nl, NULL);
}

int iph_link_by_index(struct iph_nl *nl, uint32_t index, struct iph_link *ret_link)
{
	(void)index;
	(void)ret_link;
	return iph_nl_request(nl, NULL);
}

int iph_link_untyped(struct iph_nl *nl, uint32_t index, struct iph_link *ret_link)
{
	int r = enter();

	(void)nl;
	if (r == 0 && !link_there(index))
		r = -ENODEV;
	if (r == 0)
		*ret_link = (struct iph_link){.index = index, .up = true, .ipv6 = true};
	return leave_call(r);
}

int iph_link_info(const struct nlattr *linkinfo, struct iph_link_info *ret_info)
{
	(void)ret_info;
	return linkinfo ? -EBADMSG : -ENOENT;
}

int events_filter(int fd, const struct iph_nl *nl)
{
	CHECK(fd == EVENTS && nl->fd >= 0);
	return leave_call(enter());
}

bool iph_anycast_kernel_keeps_proto(void)
{
	return true;
}

void pair_forget(struct pair *pair)
{
	pair->keeper = -1;
}

int pair_start(struct pair *pair, int signal_fd)
{
	(void)pair;
	(void)signal_fd;
	return 0;
}

uint32_t iph_pidns(void)
{
	return 0;
}

int64_t iph_now(void)
{
	return NOW;
}

int iph_left(int64_t end)
{
	return (int)(end - NOW);
}

int64_t iph_clock(void)
{
	return 0;
}

bool iph_same_clock(int64_t a, int64_t b)
{
	return a == b;
}

int namespace_check(int fd, bool *named, int *other)
{
	(void)fd;
	(void)other;
	return *named;
}

void replace(struct holder *holder)
{
	(void)holder;
}

void replace_done(void)
{
}

void pair_stop(struct pair *pair)
{
	(void)pair;
}

/* What is in no slot is closed. */
void descriptors_sweep(const int *kept, size_t count)
{
	uint32_t at;
	int i;

	CHECK(count > 3 && kept[3] == REQUESTS);
	for (i = 0; i < FDS; i++) {
		for (at = 0; at < store_end(); at++)
			if (store_slot(at)->fd == FIRST_FD + i &&
			    store_slot(at)->state != SLOT_FREE)
				break;
		if (at == store_end())
			drop_socket(i);
	}
}

static int model_poll(struct pollfd *fds, nfds_t count, int milliseconds)
{
	if (count == 0)
		return 0; /* a pause */
	CHECK(count == 1 && milliseconds == 0);
	fds->revents = model.how & 2 ? POLLIN : 0;
	return model.how & 2 ? 1 : 0;
}

int iph_nl_receive(int fd, int flags, void *buf, size_t size, size_t *ret_len)
{
	size_t n = model.datagram.left;

	CHECK(fd == EVENTS && flags & MSG_DONTWAIT);
	if (model.lost) {
		model.lost = false;
		return -ENOBUFS;
	}
	if (fd != model.waiting_fd)
		return -EAGAIN;
	if (!(flags & MSG_PEEK) || model.how & 8)
		model.waiting_fd = -1;
	if (model.how & 8) /* not the kernel's */
		return -EAGAIN;
	if (n > 0)
		memcpy(buf, model.datagram.at, n < size ? n : size);
	*ret_len = model.how & 4 && n <= size ? size + 1 : n; /* cut */
	return 0;
}

static ssize_t model_recvmsg(int fd, struct msghdr *mh, int flags)
{
	struct iovec *iov = mh->msg_iov;
	struct sockaddr_nl *from = mh->msg_name;
	size_t n = model.datagram.left;

	CHECK(fd == REQUESTS && flags & MSG_DONTWAIT);
	if (fd != model.waiting_fd) {
		errno = EAGAIN;
		return -1;
	}
	model.waiting_fd = -1;
	mh->msg_flags = n > iov->iov_len || model.how & 4 ? MSG_TRUNC : 0;
	n = n > iov->iov_len ? iov->iov_len : n;
	if (n > 0)
		memcpy(iov->iov_base, model.datagram.at, n);
	from->nl_pid = model.how & 8 ? 0 : 4711;
	return (ssize_t)n;
}

static ssize_t model_sendto(int fd, const void *buf, size_t len, int flags,
			    const struct sockaddr *to, socklen_t size)
{
	(void)to;
	(void)size;
	CHECK(fd == REQUESTS && flags & MSG_DONTWAIT && len == sizeof(model.reply));
	memcpy(&model.reply, buf, len);
	model.replies++;
	return (ssize_t)len;
}

void tell(const char *format, ...)
{
	(void)format;
}

void tell_warning(const char *format, ...)
{
	(void)format;
}

void tell_entry(uint32_t at, const char *what)
{
	(void)at;
	(void)what;
}

void tell_not_restored(void)
{
}

void tell_recorded(uint32_t count)
{
	(void)count;
}

void tell_swept(uint32_t count)
{
	(void)count;
}

void tell_beginning(bool replaced)
{
	(void)replaced;
}

void notify_main_process(void)
{
}
