/* SPDX-License-Identifier: MIT */
/* GetNetworkParams, GetPerAdapterInfo: what resolv.conf(5) and the kernel say of the machine, and
 * GetUniDirectionalAdapterInfo. */

#include "iphlpapi.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "address-string.h"
#include "interface/interface.h"
#include "ipv4-address/ipv4-address.h"
#include "netconf.h"
#include "resolv-conf.h"

/* 169.254.0.0/16, from which an interface without a DHCP server takes an address (RFC 3927). */
#define AUTOCONFIG UINT32_C(0xa9fe0000)
#define AUTOCONFIG_MASK UINT32_C(0xffff0000)

/* What a structure with a list of name servers takes: IP_ADDR_STRING has room for IPv4 alone. */
static size_t bytes_needed(const struct iph_resolv *resolv, size_t head)
{
	size_t found = 0;
	size_t i;

	for (i = 0; i < resolv->server_count; i++)
		found += resolv->servers[i].addr.family == AF_INET;
	return head + (found > 1 ? found - 1 : 0) * sizeof(IP_ADDR_STRING);
}

static void put_servers(const struct iph_resolv *resolv, IP_ADDR_STRING *head, void *behind)
{
	IP_ADDR_STRING *room = behind;
	struct iph_string_list list = {.head = head, .room = &room};
	size_t i;

	for (i = 0; i < resolv->server_count; i++) {
		const struct iph_addr *addr = &resolv->servers[i].addr;
		IP_ADDR_STRING *string;

		if (addr->family != AF_INET)
			continue;
		string = iph_string_add(&list);
		iph_address_string(iph_ipv4_bytes(addr), 0, string);
		string->IpMask.String[0] = '\0'; /* a server has no mask */
	}
}

/* The domain of the machine's own name comes first: Windows' DomainName is the machine's. */
static void put_names(const struct iph_resolv *resolv, FIXED_INFO *info)
{
	const char *domain = resolv->domain_count > 0 ? resolv->domains[0] : "";
	struct utsname names;
	char *dot;

	if (uname(&names) < 0)
		names.nodename[0] = '\0';
	dot = strchr(names.nodename, '.');
	if (dot) {
		*dot = '\0';
		domain = dot[1] ? dot + 1 : domain;
	}
	snprintf(info->HostName, sizeof(info->HostName), "%s", names.nodename);
	snprintf(info->DomainName, sizeof(info->DomainName), "%.*s",
		 (int)sizeof(info->DomainName) - 1, domain);
}

static int read_conf(struct iph_netconf *ret_conf)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	if (r == 0)
		r = iph_netconf_read(&nl, AF_INET, ret_conf);
	return r == -EAFNOSUPPORT ? 0 : r; /* without IPv4 nothing is forwarded */
}

static int get_params(FIXED_INFO *info, ULONG *size)
{
	struct iph_netconf conf = {0};
	struct iph_resolv resolv;
	size_t needed;
	int r;

	if (!size)
		return -EINVAL;
	r = read_conf(&conf);
	if (r == 0)
		r = iph_resolv_read(&resolv);
	if (r < 0)
		return r;
	needed = bytes_needed(&resolv, sizeof(*info));
	if (!info || *size < needed) {
		*size = (ULONG)needed;
		return -EOVERFLOW;
	}
	memset(info, 0, sizeof(*info));
	put_names(&resolv, info);
	put_servers(&resolv, &info->DnsServerList, info + 1);
	info->NodeType = BROADCAST_NODETYPE; /* what Windows is without a WINS server */
	info->EnableRouting = conf.forwarding;
	info->EnableProxy = conf.proxy;
	info->EnableDns = resolv.server_count > 0;
	return 0;
}

static int has_autoconfig(uint32_t index, bool *ret_active)
{
	IPH_AUTO_TABLE struct iph_table addresses = {0};
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	size_t count;
	size_t at;
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	if (r == 0)
		r = iph_ipv4_read(&nl, &addresses);
	if (r < 0)
		return r == -EAFNOSUPPORT ? 0 : r;
	for (at = iph_ipv4_of(&addresses, index, &count); count > 0; count--, at++) {
		uint32_t address = iph_ipv4_bytes(&iph_ipv4_at(&addresses, at)->addr);

		if ((ntohl(address) & AUTOCONFIG_MASK) == AUTOCONFIG)
			*ret_active = true;
	}
	return 0;
}

/* The servers are those of IP_ADAPTER_ADDRESSES: none of an adapter that does not lead out. */
static int read_adapter(uint32_t index, struct iph_resolv *ret_resolv, bool *ret_active)
{
	MIB_IF_ROW2 row;
	int r = iph_interface_get(0, index, IPH_WITHOUT_STATISTICS, &row);

	if (r == 0)
		r = has_autoconfig(index, ret_active);
	if (r == 0)
		r = iph_resolv_read(ret_resolv);
	if (r == 0 && (row.Type == IF_TYPE_SOFTWARE_LOOPBACK || row.OperStatus != IfOperStatusUp))
		ret_resolv->server_count = 0;
	return r;
}

static int get_adapter(uint32_t index, IP_PER_ADAPTER_INFO *info, ULONG *size)
{
	struct iph_resolv resolv;
	size_t needed;
	bool active = false;
	int r;

	if (!size)
		return -EINVAL;
	r = index ? read_adapter(index, &resolv, &active) : -ENODEV;
	if (r < 0)
		return r == -ENODEV ? -ENODATA : r;
	needed = bytes_needed(&resolv, sizeof(*info));
	if (!info || *size < needed) {
		*size = (ULONG)needed;
		return -EOVERFLOW;
	}
	memset(info, 0, sizeof(*info));
	info->AutoconfigEnabled = active;
	info->AutoconfigActive = active;
	put_servers(&resolv, &info->DnsServerList, info + 1);
	return 0;
}

/* No driver tells Linux that its device can only receive. */
static int get_unidirectional(IP_UNIDIRECTIONAL_ADAPTER_ADDRESS *info, ULONG *size)
{
	if (!size)
		return -EINVAL;
	if (!info || *size < sizeof(*info)) {
		*size = sizeof(*info);
		return -EOVERFLOW;
	}
	memset(info, 0, sizeof(*info));
	return 0;
}

IPH_EXPORT DWORD GetNetworkParams(PFIXED_INFO pFixedInfo, PULONG pOutBufLen)
{
	return iph_status(IPH_CALL_ADAPTERS, get_params(pFixedInfo, pOutBufLen));
}

IPH_EXPORT DWORD GetPerAdapterInfo(ULONG IfIndex, PIP_PER_ADAPTER_INFO pPerAdapterInfo,
				   PULONG pOutBufLen)
{
	return iph_status(IPH_CALL_ADAPTERS, get_adapter(IfIndex, pPerAdapterInfo, pOutBufLen));
}

IPH_EXPORT DWORD GetUniDirectionalAdapterInfo(PIP_UNIDIRECTIONAL_ADAPTER_ADDRESS pIPIfInfo,
					      PULONG dwOutBufLen)
{
	return iph_status(IPH_CALL_INTERFACE_INFO, get_unidirectional(pIPIfInfo, dwOutBufLen));
}
