/* SPDX-License-Identifier: MIT */
/* The error gate of libiphlpapi: Win32 codes. */

#include <errno.h>

#include "codes.h"
#include "winerror.h"

static uint32_t any_call(int error)
{
	switch (error) {
	case 0:
		return NO_ERROR;
	case ENOMEM:
	case ENOBUFS:
	case EMFILE:
	case ENFILE:
		return ERROR_NOT_ENOUGH_MEMORY;
	default:
		return ERROR_GEN_FAILURE;
	}
}

NETIO_STATUS(iph_status)(enum iph_call call, int result)
{
	const struct iph_code *code = iph_code_find(call, result);

	return (NETIO_STATUS)(code ? code->win32 : any_call(-result));
}
