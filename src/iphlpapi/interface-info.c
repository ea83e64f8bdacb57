/* SPDX-License-Identifier: MIT */
/* The calls before netioapi.h that name and count interfaces. */

#include "iphlpapi.h"

#include <errno.h>
#include <string.h>
#include <strings.h>

#include "codes/export.h"
#include "convert/convert.h"
#include "guid.h"
#include "interface-info.h"
#include "links.h"

/* "GetInterfaceInfo function": what Windows names an IPv4 interface; and in any case on input. */
#define DEVICE "\\DEVICE\\TCPIP_"
#define DEVICE_LENGTH (sizeof(DEVICE) - 1)

static int read_links(struct iph_links *ret_links)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	return r < 0 ? r : iph_links_read(&nl, ret_links);
}

static int count_interfaces(DWORD *ret_count)
{
	IPH_AUTO_LINKS struct iph_links links = {0};
	int r;

	if (!ret_count)
		return -EINVAL;
	r = read_links(&links);
	if (r == 0)
		*ret_count = (DWORD)links.count;
	return r;
}

static bool is_adapter(const struct iph_link *link)
{
	return link->type != IF_TYPE_SOFTWARE_LOOPBACK;
}

/* A disabled adapter, which the page leaves out, is one that is down. */
static bool has_info(const struct iph_link *link)
{
	return is_adapter(link) && link->up && link->ipv4;
}

void iph_device_name(const GUID *guid, WCHAR *ret_name, size_t length)
{
	char name[DEVICE_LENGTH + IPH_GUID_TEXT_SIZE] = DEVICE;

	iph_guid_text(guid, name + DEVICE_LENGTH);
	iph_ignore(iph_name_widen(name, ret_name, length));
}

static void fill_map(const struct iph_link *link, IP_ADAPTER_INDEX_MAP *ret_map)
{
	GUID guid;

	memset(ret_map, 0, sizeof(*ret_map));
	ret_map->Index = link->index;
	iph_guid_make(iph_luid_make(link->type, link->index), &guid);
	iph_device_name(&guid, ret_map->Name, MAX_ADAPTER_NAME);
}

static int get_info(IP_INTERFACE_INFO *buffer, ULONG *size)
{
	IPH_AUTO_LINKS struct iph_links links = {0};
	size_t needed = offsetof(IP_INTERFACE_INFO, Adapter);
	LONG count = 0;
	size_t i;
	int r;

	if (!size)
		return -EINVAL;
	r = read_links(&links);
	if (r < 0)
		return r;
	for (i = 0; i < links.count; i++)
		if (has_info(&links.links[i]))
			links.links[count++] = links.links[i];
	needed += (size_t)count * sizeof(buffer->Adapter[0]);
	if (count == 0)
		return -ENODATA;
	if (needed > UINT32_MAX)
		return -ENOMEM;
	if (!buffer || *size < needed) {
		*size = (ULONG)needed;
		return -EOVERFLOW;
	}
	buffer->NumAdapters = count;
	for (i = 0; i < (size_t)count; i++)
		fill_map(&links.links[i], &buffer->Adapter[i]);
	return 0;
}

static int find_guid(const GUID *guid, struct iph_link *ret_link)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	uint64_t luid;
	int r;

	if (!iph_guid_luid(guid, &luid) || luid == 0)
		return -ENODEV;
	r = iph_nl_open(NETLINK_ROUTE, &nl);
	return r < 0 ? r : iph_link_resolve(&nl, luid, 0, ret_link);
}

/* What has neither a form that Windows knows nor is a name of Linux' is no name: -EINVAL. */
int iph_device_find(const WCHAR *wide, struct iph_link *ret_link)
{
	char name[IPH_NAME_SIZE];
	const char *text = name;
	GUID guid;
	int r = iph_name_narrow(wide, name, sizeof(name));

	if (r < 0)
		return -EINVAL;
	if (strncasecmp(name, DEVICE, DEVICE_LENGTH) == 0)
		text = name + DEVICE_LENGTH;
	if (iph_guid_parse(text, &guid))
		return find_guid(&guid, ret_link);
	r = text == name ? iph_name_find(name, ret_link) : -ENODEV;
	return r == -ENODEV ? -EINVAL : r;
}

/* "GetAdapterIndex function" tells "no such adapter" from "no adapters at all". */
static int explain_missing(void)
{
	IPH_AUTO_LINKS struct iph_links links = {0};
	int r = read_links(&links);
	size_t i;

	for (i = 0; i < links.count && r == 0; i++)
		if (is_adapter(&links.links[i]))
			r = -ENODEV;
	return r < 0 ? r : -ENODATA;
}

static int get_index(const WCHAR *name, ULONG *ret_index)
{
	struct iph_link link;
	int r;

	if (!name || !ret_index)
		return -EINVAL;
	r = iph_device_find(name, &link);
	if (r == 0)
		*ret_index = link.index;
	return r == -ENODEV ? explain_missing() : r;
}

IPH_EXPORT DWORD GetNumberOfInterfaces(PDWORD pdwNumIf)
{
	return iph_status(IPH_CALL_INTERFACE_TABLE, count_interfaces(pdwNumIf));
}

IPH_EXPORT DWORD GetInterfaceInfo(PIP_INTERFACE_INFO pIfTable, PULONG dwOutBufLen)
{
	return iph_status(IPH_CALL_INTERFACE_INFO, get_info(pIfTable, dwOutBufLen));
}

IPH_EXPORT DWORD GetAdapterIndex(LPWSTR AdapterName, PULONG IfIndex)
{
	return iph_status(IPH_CALL_ADAPTER_INDEX, get_index(AdapterName, IfIndex));
}
