/* SPDX-License-Identifier: MIT */
/* IcmpSendEcho() and its like. */

#include <errno.h>
#include <string.h>

#include "icmpapi.h"

#include "codes/export.h"
#include "echo.h"
#include "icmp-handle.h"
#include "last-error.h"
#include "reply-buffer.h"
#include "wait.h"

struct call {
	HANDLE handle;
	bool background; /* an event or a function was given */
	struct iph_echo_request request;
	const IP_OPTION_INFORMATION *options;
	struct iph_reply_buffer buffer;
	DWORD timeout;
	bool tried;
};

/* A header of IPv6 has no options that a program could ask for here. */
static int take_options(const IP_OPTION_INFORMATION *options, struct iph_echo_request *request)
{
	if (!options)
		return 0;
	request->hops = options->Ttl;
	request->tos = options->Tos;
	request->whole = options->Flags & IP_FLAG_DF;
	if (request->to.family != AF_INET || !options->OptionsSize)
		return 0;
	if (!options->OptionsData)
		return -EINVAL;
	if (options->OptionsSize > sizeof(request->options))
		return -EPROTO;
	request->options_size = options->OptionsSize;
	memcpy(request->options, options->OptionsData, options->OptionsSize);
	return 0;
}

static int check(struct call *call)
{
	const struct iph_reply_buffer *buffer = &call->buffer;
	size_t row = iph_reply_size(buffer->family);
	int r;

	if (call->handle == INVALID_HANDLE_VALUE || !buffer->start || !buffer->size ||
	    (!call->request.data && call->request.size))
		return -EINVAL;
	r = iph_icmp_check(call->handle, buffer->family);
	if (r == 0)
		r = take_options(call->options, &call->request);
	if (r < 0)
		return r;
	if (iph_addr_unspecified(&call->request.to))
		return -EADDRNOTAVAIL;
	if (buffer->size < row)
		return -EOVERFLOW;
	if (buffer->size < row + call->request.size)
		return -ENOSPC;
	return call->background ? -EOPNOTSUPP : 0;
}

/* ICMPV6_ECHO_REPLY has no place for more than one. */
static int collect(struct call *call, struct iph_echo *echo, int64_t end)
{
	bool several = echo->several && call->buffer.family == AF_INET;
	struct iph_echo_reply reply;
	int r;

	do {
		r = iph_echo_receive(echo, end, &reply);
		if (r == 0)
			r = iph_reply_store(&call->buffer, &reply);
	} while (r == 0 && several && iph_reply_fits(&call->buffer, &reply));
	return call->buffer.count ? 0 : r;
}

static int try(struct call *call)
{
	IPH_AUTO_ECHO struct iph_echo echo = IPH_ECHO_NONE;
	int64_t end = iph_now() + call->timeout;
	int r = iph_echo_send(&call->request, &echo);

	if (r == 0)
		r = collect(call, &echo, end);
	if (r == 0)
		iph_reply_finish(&call->buffer);
	return r;
}

static int run(struct call *call)
{
	int r = check(call);

	call->tried = r == 0;
	return call->tried ? try(call) : r;
}

/* What Windows' own call does when it has waited itself. */
static DWORD leave(const struct call *call, DWORD code)
{
	if (code && call->tried)
		iph_reply_fail(&call->buffer, code);
	if (code == NO_ERROR)
		iph_reply_counted(&call->buffer);
	iph_last_error(code);
	return code == NO_ERROR ? call->buffer.count : 0;
}

static struct call call_of(HANDLE handle, uint8_t family, const void *data, WORD size,
			   const IP_OPTION_INFORMATION *options, void *buffer, DWORD room,
			   DWORD timeout)
{
	return (struct call){
		.handle = handle,
		.request = {.to.family = family, .from.family = family, .data = data, .size = size},
		.options = options,
		.buffer = {.start = buffer, .size = room, .family = family},
		.timeout = timeout,
	};
}

static int run_ipv4(struct call *call, IPAddr from, IPAddr to)
{
	memcpy(call->request.from.bytes, &from, sizeof(from));
	memcpy(call->request.to.bytes, &to, sizeof(to));
	return run(call);
}

IPH_EXPORT DWORD IcmpSendEcho(HANDLE IcmpHandle, IPAddr DestinationAddress, LPVOID RequestData,
			      WORD RequestSize, PIP_OPTION_INFORMATION RequestOptions,
			      LPVOID ReplyBuffer, DWORD ReplySize, DWORD Timeout)
{
	struct call call = call_of(IcmpHandle, AF_INET, RequestData, RequestSize, RequestOptions,
				   ReplyBuffer, ReplySize, Timeout);

	return leave(&call,
		     (DWORD)iph_status(IPH_CALL_ECHO, run_ipv4(&call, 0, DestinationAddress)));
}

IPH_EXPORT DWORD IcmpSendEcho2(HANDLE IcmpHandle, HANDLE Event, FARPROC ApcRoutine,
			       PVOID ApcContext, IPAddr DestinationAddress, LPVOID RequestData,
			       WORD RequestSize, PIP_OPTION_INFORMATION RequestOptions,
			       LPVOID ReplyBuffer, DWORD ReplySize, DWORD Timeout)
{
	struct call call = call_of(IcmpHandle, AF_INET, RequestData, RequestSize, RequestOptions,
				   ReplyBuffer, ReplySize, Timeout);

	(void)ApcContext;
	call.background = Event || ApcRoutine;
	return leave(&call,
		     (DWORD)iph_status(IPH_CALL_ECHO, run_ipv4(&call, 0, DestinationAddress)));
}

IPH_EXPORT DWORD IcmpSendEcho2Ex(HANDLE IcmpHandle, HANDLE Event, FARPROC ApcRoutine,
				 PVOID ApcContext, IPAddr SourceAddress, IPAddr DestinationAddress,
				 LPVOID RequestData, WORD RequestSize,
				 PIP_OPTION_INFORMATION RequestOptions, LPVOID ReplyBuffer,
				 DWORD ReplySize, DWORD Timeout)
{
	struct call call = call_of(IcmpHandle, AF_INET, RequestData, RequestSize, RequestOptions,
				   ReplyBuffer, ReplySize, Timeout);

	(void)ApcContext;
	call.background = Event || ApcRoutine;
	return leave(&call, (DWORD)iph_status(IPH_CALL_ECHO,
					      run_ipv4(&call, SourceAddress, DestinationAddress)));
}

static int run_ipv6(struct call *call, const SOCKADDR_IN6 *from, const SOCKADDR_IN6 *to)
{
	if (!to)
		return -EINVAL;
	memcpy(call->request.to.bytes, &to->sin6_addr, sizeof(to->sin6_addr));
	if (from)
		memcpy(call->request.from.bytes, &from->sin6_addr, sizeof(from->sin6_addr));
	call->request.scope = to->sin6_scope_id;
	return run(call);
}

IPH_EXPORT DWORD Icmp6SendEcho2(HANDLE IcmpHandle, HANDLE Event, FARPROC ApcRoutine,
				PVOID ApcContext, SOCKADDR_IN6 *SourceAddress,
				SOCKADDR_IN6 *DestinationAddress, LPVOID RequestData,
				WORD RequestSize, PIP_OPTION_INFORMATION RequestOptions,
				LPVOID ReplyBuffer, DWORD ReplySize, DWORD Timeout)
{
	struct call call = call_of(IcmpHandle, AF_INET6, RequestData, RequestSize, RequestOptions,
				   ReplyBuffer, ReplySize, Timeout);

	(void)ApcContext;
	call.background = Event || ApcRoutine;
	return leave(&call, (DWORD)iph_status(IPH_CALL_ECHO,
					      run_ipv6(&call, SourceAddress, DestinationAddress)));
}

IPH_EXPORT DWORD IcmpParseReplies(LPVOID ReplyBuffer, DWORD ReplySize)
{
	ICMP_ECHO_REPLY row;
	DWORD count;

	if (!ReplyBuffer || ReplySize < sizeof(row)) {
		iph_last_error(ERROR_INVALID_PARAMETER);
		return 0;
	}
	memcpy(&row, ReplyBuffer, sizeof(row));
	count = row.Reserved;
	row.Reserved = 0;
	memcpy(ReplyBuffer, &row, sizeof(row));
	if (count == 0)
		iph_last_error(row.Status);
	return count;
}

/* An error of a router is a reply: what it came from is known. */
IPH_EXPORT DWORD Icmp6ParseReplies(LPVOID ReplyBuffer, DWORD ReplySize)
{
	static const IPV6_ADDRESS_EX nobody;
	ICMPV6_ECHO_REPLY row;

	if (!ReplyBuffer || ReplySize < sizeof(row)) {
		iph_last_error(ERROR_INVALID_PARAMETER);
		return 0;
	}
	memcpy(&row, ReplyBuffer, sizeof(row));
	if (row.Status == IP_SUCCESS ||
	    memcmp(row.Address.sin6_addr, nobody.sin6_addr, sizeof(nobody.sin6_addr)) != 0)
		return 1;
	iph_last_error(row.Status);
	return 0;
}
