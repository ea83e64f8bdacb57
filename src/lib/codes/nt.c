/* SPDX-License-Identifier: MIT */
/* The error gate of libnetio: NTSTATUS codes. */

#include <errno.h>

#include "codes.h"
#include "ntstatus.h"

static uint32_t any_call(int error)
{
	switch (error) {
	case 0:
		return STATUS_SUCCESS;
	case ENOMEM:
	case ENOBUFS:
	case EMFILE:
	case ENFILE:
		return STATUS_NO_MEMORY;
	default:
		return STATUS_UNSUCCESSFUL;
	}
}

NETIO_STATUS(iph_status)(enum iph_call call, int result)
{
	const struct iph_code *code = iph_code_find(call, result);

	return (NETIO_STATUS)(code ? code->nt : any_call(-result));
}
