/* SPDX-License-Identifier: MIT */
/* An IP interface of the kernel becomes a row of Windows. */

#include <string.h>

#include "ipinterface.h"
#include "table/key.h"
#include "table/table.h"

/* net/if_inet6.h in the kernel: what the last router advertisement has said. */
#define IF_RA_MANAGED 0x40
#define IF_RA_OTHERCONF 0x80

/* enum in6_addr_gen_mode, linux/if_link.h, which glibc's net/if.h does not go together with */
#define ADDR_GEN_MODE_NONE 1

/* enum net_device_flags, linux/if.h, which does not either */
#define IFF_LOWER_UP 0x10000

/* A device whose segments may be longer than this takes more than 64 KB at once. */
#define GSO_LEGACY_MAX_SIZE 65536

/* arp_constructor() and ndisc_constructor(): elsewhere neighbours are NUD_NOARP. */
static bool resolves_neighbours(const struct iph_ipif *ipif, uint8_t family)
{
	uint32_t without = IFF_NOARP | IFF_LOOPBACK;

	if (family == AF_INET6)
		without |= IFF_POINTOPOINT;
	return !(ipif->flags & without);
}

/* Linux' IPv4 checksums headers itself, in both directions, so those bits are never set. */
static void fill_offload(MIB_IPINTERFACE_ROW *row, const struct iph_ipif *ipif)
{
	bool ipv4 = row->Family == AF_INET;
	uint32_t checksum =
		IPH_TX_CHECKSUM_GENERIC | (ipv4 ? IPH_TX_CHECKSUM_IPV4 : IPH_TX_CHECKSUM_IPV6);
	uint32_t segments = ipv4 ? IPH_TX_TCP_SEGMENTATION : IPH_TX_TCP6_SEGMENTATION;
	bool sends = ipif->features & checksum;

	row->TransmitOffload.TlDatagramChecksumSupported = sends;
	row->TransmitOffload.TlStreamChecksumSupported = sends;
	/* skbuff.h, "Checksumming on output": IPv4 headers may contain options */
	row->TransmitOffload.TlStreamOptionsSupported = ipv4 && sends;
	row->TransmitOffload.TlLargeSendOffloadSupported = !!(ipif->features & segments);
	row->TransmitOffload.TlGiantSendOffloadSupported =
		(ipif->features & segments) && ipif->tso_max > GSO_LEGACY_MAX_SIZE;
	row->ReceiveOffload.TlDatagramChecksumSupported = !!(ipif->features & IPH_RX_CHECKSUM);
	row->ReceiveOffload.TlStreamChecksumSupported = !!(ipif->features & IPH_RX_CHECKSUM);
}

static void fill_ipv4(MIB_IPINTERFACE_ROW *row, const struct iph_ipif *ipif)
{
	row->ForwardingEnabled = ipif->forwarding4 > 0;
	row->RouterDiscoveryBehavior = RouterDiscoveryDisabled;
	row->LinkLocalAddressBehavior = LinkLocalAlwaysOff;
	row->NlMtu = ipif->mtu;
}

static void fill_ipv6(MIB_IPINTERFACE_ROW *row, const struct iph_ipif *ipif)
{
	const struct iph_ipif_conf6 *conf = &ipif->conf6;

	row->ForwardingEnabled = conf->forwarding != 0;
	row->ManagedAddressConfigurationSupported = !!(ipif->ra_flags & IF_RA_MANAGED);
	row->OtherStatefulConfigurationSupported = !!(ipif->ra_flags & IF_RA_OTHERCONF);
	row->RouterDiscoveryBehavior = iph_ipif_takes_ra(conf->accept_ra, row->ForwardingEnabled)
					       ? RouterDiscoveryEnabled
					       : RouterDiscoveryDisabled;
	row->DadTransmits = (ULONG)conf->dad_transmits;
	row->LinkLocalAddressBehavior =
		conf->addr_gen_mode == ADDR_GEN_MODE_NONE ? LinkLocalAlwaysOff : LinkLocalAlwaysOn;
	/* RFC 4007 section 6: the default zone of a larger scope has the index 0. */
	row->ZoneIndices[ScopeLevelInterface] = ipif->link.index;
	row->ZoneIndices[ScopeLevelLink] = ipif->link.index;
	row->NlMtu = (ULONG)conf->mtu;
	row->SupportsRouterDiscovery = !(ipif->flags & IFF_LOOPBACK);
	row->DisableDefaultRoutes = conf->accept_ra_defrtr == 0;
}

/* The kernel may need a second to take IFF_RUNNING from an interface that has lost its carrier, or
 * never had one; only since Linux 6.8 does who asks for the interface not have to wait
 * (linkwatch_sync_dev(), net/core/link_watch.c). The carrier itself it tells at once. */
static bool is_connected(const struct iph_ipif *ipif)
{
	return (ipif->flags & IFF_RUNNING) && (ipif->flags & IFF_LOWER_UP);
}

/* What Linux does not have stays 0; netioapi(7) says why. */
void iph_ipif_row(struct iph_ipif *ipif, uint8_t family, const struct iph_ipif_timeouts *timeouts,
		  MIB_IPINTERFACE_ROW *row)
{
	const struct iph_ipif_times *times = iph_ipif_times(ipif, family);

	memset(row, 0, sizeof(*row));
	row->Family = family;
	row->InterfaceLuid.Value = iph_luid_make(ipif->link.type, ipif->link.index);
	row->InterfaceIndex = ipif->link.index;
	row->WeakHostSend = TRUE;
	row->WeakHostReceive = TRUE;
	row->UseNeighborUnreachabilityDetection = resolves_neighbours(ipif, family);
	row->BaseReachableTime = times->base_reachable;
	row->RetransmitTime = times->retransmit;
	row->PathMtuDiscoveryTimeout = family == AF_INET ? timeouts->ipv4 : timeouts->ipv6;
	row->Connected = is_connected(ipif);
	row->SupportsNeighborDiscovery = resolves_neighbours(ipif, family);
	row->ReachableTime = times->reachable;
	if (family == AF_INET)
		fill_ipv4(row, ipif);
	else
		fill_ipv6(row, ipif);
	fill_offload(row, ipif);
}

/* Each interface is where a row will be, or before it: backwards none is overwritten that is still
 * needed. One without the family leaves a row without one. */
static void make_rows(struct iph_ipifs *ipifs, uint8_t family,
		      const struct iph_ipif_timeouts *timeouts, MIB_IPINTERFACE_ROW *rows)
{
	struct iph_ipif ipif;
	size_t i;

	_Static_assert(sizeof(ipif) <= sizeof(*rows), "an interface is not larger than its row");
	for (i = ipifs->count; i-- > 0;) {
		memcpy(&ipif, &ipifs->at[i], sizeof(ipif));
		if (iph_ipif_has(&ipif, family))
			iph_ipif_row(&ipif, family, timeouts, &rows[i]);
		else
			rows[i].Family = AF_UNSPEC;
	}
}

static void drop_missing(struct iph_table *table, size_t count)
{
	MIB_IPINTERFACE_ROW *rows = iph_table_row(table, 0);
	size_t kept = 0;
	size_t i;

	for (i = 0; i < count; i++) {
		if (rows[i].Family == AF_UNSPEC)
			continue;
		if (kept != i)
			rows[kept] = rows[i];
		kept++;
	}
	iph_table_truncate(table, kept);
}

/* Both are by index, and the loopback interface always has the index 1 (LOOPBACK_IFINDEX,
 * net/flow.h). With both families those of IPv6 come first to be behind those of IPv4. */
int iph_ipifs_rows(struct iph_ipifs *ipifs, uint8_t family,
		   const struct iph_ipif_timeouts *timeouts)
{
	static const struct iph_table_shape shape = IPH_TABLE_SHAPE(MIB_IPINTERFACE_TABLE);
	size_t room = family == AF_UNSPEC ? 2 * ipifs->count : ipifs->count;
	MIB_IPINTERFACE_ROW *rows;
	int r = iph_table_reshape(&ipifs->table, &shape, room);

	if (r < 0)
		return r;
	ipifs->at = iph_table_row(&ipifs->table, 0);
	rows = iph_table_row(&ipifs->table, 0);
	if (family == AF_UNSPEC)
		make_rows(ipifs, AF_INET6, timeouts, rows + ipifs->count);
	make_rows(ipifs, family == AF_INET6 ? AF_INET6 : AF_INET, timeouts, rows);
	drop_missing(&ipifs->table, room);
	return 0;
}
