/* SPDX-License-Identifier: MIT */
/* The IP interface family of netioapi.h: initialize, get, table, set. */

#include <errno.h>
#include <string.h>

#include "family.h"
#include "ipinterface.h"
#include "privilege.h"
#include "table/key.h"
#include "table/table.h"

static int check_row(const MIB_IPINTERFACE_ROW *row, uint8_t *ret_family)
{
	int r = row ? iph_row_family(row->Family, ret_family) : -EINVAL;

	if (r < 0 || *ret_family == AF_UNSPEC)
		return -EINVAL;
	return row->InterfaceLuid.Value == 0 && row->InterfaceIndex == 0 ? -EINVAL : 0;
}

/* Windows tells an index that no interface has (-ENODEV) from such a LUID (-ENOENT). */
static int find_ipif(const MIB_IPINTERFACE_ROW *row, uint8_t family, struct iph_ipifs *ret_ipifs)
{
	uint64_t luid = row->InterfaceLuid.Value;
	uint32_t index = luid ? iph_luid_index(luid) : row->InterfaceIndex;
	IPH_AUTO_IPIFS struct iph_ipifs ipifs = {0};
	const struct iph_link *link;
	int r = index ? iph_ipifs_read(index, family, &ipifs) : -ENODEV;

	if (r == -ENODEV && luid)
		return -ENOENT;
	if (r < 0)
		return r;
	link = &ipifs.at->link;
	if (luid && iph_luid_make(link->type, link->index) != luid)
		return -ENOENT;
	if (!iph_ipif_has(ipifs.at, family))
		return -ENOENT;
	*ret_ipifs = ipifs;
	ipifs.table.memory = NULL;
	return 0;
}

static int get_ipinterface(MIB_IPINTERFACE_ROW *row)
{
	IPH_AUTO_IPIFS struct iph_ipifs ipifs = {0};
	struct iph_ipif_timeouts timeouts;
	uint8_t family;
	int r;

	r = check_row(row, &family);
	if (r == 0)
		r = find_ipif(row, family, &ipifs);
	if (r == 0)
		r = iph_ipif_timeouts(&timeouts);
	if (r < 0)
		return r;
	iph_ipif_row(ipifs.at, family, &timeouts, row);
	return 0;
}

static int set_ipinterface(MIB_IPINTERFACE_ROW *row)
{
	IPH_AUTO_IPIFS struct iph_ipifs ipifs = {0};
	struct iph_ipif_timeouts timeouts;
	MIB_IPINTERFACE_ROW current;
	uint8_t family;
	int r;

	r = check_row(row, &family);
	if (r == 0)
		r = iph_ipif_check_values(row, family);
	if (r == 0)
		r = iph_privilege_check(); /* before it shows whether there is such an interface */
	if (r == 0)
		r = find_ipif(row, family, &ipifs);
	if (r == 0)
		r = iph_ipif_timeouts(&timeouts);
	if (r < 0)
		return r;
	iph_ipif_row(ipifs.at, family, &timeouts, &current);
	r = iph_ipif_change(ipifs.at, row, &current);
	if (r < 0)
		return r;
	row->InterfaceLuid = current.InterfaceLuid;
	return 0;
}

static int read_rows(uint8_t family, struct iph_ipifs *ipifs)
{
	struct iph_ipif_timeouts timeouts;
	int r = iph_ipifs_read(0, family, ipifs);

	if (r == 0)
		r = iph_ipif_timeouts(&timeouts);
	if (r == 0)
		r = iph_ipifs_rows(ipifs, family, &timeouts);
	/* No interface may have the family; the machine may not have it. */
	if (r == 0 && family != AF_UNSPEC && iph_table_count(&ipifs->table) == 0)
		r = iph_family_check(family);
	return r;
}

static int get_table(ADDRESS_FAMILY family, MIB_IPINTERFACE_TABLE **ret_table)
{
	IPH_AUTO_IPIFS struct iph_ipifs ipifs = {0};
	uint8_t linux_family;
	int r;

	if (!ret_table)
		return -EINVAL;
	*ret_table = NULL;
	r = iph_row_family(family, &linux_family);
	if (r == 0)
		r = read_rows(linux_family, &ipifs);
	if (r < 0)
		return r;
	*ret_table = iph_table_take(&ipifs.table);
	return 0;
}

/* Microsoft's page has all members 0; Windows leaves others (Vanara's tests find
 * InterfaceIdentifier and SupportsNeighborDiscovery set). All ones is what
 * LinkLocalUnchanged and RouterDiscoveryUnchanged are, and no member has it as a value, so here
 * it is "unchanged" for every one. Only SitePrefixLength must be 0 to be set for IPv4. */
IPH_EXPORT VOID InitializeIpInterfaceEntry(PMIB_IPINTERFACE_ROW Row)
{
	if (!Row)
		return;
	memset(Row, 0xff, sizeof(*Row));
	Row->Family = AF_UNSPEC;
	Row->InterfaceLuid.Value = 0;
	Row->InterfaceIndex = NET_IFINDEX_UNSPECIFIED;
	Row->SitePrefixLength = 0;
}

IPH_EXPORT NETIO_STATUS GetIpInterfaceEntry(PMIB_IPINTERFACE_ROW Row)
{
	return iph_status(IPH_CALL_IPINTERFACE, get_ipinterface(Row));
}

IPH_EXPORT NETIO_STATUS GetIpInterfaceTable(ADDRESS_FAMILY Family, PMIB_IPINTERFACE_TABLE *Table)
{
	return iph_status(IPH_CALL_TABLE, get_table(Family, Table));
}

IPH_EXPORT NETIO_STATUS SetIpInterfaceEntry(PMIB_IPINTERFACE_ROW Row)
{
	return iph_status(IPH_CALL_IPINTERFACE, set_ipinterface(Row));
}
