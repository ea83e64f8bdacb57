/* SPDX-License-Identifier: MIT */
/* GetIpAddrTable, AddIPAddress, DeleteIPAddress: IPv4 addresses before netioapi.h. */

#include "iphlpapi.h"

#include <errno.h>
#include <string.h>

#include "ipv4-address.h"
#include "links.h"
#include "privilege.h"
#include "sized.h"
#include "table/key.h"

#define INFINITE 0xffffffffu

/* What Windows has in each row: broadcasts go to the address with all ones, and datagrams of any
 * size are put together again. */
#define BROADCAST_ONES 1
#define LARGEST_DATAGRAM 65535

static unsigned short type_of(const struct iph_unicast *unicast,
			      const MIB_UNICASTIPADDRESS_ROW *row, const struct iph_link *link)
{
	unsigned short type = 0;

	if (!(unicast->flags & IFA_F_SECONDARY))
		type |= MIB_IPADDR_PRIMARY;
	if (row->PrefixOrigin == IpPrefixOriginDhcp)
		type |= MIB_IPADDR_DYNAMIC;
	if (!link || !link->up || !link->carrier)
		type |= MIB_IPADDR_DISCONNECTED;
	return type;
}

static void fill_row(const struct iph_unicast *unicast, const struct iph_links *links,
		     MIB_IPADDRROW *ret_row)
{
	const struct iph_clock clock = {0}; /* nothing here depends on the time */
	MIB_UNICASTIPADDRESS_ROW row;

	iph_unicast_row(unicast, &clock, &row);
	ret_row->dwAddr = iph_ipv4_bytes(&unicast->addr);
	ret_row->dwIndex = unicast->ifindex;
	ret_row->dwMask = iph_ipv4_mask(row.OnLinkPrefixLength);
	ret_row->dwBCastAddr = BROADCAST_ONES;
	ret_row->dwReasmSize = LARGEST_DATAGRAM;
	ret_row->unused1 = 0;
	ret_row->wType = type_of(unicast, &row, iph_links_find(links, unicast->ifindex));
}

static int compare_addresses(const void *left, const void *right, void *arg)
{
	const struct iph_unicast *a = left;
	const struct iph_unicast *b = right;

	(void)arg;
	return iph_addr_compare(&a->addr, &b->addr);
}

static int read_all(struct iph_table *ret_addresses, struct iph_links *ret_links)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	if (r == 0)
		r = iph_links_read(&nl, ret_links);
	return r < 0 ? r : iph_ipv4_read(&nl, ret_addresses);
}

static int get_table(MIB_IPADDRTABLE *buffer, ULONG *size, BOOL order)
{
	IPH_AUTO_LINKS struct iph_links links = {0};
	IPH_AUTO_TABLE struct iph_table addresses = {0};
	size_t count;
	size_t i;
	int r;

	if (!size)
		return -EINVAL;
	r = read_all(&addresses, &links);
	if (r < 0)
		return r;
	count = iph_table_count(&addresses);
	r = IPH_SIZED_ROOM(buffer, size, count);
	if (r < 0)
		return r;
	if (order) /* those that are on several interfaces stay in the order of these */
		iph_table_sort(&addresses, 0, compare_addresses, NULL);
	buffer->dwNumEntries = (DWORD)count;
	for (i = 0; i < count; i++)
		fill_row(iph_ipv4_at(&addresses, i), &links, &buffer->table[i]);
	return 0;
}

/* Ones and then zeroes, of both at least one: a mask without ones would be that of every address,
 * and of the route to everywhere. */
static int mask_length(uint32_t mask, uint8_t *ret_length)
{
	uint32_t ones = ntohl(mask);
	uint8_t length = 0;

	for (; ones & 0x80000000; ones <<= 1)
		length++;
	if (ones || length == 0)
		return -EINVAL;
	*ret_length = length;
	return 0;
}

/* "MIB_IPADDRROW structure" calls both of these broadcast addresses: all zeroes, and all ones,
 * behind the mask. RFC 3021: a subnet of two has none. */
static bool is_broadcast(uint32_t address, uint8_t length)
{
	uint32_t host = length < 31 ? UINT32_MAX >> length : 0;
	uint32_t bits = ntohl(address) & host;

	return host && (bits == 0 || bits == host);
}

static int check(IPAddr address, IPMask mask, MIB_UNICASTIPADDRESS_ROW *ret_row,
		 struct iph_addr *ret_addr)
{
	struct iph_addr addr = {.family = AF_INET};
	uint8_t length;
	int r = mask_length(mask, &length);

	if (r < 0)
		return r;
	memcpy(addr.bytes, &address, sizeof(address));
	if (!(iph_addr_unicast_form(&addr) || iph_addr_loopback(&addr)) ||
	    is_broadcast(address, length))
		return -EADDRNOTAVAIL;
	memset(ret_row, 0, sizeof(*ret_row));
	ret_row->PrefixOrigin = IpPrefixOriginUnchanged;
	ret_row->SuffixOrigin = IpSuffixOriginUnchanged;
	ret_row->ValidLifetime = INFINITE;
	ret_row->PreferredLifetime = INFINITE;
	ret_row->OnLinkPrefixLength = length;
	*ret_addr = addr;
	return 0;
}

static int find_interface(DWORD index, const struct iph_addr *addr, struct iph_link *ret_link)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	const NET_LUID none = {0};
	int r = iph_privilege_check();

	if (r == 0)
		r = index ? iph_nl_open(NETLINK_ROUTE, &nl) : -ENODEV;
	if (r == 0)
		r = iph_row_link(&nl, none, index, AF_INET, ret_link);
	if (r == 0 && iph_addr_loopback(addr) && ret_link->type != IPH_TYPE_LOOPBACK)
		r = -EINVAL;
	return r;
}

static int add_address(IPAddr address, IPMask mask, DWORD index, ULONG *ret_context,
		       ULONG *ret_instance)
{
	MIB_UNICASTIPADDRESS_ROW row;
	struct iph_unicast unicast;
	struct iph_addr addr;
	struct iph_link link;
	int r;

	if (!ret_context || !ret_instance)
		return -EINVAL;
	r = check(address, mask, &row, &addr);
	if (r == 0)
		r = find_interface(index, &addr, &link);
	if (r == 0)
		r = iph_unicast_create(&row, &addr, &link);
	if (r < 0)
		return r;
	r = iph_unicast_find(&addr, link.index, &unicast);
	if (r < 0) { /* nobody could delete it by a context */
		iph_ignore(iph_unicast_delete(&addr, &link));
		return r;
	}
	*ret_context = iph_ipv4_context(&unicast);
	*ret_instance = unicast.created;
	return 0;
}

/* What a DHCP client or the kernel has added is theirs, and two addresses of one context are one
 * too many: it is better to delete none than a wrong one. */
static int find_context(ULONG context, struct iph_unicast *ret_unicast)
{
	IPH_AUTO_NL struct iph_nl nl = IPH_NL_CLOSED;
	IPH_AUTO_TABLE struct iph_table addresses = {0};
	const struct iph_clock clock = {0};
	MIB_UNICASTIPADDRESS_ROW row;
	size_t found = 0;
	size_t i;
	int r = iph_nl_open(NETLINK_ROUTE, &nl);

	if (r == 0)
		r = iph_ipv4_read(&nl, &addresses);
	if (r < 0)
		return r;
	for (i = 0; i < iph_table_count(&addresses); i++) {
		if (iph_ipv4_context(iph_ipv4_at(&addresses, i)) != context)
			continue;
		*ret_unicast = *iph_ipv4_at(&addresses, i);
		found++;
	}
	if (found != 1)
		return -ENOENT;
	iph_unicast_row(ret_unicast, &clock, &row);
	return row.PrefixOrigin == IpPrefixOriginManual ? 0 : -ENOENT;
}

static int delete_address(ULONG context)
{
	struct iph_unicast unicast;
	int r = context ? iph_privilege_check() : -ENOENT;

	if (r == 0)
		r = find_context(context, &unicast);
	return r < 0 ? r : iph_unicast_remove(&unicast);
}

IPH_EXPORT DWORD GetIpAddrTable(PMIB_IPADDRTABLE pIpAddrTable, PULONG pdwSize, BOOL bOrder)
{
	return iph_status(IPH_CALL_SIZED_TABLE, get_table(pIpAddrTable, pdwSize, bOrder));
}

IPH_EXPORT DWORD AddIPAddress(IPAddr Address, IPMask IpMask, DWORD IfIndex, PULONG NTEContext,
			      PULONG NTEInstance)
{
	return iph_status(IPH_CALL_IP_ADDRESS_ADD,
			  add_address(Address, IpMask, IfIndex, NTEContext, NTEInstance));
}

IPH_EXPORT DWORD DeleteIPAddress(ULONG NTEContext)
{
	return iph_status(IPH_CALL_IP_ADDRESS_DELETE, delete_address(NTEContext));
}
