/* SPDX-License-Identifier: MIT */
/* Sends descriptors from one process to another over a socket. */

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "pass.h"

/* A buffer for control messages. The header in it makes the compiler align it as they need it. */
union control {
	struct cmsghdr header;
	char bytes[CMSG_SPACE(PASS_MOST * sizeof(int))];
};

int pass_descriptors(int sock, const void *bytes, size_t len, const int *fds, size_t count)
{
	union control control = {0};
	struct iovec iov = {.iov_base = (void *)(uintptr_t)bytes, .iov_len = len};
	struct msghdr mh = {.msg_iov = &iov, .msg_iovlen = 1};

	if (count > 0) {
		control.header = (struct cmsghdr){.cmsg_len = CMSG_LEN(count * sizeof(int)),
						  .cmsg_level = SOL_SOCKET,
						  .cmsg_type = SCM_RIGHTS};
		memcpy(CMSG_DATA(&control.header), fds, count * sizeof(int));
		mh.msg_control = &control;
		mh.msg_controllen = CMSG_SPACE(count * sizeof(int));
	}
	return sendmsg(sock, &mh, MSG_DONTWAIT | MSG_NOSIGNAL) < 0 ? -errno : 0;
}

int pass_receive(int sock, int *ret_fds, size_t count)
{
	union control control = {0};
	char byte;
	struct iovec iov = {.iov_base = &byte, .iov_len = sizeof(byte)};
	struct msghdr mh = {.msg_iov = &iov,
			    .msg_iovlen = 1,
			    .msg_control = &control,
			    .msg_controllen = sizeof(control)};
	const struct cmsghdr *header;
	ssize_t n = recvmsg(sock, &mh, MSG_CMSG_CLOEXEC);

	if (n < 0)
		return -errno;
	header = CMSG_FIRSTHDR(&mh);
	if (n != 1 || (count > 0) != (header != NULL))
		return -EBADMSG;
	if (count > 0 &&
	    (header->cmsg_type != SCM_RIGHTS || header->cmsg_len != CMSG_LEN(count * sizeof(int))))
		return -EBADMSG;
	if (count > 0)
		memcpy(ret_fds, CMSG_DATA(header), count * sizeof(int));
	return 0;
}
