/* SPDX-License-Identifier: MIT */
/* The buffers of IcmpSendEcho() and its like ("ICMP_ECHO_REPLY structure"). */

#include <errno.h>
#include <netinet/icmp6.h>
#include <string.h>

#include <linux/icmp.h>

#include "reply-buffer.h"

/* RFC 792 and what Windows makes of it, as Wine has it for the codes of RFC 1122 and RFC 1812. */
static IP_STATUS unreachable_ipv4(uint8_t code)
{
	static const IP_STATUS statuses[] = {
		[ICMP_NET_UNREACH] = IP_DEST_NET_UNREACHABLE,
		[ICMP_HOST_UNREACH] = IP_DEST_HOST_UNREACHABLE,
		[ICMP_PROT_UNREACH] = IP_DEST_PROT_UNREACHABLE,
		[ICMP_PORT_UNREACH] = IP_DEST_PORT_UNREACHABLE,
		[ICMP_FRAG_NEEDED] = IP_PACKET_TOO_BIG,
		[ICMP_SR_FAILED] = IP_BAD_ROUTE,
		[ICMP_NET_UNKNOWN] = IP_DEST_NET_UNREACHABLE,
		[ICMP_HOST_UNKNOWN] = IP_DEST_HOST_UNREACHABLE,
		[ICMP_HOST_ISOLATED] = IP_DEST_HOST_UNREACHABLE,
		[ICMP_NET_ANO] = IP_DEST_NET_UNREACHABLE,
		[ICMP_HOST_ANO] = IP_DEST_HOST_UNREACHABLE,
		[ICMP_NET_UNR_TOS] = IP_DEST_NET_UNREACHABLE,
	};

	return code < IPH_ARRAY_SIZE(statuses) ? statuses[code] : IP_DEST_HOST_UNREACHABLE;
}

static IP_STATUS status_ipv4(uint8_t type, uint8_t code)
{
	switch (type) {
	case ICMP_DEST_UNREACH:
		return unreachable_ipv4(code);
	case ICMP_TIME_EXCEEDED:
		return code == ICMP_EXC_TTL ? IP_TTL_EXPIRED_TRANSIT : IP_TTL_EXPIRED_REASSEM;
	case ICMP_PARAMETERPROB:
		return IP_PARAM_PROBLEM;
	case ICMP_SOURCE_QUENCH:
		return IP_SOURCE_QUENCH;
	default:
		return IP_GENERAL_FAILURE;
	}
}

/* RFC 4443 section 3.1; <netinet/icmp6.h> has none of these. */
enum {
	FAILED_POLICY = 5,
	REJECTED_ROUTE = 6,
};

/* ipexport.h has a name for each of the codes. */
static IP_STATUS unreachable_ipv6(uint8_t code)
{
	static const IP_STATUS statuses[] = {
		[ICMP6_DST_UNREACH_NOROUTE] = IP_DEST_NO_ROUTE,
		[ICMP6_DST_UNREACH_ADMIN] = IP_DEST_PROHIBITED,
		[ICMP6_DST_UNREACH_BEYONDSCOPE] = IP_DEST_SCOPE_MISMATCH,
		[ICMP6_DST_UNREACH_ADDR] = IP_DEST_ADDR_UNREACHABLE,
		[ICMP6_DST_UNREACH_NOPORT] = IP_DEST_PORT_UNREACHABLE,
		[FAILED_POLICY] = IP_DEST_PROHIBITED,
		[REJECTED_ROUTE] = IP_DEST_PROHIBITED,
	};

	return code < IPH_ARRAY_SIZE(statuses) ? statuses[code] : IP_DEST_UNREACHABLE;
}

static IP_STATUS bad_parameter(uint8_t code)
{
	switch (code) {
	case ICMP6_PARAMPROB_HEADER:
		return IP_BAD_HEADER;
	case ICMP6_PARAMPROB_NEXTHEADER:
		return IP_UNRECOGNIZED_NEXT_HEADER;
	case ICMP6_PARAMPROB_OPTION:
		return IP_BAD_OPTION;
	default:
		return IP_PARAMETER_PROBLEM;
	}
}

static IP_STATUS status_ipv6(uint8_t type, uint8_t code)
{
	switch (type) {
	case ICMP6_DST_UNREACH:
		return unreachable_ipv6(code);
	case ICMP6_PACKET_TOO_BIG:
		return IP_PACKET_TOO_BIG;
	case ICMP6_TIME_EXCEEDED:
		if (code > ICMP6_TIME_EXCEED_REASSEMBLY)
			return IP_TIME_EXCEEDED;
		return code == ICMP6_TIME_EXCEED_TRANSIT ? IP_HOP_LIMIT_EXCEEDED
							 : IP_REASSEMBLY_TIME_EXCEEDED;
	case ICMP6_PARAM_PROB:
		return bad_parameter(code);
	default:
		return IP_ICMP_ERROR;
	}
}

static IP_STATUS status_of(const struct iph_echo_reply *reply)
{
	if (reply->kind == IPH_ECHO_ANSWER)
		return IP_SUCCESS;
	if (reply->from.family == AF_INET)
		return status_ipv4(reply->type, reply->code);
	return status_ipv6(reply->type, reply->code);
}

size_t iph_reply_size(uint8_t family)
{
	return family == AF_INET ? sizeof(ICMP_ECHO_REPLY) : sizeof(ICMPV6_ECHO_REPLY);
}

/* As much as there is room for behind the options: data are at a multiple of 4 from there. */
static size_t padded(size_t options)
{
	return (options + 3) & ~(size_t)3;
}

static void write_ipv4(uint8_t *at, const struct iph_echo_reply *reply)
{
	ICMP_ECHO_REPLY row = {
		.Status = status_of(reply),
		.RoundTripTime = reply->milliseconds,
		.DataSize = (USHORT)reply->size,
		.Options = {.Ttl = reply->hops,
			    .Tos = reply->tos,
			    .OptionsSize = reply->options_size},
	};

	memcpy(&row.Address, reply->from.bytes, sizeof(row.Address));
	memcpy(at, &row, sizeof(row));
}

static void write_ipv6(uint8_t *at, const struct iph_echo_reply *reply)
{
	ICMPV6_ECHO_REPLY row = {
		.Address = {.sin6_scope_id = reply->scope},
		.Status = status_of(reply),
		.RoundTripTime = reply->milliseconds,
	};

	memcpy(row.Address.sin6_addr, reply->from.bytes, sizeof(row.Address.sin6_addr));
	memcpy(at, &row, sizeof(row));
}

bool iph_reply_fits(const struct iph_reply_buffer *buffer, const struct iph_echo_reply *reply)
{
	size_t rows = ((size_t)buffer->count + 1) * iph_reply_size(buffer->family);

	return buffer->count < UINT16_MAX &&
	       rows + buffer->tail + padded(reply->options_size) + reply->size <= buffer->size;
}

int iph_reply_store(struct iph_reply_buffer *buffer, const struct iph_echo_reply *reply)
{
	size_t row = iph_reply_size(buffer->family);
	size_t options = padded(reply->options_size);
	size_t more = options + reply->size;
	uint8_t *end = buffer->start + buffer->size - buffer->tail;

	if (!iph_reply_fits(buffer, reply))
		return -E2BIG;
	memset(end - more, 0, options);
	memcpy(end - more, reply->options, reply->options_size);
	if (reply->size)
		memcpy(end - reply->size, reply->data, reply->size);
	if (buffer->family == AF_INET)
		write_ipv4(buffer->start + buffer->count * row, reply);
	else
		write_ipv6(buffer->start + buffer->count * row, reply);
	buffer->count++;
	buffer->tail += more;
	return 0;
}

/* The last one came to stand first. The number of all is where IcmpParseReplies() looks for it. */
static void point_ipv4(const struct iph_reply_buffer *buffer)
{
	uint8_t *next = buffer->start + buffer->count * sizeof(ICMP_ECHO_REPLY);
	ICMP_ECHO_REPLY row;
	DWORD i;

	for (i = buffer->count; i-- > 0;) {
		uint8_t *at = buffer->start + i * sizeof(row);

		memcpy(&row, at, sizeof(row));
		row.Reserved = (USHORT)(i ? 0 : buffer->count);
		row.Options.OptionsData = row.Options.OptionsSize ? next : NULL;
		row.Data = next + padded(row.Options.OptionsSize);
		next = (uint8_t *)row.Data + row.DataSize;
		memcpy(at, &row, sizeof(row));
	}
}

void iph_reply_finish(struct iph_reply_buffer *buffer)
{
	uint8_t *behind = buffer->start + buffer->count * iph_reply_size(buffer->family);

	memmove(behind, buffer->start + buffer->size - buffer->tail, buffer->tail);
	if (buffer->family == AF_INET)
		point_ipv4(buffer);
}

void iph_reply_counted(const struct iph_reply_buffer *buffer)
{
	if (buffer->family == AF_INET)
		memset(buffer->start + offsetof(ICMP_ECHO_REPLY, Reserved), 0, sizeof(USHORT));
}

void iph_reply_fail(const struct iph_reply_buffer *buffer, DWORD status)
{
	ICMPV6_ECHO_REPLY six = {.Status = status};
	ICMP_ECHO_REPLY four = {.Status = status};

	if (buffer->family == AF_INET)
		memcpy(buffer->start, &four, sizeof(four));
	else
		memcpy(buffer->start, &six, sizeof(six));
}
