/* SPDX-License-Identifier: MIT */
/* The texts of the codes, in our words. */

#include "ipexport.h"

#include "port.h"

static const struct {
	DWORD code;
	const char *text;
} messages[] = {
	{NO_ERROR, "Success."},
	{ERROR_INVALID_FUNCTION, "There is no such function."},
	{ERROR_FILE_NOT_FOUND, "There is no such file or interface."},
	{ERROR_ACCESS_DENIED, "Permission denied."},
	{ERROR_INVALID_HANDLE, "The handle is not valid."},
	{ERROR_NOT_ENOUGH_MEMORY, "There is not enough memory, or the buffer is too small."},
	{ERROR_INVALID_DATA, "The data is not valid."},
	{ERROR_OUTOFMEMORY, "There is not enough memory."},
	{ERROR_NOT_READY, "The service is not running."},
	{ERROR_GEN_FAILURE, "The system reports an unexpected failure."},
	{ERROR_NOT_SUPPORTED, "This is not supported."},
	{ERROR_DEV_NOT_EXIST, "There is no such network device."},
	{ERROR_BAD_NET_NAME, "The network cannot be reached by that name."},
	{ERROR_INVALID_PARAMETER, "An argument is not valid."},
	{ERROR_BUFFER_OVERFLOW, "The name is too long, or the buffer is too small."},
	{ERROR_CALL_NOT_IMPLEMENTED, "The call does not exist on this system."},
	{ERROR_SEM_TIMEOUT, "The time of waiting is over."},
	{ERROR_INSUFFICIENT_BUFFER, "The buffer is too small."},
	{ERROR_INVALID_NAME, "The name is not valid."},
	{ERROR_MOD_NOT_FOUND, "The library was not found."},
	{ERROR_PROC_NOT_FOUND, "The library has no such function."},
	{ERROR_ALREADY_EXISTS, "It exists already."},
	{ERROR_FILENAME_EXCED_RANGE, "The name is too long."},
	{ERROR_NO_DATA, "There is no data."},
	{ERROR_MORE_DATA, "There is more data than the buffer holds."},
	{ERROR_NO_MORE_ITEMS, "There are no more items."},
	{ERROR_MR_MID_NOT_FOUND, "There is no text for the code."},
	{ERROR_OPERATION_ABORTED, "The operation was cancelled."},
	{ERROR_IO_INCOMPLETE, "The operation has not ended yet."},
	{ERROR_IO_PENDING, "The operation goes on in the background."},
	{ERROR_CAN_NOT_COMPLETE, "The call cannot be completed."},
	{ERROR_INVALID_FLAGS, "The flags are not valid."},
	{ERROR_NO_UNICODE_TRANSLATION, "The text is not well-formed Unicode."},
	{ERROR_NOT_FOUND, "It was not found."},
	{ERROR_INVALID_NETNAME, "The address is none, or not one of this machine."},
	{ERROR_DUP_DOMAINNAME, "The address is there already."},
	{ERROR_ADDRESS_NOT_ASSOCIATED, "The interface has no address yet."},
	{ERROR_NETWORK_UNREACHABLE, "No route leads to the network."},
	{ERROR_HOST_UNREACHABLE, "The host cannot be reached."},
	{ERROR_REVISION_MISMATCH, "The two sides are of different versions."},
	{ERROR_PRIVILEGE_NOT_HELD, "The caller lacks a privilege."},
	{ERROR_NO_SYSTEM_RESOURCES, "The system lacks resources."},
	{ERROR_TIMEOUT, "The time is over."},
	{WAIT_TIMEOUT, "The time of waiting is over."},
	{ERROR_OBJECT_ALREADY_EXISTS, "The entry exists already."},

	{WSAEINTR, "A signal interrupted the call."},
	{WSAEBADF, "The file descriptor is not valid."},
	{WSAEACCES, "The socket does not permit this."},
	{WSAEFAULT, "A pointer is not valid."},
	{WSAEINVAL, "An argument of a socket call is not valid."},
	{WSAEMFILE, "There are too many open descriptors."},
	{WSAEWOULDBLOCK, "The call would have to wait."},
	{WSAEINPROGRESS, "The operation is under way."},
	{WSAEALREADY, "The operation is under way already."},
	{WSAENOTSOCK, "The descriptor is no socket."},
	{WSAEDESTADDRREQ, "A destination address is needed."},
	{WSAEMSGSIZE, "The message is too long."},
	{WSAEPROTOTYPE, "The protocol does not fit the socket."},
	{WSAENOPROTOOPT, "The protocol has no such option."},
	{WSAEPROTONOSUPPORT, "The protocol is not supported."},
	{WSAESOCKTNOSUPPORT, "The socket type is not supported."},
	{WSAEOPNOTSUPP, "The socket does not support this."},
	{WSAEPFNOSUPPORT, "The protocol family is not supported."},
	{WSAEAFNOSUPPORT, "The address family is not supported."},
	{WSAEADDRINUSE, "The address is in use."},
	{WSAEADDRNOTAVAIL, "The machine does not have the address."},
	{WSAENETDOWN, "The network is down."},
	{WSAENETUNREACH, "No route leads to the network."},
	{WSAENETRESET, "The network dropped the connection."},
	{WSAECONNABORTED, "This side aborted the connection."},
	{WSAECONNRESET, "The other side closed the connection."},
	{WSAENOBUFS, "There is no room for buffers."},
	{WSAEISCONN, "The socket is connected."},
	{WSAENOTCONN, "The socket is not connected."},
	{WSAESHUTDOWN, "The socket was shut down."},
	{WSAETIMEDOUT, "The other side did not answer in time."},
	{WSAECONNREFUSED, "The other side refused the connection."},
	{WSAELOOP, "Too many symbolic links."},
	{WSAENAMETOOLONG, "The name is too long."},
	{WSAEHOSTDOWN, "The host is down."},
	{WSAEHOSTUNREACH, "No route leads to the host."},
	{WSASYSNOTREADY, "The network is not ready."},
	{WSAVERNOTSUPPORTED, "That version of Windows Sockets is not supported."},
	{WSANOTINITIALISED, "WSAStartup() has not been called."},
	{WSASYSCALLFAILURE, "A system call failed that should not."},
	{WSAHOST_NOT_FOUND, "There is no such host."},
	{WSATRY_AGAIN, "The name server did not answer: try again."},
	{WSANO_RECOVERY, "The name server failed."},
	{WSANO_DATA, "The name has no address."},

	/* IP_STATUS; the first four of these numbers are those above */
	{IP_DEST_PORT_UNREACHABLE, "The port cannot be reached."},
	{IP_BAD_OPTION, "The options of the packet are not valid."},
	{IP_PACKET_TOO_BIG, "The packet is too big and may not be cut."},
	{IP_REQ_TIMED_OUT, "Nobody has answered in time."},
	{IP_BAD_ROUTE, "The route in the packet is not valid."},
	{IP_TTL_EXPIRED_TRANSIT, "The packet has passed too many routers."},
	{IP_TTL_EXPIRED_REASSEM, "Fragments of the packet are missing."},
	{IP_PARAM_PROBLEM, "The header of the packet is not valid."},
	{IP_SOURCE_QUENCH, "The packets come too fast."},
	{IP_GENERAL_FAILURE, "The request was kept from leaving."},
};

const char *iph_message(DWORD code)
{
	size_t i;

	for (i = 0; i < ARRAYSIZE(messages); i++)
		if (messages[i].code == code)
			return messages[i].text;
	return NULL;
}
