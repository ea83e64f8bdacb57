/* SPDX-License-Identifier: MIT */
/* The error gate of libiphlpapi: Win32 codes. */

#include <errno.h>

#include "status.h"
#include "util.h"
#include "winerror.h"

static const struct iph_code codes[] = {
	/* wrong shape of the arguments */
	{IPH_CALL_ADDRESS_CHANGE, EINVAL, ERROR_INVALID_PARAMETER},
	/* the kernel demands CAP_NET_ADMIN */
	{IPH_CALL_ADDRESS_CHANGE, EPERM, ERROR_ACCESS_DENIED},
	/* the entry was made by others */
	{IPH_CALL_ADDRESS_CHANGE, EACCES, ERROR_ACCESS_DENIED},
	/* no such interface */
	{IPH_CALL_ADDRESS_CHANGE, ENODEV, ERROR_NOT_FOUND},
	/* the interface does not have the entry */
	{IPH_CALL_ADDRESS_CHANGE, ENOENT, ERROR_NOT_FOUND},
	/* no such protocol on the machine or the interface */
	{IPH_CALL_ADDRESS_CHANGE, EAFNOSUPPORT, ERROR_NOT_SUPPORTED},
	/* already an anycast or unicast address */
	{IPH_CALL_ADDRESS_CHANGE, EEXIST, ERROR_OBJECT_ALREADY_EXISTS},

	{IPH_CALL_ADDRESS_GET, EINVAL, ERROR_INVALID_PARAMETER},
	{IPH_CALL_ADDRESS_GET, ENODEV, ERROR_FILE_NOT_FOUND},
	{IPH_CALL_ADDRESS_GET, ENOENT, ERROR_NOT_FOUND},
	{IPH_CALL_ADDRESS_GET, EAFNOSUPPORT, ERROR_NOT_SUPPORTED},

	/* wrong shape of the arguments, or the kernel does not take a value */
	{IPH_CALL_IPINTERFACE, EINVAL, ERROR_INVALID_PARAMETER},
	/* the kernel demands CAP_NET_ADMIN */
	{IPH_CALL_IPINTERFACE, EPERM, ERROR_ACCESS_DENIED},
	/* /proc/sys is read-only, as in containers */
	{IPH_CALL_IPINTERFACE, EROFS, ERROR_ACCESS_DENIED},
	/* a security module withholds /proc/sys */
	{IPH_CALL_IPINTERFACE, EACCES, ERROR_ACCESS_DENIED},
	/* no interface has the index */
	{IPH_CALL_IPINTERFACE, ENODEV, ERROR_FILE_NOT_FOUND},
	/* no interface has the LUID, or it does not have the family */
	{IPH_CALL_IPINTERFACE, ENOENT, ERROR_NOT_FOUND},
	/* Linux has nothing to change for a member */
	{IPH_CALL_IPINTERFACE, EOPNOTSUPP, ERROR_NOT_SUPPORTED},

	{IPH_CALL_TABLE, EINVAL, ERROR_INVALID_PARAMETER},
	{IPH_CALL_TABLE, EAFNOSUPPORT, ERROR_NOT_SUPPORTED},

	{IPH_CALL_INTERFACE_GET, EINVAL, ERROR_INVALID_PARAMETER},
	{IPH_CALL_INTERFACE_GET, ENODEV, ERROR_FILE_NOT_FOUND},

	{IPH_CALL_INTERFACE_TABLE, EINVAL, ERROR_INVALID_PARAMETER},

	{IPH_CALL_INDEX_TO_LUID, EINVAL, ERROR_INVALID_PARAMETER},
	{IPH_CALL_INDEX_TO_LUID, ENODEV, ERROR_FILE_NOT_FOUND},

	{IPH_CALL_LUID_TO_OTHER, EINVAL, ERROR_INVALID_PARAMETER},
	{IPH_CALL_LUID_TO_OTHER, ENODEV, ERROR_FILE_NOT_FOUND},
	/* the buffer is too small */
	{IPH_CALL_LUID_TO_OTHER, ERANGE, ERROR_NOT_ENOUGH_MEMORY},

	{IPH_CALL_OTHER_TO_LUID, EINVAL, ERROR_INVALID_PARAMETER},
	{IPH_CALL_OTHER_TO_LUID, ENODEV, ERROR_INVALID_PARAMETER},

	{IPH_CALL_LUID_TO_NAME, EINVAL, ERROR_INVALID_PARAMETER},
	{IPH_CALL_LUID_TO_NAME, ERANGE, ERROR_NOT_ENOUGH_MEMORY},

	{IPH_CALL_NAME_TO_LUID, EINVAL, ERROR_INVALID_PARAMETER},
	/* no name given, none of its form, or no such interface */
	{IPH_CALL_NAME_TO_LUID, ENODEV, ERROR_INVALID_NAME},
	{IPH_CALL_NAME_TO_LUID, ENAMETOOLONG, ERROR_BUFFER_OVERFLOW},

	{IPH_CALL_MASK, EINVAL, ERROR_INVALID_PARAMETER},

	{IPH_CALL_UNWRITTEN, EOPNOTSUPP, ERROR_NOT_SUPPORTED},
};

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

NETIO_STATUS iph_status(enum iph_call call, int result)
{
	size_t i;

	for (i = 0; i < IPH_ARRAY_SIZE(codes); i++)
		if (codes[i].call == call && codes[i].error == -result)
			return (NETIO_STATUS)codes[i].code;
	return (NETIO_STATUS)any_call(-result);
}
