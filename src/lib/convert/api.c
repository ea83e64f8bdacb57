/* SPDX-License-Identifier: MIT */
/* The conversions of netioapi.h between LUID, index, GUID and alias, and IPv4 masks. */

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

#include "codes/export.h"
#include "convert.h"

/* An interface's GUID is this and, in Data4, its LUID, so that it converts both ways without a
 * table. The version digit says "custom" (RFC 9562 5.8). */
static const GUID guid_of_ours = {.Data1 = 0x6e657469, .Data2 = 0x6f61, .Data3 = 0x8070};

void iph_guid_make(uint64_t luid, GUID *ret_guid)
{
	*ret_guid = guid_of_ours;
	memcpy(ret_guid->Data4, &luid, sizeof(luid));
}

bool iph_guid_luid(const GUID *guid, uint64_t *ret_luid)
{
	if (guid->Data1 != guid_of_ours.Data1 || guid->Data2 != guid_of_ours.Data2 ||
	    guid->Data3 != guid_of_ours.Data3)
		return false;
	memcpy(ret_luid, guid->Data4, sizeof(*ret_luid));
	return true;
}

static int find_luid(uint64_t luid, struct iph_link *ret_link)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	if (r < 0)
		return r;
	return luid ? iph_link_resolve(&nl, luid, 0, ret_link) : -ENODEV;
}

static int index_to_luid(NET_IFINDEX index, PNET_LUID ret_luid)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	struct iph_link link;
	int r;

	if (!ret_luid)
		return -EINVAL;
	ret_luid->Value = 0;
	r = iph_nl_open(NETLINK_ROUTE, &nl);
	if (r == 0)
		r = iph_link_by_index(&nl, index, &link);
	if (r == 0)
		ret_luid->Value = iph_luid_make(link.type, link.index);
	return r;
}

static int luid_to_index(const NET_LUID *luid, PNET_IFINDEX ret_index)
{
	struct iph_link link;
	int r;

	if (ret_index)
		*ret_index = NET_IFINDEX_UNSPECIFIED;
	if (!luid || !ret_index)
		return -EINVAL;
	r = find_luid(luid->Value, &link);
	if (r == 0)
		*ret_index = link.index;
	return r;
}

static int luid_to_guid(const NET_LUID *luid, GUID *ret_guid)
{
	struct iph_link link;
	uint64_t value;
	int r;

	if (!luid || !ret_guid)
		return -EINVAL;
	value = luid->Value;
	memset(ret_guid, 0, sizeof(*ret_guid));
	r = find_luid(value, &link);
	if (r < 0)
		return r;
	iph_guid_make(value, ret_guid);
	return 0;
}

static int guid_to_luid(const GUID *guid, PNET_LUID ret_luid)
{
	struct iph_link link;
	uint64_t value;
	int r;

	if (!guid || !ret_luid)
		return -EINVAL;
	ret_luid->Value = 0;
	if (!iph_guid_luid(guid, &value))
		return -ENODEV;
	r = find_luid(value, &link);
	if (r == 0)
		ret_luid->Value = value;
	return r;
}

static int alias_to_luid(const WCHAR *alias, PNET_LUID ret_luid)
{
	char name[IPH_NAME_SIZE];
	struct iph_link link;
	int r;

	if (ret_luid)
		ret_luid->Value = 0;
	if (!alias || !ret_luid)
		return -EINVAL;
	r = iph_name_narrow(alias, name, sizeof(name));
	if (r == 0)
		r = iph_name_find(name, &link);
	if (r == 0)
		ret_luid->Value = iph_luid_make(link.type, link.index);
	return r == -ENAMETOOLONG ? -ENODEV : r;
}

static int luid_to_alias(const NET_LUID *luid, PWSTR ret_alias, SIZE_T length)
{
	struct iph_link link;
	int r;

	if (!luid || !ret_alias)
		return -EINVAL;
	r = find_luid(luid->Value, &link);
	return r < 0 ? r : iph_name_widen(link.name, ret_alias, length);
}

static int length_to_mask(ULONG length, PULONG ret_mask)
{
	if (!ret_mask)
		return -EINVAL;
	*ret_mask = INADDR_NONE;
	if (length > 32)
		return -EINVAL;
	*ret_mask = length ? htonl(UINT32_MAX << (32 - length)) : 0;
	return 0;
}

static int mask_to_length(ULONG mask, PUINT8 ret_length)
{
	uint32_t ones = ntohl(mask);

	if (!ret_length || (~ones & (~ones + 1)) != 0)
		return -EINVAL;
	*ret_length = (UINT8)__builtin_popcount(ones);
	return 0;
}

IPH_EXPORT NETIO_STATUS ConvertInterfaceIndexToLuid(NET_IFINDEX InterfaceIndex,
						    PNET_LUID InterfaceLuid)
{
	return iph_status(IPH_CALL_INDEX_TO_LUID, index_to_luid(InterfaceIndex, InterfaceLuid));
}

IPH_EXPORT NETIO_STATUS ConvertInterfaceLuidToIndex(const NET_LUID *InterfaceLuid,
						    PNET_IFINDEX InterfaceIndex)
{
	return iph_status(IPH_CALL_LUID_TO_OTHER, luid_to_index(InterfaceLuid, InterfaceIndex));
}

IPH_EXPORT NETIO_STATUS ConvertInterfaceLuidToGuid(const NET_LUID *InterfaceLuid,
						   GUID *InterfaceGuid)
{
	return iph_status(IPH_CALL_LUID_TO_OTHER, luid_to_guid(InterfaceLuid, InterfaceGuid));
}

IPH_EXPORT NETIO_STATUS ConvertInterfaceGuidToLuid(const GUID *InterfaceGuid,
						   PNET_LUID InterfaceLuid)
{
	return iph_status(IPH_CALL_OTHER_TO_LUID, guid_to_luid(InterfaceGuid, InterfaceLuid));
}

IPH_EXPORT NETIO_STATUS ConvertInterfaceAliasToLuid(const WCHAR *InterfaceAlias,
						    PNET_LUID InterfaceLuid)
{
	return iph_status(IPH_CALL_OTHER_TO_LUID, alias_to_luid(InterfaceAlias, InterfaceLuid));
}

IPH_EXPORT NETIO_STATUS ConvertInterfaceLuidToAlias(const NET_LUID *InterfaceLuid,
						    PWSTR InterfaceAlias, SIZE_T Length)
{
	return iph_status(IPH_CALL_LUID_TO_OTHER,
			  luid_to_alias(InterfaceLuid, InterfaceAlias, Length));
}

IPH_EXPORT NETIO_STATUS ConvertLengthToIpv4Mask(ULONG MaskLength, PULONG Mask)
{
	return iph_status(IPH_CALL_MASK, length_to_mask(MaskLength, Mask));
}

IPH_EXPORT NETIO_STATUS ConvertIpv4MaskToLength(ULONG Mask, PUINT8 MaskLength)
{
	return iph_status(IPH_CALL_MASK, mask_to_length(Mask, MaskLength));
}
