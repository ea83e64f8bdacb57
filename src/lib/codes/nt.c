/* SPDX-License-Identifier: MIT */
/* The error gate of libnetio: NTSTATUS codes. */

#include <errno.h>

#include "ntstatus.h"
#include "codes.h"
#include "util.h"

static const struct iph_code codes[] = {
	/* wrong shape of the arguments */
	{IPH_CALL_ADDRESS_CHANGE, EINVAL, STATUS_INVALID_PARAMETER},
	/* the kernel demands CAP_NET_ADMIN */
	{IPH_CALL_ADDRESS_CHANGE, EPERM, STATUS_ACCESS_DENIED},
	/* the entry was made by others */
	{IPH_CALL_ADDRESS_CHANGE, EACCES, STATUS_ACCESS_DENIED},
	/* no such interface */
	{IPH_CALL_ADDRESS_CHANGE, ENODEV, STATUS_NOT_FOUND},
	/* the interface does not have the entry */
	{IPH_CALL_ADDRESS_CHANGE, ENOENT, STATUS_NOT_FOUND},
	/* no such protocol on the machine or the interface */
	{IPH_CALL_ADDRESS_CHANGE, EAFNOSUPPORT, STATUS_NOT_SUPPORTED},
	/* a prefix length that Linux has no place for */
	{IPH_CALL_ADDRESS_CHANGE, EOPNOTSUPP, STATUS_NOT_SUPPORTED},
	/* already an anycast or unicast address */
	{IPH_CALL_ADDRESS_CHANGE, EEXIST, STATUS_DUPLICATE_OBJECTID},
	/* the holder has not answered in time */
	{IPH_CALL_ADDRESS_CHANGE, ETIMEDOUT, STATUS_IO_TIMEOUT},
	/* library and holder are of different versions */
	{IPH_CALL_ADDRESS_CHANGE, EPROTO, STATUS_REVISION_MISMATCH},

	{IPH_CALL_ADDRESS_GET, EINVAL, STATUS_INVALID_PARAMETER},
	{IPH_CALL_ADDRESS_GET, ENODEV, STATUS_NOT_FOUND},
	{IPH_CALL_ADDRESS_GET, ENOENT, STATUS_NOT_FOUND},
	{IPH_CALL_ADDRESS_GET, EAFNOSUPPORT, STATUS_NOT_SUPPORTED},

	/* wrong shape of the arguments, or the kernel does not take a value */
	{IPH_CALL_IPINTERFACE, EINVAL, STATUS_INVALID_PARAMETER},
	/* the kernel demands CAP_NET_ADMIN */
	{IPH_CALL_IPINTERFACE, EPERM, STATUS_ACCESS_DENIED},
	/* /proc/sys is read-only, as in containers */
	{IPH_CALL_IPINTERFACE, EROFS, STATUS_ACCESS_DENIED},
	/* a security module withholds /proc/sys */
	{IPH_CALL_IPINTERFACE, EACCES, STATUS_ACCESS_DENIED},
	/* no interface has the index */
	{IPH_CALL_IPINTERFACE, ENODEV, STATUS_NOT_FOUND},
	/* no interface has the LUID, or it does not have the family */
	{IPH_CALL_IPINTERFACE, ENOENT, STATUS_NOT_FOUND},
	/* Linux has nothing to change for a member */
	{IPH_CALL_IPINTERFACE, EOPNOTSUPP, STATUS_NOT_SUPPORTED},

	{IPH_CALL_TABLE, EINVAL, STATUS_INVALID_PARAMETER},
	{IPH_CALL_TABLE, EAFNOSUPPORT, STATUS_NOT_SUPPORTED},

	{IPH_CALL_INTERFACE_GET, EINVAL, STATUS_INVALID_PARAMETER},
	{IPH_CALL_INTERFACE_GET, ENODEV, STATUS_NOT_FOUND},

	{IPH_CALL_INTERFACE_TABLE, EINVAL, STATUS_INVALID_PARAMETER},

	{IPH_CALL_INDEX_TO_LUID, EINVAL, STATUS_INVALID_PARAMETER},
	{IPH_CALL_INDEX_TO_LUID, ENODEV, STATUS_INVALID_PARAMETER},

	{IPH_CALL_LUID_TO_OTHER, EINVAL, STATUS_INVALID_PARAMETER},
	{IPH_CALL_LUID_TO_OTHER, ENODEV, STATUS_INVALID_PARAMETER},
	/* the buffer is too small */
	{IPH_CALL_LUID_TO_OTHER, ERANGE, STATUS_NO_MEMORY},

	{IPH_CALL_OTHER_TO_LUID, EINVAL, STATUS_INVALID_PARAMETER},
	{IPH_CALL_OTHER_TO_LUID, ENODEV, STATUS_INVALID_PARAMETER},

	{IPH_CALL_LUID_TO_NAME, EINVAL, STATUS_INVALID_PARAMETER},
	{IPH_CALL_LUID_TO_NAME, ERANGE, STATUS_NO_MEMORY},

	{IPH_CALL_NAME_TO_LUID, EINVAL, STATUS_INVALID_PARAMETER},
	/* no name given, none of its form, or no such interface */
	{IPH_CALL_NAME_TO_LUID, ENODEV, STATUS_OBJECT_NAME_INVALID},
	{IPH_CALL_NAME_TO_LUID, ENAMETOOLONG, STATUS_NAME_TOO_LONG},

	{IPH_CALL_MASK, EINVAL, STATUS_INVALID_PARAMETER},

	{IPH_CALL_UNWRITTEN, EOPNOTSUPP, STATUS_NOT_SUPPORTED},
};

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

NETIO_STATUS iph_status(enum iph_call call, int result)
{
	size_t i;

	for (i = 0; result < 0 && i < IPH_ARRAY_SIZE(codes); i++)
		if (codes[i].call == call && codes[i].error == -result)
			return (NETIO_STATUS)codes[i].code;
	return (NETIO_STATUS)any_call(-result);
}
