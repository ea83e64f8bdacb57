/* SPDX-License-Identifier: MIT */
/*
 * The handles of IcmpCreateFile() and Icmp6CreateFile(): a number that tells of a socket's
 * descriptor. Requests have sockets of their own, so that one handle serves several threads; this
 * one shows whether they are permitted, and that the handle is open.
 */

#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "icmpapi.h"

#include "codes/export.h"
#include "echo.h"
#include "icmp-handle.h"
#include "last-error.h"

#define TAG 0x5b000000U /* beside IPH_EVENT_TAG */
#define FD_MAX 0x3fffff

static int create(uint8_t family, HANDLE *ret_handle)
{
	IPH_AUTO_CLOSE int fd = -1;
	bool raw;
	int r = iph_echo_socket(family, false, &raw, &fd);

	if (r == 0 && fd > FD_MAX)
		r = -EMFILE;
	if (r == 0)
		*ret_handle = (HANDLE)(uintptr_t)(TAG | (unsigned int)iph_take_fd(&fd) << 2);
	return r;
}

static int socket_of(HANDLE handle, int *ret_domain)
{
	uintptr_t value = (uintptr_t)handle;
	int fd = (int)(value >> 2 & FD_MAX);
	int protocol = 0;
	socklen_t size = sizeof(int);

	if ((value & ~(uintptr_t)0xffffff) != TAG || value & 3 ||
	    getsockopt(fd, SOL_SOCKET, SO_DOMAIN, ret_domain, &size) < 0 ||
	    getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &size) < 0)
		return -EBADF;
	return protocol == IPPROTO_ICMP || protocol == IPPROTO_ICMPV6 ? fd : -EBADF;
}

int iph_icmp_check(HANDLE handle, uint8_t family)
{
	int domain = AF_UNSPEC;
	int fd = socket_of(handle, &domain);

	return fd >= 0 && domain == family ? 0 : -EBADF;
}

static int close_handle(HANDLE handle)
{
	int domain;
	int fd = socket_of(handle, &domain);

	if (fd < 0)
		return fd;
	(void)close(fd);
	return 0;
}

IPH_EXPORT HANDLE IcmpCreateFile(VOID)
{
	HANDLE handle = INVALID_HANDLE_VALUE;

	iph_last_error((DWORD)iph_status(IPH_CALL_ECHO_OPEN, create(AF_INET, &handle)));
	return handle;
}

IPH_EXPORT HANDLE Icmp6CreateFile(VOID)
{
	HANDLE handle = INVALID_HANDLE_VALUE;

	iph_last_error((DWORD)iph_status(IPH_CALL_ECHO_OPEN, create(AF_INET6, &handle)));
	return handle;
}

IPH_EXPORT BOOL IcmpCloseHandle(HANDLE IcmpHandle)
{
	DWORD code = (DWORD)iph_status(IPH_CALL_ECHO_CLOSE, close_handle(IcmpHandle));

	iph_last_error(code);
	return code == NO_ERROR;
}
