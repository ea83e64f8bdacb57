/* SPDX-License-Identifier: MIT */
/*
 * The last error of the calling thread: writable data, as only console.c has beside it. A program's
 * Windows source relies on it being kept for each thread ("GetLastError function").
 */

#include <errno.h>

#include "port.h"
#include "winsock2.h"

static _Thread_local DWORD last_error;

/* "Windows Sockets Error Codes", for the errno of Linux' socket calls. */
static const struct {
	int error;
	int code;
} sockets[] = {
	{EINTR, WSAEINTR},
	{EBADF, WSAENOTSOCK},
	{EACCES, WSAEACCES},
	{EPERM, WSAEACCES},
	{EFAULT, WSAEFAULT},
	{EINVAL, WSAEINVAL},
	{EMFILE, WSAEMFILE},
	{ENFILE, WSAEMFILE},
	{EAGAIN, WSAEWOULDBLOCK},
	/* connect() of a socket that does not block: Windows has one code for both. */
	{EINPROGRESS, WSAEWOULDBLOCK},
	{EALREADY, WSAEALREADY},
	{ENOTSOCK, WSAENOTSOCK},
	{EDESTADDRREQ, WSAEDESTADDRREQ},
	{EMSGSIZE, WSAEMSGSIZE},
	{EPROTOTYPE, WSAEPROTOTYPE},
	{ENOPROTOOPT, WSAENOPROTOOPT},
	{EPROTONOSUPPORT, WSAEPROTONOSUPPORT},
	{ESOCKTNOSUPPORT, WSAESOCKTNOSUPPORT},
	{EOPNOTSUPP, WSAEOPNOTSUPP},
	{EPFNOSUPPORT, WSAEPFNOSUPPORT},
	{EAFNOSUPPORT, WSAEAFNOSUPPORT},
	{EADDRINUSE, WSAEADDRINUSE},
	{EADDRNOTAVAIL, WSAEADDRNOTAVAIL},
	{ENETDOWN, WSAENETDOWN},
	{ENETUNREACH, WSAENETUNREACH},
	{ENETRESET, WSAENETRESET},
	{ECONNABORTED, WSAECONNABORTED},
	{ECONNRESET, WSAECONNRESET},
	{EPIPE, WSAECONNRESET},
	{ENOBUFS, WSAENOBUFS},
	{ENOMEM, WSAENOBUFS},
	{EISCONN, WSAEISCONN},
	{ENOTCONN, WSAENOTCONN},
	{ESHUTDOWN, WSAESHUTDOWN},
	{ETIMEDOUT, WSAETIMEDOUT},
	{ECONNREFUSED, WSAECONNREFUSED},
	{ELOOP, WSAELOOP},
	{ENAMETOOLONG, WSAENAMETOOLONG},
	{EHOSTDOWN, WSAEHOSTDOWN},
	{EHOSTUNREACH, WSAEHOSTUNREACH},
};

IPH_EXPORT DWORD GetLastError(VOID)
{
	return last_error;
}

IPH_EXPORT VOID SetLastError(DWORD dwErrCode)
{
	last_error = dwErrCode;
}

/* Linux' own socket calls know nothing of the last error, only of errno. */
IPH_EXPORT int WSAGetLastError(void)
{
	size_t i;

	if (errno == 0)
		return (int)last_error;
	for (i = 0; i < ARRAYSIZE(sockets); i++)
		if (sockets[i].error == errno)
			return sockets[i].code;
	return WSASYSCALLFAILURE;
}

IPH_EXPORT void WSASetLastError(int iError)
{
	last_error = (DWORD)iError;
	errno = 0;
}
