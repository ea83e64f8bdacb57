/* SPDX-License-Identifier: MIT */
/* One interface: from the kernel's RTM_NEWLINK message to MIB_IF_ROW2. */

#include <errno.h>
#include <net/if.h>
#include <netinet/in.h> /* before linux/in6.h, which then leaves out what both define */
#include <string.h>
#include <sys/ioctl.h>

#include <linux/ethtool.h>
#include <linux/if_arp.h>
#include <linux/if_link.h>
#include <linux/if_tunnel.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>

#include "convert/convert.h"
#include "interface.h"
#include "kernel-numbers.h"

/* The message, and what several members of the row depend on. */
struct reading {
	const struct ifinfomsg *ifi;
	const struct nlattr *const *tb;
	const struct iph_link_info *info;
	char name[IFNAMSIZ];
	uint16_t type; /* IANA ifType */
};

/* What a device type (linux/if_arp.h) carries, and on what if there is hardware behind it. */
static const struct {
	uint16_t arphrd;
	NDIS_MEDIUM medium;
	NDIS_PHYSICAL_MEDIUM physical;
} media[] = {
	{ARPHRD_ETHER, NdisMedium802_3, NdisPhysicalMedium802_3},
	{ARPHRD_LOOPBACK, NdisMediumLoopback, NdisPhysicalMediumUnspecified},
	{ARPHRD_IEEE802, NdisMedium802_5, NdisPhysicalMedium802_5},
	{ARPHRD_IEEE802_TR, NdisMedium802_5, NdisPhysicalMedium802_5},
	{ARPHRD_FDDI, NdisMediumFddi, NdisPhysicalMediumUnspecified},
	{ARPHRD_ATM, NdisMediumAtm, NdisPhysicalMediumUnspecified},
	{ARPHRD_LOCALTLK, NdisMediumLocalTalk, NdisPhysicalMediumUnspecified},
	{ARPHRD_ARCNET, NdisMediumArcnetRaw, NdisPhysicalMediumUnspecified},
	{ARPHRD_IRDA, NdisMediumIrda, NdisPhysicalMediumIrda},
	{ARPHRD_IEEE1394, NdisMedium1394, NdisPhysicalMedium1394},
	{ARPHRD_INFINIBAND, NdisMediumInfiniBand, NdisPhysicalMediumInfiniband},
	{ARPHRD_PPP, NdisMediumWan, NdisPhysicalMediumUnspecified},
	{ARPHRD_SLIP, NdisMediumWan, NdisPhysicalMediumUnspecified},
	{ARPHRD_CSLIP, NdisMediumWan, NdisPhysicalMediumUnspecified},
	{ARPHRD_IEEE80211, NdisMediumNative802_11, NdisPhysicalMediumNative802_11},
	{ARPHRD_IEEE80211_PRISM, NdisMediumNative802_11, NdisPhysicalMediumNative802_11},
	{ARPHRD_IEEE80211_RADIOTAP, NdisMediumNative802_11, NdisPhysicalMediumNative802_11},
};

/* RFC 2863 ifOperStatus of the kernel's IF_OPER_*, linux/if.h. */
static const IF_OPER_STATUS oper_states[] = {
	[IF_OPER_UNKNOWN] = IfOperStatusUnknown,
	[IF_OPER_NOTPRESENT] = IfOperStatusNotPresent,
	[IF_OPER_DOWN] = IfOperStatusDown,
	[IF_OPER_LOWERLAYERDOWN] = IfOperStatusLowerLayerDown,
	[IF_OPER_TESTING] = IfOperStatusTesting,
	[IF_OPER_DORMANT] = IfOperStatusDormant,
	[IF_OPER_UP] = IfOperStatusUp,
};

static bool flag(const struct reading *reading, unsigned int flags)
{
	return reading->ifi->ifi_flags & flags;
}

/* The kernel tells it since 5.14 (linux/if_link.h). */
static bool has_hardware(const struct reading *reading)
{
	return reading->tb[IFLA_PARENT_DEV_NAME];
}

static bool driver_name(int fd, const char *ifname, char *ret_driver, size_t size)
{
	struct ethtool_drvinfo info = {.cmd = ETHTOOL_GDRVINFO};
	struct ifreq request = {.ifr_data = (char *)&info};
	size_t len;

	(void)memccpy(request.ifr_name, ifname, '\0', IFNAMSIZ);
	if (ioctl(fd, SIOCETHTOOL, &request) < 0)
		return false;
	len = strnlen(info.driver, sizeof(info.driver));
	if (len == 0 || len >= size)
		return false;
	memcpy(ret_driver, info.driver, len);
	ret_driver[len] = '\0';
	return true;
}

static int fill_names(const struct reading *reading, int fd, MIB_IF_ROW2 *row)
{
	const char *description = reading->name;
	char text[IPH_NAME_SIZE];
	int r;

	if ((iph_attr_str(reading->tb[IFLA_IFALIAS], text, sizeof(text)) && text[0]) ||
	    (has_hardware(reading) && driver_name(fd, reading->name, text, sizeof(text))))
		description = text;
	else if (reading->info->kind[0])
		description = reading->info->kind;
	r = iph_name_widen(reading->name, row->Alias, IPH_NAME_SIZE);
	return r < 0 ? r : iph_name_widen(description, row->Description, IPH_NAME_SIZE);
}

/* The zeroes of lo, or of a tunnel without a local address, are no address. */
static void fill_physical_address(const struct reading *reading, MIB_IF_ROW2 *row)
{
	static const UCHAR none[IF_MAX_PHYS_ADDRESS_LENGTH];
	size_t len = iph_attr_bytes(reading->tb[IFLA_ADDRESS], row->PhysicalAddress, sizeof(none));

	if (len > sizeof(none) || memcmp(row->PhysicalAddress, none, sizeof(none)) == 0) {
		memset(row->PhysicalAddress, 0, sizeof(none));
		return;
	}
	row->PhysicalAddressLength = (ULONG)len;
	if (iph_attr_bytes(reading->tb[IFLA_PERM_ADDRESS], row->PermanentPhysicalAddress,
			   sizeof(none)) != len)
		memset(row->PermanentPhysicalAddress, 0, sizeof(none));
}

/* sit is several kinds in one; which, net/ipv6/sit.c decides in this order. Without a remote
 * address it is found in the IPv6 one: behind 2002::/16 unless another prefix was set (6rd). */
static TUNNEL_TYPE sit_tunnel(const struct nlattr *data)
{
	static const uint8_t prefix_6to4[16] = {0x20, 0x02};
	const struct nlattr *tb[IFLA_IPTUN_MAX + 1];
	uint8_t prefix[16] = {0x20, 0x02};
	uint16_t length = 16;
	uint32_t remote = 0;
	uint16_t flags = 0;

	if (!data || iph_attr_parse_nested(data, tb, IFLA_IPTUN_MAX) < 0)
		return TUNNEL_TYPE_OTHER;
	iph_attr_u16(tb[IFLA_IPTUN_FLAGS], &flags);
	iph_attr_u32(tb[IFLA_IPTUN_REMOTE], &remote);
	iph_attr_u16(tb[IFLA_IPTUN_6RD_PREFIXLEN], &length);
	iph_attr_bytes(tb[IFLA_IPTUN_6RD_PREFIX], prefix, sizeof(prefix));
	if (flags & SIT_ISATAP)
		return TUNNEL_TYPE_ISATAP;
	if (remote)
		return TUNNEL_TYPE_DIRECT;
	return length == 16 && memcmp(prefix, prefix_6to4, sizeof(prefix)) == 0 ? TUNNEL_TYPE_6TO4
										: TUNNEL_TYPE_OTHER;
}

/* direct(2) is IP in IP and nothing between (IANAtunnelType, RFC 4087). */
static TUNNEL_TYPE tunnel_type(const struct reading *reading)
{
	if (reading->type != IF_TYPE_TUNNEL)
		return TUNNEL_TYPE_NONE;
	if (strcmp(reading->info->kind, "ipip") == 0 || strcmp(reading->info->kind, "ip6tnl") == 0)
		return TUNNEL_TYPE_DIRECT;
	if (strcmp(reading->info->kind, "sit") == 0)
		return sit_tunnel(reading->info->data);
	return TUNNEL_TYPE_OTHER;
}

static void fill_medium(const struct reading *reading, MIB_IF_ROW2 *row)
{
	size_t i;

	row->MediaType = row->Type == IF_TYPE_TUNNEL ? NdisMediumTunnel : NdisMediumIP;
	row->PhysicalMediumType = NdisPhysicalMediumUnspecified;
	for (i = 0; i < IPH_ARRAY_SIZE(media); i++) {
		if (media[i].arphrd != reading->ifi->ifi_type)
			continue;
		row->MediaType = media[i].medium;
		if (has_hardware(reading))
			row->PhysicalMediumType = media[i].physical;
	}
}

static NET_IF_ACCESS_TYPE access_type(const struct reading *reading)
{
	if (flag(reading, IFF_LOOPBACK))
		return NET_IF_ACCESS_LOOPBACK;
	if (flag(reading, IFF_POINTOPOINT))
		return NET_IF_ACCESS_POINT_TO_POINT;
	if (flag(reading, IFF_BROADCAST))
		return NET_IF_ACCESS_BROADCAST;
	return NET_IF_ACCESS_POINT_TO_MULTI_POINT;
}

/* A device that is down has no carrier to speak of: the kernel's carrier_show(), net-sysfs.c. */
static NET_IF_MEDIA_CONNECT_STATE connect_state(const struct reading *reading)
{
	uint8_t carrier;

	if (!flag(reading, IFF_UP) || !iph_attr_u8(reading->tb[IFLA_CARRIER], &carrier))
		return MediaConnectStateUnknown;
	return carrier ? MediaConnectStateConnected : MediaConnectStateDisconnected;
}

/* Unknown is a driver's that never says: loopback, tun. "Must be considered for user data", says
 * the kernel's Documentation/networking/operstates.rst; Windows programs look for Up. */
static IF_OPER_STATUS oper_status(const struct reading *reading)
{
	uint8_t state = IF_OPER_UNKNOWN;

	iph_attr_u8(reading->tb[IFLA_OPERSTATE], &state);
	if (!flag(reading, IFF_UP))
		return state == IF_OPER_NOTPRESENT ? IfOperStatusNotPresent : IfOperStatusDown;
	if (state >= IPH_ARRAY_SIZE(oper_states))
		return IfOperStatusUnknown;
	if (state != IF_OPER_UNKNOWN)
		return oper_states[state];
	switch (connect_state(reading)) {
	case MediaConnectStateConnected:
		return IfOperStatusUp;
	case MediaConnectStateDisconnected:
		return IfOperStatusDown;
	case MediaConnectStateUnknown:
		break;
	}
	return IfOperStatusUnknown;
}

static void fill_state(const struct reading *reading, MIB_IF_ROW2 *row)
{
	row->OperStatus = oper_status(reading);
	row->AdminStatus =
		flag(reading, IFF_UP) ? NET_IF_ADMIN_STATUS_UP : NET_IF_ADMIN_STATUS_DOWN;
	row->MediaConnectState = connect_state(reading);
	row->ConnectionType = NET_IF_CONNECTION_DEDICATED;
	row->AccessType = access_type(reading);
	row->DirectionType = NET_IF_DIRECTION_SENDRECEIVE;
	row->InterfaceAndOperStatusFlags.HardwareInterface = has_hardware(reading);
	row->InterfaceAndOperStatusFlags.ConnectorPresent = has_hardware(reading);
	/* dormant: up, and waiting for 802.1X or the like (operstates.rst) */
	row->InterfaceAndOperStatusFlags.NotAuthenticated = row->OperStatus == IfOperStatusDormant;
	row->InterfaceAndOperStatusFlags.NotMediaConnected =
		row->MediaConnectState == MediaConnectStateDisconnected;
}

/* The kernel counts received multicast packets, and octets only all together. Some drivers count
 * in multicast what they then drop, so it may be the greater number (linux/if_link.h). */
static void fill_statistics(const struct reading *reading, MIB_IF_ROW2 *row)
{
	struct rtnl_link_stats64 stats = {0};

	iph_attr_bytes(reading->tb[IFLA_STATS64], &stats, sizeof(stats));
	row->InOctets = stats.rx_bytes;
	row->InUcastOctets = stats.rx_bytes;
	row->InNUcastPkts = stats.multicast;
	row->InUcastPkts =
		stats.rx_packets > stats.multicast ? stats.rx_packets - stats.multicast : 0;
	row->InErrors = stats.rx_errors;
	row->InDiscards = stats.rx_dropped + stats.rx_missed_errors;
	row->OutOctets = stats.tx_bytes;
	row->OutUcastOctets = stats.tx_bytes;
	row->OutUcastPkts = stats.tx_packets;
	row->OutErrors = stats.tx_errors;
	row->OutDiscards = stats.tx_dropped;
}

static void set_type(MIB_IF_ROW2 *row, uint16_t type)
{
	row->Type = type;
	row->InterfaceLuid.Value = iph_luid_make(type, row->InterfaceIndex);
	iph_guid_make(row->InterfaceLuid.Value, &row->InterfaceGuid);
}

bool iph_interface_maybe_wifi(const MIB_IF_ROW2 *row)
{
	return row->Type == IF_TYPE_ETHERNET_CSMACD &&
	       row->InterfaceAndOperStatusFlags.HardwareInterface;
}

void iph_interface_set_wifi(MIB_IF_ROW2 *row)
{
	set_type(row, IPH_TYPE_WIFI);
	row->MediaType = NdisMediumNative802_11;
	row->PhysicalMediumType = NdisPhysicalMediumNative802_11;
}

int iph_interface_fill_row(const struct iph_link_message *message, int fd,
			   enum iph_statistics statistics, MIB_IF_ROW2 *ret_row)
{
	struct reading reading = {
		.ifi = message->ifi,
		.tb = message->tb,
		.info = &message->info,
		.type = iph_link_type(message->ifi->ifi_type, message->info.kind)};
	uint32_t mtu = 0;

	if (!iph_attr_str(message->tb[IFLA_IFNAME], reading.name, sizeof(reading.name)))
		return -EBADMSG;
	memset(ret_row, 0, sizeof(*ret_row));
	iph_attr_u32(reading.tb[IFLA_MTU], &mtu);
	ret_row->Mtu = mtu;
	ret_row->InterfaceIndex = (uint32_t)reading.ifi->ifi_index;
	set_type(ret_row, reading.type);
	ret_row->TunnelType = tunnel_type(&reading);
	fill_medium(&reading, ret_row);
	fill_physical_address(&reading, ret_row);
	fill_state(&reading, ret_row);
	if (statistics == IPH_WITH_STATISTICS)
		fill_statistics(&reading, ret_row);
	return fill_names(&reading, fd, ret_row);
}

int iph_interface_fill(const struct nlmsghdr *nlh, int fd, enum iph_statistics statistics,
		       MIB_IF_ROW2 *ret_row)
{
	struct iph_link_message message;
	int r = iph_link_take_apart(nlh, &message);

	return r < 0 ? r : iph_interface_fill_row(&message, fd, statistics, ret_row);
}

static int compare_key(const void *key, const void *element)
{
	const uint32_t *index = key;
	const MIB_IF_ROW2 *row = element;

	return (*index > row->InterfaceIndex) - (*index < row->InterfaceIndex);
}

MIB_IF_ROW2 *iph_interface_find(const struct iph_interface_rows *rows, uint32_t index)
{
	return bsearch(&index, rows->first, rows->count, rows->step, compare_key);
}
